// Package work runs commands so that the program can wait for them at its end, and so that a panic in one is told as any other.
package work

import (
	"reflect"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"
)

// Group are the commands that run.
type Group struct {
	rescue func() // is deferred in every command

	mu     sync.Mutex
	count  int
	closed bool
	idle   chan struct{} // closed when closed and none runs
}

// NewGroup returns a group in which nothing runs yet. rescue is deferred in every command and recovers from its panic.
func NewGroup(rescue func()) *Group { return &Group{rescue: rescue, idle: make(chan struct{})} }

// begin reports whether a command may still start.
func (g *Group) begin() bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.closed {
		return false
	}
	g.count++
	return true
}

func (g *Group) end() {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.count--; g.closed && g.count == 0 {
		close(g.idle)
	}
}

// Close lets no command start any more and waits for those that run, up to limit.
func (g *Group) Close(limit time.Duration) {
	g.mu.Lock()
	first := !g.closed
	g.closed = true
	if first && g.count == 0 {
		close(g.idle)
	}
	g.mu.Unlock()
	timer := time.NewTimer(limit)
	defer timer.Stop()
	select {
	case <-g.idle:
	case <-timer.C:
	}
}

// Run is a command that is counted and rescued. So are the commands of a batch or a sequence that it gives.
func (g *Group) Run(cmd tea.Cmd) tea.Cmd {
	if cmd == nil {
		return nil
	}
	return func() (msg tea.Msg) {
		if !g.begin() {
			return nil
		}
		defer g.end()
		defer g.rescue()
		msg = cmd()
		// Bubble Tea's type of a sequence has no name outside of it. Bubble Tea rescues the commands of a sequence itself, in its own words.
		if several := reflect.ValueOf(msg); several.IsValid() && several.Type().ConvertibleTo(commands) {
			all := reflect.MakeSlice(several.Type(), several.Len(), several.Len())
			for i, c := range several.Convert(commands).Interface().([]tea.Cmd) {
				all.Index(i).Set(reflect.ValueOf(g.Run(c)))
			}
			return all.Interface()
		}
		return msg
	}
}

var commands = reflect.TypeFor[[]tea.Cmd]()
