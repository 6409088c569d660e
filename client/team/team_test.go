package team_test

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"cardwallet/client"
	"cardwallet/client/journal"
	"cardwallet/client/team"
	"cardwallet/client/team/teamtest"
)

// TestDatabase needs a PostgreSQL: CARDWALLET_TEST_POSTGRES says where it is.
func TestDatabase(t *testing.T) {
	t.Parallel()
	if !teamtest.On() {
		return
	}
	t.Run("the schema is made by its owner, once", testMigrate)
	t.Run("writers are one after the other", testWriters)
	t.Run("transactions that cannot be kept apart are begun anew", testUnserializable)
	t.Run("the clock is the database's", testClock)
	t.Run("the smallest rights are enough", testRights)
	t.Run("changes are heard", testWatch)
	t.Run("a way that breaks", testBrokenWay)
	if teamtest.CanRestart() {
		t.Run("a server that is started again", testRestart)
	}
}

func take(ctx context.Context, db *team.Database) (n int64, err error) {
	err = db.Write(ctx, func(_ context.Context, tx *team.Tx) error {
		tx.Take("journal", 1, func(first int64) error { n = first; return nil })
		return nil
	})
	return n, err
}

func testMigrate(t *testing.T) {
	t.Parallel()
	url := teamtest.Empty(t)
	if _, err := team.Open(t.Context(), team.Options{URL: url}); !errors.Is(err, team.ErrSchema) ||
		!strings.HasSuffix(err.Error(), "cardwallet state migrate") {
		t.Errorf("before: %v", err)
	}
	db, err := team.Connect(team.Options{URL: url})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for n := range 2 {
		from, to, err := db.Migrate(t.Context())
		if err != nil || to != team.Newest || from != int64(n)*team.Newest {
			t.Errorf("from %d to %d, %v", from, to, err)
		}
	}
	if err := db.Check(t.Context()); err != nil {
		t.Error(err)
	}
	if owns, err := db.OwnsSchema(t.Context()); err != nil || !owns {
		t.Errorf("owns %v, %v", owns, err)
	}
	teamtest.Execute(t, url, `INSERT INTO cardwallet.goose_db_version (version_id, is_applied) VALUES (99, true)`)
	if _, err := team.Open(t.Context(), team.Options{URL: url}); !errors.Is(err, team.ErrSchema) ||
		!strings.Contains(err.Error(), "use the newer cardwallet") {
		t.Errorf("a newer one: %v", err)
	}
}

