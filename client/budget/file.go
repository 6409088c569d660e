package budget

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"cardwallet/client/private"
)

// busyTimeout is how long one process waits for another one's write, which takes less than a millisecond.
const busyTimeout = 5 * time.Second

// instant is a time since the start of a clock.
type instant struct {
	boot  string
	since time.Duration
}

// moment is now by the clock that nobody sets. Where the system does not tell one, the wall clock is left.
func moment(ticks func() (string, time.Duration)) instant {
	boot, since := ticks()
	if boot == "" {
		return instant{"clock", time.Duration(time.Now().UnixNano())}
	}
	return instant{boot, since}
}

// file is a Store in an SQLite file. Nothing is waited for until it is on the disk.
type file struct {
	db    *sql.DB
	ticks func() (string, time.Duration)
}

// Path is the file of the budget in the state directory.
func Path(dir string) string { return filepath.Join(dir, "budget.db") }

// OpenFile opens the file at path, for this user alone. It is made where there is none, and made anew where it is damaged.
func OpenFile(ctx context.Context, path string, ticks func() (boot string, since time.Duration)) (Store, error) {
	f, err := openFile(ctx, path, ticks)
	switch code(err) {
	case sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB:
		if err := errors.Join(remove(path+"-journal"), remove(path)); err != nil {
			return nil, err
		}
		f, err = openFile(ctx, path, ticks)
	}
	if err != nil {
		return nil, err // and no pointer that is nil
	}
	return f, nil
}

func openFile(ctx context.Context, path string, ticks func() (string, time.Duration)) (*file, error) {
	if err := prepare(path); err != nil {
		return nil, err
	}
	db, err := sql.Open("sqlite", dataSource(path))
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1) // the process's own goroutines wait for each other here
	if _, err := db.ExecContext(ctx, `CREATE TABLE IF NOT EXISTS budgets (key BLOB PRIMARY KEY, state TEXT NOT NULL)`); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return &file{db: db, ticks: ticks}, nil
}

// prepare makes the file where there is none, and refuses one that is not this user's alone. It does not open one that is there: closing it
// would let go of SQLite's locks.
func prepare(path string) error {
	if err := private.CheckDirectory(filepath.Dir(path)); err != nil {
		return err
	}
	err := private.CheckFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		err = makeEmpty(path)
	}
	if errors.Is(err, private.ErrMode) {
		err = os.Chmod(path, 0o600)
	}
	return err
}

func makeEmpty(path string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return nil // another process was first
	}
	if err != nil {
		return err
	}
	return f.Close()
}

func remove(path string) error {
	if err := os.Remove(path); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// dataSource makes the URI with what holds for every connection. Its journal is a file of its own rather than a write-ahead log, to which
// processes that start together would have to switch one after another.
func dataSource(path string) string {
	slashed := filepath.ToSlash(path)
	if !strings.HasPrefix(slashed, "/") {
		slashed = "/" + slashed // a Windows drive
	}
	query := url.Values{"mode": {"rw"}, "_txlock": {"immediate"}, "_pragma": {
		fmt.Sprintf("busy_timeout(%d)", busyTimeout.Milliseconds()),
		"journal_mode(TRUNCATE)", "synchronous(OFF)", "cache_size(-128)", "cell_size_check(1)", "trusted_schema(0)",
	}}
	return (&url.URL{Scheme: "file", Path: slashed, RawQuery: query.Encode()}).String()
}

// code is SQLite's primary result code, 0 where err is not SQLite's.
func code(err error) int {
	if e, ok := errors.AsType[*sqlite.Error](err); ok {
		return e.Code() & 0xff
	}
	return 0
}

// Change replaces the text under a key, see Store.
func (f *file) Change(ctx context.Context, key []byte, change func([]byte, string, time.Duration) []byte) error {
	tx, err := f.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	text, err := text(tx.QueryRowContext(ctx, `SELECT state FROM budgets WHERE key = ?`, key))
	if err != nil {
		return err
	}
	now := moment(f.ticks)
	_, err = tx.ExecContext(ctx, `INSERT INTO budgets (key, state) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET state = excluded.state`,
		key, string(change(text, now.boot, now.since)))
	if err != nil {
		return err
	}
	return tx.Commit()
}

// Read hands over the text under a key, see Store.
func (f *file) Read(ctx context.Context, key []byte, read func([]byte, string, time.Duration)) error {
	text, err := text(f.db.QueryRowContext(ctx, `SELECT state FROM budgets WHERE key = ?`, key))
	if err == nil {
		now := moment(f.ticks)
		read(text, now.boot, now.since)
	}
	return err
}

func text(row *sql.Row) ([]byte, error) {
	var text []byte
	if err := row.Scan(&text); !errors.Is(err, sql.ErrNoRows) {
		return text, err
	}
	return nil, nil
}

// Close closes the file.
func (f *file) Close() error { return f.db.Close() }
