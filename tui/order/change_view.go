package order

import (
	"errors"

	"cardwallet/client"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

// View draws the stage that the change is in.
func (c *Change) View(width, height int) string {
	var lines []string
	switch {
	case c.forming():
		lines = c.formLines(width, height)
	case c.Stage == orderSummary:
		lines = c.summaryLines(width, height)
	case c.running():
		lines = c.runningLines(append(c.subject(), c.fact("what", c.Kind.Noun()), c.fact("status", c.status()))...)
	case c.Stage == OrderDone:
		lines = c.doneLines(width)
	default:
		lines = c.readingLines(width)
	}
	return ui.Body(lines, width, height)
}

// subject names the card and the account.
func (c *Change) subject() []string {
	return []string{c.fact("card", screen.CardWords(c.Card)), c.AccountFact()}
}

func (c *Change) status() string {
	return screen.StatusStyle(c.Env.Styles, c.Card.Status).Render(screen.StatusWords(c.Card))
}

func (c *Change) readingLines(width int) []string {
	s := c.Env.Styles
	lines := append(append([]string{""}, c.subject()...), c.fact("status", c.status()), "")
	no := "no " + c.Kind.Noun() + ": "
	switch {
	case c.refusal != nil:
		return append(lines, ui.ProblemLines(s, no, c.refusal, width)...)
	case c.readErr != nil:
		lines = append(lines, ui.ProblemLines(s, "card or terms could not be read: ", c.readErr, width)...)
		return append(lines, "  "+s.Muted.Render("r tries again"))
	case c.terms.Refusal != "":
		refusal := errors.New(c.terms.Refusal + "\n" + c.terms.Hint)
		return append(append(lines, ui.ProblemLines(s, no, refusal, width)...), "  "+s.Muted.Render("r asks again"))
	}
	return append(lines, "  "+s.Accent.Render(changeReadingWords))
}

const changeReadingWords = "reading the card and what the issuer allows…"

func (c *Change) formLines(width, height int) []string {
	lines := append([]string{""}, c.subject()...)
	if c.sudden {
		c.Env.Attention.Asks(c, c.Kind.Words().Title)
	}
	var problem []string
	switch {
	case c.Stage == orderReading:
		problem = []string{"  " + c.Env.Styles.Accent.Render(changeReadingWords)}
	case c.wrong != nil:
		problem = ui.TextLines(c.Env.Styles.Bad, screen.WrongWords(c.wrong), width, 3)
	case c.Err != nil:
		problem = ui.ProblemLines(c.Env.Styles, "not sent: ", c.Err, width)
	}
	form := c.form.lines(width, max(1, height-len(lines)-len(problem)-2))
	lines = append(append(lines, ""), form...)
	if problem != nil {
		lines = append(append(lines, ""), problem...)
	}
	return lines
}

func (c *Change) summaryLines(width, height int) []string {
	s, words := c.Env.Styles, c.Kind.Words()
	lines := []string{"", "  " + s.Strong.Render(words.Question), ""}
	lines = append(lines, c.subject()...)
	lines[3] = c.fact("card", screen.CardInFull(c.Card))
	lines = append(lines, c.fact("on the card", screen.MoneyWords(c.Card.Balance)))
	if c.form == nil {
		lines = append(lines, c.fact("status", string(c.Card.Status)+screen.Arrow+words.Done))
		lines = append(lines, ui.WrappedFact(s, "so that", words.Meaning, width, 3)...)
	} else {
		lines = append(lines, c.form.summary(width)...)
	}
	return c.questionLines(append(lines, ""), width, height)
}

func (c *Change) doneLines(width int) []string {
	s, m := c.Env.Styles, c.Movement
	lines := append(append(append([]string{""}, c.outcomeLines(width)...), ""), c.subject()...)
	status := c.status()
	if c.before != c.Card.Status {
		status = string(c.before) + screen.Arrow + status
	}
	lines = append(lines, c.fact("status", status))
	if m.Status == client.MovementSucceeded && c.Kind == client.MoveLimits {
		lines = append(lines, c.form.summary(width)...)
	}
	if m.OrderID != "" {
		lines = append(lines, c.fact("order", s.Muted.Render(ui.Safe(m.OrderID))))
	}
	return lines
}

// did says what was done.
func (c *Change) did() string { return c.Kind.Words().Done + ": " + screen.CardWords(c.Card) }
