package journal_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"cardwallet/client"
	"cardwallet/client/journal"
)

// clocks are a wall clock that can be set, and the time since the machine started.
type clocks struct {
	wall  time.Time
	boot  string
	ticks time.Duration
}

func newClocks() *clocks { return &clocks{wall: noon, boot: "first", ticks: time.Hour} }

// pass lets time pass.
func (c *clocks) pass(d time.Duration) { c.wall, c.ticks = c.wall.Add(d), c.ticks+d }

// restart starts the machine again.
func (c *clocks) restart() { c.boot, c.ticks = c.boot+"'", 0 }

func (c *clocks) options() []journal.Option {
	return []journal.Option{
		journal.WithClock(func() time.Time { return c.wall }), journal.WithTicks(func() (string, time.Duration) { return c.boot, c.ticks }),
		journal.WithPolling(time.Microsecond, time.Second),
	}
}

var jumps = []time.Duration{0, -24 * time.Hour, -3 * time.Minute, 3 * time.Minute, 24 * time.Hour}

// However the clock is set, and whenever: what is not found is not called failed before the grace is over, and is when it is.
func TestGraceIsNotEndedByASetClock(t *testing.T) {
	t.Parallel()
	none := &client.Error{Kind: client.ErrNotFound, Status: 200}
	for _, point := range []string{"before", "while it is sent", "afterwards", "in another process"} {
		for _, jump := range jumps {
			for name, observes := range map[string]bool{"by number": false, "by comparison": true} {
				t.Run(point+" "+jump.String()+" "+name, func(t *testing.T) {
					c, path := newClocks(), newPath(t)
					j := open(t, path, c.options()...)
					set := func(at string) {
						if at == point {
							c.wall = c.wall.Add(jump)
						}
					}
					sends := func(context.Context, client.Order) (client.Operation, error) {
						set("while it is sent")
						return client.Operation{}, context.DeadlineExceeded
					}
					asked := 0
					a := account(askable{&issuer{topUp: sends}, answers(&asked, none)})
					if observes {
						a = account(observed{issuer: &issuer{topUp: sends},
							observe: func(string) (client.Observation, error) { return seen("100", "500"), nil }})
					}
					set("before")
					m, err := topUp(t.Context(), j, a, card, usd("25"), estimate(usd("25")))
					if m.Status != client.MovementUnknown {
						t.Fatalf("%v, %v", m, err)
					}
					set("afterwards")
					c.pass(2*time.Minute - time.Second)
					if point == "in another process" {
						set(point)
						j = open(t, path, c.options()...)
					}
					settle := func() string {
						if _, err := j.Settle(t.Context(), []client.Account{a}); err != nil {
							t.Fatal(err)
						}
						return states(t, j, m.OrderID)
					}
					if got := settle(); got != "intended sent unknown" {
						t.Errorf("a second before the grace is over: %s", got)
					}
					c.pass(time.Second)
					if got := settle(); got != "intended sent unknown failed" {
						t.Errorf("when it is over: %s", got)
					}
				})
			}
		}
	}
}

// After a start of the machine the wall clock alone is left, and may have come back wrong: the machine has to be up for as long as well.
func TestGraceAfterARestart(t *testing.T) {
	t.Parallel()
	for _, jump := range jumps {
		c, path := newClocks(), newPath(t)
		j := open(t, path, c.options()...)
		m := openMovement(t, j, client.MovementUnknown)
		asked := 0
		a := account(askable{&issuer{}, answers(&asked, &client.Error{Kind: client.ErrNotFound, Status: 200})})
		c.restart()
		c.wall = c.wall.Add(jump)
		j = open(t, path, c.options()...)
		for _, step := range []struct {
			pass time.Duration
			over bool
		}{{2*time.Minute - time.Second, false}, {time.Second, jump >= 0}, {24 * time.Hour, true}} {
			c.pass(step.pass)
			if _, err := j.Settle(t.Context(), []client.Account{a}); err != nil {
				t.Fatal(err)
			}
			if got := states(t, j, m.OrderID) == "intended sent unknown failed"; got != step.over {
				t.Errorf("clock set by %v, up for %v: over %v, want %v", jump, c.ticks, got, step.over)
			}
		}
	}
}

