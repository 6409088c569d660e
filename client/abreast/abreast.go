// Package abreast runs calls side by side. A panic in one of them comes up where they are waited for.
package abreast

import (
	"context"

	"golang.org/x/sync/errgroup"
)

// Each calls f for 0 to n-1, most of them at a time, and returns the first error, which ends the context of the other calls. A panic in one
// of them comes up here, see Panics.
func Each(ctx context.Context, most, n int, f func(ctx context.Context, i int) error) error {
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(most)
	var panics Panics
	for i := range n {
		group.Go(func() error {
			defer panics.Catch()
			return f(ctx, i)
		})
	}
	err := group.Wait()
	panics.Raise()
	return err
}
