package order

import (
	"errors"
	"strings"

	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
	"cardwallet/client/plan"
)

// check judges the amount as it stands in the field.
func (p *Payment) check() {
	if p.Stage != orderForm && p.Stage != orderSummary || p.loading || p.termsErr != nil {
		return
	}
	p.quote, p.wrong = client.Quote{}, nil
	text := p.Input.Value()
	if strings.TrimSpace(text) == "" {
		return
	}
	quote, err := plan.Price(p.Kind, p.terms, text)
	if p.wrong = err; err == nil {
		p.quote, p.wrong = quote, p.now().Short(p.Kind, quote)
	}
}

// now gives the balances as last read.
func (p *Payment) now() plan.Balances {
	return plan.BalancesOf(client.Intent{Card: p.Card, New: p.new}, p.funds, p.terms.Currency)
}

// refused says why the movement cannot be made, as far as that is known without asking the issuer.
func (p *Payment) refused() error {
	if err := plan.Refused(p.Account, p.Kind, p.Env.Wallet.Accounts); err != nil {
		return err
	}
	if refusal := p.Account.StatusRules().Refusal(p.Kind, p.Card.Status); refusal != "" {
		if p.Kind == client.MoveTopUp {
			refusal += "\nonly an active card can be topped up"
		}
		return errors.New(refusal)
	}
	return nil
}

func (p *Payment) loadTerms() tea.Cmd {
	if !p.Account.Offers(p.Kind) {
		return nil
	}
	p.loading, p.termsErr = true, nil
	ctx, account, in := p.Env.Ctx, p.Account, client.Intent{Kind: p.Kind, Card: p.Card, New: p.new}
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

func (p *Payment) onTerms(msg paymentTermsMsg) {
	p.loading, p.terms, p.termsErr = false, msg.terms, msg.err
	switch {
	case errors.Is(msg.err, client.ErrTerms): // a part of the new card is not as its type needs it
		p.refusal = msg.err
	case msg.err == nil && msg.terms.Refusal != "":
		p.refusal = errors.New(msg.terms.Refusal)
	case p.Kind == client.MoveCreate && p.Input.Value() == "":
		if amount, only := plan.OnlyAmount(msg.terms); only {
			p.Input.SetValue(amount.Amount.String())
		}
	}
	p.check()
}

// readBalances reads wallet and card, side by side.
func (p *Payment) readBalances() tea.Cmd {
	ctx, issuer, id := p.Env.Ctx, p.Account.Issuer, p.Card.ID
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

func (p *Payment) onFunds(msg paymentFundsMsg) {
	p.reading--
	if p.fundsErr = client.Readable(msg.err); p.fundsErr == nil {
		p.funds = msg.funds
	}
	p.check()
}

func (p *Payment) onCard(msg paymentCardMsg) {
	p.reading--
	if p.cardErr = client.Readable(msg.err); p.cardErr != nil {
		return
	}
	p.Card = p.Card.Renewed(msg.card)
	if p.Stage == orderForm || p.Stage == orderSummary {
		if p.refusal = p.refused(); p.refusal != nil {
			p.Stage = orderForm
		} else if p.terms.Refusal != "" {
			p.refusal = errors.New(p.terms.Refusal)
		}
	}
	p.check()
}
