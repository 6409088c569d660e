package screen

import (
	"cmp"
	"errors"
	"slices"
	"strings"

	"charm.land/lipgloss/v2"

	"cardwallet/client"
	"cardwallet/tui/ui"
)

var (
	errNoDetails = errors.New("the issuer sent no number, expiry or CVV for this card\nthe card may not be ready yet: try again in a minute")
	errNoField   = errors.New("this card has no such value\nselect another one")
)

const labelCells = 12

// View draws the facts, the secret fields, and what can be done or went wrong.
func (c *Card) View(width, height int) string {
	facts, note := c.facts(), c.note(width)
	var fields []string
	for i, f := range c.fields {
		fields = append(fields, c.fieldLines(f, i == c.at, width)...)
	}
	if c.showsLink() { // what is cut of it is useless
		fields = whole(c.env.Styles, fields, width, height-len(note))
		facts = facts[:max(0, min(len(facts), height-len(note)-len(fields)))]
	}
	lines := append(append([]string{""}, facts...), "")
	lines = append(append(lines, fields...), "")
	return ui.Body(append(lines, note...), width, height)
}

// showsLink reports whether a link is on the screen, which takes as many lines as it needs.
func (c *Card) showsLink() bool {
	return slices.ContainsFunc(c.fields, func(f cardField) bool { return f.kind == client.FieldURL && !f.value.IsZero() })
}

// whole gives the lines of a value, or says that it does not fit.
func whole(s *ui.Styles, lines []string, width, height int) []string {
	if len(lines) <= height {
		return lines
	}
	return append(lines[:max(0, min(len(lines), height-1))], s.Warn.Render(ui.Cut("! the end does not fit: use a larger window, or c copies it", width)))
}

func (c *Card) facts() []string {
	s, card := c.env.Styles, c.card
	balance := moneyWords(card.Balance)
	if c.reading {
		balance += s.Dim.Render("  reading…")
	}
	lines := []string{
		c.fact("card", s.Strong.Render(cardName(card))),
		c.fact("account", accountWords(card)),
		c.fact("card id", ui.Safe(card.ID)),
		c.fact("status", statusStyle(s, card.Status).Render(statusWords(card))),
		c.fact("balance", balance),
	}
	if card.Used.Known() {
		lines = append(lines, c.fact("used", moneyWords(card.Used)))
	}
	if kind := typeWords(card); kind != "" {
		lines = append(lines, c.fact("type", kind))
	}
	return lines
}

func (c *Card) fact(label, value string) string { return factLine(c.env.Styles, label, value) }

func (c *Card) fieldLines(f cardField, selected bool, width int) []string {
	s := c.env.Styles
	mark, label := "  ", ui.Fit(fieldWord(f.kind), labelCells)
	if selected {
		mark, label = "> ", s.Strong.Render(label)
	} else {
		label = s.Dim.Render(label)
	}
	if f.value.IsZero() {
		return []string{mark + label + fieldMask(f.kind, c.card.Last4)}
	}
	shown := f.value.RevealString() // for drawing: it cannot be wiped
	switch f.kind {
	case client.FieldPAN:
		shown = ui.Grouped(shown)
	case client.FieldURL: // long: on lines of its own, to be selected with the mouse
		return append([]string{mark + label}, ui.Hardwrapped(shown, width)...)
	}
	return []string{mark + label + s.Strong.Render(shown)}
}

func (c *Card) note(width int) []string {
	s := c.env.Styles
	switch {
	case c.opening:
		return []string{s.Info.Render("  fetching and opening…")}
	case c.Counting():
		left := c.until.Sub(wall(c.env.Now()))
		return []string{s.Info.Render("  hides in " + ui.Clock(left))}
	case c.openErr != nil:
		return problemLines(s, "", c.openErr, width)
	case c.readErr != nil:
		return problemLines(s, "balance not read: ", c.readErr, width)
	}
	if len(c.fields) == 1 {
		return []string{s.Dim.Render("  v reveals · c copies it without showing")}
	}
	return []string{s.Dim.Render("  v reveals all, enter the selected one · c copies it unseen")}
}

