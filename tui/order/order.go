// Package order has the screens of one order: top up, withdraw, create, and every change of a card, from its form to its outcome.
package order

import (
	"context"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
	"cardwallet/tui/dialog"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

// Order is one order from its summary to its outcome: the person reads what will be sent and confirms it with y, the journal sends it
// once, and what became of it is followed and shown. After y nothing can be taken back, and nothing can be confirmed again before the
// outcome is known. Screens embed it and add how the order comes about.
type Order struct {
	Env     *screen.Env
	draft   draft
	Account client.Account
	Kind    client.MovementKind
	Card    client.Card    // zero for a creation
	new     client.NewCard // for a creation only
	Stage   orderStage
	sudden  bool   // the form came by itself, while the person may have typed for something else
	leave   string // what esc does on the summary: "change the amount"

	refusal   error // why no such order can be made at all
	wrong     error // why what was typed cannot be sent; nil while nothing is
	doubts    []string
	objection objection

	since    time.Time // when the stage began
	noted    time.Time // when the journal had the order's row; zero before that, as of the others
	handed   time.Time // when it was handed over to be sent
	answered time.Time // when the first answer was there
	Movement client.Movement
	Err      error              // the error of the journal's newest answer
	asked    int                // how often the root had asked the journal when Err came; of the form only
	askedAt  time.Time          // when the issuer was asked last what became of it; zero before that
	stop     context.CancelFunc // ends asking once more; nil while the order is sent or followed for the first time

	turning screen.Turning
	sheet   ui.Sheet
	within  string // where the person is in a list of the form
}

// draft is how an order comes about. It is the screen that embeds the order.
type draft interface {
	// wanted is what was typed. Its secrets are copies, which the caller wipes.
	wanted() client.Intent
	// complete reports whether all of it is there and nothing has been wiped since.
	complete() bool
	// wipe wipes the secrets that were typed.
	wipe()
	// reopen goes from the summary back to what was typed. It reports whether there is such a place.
	reopen() bool
	// retry begins again after the order has failed.
	retry() tea.Cmd
	// keep notes how things stand when the person confirms.
	keep()
	// act says in the imperative what is done when the person confirms, in safe text.
	act() string
	// did says what was done, in safe text, where it succeeded.
	did() string
	// reread reads again what the order may have changed.
	reread() tea.Cmd
}

type orderStage int

const (
	orderReading orderStage = iota // what it takes; also while it cannot be made or read
	orderForm
	orderSummary
	orderSending   // it is on its way
	orderFollowing // the issuer has it and is at work, or is being asked
	OrderDone      // its outcome is there
)

// update handles what every order is told. It reports whether the message was one of those.
func (o *Order) update(msg tea.Msg) (cmd tea.Cmd, taken bool) {
	switch msg := msg.(type) {
	case dialog.AnswerMsg:
		yes, cmd := o.Env.Attention.Answer(o.draft, msg)
		return tea.Batch(cmd, o.onYes(yes)), true
	case OrderMovedMsg:
		if msg.Owner == o {
			return o.onMoved(msg), true
		}
	case stepMsg:
		if msg.owner == o {
			return o.onStep(msg), true
		}
	case screen.MovedMsg:
		if o.Stage == OrderDone && o.OnSettled(msg.Movement) {
			return o.draft.reread(), true
		}
	case screen.MovesMsg:
		return o.onJournalRead(msg), true
	default:
		return nil, false
	}
	return nil, true
}

// takes reports whether the newest key is for the form.
func (o *Order) takes() bool { return !o.sudden || o.Env.Attention.Open(o.draft) }

// summarize shows the order as it would be sent, and asks the journal about it.
func (o *Order) summarize() tea.Cmd {
	o.Stage, o.objection, o.sudden, o.sheet = orderSummary, o.objection.fresh(), false, ui.Sheet{}
	return o.askJournal()
}

func (o *Order) intent() client.Intent {
	in := o.draft.wanted()
	in.Kind, in.Card, in.New, in.OverrideOpen, in.Repeat = o.Kind, o.Card, o.new, o.objection.override, o.objection.repeat
	return in
}

// mayConfirm is true where y does something.
func (o *Order) mayConfirm() bool {
	return o.Stage == orderSummary && o.wrong == nil && o.refusal == nil && !o.objection.looking &&
		(o.objection.err == nil || isGuard(o.objection.err, client.ErrRepeat))
}

func (o *Order) onSummaryKey(msg tea.KeyPressMsg) tea.Cmd {
	switch {
	case o.confirming():
		return o.onConfirmationKey(msg)
	case ui.Matches(msg, o.Env.Keys.Confirm) && o.mayConfirm():
		return o.Env.Confirm(o.draft)
	}
	o.sheet.Update(msg, o.Env.Keys)
	o.objection.asked = false
	return nil
}

func (o *Order) onDoneKey(msg tea.KeyPressMsg) tea.Cmd {
	k := o.Env.Keys
	switch {
	case ui.Matches(msg, k.Continue) && o.Movement.Status == client.MovementFailed:
		return o.again()
	case ui.Matches(msg, k.Continue):
		return ui.Back
	case ui.Matches(msg, k.Refresh) && !o.Movement.Status.Settled():
		return o.ask()
	}
	o.sheet.Update(msg, k)
	return nil
}

// onYes goes on with what the person has confirmed: the order, or that the same is wanted once more.
func (o *Order) onYes(yes dialog.Yes) tea.Cmd {
	asks := &o.objection
	switch {
	case !yes.Given():
		return nil
	case asks.asked:
		asks.repeat = slices.Concat(asks.repeat, ordersIn(asks.err))
		asks.asked, asks.err = false, nil
	case isGuard(asks.err, client.ErrRepeat):
		asks.asked = true
		return nil
	}
	return o.send(yes)
}

// Holds is true from the confirmation to the first outcome, with the screen or without it. Asking once more what became of the order can
// be ended.
func (o *Order) Holds() bool { return o.running() && o.stop == nil }

func (o *Order) running() bool { return o.Stage == orderSending || o.Stage == orderFollowing }

// Counting is true while the time since the confirmation is shown.
func (o *Order) Counting() bool { return o.running() }

// Escape goes from the summary back to what was typed, or stops asking once more.
func (o *Order) Escape() bool {
	switch {
	case o.Stage == orderSummary && o.draft.reopen():
		return true
	case o.running() && o.stop != nil:
		o.stop() // which brings what is known
		return true
	}
	return false
}

// Leave is what esc does.
func (o *Order) Leave() string {
	switch {
	case o.Stage == orderSummary:
		return o.leave
	case o.running() && o.stop != nil:
		return "stop asking"
	case o.running():
		return "let it run on"
	}
	return ""
}

// Hide ends asking once more, which would sign in again. An order that was sent goes on.
func (o *Order) Hide() {
	if o.stop != nil {
		o.stop()
	}
}

// Profile is the account.
func (o *Order) Profile() string { return o.Account.Profile }

// actions are those of the summary and of the outcome. The key that confirms runs nothing: only an answer does.
func (o *Order) actions() []ui.Action {
	k := o.Env.Keys
	var actions []ui.Action
	switch {
	case o.confirming():
		return ui.Bound(k.Continue, k.Back) // the root adds no way back to a field
	case o.mayConfirm():
		actions = ui.Bound(k.Confirm)
	case o.Stage == OrderDone && o.Movement.Status == client.MovementFailed:
		again := "change the amount"
		if o.Kind.IsChange() {
			again = "try again"
		}
		actions = []ui.Action{{Key: ui.Named(k.Continue, again), Run: o.again}}
	case o.Stage == OrderDone && !o.Movement.Status.Settled():
		actions = []ui.Action{{Key: ui.Named(k.Refresh, "ask what became of it"), Run: o.ask}}
	}
	if o.sheet.Position() != "" {
		actions = append(actions, ui.Moves(k)...)
	}
	return actions
}

// again begins anew after the order has failed.
func (o *Order) again() tea.Cmd {
	o.Movement, o.Err, o.askedAt, o.objection = client.Movement{}, nil, time.Time{}, o.objection.fresh()
	return o.draft.retry()
}
