package create

import (
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

// View draws the choice that is being made.
func (c *Create) View(width, height int) string {
	switch c.stage {
	case createPayment:
		return c.payment.View(width, height)
	case createParts:
		return ui.Body(c.partLines(width), width, height)
	case createType:
		return ui.Body(c.typeLines(width, height), width, height)
	default: // createAccount, createChoice
		return ui.Body(c.choiceLines(width, height), width, height)
	}
}

func (c *Create) partLines(width int) []string {
	if c.sudden {
		c.env.Attention.Asks(c, "parts")
	}
	s := c.env.Styles
	lines := []string{"",
		ui.Fact(s, "new card", screen.TypeName(c.model)),
		ui.Fact(s, "account", ui.Safe(c.account.Profile)+" at "+screen.IssuerName(c.account)), ""}
	for i, p := range c.parts {
		label := s.Muted.Render(ui.Fit(p.label, ui.LabelCells))
		mark := "  "
		if i == c.at {
			mark, label = "> ", s.Strong.Render(ui.Fit(p.label, ui.LabelCells))
		}
		lines = append(lines, mark+label+ui.FieldView(&p.field))
	}
	lines = append(lines, "")
	if c.wrong != nil {
		return append(lines, ui.TextLines(s.Bad, screen.WrongWords(c.wrong), width, 3)...)
	}
	lines = append(lines, ui.TextLines(s.Muted, c.parts[c.at].hint, width, 2)...)
	return append(lines, "  "+s.Muted.Render("enter continues to the amount"))
}
