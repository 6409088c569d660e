package transport

import (
	"context"
	"errors"
	"net/http"

	"cardwallet/client"
)

// Auth puts credentials on requests.
type Auth interface {
	// Authorize sets the request's header and Key and returns a number for the credentials it used.
	Authorize(ctx context.Context, req *Request) (used uint64, err error)
	// Rejected is told that the issuer turned down the credentials of that number. It reports whether others may do better.
	Rejected(used uint64) bool
	// Forget wipes what is held in memory; the next request fetches it again.
	Forget()
}

// authorized puts credentials on each request and, when they are turned down, sends it once more with new ones. That is right for
// movements too: an issuer checks credentials before it acts.
func authorized(auth Auth, rejected func(*Response) bool, next Doer) Doer {
	return func(ctx context.Context, req *Request) (*Response, error) {
		for again := true; ; again = false {
			used, err := auth.Authorize(ctx, req)
			if err != nil {
				return nil, beforeSending(err)
			}
			resp, err := next(ctx, req)
			if err != nil || !rejected(resp) {
				return resp, err
			}
			if !auth.Rejected(used) || !again {
				return resp, nil
			}
		}
	}
}

// beforeSending marks an error that came up while the request was still here.
func beforeSending(err error) error {
	var e *client.Error
	if errors.As(err, &e) {
		marked := *e
		marked.NotSent = true
		return &marked
	}
	kind := client.ErrNotAllowed
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		kind = client.ErrUnreachable
	}
	return &client.Error{Kind: kind, Cause: err, NotSent: true}
}

// unauthorized is the usual sign of rejected credentials.
func unauthorized(resp *Response) bool { return resp.Status == http.StatusUnauthorized }
