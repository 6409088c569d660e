package screen

import (
	"errors"
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
)

// balances are what a movement changes. Either may be not known.
type balances struct{ wallet, card client.Money }

// now gives the balances as last read. A card that is to be created has nothing yet.
func (p *Payment) now() balances {
	b := balances{card: p.card.Balance}
	if id := p.new.AccountID; id != "" { // all payments of a budget card are taken from the account it names (FinHub cards page)
		for _, f := range p.funds {
			if f.ID == id {
				b.wallet = f.Available
			}
		}
		return b
	}
	if wallet, ok := client.FundingWallet(p.funds, p.terms.Currency); ok {
		b.wallet = wallet.Available
	}
	return b
}

// after gives what the balances should be afterwards, and whether that is an estimate.
func (p *Payment) after(b balances) (after balances, estimated bool) {
	q := p.quote
	if p.kind != client.MoveWithdraw {
		return balances{wallet: b.wallet.Sub(q.Total), card: b.card.Add(q.Amount)}, q.Estimated || !q.Fee.Known()
	}
	after = balances{wallet: b.wallet.Add(q.Amount), card: b.card.Sub(q.Amount)}
	if q.Fee.Known() {
		after.wallet = after.wallet.Sub(q.Fee)
	}
	return after, q.Estimated || !q.Fee.Known()
}

// check judges the amount as it stands in the field.
func (p *Payment) check() {
	if p.stage != paymentForm && p.stage != paymentSummary || p.loading || p.termsErr != nil {
		return
	}
	p.quote, p.wrong = client.Quote{}, nil
	text := p.input.Value()
	if strings.TrimSpace(text) == "" {
		return
	}
	parse := client.ParseMoney
	if p.kind == client.MoveCreate {
		parse = client.ParseMoneyOrZero
	}
	amount, err := parse(text, p.terms.Currency)
	if err == nil {
		err = p.terms.Check(amount)
	}
	if err != nil {
		p.wrong = err
		return
	}
	p.quote = p.terms.Quote(amount)
	switch b := p.now(); {
	case p.kind == client.MoveWithdraw && b.card.Sub(amount).Amount.IsNegative():
		p.wrong = fmt.Errorf("%w: the card has %s", client.ErrInsufficient, b.card)
	case p.kind != client.MoveWithdraw && p.quote.Short(b.wallet):
		p.wrong = fmt.Errorf("%w: the wallet has %s", client.ErrInsufficient, b.wallet)
	}
}

// refused says why the movement cannot be made, as far as that is known without asking the issuer.
func (p *Payment) refused() error {
	if !p.account.Offers(p.kind) {
		return fmt.Errorf("%s is %w\n%s", p.kind.Noun(), client.ErrUnsupported, whoOffers(p.env.Wallet, p.kind))
	}
	if err := p.account.MayChange(); err != nil {
		return err
	}
	if refusal := client.StatusRefusal(p.kind, p.card.Status); refusal != "" {
		if p.kind == client.MoveTopUp {
			refusal += "\nonly an active card can be topped up"
		}
		return errors.New(refusal)
	}
	return nil
}

func (p *Payment) loadTerms() tea.Cmd {
	if !p.account.Offers(p.kind) {
		return nil
	}
	p.loading, p.termsErr = true, nil
	ctx, account, in := p.env.Ctx, p.account, client.Intent{Kind: p.kind, Card: p.card, New: p.new}
	return func() tea.Msg {
		terms, err := account.Terms(ctx, in)
		return paymentTermsMsg{owner: p, terms: terms, err: err}
	}
}

type paymentTermsMsg struct {
	owner *Payment
	terms client.Terms
	err   error
}

func (p *Payment) tookTerms(msg paymentTermsMsg) {
	p.loading, p.terms, p.termsErr = false, msg.terms, msg.err
	switch {
	case errors.Is(msg.err, client.ErrTerms): // a part of the new card is not as its type needs it
		p.refusal = msg.err
	case msg.err == nil && msg.terms.Refusal != "":
		p.refusal = errors.New(msg.terms.Refusal)
	case p.kind == client.MoveCreate && only(msg.terms) && p.input.Value() == "":
		p.input.SetValue(msg.terms.Min.Decimal.String())
	}
	p.check()
}

// only reports whether the terms leave one amount, as those of a card type that takes no initial deposit.
func only(terms client.Terms) bool {
	return terms.Min.Valid && terms.Max.Valid && terms.Min.Decimal.Equal(terms.Max.Decimal)
}

// readBalances reads wallet and card, side by side.
func (p *Payment) readBalances() tea.Cmd {
	ctx, issuer, id := p.env.Ctx, p.account.Issuer, p.card.ID
	p.reading++
	funds := func() tea.Msg {
		funds, err := issuer.Funds(ctx)
		return paymentFundsMsg{owner: p, funds: funds, err: err}
	}
	if id == "" {
		return funds
	}
	p.reading++
	return tea.Batch(funds, func() tea.Msg {
		card, err := issuer.Card(ctx, id)
		return paymentCardMsg{owner: p, card: card, err: err}
	})
}

type paymentFundsMsg struct {
	owner *Payment
	funds []client.Funds
	err   error
}

type paymentCardMsg struct {
	owner *Payment
	card  client.Card
	err   error
}

func (p *Payment) tookFunds(msg paymentFundsMsg) {
	p.reading--
	if p.fundsErr = client.Readable(msg.err); p.fundsErr == nil {
		p.funds = msg.funds
	}
	p.check()
}

func (p *Payment) tookCard(msg paymentCardMsg) {
	p.reading--
	if p.cardErr = client.Readable(msg.err); p.cardErr != nil {
		return
	}
	p.card = p.card.Renewed(msg.card)
	if p.stage == paymentForm || p.stage == paymentSummary {
		if p.refusal = p.refused(); p.refusal != nil {
			p.stage = paymentForm
		} else if p.terms.Refusal != "" {
			p.refusal = errors.New(p.terms.Refusal)
		}
	}
	p.check()
}
