package transport

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"sync/atomic"
	"time"

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

		var body io.Reader
		if r.Body != nil {
			body = bytes.NewReader(r.Body)
		}
		req, err := http.NewRequestWithContext(httptrace.WithClientTrace(ctx, trace), r.Method, r.URL.String(), body)
		if err != nil {
			return nil, &client.Error{Kind: client.ErrRefused, Cause: withoutURL(err), NotSent: true}
		}
		req.GetBody = nil
		req.Header = r.Header.Clone()
		resp, err := hc.Do(req)
		if err != nil {
			return nil, &client.Error{Kind: client.ErrUnreachable, Cause: cause(parent, ctx, timeout, err), NotSent: !connected.Load()}
		}
		defer func() { _ = resp.Body.Close() }()
		out := &Response{Status: resp.StatusCode, Header: resp.Header}
		out.Body, err = io.ReadAll(io.LimitReader(resp.Body, MaxBody+1))
		if resp.StatusCode/100 != 2 {
			out.Body = out.Body[:min(len(out.Body), MaxBody)]
			return out, nil // the status alone says enough
		}
		kind := client.ErrGarbage
		switch {
		case err != nil && ctx.Err() != nil:
			kind, err = client.ErrUnreachable, cause(parent, ctx, timeout, err)
		case err == nil && len(out.Body) > MaxBody:
			err = fmt.Errorf("the answer is larger than %d MiB", MaxBody>>20)
		case err == nil:
			return out, nil
		}
		return nil, &client.Error{Kind: kind, Status: out.Status, RequestID: requestID(out.Header), Cause: err}
	}
}

// cause keeps a context's own error visible and drops the URL, which may hold a query.
func cause(parent, ctx context.Context, timeout time.Duration, err error) error {
	if parent.Err() != nil {
		return parent.Err()
	}
	if ctx.Err() != nil {
		return fmt.Errorf("no answer within %s: %w", timeout, ctx.Err())
	}
	return withoutURL(err)
}

func withoutURL(err error) error {
	var wrapped *url.Error
	if errors.As(err, &wrapped) {
		return wrapped.Err
	}
	return err
}

// requestID is what the issuer's support asks for.
func requestID(h http.Header) string { return short(h.Get("X-Request-Id"), 100) }
