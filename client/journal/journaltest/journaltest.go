// Package journaltest runs the tests of the journal's rules over each of its stores: over SQLite, and once more over PostgreSQL where
// CARDWALLET_TEST_POSTGRES says how, see client/team/teamtest. There every third transaction is one that cannot be kept apart from others.
package journaltest

import (
	"context"
	"database/sql"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver of SQL

	"cardwallet/client/journal"
	"cardwallet/client/journal/postgres"
	"cardwallet/client/journal/sqlite"
	"cardwallet/client/team"
	"cardwallet/client/team/teamtest"
)

// overPostgres says which store Fresh makes.
var overPostgres atomic.Bool

// Main runs the tests of a program once over each store. It is for TestMain.
type Main struct{ M interface{ Run() int } }

// Run runs the tests. What is fuzzed is fuzzed over SQLite alone.
func (m Main) Run() int {
	code := m.M.Run()
	if fuzz := flag.Lookup("test.fuzz"); code != 0 || !teamtest.On() || fuzz != nil && fuzz.Value.String() != "" {
		return code
	}
	fmt.Println("the same over PostgreSQL:")
	overPostgres.Store(true)
	defer overPostgres.Store(false)
	return teamtest.Main{M: m.M}.Run()
}

// File is the path of a new journal in SQLite, in a directory of its own.
func File(t testing.TB) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "state")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	return filepath.Join(dir, "journal.db")
}

// Fresh is the address of a new journal in the store that is tested: a path, or the URL of a database.
func Fresh(t testing.TB) string {
	t.Helper()
	if !overPostgres.Load() {
		return File(t)
	}
	t.Log("over PostgreSQL")
	return teamtest.Fresh(t)
}

// IsFile reports whether the address is a path.
func IsFile(address string) bool { return !strings.Contains(address, "://") }

// At opens the journal at an address. Its rows have the times of the journal's own clock, which tests set, and not of the database's. It is
// not shared, as a file is not: a test that wants that says so.
func At(address string) journal.Opener {
	if IsFile(address) {
		return sqlite.At(address)
	}
	return func(ctx context.Context, now func() time.Time) (journal.Store, journal.Owner, error) {
		var tried atomic.Int64
		db, err := team.Open(ctx, team.Options{URL: address, Unserializable: func() bool { return tried.Add(1)%3 == 0 }})
		if err != nil {
			return nil, nil, err
		}
		s, o, err := postgres.In(func(context.Context) (*team.Database, error) { return db, nil })(ctx, now)
		if err != nil {
			_ = db.Close()
			return nil, nil, err
		}
		h := &handle{db: db}
		return store{s, h}, owner{o, h}, nil
	}
}

// handle closes the database with the journal: first the store, then the owner, whose end is noted there.
type handle struct {
	db     *team.Database
	closed atomic.Bool
}

// store is one without its clock.
type store struct {
	journal.Store
	h *handle
}

func (store) Shared() bool { return false }

func (s store) Close() error {
	s.h.closed.Store(true)
	return s.Store.Close()
}

type owner struct {
	journal.Owner
	h *handle
}

func (o owner) Release() {
	o.Owner.Release()
	if o.h.closed.Load() {
		_ = o.h.db.Close()
	}
}

// Bury notes that all who had the journal open are dead, as the others find in time: a lock of a file goes with its process.
func Bury(t testing.TB, address string) {
	t.Helper()
	if !IsFile(address) {
		teamtest.Execute(t, address, `UPDATE cardwallet.owners SET expires_at = 0`)
	}
}

// DB is a connection past the journal, as another process would have. Parameters are question marks.
type DB struct {
	*sql.DB
	file bool
}

// SQL opens what is at an address. The names of the tables stand alone.
func SQL(t testing.TB, address string) DB {
	t.Helper()
	driver, source := "pgx", address+"&search_path=cardwallet"
	if IsFile(address) {
		driver, source = "sqlite", "file:"+address+"?_pragma=busy_timeout(5000)"
	}
	db, err := sql.Open(driver, source)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return DB{db, IsFile(address)}
}

func (d DB) text(statement string) string {
	for n := 1; !d.file && strings.Contains(statement, "?"); n++ {
		statement = strings.Replace(statement, "?", "$"+strconv.Itoa(n), 1)
	}
	return statement
}

// Exec runs a statement.
func (d DB) Exec(statement string, args ...any) (sql.Result, error) {
	return d.DB.ExecContext(context.Background(), d.text(statement), args...)
}

// QueryRow asks for one row.
func (d DB) QueryRow(query string, args ...any) *sql.Row {
	return d.DB.QueryRowContext(context.Background(), d.text(query), args...)
}

// Break lets no row be changed, from now on until Mend: whoever tries is told of disk trouble.
func (d DB) Break() error {
	statement := `CREATE TRIGGER trouble BEFORE UPDATE ON movements BEGIN SELECT RAISE(FAIL, 'disk trouble'); END`
	if !d.file {
		statement = `CREATE FUNCTION trouble() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RAISE EXCEPTION 'disk trouble'; END$$;
			CREATE TRIGGER trouble BEFORE UPDATE ON movements FOR EACH ROW EXECUTE FUNCTION trouble()`
	}
	_, err := d.DB.ExecContext(context.Background(), statement)
	return err
}

// Mend ends what Break began.
func (d DB) Mend() error {
	statement := `DROP TRIGGER trouble`
	if !d.file {
		statement = `DROP FUNCTION trouble CASCADE`
	}
	_, err := d.DB.ExecContext(context.Background(), statement)
	return err
}
