package cards

import (
	"errors"
	"slices"

	"cardwallet/client"
	"cardwallet/client/plan"
	"cardwallet/client/words"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

var (
	errNoDetails = errors.New("the issuer sent no number, expiry or CVV for this card\nthe card may not be ready yet: try again in a minute")
	errNoField   = errors.New("this card has no such value\nselect another one")
)

// View draws the facts, the secret fields, and what can be done or went wrong.
func (c *Card) View(width, height int) string {
	facts, note := c.facts(), c.note(width)
	var fields []string
	for i, f := range c.fields {
		fields = append(fields, c.fieldLines(f, i == c.at, width)...)
	}
	if c.showsLink() { // what is cut of it is useless
		fields = ui.WholeLines(c.Env.Styles, fields, width, height-len(note))
	}
	facts = facts[:max(0, min(len(facts), height-len(note)-len(fields)))] // a note tells what went wrong
	lines := append(append([]string{""}, facts...), "")
	lines = append(append(lines, fields...), "")
	return ui.Body(append(lines, note...), width, height)
}

// showsLink reports whether a link is on the screen, which takes as many lines as it needs.
func (c *Card) showsLink() bool {
	return slices.ContainsFunc(c.fields, func(f cardField) bool { return f.kind == client.FieldURL && !f.value.IsZero() })
}

func (c *Card) facts() []string {
	s, card := c.Env.Styles, c.Card
	balance := screen.MoneyWords(card.Balance)
	if c.reading {
		balance += s.Muted.Render("  reading…")
	}
	lines := []string{
		c.fact("card", s.Strong.Render(screen.CardName(card))),
		c.fact("account", screen.AccountWords(card)),
		c.fact("card id", ui.Safe(card.ID)),
		c.fact("status", screen.StatusStyle(s, card.Status).Render(screen.StatusWords(card))),
		c.fact("balance", balance),
	}
	if words := card.Unreadable.Words(); words != "" {
		lines = append(lines, c.fact("", s.Warn.Render(words)))
	}
	if card.Used.Known() {
		lines = append(lines, c.fact("used", screen.MoneyWords(card.Used)))
	}
	if kind := screen.TypeWords(card); kind != "" {
		lines = append(lines, c.fact("type", kind))
	}
	switch day := words.Day(card.CreatedAt, c.Env.Now()); {
	case card.CreatedAt.IsZero() && card.HolderID != "":
		lines = append(lines, c.fact("holder", ui.Safe(card.HolderID)))
	case card.HolderID != "":
		lines = append(lines, c.fact("created", day+" · holder "+ui.Safe(card.HolderID)))
	case !card.CreatedAt.IsZero():
		lines = append(lines, c.fact("created", day))
	}
	return lines
}

func (c *Card) fact(label, value string) string { return ui.Fact(c.Env.Styles, label, value) }

func (c *Card) fieldLines(f cardField, selected bool, width int) []string {
	s := c.Env.Styles
	mark, label := "  ", ui.Fit(screen.FieldWord(f.kind), ui.LabelCells)
	if selected {
		mark, label = "> ", s.Strong.Render(label)
	} else {
		label = s.Muted.Render(label)
	}
	if f.err != nil {
		what, _ := ui.Problem(f.err)
		return []string{mark + label + s.Bad.Render(ui.Cut("not readable: "+what, max(0, width-ui.LabelCells-2)))}
	}
	if f.value.IsZero() {
		return []string{mark + label + fieldMask(f.kind, c.Card.Last4)}
	}
	shown := f.value.RevealString() // for drawing: it cannot be wiped
	switch f.kind {
	case client.FieldPAN:
		shown = ui.Grouped(shown)
	case client.FieldURL: // long: on lines of its own, to be selected with the mouse
		return append([]string{mark + label}, ui.Hardwrapped(shown, width)...)
	default: // as it is
	}
	line := mark + label + s.Strong.Render(shown)
	if f.odd != "" {
		line += s.Warn.Render("  " + f.odd)
	}
	return []string{line}
}

func (c *Card) note(width int) []string {
	s := c.Env.Styles
	switch {
	case c.opening:
		return []string{s.Accent.Render("  fetching and opening…")}
	case c.Counting():
		left := c.until.Sub(wall(c.Env.Now()))
		lines := []string{s.Accent.Render("  hides in " + plan.Clock(left))}
		for _, f := range c.fields {
			if f.err != nil {
				_, hint := ui.Problem(f.err)
				return append(lines, ui.TextLines(s.Muted, hint, width, 2)...)
			}
		}
		return lines
	case c.openErr != nil:
		return ui.ProblemLines(s, "", c.openErr, width)
	case client.Readable(c.readErr) != nil:
		return ui.ProblemLines(s, "balance not read: ", c.readErr, width)
	}
	if len(c.fields) == 1 {
		return []string{s.Muted.Render("  v reveals · c copies it without showing")}
	}
	return []string{s.Muted.Render("  v reveals all, enter the selected one · c copies it unseen")}
}

// fieldMask has a fixed length, so that it tells nothing.
func fieldMask(kind client.FieldKind, last4 string) string {
	switch kind {
	case client.FieldPAN:
		if last4 != "" {
			return "•••• •••• •••• " + ui.Safe(last4)
		}
		return "•••• •••• •••• ••••"
	case client.FieldExpiry:
		return "••/••"
	case client.FieldCVV:
		return "•••"
	default: // links
		return "••••••••"
	}
}
