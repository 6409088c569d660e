package screen

import (
	"errors"
	"fmt"
	"strings"

	"cardwallet/client"
	"cardwallet/client/plan"
	"cardwallet/tui/ui"
)

// View draws the stage that the change is in.
func (c *Change) View(width, height int) string {
	var lines []string
	switch {
	case c.forming():
		lines = c.formLines(width, height)
	case c.stage == changeSummary:
		lines = c.summaryLines(width, height)
	case c.running():
		lines = c.runningLines()
	case c.stage == changeDone:
		lines = c.doneLines(width)
	default:
		lines = c.readingLines(width)
	}
	return ui.Body(lines, width, height)
}

func (c *Change) fact(label, value string) string { return ui.Fact(c.env.Styles, label, value) }

// subject names the card and the account.
func (c *Change) subject() []string {
	account := ui.Safe(c.account.Profile) + " at " + issuerName(c.account)
	if c.account.ReadOnly {
		account += ", read-only"
	}
	return []string{c.fact("card", cardWords(c.card)), c.fact("account", account)}
}

func (c *Change) status() string {
	return statusStyle(c.env.Styles, c.card.Status).Render(statusWords(c.card))
}

func (c *Change) readingLines(width int) []string {
	s := c.env.Styles
	lines := append(append([]string{""}, c.subject()...), c.fact("status", c.status()), "")
	no := "no " + c.kind.Noun() + ": "
	switch {
	case c.refusal != nil:
		return append(lines, ui.ProblemLines(s, no, c.refusal, width)...)
	case c.readErr != nil:
		return append(append(lines, ui.ProblemLines(s, "card or terms could not be read: ", c.readErr, width)...), "  "+s.Dim.Render("r tries again"))
	case c.terms.Refusal != "":
		refusal := errors.New(c.terms.Refusal + "\n" + c.terms.Hint)
		return append(append(lines, ui.ProblemLines(s, no, refusal, width)...), "  "+s.Dim.Render("r asks again"))
	}
	return append(lines, "  "+s.Info.Render(changeReadingWords))
}

const changeReadingWords = "reading the card and what the issuer allows…"

func (c *Change) formLines(width, height int) []string {
	lines := append([]string{""}, c.subject()...)
	if c.sudden {
		c.env.Attention.Asks(c, plan.WordsOf(c.kind).Title)
	}
	var problem []string
	switch {
	case c.stage == changeReading:
		problem = []string{"  " + c.env.Styles.Info.Render(changeReadingWords)}
	case c.wrong != nil:
		problem = ui.TextLines(c.env.Styles.Bad, wrongWords(c.wrong), width, 3)
	case c.outcome != nil:
		problem = ui.ProblemLines(c.env.Styles, "not sent: ", c.outcome, width)
	}
	form := c.form.lines(width, max(1, height-len(lines)-len(problem)-2))
	lines = append(append(lines, ""), form...)
	if problem != nil {
		lines = append(append(lines, ""), problem...)
	}
	return lines
}

func (c *Change) summaryLines(width, height int) []string {
	s, words := c.env.Styles, plan.WordsOf(c.kind)
	lines := []string{"", "  " + s.Strong.Render(words.Question), ""}
	lines = append(lines, c.subject()...)
	lines[3] = c.fact("card", cardInFull(c.card))
	lines = append(lines, c.fact("on the card", moneyWords(c.card.Balance)))
	if c.form == nil {
		lines = append(lines, c.fact("status", string(c.card.Status)+" -> "+words.Done))
		lines = append(lines, ui.WrappedFact(s, "so that", words.Meaning, width, 3)...)
	} else {
		lines = append(lines, c.form.summary(width)...)
	}
	if c.confirming() || c.mayConfirm() {
		c.env.Attention.Asks(c, fmt.Sprint(strings.Join(lines, "\n"), c.confirming(), orders(c.guard.err)))
	}
	return ui.WithAnswer(s, append(lines, ""), c.guardLines(width), height)
}

// guardLines say under the summary what the journal objects to and what the person can do, or how to confirm.
func (c *Change) guardLines(width int) []string {
	s, err := c.env.Styles, c.guard.err
	switch {
	case c.confirming():
		want, what := nameToType(c.card)
		m := earlier(err)
		text := fmt.Sprintf("not settled yet: %s, %s, %s (%s)",
			ui.Safe(plan.Describe(m)), ui.Ago(c.env.Now().Sub(m.CreatedAt)), plan.StatusSentence(m.Status), orderWords(err))
		return append(ui.TextLines(s.Warn, text, width, 2), "  type "+want+" ("+what+") to go on anyway:", "  > "+c.guard.typed.View())
	case err != nil:
		return ui.ProblemLines(s, "cannot be confirmed: ", err, width)
	}
	var lines []string
	for _, doubt := range c.terms.Doubts {
		lines = append(lines, ui.TextLines(s.Warn, ui.Safe(doubt), width, 3)...)
	}
	back := "esc leaves"
	if c.form != nil {
		back = "esc goes back"
	}
	return append(lines, "  "+s.HelpKey.Render("y")+" confirms, any other key does not; "+back)
}

func (c *Change) runningLines() []string {
	s := c.env.Styles
	doing := "sending the order"
	if c.stage == changeFollowing {
		doing = "the issuer is working on it"
		if c.movement.Status == client.MovementUnknown {
			doing = "asking what became of it"
		}
	}
	lines := []string{"", "  " + s.Strong.Render(doing) + s.Dim.Render(" · since "+plan.Clock(c.env.Now().Sub(c.since))), ""}
	lines = append(append(lines, c.subject()...), c.fact("what", c.kind.Noun()), c.fact("status", c.status()))
	words := "please wait for the outcome; nothing is sent twice"
	if c.stop != nil {
		words = "nothing is sent; esc stops asking"
	}
	return append(lines, "", "  "+s.Dim.Render(words))
}

func (c *Change) doneLines(width int) []string {
	s, m := c.env.Styles, c.movement
	lines := append(append(append([]string{""}, c.outcomeLines(width)...), ""), c.subject()...)
	status := c.status()
	if c.before != c.card.Status {
		status = string(c.before) + " -> " + status
	}
	lines = append(lines, c.fact("status", status))
	if m.Status == client.MovementSucceeded && c.kind == client.MoveLimits {
		lines = append(lines, c.form.summary(width)...)
	}
	if m.OrderID != "" {
		lines = append(lines, c.fact("order", s.Dim.Render(ui.Safe(m.OrderID))))
	}
	return lines
}

// outcomeLines say in one sentence what came of it.
func (c *Change) outcomeLines(width int) []string {
	words := plan.WordsOf(c.kind)
	return outcome{kind: c.kind, movement: c.movement, err: c.outcome, askedAt: c.askedAt,
		done: words.Done + ": " + cardWords(c.card), undone: words.Undone, hint: words.Meaning}.lines(c.env, width)
}
