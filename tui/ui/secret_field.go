package ui

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
)

// SecretField holds what was typed of a secret. Its memory does not grow, because growing leaves copies behind. No string is ever made of
// it, and only dots are drawn. The zero SecretField takes a passphrase.
type SecretField struct {
	Most  int             // bytes; 0 is 1,024. It must not change once something was typed.
	Takes func(rune) bool // which characters; nil is every printable one

	typed []byte
}

const longestSecret = 1 << 10 // bytes, where nothing else is said

// Digit reports whether a character is one of 0 to 9, for SecretField.Takes.
func Digit(r rune) bool { return r >= '0' && r <= '9' }

// Graphic reports whether a character is of ASCII and leaves ink, for SecretField.Takes.
func Graphic(r rune) bool { return r > ' ' && r <= '~' }

// Update handles a key or pasted text. unfit reports a pasted text that does not fit: then the field takes nothing of it. A key that does
// not fit is ignored.
func (f *SecretField) Update(msg tea.Msg, keys Keys) (unfit bool) {
	switch msg := msg.(type) {
	case tea.PasteMsg:
		return !f.paste(strings.TrimSpace(msg.Content))
	case tea.KeyPressMsg:
		switch {
		case msg.Code == tea.KeyBackspace:
			f.backspace()
		case key.Matches(msg, keys.Erase):
			f.Wipe()
		default:
			f.Add(msg.Text)
		}
	}
	return false
}

func (f *SecretField) takes(r rune) bool {
	if f.Takes == nil {
		return unicode.IsPrint(r)
	}
	return f.Takes(r)
}

func (f *SecretField) most() int {
	if f.Most == 0 {
		return longestSecret
	}
	return f.Most
}

// Add takes those characters of a text that it may, while there is room.
func (f *SecretField) Add(text string) {
	if f.typed == nil {
		f.typed = make([]byte, 0, f.most())
	}
	for _, r := range text {
		if f.takes(r) && len(f.typed)+utf8.RuneLen(r) <= f.most() {
			f.typed = utf8.AppendRune(f.typed, r)
		}
	}
}

// paste takes all of the text or nothing: half a code is none.
func (f *SecretField) paste(text string) bool {
	if len(f.typed)+len(text) > f.most() || strings.ContainsFunc(text, func(r rune) bool { return !f.takes(r) }) {
		return false
	}
	f.Add(text)
	return true
}

func (f *SecretField) backspace() {
	_, size := utf8.DecodeLastRune(f.typed)
	at := len(f.typed) - size
	clear(f.typed[at:])
	f.typed = f.typed[:at]
}

// Empty reports whether nothing is typed.
func (f *SecretField) Empty() bool { return len(f.typed) == 0 }

// Bytes are what was typed, in the memory of the field: who wants to keep them makes a copy.
func (f *SecretField) Bytes() []byte { return f.typed }

// Set takes a copy of a secret, cut to what the field holds.
func (f *SecretField) Set(secret []byte) {
	f.Wipe()
	if f.typed == nil {
		f.typed = make([]byte, 0, f.most())
	}
	f.typed = append(f.typed, secret[:min(len(secret), f.most())]...)
}

// Wipe overwrites what was typed. It reports whether there was anything.
func (f *SecretField) Wipe() bool {
	had := !f.Empty()
	clear(f.typed[:cap(f.typed)])
	f.typed = f.typed[:0]
	return had
}

// View draws the dots in at most that many cells, and the cursor of the terminal behind them where the field has the focus.
func (f *SecretField) View(cells int, focus bool) string {
	if !focus {
		return f.Dots(cells)
	}
	return f.Dots(cells-1) + cursorMark + " "
}

// Dots are one for each character. Where there are more than cells, an ellipsis says so.
func (f *SecretField) Dots(cells int) string {
	return Cut(strings.Repeat("•", utf8.RuneCount(f.typed)), cells)
}
