// Package frame draws what is around every screen: the title bar, the notices, the keys, boxes over a screen, and the screens that stand
// alone. It knows nothing of what is in the program and keeps nothing. Where it draws something that can be clicked, it says where.
package frame

import (
	"fmt"
	"strings"

	"charm.land/lipgloss/v2"

	"cardwallet/tui/ui"
)

// Spot is a part of a line that can be clicked: from its first cell to the one before To. Of says which part it is.
type Spot struct{ From, To, Of int }

// Bar is the title bar. All texts are safe.
type Bar struct {
	Badges   []string // words such as DEMO or READ-ONLY
	Tabs     []Tab
	Front    int    // which of the tabs is in front
	Place    string // the screen in front and the position in it, for where tabs do not fit
	Position string
	Live     int // codes that are alive, for where tabs do not fit
	Accounts []Account
}

// Tab is one of the main screens.
type Tab struct {
	Key, Name string
	Count     int
	Alert     int  // outcomes that are unknown; they take the place of the count
	Kept      int  // cells that are kept for the count, and the blank before it
	Always    bool // the count is there on a narrow screen, too
}

// Health says how the list of an account stands.
type Health int

// The states of an account's list.
const (
	Read    Health = iota
	Reading        // for the first time or anew
	Stale          // it was read too long ago
	Failed         // the newest attempt to read it
)

// Account is an account in the title bar.
type Account struct {
	Name   string
	Health Health
	As     string // the clock time of what is shown, where that is not new
}

const (
	mark      = "◆"
	brand     = mark + " cardwallet"
	crumbGap  = " › "
	badgeGap  = 2
	narrowest = ui.PeekWidth // of a bar with tabs
)

// Draw is the bar in exactly that many cells, with the tabs that can be clicked. What changes while one looks on, counts and the state of
// accounts, moves nothing else.
func (b Bar) Draw(s *ui.Styles, width int) (line string, tabs []Spot) {
	for _, name := range []string{brand, mark} {
		left, tabs := b.wide(s, name, width >= ui.SideWidth)
		least := 1
		if name == brand { // a mark for each account comes before the name of the program
			least = max(least, min(width/8, len(b.Accounts)))
		}
		if room := width - ui.Width(left) - 2; width >= narrowest && room >= least {
			health := b.health(s, room)
			return left + strings.Repeat(" ", width-ui.Width(left)-ui.Width(health)-1) + health + " ", tabs
		}
	}
	return b.narrow(s, width), nil
}

func (b Bar) title(s *ui.Styles, name string) string {
	line := " " + s.Brand.Render(name)
	for _, badge := range b.Badges {
		line += strings.Repeat(" ", badgeGap) + s.Pill.Render(" "+badge+" ")
	}
	return line
}

// wide is the bar with tabs, without the accounts. Each tab has cells of its own, whatever its count.
func (b Bar) wide(s *ui.Styles, name string, roomy bool) (line string, spots []Spot) {
	gap := 1
	if roomy {
		gap = 2
	}
	line = b.title(s, name) + strings.Repeat(" ", gap+1)
	for i, t := range b.Tabs {
		text, cells := t.text(roomy), t.cells(roomy)
		at := ui.Width(line)
		spots = append(spots, Spot{From: at, To: at + cells, Of: i})
		style := &s.Muted
		switch {
		case i == b.Front:
			style = &s.Selection
		case t.Alert > 0:
			style = &s.Alert
		}
		label := ui.Cut(" "+text+" ", cells)
		if w := ui.Width(" " + text); w >= cells {
			label = ui.Cut(" "+text, cells)
		}
		line += style.Render(label) + strings.Repeat(" ", cells-ui.Width(label))
	}
	return line, spots
}

// cells are what a tab has: its name, its count, and a gap behind it that a longer count may take.
func (t Tab) cells(roomy bool) int {
	cells := 1 + ui.Width(t.Key+" "+t.Name) + 2
	if roomy || t.Always {
		cells += t.Kept
	}
	if roomy {
		cells++
	}
	return cells
}

