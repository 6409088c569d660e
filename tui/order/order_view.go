package order

import (
	"fmt"
	"strings"

	"cardwallet/client"
	"cardwallet/client/plan"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

func (o *Order) fact(label, value string) string { return ui.Fact(o.Env.Styles, label, value) }

// AccountFact names the account.
func (o *Order) AccountFact() string {
	words := ui.Safe(o.Account.Profile) + " at " + screen.IssuerName(o.Account)
	if o.Account.ReadOnly {
		words += ", read-only"
	}
	return o.fact("account", words)
}

// questionLines are the summary and how to answer it.
func (o *Order) questionLines(summary []string, width, height int) []string {
	if o.confirming() || o.mayConfirm() {
		o.Env.Attention.Asks(o.draft, fmt.Sprint(strings.Join(summary, "\n"), o.objection.asked, o.confirming(), ordersIn(o.objection.err)))
	}
	return ui.WithAnswer(o.Env.Styles, summary, o.answerLines(width), height)
}

// answerLines say under the summary what the journal objects to and what the person can do, or how to confirm.
func (o *Order) answerLines(width int) []string {
	s, err := o.Env.Styles, o.objection.err
	m := earlier(err)
	ago := ui.Ago(o.Env.Now().Sub(m.CreatedAt))
	switch {
	case o.wrong != nil:
		return ui.ProblemLines(s, "cannot be confirmed: ", o.wrong, width)
	case o.confirming():
		purpose := "to send another"
		if o.Kind.IsChange() {
			purpose = "to go on anyway"
		}
		open := fmt.Sprintf("not settled yet: %s, %s, %s (%s)", ui.Safe(plan.Describe(m)), ago, plan.StatusSentence(m.Status), orderWords(err))
		return append(ui.TextLines(s.Warn, open, width, 2),
			"  type "+ui.Safe(plan.LastFour(m.OrderID))+" (the end of that order) "+purpose+":", "  > "+ui.FieldView(&o.objection.typed))
	case isGuard(err, client.ErrRepeat):
		how := " asks once more; esc " + o.leave
		if o.objection.asked {
			how = " again sends another one, any other key does not"
		}
		same := "the same " + o.Kind.Noun() + " was made " + ago + timesWords(err)
		return append(ui.TextLines(s.Warn, same, width, 2), "  "+s.Accent.Render("y")+how)
	case err != nil:
		return ui.ProblemLines(s, "cannot be confirmed: ", err, width)
	}
	var lines []string
	for _, doubt := range o.doubts {
		lines = append(lines, ui.TextLines(s.Warn, ui.Safe(doubt), width, 3)...)
	}
	return append(lines, "  "+s.Accent.Render("y")+" confirms, any other key does not; esc "+o.leave)
}

// runningLines say what is under way with what the facts name.
func (o *Order) runningLines(facts ...string) []string {
	s := o.Env.Styles
	doing := "sending the order"
	if o.Stage == orderFollowing {
		doing = "the issuer is working on it"
		if o.Movement.Status == client.MovementUnknown {
			doing = "asking what became of it"
		}
	}
	lines := []string{"", "  " + s.Strong.Render(doing) + s.Muted.Render(" · since "+plan.Clock(o.Env.Now().Sub(o.since))), ""}
	words := "please wait for the outcome; nothing is sent twice"
	if o.stop != nil {
		words = "nothing is sent; esc stops asking"
	}
	return append(append(lines, facts...), "", "  "+s.Muted.Render(words))
}
