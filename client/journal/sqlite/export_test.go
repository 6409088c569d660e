package sqlite

import (
	"context"
	"errors"
	"time"

	"cardwallet/client/journal"
)

// Pragma reads a setting of the store's own connection.
func Pragma(ctx context.Context, path, name string) (value int, err error) {
	s, o, err := open(ctx, path, time.Now)
	if err != nil {
		return 0, err
	}
	defer o.Release()
	err = s.db.QueryRowContext(ctx, "PRAGMA "+name).Scan(&value)
	return value, errors.Join(err, s.Close())
}

// WaitOnlyBriefly is At for a store that gives up at once while another process writes.
func WaitOnlyBriefly(path string) journal.Opener {
	return func(ctx context.Context, now func() time.Time) (journal.Store, journal.Owner, error) {
		s, o, err := open(ctx, path, now)
		if err != nil {
			return nil, nil, err
		}
		_, err = s.db.ExecContext(ctx, "PRAGMA busy_timeout = 1")
		return s, o, err
	}
}

// Note changes what lies beside a journal about when it was checked. What is changed in between counts as seen.
func Note(path string, change func(at *time.Time, boot *string, ticks *time.Duration)) {
	c := readChecked(path)
	c.File = stamp(path)
	change(&c.At, &c.Boot, &c.Ticks)
	c.write(path)
}

// NoteHolds reports whether the journal at that path would be trusted now, were it not open.
func NoteHolds(path string) bool {
	return readChecked(path).holds(checkedNow(stamp(path)))
}
