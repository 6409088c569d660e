package dialog

import (
	"slices"
	"strings"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"cardwallet/client/fold"
	"cardwallet/tui/ui"
)

// Help shows all keys by what they are for. It is made from the actions that the keys begin. What is typed filters it.
type Help struct {
	actions []ui.Action
	filter  textinput.Model
	scroll  ui.Scroll
	keys    ui.Keys
	styles  *ui.Styles
}

// NewHelp lists the actions that can be done.
func NewHelp(actions []ui.Action, keys ui.Keys, styles *ui.Styles) *Help {
	h := &Help{filter: ui.NewField("", 40), keys: keys, styles: styles}
	for _, a := range actions {
		if a.Can() {
			h.actions = append(h.actions, a)
		}
	}
	h.filter.Focus()
	return h
}

// Title implements Dialog.
func (h *Help) Title() string { return "Help" }

// Cells implements Dialog.
func (h *Help) Cells() int { return boxCells }

// Position implements Dialog.
func (h *Help) Position() string { return h.scroll.Position() }

// CapturesInput reports that keys are typed into the filter.
func (h *Help) CapturesInput() bool { return true }

// Actions implements Dialog.
func (h *Help) Actions() []ui.Action { return ui.Bound(ui.Named(h.keys.Back, "close")) }

// Update implements Dialog. esc takes the filter away, or else closes the help; so does the key that opened it.
func (h *Help) Update(msg tea.KeyPressMsg) (tea.Cmd, bool) {
	switch {
	case ui.Matches(msg, h.keys.Back):
		if h.filter.Value() == "" {
			return nil, true
		}
		h.filter.Reset()
	case ui.Matches(msg, h.keys.Help) && h.filter.Value() == "":
		return nil, true
	case msg.Text == "" && h.scroll.Update(msg, h.keys):
	default:
		before := h.filter.Value()
		cmd := ui.Edit(&h.filter, msg)
		if h.filter.Value() != before {
			h.scroll.Select(0)
		}
		return cmd, false
	}
	return nil, false
}

// View implements Dialog. It is as high as without a filter, so that it stays where it is.
func (h *Help) View(width, height int) string {
	const above = 2
	lines := h.page(width, strings.Fields(fold.Text(h.filter.Value())))
	tall := min(max(1, height-above), len(h.page(width, nil)))
	first := h.scroll.First(len(lines), tall)
	field := h.styles.Muted.Render("type to search")
	if h.filter.Value() != "" {
		field = ui.FieldView(&h.filter)
	}
	drawn := slices.Concat([]string{" " + field, ""}, lines[first:min(len(lines), first+tall)])
	for len(drawn) < above+tall {
		drawn = append(drawn, "")
	}
	return ui.Lines(strings.Join(drawn, "\n"), width, height)
}

// page lists the actions that have all the words, by group, in two columns where there is room.
func (h *Help) page(width int, words []string) []string {
	const most, keyCells = 28, 10
	columns := max(1, width/most)
	column := min(most, max(1, width-columns+1)/columns)
	var lines []string
	for group := ui.InPlace; group <= ui.OfProgram; group++ {
		var entries []string
		for _, a := range h.actions {
			what := a.Key.Help().Desc
			if a.Group != group || !hasAll(fold.Text(keyNames(a.Key)+" "+what+" "+group.String()), words) {
				continue
			}
			keys := keyNames(a.Key)
			if ui.Width(keys) >= keyCells {
				keys = ui.Cut(ui.KeyName(a.Key.Keys()[0]), keyCells-1)
			}
			entry := " " + h.styles.Accent.Render(ui.Fit(keys, keyCells)) + h.styles.Muted.Render(what)
			entries = append(entries, ui.Fit(entry, column))
		}
		if len(entries) == 0 {
			continue
		}
		if len(lines) > 0 {
			lines = append(lines, "")
		}
		lines = append(lines, " "+h.styles.Strong.Render(group.String()))
		for row := range slices.Chunk(entries, columns) {
			lines = append(lines, strings.Join(row, " "))
		}
	}
	if len(lines) == 0 {
		return []string{" " + h.styles.Muted.Render("no key has these words")}
	}
	return lines
}

func hasAll(text string, words []string) bool {
	return !slices.ContainsFunc(words, func(word string) bool { return !strings.Contains(text, word) })
}

// keyNames are the first two keys of a binding: the ones that people remember.
func keyNames(b key.Binding) string {
	names := slices.Clone(b.Keys())
	for i, name := range names {
		names[i] = ui.KeyName(name)
	}
	return strings.Join(names[:min(2, len(names))], " ")
}
