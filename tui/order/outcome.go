package order

import (
	"errors"
	"strings"

	"cardwallet/client"
	"cardwallet/tui/ui"
)

// outcomeLines say in one sentence what came of the order, in the words of done where it was done. An unknown outcome is never called
// failed.
func (o *Order) outcomeLines(width int, done string) []string {
	s, words := o.Env.Styles, o.Kind.Words()
	sentence, hint, style := words.Done+": "+done, words.Meaning, s.OK
	switch o.Movement.Status {
	case client.MovementSucceeded:
	case client.MovementFailed:
		sentence, hint, style = words.Undone+": "+ui.Safe(o.Movement.Description), "", s.Bad
		if o.Err != nil {
			what, why := ui.Problem(o.Err)
			sentence, hint = words.Undone+": "+what, why
		}
	case client.MovementProcessing:
		sentence, style = "the issuer is still working on it: do not send it again", s.Warn
		hint = o.askedWords("it is asked about in the background; r asks now")
	default:
		sentence, style = "outcome unknown: "+o.Kind.Doubt()+", do not send it again", s.Warn
		hint = o.askedWords("r asks the issuer; a shows it with what is known, to be settled there")
	}
	lines := ui.TextLines(style, sentence, width, 3)
	if known := o.known(); known != "" {
		lines = append(lines, ui.TextLines(s.Muted, known, width, 3)...)
	}
	return append(lines, ui.TextLines(s.Muted, hint, width, 3)...)
}

// known is what the journal's row says of an unknown outcome, without the doubt, which is shown beside it.
func (o *Order) known() string {
	if o.Movement.Status != client.MovementUnknown {
		return ""
	}
	return strings.TrimSuffix(ui.Safe(o.Movement.Description), "; "+o.Kind.Doubt())
}

// askedWords says what the newest question to the issuer brought, if it decided nothing. can, what the person can do, follows.
func (o *Order) askedWords(can string) string {
	if o.askedAt.IsZero() {
		return can
	}
	asked := "asked at " + ui.ClockTime(o.askedAt, o.Env.Now())
	if o.Err != nil {
		what, _ := ui.Problem(o.Err)
		return asked + ": " + what + "; " + can
	}
	return asked + ", not decided; " + can
}

// Unknown reports whether the order may have been carried out without anybody knowing.
func (o *Order) Unknown() bool {
	switch o.Movement.Status {
	case client.MovementSucceeded, client.MovementFailed, client.MovementProcessing:
		return false
	case "":
		return errors.Is(o.Err, client.ErrUnknown)
	default: // also what was noted and perhaps sent
		return true
	}
}