func testWriters(t *testing.T) {
	t.Parallel()
	url := teamtest.Fresh(t)
	const writers, each = 6, 20
	var mu sync.Mutex
	seen := map[int64]bool{}
	var wg sync.WaitGroup
	for range writers {
		db := teamtest.Open(t, team.Options{URL: url})
		wg.Go(func() {
			for range each {
				n, err := take(t.Context(), db)
				if err != nil {
					t.Error(err)
				}
				mu.Lock()
				if seen[n] {
					t.Errorf("%d is taken twice", n)
				}
				seen[n] = true
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	if len(seen) != writers*each || !seen[writers*each] {
		t.Errorf("%d numbers", len(seen))
	}
}

func testUnserializable(t *testing.T) {
	t.Parallel()
	var tried atomic.Int64
	db := teamtest.Open(t, team.Options{URL: teamtest.Fresh(t), Unserializable: func() bool { return tried.Add(1)%3 != 0 }})
	for want := int64(1); want <= 5; want++ {
		if n, err := take(t.Context(), db); err != nil || n != want {
			t.Errorf("%d, %v; want %d", n, err, want)
		}
	}
	refuse := errors.New("no")
	calls := 0
	err := db.Write(t.Context(), func(context.Context, *team.Tx) error { calls++; return refuse })
	if !errors.Is(err, refuse) || calls != 1 {
		t.Errorf("%v after %d calls", err, calls)
	}
}

func testClock(t *testing.T) {
	t.Parallel()
	url := teamtest.Fresh(t)
	var ticks atomic.Int64
	db := teamtest.Open(t, team.Options{URL: url, Ticks: func() (string, time.Duration) { return "one", time.Duration(ticks.Load()) }})
	first := db.Moment()
	if apart := time.Since(first.Time).Abs(); apart > time.Minute {
		t.Errorf("%v apart", apart)
	}
	ticks.Store(int64(time.Hour))
	if later := db.Moment(); later.Sub(first.Time) != time.Hour || later.Ticks-first.Ticks != time.Hour || later.Boot != first.Boot {
		t.Errorf("%v, then %v", first, later)
	}
	if other := teamtest.Open(t, team.Options{URL: url}).Moment(); other.Boot != first.Boot || other.Boot == "" {
		t.Errorf("boot %q and %q", first.Boot, other.Boot)
	}
	if _, err := take(t.Context(), db); err != nil { // the database says that no hour went by
		t.Fatal(err)
	}
	if now := db.Moment(); now.Sub(first.Time) > 30*time.Minute {
		t.Errorf("the database was not believed: %v after %v", now, first)
	}
}

func testRights(t *testing.T) {
	t.Parallel()
	if !teamtest.CanRestart() {
		return // roles belong to the whole server
	}
	url := teamtest.Fresh(t)
	teamtest.Execute(t, url, `CREATE ROLE people LOGIN; GRANT USAGE ON SCHEMA cardwallet TO people;
		GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA cardwallet TO people`)
	db := teamtest.Open(t, team.Options{URL: strings.Replace(url, "postgres@", "people@", 1)})
	if n, err := take(t.Context(), db); err != nil || n != 1 {
		t.Errorf("%d, %v", n, err)
	}
	if owns, err := db.OwnsSchema(t.Context()); err != nil || owns {
		t.Errorf("owns %v, %v", owns, err)
	}
	err := db.Write(t.Context(), func(ctx context.Context, tx *team.Tx) error {
		return tx.Tell(ctx, `DELETE FROM cardwallet.movements`)
	})
	if !errors.Is(err, client.ErrNotAllowed) {
		t.Errorf("deleting: %v", err)
	}
	unknown := team.Options{URL: strings.Replace(url, "postgres@", "nobody@", 1)}
	if _, err := team.Open(t.Context(), unknown); !errors.Is(err, client.ErrNotAllowed) {
		t.Errorf("somebody unknown: %v", err)
	}
}

func testWatch(t *testing.T) {
	t.Parallel()
	url := teamtest.Fresh(t)
	one, two := teamtest.Open(t, team.Options{URL: url}), teamtest.Open(t, team.Options{URL: url})
	ctx, cancel := context.WithCancel(t.Context())
	changed := two.Watch(ctx)
	<-changed // the first look
	for range 3 {
		if _, err := take(t.Context(), one); err != nil {
			t.Fatal(err)
		}
		<-changed
	}
	cancel()
	for range changed {
	}
}

func testBrokenWay(t *testing.T) {
	t.Parallel()
	proxy := teamtest.NewProxy(t, teamtest.Fresh(t))
	db := teamtest.Open(t, team.Options{URL: proxy.URL()})
	for want := int64(1); want <= 3; want++ { // a connection that broke is not noticed
		proxy.Cut()
		proxy.Heal()
		if n, err := take(t.Context(), db); err != nil || n != want {
			t.Errorf("%d, %v; want %d", n, err, want)
		}
	}
	proxy.Cut()
	_, err := take(t.Context(), db)
	if !errors.Is(err, client.ErrUnreachable) || errors.Is(err, journal.ErrMaybe) ||
		!strings.HasPrefix(err.Error(), "the team's journal does not answer\n") {
		t.Errorf("cut off: %v", err)
	}
	proxy.Heal()
	proxy.Stall()
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, err := take(ctx, db); !errors.Is(err, client.ErrUnreachable) {
		t.Errorf("stalled: %v", err)
	}
	proxy.Cut()
	proxy.Heal()
	err = db.Write(t.Context(), func(ctx context.Context, tx *team.Tx) error {
		tx.Take("journal", 1, nil)
		err := tx.Send(ctx)
		proxy.Stall() // what is asked at the end gets no answer
		time.AfterFunc(20*time.Millisecond, proxy.Cut)
		return err
	})
	if !errors.Is(err, journal.ErrMaybe) || !errors.Is(err, client.ErrUnreachable) {
		t.Errorf("while it was committed: %v", err)
	}
	proxy.Heal()
	if err := db.Read(t.Context(), func(ctx context.Context, db *sql.DB) error { return db.PingContext(ctx) }); err != nil {
		t.Errorf("afterwards: %v", err)
	}
}

func testRestart(t *testing.T) {
	t.Parallel()
	cluster := teamtest.New(t)
	db := teamtest.Open(t, team.Options{URL: cluster.Fresh(t)})
	for want := int64(1); want <= 3; want++ {
		if err := cluster.Restart(true); err != nil {
			t.Fatal(err)
		}
		if n, err := take(t.Context(), db); err != nil || n != want {
			t.Errorf("%d, %v; want %d", n, err, want)
		}
	}
	if err := cluster.Stop(false); err != nil {
		t.Fatal(err)
	}
	if _, err := take(t.Context(), db); !errors.Is(err, client.ErrUnreachable) {
		t.Errorf("stopped: %v", err)
	}
}
