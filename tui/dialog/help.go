package dialog

import (
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"cardwallet/tui/ui"
)

// Help shows all keys. It is made from the bindings that dispatch.
type Help struct {
	groups []ui.HelpGroup
	window ui.Window // over lines; its cursor is the first line shown
	last   int       // the last first line that leaves no blank space
	keys   ui.Keys
	styles *ui.Styles
}

// NewHelp lists the groups.
func NewHelp(groups []ui.HelpGroup, keys ui.Keys, styles *ui.Styles) *Help {
	return &Help{groups: groups, keys: keys, styles: styles}
}

// Title implements Dialog.
func (h *Help) Title() string { return "keys" }

// Keys implements Dialog.
func (h *Help) Keys() []key.Binding { return []key.Binding{h.keys.Up, h.keys.Down, h.keys.Back} }

// Update implements Dialog. Keys that do not move close the help.
func (h *Help) Update(msg tea.KeyPressMsg) (tea.Cmd, bool) {
	if !h.window.Update(msg, h.keys) {
		return nil, true
	}
	h.window.Select(min(h.window.Cursor, h.last))
	return nil, false
}

// View implements Dialog.
func (h *Help) View(width, height int) string {
	lines := ui.HelpPage(h.styles, h.groups, width)
	h.window.SetCount(len(lines))
	h.window.Visible(height)
	h.last = max(0, len(lines)-height)
	first := min(h.window.Cursor, h.last)
	return strings.Join(lines[first:min(len(lines), first+max(0, height))], "\n")
}
