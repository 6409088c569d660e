package budget_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"cardwallet/client/budget"
	"cardwallet/client/pace"
	"cardwallet/client/team"
	"cardwallet/client/team/copies"
	"cardwallet/client/team/teamtest"
)

// TestTeam needs a PostgreSQL: CARDWALLET_TEST_POSTGRES says where it is.
func TestTeam(t *testing.T) {
	t.Parallel()
	if !teamtest.On() {
		return
	}
	t.Run("two machines keep one limit", testTwoMachines)
	t.Run("many at the same moment", testManyAtOnce)
	t.Run("the team is away and back", testTeamAway)
	t.Run("the team does not answer", testTeamSilent)
	t.Run("by the database's clock", testDatabaseClock)
}

// machine is a machine of a team: its own state directory, and its own start.
func machine(t *testing.T, db *team.Database, boot string, c *clock, log *slog.Logger) *budget.Either {
	t.Helper()
	ticks := func() (string, time.Duration) { return boot, c.at }
	rates := copies.NewRates(func(context.Context) (*team.Database, error) { return db, nil },
		func() time.Duration { return 1000*time.Hour + c.at })
	open := func(context.Context) (budget.Store, error) { return rates, nil }
	b := budget.On(open, log, ticks).Or(budget.At(newPath(t), nil, ticks))
	t.Cleanup(b.Close)
	return b
}

// granted is how many requests may go at once.
func granted(t *testing.T, b pace.Budget, perMinute int) (n int) {
	t.Helper()
	for {
		at := b.Queue(key, perMinute)
		if wait, _ := ask(t, at); wait > 0 {
			at.Leave()
			return n
		}
		n++
	}
}

// Two machines that both want more than there is share it, and a pause, and neither waits for ever.
func testTwoMachines(t *testing.T) {
	t.Parallel()
	const perMinute = 30
	c, url := newClock(), teamtest.Fresh(t)
	ana := machine(t, teamtest.Open(t, team.Options{URL: url}), "ana", c, nil)
	bob := machine(t, teamtest.Open(t, team.Options{URL: url}), "bob", c, nil)
	db := teamtest.Open(t, team.Options{URL: url})
	changed := db.Watch(t.Context())
	<-changed // the first look
	began := c.at
	var waiters []*waiter
	for n := range 60 {
		b := []*budget.Either{ana, bob}[n%2]
		waiters = append(waiters, &waiter{at: b.Queue(key, perMinute), next: c.at + time.Duration(n)*time.Millisecond})
	}
	run(t, c, waiters)
	var got []time.Duration
	for _, w := range waiters {
		got = append(got, w.got)
	}
	took := got[len(got)-1] - began
	if most := mostIn(got); most > perMinute || took > 3*time.Minute {
		t.Errorf("%d in a minute, the limit is %d; all within %v", most, perMinute, took)
	}
	c.at += 2 * time.Minute
	ana.Pause(key, 20*time.Second)
	for _, b := range []pace.Budget{ana, bob} {
		at := b.Queue(key, perMinute)
		if wait, _ := ask(t, at); wait != 20*time.Second {
			t.Errorf("in a pause: waits %v", wait)
		}
		at.Leave()
	}
	select {
	case <-changed:
		t.Error("the others were woken for a slot")
	default:
	}
	if row := stored(t, db); strings.Contains(row, "counts by") || !strings.HasPrefix(row, `{"Boot":"team"`) {
		t.Errorf("stored: %s", row)
	}
}

func stored(t *testing.T, db *team.Database) (row string) {
	t.Helper()
	if err := db.SQL().QueryRowContext(t.Context(), `SELECT state FROM cardwallet.budgets`).Scan(&row); err != nil {
		t.Fatal(err)
	}
	return row
}

