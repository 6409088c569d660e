package tui

import (
	"errors"
	"fmt"
	"path"
	"runtime"
	"strings"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"
)

// work counts the commands that run, so that the program can wait for them at its end.
type work struct {
	mu     sync.Mutex
	count  int
	closed bool
	idle   chan struct{} // closed when closed and none runs
}

func newWork() *work { return &work{idle: make(chan struct{})} }

// begin reports whether a command may still start.
func (w *work) begin() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.closed {
		return false
	}
	w.count++
	return true
}

func (w *work) end() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.count--; w.closed && w.count == 0 {
		close(w.idle)
	}
}

// close lets no command start any more and waits for those that run, up to limit.
func (w *work) close(limit time.Duration) {
	w.mu.Lock()
	first := !w.closed
	w.closed = true
	if first && w.count == 0 {
		close(w.idle)
	}
	w.mu.Unlock()
	timer := time.NewTimer(limit)
	defer timer.Stop()
	select {
	case <-w.idle:
	case <-timer.C:
	}
}

// guard makes a command countable and its panics harmless. It reaches into batches.
func (m *Model) guard(cmd tea.Cmd) tea.Cmd {
	if cmd == nil {
		return nil
	}
	return func() (msg tea.Msg) {
		if !m.work.begin() {
			return nil
		}
		defer m.work.end()
		defer m.rescue()
		msg = cmd()
		if batch, ok := msg.(tea.BatchMsg); ok {
			guarded := make(tea.BatchMsg, len(batch))
			for i, c := range batch {
				guarded[i] = m.guard(c)
			}
			return guarded
		}
		return msg
	}
}

// rescue, deferred, ends the program after a panic. Bubble Tea would print the value of the panic and the arguments of every
// call, which can be a PAN; this keeps names and lines only.
func (m *Model) rescue() {
	if r := recover(); r != nil {
		m.end(crash(r))
	}
}

// ErrCrash is wrapped by the error of Run after a panic.
var ErrCrash = errors.New("cardwallet failed inside and had to stop")

func crash(r any) error {
	kind := fmt.Sprintf("%T", r)
	if e, ok := r.(runtime.Error); ok {
		kind, _, _ = strings.Cut(e.Error(), "\n")
	}
	callers := make([]uintptr, 32)
	frames := runtime.CallersFrames(callers[:runtime.Callers(2, callers)])
	var at []string
	for frame, more := frames.Next(); more && len(at) < 6; frame, more = frames.Next() {
		if strings.Contains(frame.Function, "cardwallet/") && !strings.HasSuffix(frame.Function, ".rescue") && !strings.HasSuffix(frame.Function, ".crash") {
			at = append(at, fmt.Sprintf("  %s (%s:%d)", path.Base(frame.Function), path.Base(frame.File), frame.Line))
		}
	}
	return fmt.Errorf("%w: %s\nplease report these lines; they hold no card data:\n%s", ErrCrash, kind, strings.Join(at, "\n"))
}
