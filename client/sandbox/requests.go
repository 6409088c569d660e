package sandbox

import (
	"crypto/sha256"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"time"
)

// maxReceived is how many requests are kept; older ones are forgotten first, so that a long demo does not grow.
const maxReceived = 20_000

// Received is one request as it arrived.
type Received struct {
	Seq       int // from 1, over all issuers
	At        time.Time
	Issuer    string
	Method    string
	Path      string // relative to the issuer's base URL
	Query     string
	Header    http.Header // what names the client and the tenant; of credentials only that they were there
	Body      any         // decoded, numbers as json.Number, secrets as ******; nil without a readable body
	RequestID string      // X-Request-Id of the answer
	Status    int         // of the answer; 0 where the connection was dropped instead
	Faults    []FaultKind // that struck it
}

type requestLog struct {
	mu   sync.Mutex
	last int
	all  []Received
}

var keptHeaders = []string{"Content-Type", "X-Tenant-ID", "X-Forwarded-For", "X-Forwarded-From", "Platform", "Deviceid", "User-Agent",
	"Idempotency-Key"}

// secretFields are never kept: what arrived shows in what it did.
var secretFields = []string{"password", "pin", "activeCode"}

func (l *requestLog) add(issuer string, c *call, r *http.Request) Received {
	got := Received{At: c.now, Issuer: issuer, Method: c.method, Path: c.path, Query: r.URL.RawQuery, Header: http.Header{}}
	for _, name := range keptHeaders {
		if values := r.Header.Values(name); len(values) > 0 {
			got.Header[http.CanonicalHeaderKey(name)] = slices.Clone(values)
		}
	}
	if r.Header.Get("Authorization") != "" {
		got.Header.Set("Authorization", "given")
	}
	if body, err := parseObject(c.raw); err == nil {
		for _, name := range secretFields {
			if _, given := body[name]; given {
				body[name] = "******"
			}
		}
		got.Body = body
	}
	for _, f := range c.faults {
		got.Faults = append(got.Faults, f.Kind)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.last++
	got.Seq = l.last
	sum := sha256.Sum256(fmt.Appendf(nil, "%s %d", issuer, got.Seq))
	got.RequestID = fmt.Sprintf("req_%x", sum[:8])
	if len(l.all) >= maxReceived {
		l.all = slices.Delete(l.all, 0, maxReceived/2)
	}
	l.all = append(l.all, got)
	return got
}

func (l *requestLog) setStatus(seq, status int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if i, found := slices.BinarySearchFunc(l.all, seq, func(r Received, seq int) int { return r.Seq - seq }); found {
		l.all[i].Status = status
	}
}

// Requests returns what arrived, oldest first: the newest 10,000 at least.
func (s *Sandbox) Requests() []Received {
	s.seen.mu.Lock()
	defer s.seen.mu.Unlock()
	return slices.Clone(s.seen.all)
}
