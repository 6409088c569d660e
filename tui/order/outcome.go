package order

import (
	"errors"
	"strings"

	"cardwallet/client"
	"cardwallet/client/plan"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

// outcomeLines say in one sentence what came of the order. An unknown outcome is never called failed.
func (o *Order) outcomeLines(width int) []string {
	s := o.Env.Styles
	var sentence, hint string
	style := s.OK
	switch o.Movement.Status {
	case client.MovementSucceeded:
		sentence, hint = o.draft.did(), o.Kind.Words().Meaning
	case client.MovementFailed:
		why, then := o.why()
		sentence, hint, style = o.Kind.Words().Undone+": "+why, then, s.Bad
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

// why says why the order was not carried out, and what can be done about it.
func (o *Order) why() (what, hint string) {
	if o.Err != nil {
		return ui.Problem(o.Err)
	}
	return ui.Safe(o.Movement.Description), ""
}

// Ended says in one line what came of the order, for a person who looks at something else.
func (o *Order) Ended() ui.NoticeMsg {
	about := o.about()
	switch status := o.Movement.Status; {
	case status == client.MovementSucceeded:
		return ui.NoticeMsg{Level: ui.Good, Text: o.draft.did()}
	case status == client.MovementFailed:
		why, _ := o.why()
		return ui.NoticeMsg{Level: ui.Bad, Text: o.Kind.Words().Undone + ": " + why + "; " + about}
	case status == client.MovementProcessing:
		return ui.NoticeMsg{Level: ui.Warn, Text: screen.IssuerName(o.Account) + " is still working on it, do not send it again: " + about}
	case o.Unknown():
		return ui.NoticeMsg{Level: ui.Bad, Text: "outcome unknown, do not send it again: " + about}
	}
	why := o.objection.err // the journal has no row of it
	if o.Err != nil {
		why = o.Err
	}
	words := "nothing was sent"
	if why != nil {
		what, _ := ui.Problem(why)
		words += ": " + what
	}
	return ui.NoticeMsg{Level: ui.Bad, Text: words + "; " + about}
}

// about says what the order is about, for who does not see it.
func (o *Order) about() string {
	words := o.Kind.Noun()
	if o.Movement.Amount.Known() {
		words = ui.Safe(plan.Describe(o.Movement))
	}
	if o.Kind != client.MoveCreate {
		words += ", " + screen.CardWords(o.Card)
	}
	return words + ", " + ui.Safe(o.Account.Profile)
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
