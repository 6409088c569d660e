package records

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
	"cardwallet/client/words"
	"cardwallet/tui/ui"
)

// tabLines is the line with the names of the lists.
const tabLines = 1

// tab is the name of a list.
type tab struct {
	kind client.RecordKind
	word string
}

// tabsIn are the names on the line of lists, one after another. That of the list that is shown is there at any width; where others leave no
// room for what is left out, it stands alone.
func (l *Records) tabsIn(width int) []tab {
	name := words.ShortList
	if width >= ui.SideWidth {
		name = words.List
	}
	var shown []tab
	cells, passed := 0, false
	for _, kind := range l.kinds {
		t := tab{kind, " " + name(kind) + " "}
		for cells += ui.Width(t.word); cells > width && len(shown) > 0 && !passed; shown = shown[1:] {
			cells -= ui.Width(shown[0].word)
		}
		if cells > width {
			cells -= ui.Width(t.word)
			break
		}
		passed = passed || kind == l.kind
		shown = append(shown, t)
	}
	if ui.Width(l.only())+2 > width-cells && l.only() != "" {
		return []tab{{l.kind, " " + name(l.kind) + " "}}
	}
	return shown
}

// only says what is left out, empty where all is shown.
func (l *Records) only() string {
	if limits := l.limits(); len(limits) > 0 {
		return "only " + strings.Join(limits, ", ")
	}
	return ""
}

// tabs names the lists, and at the end of the line what is left out.
func (l *Records) tabs(width int) string {
	s, line := l.Env.Styles, ""
	for _, t := range l.tabsIn(width) {
		style := s.Muted
		if t.kind == l.kind {
			style = s.Selection
		}
		line += style.Render(t.word)
	}
	only := l.only()
	if only == "" {
		return line
	}
	room := width - ui.Width(line) - 2
	if all := only + " · esc shows all"; ui.Width(all) <= room {
		only = all
	}
	return ui.Spread(line, s.Accent.Render(ui.Cut(only, room)), width-1)
}

// clickTab shows the list whose name is on that cell of the line of lists.
func (l *Records) clickTab(x, width int) tea.Cmd {
	for _, t := range l.tabsIn(width) {
		if x -= ui.Width(t.word); x < 0 {
			if t.kind == l.kind {
				return nil
			}
			return l.turn(slices.Index(l.kinds, t.kind) - slices.Index(l.kinds, l.kind))
		}
	}
	return nil
}
