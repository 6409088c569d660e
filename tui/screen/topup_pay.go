package screen

import (
	"errors"

	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
)

// pay sends the order that the person has read and confirmed. It is the only place that does, and leaves the summary before
// anything else can happen.
func (t *TopUp) pay() tea.Cmd {
	if t.stage != topUpSummary || t.wrong != nil || t.refusal != nil || !t.quote.Amount.Known() {
		return nil
	}
	t.stage, t.since, t.before, t.outcome = topUpSending, t.env.Now(), t.now(), nil
	ctx, payer, account, card, quote := t.env.Ctx, t.env.Payer, t.account, t.card, t.quote
	return func() tea.Msg {
		m, err := payer.TopUp(ctx, account, card, quote.Amount, quote)
		return topUpMovedMsg{owner: t, movement: m, err: err}
	}
}

// follow asks what became of the order. It never sends.
func (t *TopUp) follow() tea.Cmd {
	t.stage, t.since = topUpFollowing, t.env.Now()
	ctx, payer, account, m := t.env.Ctx, t.env.Payer, t.account, t.movement
	return func() tea.Msg {
		m, err := payer.Follow(ctx, account, m)
		return topUpMovedMsg{owner: t, movement: m, err: err}
	}
}

type topUpMovedMsg struct {
	owner    *TopUp
	movement client.Movement
	err      error
}

// moved takes what the journal says about the order.
func (t *TopUp) moved(msg topUpMovedMsg) tea.Cmd {
	if t.stage == topUpSending && msg.movement.Status == "" && msg.err != nil && !errors.Is(msg.err, client.ErrUnknown) {
		t.stage, t.outcome = topUpForm, msg.err // there is no row, so nothing was sent
		return nil
	}
	first := t.stage == topUpSending
	t.outcome = msg.err
	if first || msg.movement.Status != "" {
		t.movement = msg.movement
	}
	if first && msg.err == nil && msg.movement.Status == client.MovementProcessing {
		return tea.Batch(t.follow(), send(MovedMsg{Movement: t.movement}))
	}
	t.stage = topUpDone
	return tea.Batch(t.readBalances(), send(MovedMsg{Movement: t.movement}))
}

func (t *TopUp) loadTerms() tea.Cmd {
	issuer, ok := t.account.Issuer.(client.TopUpper)
	if !ok {
		return nil
	}
	t.loading = true
	ctx, card := t.env.Ctx, t.card
	return func() tea.Msg {
		terms, err := issuer.TopUpTerms(ctx, card)
		return topUpTermsMsg{owner: t, terms: terms, err: err}
	}
}

type topUpTermsMsg struct {
	owner *TopUp
	terms client.Terms
	err   error
}

// readBalances reads wallet and card, side by side.
func (t *TopUp) readBalances() tea.Cmd {
	t.reading += 2
	ctx, issuer, id := t.env.Ctx, t.account.Issuer, t.card.ID
	return tea.Batch(func() tea.Msg {
		funds, err := issuer.Funds(ctx)
		return topUpFundsMsg{owner: t, funds: funds, err: err}
	}, func() tea.Msg {
		card, err := issuer.Card(ctx, id)
		return topUpCardMsg{owner: t, card: card, err: err}
	})
}

type topUpFundsMsg struct {
	owner *TopUp
	funds []client.Funds
	err   error
}

type topUpCardMsg struct {
	owner *TopUp
	card  client.Card
	err   error
}
