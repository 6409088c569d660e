package order

import (
	"errors"

	"cardwallet/client"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

// View draws the stage that the change is in.
func (c *Change) View(width, height int) string {
	switch {
	case c.forming():
		return c.formView(width, height)
	case c.Stage == orderSummary:
		return c.question(append([]string{""}, c.facts(width, c.summary()...)...), width, height)
	case c.running():
		return c.laid(append([]string{""}, c.facts(width, c.summary()...)...), append([]string{""}, c.stepLines()...), width, height)
	case c.Stage == OrderDone:
		return c.ended(c.doneLines(width), width, height)
	}
	upper := append([]string{""}, c.facts(width, append(c.subject(), c.status())...)...)
	return c.laid(upper, append([]string{""}, c.readingLines(width)...), width, height)
}

// subject names the card and the account.
func (c *Change) subject() []ui.Labelled {
	card := screen.CardWords(c.Card)
	if c.Stage == orderSummary {
		card = screen.CardInFull(c.Card)
	}
	return []ui.Labelled{{Label: "card", Value: card, Style: &c.Env.Styles.Strong}, {Label: "account", Value: c.AccountWords()}}
}

func (c *Change) status() ui.Labelled {
	style := screen.StatusStyle(c.Env.Styles, c.Card.Status)
	return ui.Labelled{Label: "status", Value: screen.StatusWords(c.Card), Style: &style}
}

func (c *Change) readingLines(width int) []string {
	s, no := c.Env.Styles, "no "+c.Kind.Noun()+": "
	switch {
	case c.refusal != nil:
		return ui.ProblemParagraph(s, no, c.refusal, width)
	case c.readErr != nil:
		lines := ui.ProblemParagraph(s, "card or terms could not be read: ", c.readErr, width)
		return append(lines, " "+ui.KeyWords(s, ui.Named(c.Env.Keys.Refresh, "tries again")))
	case c.terms.Refusal != "":
		lines := ui.ProblemParagraph(s, no, errors.New(c.terms.Refusal+"\n"+c.terms.Hint), width)
		if c.terms.ByType {
			return lines
		}
		return append(lines, " "+ui.KeyWords(s, ui.Named(c.Env.Keys.Refresh, "asks again")))
	}
	return []string{" " + s.Accent.Render(changeReadingWords)}
}

const changeReadingWords = "reading the card and what the issuer allows…"

func (c *Change) formView(width, height int) string {
	if c.sudden {
		c.Env.Attention.Asks(c, c.Kind.Words().Title)
	}
	var foot []string
	switch {
	case c.Stage == orderReading:
		foot = []string{"", " " + c.Env.Styles.Accent.Render(changeReadingWords)}
	case c.wrong != nil:
		foot = append(foot, ui.Paragraph(c.Env.Styles.Bad, screen.WrongWords(c.wrong), width)...)
	case c.Err != nil:
		foot = append(foot, ui.ProblemParagraph(c.Env.Styles, "not sent: ", c.Err, width)...)
	}
	upper := append([]string{""}, c.facts(width, c.subject()...)...)
	if limits, ok := c.form.(*limitsForm); ok && limits.picker != nil {
		upper = nil // the list has all the room
	}
	form, position := c.form.lines(width, max(1, height-len(upper)-len(foot)-1))
	view := c.laid(upper, append(append([]string{""}, form...), foot...), width, height)
	c.within = position
	return view
}

// summary says what the change does.
func (c *Change) summary() []ui.Labelled {
	words, card := c.Kind.Words(), c.Card
	if c.running() {
		card = c.before
	}
	facts := append(c.subject(), ui.Labelled{Label: "on the card", Value: screen.MoneyWords(c.Card.Balance)}, ui.Labelled{})
	if c.form == nil {
		goes := screen.StatusWords(card) + screen.Arrow + words.Done
		if c.running() && c.Card.Status != card.Status {
			goes += ", " + screen.StatusWords(c.Card) + " now"
		}
		return append(facts, ui.Labelled{Label: "status", Value: goes},
			ui.Labelled{Label: "so that", Value: words.Meaning})
	}
	return append(facts, c.form.summary()...)
}

func (c *Change) doneLines(width int) []string {
	m, status := c.Movement, c.status()
	if c.before.Status != c.Card.Status {
		status.Value = screen.StatusWords(c.before) + screen.Arrow + status.Value
	}
	facts := append(append([]ui.Labelled{{}}, c.subject()...), status)
	if m.Status == client.MovementSucceeded && c.Kind == client.MoveLimits {
		facts = append(facts, c.form.summary()...)
	}
	return c.facts(width, append(facts, ui.Labelled{Label: "order", Value: ui.Safe(m.OrderID), Style: &c.Env.Styles.Muted})...)
}

// act says what y does.
func (c *Change) act() string {
	switch words := c.Kind.Words(); c.Kind {
	case client.MovePIN:
		return "set the new PIN now"
	case client.MoveLimits:
		return "set the new limits now"
	case client.MoveCancel:
		return words.Verb + " it for good"
	default:
		return words.Verb + " it now"
	}
}

// did says what was done.
func (c *Change) did() string { return c.Kind.Words().Done + ": " + screen.CardWords(c.Card) }
