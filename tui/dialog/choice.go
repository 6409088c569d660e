package dialog

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"cardwallet/tui/ui"
)

// Option is one line of a Choice. All texts are safe.
type Option struct {
	Label  string
	Detail string // dim, after the label
	Wrong  bool   // Detail says what is wrong
	Note   string // in full below the list while the option is selected; may have several lines
}

// Choice asks to pick one of several.
type Choice struct {
	title   string
	options ui.Rows[Option]
	pick    func(i int) tea.Cmd
	keys    ui.Keys
	styles  *ui.Styles
}

// NewChoice starts with the option at selected. pick gives the command for what was chosen; leaving with esc runs nothing.
func NewChoice(title string, options []Option, selected int, keys ui.Keys, styles *ui.Styles, pick func(i int) tea.Cmd) *Choice {
	c := &Choice{title: title, pick: pick, keys: keys, styles: styles}
	c.options.Set(options)
	c.options.Select(selected)
	return c
}

// Title implements Dialog.
func (c *Choice) Title() string { return c.title }

// Position says where the cursor is, as "3 of 45".
func (c *Choice) Position() string { return c.options.Position() }

// Cells implements Dialog.
func (c *Choice) Cells() int { return boxCells }

// Actions implements Dialog.
func (c *Choice) Actions() []ui.Action {
	return append(ui.Bound(c.keys.Choose, c.keys.Back), ui.Moves(c.keys)...)
}

// Update implements Dialog.
func (c *Choice) Update(msg tea.KeyPressMsg) (tea.Cmd, bool) {
	switch {
	case ui.Matches(msg, c.keys.Back):
		return nil, true
	case ui.Matches(msg, c.keys.Choose) && c.options.Len() > 0:
		return c.pick(c.options.At()), true
	}
	c.options.MoveCursor(msg, c.keys)
	return nil, false
}

// Point moves the cursor by the mouse, and picks the option that is clicked while the cursor is on it.
func (c *Choice) Point(msg ui.PointMsg) (cmd tea.Cmd, closed bool) {
	if !c.options.Point(msg, ui.Area{Width: msg.Width, Height: msg.Height}.Below(1), 1) {
		return nil, false
	}
	return c.pick(c.options.At()), true
}

// View implements Dialog.
func (c *Choice) View(width, height int) string {
	note := c.note(width, height/2)
	return strings.Join(append(c.table(width).Lines(&c.options, width, height-len(note)), note...), "\n")
}

func (c *Choice) table(width int) ui.Table[Option] {
	labels, details := 1, 0
	for _, o := range c.options.All {
		labels, details = max(labels, ui.Width(o.Label)), max(details, ui.Width(o.Detail))
	}
	labels = min(labels, max(1, width/2))
	columns := []ui.Column{{Min: labels + 1, Max: labels + 1}, {Min: min(10, details), Max: details, Rank: 1}}
	return ui.Table[Option]{Styles: c.styles, Columns: columns, Cells: func(o Option, _ []int) []ui.Cell {
		detail := &c.styles.Muted
		if o.Wrong {
			detail = &c.styles.Bad
		}
		return []ui.Cell{{Text: o.Label}, {Text: o.Detail, Style: detail}}
	}}
}

// note is what there is to say about the selected option, in at most that many lines.
func (c *Choice) note(width, height int) []string {
	option, ok := c.options.Selected()
	if !ok || option.Note == "" {
		return nil
	}
	lines := []string{""}
	for _, part := range ui.Wrapped(option.Note, width-3, height-1) {
		lines = append(lines, "  "+part)
	}
	return lines
}
