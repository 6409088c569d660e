package work

import (
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
)

func TestTheEndWaitsForWhatRuns(t *testing.T) {
	for name, c := range map[string]struct{ takes, waits time.Duration }{
		"nothing runs": {0, 0}, "a moment": {time.Second, time.Second}, "too long": {time.Hour, time.Minute},
	} {
		synctest.Test(t, func(t *testing.T) {
			var ended atomic.Bool
			g := NewGroup(func() {})
			go g.Run(func() tea.Msg { time.Sleep(c.takes); ended.Store(true); return nil })()
			synctest.Wait()
			began := time.Now()
			g.Close(time.Minute)
			if waited := time.Since(began); waited != c.waits || ended.Load() != (c.takes == c.waits) {
				t.Errorf("%s: it waited %s, ended %v", name, waited, ended.Load())
			}
			if msg := g.Run(func() tea.Msg { t.Error("it started after the end"); return 1 })(); msg != nil {
				t.Errorf("%s: got %v", name, msg)
			}
			g.Close(time.Minute) // once more, as after a panic
			time.Sleep(c.takes)
		})
	}
}

func TestEveryCommandIsRescued(t *testing.T) {
	rescued := 0
	g := NewGroup(func() {
		if recover() != nil {
			rescued++
		}
	})
	fails := func() tea.Msg { panic("in a command") }
	g.Run(fails)()
	for _, several := range []tea.Cmd{tea.Batch(fails, fails, fails), func() tea.Msg { return tea.BatchMsg{fails, nil} }} {
		for _, cmd := range g.Run(several)().(tea.BatchMsg) {
			if cmd != nil {
				cmd()
			}
		}
	}
	if rescued != 5 {
		t.Errorf("rescued %d of 5", rescued)
	}
	if g.Run(nil) != nil {
		t.Error("no command became one")
	}
}
