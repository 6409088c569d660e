package abreast_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"cardwallet/client/abreast"
)

func TestAnswersComeInOrder(t *testing.T) {
	for _, tt := range []struct{ most, n int }{{1, 5}, {3, 0}, {3, 2}, {3, 3}, {3, 100}, {24, 1000}} {
		t.Run(fmt.Sprint(tt), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var running, most atomic.Int32
				var got []int
				err := abreast.InOrder(t.Context(), tt.most, tt.n, func(_ context.Context, i int) (int, error) {
					n := running.Add(1)
					defer running.Add(-1)
					for old := most.Load(); n > old && !most.CompareAndSwap(old, n); old = most.Load() {
					}
					time.Sleep(time.Duration(rand.IntN(50)) * time.Millisecond)
					return i * i, nil
				}, func(i, square int) bool {
					got = append(got, i)
					return square == i*i
				}, nil)
				if err != nil || len(got) != tt.n || !slices.IsSorted(got) {
					t.Errorf("got %d of %d, %v", len(got), tt.n, err)
				}
				if int(most.Load()) != min(tt.most, tt.n) {
					t.Errorf("%d at once, not %d", most.Load(), min(tt.most, tt.n))
				}
			})
		})
	}
}

// A bubble of synctest ends only once all goroutines in it have: so nothing is left where a walk ends early.
func TestAWalkThatEndsEarly(t *testing.T) {
	failed := errors.New("failed")
	wait := func(ctx context.Context, d time.Duration) error {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(d):
			return nil
		}
	}
	for name, tt := range map[string]struct {
		ask  func(ctx context.Context, i int) error
		more func(i int) bool
		want error
		took int
	}{
		"an answer that fails at once waits for those before it": {
			ask: func(ctx context.Context, i int) error {
				if i == 5 {
					return failed
				}
				return wait(ctx, time.Second)
			}, want: failed, took: 5},
		"enough": {ask: func(ctx context.Context, _ int) error { return wait(ctx, time.Second) },
			more: func(i int) bool { return i < 6 }, took: 7},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var came atomic.Int32
				dropped := map[int]bool{}
				start, took := time.Now(), 0
				err := abreast.InOrder(t.Context(), 4, 100, func(ctx context.Context, i int) (int, error) {
					err := tt.ask(ctx, i)
					if err == nil {
						came.Add(1)
					}
					return i, err
				}, func(i, _ int) bool {
					took++
					return tt.more == nil || tt.more(i)
				}, func(i int) { dropped[i] = true })
				if !errors.Is(err, tt.want) || took != tt.took {
					t.Errorf("%d taken, %v", took, err)
				}
				if int(came.Load()) != took+len(dropped) {
					t.Errorf("%d came, %d taken and %d dropped", came.Load(), took, len(dropped))
				}
				if d := time.Since(start); d > 3*time.Second {
					t.Errorf("it took %s", d)
				}
			})
		})
	}
}

func TestAPanicOfAWalk(t *testing.T) {
	for name, walk := range map[string]func() error{
		"in ask": func() error {
			return abreast.InOrder(t.Context(), 4, 10, func(_ context.Context, i int) (int, error) {
				if i == 2 {
					panic("two")
				}
				return i, nil
			}, func(int, int) bool { return true }, nil)
		},
		"in take": func() error {
			return abreast.InOrder(t.Context(), 4, 10, func(_ context.Context, i int) (int, error) { return i, nil }, func(i, _ int) bool {
				if i == 2 {
					panic("two")
				}
				return true
			}, nil)
		},
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				cause := recover()
				if caught, ok := cause.(*abreast.Panic); ok {
					cause = caught.Cause()
				}
				if cause != "two" {
					t.Errorf("got %v", cause)
				}
			}()
			t.Errorf("it goes on: %v", walk())
		})
	}
}

func TestHowManyAtOnce(t *testing.T) {
	for perMinute, want := range map[int]int{0: 24, 1: 12, 60: 12} {
		if got := abreast.AtOnce(perMinute); got != want {
			t.Errorf("%d a minute: %d at once", perMinute, got)
		}
	}
}
