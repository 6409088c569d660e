package journal_test

import (
	"context"
	"errors"
	"runtime"
	"testing"
	"time"

	"cardwallet/client"
	"cardwallet/client/journal"
	"cardwallet/client/journal/journaltest"
)

// The owner sends the order and dies after its row was read as not sent: nobody may call it failed then.
// A lock does not keep its owner from writing once it is lost; a lease does, which package postgres tests.
func TestSentWhileItIsTakenOver(t *testing.T) {
	t.Parallel()
	path := journaltest.File(t)
	stamps := 0
	one := open(t, path, journal.WithClock(func() time.Time {
		if stamps++; stamps == 2 { // between intended and sent
			runtime.Goexit()
		}
		return noon
	}))
	stopped := make(chan struct{})
	go func() {
		defer close(stopped)
		_, _ = topUp(context.WithoutCancel(t.Context()), one, account(&issuer{}), card, usd("25"), client.Quote{})
	}()
	<-stopped
	m := only(t, one)
	journal.Abandon(one)

	var meanwhile func()
	two := open(t, path, journal.WithClock(func() time.Time {
		if meanwhile != nil {
			meanwhile()
			meanwhile = nil
		}
		return noon
	}))
	meanwhile = func() {
		if err := journal.Advance(t.Context(), one, m.OrderID, client.MovementSent, noon); err != nil {
			t.Error(err)
		}
	}
	for _, want := range []string{"intended sent", "intended sent unknown"} {
		if _, err := two.Settle(t.Context(), nil); err != nil || states(t, two, m.OrderID) != want {
			t.Errorf("%v, %s; want %s", err, states(t, two, m.OrderID), want)
		}
	}
}

// Another process learns that the issuer is at work on the order while this one is told otherwise.
func TestAnswerThatIsOvertaken(t *testing.T) {
	t.Parallel()
	for name, answer := range map[string]any{
		"no such order": &client.Error{Kind: client.ErrNotFound, Status: 200},
		"failed":        client.Operation{Status: client.OperationFailed},
	} {
		t.Run(name, func(t *testing.T) {
			path := newPath(t)
			now := noon
			clock := journal.WithClock(func() time.Time { return now })
			one, two := open(t, path, clock), open(t, path, clock)
			m := openMovement(t, one, client.MovementUnknown)
			now = now.Add(time.Hour)
			asked := 0
			answer := answers(&asked, answer)
			reader := askable{&issuer{}, func(ctx context.Context, id string) (client.Operation, error) {
				if err := journal.Advance(ctx, two, id, client.MovementProcessing, now); err != nil {
					t.Error(err)
				}
				return answer(ctx, id)
			}}
			settled, err := one.Settle(t.Context(), []client.Account{account(reader)})
			if err != nil || len(settled) != 1 || settled[0].Status != client.MovementProcessing ||
				states(t, one, m.OrderID) != "intended sent unknown processing" {
				t.Errorf("%v, %v, %s", settled, err, states(t, one, m.OrderID))
			}
		})
	}
}

// A person decides what was unknown; what turned out to be processing meanwhile is not decided by that.
func TestMarkThatIsOvertaken(t *testing.T) {
	t.Parallel()
	path := newPath(t)
	var meanwhile func()
	one := open(t, path, journal.WithClock(func() time.Time {
		if meanwhile != nil {
			meanwhile()
		}
		return noon
	}))
	two := open(t, path)
	m := openMovement(t, one, client.MovementUnknown)
	meanwhile = func() {
		if err := journal.Advance(t.Context(), two, m.OrderID, client.MovementProcessing, noon); err != nil {
			t.Error(err)
		}
	}
	_, err := one.Mark(t.Context(), m.OrderID, client.MovementFailed, "x", "")
	meanwhile = nil
	if !errors.Is(err, journal.ErrMark) || states(t, one, m.OrderID) != "intended sent unknown processing" {
		t.Errorf("%v, %s", err, states(t, one, m.OrderID))
	}
}

// A sender that was held up after its row was marked as sent can have died right after the request left: that the issuer does not have
// the order yet says nothing until the grace has passed since its death was noticed.
func TestGraceOfADeadSender(t *testing.T) {
	t.Parallel()
	path := newPath(t)
	now := noon
	clock := journal.WithClock(func() time.Time { return now })
	one, two := open(t, path, clock), open(t, path, clock)
	slow := &issuer{topUp: func(ctx context.Context, _ client.Order) (client.Operation, error) {
		now = now.Add(time.Hour) // waiting for the rate limit, or asleep
		journal.Abandon(one)
		_, err := two.Settle(ctx, nil)
		return client.Operation{}, errors.Join(context.Canceled, err)
	}}
	if _, err := topUp(t.Context(), one, account(slow), card, usd("25"), client.Quote{}); !errors.Is(err, client.ErrUnknown) {
		t.Fatal(err)
	}
	m := only(t, two)
	asked := 0
	reader := account(askable{&issuer{}, answers(&asked, &client.Error{Kind: client.ErrNotFound, Status: 200})})
	for _, look := range []struct {
		after time.Duration
		want  string
	}{{2*time.Minute - time.Millisecond, "intended sent unknown"}, {time.Millisecond, "intended sent unknown failed"}} {
		now = now.Add(look.after)
		if _, err := two.Settle(t.Context(), []client.Account{reader}); err != nil || states(t, two, m.OrderID) != look.want {
			t.Errorf("%v, %s; want %s", err, states(t, two, m.OrderID), look.want)
		}
	}
}
