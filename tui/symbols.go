package tui

import (
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

// The ways to draw symbols, by their words in the config.
const (
	symbolsUnicode = "unicode"
	symbolsASCII   = "ascii"
)

// symbolsAfter is how long after the terminal told its size it is asked how wide it draws symbols: the first frame is there then.
const symbolsAfter = 200 * time.Millisecond

// askSymbols draws a mark where the title has a blank, asks where the cursor is then, and makes the blank again.
var askSymbols = ansi.SaveCursor + ansi.CursorHomePosition + "◆" + ansi.RequestCursorPositionReport + ansi.CursorHomePosition + " " +
	ansi.RestoreCursor

// symbols says whether symbols can be drawn as they are. Terminals that are set up for East Asian texts draw many of them two cells wide,
// which would break every line.
type symbols struct {
	locale bool // the terminal's character set has ASCII alone
	wide   bool // the terminal draws marks two cells wide
	asked  bool // once
}

// ascii reports whether the frame has to be ASCII. way is from the config.
func (s symbols) ascii(way string) bool {
	switch way {
	case symbolsUnicode:
		return false
	case symbolsASCII:
		return true
	}
	return s.locale || s.wide
}

// askWidth asks the terminal how wide it draws symbols, once, where that decides something. Nothing waits for the answer.
func (m *Model) askWidth() tea.Cmd {
	if m.symbols.asked || !m.replies.expected || m.opts.Symbols == symbolsUnicode || m.symbols.ascii(m.opts.Symbols) {
		return nil
	}
	m.symbols.asked = true
	return m.after(symbolsAfter, func() tea.Cmd {
		if m.gone || m.lock.on || m.tooSmall() { // the first cell is no blank
			m.symbols.asked = false
			return nil
		}
		m.noteSymbolsAsked()
		return tea.Raw(askSymbols)
	})
}

// onCursor takes the answer of askWidth: after a mark of one cell the cursor is in the second column, which counts from 0. Where it is
// further, what was drawn so far is anywhere, and everything is drawn anew.
func (m *Model) onCursor(msg tea.CursorPositionMsg) tea.Cmd {
	if !m.symbols.asked || msg.Y != 0 || msg.X <= 1 {
		return nil
	}
	m.symbols.wide = true
	m.env.Styles.ASCII = m.symbols.ascii(m.opts.Symbols)
	return m.repaint()
}

// reply gives a key as the answer that it is: the position in the first row looks like F3 with shift, which is the second column, or with
// alt, which is the third. The library takes it for that.
func (m *Model) reply(msg tea.Msg) tea.Msg {
	if press, ok := msg.(tea.KeyPressMsg); ok && m.replies.symbols && press.Code == tea.KeyF3 && press.Mod != 0 {
		return tea.CursorPositionMsg{X: int(press.Mod)}
	}
	return msg
}
