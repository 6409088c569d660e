package activity

import (
	"cmp"
	"strings"
	"time"

	"cardwallet/client"
	"cardwallet/client/plan"
	"cardwallet/client/words"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

// titleOf is what a movement is, as a panel has it.
func titleOf(m client.Movement) string { return ui.Sentence(ui.Safe(m.Kind.Noun())) }

// statusLine is where a movement stands.
func statusLine(s *ui.Styles, m client.Movement) string {
	state := words.OfMovement(m.Status)
	return " " + screen.ToneStyle(s, state.Tone).Render(state.Mark+" "+plan.StatusSentence(m.Status))
}

// nextWords say what a person can do about a movement, nothing where it is settled.
func nextWords(k ui.Keys, m client.Movement) string {
	ask := ui.Says(k.Refresh, "asks the issuer again")
	switch {
	case m.Status == client.MovementUnknown:
		return "do not send it again: " + m.Kind.Doubt() + ". " + ask + "; " + ui.Says(k.MarkOutcome, "marks what you found out")
	case !m.Status.Settled():
		return ask
	}
	return ""
}

// about is all that is known of a movement but its history.
func about(env *screen.Env, m client.Movement, width int) []string {
	s := env.Styles
	lines := []string{statusLine(s, m)}
	for _, line := range ui.Wrapped(nextWords(env.Keys, m), width-4, 5) {
		lines = append(lines, "   "+s.Muted.Render(line))
	}
	facts := []ui.Labelled{{}, {Label: "card", Value: env.CardOf(m)}, {Label: "account", Value: ui.Safe(m.Profile)}}
	if m.Kind.IsChange() {
		facts = append(facts, ui.Labelled{Label: "change", Value: cmp.Or(screen.ToldChange(m), m.Kind.Noun())})
	} else {
		fee := ui.Labelled{Label: "fee", Value: "not known"}
		if m.Fee.Known() {
			fee.Value, fee.Sum = screen.MoneyWords(m.Fee), true
		}
		facts = append(facts, ui.Labelled{Label: "amount", Value: screen.MoneyWords(m.Amount), Sum: true, Style: &s.Strong}, fee)
	}
	facts = append(facts, ui.Labelled{Label: "known", Value: screen.Told(m)}, ui.Labelled{Label: "made", Value: env.At(m.CreatedAt)})
	if !m.SettledAt.IsZero() {
		facts = append(facts, ui.Labelled{Label: "settled", Value: env.At(m.SettledAt)})
	}
	facts = append(facts, ui.Labelled{Label: "order", Value: ui.Safe(m.OrderID)},
		ui.Labelled{Label: "at issuer", Value: ui.Safe(m.IssuerOrderID)}, ui.Labelled{Label: "reference", Value: ui.Safe(m.Reference)},
		ui.Labelled{Label: "person", Value: ui.Safe(m.Person)}, ui.Labelled{Label: "host", Value: ui.Safe(m.Host)})
	return append(lines, ui.Facts(s, width, facts...)...)
}

// brief is about in the lines that are below a list.
func brief(env *screen.Env, m client.Movement, width int) []string {
	s := env.Styles
	parts := []string{strings.TrimSpace(statusLine(s, m))}
	for _, part := range []struct{ label, value string }{{"amount", amountWords(m)}, {"fee", feeWords(m)}} {
		if part.value != "" {
			parts = append(parts, s.Muted.Render(part.label)+" "+part.value)
		}
	}
	lines := ui.PartLines(s, parts, width)
	for _, line := range ui.Wrapped(cmp.Or(nextWords(env.Keys, m), screen.Told(m)), width-2, 2) {
		lines = append(lines, " "+s.Muted.Render(line))
	}
	return append(lines, ui.PartLines(s, []string{s.Muted.Render("order") + " " + ui.Safe(m.OrderID)}, width)...)
}

// history are the steps of a movement, the newest one last.
func history(env *screen.Env, m client.Movement, steps []client.Step, width int) []string {
	s := env.Styles
	if len(steps) == 0 {
		return nil
	}
	lines := []string{"", " " + s.Muted.Render("history")}
	zone := env.Now().Location()
	day := words.Day(m.CreatedAt.In(zone), env.Now())
	for _, step := range steps {
		at := step.At.In(zone)
		if next := words.Day(at, env.Now()); next != day {
			lines, day = append(lines, " "+s.Muted.Render(next)), next
		}
		as := step.To
		switch as {
		case m.Status:
		case client.MovementIntended, client.MovementSent, client.MovementProcessing:
			as = client.MovementSucceeded // it is behind it
		default: // an outcome stays what it was
		}
		state := words.OfMovement(as)
		mark := screen.ToneStyle(s, state.Tone).Render(state.Mark)
		lines = append(lines, " "+mark+" "+s.Muted.Render(at.Format(time.TimeOnly))+"  "+stepWords(step))
		const indent = 13
		for _, part := range ui.Wrapped(screen.ToldStep(step), max(1, width-indent-1), 3) {
			lines = append(lines, strings.Repeat(" ", indent)+s.Muted.Render(part))
		}
	}
	return lines
}

// stepWords say what a step was.
func stepWords(step client.Step) string {
	switch step.To {
	case client.MovementIntended:
		return "written down here"
	case client.MovementSent:
		return "handed over to be sent, once"
	case client.MovementProcessing:
		return "the issuer took it up"
	default: // it is settled, or nobody knows
		return plan.StatusSentence(step.To)
	}
}
