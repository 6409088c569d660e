package tui_test

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// session is a tmux session with terminals attached.
type session struct {
	mu    sync.Mutex
	names []string
	asked int
}

func (s *session) attach(names ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.names = names
}

func (s *session) viewers(context.Context) []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.asked++
	return slices.Clone(s.names)
}

func (s *session) count() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.asked
}

func TestANewViewerEndsTheReveal(t *testing.T) {
	atEverySize(t, func(t *testing.T, r *rig, cols, rows int) {
		s := &session{names: []string{"mine"}}
		r.opts.Viewers = s.viewers
		r.fin.announce(r.clock, "fin002", "t1", "771204", "Book Store", 24*time.Hour)
		r.start(t, cols, rows)
		r.WaitFor("1 of 5")
		r.Press("enter")
		r.WaitFor("v reveal")
		r.Press("v")
		r.WaitFor("4288 3751")
		s.attach("mine", "other")
		r.WaitFor("! hidden: another terminal shows this now")
		r.WaitGone("4288 3751", "738")
		r.Press("v")
		r.WaitFor("1 other sees this terminal", "press again to go on all the same")
		r.Press("v")
		r.WaitFor("4288 3751", "! 1 other sees this terminal")
		s.attach()
		r.WaitFor("! hidden: no terminal shows this now")
		r.WaitGone("4288 3751")
		s.attach("mine")
		r.Press("esc", "G", "o")
		r.WaitFor("771204")
		s.attach("new")
		r.WaitFor("! hidden: another terminal shows this now")
		r.WaitGone("771")
	})
}

func TestNobodyIsLookedForWhileNothingIsShown(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		s := &session{names: []string{"mine"}}
		r.opts.Viewers, r.opts.Now, r.opts.Ticks = s.viewers, nil, nil
		r.start(t, 80, 24)
		r.WaitFor("1 of 5")
		r.Press("G", "o")
		r.WaitFor("waiting for a code")
		before := r.Written()
		r.WaitUntil("two ticks", func(screen string) bool { return strings.Contains(screen, "asked 2 s ago") })
		if s.count() != 0 || r.Written() == before {
			t.Errorf("looked %d times", s.count())
		}
	})
}

func TestCopyingBeforeOthersTakesASecondPress(t *testing.T) {
	atEverySize(t, func(t *testing.T, r *rig, cols, rows int) {
		s := &session{names: []string{"mine", "other", "third"}}
		r.opts.Viewers = s.viewers
		r.start(t, cols, rows)
		r.WaitFor("1 of 5")
		r.Press("enter")
		r.WaitFor("v reveal")
		r.Press("c")
		r.WaitFor("number not copied: 2 others see this terminal")
		if r.board.holds() != "" {
			t.Error("it was copied")
		}
		r.Press("c")
		r.WaitFor("number copied to the system clipboard")
		r.WaitGone("4288")
		r.Press("L")
		r.WaitFor("locked")
		r.Press("x")
		r.WaitFor("v reveal")
		r.Press("v")
		r.WaitFor("2 others see this terminal") // the lock forgot the answer
	})
}

func TestAResizeEndsNoReveal(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		r.start(t, 80, 24)
		r.WaitFor("1 of 5")
		r.Press("enter")
		r.WaitFor("v reveal")
		r.Press("v")
		r.WaitFor("4288 3751 2345 4242")
		for _, size := range [][2]int{{60, 16}, {120, 40}, {20, 5}, {80, 24}} {
			r.Resize(size[0], size[1])
			if size[0] >= 60 {
				r.WaitFor("4288 3751 2345 4242", "hides in 0:20")
			} else {
				r.WaitFor("too small")
				r.WaitGone("4288")
			}
		}
	})
}
