package money

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"

	"cardwallet/client"
	"cardwallet/client/plan"
)

// draft is a movement that was checked and not sent.
type draft struct {
	Account client.Account
	Intent  client.Intent
	before  plan.Balances
	facts   [][2]string        // what the person is shown, beside amount, fee and balances
	terms   client.ChangeTerms // of a change
	upTo    client.Money       // what the card is topped up to; not known where it is topped up by an amount
	enough  string             // why nothing has to be moved; empty where something has
	name    string             // as it was asked for; empty for the only one
	earlier client.Earlier     // the same movement, made before with the same reference; zero where there is none
}

// note adds the remark to the order. It returns an error where the issuer has no place for it, before the person is asked anything. Without
// one the reference is the remark, where there is a place.
func (p *draft) note(f *moveFlags) error {
	if p.repeated() {
		return nil
	}
	reference := p.Intent.Reference
	if reference != "" {
		p.facts = append(p.facts, [2]string{"named", reference})
	}
	if p.Intent.Remark = f.remark; f.remark != "" {
		p.facts = append(p.facts, [2]string{"remark", f.remark})
		return p.sendable()
	}
	if p.Intent.Remark = reference; reference != "" && p.sendable() != nil {
		p.Intent.Remark = ""
	}
	return nil
}

// sendable returns the error of an order that the issuer cannot be sent.
func (p draft) sendable() error {
	if previewer, ok := p.Account.Issuer.(client.Previewer); ok {
		_, err := previewer.Preview(p.order())
		return err
	}
	return nil
}

// order is what the journal would send, but for its number.
func (p draft) order() client.Order {
	in := p.Intent
	return client.Order{ID: previewOrderID, Kind: in.Kind, CardID: in.Card.ID, Amount: in.Amount, New: in.New, Change: in.Change,
		Remark: in.Remark}
}

// lines are what a person has to know before saying yes: names, amounts, and balances before and after.
func (p draft) lines() [][2]string {
	in := p.Intent
	lines := append([][2]string{}, p.facts...)
	lines = append(lines, [2]string{"account", p.Account.Profile + " (" + client.IssuerName(p.Account.Kind) + ")"})
	if in.Kind.IsChange() {
		return lines
	}
	lines = append(lines, [2]string{"amount", in.Amount.String()})
	after, estimated := p.before.After(in.Kind, in.Quote)
	about := ""
	if estimated {
		about = " (estimate; the issuer's answer counts)"
	}
	lines = append(lines, [2]string{"fee", in.Quote.Fee.String() + about})
	if in.Kind == client.MoveWithdraw {
		return append(lines,
			[2]string{"card has", fromTo(p.before.Card, after.Card)},
			[2]string{"wallet", fromTo(p.before.Wallet, after.Wallet) + about})
	}
	lines = append(lines,
		[2]string{"total", in.Quote.Total.String()},
		[2]string{"wallet", fromTo(p.before.Wallet, after.Wallet) + about})
	if in.Kind == client.MoveTopUp {
		lines = append(lines, [2]string{"card has", fromTo(p.before.Card, after.Card)})
	}
	return lines
}

func fromTo(before, after client.Money) string {
	if !after.Known() {
		return before.String()
	}
	return plan.FromTo(before, after)
}

// called is the movement in a list of several: its card, or the reference of a new one.
func (p draft) called() string {
	if p.Intent.Card.ID == "" {
		return cmp.Or(p.Intent.Reference, p.name)
	}
	return p.Intent.Card.Key()
}

// check refuses a change that the card's type does not allow, and an order that the issuer cannot be sent.
func (p *draft) check(f *moveFlags) error {
	if p.repeated() || p.enough != "" {
		return nil
	}
	if p.Intent.Kind.IsChange() {
		if err := p.terms.Check(p.Intent.Kind, p.Intent.Change); err != nil {
			return p.refusedByTerms(err)
		}
	}
	return p.note(f)
}

// fundsOf reads once what the account can pay from. Where that cannot be read, it says so and gives nothing: the issuer checks it too.
func (a *command) fundsOf(ctx context.Context, account client.Account) []client.Funds {
	funds, _ := once(&a.funds, account.Profile, func() ([]client.Funds, error) {
		funds, err := account.Issuer.Funds(ctx)
		if client.Readable(err) != nil {
			a.Note("%s: the wallet's balance is not known: %s", account.Profile, client.FirstLine(err))
			return nil, err
		}
		return funds, nil
	})
	return funds
}

func wrongAmount(text string, err error) error { return fmt.Errorf("amount %q: %w", text, err) }

// price works out what an amount costs by the terms, and refuses what certainly cannot be paid. text is the amount as it was typed.
func (a *command) price(ctx context.Context, p *draft, terms client.Terms, text string) error {
	in := &p.Intent
	quote, err := plan.Price(in.Kind, terms, text)
	switch {
	case errors.Is(err, client.ErrAmount):
		return wrongAmount(text, err)
	case err != nil && !quote.Amount.Known(): // whatever the amount
		return p.refusedByTerms(err)
	case err != nil:
		return fmt.Errorf("%s: %s with %s: %w", p.Account.Profile, p.what(), quote.Amount, err)
	}
	in.Amount, in.Quote = quote.Amount, quote
	p.before = plan.BalancesOf(*in, a.fundsOf(ctx, p.Account), terms.Currency)
	if err := p.before.Short(in.Kind, quote); err != nil { // on this machine, before anything was sent
		return short(p.Account.Profile, err)
	}
	return nil
}

func short(profile string, err error) error {
	return fmt.Errorf("%s: %w: %w\nsee what is there with: cardwallet balances", profile, client.ErrTerms, err)
}

// what is the verb of the movement with the id of its card. A new card has none yet.
func (p draft) what() string {
	return strings.TrimSpace(p.Intent.Kind.Words().Verb + " " + p.Intent.Card.ID)
}
