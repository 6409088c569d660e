package screen

import (
	"errors"
	"maps"
	"slices"

	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
	"cardwallet/tui/dialog"
	"cardwallet/tui/ui"
)

// send begins what the person has read and confirmed. It leaves the summary before anything else can happen.
func (b *Bulk) send(yes dialog.Yes) tea.Cmd {
	if !yes.Given() || b.stage != bulkSummary || !b.mayConfirm() {
		return nil
	}
	b.yes = yes
	b.stage, b.since, b.before, b.scroll = bulkSending, b.env.Now(), maps.Clone(b.funds), ui.Scroll{}
	return tea.Batch(b.sendNext(), send(BulkSentMsg{}))
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
	return item.submit(b.yes, b.intent(item))
}

// waits reports whether the card is still to be sent.
func waits(item *bulkItem) bool { return item.state == bulkRead && item.allowed() }

// onMoved takes what the journal says about one order and goes on, unless it makes no sense to.
func (b *Bulk) onMoved(msg orderMovedMsg) tea.Cmd {
	at := slices.IndexFunc(b.items, func(item *bulkItem) bool { return &item.order == msg.owner })
	if at < 0 {
		return nil
	}
	item := b.items[at]
	item.movement, item.err = msg.movement, msg.err
	var g *client.GuardError
	switch {
	case item.unknown():
		b.stopped = "the outcome of one is unknown"
	case item.movement.Status == "" && errors.As(msg.err, &g) && !errors.Is(g, client.ErrLimit): // about this card alone
		item.left, _ = ui.Problem(msg.err)
	case msg.err != nil && (item.movement.Status == "" || client.NotSent(msg.err) && !errors.Is(msg.err, client.ErrRefused)):
		// the next one would end alike
		b.stopped, _ = ui.Problem(msg.err)
		if item.movement.Status == "" {
			item.left = b.stopped
		}
	}
	if b.kind.IsChange() && item.movement.Status != "" {
		return tea.Batch(b.sendNext(), send(MovedMsg{Movement: item.movement}))
	}
	return b.sendNext()
}

// finish tells the other screens, of money once for each account, since they read all its cards then.
func (b *Bulk) finish() tea.Cmd {
	b.stage, b.yes = bulkDone, dialog.Yes{}
	if b.kind.IsChange() {
		return nil
	}
	var cmds []tea.Cmd
	for _, profile := range b.profiles(func(item *bulkItem) bool { return item.movement.Status != "" }) {
		cmds = append(cmds, b.readFunds(profile))
		for _, item := range slices.Backward(b.items) {
			if item.card.Profile == profile && item.movement.Status != "" {
				cmds = append(cmds, send(MovedMsg{Movement: item.movement}))
				break
			}
		}
	}
	return tea.Batch(cmds...)
}

// open is how many orders have no final outcome.
func (b *Bulk) open() int {
	return b.count(func(item *bulkItem) bool {
		return item.movement.Status == client.MovementProcessing || item.state == bulkSent && item.unknown()
	})
}
