package codes

import (
	"fmt"
	"strings"

	"cardwallet/client"
	"cardwallet/client/plan"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

// The list beside the code, in cells with its border.
const listCells, mostListCells = 46, 60

// gaugeCells is how long the gauge of a row is.
const gaugeCells = 10

// Title says of what the codes are and how many live.
func (c *Codes) Title() (where, position string) {
	where = "all codes"
	if !c.OfAll() {
		where, position = screen.CardTitle(c.named(c.card))
		where += " / codes"
	}
	if c.list.Len() > 0 {
		position = strings.Join(ui.NonEmpty(fmt.Sprintf("%d live", c.live()), position), " · ")
	}
	return where, position
}

// View draws the code in focus and the list of all: side by side where there is room, else one under the other. On a tick only remaining
// times and gauges change.
func (c *Codes) View(width, height int) string {
	code, ok := c.list.Selected()
	// A link that is shown has the whole width: what a border cuts or adds makes it useless.
	if !ui.Boxes(width, height) || c.showsLink(code) {
		return c.stacked(code, ok, width, height)
	}
	side := ui.Pane{Panel: ui.Panel{Title: "Code"}, Lines: func(w, h int) []string {
		if !ok {
			return fitted(c.waitingLines(w), w, h)
		}
		lines := append([]string{""}, c.codeLines(code, w, h-1)...)
		if today := c.today(code, w); len(lines)+len(today) <= h {
			lines = append(lines, today...)
		}
		return fitted(lines, w, h)
	}}
	if ok {
		side.Detail = "for " + screen.CardWords(c.cardOf(code))
	}
	if c.Reveals() {
		side.Foot = "hides when you leave"
	}
	var sp ui.Split
	list := ui.Pane{Panel: ui.Panel{Title: "Live codes", Right: c.position()}, Lines: func(w, h int) []string {
		lines := c.rowLines(sp.ListArea(width, height).Below(1), true)
		for _, line := range c.hints(w) {
			if len(lines)+1 < h {
				lines = append(lines, line)
			}
		}
		return append([]string{""}, lines...)
	}}
	sp = ui.Split{List: list, Side: side, SideCells: width - min(mostListCells, max(listCells, width/3))}
	return sp.View(c.env.Styles, width, height)
}

// position is how many codes live, and where the cursor is where that does not say it.
func (c *Codes) position() string {
	live, shown := c.live(), c.list.Position()
	if live == len(c.list.All) {
		return fmt.Sprint(live)
	}
	return strings.Join(ui.NonEmpty(fmt.Sprintf("%d live", live), shown), " · ")
}

// stacked is the code in focus, and below it the list under a line with its title.
func (c *Codes) stacked(code client.Code, ok bool, width, height int) string {
	if !ok {
		return ui.Body(c.waitingLines(width), width, height)
	}
	least := 1 + min(3, c.list.Len()) // a line of title, and the rows
	if c.showsLink(code) {
		least = 0 // the link is whole
	}
	lines := append([]string{""}, c.codeLines(code, width, height-least)...)
	if room := height - filled(lines); room > 1 {
		n := c.list.Len()
		if 2*n < room {
			n *= 2
		}
		lines = fitted(lines, width, height-1-min(n, room-1))
		lines = append(lines, ui.Rule(c.env.Styles, "Live codes", c.position(), width))
		lines = append(lines, c.rowLines(ui.Area{Width: width, Height: height}.Below(len(lines)), false)...)
	}
	if watched := c.watched(true); len(lines)+2 <= height {
		lines = append(lines, "", c.env.Styles.Muted.Render(ui.Cut(" "+strings.Join(watched, "; "), width)))
	}
	return ui.Body(lines, width, height)
}

// filled is how many lines cannot be left out.
func filled(lines []string) (n int) {
	for _, line := range lines {
		if line != "" {
			n++
		}
	}
	return n
}

// fitted are the lines in at most that many, blank ones left out first.
func fitted(lines []string, width, height int) []string {
	return strings.Split(ui.Body(lines, width, height), "\n")
}

// rowLines are the rows of the list: in two lines each where all fit so, with a blank one between where the code in focus is beside them,
// else in one. It remembers where they are drawn, for the mouse.
func (c *Codes) rowLines(at ui.Area, beside bool) []string {
	n, row := c.list.Len(), 0
	rows := ui.Entries[client.Code]{Styles: c.env.Styles, Each: 1, Lines: func(code client.Code, focus bool, width int) []string {
		return c.shortRow(code, focus, c.rowTime(code, focus && beside), width)
	}}
	if 2*n <= at.Height {
		rows.Each, rows.Lines = 2, func(code client.Code, focus bool, width int) []string {
			gauge := ""
			if c.left(code) > 0 && !(focus && beside) {
				gauge = c.gauge(code, rowTurn(c.env.Now(), row, n), gaugeCells)
			}
			row++
			return c.row(code, focus, c.rowTime(code, focus && beside), gauge, width)
		}
	}
	if beside && 3*n-1 <= at.Height {
		rows.Gap = 1
	}
	c.rows, c.tall = at, rows.Tall()
	if n == 0 {
		return nil
	}
	return rows.Draw(&c.list, at.Width, at.Height)
}

// row is a code of the list: what it is for and how long it lives, and below that its card.
func (c *Codes) row(code client.Code, focus bool, clock, gauge string, width int) []string {
	about := ui.Safe(plan.WordsOfCode(code.Type).What)
	if c.OfAll() {
		about = cardFit(c.cardOf(code), width-gaugeCells-1)
	}
	return []string{ui.Spread(c.purpose(code, focus), clock, width), ui.Spread(c.env.Styles.Text.Render(about), gauge, width)}
}

// shortRow is a code of the list in one line.
func (c *Codes) shortRow(code client.Code, focus bool, clock string, width int) []string {
	room := width - ui.Width(clock) - 2
	if !c.OfAll() {
		return []string{ui.Spread(c.purpose(code, focus), clock, width)}
	}
	return []string{ui.Spread(ui.Fit(c.purpose(code, focus), room/2)+" "+cardFit(c.cardOf(code), room-room/2), clock, width)}
}

// purpose is what a code is for, as a row has it.
func (c *Codes) purpose(code client.Code, focus bool) string {
	s, words := c.env.Styles, purposeWords(code)
	if c.env.Codes.Copied[code.Key()] {
		words = "copied · " + words
	}
	switch {
	case c.left(code) == 0:
		return s.Struck.Render(words)
	case focus:
		return s.Strong.Render(words)
	}
	return words
}

// cardFit keeps the end of the number or id, since cards can share a name.
func cardFit(card client.Card, cells int) string {
	end := screen.NameEnd(card)
	if end == "" {
		return ui.Cut(screen.CardName(card), cells)
	}
	return ui.Cut(screen.CardName(card), max(0, cells-ui.Width(end)-1)) + " " + end
}

// cardOf is the card of a code.
func (c *Codes) cardOf(code client.Code) client.Card {
	if c.OfAll() {
		return c.env.CardWith(code)
	}
	return c.named(c.card)
}

// named is a card as the list has it by now.
func (c *Codes) named(card client.Card) client.Card {
	if c.env.Find != nil {
		if listed, ok := c.env.Find(card.Profile, card.ID); ok {
			return listed
		}
	}
	return card
}
