package budget

import (
	"context"
	"log/slog"
	"time"
)

// At is a budget in the file at path with a clock of the test's.
func At(path string, log *slog.Logger, clock func() (boot string, since time.Duration)) *Budget {
	return On(func(ctx context.Context) (Store, error) { return OpenFile(ctx, path, clock) }, log, clock)
}

// On is a budget in the store that open gives with a clock of the test's.
func On(open func(context.Context) (Store, error), log *slog.Logger, clock func() (boot string, since time.Duration)) *Budget {
	b := New("a test", open, log)
	b.ticks = clock
	return b
}

// Hold and LongestNap are what tests count with.
const (
	Hold       = hold
	LongestNap = longestNap
	Grace      = grace
	Rest       = rest
)

// Kill forgets what the process took, as its end by a signal does.
func (b *Budget) Kill() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.store != nil {
		_ = b.store.Close()
	}
	b.store, b.leases = nil, nil
}

// Overwrite puts a text under a key.
func Overwrite(ctx context.Context, path string, key []byte, text string) error {
	f, err := openFile(ctx, path, func() (string, time.Duration) { return "", 0 })
	if err != nil {
		return err
	}
	defer f.Close()
	return f.Change(ctx, key, func([]byte, string, time.Duration) []byte { return []byte(text) })
}
