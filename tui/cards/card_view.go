package cards

import (
	"errors"
	"slices"
	"strings"
	"time"

	"cardwallet/client"
	"cardwallet/client/plan"
	"cardwallet/client/words"
	"cardwallet/tui/preview"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

var (
	errNoDetails = errors.New("the issuer sent no number, expiry or CVV for this card\nthe card may not be ready yet: try again in a minute")
	errNoField   = errors.New("this card has no such value\nselect another one")
)

// leftCells is how wide the panel with the face and the values is, and faceFrom from how many lines in it on it has a face.
const (
	leftCells = 50
	faceCells = 42
	faceFrom  = 26
)

// View draws the card and its values at the left, and what is known of it at the right; one above the other where there is no room for
// both.
func (c *Card) View(width, height int) string {
	if ui.Boxes(width, height) && !c.showsLink() {
		name, end := screen.CardName(c.Card), screen.NameEnd(c.Card)
		c.tabs = ui.Area{X: leftCells + 1, Y: 1, Width: width - leftCells - 2, Height: 1}
		c.values = ui.Area{X: 1, Y: c.valuesFrom(height-2) + 1, Width: leftCells - 2, Height: len(c.fields)}
		return ui.Split{
			List: ui.Pane{Panel: ui.Panel{Title: ui.Cut(name, leftCells-6-2-ui.Width(end)), Right: end}, Lines: c.valuePane},
			Side: ui.Pane{Lines: c.tabLines}, SideCells: width - leftCells,
		}.View(c.Env.Styles, width, height)
	}
	return ui.Body(c.page(width, height), width, height)
}

// page is the screen without panels. Values, and what went wrong, come before what is known of the card.
func (c *Card) page(width, height int) []string {
	tabs := c.tabLines(width, height)
	c.tabs, c.values = ui.Area{Width: width, Height: 1}, ui.Area{Y: 2, Width: width, Height: len(c.fields)}
	note := c.note(width, true)
	fields := c.fieldLines(width)
	if c.showsLink() { // what is cut of it is useless
		fields = ui.WholeLines(c.Env.Styles, c.Env.Keys.Copy, fields, width, height-len(note))
		return append(append(fields, note...), tabs...)
	}
	lines := append(append(tabs[:2:2], fields...), note...)
	if height-len(lines) > len("12345") {
		lines = append(lines, "")
	}
	return append(lines, c.tabBody(width, height-len(lines))...)
}

// valuePane is the face of the card, and below it its values, each in a row of its own that can be selected.
func (c *Card) valuePane(width, height int) []string {
	lines := []string{""}
	if c.valuesFrom(height) > 1 {
		for _, line := range screen.Face(c.Card, screen.StateWords(words.OfCard(c.Card))).Lines(c.Env.Styles, min(faceCells, width-2)) {
			lines = append(lines, " "+line)
		}
		lines = append(lines, "")
	}
	lines = append(append(lines, c.fieldLines(width)...), "")
	return append(lines, c.note(width, false)...)
}

// valuesFrom is the line of that panel on which the values begin.
func (c *Card) valuesFrom(height int) int {
	if height < faceFrom {
		return 1
	}
	return 1 + ui.FaceLines + 1
}

// showsLink reports whether a link is on the screen, which takes as many lines as it needs.
func (c *Card) showsLink() bool {
	return slices.ContainsFunc(c.fields, func(f cardField) bool { return f.kind == client.FieldURL && !f.value.IsZero() })
}

// facts are what the card is.
func (c *Card) facts(width int) []string {
	s, card := c.Env.Styles, c.Card
	room := max(0, width-labelCells-2)
	status := screen.StatusStyle(s, card.Status).Render(ui.Cut(screen.StateWords(words.OfCard(card)), room))
	lines := []string{c.fact("status", status), c.balance()}
	if odd := card.Unreadable.Words(); odd != "" {
		lines = append(lines, c.fact("", s.Warn.Render(ui.Cut(odd, room))))
	}
	created := ""
	if !card.CreatedAt.IsZero() {
		created = words.Day(card.CreatedAt, c.Env.Now())
	}
	for _, f := range [][2]string{
		{"holder", c.Env.Holders.Words(card, true)}, {"account", screen.AccountWords(card)}, {"type", screen.TypeWords(card)},
		{"made", created}, {"card id", ui.Safe(card.ID)},
	} {
		if f[1] != "" {
			lines = append(lines, c.fact(f[0], ui.Cut(f[1], room)))
		}
	}
	return lines
}

// balance is what is on the card, and how much of what was on it that is.
func (c *Card) balance() string {
	s, card := c.Env.Styles, c.Card
	const gaugeCells = 18
	value := s.Strong.Render(screen.MoneyWords(card.Balance))
	gauge, _ := preview.Left(s, card, gaugeCells)
	switch {
	case card.Shared:
		value += s.Muted.Render("  shared with other cards")
	case card.MayShare && card.Balance.Known():
		value += s.Muted.Render("  may be shared with other cards")
	case gauge != "":
		value += "  " + gauge
	}
	if c.reading {
		value += s.Muted.Render("  reading…")
	}
	return c.fact("balance", value)
}

// labelCells is how wide a label and the space after it are.
const labelCells = 10

func (c *Card) fact(label, value string) string {
	return " " + c.Env.Styles.Muted.Render(ui.Fit(label, labelCells)) + value
}

// fieldLines are the values, the selected one in the one style of a selected row.
func (c *Card) fieldLines(width int) []string {
	var lines []string
	for i, f := range c.fields {
		lines = append(lines, c.fieldRow(f, i == c.at, width)...)
	}
	return lines
}

func (c *Card) fieldRow(f cardField, selected bool, width int) []string {
	s := c.Env.Styles
	shown, style := preview.Mask(f.kind, c.Card.Last4), s.Text
	switch {
	case f.err != nil:
		what, _ := ui.Problem(f.err)
		shown, style = "not readable: "+what, s.Bad
	case f.value.IsZero():
	case f.kind == client.FieldURL: // long: on lines of its own, to be selected with the mouse
		return append([]string{c.fact(screen.FieldWord(f.kind), "")}, ui.Hardwrapped(f.value.RevealString(), width)...)
	case f.kind == client.FieldPAN:
		shown, style = ui.Grouped(f.value.RevealString()), s.Strong // for drawing: it cannot be wiped
	default:
		shown, style = f.value.RevealString(), s.Strong
	}
	const wordCells = 9
	word, room := ui.Fit(screen.FieldWord(f.kind), wordCells), max(0, width-wordCells-2)
	if selected {
		return []string{s.Selection.Render(ui.Fit("▌ "+word+ui.Cut(joined("  ", shown, f.odd), room), width))}
	}
	line := "  " + s.Muted.Render(word) + style.Render(ui.Cut(shown, room))
	if f.odd != "" {
		line += s.Warn.Render(ui.Cut("  "+f.odd, max(0, room-ui.Width(shown))))
	}
	return []string{line}
}

// note says how long values are shown, what went wrong, or what a person can do with the values. brief is for where lines are few.
func (c *Card) note(width int, brief bool) []string {
	s := c.Env.Styles
	const gaugeCells, gaugeStep = 16, 2 * time.Second // a step each second would cost twice the bytes
	switch {
	case c.opening:
		return []string{" " + s.Accent.Render("fetching and opening…")}
	case c.Counting():
		left := c.until.Sub(wall(c.Env.Now()))
		hides := " " + s.Warn.Render("hides in "+plan.Clock(left)) + " " +
			ui.Gauge(s, s.Warn, int((left+gaugeStep-1)/gaugeStep), int((c.Env.HideAfter+gaugeStep-1)/gaugeStep), gaugeCells)
		lines := []string{hides, c.heading(mouseFree)}
		if free := c.heading(mouseFree); brief && ui.Width(hides+"  "+free) > width {
			lines = []string{hides + "  " + c.heading("mouse is free")}
		} else if brief {
			lines = []string{hides + "  " + free}
		}
		for _, f := range c.fields {
			if f.err != nil {
				_, hint := ui.Problem(f.err)
				return append(lines, ui.TextLines(s.Muted, hint, width, 2)...)
			}
		}
		if brief {
			return lines
		}
		k := c.Env.Keys
		return append(lines, "", c.hint(k.Copy.Help().Key, "copies the selected value"), c.hint(k.Reveal.Help().Key, "hides all now"), "",
			c.heading("noted in the audit trail"))
	case c.openErr != nil:
		return ui.ProblemLines(s, "", c.openErr, width)
	case client.Readable(c.readErr) != nil:
		return ui.ProblemLines(s, "balance not read: ", c.readErr, width)
	}
	k := c.Env.Keys
	if brief {
		return []string{c.hint(k.Reveal.Help().Key, "shows the values ·") + c.hint(k.Copy.Help().Key, "copies the selected one unseen")}
	}
	return []string{c.hint(k.Reveal.Help().Key, "shows the values"), c.hint(k.Copy.Help().Key, "copies the selected one unseen")}
}

// mouseFree is said where values are shown: there the program leaves the mouse to the terminal.
const mouseFree = "the mouse is yours to select with"

// joined puts a separator between those texts that are not empty.
func joined(separator string, texts ...string) string {
	return strings.Join(ui.NonEmpty(texts...), separator)
}
