package transport

import (
	"context"
	"net/http"
)

// Ready does what a movement would wait for, before it: credentials that may be stale are renewed, and a slot of the rate limit is taken.
// The first movement with the context that it returns, or one made of it, is sent at once. An error says that nothing was sent.
func (c *Client) Ready(ctx context.Context) (context.Context, error) {
	auth, req := c.options.Auth, &Request{Header: http.Header{}}
	auth.Refresh()
	// A login takes the slot that there is, so that another one is needed. A token that never outlives the wait is renewed when it is used.
	for range 3 {
		if _, err := auth.Authorize(ctx, req); err != nil {
			return nil, c.named("get ready to send", beforeSending(ctx, err))
		}
		if c.gate.Holds(ctx) {
			break
		}
		ready, err := c.gate.Take(ctx, req.Key)
		if err != nil {
			return nil, c.named("get ready to send", err)
		}
		ctx = ready
	}
	return ctx, nil
}

// fresh renews credentials that may be stale before a movement, unless Ready has done so.
func (c *Client) fresh(next Doer) Doer {
	return func(ctx context.Context, req *Request) (*Response, error) {
		if !c.gate.Holds(ctx) {
			c.options.Auth.Refresh()
		}
		return next(ctx, req)
	}
}
