package screen

import (
	"errors"

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
	case c.stage == orderSummary:
		lines = c.summaryLines(width, height)
	case c.running():
		lines = c.runningLines(append(c.subject(), c.fact("what", c.kind.Noun()), c.fact("status", c.status()))...)
	case c.stage == orderDone:
		lines = c.doneLines(width)
	default:
		lines = c.readingLines(width)
	}
	return ui.Body(lines, width, height)
}

// subject names the card and the account.
func (c *Change) subject() []string {
	return []string{c.fact("card", cardWords(c.card)), c.accountFact()}
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
		lines = append(lines, ui.ProblemLines(s, "card or terms could not be read: ", c.readErr, width)...)
		return append(lines, "  "+s.Dim.Render("r tries again"))
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
	case c.stage == orderReading:
		problem = []string{"  " + c.env.Styles.Info.Render(changeReadingWords)}
	case c.wrong != nil:
		problem = ui.TextLines(c.env.Styles.Bad, wrongWords(c.wrong), width, 3)
	case c.err != nil:
		problem = ui.ProblemLines(c.env.Styles, "not sent: ", c.err, width)
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
	return c.questionLines(append(lines, ""), width, height)
}

func (c *Change) doneLines(width int) []string {
	s, m := c.env.Styles, c.movement
	lines := append(append(append([]string{""}, c.outcomeLines(width, cardWords(c.card))...), ""), c.subject()...)
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
