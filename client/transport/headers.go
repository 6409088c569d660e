package transport

import (
	"context"
	"maps"
	"net/http"
)

// withHeaders sets the headers that an issuer requires on every request, the login included.
func withHeaders(required http.Header, next Doer) Doer {
	return func(ctx context.Context, req *Request) (*Response, error) {
		// Not Header.Set: some issuers' documents spell names that net/http would change ("deviceId"). HTTP says that case
		// does not matter, their servers may not know.
		maps.Copy(req.Header, required)
		return next(ctx, req)
	}
}
