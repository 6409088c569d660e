package screen

import (
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
	"cardwallet/client/plan"
	"cardwallet/tui/dialog"
	"cardwallet/tui/ui"
)

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
		p.guard.ask()
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
	if text, what = nameToType(p.card); text != "" {
		return text, what
	}
	return lastFour(earlier(p.guard.err).OrderID), "the end of that order"
}

func (p *Payment) pressConfirmation(msg tea.KeyPressMsg) tea.Cmd {
	k := p.env.Keys
	switch {
	case ui.Matches(msg, k.Back):
		p.reopen()
	case !p.env.Attention.Open(p):
	case ui.Matches(msg, k.Continue):
		want, what := p.confirmation()
		if want == "" || !strings.EqualFold(strings.TrimSpace(p.guard.typed.Value()), want) {
			return ui.Notify(ui.Warn, fmt.Sprintf("type %s, %s, or esc", want, what))
		}
		p.guard.override = slices.Concat(p.guard.override, orders(p.guard.err))
		return p.askGuards()
	default:
		return p.guard.edit(msg)
	}
	return nil
}

// question tells apart what is asked on the summary: the facts, and what the journal objects to.
func (p *Payment) question(facts []string) string {
	return fmt.Sprint(strings.Join(facts, "\n"), p.guard.asked, p.confirming(), orders(p.guard.err))
}

// answered goes on with what the person has confirmed: the movement, or that the same is wanted once more.
func (p *Payment) answered(yes dialog.Yes) tea.Cmd {
	switch {
	case !yes.Given():
	case p.guard.asked:
		p.guard.repeat = slices.Concat(p.guard.repeat, orders(p.guard.err))
		p.guard.asked, p.guard.err = false, nil
		return p.pay(yes)
	case isGuard(p.guard.err, client.ErrRepeat):
		p.guard.asked = true
	default:
		return p.pay(yes)
	}
	return nil
}

// guardLines say under the summary what the journal objects to and what the person can do, or how to confirm.
func (p *Payment) guardLines(width int) []string {
	s, g := p.env.Styles, p.guard
	m := earlier(g.err)
	say := func(text string) []string { return ui.TextLines(s.Warn, text, width, 2) }
	switch {
	case p.wrong != nil:
		return ui.ProblemLines(s, "cannot be confirmed: ", p.wrong, width)
	case p.confirming():
		want, what := p.confirmation()
		lines := say(fmt.Sprintf("not settled yet: %s, %s, %s (%s)",
			ui.Safe(plan.Describe(m)), ui.Ago(p.env.Now().Sub(m.CreatedAt)), plan.StatusSentence(m.Status), orderWords(g.err)))
		return append(lines, "  type "+want+" ("+what+") to send another:", "  > "+g.typed.View())
	case g.asked:
		lines := say(fmt.Sprintf("the same %s was made %s", p.kind.Noun(), ui.Ago(p.env.Now().Sub(m.CreatedAt))) + timesWords(g.err))
		return append(lines, "  "+s.HelpKey.Render("y")+" again sends another one, any other key does not")
	case isGuard(g.err, client.ErrRepeat):
		return append(say(fmt.Sprintf("the same %s was made %s", p.kind.Noun(), ui.Ago(p.env.Now().Sub(m.CreatedAt)))+timesWords(g.err)),
			"  "+s.HelpKey.Render("y")+" asks once more; esc changes the amount")
	case g.err != nil:
		return ui.ProblemLines(s, "cannot be confirmed: ", g.err, width)
	}
	return []string{"  " + s.HelpKey.Render("y") + " confirms, any other key does not; esc changes the amount"}
}
