package sqlite

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
	"sync/atomic"
	"time"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"cardwallet/client"
	"cardwallet/client/journal"
	"cardwallet/client/journal/table"
)

// busyTimeout is how long one process waits for another one's write, which takes milliseconds.
const busyTimeout = 5 * time.Second

// ErrNewer is returned for a file with a schema that this version does not know.
var ErrNewer = errors.New("the journal was written by a newer version of cardwallet")

// store keeps movements in one SQLite file.
//
// The write-ahead log is used so that a process which is stopped while it reads holds up nobody's payment; with synchronous=FULL every
// commit is on the disk when it returns (with fullfsync also on macOS). It needs a local disk: network file systems do not share its
// index between machines.
type store struct {
	db     *sql.DB
	path   string
	opened fs.FileInfo
	newest atomic.Int64 // the number of the newest row that was written here
}

func openStore(ctx context.Context, path string, o others) (*store, error) {
	if err := prepareFile(path); err != nil {
		return nil, err
	}
	db, err := sql.Open("sqlite", dataSource(path))
	if err != nil {
		return nil, fmt.Errorf("journal: %w", err)
	}
	opened, err := os.Lstat(path)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("cannot look at the journal: %w", err), db.Close())
	}
	well := checkedNow(stamp(path)) // as it looks before it is read
	trusted := len(o.dead) == 0 && !o.unsure && (o.living || !orphaned(path)) && readChecked(path).holds(well)
	// One connection: the process's own goroutines wait for each other here rather than in SQLite's busy loop.
	db.SetMaxOpenConns(1)
	s := &store{db: db, path: path, opened: opened}
	err = s.migrate(ctx, trusted)
	if err == nil {
		err = s.InPlace()
	}
	if err != nil {
		return nil, errors.Join(s.explain(err), db.Close())
	}
	if !trusted {
		well.write(path)
	}
	return s, nil
}

// dataSource makes the URI with what holds for every connection. The file must exist: mode=rw never creates one.
func dataSource(path string) string {
	slashed := filepath.ToSlash(path)
	if !strings.HasPrefix(slashed, "/") {
		slashed = "/" + slashed // a Windows drive
	}
	query := url.Values{"mode": {"rw"}, "_txlock": {"immediate"}, "_pragma": {
		fmt.Sprintf("busy_timeout(%d)", busyTimeout.Milliseconds()),
		"synchronous(FULL)", "fullfsync(1)", "checkpoint_fullfsync(1)",
		"foreign_keys(1)", "cell_size_check(1)", "trusted_schema(0)",
	}}
	return (&url.URL{Scheme: "file", Path: slashed, RawQuery: query.Encode()}).String()
}

// migrate checks the file, unless it is trusted, and brings its schema up to date.
func (s *store) migrate(ctx context.Context, trusted bool) error {
	version, err := s.version(ctx, s.db)
	if err != nil {
		return err
	}
	if version > 0 && !trusted {
		if err := s.check(ctx); err != nil {
			return err
		}
	}
	if err := s.useWAL(ctx); err != nil { // a copy that another program made need not
		return err
	}
	if version == len(migrations) {
		return nil
	}
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if version, err = s.version(ctx, tx); err != nil { // another process may have been first
		return err
	}
	for _, m := range migrations[version:] {
		if _, err := tx.ExecContext(ctx, m); err != nil {
			return fmt.Errorf("migrate from version %d: %w", version, err)
		}
	}
	if _, err := tx.ExecContext(ctx, fmt.Sprintf("PRAGMA user_version = %d", len(migrations))); err != nil {
		return err
	}
	if err := tx.Commit(); err != nil {
		return err
	}
	return syncName(s.path)
}

type querier interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// version reads the schema version, 0 for a new file. It refuses a file that is not a journal or that this version cannot read.
func (s *store) version(ctx context.Context, q querier) (int, error) {
	var version, id, tables int
	err := q.QueryRowContext(ctx,
		`SELECT (SELECT user_version FROM pragma_user_version), (SELECT application_id FROM pragma_application_id),
			(SELECT count(*) FROM sqlite_schema)`,
	).Scan(&version, &id, &tables)
	fresh := version == 0 && id == 0 && tables == 0
	switch {
	case err != nil:
		return 0, err
	case !fresh && (id != applicationID || version < 1):
		return 0, fmt.Errorf("%s is a database of another program\nmove it away; it was not touched", s.path)
	case version > len(migrations):
		return 0, fmt.Errorf("%w: %s has schema version %d, this one knows up to %d\nuse the newer cardwallet; nothing was changed",
			ErrNewer, s.path, version, len(migrations))
	}
	return version, nil
}

