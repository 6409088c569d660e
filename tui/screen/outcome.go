package screen

import (
	"errors"
	"strings"

	"cardwallet/client"
	"cardwallet/client/plan"
	"cardwallet/tui/ui"
)

// outcomeLines say in one sentence what came of the order, in the words of done where it was done. An unknown outcome is never called
// failed.
func (o *order) outcomeLines(width int, done string) []string {
	s, words := o.env.Styles, plan.WordsOf(o.kind)
	sentence, hint, style := words.Done+": "+done, words.Meaning, s.Good
	switch o.movement.Status {
	case client.MovementSucceeded:
	case client.MovementFailed:
		sentence, hint, style = words.Undone+": "+ui.Safe(o.movement.Description), "", s.Bad
		if o.err != nil {
			what, why := ui.Problem(o.err)
			sentence, hint = words.Undone+": "+what, why
		}
	case client.MovementProcessing:
		sentence, style = "the issuer is still working on it: do not send it again", s.Warn
		hint = o.askedWords("it is asked about in the background; r asks now")
	default:
		sentence, style = "outcome unknown: "+o.kind.Doubt()+", do not send it again", s.Warn
		hint = o.askedWords("r asks the issuer; a shows it with what is known, to be settled there")
	}
	lines := ui.TextLines(style, sentence, width, 3)
	if known := o.known(); known != "" {
		lines = append(lines, ui.TextLines(s.Dim, known, width, 3)...)
	}
	return append(lines, ui.TextLines(s.Dim, hint, width, 3)...)
}

// known is what the row says of an unknown outcome beside the doubt: what the issuer said, and that it is being found out.
func (o *order) known() string {
	if o.movement.Status != client.MovementUnknown {
		return ""
	}
	return strings.TrimSuffix(ui.Safe(o.movement.Description), "; "+o.kind.Doubt())
}

// askedWords says before what can be done what the newest question to the issuer brought, where it decided nothing.
func (o *order) askedWords(can string) string {
	if o.askedAt.IsZero() {
		return can
	}
	asked := "asked at " + ui.ClockTime(o.askedAt, o.env.Now())
	if o.err != nil {
		what, _ := ui.Problem(o.err)
		return asked + ": " + what + "; " + can
	}
	return asked + ", not decided; " + can
}

// unknown reports whether the order may have been carried out without anybody knowing.
func (o *order) unknown() bool {
	switch o.movement.Status {
	case client.MovementSucceeded, client.MovementFailed, client.MovementProcessing:
		return false
	case "":
		return errors.Is(o.err, client.ErrUnknown)
	}
	return true
}
