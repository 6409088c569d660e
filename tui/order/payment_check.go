package order

import (
	"errors"
	"strings"

	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
	"cardwallet/client/plan"
	"cardwallet/tui/screen"
)

// check judges the amount as it stands in the field.
func (p *Payment) check() {
	p.doubts = append(plan.Doubts(p.Account, p.Kind, p.Card), p.moved...)
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
	return screen.Ask(p, func() (client.Terms, error) { return account.Terms(ctx, in) }, p.onTerms)
}

func (p *Payment) onTerms(terms client.Terms, err error) tea.Cmd {
	p.loading, p.terms, p.termsErr = false, terms, err
	switch {
	case errors.Is(err, client.ErrTerms): // a part of the new card is not as its type needs it
		p.refusal = err
	case err == nil && terms.Refusal != "":
		if terms.ByType && p.Kind != client.MoveCreate {
			p.Env.Refused.Note(p.Card, p.Kind, terms.Refusal)
		}
		p.refusal = errors.New(terms.Refusal)
	case p.Kind == client.MoveCreate && p.Input.Value() == "":
		if amount, only := plan.OnlyAmount(terms); only {
			p.Input.SetValue(amount.Amount.String())
		}
	}
	p.check()
	return nil
}

// readBalances reads wallet and card, side by side.
func (p *Payment) readBalances() tea.Cmd {
	ctx, account, id := p.Env.Ctx, p.Account, p.Card.ID
	p.reading++
	funds := screen.Ask(p, func() ([]client.Funds, error) { return account.Issuer.Funds(ctx) }, p.onFunds)
	if id == "" {
		return funds
	}
	p.reading++
	return tea.Batch(funds, screen.Ask(p, func() (client.Card, error) { return account.Card(ctx, id) }, p.onCard))
}

func (p *Payment) onFunds(funds []client.Funds, err error) tea.Cmd {
	p.reading--
	if p.fundsErr = client.Readable(err); p.fundsErr == nil {
		p.funds = funds
	}
	p.check()
	return nil
}

func (p *Payment) onCard(card client.Card, err error) tea.Cmd {
	p.reading--
	if p.cardErr = client.Readable(err); p.cardErr != nil {
		return nil
	}
	listed := p.Card
	p.Card = p.Card.Renewed(card)
	if p.Stage == orderForm || p.Stage == orderSummary {
		if p.refusal = p.refused(); p.refusal != nil {
			p.Stage = orderForm
		} else if p.terms.Refusal != "" {
			p.refusal = errors.New(p.terms.Refusal)
		}
	}
	p.check()
	return p.askWho(listed)
}

// askWho asks the journal whether a change of the balance since the list was read is its own.
func (p *Payment) askWho(listed client.Card) tea.Cmd {
	since, now := p.Env.ListedAt[p.Account.Profile], p.Card
	if p.Stage != orderForm && p.Stage != orderSummary || since.IsZero() || !plan.BalanceMoved(listed, now) {
		return nil
	}
	ctx, payer, of := p.Env.Ctx, p.Env.Payer, client.MovementFilter{Profile: now.Profile, CardID: now.ID}
	ask := func() ([]client.Movement, error) { return payer.Movements(ctx, of) }
	return screen.Ask(p, ask, func(own []client.Movement, err error) tea.Cmd {
		if err == nil {
			p.moved = plan.MovedBy(listed, now, own, since)
			p.check()
		}
		return nil
	})
}