func (t Tab) text(roomy bool) string {
	text := t.Key + " " + t.Name
	switch {
	case t.Alert > 9:
		return text + " ?+"
	case t.Alert > 0:
		return fmt.Sprintf("%s ?%d", text, t.Alert)
	case t.Count == 0 || !roomy && !t.Always:
		return text
	}
	return text + " " + short(t.Count)
}

// short is a number in at most four cells.
func short(n int) string {
	if n > 9999 {
		return fmt.Sprintf("%dk", n/1000)
	}
	return fmt.Sprint(n)
}

// narrow has the screen in front in place of the tabs.
func (b Bar) narrow(s *ui.Styles, width int) string {
	place, position, right := Path(b.Place), "", b.counts(s)
	if b.Position != "" {
		position = " " + b.Position
	}
	health := b.health(s, min(width/8, len(b.Accounts))) + " "
	var left string
	room := 0
	for _, name := range []string{brand, mark} { // the place comes before the name of the program
		left = b.title(s, name)
		room = width - ui.Width(left+right+health+position) - badgeGap - len("[]") - 1
		if ui.Width(place) <= room {
			break
		}
	}
	for _, rest, ok := strings.Cut(place, crumbGap); ok && ui.Width(place) > room; _, rest, ok = strings.Cut(place, crumbGap) {
		place = rest // the end says more than the beginning
	}
	if place != "" && room > 0 {
		left += strings.Repeat(" ", badgeGap) + s.Selection.Render(" "+ui.Cut(place, room)+position+" ")
	}
	return ui.Spread(left+right, health, width)
}

// counts are the live codes and the unknown outcomes.
func (b Bar) counts(s *ui.Styles) string {
	line := ""
	if b.Live > 0 {
		line += "  " + s.Code.Render(fmt.Sprintf("%s %d", mark, b.Live))
	}
	for _, t := range b.Tabs {
		if t.Alert > 0 {
			line += "  " + s.Alert.Render(fmt.Sprintf(" ?%d ", t.Alert))
		}
	}
	return line
}

// health is the state of the accounts: with their names where there is room, or a mark for each.
func (b Bar) health(s *ui.Styles, room int) string {
	var named, marks []string
	for _, a := range b.Accounts {
		mark, style := a.mark(s)
		name := mark + " " + a.Name
		if a.As != "" {
			name += " " + a.As
		}
		if a.Health == Failed {
			name = style.Render(name)
		} else {
			name = style.Render(mark) + s.Muted.Render(strings.TrimPrefix(name, mark))
		}
		named, marks = append(named, name), append(marks, style.Render(mark))
	}
	if line := strings.Join(named, "  "); ui.Width(line) <= room {
		return line
	}
	for i, a := range b.Accounts { // the words of what failed, where there is room for them
		words := strings.TrimSpace(a.Name + " " + a.As)
		if a.Health == Failed && len(b.Accounts)+ui.Width(words)+2 <= room {
			_, style := a.mark(s)
			marks[i] += style.Render(" "+words) + " "
			break
		}
	}
	return ui.Cut(strings.Join(marks, ""), room)
}

func (a Account) mark(s *ui.Styles) (string, lipgloss.Style) {
	switch a.Health {
	case Reading:
		return "◐", s.Warn
	case Stale:
		return "○", s.Muted
	case Failed:
		return "✕", s.Bad
	default:
		return "●", s.OK
	}
}

// Path is where a screen is, as the title bar and the crumbs say it.
func Path(where string) string { return strings.ReplaceAll(where, " / ", crumbGap) }

// Crumbs says where a screen is that is no tab, in exactly that many cells.
func Crumbs(s *ui.Styles, tab, where, position string, width int) string {
	way := Path(tab + " / " + where)
	last := strings.LastIndex(way, crumbGap) + len(crumbGap)
	line := " " + s.Muted.Render(way[:last]) + s.Strong.Render(way[last:])
	if position != "" {
		line += " " + s.Muted.Render(position)
	}
	return ui.Fit(line, width)
}
