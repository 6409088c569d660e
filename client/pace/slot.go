package pace

import (
	"context"
	"sync/atomic"
)

// slotKey is where a context has the slot that was taken with it.
type slotKey struct{}

// slot lets one request through a gate.
type slot struct {
	of   *Gate
	used atomic.Bool
}

// Take waits as Wait does, for a request that comes soon: the first one with the context that it returns, or one made of it, goes through
// at once. A slot that no request uses is lost to the others, too.
func (g *Gate) Take(ctx context.Context, credentials string) (context.Context, error) {
	if err := g.Wait(ctx, credentials); err != nil {
		return nil, err
	}
	return context.WithValue(ctx, slotKey{}, &slot{of: g}), nil
}

// Holds reports whether the context has a slot of this gate that no request has used.
func (g *Gate) Holds(ctx context.Context) bool {
	s, ok := ctx.Value(slotKey{}).(*slot)
	return ok && s.of == g && !s.used.Load()
}

// use takes the slot out of the context. It reports false where there is none.
func (g *Gate) use(ctx context.Context) bool {
	s, ok := ctx.Value(slotKey{}).(*slot)
	return ok && s.of == g && s.used.CompareAndSwap(false, true)
}
