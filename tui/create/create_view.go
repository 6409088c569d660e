package create

import (
	"strings"

	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

// Box is how wide the box is where something is typed or asked. A type, a holder and a shared account are chosen on the whole screen.
func (c *Create) Box() int {
	if c.stage == createType || c.stage == createChoice {
		return 0
	}
	return ui.BoxCells
}

// Frame says in the border of the box what is asked.
func (c *Create) Frame() ui.Panel {
	switch c.stage {
	case createPayment:
		return c.payment.Frame()
	case createParts:
		return ui.Panel{Title: "New card", Detail: screen.TypeName(c.model)}
	case createAccount:
		return c.choicePane().Panel
	default: // no box
		return ui.Panel{}
	}
}

// View draws the choice that is being made.
func (c *Create) View(width, height int) string {
	switch c.stage {
	case createPayment:
		return c.payment.View(width, height)
	case createParts:
		return ui.Body(c.partLines(width), width, height)
	case createType:
		return c.typesSplit(width, height).View(c.env.Styles, width, height)
	case createAccount:
		return ui.Lines(strings.Join(c.choicePane().Lines(width, height), "\n"), width, height)
	default: // createChoice
		return c.choicePane().Draw(c.env.Styles, width, height)
	}
}

func (c *Create) partLines(width int) []string {
	if c.sudden {
		c.env.Attention.Asks(c, "parts")
	}
	s := c.env.Styles
	facts := []ui.Labelled{{Label: "new card", Value: screen.TypeName(c.model), Style: &s.Strong},
		{Label: "account", Value: ui.Safe(c.account.Profile) + " at " + screen.IssuerName(c.account)}, {}}
	for i, p := range c.parts {
		label := p.label
		if i == c.at {
			label = s.Strong.Render(label)
		}
		facts = append(facts, ui.Labelled{Label: label, Value: ui.FieldView(&p.field)})
	}
	lines := append([]string{""}, ui.Facts(s, width, append(facts, ui.Labelled{})...)...)
	words, style := c.parts[c.at].hint, s.Muted
	if c.wrong != nil {
		words, style = screen.WrongWords(c.wrong), s.Bad
	}
	for _, line := range ui.Wrapped(words, width-2, 3) {
		lines = append(lines, " "+style.Render(line))
	}
	return append(lines, " "+s.Muted.Render("enter continues to the amount"))
}
