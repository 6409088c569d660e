package screen

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
	"cardwallet/tui/ui"
)

// objection is what a guard of the journal has against an order before it is sent, and what the person said to that.
type objection struct {
	serial int // of the newest question to the journal; earlier answers are void
	err    error

	typed    textinput.Model // the confirmation that another order is wanted although one is open
	override []string        // the open orders that it was typed for

	asked  bool     // whether the same order is wanted once more
	repeat []string // the orders that it is wanted in spite of
}

// fresh forgets everything that was said.
func (b objection) fresh() objection { return objection{serial: b.serial + 1} }

// askJournal asks whether the order may be sent. The journal asks its guards again when it sends, so y need not wait.
func (o *order) askJournal() tea.Cmd {
	o.objection.serial++
	o.objection.err = nil
	ctx, payer, account, in, serial := o.env.Ctx, o.env.Payer, o.account, o.intent(), o.objection.serial
	return func() tea.Msg {
		defer wipeChange(in.Change)
		return orderCheckedMsg{owner: o, serial: serial, err: payer.Check(ctx, account, in)}
	}
}

type orderCheckedMsg struct {
	owner  *order
	serial int
	err    error
}

func (o *order) onChecked(err error) {
	if o.objection.err = err; o.confirming() {
		o.objection.typed = ui.NewField("", 40)
		o.objection.typed.SetWidth(20)
		o.objection.typed.Focus()
	}
}

// confirming is true while the journal waits for a typed confirmation.
func (o *order) confirming() bool {
	return o.stage == orderSummary && o.wrong == nil && isGuard(o.objection.err, client.ErrOpenMovement)
}

// confirmation is what is to be typed, and what that is: the last four digits of the card, or of its id where those are not known.
func (o *order) confirmation() (text, what string) {
	if text, what = nameToType(o.card); text != "" {
		return text, what
	}
	return lastFour(earlier(o.objection.err).OrderID), "the end of that order"
}

// confirmed reports whether that was typed, or the whole id of the card.
func (o *order) confirmed() bool {
	want, _ := o.confirmation()
	typed := o.objection.typed.Value()
	return namesCard(o.card, typed) || want != "" && strings.EqualFold(strings.TrimSpace(typed), want)
}

func (o *order) onConfirmationKey(msg tea.KeyPressMsg) (cmd tea.Cmd) {
	k, asks := o.env.Keys, &o.objection
	switch {
	case ui.Matches(msg, k.Back):
		if !o.draft.reopen() {
			return ui.Back
		}
	case !o.env.Attention.Open(o.draft):
	case ui.Matches(msg, k.Continue):
		if !o.confirmed() {
			want, what := o.confirmation()
			return ui.Notify(ui.Warn, fmt.Sprintf("type %s, %s, or esc", want, what))
		}
		asks.override = slices.Concat(asks.override, ordersIn(asks.err))
		return o.askJournal()
	default:
		asks.typed, cmd = ui.Edit(asks.typed, msg)
	}
	return cmd
}

// isGuard reports whether a guard objects, and for that reason.
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

// ordersIn are all movements that a guard's objection is about. What a person says to it is about these.
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
		words += " and …" + lastFour(order)
	}
	return words
}

// timesWords say how often before the newest it was; empty where it was not.
func timesWords(err error) string {
	switch n := len(ordersIn(err)) - 1; {
	case n == 1:
		return ", and once before"
	case n > 1:
		return fmt.Sprintf(", and %d times before", n)
	}
	return ""
}

// lastFour is the end of a number that tells it from others at a glance.
func lastFour(text string) string {
	runes := []rune(ui.Safe(text))
	return strings.TrimSpace(string(runes[max(0, len(runes)-4):]))
}

// nameToType is what a person types to show that this card is meant, and what that is.
func nameToType(card client.Card) (text, what string) {
	if end := lastFour(card.Last4); end != "" {
		return end, "the card's last four digits"
	}
	return lastFour(card.ID), "the end of the card's id"
}

// namesCard reports whether text is that, or the whole id.
func namesCard(card client.Card, text string) bool {
	text = strings.TrimPrefix(strings.TrimSpace(text), "#")
	want, _ := nameToType(card)
	return text != "" && (strings.EqualFold(text, want) || text == card.ID)
}
