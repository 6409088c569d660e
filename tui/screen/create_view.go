package screen

import (
	"strings"

	"cardwallet/client"
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
	}
	return ui.Body(c.accountLines(height), width, height)
}

func (c *Create) accountLines(height int) []string {
	s := c.env.Styles
	if len(c.accounts) == 0 {
		return []string{"", "  " + s.Bad.Render("no account offers card creation")}
	}
	lines := []string{"", "  " + s.Strong.Render("at which account?"), ""}
	from, to := c.window.Visible(max(1, height-len(lines)))
	for i := from; i < to; i++ {
		a := c.accounts[i]
		detail := issuerName(a)
		if a.ReadOnly {
			detail += ", read-only"
		}
		lines = append(lines, choiceLine(s, i == c.window.Cursor, ui.Fit(ui.Safe(a.Profile), 20), detail))
	}
	return lines
}

func (c *Create) typeLines(width, height int) []string {
	s := c.env.Styles
	lines := []string{"", "  " + s.Strong.Render("which type of card?"), ""}
	switch {
	case c.loading:
		return append(lines, "  "+s.Info.Render("reading the issuer's card types…"))
	case c.err != nil:
		return append(append(lines, problemLines(s, "no card types: ", c.err, width)...), "  "+s.Dim.Render("r tries again"))
	case len(c.types) == 0:
		return lines
	}
	facts := c.typeFacts(c.types[c.window.Cursor], width)
	name := max(12, min(40, width-28))
	from, to := c.window.Visible(max(1, height-len(lines)-len(facts)-1))
	for i := from; i < to; i++ {
		t := c.types[i]
		lines = append(lines, choiceLine(s, i == c.window.Cursor, ui.Fit(typeName(t), name), "price "+priceWords(t.Price)))
	}
	return append(append(lines, ""), facts...)
}

// typeFacts say what the type under the cursor costs and needs.
func (c *Create) typeFacts(t client.CardType, width int) []string {
	s := c.env.Styles
	limits := "the issuer names no limits"
	switch {
	case t.OpenMin.Known() && t.OpenMax.Known():
		limits = ui.Safe(t.OpenMin.Digits()) + " to " + moneyWords(t.OpenMax)
	case t.OpenMin.Known():
		limits = "at least " + moneyWords(t.OpenMin)
	case t.OpenMax.Known():
		limits = "at most " + moneyWords(t.OpenMax)
	}
	var needs []string
	for _, p := range partsOf(c.account, t) {
		needs = append(needs, p.label)
	}
	if len(needs) == 0 {
		needs = []string{"nothing else"}
	}
	price := priceWords(t.Price)
	if t.Estimated {
		price += " (documented, not from the issuer)"
	}
	return []string{
		factLine(s, "type", ui.Cut(ui.Safe(strings.Join(nonEmpty(t.ID, t.BIN, t.Country, t.Mode), " · ")), max(0, width-labelCells-2))),
		factLine(s, "price", price),
		factLine(s, "deposit", limits),
		factLine(s, "needs", strings.Join(needs, ", ")),
	}
}

func (c *Create) partLines(width int) []string {
	s := c.env.Styles
	lines := []string{"",
		factLine(s, "new card", typeName(c.model)),
		factLine(s, "account", ui.Safe(c.account.Profile)+" at "+issuerName(c.account)), ""}
	for i, p := range c.parts {
		label := s.Dim.Render(ui.Fit(p.label, labelCells))
		mark := "  "
		if i == c.at {
			mark, label = "> ", s.Strong.Render(ui.Fit(p.label, labelCells))
		}
		lines = append(lines, mark+label+p.field.View())
	}
	lines = append(lines, "")
	if c.wrong != nil {
		for _, line := range ui.Wrapped(wrongWords(c.wrong), width-2, 3) {
			lines = append(lines, "  "+s.Bad.Render(line))
		}
		return lines
	}
	for _, line := range ui.Wrapped(c.parts[c.at].hint, width-2, 2) {
		lines = append(lines, "  "+s.Dim.Render(line))
	}
	return append(lines, "  "+s.Dim.Render("enter continues to the amount"))
}

func choiceLine(s *ui.Styles, selected bool, label, detail string) string {
	if selected {
		return "  " + s.Selected.Render("> "+label) + "  " + s.Dim.Render(detail)
	}
	return "    " + label + "  " + s.Dim.Render(detail)
}

func priceWords(m client.Money) string {
	if !m.Known() {
		return "not known"
	}
	return moneyWords(m)
}

func nonEmpty(texts ...string) []string {
	var kept []string
	for _, t := range texts {
		if t != "" {
			kept = append(kept, t)
		}
	}
	return kept
}
