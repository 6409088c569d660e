package transport

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"time"

	"cardwallet/client"
)

// refusalHolds is how long a refused login is not tried again: with what is in the config it can only be refused again, and issuers lock
// accounts after a few wrong passwords.
const refusalHolds = 5 * time.Minute

// proofHolds is how long an answer proves a token for movements. An issuer can end a session at any time, and only reads are sent again
// with another token.
const proofHolds = time.Minute

// Session is an Auth that holds one bearer token and fetches it when it is first needed and before it expires. Concurrent requests
// cause one fetch and share its result.
type Session struct {
	fetch  func(context.Context) (Token, error)
	now    func() time.Time
	again  bool          // a rejected token is worth another fetch
	turn   chan struct{} // held by whoever fetches; a channel, because waiting for it must end with the context
	header string
	scheme string // before the token in the header

	mu       sync.Mutex
	token    Token
	key      string // stands for the token, for Request.Key
	number   uint64 // of the token, for Rejected
	renewAt  time.Time
	proved   time.Time // when the issuer gave or took the token last
	attempts uint64    // fetches that came to an end of their own
	err      error     // of the newest of them
	refused  time.Time // when that was a refusal by the issuer
}

// NewSession fetches tokens with fetch and does so once more when one is rejected.
func NewSession(now func() time.Time, fetch func(context.Context) (Token, error)) *Session {
	return &Session{fetch: fetch, now: now, again: true, turn: make(chan struct{}, 1), header: "Authorization", scheme: "Bearer"}
}

// NewStaticSession holds a key or token that was issued elsewhere. get is called when it is first needed; the session owns and
// wipes what it returns.
func NewStaticSession[S Secret](now func() time.Time, get func(context.Context) (S, error)) *Session {
	s := NewSession(now, func(ctx context.Context) (Token, error) {
		value, err := get(ctx)
		return Token{Value: value}, err
	})
	s.again = false
	return s
}

// In makes the session send the token in another header than "Authorization: Bearer TOKEN"; without a scheme it stands there alone.
func (s *Session) In(header, scheme string) *Session {
	s.header, s.scheme = header, scheme
	return s
}

// Authorize puts the token into the request's header.
func (s *Session) Authorize(ctx context.Context, req *Request) (uint64, error) {
	s.mu.Lock()
	number, ok := s.apply(req)
	seen := s.attempts
	s.mu.Unlock()
	if ok {
		return number, nil
	}
	select {
	case s.turn <- struct{}{}:
		defer func() { <-s.turn }()
	case <-ctx.Done():
		return 0, ctx.Err()
	}
	s.mu.Lock()
	number, ok = s.apply(req)
	failed := s.err != nil && (s.attempts != seen || s.now().Before(s.refused.Add(refusalHolds)))
	err := s.err
	s.mu.Unlock()
	switch {
	case ok:
		return number, nil
	case failed: // the fetch that this call waited for, or that was refused: asking again would only repeat it
		return 0, err
	}
	token, err := s.fetch(ctx)
	if err == nil && (token.Value == nil || token.Value.IsZero()) {
		err = errors.New("the token or key is empty")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if err != nil {
		if ctx.Err() == nil { // giving up is this caller's own affair
			s.attempts, s.err, s.refused = s.attempts+1, err, time.Time{}
			var e *client.Error
			// A gateway's refusal is not the issuer's, and a conflict passes: neither says that the credentials are wrong.
			passing := errors.As(err, &e) && (e.Gateway || e.Status == http.StatusConflict)
			if !passing && (errors.Is(err, client.ErrNotAllowed) || errors.Is(err, client.ErrRefused)) {
				s.refused = s.now()
			}
		}
		return 0, err
	}
	s.attempts, s.err = s.attempts+1, nil
	s.keep(token)
	number, _ = s.apply(req)
	return number, nil
}
