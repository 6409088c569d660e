package tui

import (
	"slices"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"cardwallet/tui/frame"
	"cardwallet/tui/ui"
)

// mouseOff is the setting that leaves the mouse to the terminal, to select text with.
const mouseOff = "off"

// points reports whether the mouse is ours. Where somebody may want to select a value, types, or is asked something that only keys answer,
// it is the terminal's.
func (m *Model) points() bool {
	if d, open := m.dialogs.Front(); open && captures(d) {
		return false
	}
	return m.env.Mouse != mouseOff && !m.gone && !m.lock.on && !m.tooSmall() && !m.reveals() && !m.env.Attention.Asked() &&
		!captures(m.front())
}

// onMouse takes a click with the first button, or a turn of the wheel.
func (m *Model) onMouse(msg tea.MouseMsg) tea.Cmd {
	at := msg.Mouse()
	wheel := ui.Notch(at)
	if _, click := msg.(tea.MouseClickMsg); !m.points() || wheel == 0 && !(click && at.Button == tea.MouseLeft) {
		return nil
	}
	m.onInput(msg)
	if m.noteActive() {
		return m.lockUp(byItself)
	}
	m.lock.wanted = false // the person is there
	return withKeys(m.point(at.X, at.Y, wheel), m.keys)
}

// point gives what the mouse did to whatever is there: a tab, a key, a dialog, or the screen in front.
func (m *Model) point(x, y, wheel int) tea.Cmd {
	area := m.bodyArea()
	_, open := m.dialogs.Front()
	switch {
	case wheel == 0 && y == m.height-1:
		return m.clickKey(x)
	case wheel == 0 && y == 0 && !open:
		_, tabs := m.bar().Draw(m.env.Styles, m.width)
		if tab, ok := frame.At(tabs, x); ok {
			return m.openTab(tab)
		}
		return nil
	case open:
		box, _ := m.dialogBox(area.Width, area.Height)
		area = frame.Middle(ui.Width(box[0]), len(box), area.Width, area.Height)
		at := ui.PointMsg{X: x - area.X - 1, Y: y - m.bodyArea().Y - area.Y - 1, Width: area.Width - 2, Height: area.Height - 2, Wheel: wheel}
		return m.dialogs.Point(at)
	}
	if wheel == 0 && m.showsToasts(area.Width, area.Height) && m.toasts.Take(m.env.Styles, x-area.X, y-area.Y, area.Width) {
		return nil
	}
	box, _, boxed := m.box(area.Width, area.Height)
	if m.headed(boxed) {
		area = area.Below(1)
	}
	if boxed {
		area = ui.Area{X: box.X + 1, Y: area.Y + box.Y + 1, Width: box.Width - 2, Height: area.Height - 2 - 2*boxMargin}
		if y >= area.Y+box.Height-2 {
			return nil
		}
	}
	if !area.Has(x, y) {
		return nil
	}
	return m.front().Update(ui.PointMsg{X: x - area.X, Y: y - area.Y, Width: area.Width, Height: area.Height, Wheel: wheel})
}

// clickKey does what the key does that is named at a cell of the key line. Nothing is confirmed by it.
func (m *Model) clickKey(x int) tea.Cmd {
	here, always := m.hints()
	_, keys := frame.Keys(m.env.Styles, here, always, m.width)
	at, ok := frame.At(keys, x)
	if !ok {
		return nil
	}
	a := slices.Concat(here, always)[at]
	if a.Run == nil {
		return m.press(a.Key)
	}
	return a.Begin()
}

// press is a binding's first key, but for the one that confirms.
func (m *Model) press(b key.Binding) tea.Cmd {
	name := b.Keys()[0]
	code, special := map[string]rune{"enter": tea.KeyEnter, "esc": tea.KeyEscape, "tab": tea.KeyTab}[name]
	switch letters := []rune(name); {
	case slices.Contains(m.env.Keys.Confirm.Keys(), name):
		return nil
	case special:
		return m.onKey(tea.KeyPressMsg{Code: code})
	case name == "space":
		return m.onKey(tea.KeyPressMsg{Code: tea.KeySpace, Text: " "})
	case len(letters) == 1:
		return m.onKey(tea.KeyPressMsg{Code: letters[0], Text: name})
	}
	return nil
}

// box is where the screen in front is drawn over another one, and what it draws there; boxed is false where it has the whole body.
func (m *Model) box(width, height int) (area ui.Area, lines []string, boxed bool) {
	cells := m.boxed(len(m.stack) - 1)
	if cells == 0 {
		return ui.Area{}, nil, false
	}
	lines = strings.Split(m.front().View(cells-2, height-2-2*boxMargin), "\n")
	tall := len(lines) + 2
	return ui.Area{X: (width - cells) / 2, Y: max(boxMargin, (height-tall)/2), Width: cells, Height: tall}, lines, true
}
