package transport

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptrace"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/net/http/httpguts"

	"cardwallet/client"
)

// wire is the innermost layer: one attempt on the network, within timeout. GetBody stays nil, so that net/http cannot send a
// body twice.
func wire(hc *http.Client, timeout time.Duration) Doer {
	return func(parent context.Context, r *Request) (*Response, error) {
		ctx, cancel := context.WithTimeout(parent, timeout)
		defer cancel()
		// Before there is a connection (dialed, and with its TLS handshake done) not one byte of the request can have left.
		var connected atomic.Bool
		trace := &httptrace.ClientTrace{GotConn: func(httptrace.GotConnInfo) { connected.Store(true) }}

		req, err := http.NewRequestWithContext(httptrace.WithClientTrace(ctx, trace), r.Method, r.URL.String(), nil)
		if err != nil {
			return nil, unsendable(withoutURL(err))
		}
		if name, ok := badHeader(r.Header); ok { // net/http would refuse it too, in words about the network
			return nil, unsendable(fmt.Errorf("the header %s would hold a character that HTTP forbids\n"+
				"check the profile's secrets with: cardwallet config check", name))
		}
		if len(r.Body) > 0 {
			body := &sentBody{rest: r.Body}
			defer func() { _ = body.Close() }()
			req.Body, req.ContentLength = body, int64(len(r.Body))
		}
		req.Header = r.Header.Clone()
		resp, err := hc.Do(req)
		if elsewhere, ok := errors.AsType[*elsewhereError](err); ok {
			return nil, unsendable(elsewhere)
		}
		if err != nil {
			return nil, &client.Error{Kind: client.ErrUnreachable, Cause: cause(parent, ctx, timeout, err), NotSent: !connected.Load()}
		}
		defer func() { _ = resp.Body.Close() }()
		out := &Response{Status: resp.StatusCode, Header: resp.Header}
		// Room for all of it, where the answer says how long it is, leaves no copies of its beginning.
		body := bytes.NewBuffer(make([]byte, 0, min(max(resp.ContentLength, 0), maxBody)+bytes.MinRead))
		_, err = body.ReadFrom(io.LimitReader(resp.Body, maxBody+1))
		out.Body = body.Bytes()
		if resp.StatusCode/100 != 2 {
			out.Body = bytes.TrimPrefix(out.Body[:min(len(out.Body), maxBody)], byteOrderMark)
			return out, nil // the status alone says enough
		}
		kind := client.ErrGarbage
		switch {
		case err != nil && ctx.Err() != nil:
			kind, err = client.ErrUnreachable, cause(parent, ctx, timeout, err)
		case err == nil && len(out.Body) > maxBody:
			err = fmt.Errorf("the answer is larger than %d MiB", maxBody>>20)
		case err == nil:
			out.Body = bytes.TrimPrefix(out.Body, byteOrderMark)
			return out, nil
		case errors.Is(err, io.ErrUnexpectedEOF):
			err = &brokenError{"the answer breaks off", err}
		}
		return nil, &client.Error{Kind: kind, Status: out.Status, RequestID: requestID(out.Header), Cause: err}
	}
}

// unsendable is the error of a request that does not leave because of what it is.
func unsendable(err error) error {
	return &client.Error{Kind: client.ErrUnsendable, Cause: err, NotSent: true}
}

// badHeader names a header whose value cannot be sent (RFC 9110, section 5.5). The value may be a secret.
func badHeader(h http.Header) (name string, bad bool) {
	for name, values := range h {
		for _, value := range values {
			if !httpguts.ValidHeaderFieldValue(value) {
				return name, true
			}
		}
	}
	return "", false
}

// byteOrderMark is what some servers put before their JSON, although it may not be there (RFC 8259, section 8.1).
var byteOrderMark = []byte("\xef\xbb\xbf")

// sentBody is a request's body. net/http may go on reading one after it has returned; from a closed one it gets nothing, so that whoever
// owns the bytes may wipe them.
type sentBody struct {
	mu   sync.Mutex
	rest []byte
}

// Read gives what is left.
func (b *sentBody) Read(into []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.rest) == 0 {
		return 0, io.EOF
	}
	n := copy(into, b.rest)
	b.rest = b.rest[n:]
	return n, nil
}

// Close lets Read give nothing more.
func (b *sentBody) Close() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.rest = nil
	return nil
}

// requestID is what the issuer's support asks for.
func requestID(h http.Header) string { return short(h.Get("X-Request-Id"), 100) }

// withHeaders sets the headers that an issuer requires on every request, the login included.
func withHeaders(required http.Header, next Doer) Doer {
	return func(ctx context.Context, req *Request) (*Response, error) {
		// Not Header.Set: some issuers' documents spell names that net/http would change ("deviceId"). HTTP says that case
		// does not matter, their servers may not know.
		maps.Copy(req.Header, required)
		return next(ctx, req)
	}
}