// check reads the whole file, so that damage is found before money depends on it.
func (s *store) check(ctx context.Context) error {
	var found string
	if err := s.db.QueryRowContext(ctx, "PRAGMA quick_check(1)").Scan(&found); err != nil {
		return err
	}
	if found != "ok" {
		return s.damaged(found)
	}
	return nil
}

// useWAL switches a new file to the write-ahead log; the file remembers it. SQLite does not wait for other processes that do the
// same at the same moment, so this does.
func (s *store) useWAL(ctx context.Context) error {
	for deadline := time.Now().Add(busyTimeout); ; {
		var mode string
		err := s.db.QueryRowContext(ctx, "PRAGMA journal_mode = WAL").Scan(&mode)
		if err == nil && mode != "wal" {
			return fmt.Errorf("the file system of %s cannot hold a write-ahead log\nput the state directory on a local disk", s.path)
		}
		if sqliteCode(err) != sqlite3.SQLITE_BUSY || time.Now().After(deadline) {
			return err
		}
		if client.Sleep(ctx, 5*time.Millisecond) != nil {
			return err
		}
	}
}

// InPlace reports whether the open file is the one at its path: what is written to another one, nobody finds again. It must not open the
// file, since closing it would let go of SQLite's locks.
func (s *store) InPlace() error {
	named, err := os.Lstat(s.path)
	if err == nil && os.SameFile(s.opened, named) {
		return nil
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("cannot look at the journal: %w", err)
	}
	return s.replaced()
}

func (s *store) replaced() error {
	return fmt.Errorf("%w: %s\nnothing was sent: end every cardwallet, put the newest copy of the journal there, and see: cardwallet doctor",
		journal.ErrReplaced, s.path)
}

// MaySend is InPlace for a transaction: SQLite has its log open then, and every row that was written here is there.
func (t *transaction) MaySend(ctx context.Context, _ string) error {
	s := t.s
	if err := s.InPlace(); err != nil {
		return err
	}
	if _, err := os.Lstat(s.path + "-wal"); errors.Is(err, fs.ErrNotExist) {
		return s.replaced()
	}
	var newest int64
	if err := t.tx.QueryRowContext(ctx, "SELECT coalesce(max(seq), 0) FROM movements").Scan(&newest); err != nil {
		return err
	}
	if newest < s.newest.Load() {
		return s.replaced()
	}
	return nil
}

// Close releases the file. The last one to close it writes what is in its log into it.
func (s *store) Close() error {
	before := stamp(s.path)
	if err := s.db.Close(); err != nil {
		return s.explain(err)
	}
	s.takeAlong(before)
	return nil
}

// damaged also lets the next opening check, which sets aside what is damaged.
func (s *store) damaged(detail string) error {
	s.doubt()
	return fmt.Errorf("%w: %s: %s\nstart again: what is damaged is set aside then; or restore the file from a backup",
		journal.ErrDamaged, s.path, detail)
}

// explain puts SQLite's errors in words.
func (s *store) explain(err error) error {
	if errors.Is(err, table.ErrUnreadable) {
		return s.damaged(err.Error())
	}
	switch sqliteCode(err) {
	case 0:
		return err
	case sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB:
		return s.damaged(err.Error())
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
		return fmt.Errorf("another program holds the journal %s: %w\nclose it and try again", s.path, err)
	case sqlite3.SQLITE_FULL:
		return fmt.Errorf("no space for the journal %s: %w\nfree some and try again", s.path, err)
	case sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM:
		return fmt.Errorf("cannot write the journal %s: %w\ncheck the permissions of its directory", s.path, err)
	case sqlite3.SQLITE_IOERR:
		return fmt.Errorf("cannot read or write the journal %s: %w\ncheck the disk", s.path, err)
	}
	return fmt.Errorf("the journal %s: %w", s.path, err)
}

// sqliteCode is the primary result code, 0 where err is not SQLite's.
func sqliteCode(err error) int {
	if e, ok := errors.AsType[*sqlite.Error](err); ok {
		return e.Code() & 0xff
	}
	return 0
}
