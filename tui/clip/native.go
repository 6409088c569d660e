package clip

import (
	"context"
	"errors"
	"sync/atomic"
	"time"

	"github.com/atotto/clipboard"
)

// native is the system clipboard behind a time limit. The tools that it runs can hang (a dead X server), so each call runs in a
// goroutine that ends with its tool; while one hangs no other is started.
type native struct {
	writeAll func(string) error
	readAll  func() (string, error)
	limit    time.Duration
	slot     chan struct{} // holds one token while a tool runs
}

var (
	errNoTool = errors.New("no clipboard tool found (wl-copy, xclip or xsel)")
	errHangs  = errors.New("the clipboard tool does not answer")
)

func systemClipboard() native {
	n := native{writeAll: writeSystem, readAll: clipboard.ReadAll, limit: timeLimit, slot: make(chan struct{}, 1)}
	if clipboard.Unsupported {
		n.writeAll = func(string) error { return errNoTool }
		n.readAll = func() (string, error) { return "", errNoTool }
	}
	return n
}

// write puts text on the clipboard. If a slow tool takes it only after the time limit, it is cleared again, because the caller was told
// that it is not there.
func (n native) write(ctx context.Context, text string) error {
	_, err := n.run(ctx, func() (string, error) { return "", n.writeAll(text) }, func() { _ = n.writeAll("") })
	return err
}

func (n native) read(ctx context.Context) (string, error) {
	return n.run(ctx, n.readAll, func() {})
}

// run calls a tool and waits for its answer within the limit. late is called when it succeeds after that.
func (n native) run(ctx context.Context, tool func() (string, error), late func()) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, n.limit)
	defer cancel()
	select {
	case n.slot <- struct{}{}:
	case <-ctx.Done():
		return "", errHangs
	}
	type answer struct {
		text string
		err  error
	}
	answers := make(chan answer, 1)
	var decided atomic.Bool // by whoever comes first: the tool or the limit
	go func() {
		defer func() { <-n.slot }()
		text, err := tool()
		switch {
		case decided.CompareAndSwap(false, true):
			answers <- answer{text, err}
		case err == nil:
			late()
		}
	}()
	select {
	case a := <-answers:
		return a.text, a.err
	case <-ctx.Done():
		if decided.CompareAndSwap(false, true) {
			return "", errHangs
		}
		a := <-answers
		return a.text, a.err
	}
}
