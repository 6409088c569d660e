package order

import (
	"errors"
	"slices"
	"time"

	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
	"cardwallet/client/plan"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

// objection is what a guard of the journal has against an order before it is sent, and what the person said to that.
type objection struct {
	serial  int  // of the newest question to the journal; earlier answers are void
	looking bool // whether the order was made before, under its reference; nothing can be confirmed then
	err     error

	typed    textinput.Model // the confirmation that another order is wanted although one is open
	override []string        // the open orders that it was typed for

	asked  bool     // whether the same order is wanted once more
	repeat []string // the orders that it is wanted in spite of
}

// fresh forgets everything that was said.
func (b objection) fresh() objection { return objection{serial: b.serial + 1} }

// askJournal asks whether the order may be sent. The journal asks its guards again when it sends, so y need not wait.
func (o *Order) askJournal() tea.Cmd {
	o.objection.serial++
	o.objection.err = nil
	ctx, payer, account, in, serial := o.Env.Ctx, o.Env.Payer, o.Account, o.intent(), o.objection.serial
	o.objection.looking = in.Reference != ""
	work := func() (*client.Earlier, error) {
		defer in.Change.Wipe()
		if earlier, found, err := payer.Earlier(ctx, account, in); found || err != nil {
			return &earlier, err
		}
		return nil, payer.Check(ctx, account, in)
	}
	return screen.Ask(o.draft, work, func(earlier *client.Earlier, err error) tea.Cmd {
		switch {
		case serial != o.objection.serial:
		case err == nil && earlier != nil:
			return o.onEarlier(*earlier)
		case errors.Is(err, client.ErrReference) && o.draft.reopen():
			o.Err, o.sudden = err, true
		default:
			o.onChecked(err)
		}
		return nil
	})
}

// onEarlier shows what became of the order when it was made before with its reference. Nothing is asked or sent.
func (o *Order) onEarlier(e client.Earlier) tea.Cmd {
	o.draft.wipe()
	o.noted, o.handed, o.answered, o.askedAt = time.Time{}, time.Time{}, time.Time{}, time.Time{}
	o.Stage, o.objection, o.Movement, o.Err = OrderDone, o.objection.fresh(), e.Movement, e.Outcome
	return o.draft.reread()
}

func (o *Order) onChecked(err error) {
	o.objection.looking = false
	if o.objection.err = err; o.confirming() {
		o.objection.typed = ui.NewField("", 40)
		o.objection.typed.SetWidth(20)
		o.objection.typed.Focus()
	}
}

// confirming is true while the journal waits for a typed confirmation.
func (o *Order) confirming() bool {
	return o.Stage == orderSummary && o.wrong == nil && isGuard(o.objection.err, client.ErrOpenMovement)
}

func (o *Order) onConfirmationKey(msg tea.KeyPressMsg) (cmd tea.Cmd) {
	k, asks := o.Env.Keys, &o.objection
	switch {
	case ui.Matches(msg, k.Back):
		if !o.draft.reopen() {
			return ui.Back
		}
	case !o.Env.Attention.Open(o.draft):
	case o.sheet.Position() != "" && msg.Text == "" && msg.Mod == 0 && o.sheet.Update(msg, k):
	case ui.Matches(msg, k.Continue):
		if open := earlier(asks.err).OrderID; !plan.NamesOrder(open, asks.typed.Value()) {
			return ui.Notify(ui.Warn, "type "+ui.Safe(plan.LastFour(open))+", the end of that order, or esc")
		}
		asks.override = slices.Concat(asks.override, ordersIn(asks.err))
		return o.askJournal()
	default:
		cmd = ui.Edit(&asks.typed, msg)
	}
	return cmd
}

// isGuard reports whether err is a guard's objection of the kind.
func isGuard(err, kind error) bool {
	g, ok := errors.AsType[*client.GuardError](err)
	return ok && errors.Is(g, kind)
}

// earlier is the movement that a guard's objection is about, the newest where there are more.
func earlier(err error) client.Movement {
	if g, ok := errors.AsType[*client.GuardError](err); ok {
		return g.Movement
	}
	return client.Movement{}
}

// ordersIn are the numbers of all orders that a guard objects to. What a person answers counts for these orders alone.
func ordersIn(err error) []string {
	if g, ok := errors.AsType[*client.GuardError](err); ok {
		return g.Orders()
	}
	return nil
}

// orderWords name all movements that a guard's objection is about: the newest by its order, the others by the ends of theirs.
func orderWords(err error) string {
	all := ordersIn(err)
	if len(all) == 0 {
		return ""
	}
	words := "order " + ui.Safe(all[0])
	for _, order := range all[1:] {
		words += " and …" + plan.LastFour(order)
	}
	return words
}
