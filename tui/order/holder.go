package order

import (
	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
	"cardwallet/tui/reference"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

// Holder makes a person a holder: the summary, y, the outcome. What is told of the person was typed elsewhere.
type Holder struct {
	Order
	in    client.Intent // the person and the reference
	told  []ui.Labelled
	again func() tea.Cmd
}

// NewHolder returns the screen that makes the person of in a holder of the account, under its reference. It owns the person and wipes it.
// told is what was typed, in safe text, and again goes back to where.
func NewHolder(env *screen.Env, account client.Account, in client.Intent, told []ui.Labelled, again func() tea.Cmd) *Holder {
	h := &Holder{in: in, told: told, again: again}
	h.Order = Order{Env: env, draft: h, Account: account, Kind: client.MoveHolder, leave: "change it"}
	return h
}

// Init asks the journal what is in the way.
func (h *Holder) Init() tea.Cmd { return h.summarize() }

// Update handles keys and answers.
func (h *Holder) Update(msg tea.Msg) tea.Cmd {
	if pressed, ok := msg.(tea.KeyPressMsg); ok {
		switch h.Stage {
		case orderSummary:
			return h.onSummaryKey(pressed)
		case OrderDone:
			return h.onDoneKey(pressed)
		default: // no key means anything
			return nil
		}
	}
	cmd, _ := h.update(msg)
	return cmd
}

// View draws the stage that the order is in.
func (h *Holder) View(width, height int) string {
	upper := append([]string{""}, h.facts(width, h.told...)...)
	switch {
	case h.Stage == orderSummary:
		return h.question(upper, width, height)
	case h.running():
		return h.laid(upper, append([]string{""}, h.stepLines()...), width, height)
	}
	order := ui.Labelled{Label: "order", Value: ui.Safe(h.Movement.OrderID), Style: &h.Env.Styles.Muted}
	return h.ended(append([]string{""}, h.facts(width, h.told[0], h.told[1], reference.Fact(h.Movement.Reference), order)...), width, height)
}

func (h *Holder) wanted() client.Intent {
	return client.Intent{Reference: h.in.Reference, Change: client.Change{Holder: h.in.Change.Holder.Clone()}}
}
func (h *Holder) complete() bool  { return !h.in.Change.Holder.IsZero() }
func (h *Holder) wipe()           { h.in.Change.Wipe() }
func (h *Holder) reopen() bool    { return false }
func (h *Holder) retry() tea.Cmd  { return h.again() }
func (h *Holder) keep()           {}
func (h *Holder) act() string     { return h.Kind.Words().Verb + " now" }
func (h *Holder) did() string     { return "created: " + h.told[0].Value }
func (h *Holder) reread() tea.Cmd { return nil }

// Discard wipes what was told, where the person goes back and nothing was sent.
func (h *Holder) Discard() { h.wipe() }

// CapturesInput is true while a confirmation is typed.
func (h *Holder) CapturesInput() bool { return h.confirming() }

// Title says what is being done.
func (h *Holder) Title() (where, position string) {
	return h.Kind.Words().Title + " · " + ui.Safe(h.Account.Profile), ""
}

// Busy says what is under way then.
func (h *Holder) Busy() string { return "the holder is being created" }

// Actions are what a person can do here.
func (h *Holder) Actions() []ui.Action { return h.actions() }
