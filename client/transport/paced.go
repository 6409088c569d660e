package transport

import (
	"context"
	"net/http"
	"time"

	"cardwallet/client/pace"
)

// paced lets each request wait until it may go, and all of them after a 429, for as long as it says.
func paced(gate *pace.Gate, now func() time.Time, next Doer) Doer {
	return func(ctx context.Context, req *Request) (*Response, error) {
		if err := gate.Wait(ctx, req.Key); err != nil {
			return nil, err
		}
		resp, err := next(ctx, req)
		if err == nil && resp.Status == http.StatusTooManyRequests {
			gate.Pause(req.Key, retryAfter(resp.Header, now()))
		}
		return resp, err
	}
}
