package tui

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"cardwallet/crypto"
)

// phrase is what was typed of a passphrase, in memory of its own that no growing copies: no string of it is ever made.
type phrase struct{ bytes []byte }

const (
	longestPhrase = 1 << 10 // bytes
	mostDots      = 32
)

// add takes the printable characters of text while there is room.
func (p *phrase) add(text string) {
	if p.bytes == nil {
		p.bytes = make([]byte, 0, longestPhrase)
	}
	for _, r := range text {
		if unicode.IsPrint(r) && len(p.bytes)+utf8.RuneLen(r) <= longestPhrase {
			p.bytes = utf8.AppendRune(p.bytes, r)
		}
	}
}

func (p *phrase) backspace() {
	_, size := utf8.DecodeLastRune(p.bytes)
	at := len(p.bytes) - size
	clear(p.bytes[at:])
	p.bytes = p.bytes[:at]
}

func (p *phrase) empty() bool { return len(p.bytes) == 0 }

// take moves what was typed out.
func (p *phrase) take() crypto.Secret {
	secret := crypto.NewSecret(append(make([]byte, 0, len(p.bytes)), p.bytes...))
	p.wipe()
	return secret
}

func (p *phrase) wipe() {
	clear(p.bytes)
	p.bytes = p.bytes[:0]
}

// dots draw it: one for each character, up to a limit.
func (p *phrase) dots() string {
	return strings.Repeat("•", min(utf8.RuneCount(p.bytes), mostDots))
}
