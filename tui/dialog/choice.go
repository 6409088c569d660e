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
	options []Option
	pick    func(i int) tea.Cmd
	window  ui.Window
	keys    ui.Keys
	styles  *ui.Styles
}

// NewChoice starts with the option at selected. pick gives the command for what was chosen; leaving with esc runs nothing.
func NewChoice(title string, options []Option, selected int, keys ui.Keys, styles *ui.Styles, pick func(i int) tea.Cmd) *Choice {
	c := &Choice{title: title, options: options, pick: pick, keys: keys, styles: styles}
	c.window.SetCount(len(options))
	c.window.Select(selected)
	return c
}

// Title implements Dialog.
func (c *Choice) Title() string { return c.title }

// Actions implements Dialog.
func (c *Choice) Actions() []ui.Action {
	return ui.Bound(c.keys.Choose, c.keys.Up, c.keys.Down, c.keys.Back)
}

// Update implements Dialog.
func (c *Choice) Update(msg tea.KeyPressMsg) (tea.Cmd, bool) {
	switch {
	case ui.Matches(msg, c.keys.Back):
		return nil, true
	case ui.Matches(msg, c.keys.Choose) && len(c.options) > 0:
		return c.pick(c.window.Cursor), true
	}
	c.window.Update(msg, c.keys)
	return nil, false
}

// View implements Dialog.
func (c *Choice) View(width, height int) string {
	labels := 0
	for _, o := range c.options {
		labels = max(labels, ui.Width(o.Label))
	}
	labels = min(labels, width/2)
	note := c.note(width, height/2)
	from, to := c.window.Visible(height - 1 - len(note))
	lines := []string{""}
	for i := from; i < to; i++ {
		o := c.options[i]
		detail := c.styles.Muted
		if o.Wrong {
			detail = c.styles.Bad
		}
		text := ui.Cut(o.Detail, width-labels-7)
		if i == c.window.Cursor {
			lines = append(lines, "  "+c.styles.Selection.Render("> "+ui.Fit(o.Label, labels))+"  "+detail.Render(text))
			continue
		}
		lines = append(lines, "    "+ui.Fit(o.Label, labels)+"  "+detail.Render(text))
	}
	return strings.Join(append(lines, note...), "\n")
}

// note is what there is to say about the selected option, in at most that many lines.
func (c *Choice) note(width, height int) []string {
	if len(c.options) == 0 || c.options[c.window.Cursor].Note == "" {
		return nil
	}
	lines := []string{""}
	for _, part := range ui.Wrapped(c.options[c.window.Cursor].Note, width-4, height-1) {
		lines = append(lines, "    "+part)
	}
	return lines
}