func cardTitle(card client.Card) (where, position string) {
	return ui.Safe(card.Profile) + " / " + cardName(card), cardEnd(card)
}

// cardName is what to call a card: its id where nothing else is known.
func cardName(card client.Card) string { return ui.Safe(cmp.Or(card.Name, card.ID)) }

// cardWords is the card in one line: its name and what tells it from others of that name.
func cardWords(card client.Card) string {
	if end := nameEnd(card); end != "" {
		return cardName(card) + " " + end
	}
	return cardName(card)
}

// nameEnd is what follows the name of a card: the end of its number or id, nothing where the id is the name.
func nameEnd(card client.Card) string {
	if card.Last4 == "" && card.Name == "" {
		return ""
	}
	return cardEnd(card)
}

// cardEnd is the last four of the PAN, or else the end of the card's id with a sign before it, since cards can share a name.
func cardEnd(card client.Card) string {
	id := []rune(ui.Safe(card.ID))
	switch {
	case card.Last4 != "":
		return ui.Ellipsis + ui.Safe(card.Last4)
	case len(id) == 0:
		return ""
	}
	return "#" + string(id[max(0, len(id)-4):])
}

var issuerNames = map[string]string{"finhub": "FinHub", "aurex": "Aurex", "linora": "Linora"}

func accountWords(card client.Card) string {
	name := cmp.Or(issuerNames[card.Issuer], card.Issuer)
	if name == "" {
		return ui.Safe(card.Profile)
	}
	return ui.Safe(card.Profile) + " at " + ui.Safe(name)
}

// statusWords gives the common word, and the issuer's own where it says something else.
func statusWords(card client.Card) string {
	own := ui.Safe(card.IssuerStatus)
	if own == "" || strings.EqualFold(own, string(card.Status)) {
		return string(card.Status)
	}
	return string(card.Status) + " (issuer: " + own + ")"
}

func statusStyle(s *ui.Styles, status client.CardStatus) lipgloss.Style {
	switch status {
	case client.CardActive:
		return s.Good
	case client.CardCanceled, client.CardBlocked, client.CardExpired, client.CardFailed:
		return s.Bad
	}
	return s.Warn
}

func typeWords(card client.Card) string {
	var words []string
	for _, w := range []struct{ name, value string }{{"", card.Category}, {"BIN ", card.BIN}, {"type ", card.TypeID}} {
		if w.value != "" {
			words = append(words, w.name+ui.Safe(w.value))
		}
	}
	return strings.Join(words, " · ")
}

// moneyWords is an amount as it is drawn. The currency is the issuer's own text.
func moneyWords(m client.Money) string { return ui.Safe(m.String()) }

func fieldWord(kind client.FieldKind) string {
	switch kind {
	case client.FieldCVV:
		return "CVV"
	case client.FieldURL:
		return "link"
	}
	return string(kind)
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
	}
	return "••••••••"
}

// newer is a card as just read, with what only older answers said.
func newer(old, read client.Card) client.Card {
	for _, keep := range []struct{ now, before *string }{
		{&read.Name, &old.Name}, {&read.Last4, &old.Last4}, {&read.TypeID, &old.TypeID}, {&read.BIN, &old.BIN},
		{&read.Category, &old.Category}, {&read.HolderID, &old.HolderID},
	} {
		if *keep.now == "" {
			*keep.now = *keep.before
		}
	}
	if read.CreatedAt.IsZero() {
		read.CreatedAt = old.CreatedAt
	}
	if !read.Used.Known() {
		read.Used = old.Used
	}
	read.Profile, read.Issuer, read.ID = old.Profile, old.Issuer, old.ID
	return read
}
