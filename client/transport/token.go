package transport

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"time"
)

// Secret is what a session needs of a secret value.
type Secret interface {
	Reveal(func([]byte))
	IsZero() bool
	Wipe()
}

// Token is a bearer token. Lifetime 0 means that it does not expire.
type Token struct {
	Value    Secret
	Lifetime time.Duration
}

// keep replaces the token. It is renewed 5 minutes before its end, a short-lived one at half time.
func (s *Session) keep(token Token) {
	s.drop()
	s.token = token
	token.Value.Reveal(func(b []byte) { s.key = keyOf(b) })
	s.number++
	s.renewAt, s.proved = time.Time{}, s.now()
	if token.Lifetime > 0 {
		s.renewAt = s.now().Add(max(token.Lifetime-5*time.Minute, token.Lifetime/2))
	}
}

// keyOf stands for a token and does not show it. Only whole blocks are hashed, since those leave nothing in the buffer of the hash.
func keyOf(token []byte) string {
	blocks := make([]byte, (len(token)/sha256.BlockSize+1)*sha256.BlockSize)
	defer clear(blocks)
	copy(blocks, token)
	hash := sha256.Sum256(blocks)
	return hex.EncodeToString(hash[:])
}

// since is how long then was ago, by whichever clock says longer: the wall clock can be set back, and the other one stands still while the
// machine sleeps.
func since(then, now time.Time) time.Duration {
	return max(now.Sub(then), now.Round(0).Sub(then.Round(0)))
}

func (s *Session) apply(req *Request) (uint64, bool) {
	if s.token.Value == nil || s.token.Value.IsZero() || !s.renewAt.IsZero() && since(s.renewAt, s.now()) >= 0 {
		return 0, false
	}
	s.token.Value.Reveal(func(b []byte) {
		req.Header.Set(s.header, strings.TrimSpace(s.scheme+" "+string(b)))
	})
	req.Key = s.key
	return s.number, true
}

func (s *Session) drop() {
	if s.token.Value != nil {
		s.token.Value.Wipe()
	}
	s.token = Token{}
}

// Refresh drops a token that was not proved of late, where another can be fetched.
func (s *Session) Refresh() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if age := since(s.proved, s.now()); s.again && (age < 0 || age > proofHolds) {
		s.drop()
	}
}

// Proved notes that the issuer took the token of that number.
func (s *Session) Proved(used uint64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if used == s.number {
		s.proved = s.now()
	}
}

// Rejected drops the token of that number, unless it has been replaced already.
func (s *Session) Rejected(used uint64) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if used == s.number {
		s.drop()
	}
	return s.again
}

// Forget wipes the token, and lets a login that was refused be tried again.
func (s *Session) Forget() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.err = nil
	s.drop()
}
