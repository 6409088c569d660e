package tui_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"cardwallet/client"
	"cardwallet/tui/clip"
)

// book is an audit trail that waits at the gate, where there is one.
type book struct {
	mu      sync.Mutex
	entries []client.AuditEntry
	gate    chan struct{}
}

func (b *book) record(_ context.Context, entries ...client.AuditEntry) {
	if b.gate != nil {
		<-b.gate
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.entries = append(b.entries, entries...)
}

// lines are the entries in words, without the time.
func (b *book) lines() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	var out []string
	for _, e := range b.entries {
		what := []string{string(e.Action), e.What, e.Profile, e.CardID, e.Last4, string(e.Outcome), e.Detail}
		out = append(out, strings.Join(strings.Fields(strings.Join(what, " ")), " "))
	}
	return out
}

func (b *book) waitFor(t *testing.T, n int) {
	t.Helper()
	if synctest.Wait(); len(b.lines()) < n {
		t.Fatalf("%d entries never came: %q", n, b.lines())
	}
}

func TestWhatIsDoneIsNotedInItsOrder(t *testing.T) {
	atEverySize(t, func(t *testing.T, r *rig, cols, rows int) {
		notes := &book{}
		r.opts.Record = notes.record
		r.fin.announce(r.clock, "fin002", "t1", "771204", "Book Store", 24*time.Hour)
		r.start(t, cols, rows)
		r.WaitFor("1 of 5")
		r.Press("enter")
		r.WaitFor("v reveal")
		r.Press("v")
		r.WaitFor("4288 3751")
		notes.waitFor(t, 1)
		r.Press("down", "down", "c")
		r.WaitFor("CVV copied")
		notes.waitFor(t, 2)
		r.Press("v")
		r.WaitGone("4288")
		r.Press("c") // without showing it
		r.WaitFor("CVV copied")
		notes.waitFor(t, 3)
		r.Press("esc", "G", "o")
		r.WaitFor("771204")
		notes.waitFor(t, 4)
		r.board.mu.Lock()
		r.board.via = clip.Tmux
		r.board.mu.Unlock()
		r.Press("c")
		r.WaitFor("code sent")
		notes.waitFor(t, 5)
		r.Press("L")
		r.WaitFor("locked")
		r.Press("q")
		r.WaitFor("codes")
		leave(t, r)
		want := []string{
			"reveal number, expiry, cvv ads ads000 4242 done",
			"copy cvv ads ads000 4242 done system clipboard",
			"copy cvv ads ads000 4242 done system clipboard",
			"code code fin fin002 1002 done",
			"copy code fin fin002 1002 sent terminal, by tmux",
			"lock done",
			"unlock done",
		}
		got := notes.lines()
		if diff := cmp.Diff(want, got[:min(len(got), len(want))]); diff != "" {
			t.Error(diff)
		}
		for _, e := range notes.entries {
			if !e.At.Equal(r.clock.Now()) {
				t.Errorf("%+v is not of its time", e)
			}
			for _, secret := range []string{"4288375123454242", "738", "09/29", "771204"} {
				if strings.Contains(fmt.Sprintf("%+v", e), secret) {
					t.Errorf("%+v holds a secret", e)
				}
			}
		}
	})
}

func TestWhatFailsIsNotedToo(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		notes := &book{}
		r.opts.Record = notes.record
		r.board.err = clip.ErrOff
		r.start(t, 80, 24)
		r.WaitFor("1 of 5")
		r.Press("enter")
		r.WaitFor("v reveal")
		r.Press("c")
		r.WaitFor("number not copied")
		r.ads.set(func(is *issuer) { is.err = errors.New("no") })
		r.Press("v")
		notes.waitFor(t, 2)
		leave(t, r)
		want := []string{"copy number ads ads000 4242 failed", "reveal ads ads000 4242 failed"}
		if diff := cmp.Diff(want, notes.lines()); diff != "" {
			t.Error(diff)
		}
	})
}

// A slow disk keeps nobody from anything, and what waits for it is not lost when the person leaves.
func TestNothingWaitsForTheTrailAndNothingIsLost(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		notes := &book{gate: make(chan struct{})}
		r.opts.Record = notes.record
		r.start(t, 80, 24)
		r.WaitFor("1 of 5")
		r.Press("enter")
		r.WaitFor("v reveal")
		r.Press("v")
		r.WaitFor("4288 3751")
		r.Press("c")
		r.WaitFor("number copied")
		r.Press("L")
		r.WaitFor("locked")
		if got := notes.lines(); len(got) > 0 {
			t.Fatalf("the gate let %q through", got)
		}
		r.Press("ctrl+c")
		synctest.Wait()
		close(notes.gate)
		if err := r.Wait(); err != nil {
			t.Error(err)
		}
		want := []string{"reveal number, expiry, cvv ads ads000 4242 done", "copy number ads ads000 4242 done system clipboard", "lock done"}
		if diff := cmp.Diff(want, notes.lines()); diff != "" {
			t.Error(diff)
		}
	})
}

func TestWhatCannotBeNotedIsSaid(t *testing.T) {
	atEverySize(t, func(t *testing.T, r *rig, cols, rows int) {
		unrecorded := make(chan error, 1)
		r.opts.Record = func(context.Context, ...client.AuditEntry) {
			unrecorded <- errors.New("cannot write the audit trail: no space left\x1b[2J\ncheck the disk")
		}
		r.opts.Unrecorded = unrecorded
		r.start(t, cols, rows)
		r.WaitFor("1 of 5")
		r.Press("enter")
		r.WaitFor("v reveal")
		for range 2 { // every time
			r.Press("v")
			r.WaitFor("4288 3751", "✕ cannot write the audit trail: no space left")
			r.Press("v")
			r.WaitGone("4288", "no space left")
		}
		leave(t, r)
	})
}

func TestWrongPassphrasesAreNoted(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		notes := &book{}
		r.opts.Record = notes.record
		r.locked(t, newKeyring(map[string]string{"fin": "right"}), 80, 24)
		r.WaitFor(oneKey)
		r.Type("wrong")
		r.Press("enter")
		r.WaitFor("wrong passphrase")
		r.pass(2 * time.Second)
		r.WaitGone("next try")
		r.Type("right")
		r.Press("enter")
		r.WaitFor("ads › ads card 000")
		leave(t, r)
		// What was revealed before is noted beside it, and so may come after.
		got := slices.DeleteFunc(notes.lines(), func(line string) bool { return strings.HasPrefix(line, "reveal ") })
		want := []string{"lock done", "unlock failed wrong passphrase", "unlock done"}
		if diff := cmp.Diff(want, got[max(0, len(got)-len(want)):]); diff != "" {
			t.Error(diff)
		}
	})
}
