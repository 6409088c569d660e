package screen_test

import (
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"

	"cardwallet/tui/screen"
)

func TestPreviewIsDrawnWhenTheCursorRests(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		rests := 0
		p := screen.Preview{Rested: func() tea.Cmd { rests++; return nil }}
		due := func(cmd tea.Cmd) {
			if cmd == nil {
				t.Fatal("nothing would draw it")
			}
			if reply, ok := cmd().(screen.Reply); ok {
				reply.Deliver()
			}
		}
		if cmd := p.Follow(t.Context(), nil, "a"); cmd != nil || !p.Ready() {
			t.Error("the first row must be drawn at once")
		}
		if cmd := p.Follow(t.Context(), nil, "a"); cmd != nil || !p.Ready() {
			t.Error("the same row needs no wait")
		}
		first := p.Follow(t.Context(), nil, "b")
		second := p.Follow(t.Context(), nil, "c")
		if p.Ready() {
			t.Error("it is drawn while the cursor moves")
		}
		began := time.Now()
		due(first)
		if p.Ready() {
			t.Error("the row before counts")
		}
		due(second)
		if !p.Ready() || time.Since(began) < 150*time.Millisecond {
			t.Errorf("ready %t after %s", p.Ready(), time.Since(began))
		}
		if rests != 2 {
			t.Errorf("what is drawn was read %d times: of the first row, and of the last", rests)
		}
	})
}
