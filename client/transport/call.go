package transport

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"cardwallet/client"
)

// Do sends the call and decodes the data of the answer into out, which may be nil. Its errors are *client.Error. It wipes a body that is
// Encoded.
func (c *Client) Do(ctx context.Context, call Call, out any) error {
	if body, ok := call.Body.(Encoded); ok {
		defer clear(body)
	}
	u, err := c.address(call)
	if err != nil {
		return c.named(call.Op, err)
	}
	doer := c.moves
	if call.Read {
		doer = c.reads
	}
	resp, err := c.send(ctx, doer, call, u)
	if err == nil {
		err = c.decode(call, resp, c.options.Unwrap, out)
	}
	return c.named(call.Op, err)
}

// Preview says what Do would send for the call, without sending it. There are no credentials in it, and no values of a query, which a
// configured path can hold.
func (c *Client) Preview(call Call) (client.Wire, error) {
	u, err := c.address(call)
	if err != nil {
		return client.Wire{}, c.named(call.Op, err)
	}
	req, err := request(call, u)
	if err != nil {
		return client.Wire{}, c.named(call.Op, err)
	}
	shown := *u
	var query []string
	for _, name := range slices.Sorted(maps.Keys(call.Query)) {
		query = append(query, url.QueryEscape(name)+"=[redacted]")
	}
	shown.RawQuery = strings.Join(query, "&")
	return client.Wire{Method: req.Method, URL: shown.String(), Body: req.Body}, nil
}

func (c *Client) address(call Call) (*url.URL, error) {
	u, err := join(c.options.BaseURL, call.Path, call.Slash)
	if err != nil { // an id that no issuer can have given
		return nil, &client.Error{Kind: client.ErrNotFound, Card: call.Card, Cause: err, NotSent: true}
	}
	u.RawQuery = url.Values(call.Query).Encode()
	return u, nil
}

// Login posts body, which is JSON, to address without credentials and decodes the whole answer, which need not have the issuer's
// envelope, into out. It is for an Auth that logs in. It wipes body, which holds the password.
func (c *Client) Login(ctx context.Context, address *url.URL, body []byte, out any) error {
	defer clear(body)
	call := Call{Op: "log in", Method: http.MethodPost, Body: Encoded(body), Read: true}
	resp, err := c.send(ctx, c.login, call, address)
	if err == nil {
		unwrap := c.options.Unwrap
		if resp.Status/100 == 2 {
			unwrap = func(_ int, body []byte) (Answer, error) { return Answer{OK: true, Data: body}, nil }
		}
		err = c.decode(call, resp, unwrap, out)
	}
	return c.named(call.Op, err)
}

func (c *Client) send(ctx context.Context, doer Doer, call Call, u *url.URL) (*Response, error) {
	req, err := request(call, u)
	if err != nil {
		return nil, err
	}
	return doer(ctx, req)
}

// Encoded is a body that is JSON already, because it holds a secret: encoding it would leave copies that cannot be wiped.
type Encoded []byte

func request(call Call, u *url.URL) (*Request, error) {
	req := &Request{Op: call.Op, Method: call.Method, URL: u, Header: http.Header{}}
	req.Header.Set("Accept", "application/json")
	req.Header.Set("Content-Type", "application/json")
	if body, ok := call.Body.(Encoded); ok {
		req.Body = body
	} else if call.Body != nil {
		body, err := json.Marshal(call.Body)
		if err != nil {
			return nil, &client.Error{Kind: client.ErrRefused, Cause: err, NotSent: true}
		}
		req.Body = body
	}
	return req, nil
}

// named says in an error whose it is and what was being done; an error from the login keeps its own name.
func (c *Client) named(op string, err error) error {
	var e *client.Error
	if !errors.As(err, &e) {
		return err
	}
	out := *e
	out.Profile = c.options.Profile
	if out.Op == "" {
		out.Op = op
	}
	return &out
}

// Garbage is the error for an answer that contradicts the question.
func (c *Client) Garbage(op, text string) error {
	return c.named(op, &client.Error{Kind: client.ErrGarbage, Cause: errors.New(text)})
}

// Unsent is the error for an order that does not leave.
func (c *Client) Unsent(op string, kind, cause error) error {
	return c.named(op, &client.Error{Kind: kind, NotSent: true, Cause: cause})
}

// Connection is what a driver shows of its Client as it is, by embedding it.
type Connection interface {
	ClockOffset() time.Duration
	ClockKnown() bool
	PerMinute() int
	Ready(ctx context.Context) (context.Context, error)
	Forget()
	Close()
}

// ClockOffset is the issuer's time minus local time; 0 before the first answer.
func (c *Client) ClockOffset() time.Duration { return c.clock.Offset(c.reading()) }

// ClockKnown reports whether an answer told the issuer's time.
func (c *Client) ClockKnown() bool { return c.clock.Known(c.reading()) }

// PerMinute is how many requests may go in any 60 s; 0 for no limit.
func (c *Client) PerMinute() int { return max(0, c.options.PerMinute) }

// Now is the issuer's time, as far as it is known: see ClockKnown.
func (c *Client) Now() time.Time {
	r := c.reading()
	return r.wall.Add(c.clock.Offset(r))
}

// Observed is the issuer's time for an observation, zero where no answer told it: this machine's own clock would date it wrongly.
func (c *Client) Observed() time.Time {
	if !c.ClockKnown() {
		return time.Time{}
	}
	return c.Now()
}

// Forget wipes the credentials held in memory and disconnects.
func (c *Client) Forget() {
	c.options.Auth.Forget()
	c.Disconnect()
}

// Disconnect closes the connections that wait for another request: their buffers hold the last one, with its credentials, and the
// end of its answer.
func (c *Client) Disconnect() {
	for _, t := range c.idle {
		t.CloseIdleConnections()
	}
}

// Close wipes the credentials and closes idle connections.
func (c *Client) Close() { c.Forget() }
