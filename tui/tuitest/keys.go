package tuitest

import (
	"io"
	"strings"

	tea "charm.land/bubbletea/v2"
)

// sequences are what keys send, by their names.
var sequences = map[string]string{
	"enter": "\r", "tab": "\t", "shift+tab": "\x1b[Z", "space": " ", "backspace": "\x7f",
	// As the kitty protocol sends it: a bare escape and a key after it could be taken for alt and that key.
	"esc": "\x1b[27u",
	"up":  "\x1b[A", "down": "\x1b[B", "right": "\x1b[C", "left": "\x1b[D",
	"home": "\x1b[H", "end": "\x1b[F", "pgup": "\x1b[5~", "pgdown": "\x1b[6~", "delete": "\x1b[3~",
}

// Press presses keys by their names: "enter", "esc", "up", "ctrl+c", or a single character.
func (term *Term) Press(names ...string) {
	term.t.Helper()
	for _, name := range names {
		seq, ok := sequences[name]
		switch letter, ctrl := strings.CutPrefix(name, "ctrl+"); {
		case ok:
		case ctrl && len(letter) == 1 && letter[0] >= 'a' && letter[0] <= 'z':
			seq = string(rune(letter[0] - 'a' + 1))
		case len([]rune(name)) == 1:
			seq = name
		default:
			term.t.Fatalf("no key is called %q", name)
		}
		term.Input(seq)
	}
}

// Type types a text character by character.
func (term *Term) Type(text string) {
	term.t.Helper()
	for _, r := range text {
		term.Input(string(r))
	}
}

// Paste pastes a text as a terminal with bracketed paste does.
func (term *Term) Paste(text string) {
	term.t.Helper()
	term.Input("\x1b[200~" + text + "\x1b[201~")
}

// Input sends bytes as a terminal does, which the program may take for any number of keys.
func (term *Term) Input(seq string) {
	term.t.Helper()
	if _, err := io.WriteString(term.keys, seq); err != nil {
		select {
		case <-term.done:
			term.t.Fatalf("cannot type %q: the program ended: %v", seq, term.err)
		default:
			term.t.Fatalf("cannot type %q: %v", seq, err)
		}
	}
}

// Send gives the program a message, after all that was typed before.
func (term *Term) Send(msg tea.Msg) {
	term.typed()
	term.program.Send(msg)
}

// Resize changes the size of the terminal, after all that was typed before. The emulator keeps at least one cell; the program is told the
// real figures.
func (term *Term) Resize(cols, rows int) {
	term.typed()
	term.mu.Lock()
	term.emu.Resize(max(1, cols), max(1, rows))
	term.resized = true
	term.mu.Unlock()
	term.program.Send(tea.WindowSizeMsg{Width: cols, Height: rows})
}

// typed waits until the program has what was typed. Keys and messages come to it on two ways: without this, a message could overtake a key.
// Reading, taking keys apart and handing them on follow each other. So one more read that gets nothing means that what was read before is
// being taken apart, and a second one that it was handed on. Where the program has ended, there is nothing to wait for.
func (term *Term) typed() {
	for range 2 {
		_, _ = term.keys.Write(nil)
	}
}
