// Package transport carries requests to the issuers: layers for credentials, required headers, rate limit, retry of reads, redacted
// log and clock, and the exact decoding of what comes back. It knows no issuer.
package transport

import (
	"cmp"
	"log/slog"
	"net/http"
	"net/url"
	"time"

	"cardwallet/client/pace"
)

// Timeouts bound one attempt.
type Timeouts struct {
	Dial   time.Duration // connecting, and again for the TLS handshake; default 10 s
	Header time.Duration // from the request to the first line of the answer; default 30 s
	Whole  time.Duration // all of it; default 30 s
}

// Options say how to talk to one issuer.
type Options struct {
	Profile   string      // for errors
	BaseURL   *url.URL    // see ParseBase
	Header    http.Header // sent with every request
	Auth      Auth        // credentials
	PerMinute int         // requests in any 60 s; 0 is no limit
	RateKey   string      // what the issuer counts by; default the credentials
	Budget    pace.Budget // shares that limit with other processes; default none
	Unwrap    Unwrap      // the issuer's envelope
	Classify  Classify    // the kind of a refusal; default: what the status says
	// Proving are words, in lower case, with which the issuer says that it turned a movement down before it did anything, beside those
	// about too little money. No issuer has a catalogue of its refusals: what is not here has to be found out by asking.
	Proving  []string
	Rejected func(resp *Response) bool // whether credentials were turned down; default: status 401
	Now      func() time.Time          // default time.Now
	Debug    *slog.Logger              // default none
	Timeouts Timeouts
}

// Unwrap opens an issuer's envelope around an answer with the HTTP status. Its error means that the answer is not the issuer's, or not
// to be understood.
type Unwrap func(status int, body []byte) (Answer, error)

// Classify gives the kind of a refusal of a call; nil for what the HTTP status says.
type Classify func(call Call, status int, a Answer) error

// Client sends calls to one issuer. It is safe for concurrent use.
type Client struct {
	options      Options
	gate         *pace.Gate
	clock        Clock
	reading      func() reading
	login        Doer
	reads, moves Doer
	idle         []*http.Transport
}

// New builds a client. The order of its layers, from the call to the network, matters:
//
//   - retry is outermost and around reads only, so that each try asks for credentials anew and takes a slot of the rate limit;
//   - auth is outside the rate limit, which counts by credentials, and around the login, which passes all layers below. What a movement
//     has to wait for in these two can be had before, see Ready;
//   - headers, then the rate limit: the log and the clock below it see a request's own time, not its wait;
//   - log outside clock outside wire: the clock measures nothing but the round trip.
//
// Movements have the same layers without retry and without another try after rejected credentials, over a transport of their own: one
// connection for each, so that net/http never finds a dead one and sends again, and HTTP/1 only, whose requests cannot be replayed by the
// peer.
func New(o Options) *Client {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Classify == nil {
		o.Classify = func(Call, int, Answer) error { return nil }
	}
	if o.Rejected == nil {
		o.Rejected = unauthorized
	}
	o.Timeouts.Dial = cmp.Or(o.Timeouts.Dial, 10*time.Second)
	o.Timeouts.Header = cmp.Or(o.Timeouts.Header, 30*time.Second)
	o.Timeouts.Whole = cmp.Or(o.Timeouts.Whole, 30*time.Second)

	c := &Client{options: o, reading: readings(o.Now), gate: pace.New(o.BaseURL.String(), o.RateKey, o.PerMinute, o.Budget)}
	keptAlive, single := newConnections(o.Timeouts), newConnections(o.Timeouts)
	for _, t := range single.both() {
		t.DisableKeepAlives = true
		t.ForceAttemptHTTP2 = false
		t.Protocols = new(http.Protocols)
		t.Protocols.SetHTTP1(true)
	}
	c.idle = append(keptAlive.both(), single.both()...)

	c.login = c.below(keptAlive)
	c.reads = retried(o.Now, authorized(o.Auth, o.Rejected, false, c.login))
	c.moves = c.fresh(authorized(o.Auth, o.Rejected, true, c.below(single)))
	return c
}

// below assembles the layers that a login passes too.
func (c *Client) below(t connections) Doer {
	o := c.options
	hc := &http.Client{
		Transport: t,
		// A redirect would carry a body that moves money, and custom headers, to wherever it points.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	doer := wire(hc, o.Timeouts.Whole)
	doer = clocked(&c.clock, c.reading, doer)
	doer = logged(o.Debug, o.Now, doer)
	doer = paced(c.gate, o.Now, doer)
	return withHeaders(o.Header, doer)
}
