package journal

import "context"

// paced is a Mover that keeps to a rate limit. Without it an order waits in Send, where its row says sent already: who dies there leaves an
// unknown outcome of what never left.
type paced interface {
	// Ready waits until the next order may go. Send with the context that it returns, or one made of it, does not wait any more.
	Ready(ctx context.Context) (context.Context, error)
}

// ready waits for the issuer's rate limit, where it can be waited for ahead. The context is for sending alone.
func (e errand) ready(ctx context.Context) (context.Context, error) {
	if p, ok := e.mover.(paced); ok {
		return p.Ready(ctx)
	}
	return ctx, nil
}
