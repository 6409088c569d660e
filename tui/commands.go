package tui

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"cardwallet/tui/palette"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

// openPalette finds commands, places, settings and cards by what is typed.
func (m *Model) openPalette() tea.Cmd {
	places := append(m.everywhere(), m.cards.Commands(m.toCards)...)
	m.dialogs.Open(palette.New(palette.Options{
		Here: m.front().Actions(), Places: append(places, m.settings()...), Cards: finder{m}, Calm: m.env.Attention.Calm,
		Keys: m.env.Keys, Styles: m.env.Styles,
	}))
	return nil
}

// toCards goes to the list of cards and does something there.
func (m *Model) toCards(do func() tea.Cmd) tea.Cmd {
	closed, ok := m.home()
	if !ok {
		return closed
	}
	return tea.Batch(closed, do())
}

// finder finds cards in the list.
type finder struct{ m *Model }

// Search is palette.Cards.
func (f finder) Search(words string, most int) []palette.Card {
	var found []palette.Card
	for _, c := range f.m.cards.Search(words, most) {
		open := func() tea.Cmd { return f.m.toCards(func() tea.Cmd { return f.m.cards.Show(c) }) }
		found = append(found, palette.Card{Name: screen.CardWords(c), Note: screen.StatusWords(c), Open: open})
	}
	return found
}

// Count is palette.Cards.
func (f finder) Count() int { return f.m.cards.Count() }

// settings change how the program looks and behaves until it ends.
func (m *Model) settings() []ui.Action {
	var actions []ui.Action
	add := func(words, done string, change func() tea.Cmd) {
		actions = append(actions, ui.Action{Key: key.NewBinding(), Words: words, Group: ui.OfProgram, Run: func() tea.Cmd {
			return tea.Batch(change(), m.tell(ui.NoticeMsg{Level: ui.Good, Text: done + ", for this run"}))
		}})
	}
	for _, theme := range ui.Themes() {
		add("Theme: "+theme, "theme "+theme, func() tea.Cmd {
			m.look.Theme = theme
			m.restyle()
			return m.askGround()
		})
	}
	set := func(setting *string, to string) func() tea.Cmd {
		return func() tea.Cmd {
			*setting = to
			m.restyle()
			return nil
		}
	}
	if m.env.Mouse == mouseOff {
		add("Mouse: on", "the mouse is the program's", set(&m.env.Mouse, "on"))
	} else {
		add("Mouse: off", "the mouse is yours to select with", set(&m.env.Mouse, mouseOff))
	}
	if m.opts.Motion == motionOff {
		add("Motion: on", "what is under way turns", set(&m.opts.Motion, "on"))
	} else {
		add("Motion: off", "nothing moves by itself", set(&m.opts.Motion, motionOff))
	}
	if m.env.Styles.ASCII {
		add("Symbols: Unicode", "symbols of Unicode", set(&m.opts.Symbols, symbolsUnicode))
	} else {
		add("Symbols: ASCII", "symbols of ASCII alone", set(&m.opts.Symbols, symbolsASCII))
	}
	return actions
}
