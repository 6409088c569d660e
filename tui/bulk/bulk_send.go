package bulk

import (
	"maps"
	"slices"

	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
	"cardwallet/client/plan"
	"cardwallet/tui/dialog"
	"cardwallet/tui/order"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

// send begins what the person has read and confirmed. It leaves the summary before anything else can happen.
func (b *Bulk) send(yes dialog.Yes) tea.Cmd {
	if !yes.Given() || b.stage != bulkSummary || !b.mayConfirm() {
		return nil
	}
	b.yes = yes
	b.stage, b.since, b.before, b.sheet = bulkSending, b.env.Now(), maps.Clone(b.funds), ui.Sheet{}
	return tea.Batch(b.sendNext(), screen.Send(screen.BulkSentMsg{}), b.turning.Start(b.env.Ctx, b.env.Styles, b, b.Holds))
}

// sendNext sends the next order, or ends where there is none or no more is to be sent.
func (b *Bulk) sendNext() tea.Cmd {
	at := slices.IndexFunc(b.items, waits)
	if at >= 0 && b.stopping && b.stopped == "" {
		b.stopped = "by esc or by the lock"
	}
	if at < 0 || b.stopped != "" {
		return b.finish()
	}
	item := b.items[at]
	item.state = bulkSent
	return item.Submit(b.yes, b.intent(item))
}

// waits reports whether the card is still to be sent.
func waits(item *bulkItem) bool { return item.state == bulkRead && item.allowed() }

// onMoved takes what the journal says about one order and goes on, unless it makes no sense to.
func (b *Bulk) onMoved(msg order.OrderMovedMsg) tea.Cmd {
	at := slices.IndexFunc(b.items, func(item *bulkItem) bool { return &item.Order == msg.Owner })
	if at < 0 {
		return nil
	}
	item := b.items[at]
	item.Movement, item.Err = msg.Movement, msg.Err
	what := ""
	if msg.Err != nil {
		what, _ = ui.Problem(msg.Err)
	}
	if item.Movement.Status == "" && !item.Unknown() {
		item.refused = what
	}
	switch {
	case item.Unknown():
		b.stopped = "the outcome of one is unknown"
	case plan.NextAlike(item.Movement, msg.Err):
		b.stopped = what
	}
	if b.kind.IsChange() && item.Movement.Status != "" {
		return tea.Batch(b.sendNext(), screen.Send(screen.MovedMsg{Movement: item.Movement}))
	}
	return b.sendNext()
}

// finish ends the sending. It tells the other screens about one movement of money for each account: they read all cards of the account
// then.
func (b *Bulk) finish() tea.Cmd {
	b.stage, b.yes, b.sheet = bulkDone, dialog.Yes{}, ui.Sheet{}
	if b.kind.IsChange() {
		return nil
	}
	var cmds []tea.Cmd
	for _, profile := range b.profiles(func(item *bulkItem) bool { return item.Movement.Status != "" }) {
		cmds = append(cmds, b.readFunds(profile))
		for _, item := range slices.Backward(b.items) {
			if item.Card.Profile == profile && item.Movement.Status != "" {
				cmds = append(cmds, screen.Send(screen.MovedMsg{Movement: item.Movement}))
				break
			}
		}
	}
	return tea.Batch(cmds...)
}

// open is how many orders have no final outcome.
func (b *Bulk) open() int {
	return b.count(func(item *bulkItem) bool {
		return item.Movement.Status == client.MovementProcessing || item.state == bulkSent && item.Unknown()
	})
}
