package abreast

import (
	"context"
	"errors"
)

// Most is the largest AtOnce.
const Most = 24

// AtOnce is how many requests go side by side to an issuer that allows perMinute of them in 60 s; 0 is no limit. Where there is one, more
// would only wait for their turn, and before what a person asks for meanwhile.
func AtOnce(perMinute int) int {
	if perMinute > 0 {
		return Most / 2
	}
	return Most
}

// errPanicked ends a walk until the panic is raised.
var errPanicked = errors.New("it panicked")

// InOrder calls ask for 0 to n-1, most of them at a time, and gives take each answer in this order, from the goroutine that called InOrder.
// It ends at the first answer that is an error, which it returns once take had all before it, or when take reports that it wants no more.
// Then what was asked for ahead is canceled and waited for; what of it came all the same is given to drop, which may be nil. Answers that
// come early wait for those before them, and count among the most. A panic in ask comes up here, see Panics.
func InOrder[T any](
	ctx context.Context, most, n int, ask func(ctx context.Context, i int) (T, error), take func(i int, got T) (more bool), drop func(T),
) error {
	type answer struct {
		got T
		err error
	}
	ctx, cancel := context.WithCancel(ctx)
	var panics Panics
	answers := make([]chan answer, min(most, n)) // of the question i at i modulo most
	for i := range answers {
		answers[i] = make(chan answer, 1)
	}
	asked, next := 0, 0
	defer func() {
		cancel()
		for ; next < asked; next++ {
			if a := <-answers[next%len(answers)]; a.err == nil && drop != nil {
				drop(a.got)
			}
		}
		panics.Raise()
	}()
	for next < n {
		for ; asked < min(n, next+len(answers)); asked++ {
			go func(i int) {
				a := answer{err: errPanicked}
				defer func() { answers[i%len(answers)] <- a }()
				defer panics.Catch()
				a.got, a.err = ask(ctx, i)
			}(asked)
		}
		a := <-answers[next%len(answers)]
		next++
		if a.err != nil {
			return a.err
		}
		if !take(next-1, a.got) {
			return nil
		}
	}
	return nil
}
