package screen

import (
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"cardwallet/crypto"
	"cardwallet/tui/ui"
)

// secretField is what was typed of a PIN or an activation code, in memory of its own that no growing copies: no string of it is ever
// made, and only dots of it are drawn. A field with a size takes digits only, and no more of them than that.
type secretField struct {
	bytes []byte
	size  int
}

// longestSecret bounds a field without a size, in bytes.
const longestSecret = 64

// update handles a key or pasted text. It reports whether it was one that does not fit in here as a whole; a key that does not is
// simply not taken.
func (f *secretField) update(msg tea.Msg, keys ui.Keys) (unfit bool) {
	switch msg := msg.(type) {
	case tea.PasteMsg:
		return !f.paste(strings.TrimSpace(msg.Content))
	case tea.KeyPressMsg:
		switch {
		case msg.Code == tea.KeyBackspace:
			f.backspace()
		case key.Matches(msg, keys.Erase):
			f.wipe()
		default:
			f.add(msg.Text)
		}
	}
	return false
}

func (f *secretField) takes(c byte) bool {
	if f.size > 0 {
		return c >= '0' && c <= '9'
	}
	return c > ' ' && c <= '~'
}

func (f *secretField) most() int {
	if f.size > 0 {
		return f.size
	}
	return longestSecret
}

func (f *secretField) add(text string) {
	if f.bytes == nil {
		f.bytes = make([]byte, 0, longestSecret)
	}
	for i := range len(text) {
		if f.takes(text[i]) && len(f.bytes) < f.most() {
			f.bytes = append(f.bytes, text[i])
		}
	}
}

// paste takes all of the text or nothing: half a code is none.
func (f *secretField) paste(text string) bool {
	for i := range len(text) {
		if !f.takes(text[i]) {
			return false
		}
	}
	if len(f.bytes)+len(text) > f.most() {
		return false
	}
	f.add(text)
	return true
}

func (f *secretField) backspace() {
	if n := len(f.bytes); n > 0 {
		f.bytes[n-1] = 0
		f.bytes = f.bytes[:n-1]
	}
}

func (f *secretField) empty() bool { return len(f.bytes) == 0 }

// secret is a copy of what was typed.
func (f *secretField) secret() crypto.Secret {
	if f.empty() {
		return crypto.Secret{}
	}
	return crypto.NewSecret(append(make([]byte, 0, len(f.bytes)), f.bytes...))
}

// set takes a copy of a secret.
func (f *secretField) set(secret crypto.Secret) {
	f.wipe()
	if f.bytes == nil {
		f.bytes = make([]byte, 0, longestSecret)
	}
	secret.Reveal(func(b []byte) { f.bytes = append(f.bytes, b[:min(len(b), longestSecret)]...) })
}

// wipe reports whether there was anything.
func (f *secretField) wipe() bool {
	had := !f.empty()
	clear(f.bytes[:cap(f.bytes)])
	f.bytes = f.bytes[:0]
	return had
}

// dots draw it: one for each character.
func (f *secretField) dots() string {
	return strings.Repeat("•", len(f.bytes))
}
