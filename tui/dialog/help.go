package dialog

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"cardwallet/tui/ui"
)

// Help shows all keys. It is made from the bindings that dispatch.
type Help struct {
	actions []ui.Action
	scroll  ui.Scroll
	keys    ui.Keys
	styles  *ui.Styles
}

// NewHelp lists the actions.
func NewHelp(actions []ui.Action, keys ui.Keys, styles *ui.Styles) *Help {
	return &Help{actions: actions, keys: keys, styles: styles}
}

// Title implements Dialog.
func (h *Help) Title() string { return "keys" }

// Actions implements Dialog.
func (h *Help) Actions() []ui.Action { return ui.Bound(h.keys.Up, h.keys.Down, h.keys.Back) }

// Update implements Dialog. Keys that do not move close the help.
func (h *Help) Update(msg tea.KeyPressMsg) (tea.Cmd, bool) {
	return nil, !h.scroll.Update(msg, h.keys)
}

// View implements Dialog.
func (h *Help) View(width, height int) string {
	lines := ui.HelpPage(h.styles, h.actions, width)
	first := h.scroll.First(len(lines), height)
	return strings.Join(lines[first:min(len(lines), first+max(0, height))], "\n")
}
