package order

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
	"cardwallet/client/plan"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

// turn lets the mark of the step that is under way turn.
func (o *Order) turn() tea.Cmd {
	return o.turning.Start(o.Env.Ctx, o.Env.Styles, o.draft, o.running)
}

// stepCells hold what a step is called.
const stepCells = 30

// step is one line of the way of an order.
func (o *Order) step(mark, words string, at time.Time) string {
	s := o.Env.Styles
	style, when := s.Muted, ""
	if mark == stepDone {
		style = s.OK
		if !at.IsZero() {
			when = s.Muted.Render(ui.ClockTime(at, o.Env.Now()))
		}
		return " " + style.Render(mark) + " " + ui.Fit(words, stepCells) + when
	}
	return " " + style.Render(mark+" "+words)
}

const (
	stepDone = "✓"
	stepOpen = "○"
)

// underWay is the step that the issuer or the journal is at.
func (o *Order) underWay(words string) string {
	s := o.Env.Styles
	return " " + s.Accent.Render(o.turning.Mark(s)) + " " + ui.Fit(words, stepCells) + s.Accent.Render(plan.Clock(o.Env.Now().Sub(o.since)))
}

// stepLines say how far the order is on its way. Each says what is known: the journal tells when it has noted the order, and when it hands
// the order over to be sent.
func (o *Order) stepLines() []string {
	issuer := screen.IssuerName(o.Account)
	lines := o.sentLines()
	switch {
	case o.Stage == orderSending && o.handed.IsZero():
		words := "being written down here"
		if !o.noted.IsZero() { // it waits for its turn at the issuer
			words = "waiting to be sent"
		}
		return append(lines, o.underWay(words), o.step(stepOpen, "sent to "+issuer+", once", time.Time{}), o.step(stepOpen, "done", time.Time{}))
	case o.Stage == orderSending:
		return append(lines, o.underWay("on its way to "+issuer+", once"), o.step(stepOpen, "done", time.Time{}))
	case o.stop != nil:
		return append(lines, o.underWay("asking "+issuer+" about it"), o.step(stepOpen, "nothing is sent; esc stops asking", time.Time{}))
	}
	return append(lines, o.underWay(issuer+" is working on it"), o.step(stepOpen, "done", time.Time{}))
}

// sentLines are the steps that are behind the order until its issuer answers.
func (o *Order) sentLines() []string {
	var lines []string
	if !o.noted.IsZero() {
		lines = append(lines, o.step(stepDone, "written down here", o.noted))
	}
	neverLeft := o.Movement.Status == client.MovementFailed && client.NotSent(o.Err)
	if !o.answered.IsZero() && !o.handed.IsZero() && !neverLeft {
		lines = append(lines, o.step(stepDone, "sent to "+screen.IssuerName(o.Account)+", once", o.handed))
	}
	return lines
}