// The same movement is asked about for ten minutes, and what left counts for a day, however the clock is set.
func TestWindowsAreNotEndedByASetClock(t *testing.T) {
	t.Parallel()
	limit := journal.WithLimits(map[string]journal.Limit{"USD": {PerDay: decimal.NewNullDecimal(decimal.NewFromInt(40))}})
	a := account(answering(client.Operation{Status: client.OperationSucceeded}, nil))
	for _, window := range []struct {
		kind    error
		options []journal.Option
		length  time.Duration
	}{{client.ErrRepeat, nil, 10 * time.Minute}, {client.ErrLimit, []journal.Option{limit}, 24 * time.Hour}} {
		for _, jump := range jumps {
			c := newClocks()
			j := open(t, newPath(t), append(c.options(), window.options...)...)
			if _, err := j.Move(t.Context(), a, intent(client.MoveTopUp, "25")); err != nil {
				t.Fatal(err)
			}
			c.wall = c.wall.Add(jump)
			c.pass(window.length - time.Millisecond)
			if err := j.Check(t.Context(), a, intent(client.MoveTopUp, "25")); !errors.Is(err, window.kind) {
				t.Errorf("clock set by %v, just within: %v, want %v", jump, err, window.kind)
			}
			c.pass(time.Millisecond)
			if err := j.Check(t.Context(), a, intent(client.MoveTopUp, "25")); err != nil {
				t.Errorf("clock set by %v, afterwards: %v", jump, err)
			}
		}
	}
}

// After a start of the machine, a row of the future counts as one of now.
func TestWindowsAfterARestart(t *testing.T) {
	t.Parallel()
	a := account(answering(client.Operation{Status: client.OperationSucceeded}, nil))
	for _, jump := range jumps {
		c := newClocks()
		j := open(t, newPath(t), c.options()...)
		if _, err := j.Move(t.Context(), a, intent(client.MoveTopUp, "25")); err != nil {
			t.Fatal(err)
		}
		c.pass(time.Minute)
		c.restart()
		c.wall = c.wall.Add(jump)
		asks := errors.Is(j.Check(t.Context(), a, intent(client.MoveTopUp, "25")), client.ErrRepeat)
		if want := jump < 9*time.Minute; asks != want {
			t.Errorf("clock set by %v: asks %v, want %v", jump, asks, want)
		}
	}
}

// What is processing for a day may be marked; that day has to pass.
func TestMarkIsNotHastenedByASetClock(t *testing.T) {
	t.Parallel()
	for _, jump := range jumps {
		c := newClocks()
		j := open(t, newPath(t), c.options()...)
		m := openMovement(t, j, client.MovementProcessing)
		c.wall = c.wall.Add(jump)
		c.pass(24*time.Hour - time.Second)
		if _, err := j.Mark(t.Context(), m.OrderID, client.MovementFailed, "seen", ""); !errors.Is(err, journal.ErrMark) {
			t.Errorf("clock set by %v, too early: %v", jump, err)
		}
		c.pass(time.Second)
		if _, err := j.Mark(t.Context(), m.OrderID, client.MovementFailed, "seen", ""); err != nil {
			t.Errorf("clock set by %v: %v", jump, err)
		}
	}
}

// The newest is the one that was noted last, whatever the clock said.
func TestOrderOfRowsIsNotThatOfTheClock(t *testing.T) {
	t.Parallel()
	c := newClocks()
	j := open(t, newPath(t), c.options()...)
	var want []string
	for n, jump := range jumps {
		c.wall = c.wall.Add(jump)
		in := intent(client.MoveTopUp, decimal.NewFromInt(int64(n+1)).String())
		m, err := j.Move(t.Context(), account(answering(client.Operation{Status: client.OperationSucceeded}, nil)), in)
		if err != nil {
			t.Fatal(err)
		}
		want = append([]string{m.OrderID}, want...)
	}
	rows, err := j.Movements(t.Context(), client.MovementFilter{})
	if err != nil || len(rows) != len(want) {
		t.Fatal(rows, err)
	}
	for n := range rows {
		if rows[n].OrderID != want[n] {
			t.Errorf("row %d is %s of %v, want %s", n, rows[n].OrderID, rows[n].CreatedAt, want[n])
		}
	}
}
