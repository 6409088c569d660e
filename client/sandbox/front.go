package sandbox

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"maps"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// maxRequest is the largest request body taken, in bytes.
const maxRequest = 64 << 10

// call is one request after the front has read it.
type call struct {
	id     string // X-Request-Id of the answer
	method string
	path   string // relative to the issuer's base, decoded
	query  url.Values
	header http.Header
	raw    []byte
	now    time.Time
	faults []Fault

	card *card // of the path, at Aurex and Linora
}

// has tells whether a fault of that kind struck this call.
func (c *call) has(kind FaultKind) bool {
	return slices.ContainsFunc(c.faults, func(f Fault) bool { return f.Kind == kind })
}

// answer is a response before it is written, so that faults can still change it.
type answer struct {
	status int
	header http.Header
	body   []byte
	cut    bool // break the connection in the middle of the body
	pad    int  // spaces before the body, which JSON allows
}

func jsonAnswer(status int, body []byte) answer {
	return answer{status: status, header: http.Header{"Content-Type": {"application/json;charset=UTF-8"}}, body: body}
}

// refusal is an error in an issuer's vocabulary.
type refusal struct {
	status int // HTTP status
	code   int // FinHub's code in the envelope; Aurex and Linora have none
	text   string
}

func (r *refusal) Error() string { return r.text }

// asRefusal returns err as a refusal. An error that is none is about the form of the request.
func asRefusal(err error) *refusal {
	if r, ok := errors.AsType[*refusal](err); ok {
		return r
	}
	return &refusal{status: http.StatusBadRequest, code: 500, text: err.Error()}
}

// Handler serves one issuer, named as in Issuers, for a test that brings its own server. It is nil for another name.
func (s *Sandbox) Handler(issuer string) http.Handler {
	at := s.sites[issuer]
	if at == nil {
		return nil
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { s.handle(at, w, r) })
}

func (s *Sandbox) handle(at *site, w http.ResponseWriter, r *http.Request) {
	raw, err := io.ReadAll(io.LimitReader(r.Body, maxRequest+1))
	if err != nil {
		panic(http.ErrAbortHandler) // the client broke off: there is nobody to answer
	}
	c := &call{method: r.Method, path: relative(at.base, r.URL.Path), header: r.Header, raw: raw, now: s.opts.Now()}
	c.faults = s.faults.take(at.name, c.path)
	received := s.seen.add(at.name, c, r)
	c.id = received.RequestID

	s.wait(r, c)
	if c.has(FaultDropBefore) {
		panic(http.ErrAbortHandler)
	}
	out, struck := instead(at, c, r)
	if !struck {
		out = s.answer(at, c, r)
	}
	if c.has(FaultDropAfter) {
		panic(http.ErrAbortHandler)
	}
	out = damage(at, c, r, out)
	s.seen.setStatus(received.Seq, out.status)
	s.write(w, r, c, out)
}

// relative cuts the issuer's base off a path. A path outside it, as of the logins, stays whole.
func relative(base, path string) string {
	if rest, ok := strings.CutPrefix(path, base); ok && strings.HasPrefix(rest, "/") {
		return rest
	}
	return path
}

// answer is what the issuer itself says: first the rules that hold for every request, then the endpoint.
func (s *Sandbox) answer(at *site, c *call, r *http.Request) answer {
	query, err := url.ParseQuery(r.URL.RawQuery)
	switch {
	case len(c.raw) > maxRequest:
		return at.failure(http.StatusRequestEntityTooLarge, fmt.Sprintf("Request body over %d bytes", maxRequest))
	case err != nil:
		return at.failure(http.StatusBadRequest, "Malformed query")
	case r.Header.Get("Idempotency-Key") != "" || r.Header.Get("X-Idempotency-Key") != "":
		// No issuer documents it, and Go's client sends a POST that carries one a second time by itself.
		return at.failure(http.StatusBadRequest, "Unknown header Idempotency-Key")
	case r.Method == http.MethodPost && !isJSON(r.Header):
		return at.failure(http.StatusUnsupportedMediaType, "Content-Type must be application/json")
	}
	c.query = query
	at.book.mu.Lock()
	defer at.book.mu.Unlock()
	c.now = s.opts.Now()
	at.book.advance(c.now)
	if !at.limit.allow(c.now) {
		out := at.failure(http.StatusTooManyRequests, "Rate limit exceeded")
		out.header.Set("Retry-After", fmt.Sprint(at.limit.secondsLeft(c.now)))
		return out
	}
	return at.serve(c)
}

func isJSON(h http.Header) bool {
	values := h.Values("Content-Type")
	if len(values) != 1 {
		return false
	}
	kind, params, err := mime.ParseMediaType(values[0])
	charset, given := params["charset"]
	return err == nil && kind == "application/json" && (!given || strings.EqualFold(charset, "utf-8"))
}

// wait delays a call for the latency faults on it. A client that leaves meanwhile does not undo its request: it is carried
// out unseen, as behind any proxy. A sandbox that closes carries out nothing more.
func (s *Sandbox) wait(r *http.Request, c *call) {
	for _, f := range c.faults {
		if f.Kind != FaultLatency {
			continue
		}
		timer := time.NewTimer(f.Delay)
		select {
		case <-timer.C:
		case <-r.Context().Done():
		case <-s.done:
			panic(http.ErrAbortHandler)
		}
		timer.Stop()
	}
}

func (s *Sandbox) write(w http.ResponseWriter, r *http.Request, c *call, out answer) {
	h := w.Header()
	maps.Copy(h, out.header)
	date := s.opts.Now()
	for _, f := range c.faults {
		if f.Kind == FaultSkew {
			date = date.Add(f.Delay)
		}
	}
	h.Set("Date", date.UTC().Format(http.TimeFormat))
	h.Set("X-Request-Id", c.id)
	h.Set("Content-Length", fmt.Sprint(out.pad+len(out.body)))
	w.WriteHeader(out.status)
	blank := bytes.Repeat([]byte(" "), min(out.pad, 64<<10))
	for left := out.pad; left > 0; left -= len(blank) {
		if _, err := w.Write(blank[:min(left, len(blank))]); err != nil {
			panic(http.ErrAbortHandler) // the client had enough
		}
	}
	if out.cut {
		if _, err := w.Write(out.body[:len(out.body)/2]); err == nil {
			_ = http.NewResponseController(w).Flush() // the connection breaks in any case
		}
		panic(http.ErrAbortHandler)
	}
	if r.Method != http.MethodHead {
		_, _ = io.Copy(w, bytes.NewReader(out.body)) // a client that left cannot be told
	}
}

// rateLimit allows so many requests in any 60 seconds. The documents say "60 a minute"; a sliding window is the
// strictest way to read that.
type rateLimit struct {
	perMinute int         // 0 or less: no limit
	seen      []time.Time // those of the last minute
}

// allow counts a request, unless it is over the limit.
func (l *rateLimit) allow(now time.Time) bool {
	if l.perMinute <= 0 {
		return true
	}
	l.seen = slices.DeleteFunc(l.seen, func(at time.Time) bool { return now.Sub(at) >= time.Minute })
	if len(l.seen) >= l.perMinute {
		return false
	}
	l.seen = append(l.seen, now)
	return true
}

// secondsLeft is how long it takes, in whole seconds, until one more is within the limit.
func (l *rateLimit) secondsLeft(now time.Time) int {
	return int((l.seen[0].Add(time.Minute).Sub(now) + time.Second - 1) / time.Second)
}