// Machines that ask at the same moment wait for each other, and get no more than there is.
func testManyAtOnce(t *testing.T) {
	t.Parallel()
	const perMinute, machines = 60, 8
	c, url := newClock(), teamtest.Fresh(t)
	var mu sync.Mutex
	var asking sync.WaitGroup
	all := 0
	for range machines {
		b := machine(t, teamtest.Open(t, team.Options{URL: url}), "one of them", c, nil)
		asking.Go(func() {
			n := 0
			for range 10 {
				at := b.Queue(key, perMinute)
				wait, _, ok := at.Ask(t.Context())
				if !ok {
					t.Error("it cannot be used")
				}
				if wait == 0 {
					n++
				}
			}
			mu.Lock()
			defer mu.Unlock()
			all += n
		})
	}
	asking.Wait()
	if burst := perMinute / 3; all > burst {
		t.Errorf("%d at once, the burst is %d", all, burst)
	}
}

// While the team is away the machine's own budget counts, and a minute later the team is asked again. It is told once.
func testTeamAway(t *testing.T) {
	t.Parallel()
	const perMinute, burst = 30, 10
	var said bytes.Buffer
	c := newClock()
	proxy := teamtest.NewProxy(t, teamtest.Fresh(t))
	db := teamtest.Open(t, team.Options{URL: proxy.URL()})
	b := machine(t, db, "ana", c, slog.New(slog.NewTextHandler(&said, &slog.HandlerOptions{Level: slog.LevelDebug})))
	if n := granted(t, b, perMinute); n != burst {
		t.Errorf("%d at once, not %d", n, burst)
	}
	proxy.Cut()
	if n := granted(t, b, perMinute); n != burst {
		t.Errorf("%d at once of the machine's own, not %d", n, burst)
	}
	b.Pause(key, 20*time.Second)
	if wait, _ := ask(t, b.Queue(key, perMinute)); wait != 20*time.Second {
		t.Errorf("in a pause of the machine's own: waits %v", wait)
	}
	proxy.Heal()
	before := stored(t, db)
	c.at += budget.Rest - time.Second
	granted(t, b, perMinute)
	if stored(t, db) != before {
		t.Error("the team was asked again at once")
	}
	c.at += time.Second
	if n := granted(t, b, perMinute); n != burst || stored(t, db) == before {
		t.Errorf("back: %d at once, not %d; stored %s", n, burst, stored(t, db))
	}
	if n := strings.Count(said.String(), "\n"); n != 1 {
		t.Errorf("told %d times:\n%s", n, said.String())
	}
}

// A database that does not answer holds up one request for a second, and none after it.
func testTeamSilent(t *testing.T) {
	t.Parallel()
	c := newClock()
	proxy := teamtest.NewProxy(t, teamtest.Fresh(t))
	b := machine(t, teamtest.Open(t, team.Options{URL: proxy.URL()}), "ana", c, nil)
	proxy.Stall()
	defer proxy.Heal()
	began := time.Now()
	if n := granted(t, b, 30); n != 10 {
		t.Errorf("%d at once", n)
	}
	// Any bound shows that they did not wait a second each.
	if took := time.Since(began); took > 9*time.Second {
		t.Errorf("it took %v", took)
	}
}

// Without a clock of a test's it is the database's: machines whose clocks have nothing in common agree on the time.
func testDatabaseClock(t *testing.T) {
	t.Parallel()
	url := teamtest.Fresh(t)
	var places []pace.Place
	for n := range 2 {
		db := teamtest.Open(t, team.Options{URL: url})
		rates := copies.NewRates(func(context.Context) (*team.Database, error) { return db, nil }, nil)
		c := &clock{boot: string(rune('a' + n)), at: time.Duration(n) * 5000 * time.Hour}
		b := budget.On(func(context.Context) (budget.Store, error) { return rates, nil }, nil, c.ticks)
		t.Cleanup(b.Close)
		b.Pause(sha256.Sum256([]byte("paused")), time.Minute)
		places = append(places, b.Queue(sha256.Sum256([]byte("paused")), 0), b.Queue(key, 1))
	}
	for n, want := range []bool{true, false, true, true} { // the one slot of the minute is gone with the second
		if wait, _ := ask(t, places[n]); (wait > 0) != want || wait > 66*time.Second {
			t.Errorf("place %d waits %v", n, wait)
		}
	}
}
