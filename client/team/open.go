package team

import (
	"context"
	"database/sql"
	"fmt"
	"sync"
	"time"

	"github.com/jackc/pgx/v5/stdlib"

	"cardwallet/client/ticks"
)

// Options say where the database is.
type Options struct {
	// URL is that of the database, with the password where it needs one.
	URL string
	// Person and Host are written into what others see of this machine.
	Person, Host string
	// Ticks is the clock that tells how long ago something was; the default is ticks.SinceBoot. Nobody may set it.
	Ticks func() (boot string, since time.Duration)
	// Unserializable is for tests: where it reports true, a transaction ends as one that cannot be kept apart from others.
	Unserializable func() bool
}

// Database is the team's. It is safe for use by several goroutines.
type Database struct {
	at      address
	options Options
	sql     *sql.DB
	clock   clock
	herald  herald

	mu    sync.Mutex
	id    string // of the database; empty before the schema was looked at
	since time.Time
}

// maxConnections bounds what one program takes of the server's.
const maxConnections = 4

// Connect makes a Database and asks nothing of it: whatever is asked first connects. The caller closes it. The error is about the URL and
// does not repeat it.
func Connect(o Options) (*Database, error) {
	at, err := parseAddress(o.URL)
	if err != nil {
		return nil, err
	}
	d := &Database{at: at, options: o, since: time.Now()}
	if d.options.Ticks == nil {
		d.options.Ticks = d.ticks
	}
	d.sql = stdlib.OpenDB(*at.config)
	d.sql.SetMaxOpenConns(maxConnections)
	d.sql.SetMaxIdleConns(2)
	d.sql.SetConnMaxIdleTime(time.Minute)
	return d, nil
}

// Open is Connect for a database whose schema has to be there: it returns ErrSchema where that is missing, older or newer than this
// program, and an error that wraps client.ErrUnreachable where the database does not answer.
func Open(ctx context.Context, o Options) (*Database, error) {
	d, err := Connect(o)
	if err != nil {
		return nil, err
	}
	if err := d.Check(ctx); err != nil {
		d.Close()
		return nil, err
	}
	return d, nil
}

// ticks are those since the start of the machine, and where the system does not tell them the time since Connect.
func (d *Database) ticks() (boot string, since time.Duration) {
	if boot, since = ticks.SinceBoot(); boot == "" {
		return "", time.Since(d.since)
	}
	return boot, since
}

// Check looks at the schema, as Open does, and reads the database's clock. What it found good it does not look at again.
func (d *Database) Check(ctx context.Context) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.id != "" {
		return nil
	}
	version, err := d.Version(ctx)
	if err != nil {
		return err
	}
	if err := fits(version); err != nil {
		return err
	}
	var id string
	var now int64
	noted := d.look()
	if err := d.sql.QueryRowContext(ctx, `SELECT id, `+Now+` FROM cardwallet.meta`).Scan(&id, &now); err != nil {
		return d.Explain(err)
	}
	noted(now)
	if id == "" {
		return fmt.Errorf("%w: it has no id\n%s", ErrSchema, migrateHint)
	}
	d.id = id
	return nil
}

// SQL gives the connections for what reads outside of a transaction. Its errors go through Explain.
func (d *Database) SQL() *sql.DB { return d.sql }

// Close ends the connections and what runs in the background.
func (d *Database) Close() error {
	d.herald.end()
	return d.sql.Close()
}

// Who is the person and the machine that others see.
func (d *Database) Who() (person, host string) { return d.options.Person, d.options.Host }

// Ticks is this machine's clock that nobody sets.
func (d *Database) Ticks() (boot string, since time.Duration) { return d.options.Ticks() }
