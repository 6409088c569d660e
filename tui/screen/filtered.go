package screen

import (
	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"cardwallet/tui/ui"
)

// filtered is a list that a person moves in and filters by words.
type filtered struct {
	filter textinput.Model
	index  ui.Index
	found  []int32 // the rows that the filter lets through
	window ui.Window
}

func newFiltered() filtered { return filtered{filter: ui.NewField("/", 80)} }

// set takes the rows, with the text that the filter looks at.
func (l *filtered) set(rows int, row func(i int, add func(string))) {
	l.index = ui.NewIndex(rows, row)
	l.match()
}

func (l *filtered) match() {
	l.found = l.index.Find(ui.NewQuery(l.filter.Value()), l.found)
	l.window.SetCount(len(l.found))
}

// selected is the row under the cursor; ok is false when there is none.
func (l *filtered) selected() (row int, ok bool) {
	if len(l.found) == 0 {
		return 0, false
	}
	return int(l.found[l.window.Cursor]), true
}

// press handles a key of movement or of the filter. While the filter has the focus everything that can be text is text.
func (l *filtered) press(msg tea.KeyPressMsg, k ui.Keys) (cmd tea.Cmd, taken bool) {
	switch {
	case !l.filter.Focused():
		if ui.Matches(msg, k.Filter) {
			return l.filter.Focus(), true
		}
		return nil, l.window.Update(msg, k)
	case key.Matches(msg, k.KeepFilter):
		l.filter.Blur()
	case key.Matches(msg, k.ClearFilter):
		l.clear()
	case msg.Text == "" && l.window.Update(msg, k):
	default:
		return l.edit(msg), true
	}
	return nil, true
}

// edit passes a key or a paste on to the filter.
func (l *filtered) edit(msg tea.Msg) tea.Cmd {
	var cmd tea.Cmd
	l.filter, cmd = ui.Edit(l.filter, msg)
	l.match()
	return cmd
}

// clear takes the filter away. It reports whether there was one.
func (l *filtered) clear() bool {
	filtered := l.filter.Value() != ""
	l.filter.Reset()
	l.filter.Blur()
	l.match()
	return filtered
}

// head is the line of the filter while there is one.
func (l *filtered) head(s *ui.Styles, width int) []string {
	if !l.filter.Focused() && l.filter.Value() == "" {
		return nil
	}
	l.filter.SetWidth(max(1, width-6))
	lines := []string{"  " + l.filter.View()}
	if len(l.found) == 0 {
		lines = append(lines, "  "+s.Dim.Render("nothing here has these words; esc clears the filter"))
	}
	return lines
}
