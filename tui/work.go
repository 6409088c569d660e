package tui

import (
	"reflect"
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

// rescued is a command that is counted and whose panic ends the program as one in Update does. So are the commands of a batch or a
// sequence that it gives.
func (m *Model) rescued(cmd tea.Cmd) tea.Cmd {
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
		// Bubble Tea's type of a sequence has no name outside of it. Bubble Tea rescues the commands of a sequence itself, in its own words.
		if several := reflect.ValueOf(msg); several.IsValid() && several.Type().ConvertibleTo(commands) {
			all := reflect.MakeSlice(several.Type(), several.Len(), several.Len())
			for i, c := range several.Convert(commands).Interface().([]tea.Cmd) {
				all.Index(i).Set(reflect.ValueOf(m.rescued(c)))
			}
			return all.Interface()
		}
		return msg
	}
}

var commands = reflect.TypeFor[[]tea.Cmd]()
