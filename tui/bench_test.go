package tui_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
	"cardwallet/tui"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

// pump runs a command and what follows from it until done says that it is enough. Commands that wait for the end of the program go on
// waiting.
func pump(m *tui.Model, cmd tea.Cmd, done func() bool) {
	msgs, enough := make(chan tea.Msg), make(chan struct{})
	defer close(enough)
	run := func(cmd tea.Cmd) {
		if cmd == nil {
			return
		}
		go func() {
			msg := cmd()
			select {
			case msgs <- msg:
			case <-enough:
			}
		}()
	}
	run(cmd)
	for !done() {
		switch msg := (<-msgs).(type) {
		case nil:
		case tea.BatchMsg:
			for _, c := range msg {
				run(c)
			}
		default:
			_, next := m.Update(msg)
			run(next)
		}
	}
}

// listOf gives the program at 120x40 with that many cards in its list.
func listOf(b testing.TB, n int) *tui.Model {
	b.Helper()
	is := newIssuer("ads", n)
	m := tui.New(tui.Options{
		Wallet: client.NewWallet(client.Account{Profile: "ads", Kind: "aurex", Issuer: is}),
		Payer:  &till{}, Clipboard: &board{}, Now: newClock().Now, Settings: screen.Settings{HideAfter: 20 * time.Second, Theme: ui.Dark},
	})
	m.Update(tea.WindowSizeMsg{Width: 120, Height: 40})
	position := fmt.Sprintf("1 of %d", n)
	pump(m, m.Init(), func() bool { return strings.Contains(m.View().Content, position) })
	return m
}

// drawn keeps a frame, so that drawing it is not optimised away.
var drawn int

// BenchmarkMove100000 is one key that moves the selection of 100,000 cards, and the frame after it. The goal is 1 ms.
func BenchmarkMove100000(b *testing.B) {
	m := listOf(b, 100_000)
	down := tea.KeyPressMsg{Code: tea.KeyDown}
	b.ReportAllocs()
	for b.Loop() {
		m.Update(down)
		drawn = len(m.View().Content)
	}
}

// BenchmarkFilterKey100000 is one key typed into the filter over 100,000 cards, and the frame after it. The goal is 5 ms.
func BenchmarkFilterKey100000(b *testing.B) {
	m := listOf(b, 100_000)
	for _, r := range "/car" {
		m.Update(tea.KeyPressMsg{Code: r, Text: string(r)})
	}
	b.ReportAllocs()
	letter, erase := tea.KeyPressMsg{Code: 'd', Text: "d"}, tea.KeyPressMsg{Code: tea.KeyBackspace}
	for i := 0; b.Loop(); i++ {
		if i%2 == 0 {
			m.Update(letter)
		} else {
			m.Update(erase)
		}
		drawn = len(m.View().Content)
	}
}

// BenchmarkArrive100000 is 100,000 cards arriving, made ready, sorted and drawn.
func BenchmarkArrive100000(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		listOf(b, 100_000)
	}
}

// TestMovingTheSelectionIsFewBytes: the rows and the title of the card beside them at once, the rest of it when the cursor rests.
func TestMovingTheSelectionIsFewBytes(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		r.fin.cards = newIssuer("fin", 100).cards
		r.start(t, 120, 36)
		r.WaitFor("1 of 102", "•••• ")
		r.Press("j", "j", "j", "j")
		r.WaitFor("5 of 102", "FIN CARD 002")
		before := r.Written()
		r.Press("j")
		r.WaitFor("6 of 102")
		r.WaitGone("FIN CARD 002")
		moved := r.Written() - before
		r.WaitFor("FIN CARD 003")
		preview := r.Written() - before - moved
		r.Press("pgdown", "pgdown")
		r.WaitFor("FIN CARD 061")
		before = r.Written()
		r.Press("j")
		r.WaitFor("FIN CARD 062")
		t.Logf("%d bytes to move inside the page, %d for the card beside it, %d for both to scroll by a line", moved, preview, r.Written()-before)
		if moved > 500 {
			t.Errorf("moving takes %d bytes, at most 500", moved)
		}
		if preview > 1500 {
			t.Errorf("the card beside the list takes %d bytes, at most 1500", preview)
		}
	})
}

func TestFilterKeyIsFewBytes(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		r.fin.cards = newIssuer("fin", 10_000).cards
		r.start(t, 100, 30)
		r.WaitFor("1 of 10002")
		r.Press("/", "f", "i", "n")
		r.WaitFor("1 of 10000,")
		before := r.Written()
		r.Press("7")
		r.WaitGone("1 of 10000,")
		typed := r.Written() - before
		t.Logf("%d bytes for a key that leaves other cards on the whole screen", typed)
		if screenful := 100 * 30; typed > screenful {
			t.Errorf("a filter key takes %d bytes, at most the %d cells of the screen", typed, screenful)
		}
	})
}

// BenchmarkFrameWithNotices200x50 is one frame of the same list while two notices stand in boxes. The goal is 2 ms.
func BenchmarkFrameWithNotices200x50(b *testing.B) {
	m := listOf(b, 100_000)
	m.Update(tea.WindowSizeMsg{Width: 200, Height: 50})
	for _, text := range []string{"one is done", "another one is done"} {
		m.Update(ui.NoticeMsg{Level: ui.Good, Text: text})
	}
	b.ReportAllocs()
	for b.Loop() {
		drawn = len(m.View().Content)
	}
}

// BenchmarkFrame200x50 is one frame of the list of 100,000 cards at 200x50, with all panels. The goal is 2 ms.
func BenchmarkFrame200x50(b *testing.B) {
	m := listOf(b, 100_000)
	m.Update(tea.WindowSizeMsg{Width: 200, Height: 50})
	b.ReportAllocs()
	for b.Loop() {
		drawn = len(m.View().Content)
	}
}

// TestNothingIsSentWhileNothingCounts: the list is left open all day.
func TestNothingIsSentWhileNothingCounts(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		r.start(t, 120, 36)
		r.WaitFor("1 of 5", "ADS CARD 000")
		time.Sleep(time.Second)
		before := r.Written()
		time.Sleep(10 * time.Second)
		if idle := r.Written() - before; idle != 0 {
			t.Errorf("%d bytes while nothing counts", idle)
		}
	})
}
