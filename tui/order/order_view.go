package order

import (
	"cmp"
	"fmt"
	"strings"

	"cardwallet/client"
	"cardwallet/client/plan"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

// Box is how wide the box of an order is.
func (o *Order) Box() int { return ui.BoxCells }

// Frame says in the border what is asked, or what is being done. What is for good has a border of its own colour.
func (o *Order) Frame() ui.Panel {
	words := o.Kind.Words()
	p := ui.Panel{Title: words.Title, Right: cmp.Or(o.within, o.sheet.Position())}
	switch {
	case o.Stage == orderSummary:
		p.Title = words.Question
	case o.running():
		p.Title = words.Doing
	case o.Stage != OrderDone:
	case o.Movement.Status == client.MovementSucceeded:
		p.Title = words.Done
	case o.Movement.Status == client.MovementFailed:
		p.Title = words.Undone
	case o.Movement.Status == client.MovementProcessing:
		p.Title = "still under way"
	default:
		p.Title = "outcome unknown"
	}
	p.Title = ui.Sentence(p.Title)
	p.Danger = o.Kind == client.MoveCancel && (o.Stage == orderForm || o.Stage == orderSummary)
	return p
}

// AccountWords name the account.
func (o *Order) AccountWords() string {
	words := ui.Safe(o.Account.Profile) + " at " + screen.IssuerName(o.Account)
	if o.Account.ReadOnly {
		words += ", read-only"
	}
	return words
}

// laid puts the lines of a body above each other: upper, which scrolls where it has no room, and lower, which is always there.
func (o *Order) laid(upper, lower []string, width, height int) string {
	o.within = ""
	return o.sheet.View(nil, upper, lower, width, height)
}

// ended draws what came of the order. Where there is no room, the steps before that go first.
func (o *Order) ended(upper []string, width, height int) string {
	outcome, steps := o.outcomeLines(width), o.sentLines()
	if said := ui.Dense(upper); len(said)+len(steps)+len(outcome) > height {
		steps = nil
	}
	return o.laid(upper, append(append([]string{""}, steps...), outcome...), width, height)
}

// question draws the summary, what may be in its way, and how to answer it.
func (o *Order) question(summary []string, width, height int) string {
	summary = append(summary, o.doubtLines(width)...)
	if o.confirming() || o.mayConfirm() {
		o.Env.Attention.Asks(o.draft, fmt.Sprint(strings.Join(summary, "\n"), o.objection.asked, o.confirming(), ordersIn(o.objection.err)))
	}
	return o.laid(summary, append([]string{""}, o.answerLines(width)...), width, height)
}

// answerLines say under the summary what the journal objects to and what the person can do, or how to confirm.
func (o *Order) answerLines(width int) []string {
	s, err := o.Env.Styles, o.objection.err
	m := earlier(err)
	ago := ui.Ago(o.Env.Now().Sub(m.CreatedAt))
	switch {
	case o.wrong != nil && !o.objection.looking:
		return ui.ProblemParagraph(s, "cannot be confirmed: ", o.wrong, width)
	case o.confirming():
		purpose := "to send another"
		if o.Kind.IsChange() {
			purpose = "to go on anyway"
		}
		by := ""
		if o.Env.ByAnother(m) {
			by = " by " + ui.Safe(m.Person)
		}
		open := fmt.Sprintf("not settled yet: %s%s, %s, %s (%s)", ui.Safe(plan.Describe(m)), by, ago, plan.StatusSentence(m.Status),
			orderWords(err))
		return append(ui.Paragraph(s.Warn, open, width),
			" type "+ui.Safe(plan.LastFour(m.OrderID))+" (the end of that order) "+purpose+":", " > "+ui.FieldView(&o.objection.typed))
	case isGuard(err, client.ErrRepeat):
		does := "ask once more"
		if o.objection.asked {
			does = "send another one"
		}
		return append(ui.Paragraph(s.Warn, ui.Safe(plan.RepeatWords(o.Kind, err, ago)), width), o.buttonLines(does, width)...)
	case err != nil:
		return ui.ProblemParagraph(s, "cannot be confirmed: ", err, width)
	case o.objection.looking:
		return ui.Paragraph(s.Accent, "looking whether the reference was used before…", width)
	}
	return o.buttonLines(o.draft.act(), width)
}

// doubtLines say, below a blank line, what a person has to know before it is sent.
func (o *Order) doubtLines(width int) (lines []string) {
	if len(o.doubts) > 0 {
		lines = []string{""}
	}
	for _, doubt := range o.doubts {
		lines = append(lines, ui.Paragraph(o.Env.Styles.Warn, ui.Safe(doubt), width)...)
	}
	return lines
}

// buttonLines show the key that confirms with what it does, and what esc does.
func (o *Order) buttonLines(does string, width int) []string {
	s, style := o.Env.Styles, o.Env.Styles.Button
	if o.Kind == client.MoveCancel {
		style = s.Danger
	}
	return ui.AnswerLines(s, style, does, o.leave, width)
}
