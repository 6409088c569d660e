package order

import (
	"strings"

	"cardwallet/client"
	"cardwallet/client/plan"
	"cardwallet/tui/reference"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

// outcomeLines are the last step of the order: one sentence that says what came of it, and what can be done. An unknown outcome is never
// called failed.
func (o *Order) outcomeLines(width int) []string {
	s, k := o.Env.Styles, o.Env.Keys
	var sentence, hint string
	mark, style := stepDone, s.OK
	switch o.Movement.Status {
	case client.MovementSucceeded:
		sentence, hint = o.draft.did(), o.Kind.Words().Meaning
	case client.MovementFailed:
		why, then := o.why()
		mark, sentence, hint, style = "✕", o.Kind.Words().Undone+": "+why, then, s.Bad
	case client.MovementProcessing:
		mark, sentence, style = "◐", screen.IssuerName(o.Account)+" is still working on it: do not send it again", s.Warn
		hint = o.askedWords("it is asked about in the background; " + ui.Says(k.Refresh, "asks now"))
	default:
		mark, sentence, style = "?", "outcome unknown: "+o.Kind.Doubt()+", do not send it again", s.Warn
		hint = o.askedWords(ui.Says(k.Refresh, "asks the issuer; ") +
			ui.Says(k.Activity, "shows it with what is known, to be settled there"))
	}
	var lines []string
	for _, line := range ui.Wrapped(sentence, width-4, 3) {
		lines = append(lines, " "+style.Render(mark+" "+line))
		mark = " "
	}
	for _, words := range ui.NonEmpty(reference.Told(o.Movement, o.Env.Now()), o.known(), hint) {
		for _, line := range ui.Wrapped(words, width-4, 3) {
			lines = append(lines, "   "+s.Muted.Render(line))
		}
	}
	return lines
}

// why says why the order was not carried out, and what can be done about it.
func (o *Order) why() (what, hint string) {
	if o.Err != nil {
		return ui.Problem(o.Err)
	}
	return screen.Told(o.Movement), ""
}

// Ended says in one line what came of the order, for a person who looks at something else.
func (o *Order) Ended() ui.NoticeMsg {
	about := o.about()
	switch status := o.Movement.Status; {
	case status == client.MovementSucceeded:
		return ui.NoticeMsg{Level: ui.Good, Text: strings.Join(ui.NonEmpty(o.draft.did(), reference.Told(o.Movement, o.Env.Now())), "; ")}
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
	if o.Kind.OnCard() {
		words += ", " + screen.CardWords(o.Card)
	}
	return words + ", " + ui.Safe(o.Account.Profile)
}

// known is what the journal's row says of an unknown outcome, without the doubt, which is shown beside it.
func (o *Order) known() string {
	if o.Movement.Status != client.MovementUnknown {
		return ""
	}
	return strings.TrimSuffix(screen.Told(o.Movement), "; "+o.Kind.Doubt())
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
func (o *Order) Unknown() bool { return plan.IsOpen(o.Movement, o.Err) }
