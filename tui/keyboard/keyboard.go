// Package keyboard reads the keys of the person's terminal, and ends pastes whose end got lost.
package keyboard

import (
	"bytes"
	"os"
	"runtime"
	"time"

	tea "charm.land/bubbletea/v2"
	"golang.org/x/term"
)

// The marks of a bracketed paste.
var pasteStart, pasteEnd = []byte("\x1b[200~"), []byte("\x1b[201~")

const (
	// pasteSilence is how long a paste may stand still. After that, input that is as short as a key counts as a key.
	pasteSilence = 2 * time.Second
	// longestKey is the length of the longest sequence that a terminal sends for a key, with all that the kitty protocol tells of it.
	longestKey = 32
)

// interrupts are ctrl+c as a terminal sends it: plainly, by the kitty protocol on a Latin and on a Cyrillic layout, and by modifyOtherKeys.
var interrupts = [][]byte{[]byte("\x03"), []byte("\x1b[99;5u"), []byte("\x1b[1089::99;5u"), []byte("\x1b[27;5;99~"),
	[]byte("\x1b[27;5;1089~")}

// keyboard is the terminal to read from. The end of a paste may never come: it can be lost with a connection, or a program can have sent
// the start alone. Then every key would be taken for text of the paste. So a paste that stands still ends when a key comes, and every paste
// ends with ctrl+c.
type keyboard struct {
	*os.File
	paste pasteWatch
}

// Input reads the person's terminal; ok reports whether stdin is one. On Windows the library reads the console itself.
func Input() (opts []tea.ProgramOption, ok bool) {
	if !term.IsTerminal(int(os.Stdin.Fd())) {
		return nil, false
	}
	if runtime.GOOS == "windows" {
		return nil, true
	}
	return []tea.ProgramOption{tea.WithInput(&keyboard{File: os.Stdin, paste: pasteWatch{now: time.Now}})}, true
}

// Read is io.Reader.
func (k *keyboard) Read(p []byte) (int, error) {
	if len(p) <= len(pasteEnd) {
		return k.File.Read(p)
	}
	n, err := k.File.Read(p[len(pasteEnd):])
	n = max(0, n)
	got := p[len(pasteEnd) : len(pasteEnd)+n]
	if k.paste.endsBefore(got) {
		copy(p, pasteEnd)
		return len(pasteEnd) + n, err
	}
	copy(p, got)
	clear(p[n : n+len(pasteEnd)])
	return n, err
}

// pasteWatch knows whether a paste is under way.
type pasteWatch struct {
	now  func() time.Time
	on   bool
	last time.Time // when something of it came
	tail []byte    // of what was read before: a mark may come in pieces
}

// endsBefore looks at what was read, and reports whether a paste must be ended before it.
func (w *pasteWatch) endsBefore(read []byte) bool {
	now, text := w.now(), read
	if len(w.tail) > 0 {
		text = append(bytes.Clone(w.tail), read...)
	}
	silent := now.Sub(w.last) >= pasteSilence || now.Before(w.last)
	ends := w.on && !bytes.Contains(text, pasteEnd) && (silent && len(read) > 0 && len(read) <= longestKey || isInterrupt(read))
	if ends {
		w.on = false
	}
	if start, end := bytes.LastIndex(text, pasteStart), bytes.LastIndex(text, pasteEnd); start >= 0 || end >= 0 {
		w.on = start > end
	}
	w.last, w.tail = now, nil
	for n := min(len(text), len(pasteStart)-1); n > 0; n-- { // nothing else of what is typed is kept: it may be a passphrase
		if piece := text[len(text)-n:]; bytes.HasPrefix(pasteStart, piece) || bytes.HasPrefix(pasteEnd, piece) {
			w.tail = bytes.Clone(piece)
			break
		}
	}
	return ends
}

// isInterrupt reports whether somebody presses ctrl+c, and nothing else.
func isInterrupt(read []byte) bool {
	for _, key := range interrupts {
		if len(read) > 0 && len(bytes.ReplaceAll(read, key, nil)) == 0 {
			return true
		}
	}
	return false
}
