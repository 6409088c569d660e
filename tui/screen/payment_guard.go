package screen

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
	"cardwallet/tui/dialog"
	"cardwallet/tui/ui"
)

// guard is what the journal objects to before anything is sent, and what the person said to that.
type guard struct {
	serial   int  // of the newest question to the journal; earlier answers are void
	checking bool // it is on its way
	err      error

	typed    textinput.Model // the confirmation that another movement is wanted although one is open
	override []string        // the open orders that it was typed for

	asked  bool      // whether the same movement is wanted once more
	quiet  time.Time // since when there has been no key
	repeat []string  // the orders that it is wanted in spite of
}

// fresh forgets everything that was said.
func (g guard) fresh() guard { return guard{serial: g.serial + 1} }

func isGuard(err, kind error) bool {
	var g *client.GuardError
	return errors.As(err, &g) && errors.Is(g, kind)
}

// earlier is the movement that a guard's objection is about, the newest where there are more.
func earlier(err error) client.Movement {
	var g *client.GuardError
	if errors.As(err, &g) {
		return g.Movement
	}
	return client.Movement{}
}

// orders are all movements that a guard's objection is about. What a person says to it is about these.
func orders(err error) []string {
	var g *client.GuardError
	if errors.As(err, &g) {
		return g.Orders()
	}
	return nil
}

// orderWords name all movements that a guard's objection is about: the newest by its order, the others by the ends of theirs.
func orderWords(err error) string {
	all := orders(err)
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
	switch n := len(orders(err)) - 1; {
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

func (p *Payment) intent() client.Intent {
	return client.Intent{
		Kind: p.kind, Card: p.card, New: p.new, Amount: p.quote.Amount, Quote: p.quote, OverrideOpen: p.guard.override, Repeat: p.guard.repeat,
	}
}

// askGuards asks the journal whether the movement may be made. It asks again itself when the movement is made, so y need not wait.
func (p *Payment) askGuards() tea.Cmd {
	p.guard.serial++
	p.guard.checking, p.guard.err = true, nil
	ctx, payer, account, in, serial := p.env.Ctx, p.env.Payer, p.account, p.intent(), p.guard.serial
	return func() tea.Msg {
		return paymentCheckedMsg{owner: p, serial: serial, err: payer.Check(ctx, account, in)}
	}
}

type paymentCheckedMsg struct {
	owner  *Payment
	serial int
	err    error
}

func (p *Payment) checked(err error) {
	p.guard.checking, p.guard.err = false, err
	if p.confirming() {
		p.guard.typed = ui.NewField("", 40)
		p.guard.typed.SetWidth(20)
		p.guard.typed.Focus()
	}
}

// confirming is true while the journal waits for a typed confirmation.
func (p *Payment) confirming() bool {
	return p.stage == paymentSummary && p.wrong == nil && isGuard(p.guard.err, client.ErrOpenMovement)
}

// mayConfirm is true where y does something.
func (p *Payment) mayConfirm() bool {
	return p.wrong == nil && p.refusal == nil && (p.guard.err == nil || isGuard(p.guard.err, client.ErrRepeat))
}

// confirmation is what is to be typed, and what that is: the last four digits of the card, or of its id where those are not known.
func (p *Payment) confirmation() (text, what string) {
	switch {
	case lastFour(p.card.Last4) != "":
		return lastFour(p.card.Last4), "the card's last four digits"
	case lastFour(p.card.ID) != "":
		return lastFour(p.card.ID), "the end of the card's id"
	}
	return lastFour(earlier(p.guard.err).OrderID), "the end of that order"
}

func (p *Payment) pressConfirmation(msg tea.KeyPressMsg) tea.Cmd {
	k := p.env.Keys
	switch {
	case ui.Matches(msg, k.Back):
		p.reopen()
	case ui.Matches(msg, k.Continue):
		want, what := p.confirmation()
		if want == "" || !strings.EqualFold(strings.TrimSpace(p.guard.typed.Value()), want) {
			return ui.Notify(ui.Warn, fmt.Sprintf("type %s, %s, or esc", want, what))
		}
		p.guard.override = slices.Concat(p.guard.override, orders(p.guard.err))
		return p.askGuards()
	default:
		var cmd tea.Cmd
		p.guard.typed, cmd = ui.Edit(p.guard.typed, msg)
		return cmd
	}
	return nil
}

// askRepeat asks whether the same movement is wanted once more. A y that was struck twice in a row is no answer.
func (p *Payment) askRepeat() { p.guard.asked, p.guard.quiet = true, p.env.Now() }

func (p *Payment) pressRepeat(msg tea.KeyPressMsg) tea.Cmd {
	since := p.env.Now().Sub(p.guard.quiet)
	p.guard.quiet = p.env.Now()
	switch {
	case since < dialog.Grace:
	case ui.Matches(msg, p.env.Keys.Confirm):
		p.guard.repeat = slices.Concat(p.guard.repeat, orders(p.guard.err))
		p.guard.asked, p.guard.err = false, nil
		return p.pay()
	default:
		p.guard.asked = false
	}
	return nil
}

// guardLines say under the summary what the journal objects to and what the person can do, or how to confirm.
func (p *Payment) guardLines(width int) []string {
	s, g := p.env.Styles, p.guard
	m := earlier(g.err)
	say := func(text string) []string { return textLines(s.Warn, text, width, 2) }
	switch {
	case p.wrong != nil:
		return problemLines(s, "cannot be confirmed: ", p.wrong, width)
	case p.confirming():
		want, what := p.confirmation()
		lines := say(fmt.Sprintf("not settled yet: %s, %s, %s (%s)",
			movementWords(m), agoWords(p.env.Now().Sub(m.CreatedAt)), statusSentence(m.Status), orderWords(g.err)))
		return append(lines, "  type "+want+" ("+what+") to send another:", "  > "+g.typed.View())
	case g.asked:
		lines := say(fmt.Sprintf("the same %s was made %s", p.words.noun, agoWords(p.env.Now().Sub(m.CreatedAt))) + timesWords(g.err))
		return append(lines, "  "+s.HelpKey.Render("y")+" again sends another one, any other key does not")
	case isGuard(g.err, client.ErrRepeat):
		return append(say(fmt.Sprintf("the same %s was made %s", p.words.noun, agoWords(p.env.Now().Sub(m.CreatedAt)))+timesWords(g.err)),
			"  "+s.HelpKey.Render("y")+" asks once more; esc changes the amount")
	case g.err != nil:
		return problemLines(s, "cannot be confirmed: ", g.err, width)
	}
	return []string{"  " + s.HelpKey.Render("y") + " confirms, any other key does not; esc changes the amount"}
}
