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
	// Refresh drops credentials that no recent answer has proved, so that Authorize gets others. It is called before a request that is sent
	// once.
	Refresh()
	// Proved is told that an answer to the credentials of that number came, and did not reject them.
	Proved(used uint64)
	// Rejected is told that the issuer turned down the credentials of that number. It reports whether others may do better.
	Rejected(used uint64) bool
	// Forget wipes what is held in memory; the next request fetches it again.
	Forget()
}

// authorized puts credentials on each request. A read whose credentials are turned down is sent once more with new ones. A movement is sent
// once: its credentials are renewed before it where they may be stale (see fresh), and never after it, because a gateway that tries twice
// may report the refusal of its second try. Whoever asks what became of the movement does so with new credentials.
func authorized(auth Auth, rejected func(*Response) bool, once bool, next Doer) Doer {
	return func(ctx context.Context, req *Request) (*Response, error) {
		for again := !once; ; again = false {
			used, err := auth.Authorize(ctx, req)
			if err != nil {
				return nil, beforeSending(ctx, err)
			}
			resp, err := next(ctx, req)
			if err != nil {
				return nil, err
			}
			if !rejected(resp) {
				auth.Proved(used)
				return resp, nil
			}
			if !auth.Rejected(used) || !again {
				return resp, nil
			}
		}
	}
}

// beforeSending marks an error that came up while the request was still here.
func beforeSending(ctx context.Context, err error) error {
	if e, ok := errors.AsType[*client.Error](err); ok {
		marked := *e
		marked.NotSent = true
		return &marked
	}
	kind := client.ErrNotAllowed
	if ctx.Err() != nil || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		kind = client.ErrUnreachable
	}
	return &client.Error{Kind: kind, Cause: err, NotSent: true}
}

// unauthorized is the usual sign of rejected credentials.
func unauthorized(resp *Response) bool { return resp.Status == http.StatusUnauthorized }
