package tui

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/google/go-cmp/cmp"

	"cardwallet/client"
	"cardwallet/tui/poll"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

// ledger is a journal that records when it was asked to settle, as time since the start.
type ledger struct {
	screen.Payer
	start time.Time
	at    []time.Duration
	looks int
	open  []client.Movement
	found map[time.Duration]client.MovementStatus // what the issuers answer from then on
	err   error
	slow  time.Duration

	appear time.Duration // when another process leaves an unknown movement; 0: never
}

func (l *ledger) Settle(context.Context, []client.Account) ([]client.Movement, error) {
	time.Sleep(l.slow)
	since := time.Since(l.start)
	l.at = append(l.at, since.Round(time.Second))
	var changed []client.Movement
	for from, status := range l.found {
		if since >= from && len(l.open) > 0 {
			l.open[0].Status = status
			changed = append(changed, l.open[0])
			l.open = nil
			break
		}
	}
	return changed, l.err
}

func (l *ledger) Movements(_ context.Context, f client.MovementFilter) ([]client.Movement, error) {
	if f.Unsettled { // the list reads what was done today, too
		l.looks++
	}
	if l.appear > 0 && time.Since(l.start) >= l.appear {
		l.open = []client.Movement{{OrderID: "CWOTHER", Status: client.MovementUnknown}}
	}
	return append([]client.Movement(nil), l.open...), l.err
}

// settling runs a Model's part that settles, in virtual time, until the time is over.
func settling(l *ledger, limit time.Duration, at map[time.Duration]tea.Msg) *Model {
	l.start = time.Now()
	m := New(Options{Wallet: client.NewWallet(), Payer: l})
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	m.env.Ctx = ctx
	msgs := make(chan tea.Msg)
	var run func(cmd tea.Cmd)
	run = func(cmd tea.Cmd) {
		if cmd == nil {
			return
		}
		go func() {
			msg := cmd()
			if batch, ok := msg.(tea.BatchMsg); ok {
				for _, c := range batch {
					run(c)
				}
				return
			}
			select {
			case msgs <- msg:
			case <-ctx.Done():
			}
		}()
	}
	for wait, msg := range at {
		run(ui.After(ctx, wait, msg))
	}
	run(m.settler.Start())
	for {
		select {
		case <-ctx.Done():
			synctest.Wait()
			return m
		case msg := <-msgs:
			if msg != nil {
				run(m.route(msg))
			}
		}
	}
}

func unknownTopUp() client.Movement {
	return client.Movement{OrderID: "CW1", Profile: "fin", CardID: "1", Kind: client.MoveTopUp, Status: client.MovementUnknown}
}

func TestSettlerBacksOffWhileSomethingIsOpenAndStopsWhenNothingIs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := &ledger{open: []client.Movement{unknownTopUp()},
			found: map[time.Duration]client.MovementStatus{8 * time.Minute: client.MovementSucceeded}}
		m := settling(l, time.Hour, nil)
		want := []time.Duration{0, 5, 15, 35, 75, 155, 275, 395, 515}
		for i := range want {
			want[i] *= time.Second
		}
		if diff := cmp.Diff(want, l.at[:min(len(l.at), len(want))]); diff != "" {
			t.Error(diff)
		}
		for n, at := range l.at[min(len(l.at), len(want)):] { // once in a while for what was taken back
			if at-l.at[len(want)+n-1] < poll.Review {
				t.Errorf("settled at %v", l.at)
			}
		}
		if len(m.env.Moves.Open) != 0 || m.alert() != "" {
			t.Errorf("open: %+v", m.env.Moves.Open)
		}
		if text := m.notice.Text; !strings.Contains(text, "top-up of") || !strings.Contains(text, "done") {
			t.Errorf("told %q", text)
		}
	})
}

// The journal decides whether there is anything to ask about.
func TestSettlerAsksSeldomWhileNothingIsOpen(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := &ledger{}
		settling(l, time.Hour, nil)
		if len(l.at) != int(time.Hour/poll.Review) || l.at[1] != poll.Review || l.looks != int(time.Hour/poll.Idle) {
			t.Errorf("settled at %v, looked %d times", l.at, l.looks)
		}
	})
}

func TestSettlerSeesWhatAnotherProcessLeaves(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := &ledger{appear: 10 * time.Minute}
		m := settling(l, 11*time.Minute, nil)
		if len(l.at) < 2 || l.at[1] < l.appear || len(m.env.Moves.Open) != 1 {
			t.Errorf("settled at %v, open %v", l.at, m.env.Moves.Open)
		}
	})
}

func TestSettlerGoesOnAfterAJournalThatWasBusy(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := &ledger{err: errors.New("the journal is busy")}
		settling(l, time.Minute, nil)
		if len(l.at) < 2 {
			t.Errorf("settled at %v", l.at)
		}
	})
}

func TestSettlerStartsAnewWhenMoneyMoves(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := &ledger{open: []client.Movement{unknownTopUp()}}
		settling(l, 190*time.Second, map[time.Duration]tea.Msg{160 * time.Second: screen.MovedMsg{Movement: unknownTopUp()}})
		want := []time.Duration{0, 5, 15, 35, 75, 155, 165, 170, 180}
		for i := range want {
			want[i] *= time.Second
		}
		if diff := cmp.Diff(want, l.at); diff != "" {
			t.Error(diff)
		}
	})
}

func TestSettlerAsksOneAtATime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := &ledger{slow: 4 * time.Second}
		settling(l, time.Minute, map[time.Duration]tea.Msg{
			time.Second: screen.SettleMsg{}, 2 * time.Second: screen.SettleMsg{}, 3 * time.Second: screen.MovedMsg{},
		})
		if diff := cmp.Diff([]time.Duration{4 * time.Second, 8 * time.Second}, l.at); diff != "" {
			t.Error(diff)
		}
	})
}

func TestJournalThatCannotBeOpenedIsSaidOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := &ledger{err: errors.New("the journal is damaged\nit was set aside")}
		m := settling(l, time.Minute, nil)
		if m.notice.Text != "no money can be moved: the journal is damaged; it was set aside" {
			t.Errorf("told %q", m.notice.Text)
		}
		if m.settler.Problem(l.err) != "" {
			t.Error("told twice")
		}
		if m.settler.Problem(nil) != "" || m.settler.Problem(l.err) == "" {
			t.Error("not told again after it worked")
		}
	})
}

func TestAlertCountsWhatIsOpen(t *testing.T) {
	m := New(Options{Wallet: client.NewWallet()})
	defer m.end(errDone)
	open := client.Movement{Status: client.MovementProcessing}
	sent := client.Movement{Status: client.MovementSent}
	for want, moves := range map[string][]client.Movement{
		"": nil, "1 movement open": {open}, "2 movements open": {open, sent}, "1 outcome unknown": {unknownTopUp()},
		"2 outcomes unknown, 1 open": {unknownTopUp(), open, unknownTopUp()},
	} {
		if m.env.Moves.Open = moves; m.alert() != want {
			t.Errorf("%q, want %q", m.alert(), want)
		}
	}
}
