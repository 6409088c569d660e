package screen

import (
	"strings"
	"time"

	"cardwallet/client"
	"cardwallet/tui/ui"
)

// outcome is what the journal says of an order, and the words for what may have come of it.
type outcome struct {
	kind     client.MovementKind
	movement client.Movement
	err      error     // what the newest answer went wrong with
	askedAt  time.Time // when the issuer was asked again; zero: never
	done     string    // "topped up: 20.00 USD went onto …"
	undone   string    // "not topped up"
	hint     string    // what it means that it is done
}

// lines say in one sentence what came of it. An unknown outcome is never called failed.
func (o outcome) lines(env *Env, width int) []string {
	s := env.Styles
	sentence, hint, style := o.done, o.hint, s.Good
	switch o.movement.Status {
	case client.MovementSucceeded:
	case client.MovementFailed:
		sentence, hint, style = o.undone+": "+ui.Safe(o.movement.Description), "", s.Bad
		if o.err != nil {
			what, why := ui.Problem(o.err)
			sentence, hint = o.undone+": "+what, why
		}
	case client.MovementProcessing:
		sentence, style = "the issuer is still working on it: do not send it again", s.Warn
		hint = askedWords(env, o.askedAt, o.err, "it is asked about in the background; r asks now")
	default:
		sentence, style = "outcome unknown: "+o.kind.Doubt()+", do not send it again", s.Warn
		hint = askedWords(env, o.askedAt, o.err, "r asks the issuer; a shows it with what is known, to be settled there")
	}
	lines := ui.TextLines(style, sentence, width, 3)
	if known := o.known(); known != "" {
		lines = append(lines, ui.TextLines(s.Dim, known, width, 3)...)
	}
	return append(lines, ui.TextLines(s.Dim, hint, width, 3)...)
}

// known is what the row says of an unknown outcome beside the doubt: what the issuer said, and that it is being found out.
func (o outcome) known() string {
	if o.movement.Status != client.MovementUnknown {
		return ""
	}
	return strings.TrimSuffix(ui.Safe(o.movement.Description), "; "+o.kind.Doubt())
}

// askedWords says before what can be done what the newest question to the issuer brought, where it decided nothing.
func askedWords(env *Env, at time.Time, outcome error, can string) string {
	if at.IsZero() {
		return can
	}
	asked := "asked at " + ui.ClockTime(at, env.Now())
	if outcome != nil {
		what, _ := ui.Problem(outcome)
		return asked + ": " + what + "; " + can
	}
	return asked + ", not decided; " + can
}
