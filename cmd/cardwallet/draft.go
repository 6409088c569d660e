package main

import (
	"context"
	"fmt"

	"cardwallet/client"
	"cardwallet/client/plan"
)

// draft is a movement that was checked and not sent.
type draft struct {
	account client.Account
	intent  client.Intent
	wallet  client.Money       // available before; not known where it could not be read
	facts   [][2]string        // what the person is shown, beside amount, fee and balances
	terms   client.ChangeTerms // of a change
	// confirmation asks the person in its own way; nil asks for a y.
	confirmation func() error
}

// note takes a remark along, where the issuer has a place for it: what cannot be sent is said before anything is asked.
func (p *draft) note(remark string) error {
	if remark == "" {
		return nil
	}
	p.intent.Remark = remark
	p.facts = append(p.facts, [2]string{"remark", remark})
	if previewer, ok := p.account.Issuer.(client.Previewer); ok {
		_, err := previewer.Preview(p.order())
		return err
	}
	return nil
}

// order is what the journal would send, but for its number.
func (p draft) order() client.Order {
	in := p.intent
	return client.Order{ID: previewOrderID, Kind: in.Kind, CardID: in.Card.ID, Amount: in.Amount, New: in.New, Change: in.Change, Remark: in.Remark}
}

// lines are what a person has to know before saying yes: names, amounts, and balances before and after.
func (p draft) lines() [][2]string {
	in := p.intent
	lines := append([][2]string{}, p.facts...)
	lines = append(lines, [2]string{"account", p.account.Profile + " (" + p.account.Kind + ")"})
	if in.Kind.IsChange() {
		return lines
	}
	lines = append(lines, [2]string{"amount", in.Amount.String()})
	about := ""
	if in.Quote.Estimated {
		about = " (estimate; the issuer's answer counts)"
	}
	lines = append(lines, [2]string{"fee", in.Quote.Fee.String() + about})
	if in.Kind == client.MoveWithdraw {
		return append(lines,
			[2]string{"card has", in.Card.Balance.String() + afterwards(in.Card.Balance, in.Card.Balance.Sub(in.Amount))},
			[2]string{"wallet", p.wallet.String() + afterwards(p.wallet, p.wallet.Add(in.Amount)) + about})
	}
	lines = append(lines,
		[2]string{"total", in.Quote.Total.String()},
		[2]string{"wallet", p.wallet.String() + afterwards(p.wallet, p.wallet.Sub(in.Quote.Total)) + about})
	if in.Kind == client.MoveTopUp {
		lines = append(lines, [2]string{"card has", in.Card.Balance.String() + afterwards(in.Card.Balance, in.Card.Balance.Add(in.Amount))})
	}
	return lines
}

func afterwards(before, after client.Money) string {
	if !before.Known() || !after.Known() {
		return ""
	}
	return ", afterwards " + after.String()
}

// walletOf reads what the account can pay from. Where it cannot be read that is said and it is not known: the issuer checks it too.
func (a *app) walletOf(ctx context.Context, account client.Account, currency string) client.Money {
	funds, err := account.Issuer.Funds(ctx)
	if client.Readable(err) != nil {
		a.note("the wallet's balance is not known: %s", firstLine(err))
		return client.Money{}
	}
	f, _ := client.FundingWallet(funds, currency)
	return f.Available
}

// errInsufficient is a refusal on this machine, before anything was sent.
var errInsufficient = fmt.Errorf("%w: %w", client.ErrTerms, client.ErrInsufficient)

// afford refuses what the wallet certainly cannot pay.
func (p draft) afford() error {
	if !p.intent.Quote.Short(p.wallet) {
		return nil
	}
	return fmt.Errorf("%s: %w: the wallet has %s, the total is %s\nsee what is there with: cardwallet balances",
		p.account.Profile, errInsufficient, p.wallet, p.intent.Quote.Total)
}

// price reads the amount that a person typed and checks it against the terms.
func (p *draft) price(terms client.Terms, text string) error {
	parse := client.ParseMoney
	if p.intent.Kind == client.MoveCreate {
		parse = client.ParseMoneyOrZero
	}
	amount, err := parse(text, terms.Currency)
	if err != nil {
		return fmt.Errorf("amount %q: %w", text, err)
	}
	if err := terms.Check(amount); err != nil {
		return fmt.Errorf("%s: %s with %s: %w", p.account.Profile, plan.WordsOf(p.intent.Kind).Verb, amount, err)
	}
	p.intent.Amount, p.intent.Quote = amount, terms.Quote(amount)
	return nil
}
