// Package crypto keeps what must not be seen: the Secret type, RSA keys, and the opening of sealed card fields.
package crypto

import (
	"crypto/subtle"
	"fmt"
	"log/slog"
	"sync"
)

const redacted = "[redacted]"

// hidden makes whatever embeds it print, log and marshal as "[redacted]".
type hidden struct{}

// Format writes "[redacted]" for every verb.
func (hidden) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(redacted)) }

// String returns "[redacted]".
func (hidden) String() string { return redacted }

// GoString returns "[redacted]".
func (hidden) GoString() string { return redacted }

// LogValue returns "[redacted]".
func (hidden) LogValue() slog.Value { return slog.StringValue(redacted) }

// MarshalText returns "[redacted]".
func (hidden) MarshalText() ([]byte, error) { return []byte(redacted), nil }

// MarshalJSON returns "[redacted]" as a JSON string.
func (hidden) MarshalJSON() ([]byte, error) { return []byte(`"` + redacted + `"`), nil }

// Secret holds bytes that must not be printed: a PAN, CVV, expiry, PIN, OTP, token, password.
//
// Every way of printing, logging or marshalling it gives "[redacted]". Copies of a Secret share the same bytes, so that
// one Wipe reaches all of them. The zero Secret is empty and usable. A Secret is safe for concurrent use.
type Secret struct {
	hidden
	// A pointer, because fmt cannot call methods on unexported fields: nested there, only an address is printed.
	cell *cell
}

type cell struct {
	mu sync.RWMutex
	// A second pointer, because fmt follows the first one for a verb that pointers do not have, such as %s. Nil when wiped.
	bytes *[]byte
}

// read must be called with mu held.
func (c *cell) read() []byte {
	if c.bytes == nil {
		return nil
	}
	return *c.bytes
}

// NewSecret takes ownership of b: the caller must neither keep nor change it.
func NewSecret(b []byte) Secret {
	return Secret{cell: &cell{bytes: &b}}
}

// SecretFromString copies s. The string itself cannot be wiped, so prefer NewSecret where bytes are at hand.
func SecretFromString(s string) Secret {
	return NewSecret([]byte(s))
}

// Reveal calls f with the bytes. They are valid only during the call and must not be changed or kept. f must not call methods of this
// Secret or of its copies, and a Wipe waits until f returns.
// An empty or wiped Secret calls f with nil.
func (s Secret) Reveal(f func([]byte)) {
	if s.cell == nil {
		f(nil)
		return
	}
	s.cell.mu.RLock()
	defer s.cell.mu.RUnlock()
	f(s.cell.read())
}

// RevealString returns a copy as a string, which cannot be wiped: for the moment of drawing, copying or writing it out only.
func (s Secret) RevealString() string {
	var out string
	s.Reveal(func(b []byte) { out = string(b) })
	return out
}

// Len returns the number of bytes, 0 when empty or wiped.
func (s Secret) Len() int {
	n := 0
	s.Reveal(func(b []byte) { n = len(b) })
	return n
}

// IsZero reports whether there is nothing inside: never set, empty, or wiped.
func (s Secret) IsZero() bool { return s.Len() == 0 }

// Equal compares in constant time for equal lengths.
func (s Secret) Equal(other Secret) bool {
	// Through a copy, because holding both locks at once can deadlock with two Wipes.
	copied := s.Clone()
	defer copied.Wipe()
	equal := false
	other.Reveal(func(b []byte) { equal = subtle.ConstantTimeCompare(copied.cell.read(), b) == 1 })
	return equal
}

// Clone returns a Secret with its own copy of the bytes, which a Wipe of the original does not reach.
func (s Secret) Clone() Secret {
	var out Secret
	s.Reveal(func(b []byte) { out = NewSecret(append([]byte(nil), b...)) })
	return out
}

// Wipe overwrites the bytes and empties this Secret and all its copies. Wiping twice is harmless.
func (s Secret) Wipe() {
	if s.cell == nil {
		return
	}
	s.cell.mu.Lock()
	defer s.cell.mu.Unlock()
	clear(s.cell.read())
	s.cell.bytes = nil
}
