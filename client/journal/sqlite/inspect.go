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

	"cardwallet/client"
	"cardwallet/client/journal"
	"cardwallet/client/private"
)

// Condition is how a journal was found.
type Condition struct {
	Movements int
	Open      int // without a final outcome
	Unknown   int // of those, where money may have moved
	// Orders are all of them, by their number.
	Orders map[string]Standing
}

// Standing is how one order stands.
type Standing struct {
	Status    client.MovementStatus
	Succeeded bool // it is a success, or was one
}

// Inspect reads the whole journal at path and counts. Unlike At it does not create a journal, bring its schema up to date, or set a
// damaged one aside. It returns fs.ErrNotExist where there is none, and otherwise fails as At does.
func Inspect(ctx context.Context, path string) (Condition, error) {
	s, err := openForReading(path)
	if err != nil {
		return Condition{}, err
	}
	found, err := s.inspect(ctx)
	return found, errors.Join(s.explain(err), s.Close())
}

// openForReading opens a journal that is there, and lets nothing be written into it.
func openForReading(path string) (*store, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("journal: %w", err)
	}
	if err := inspectFiles(path); err != nil {
		return nil, err
	}
	db, err := sql.Open("sqlite", dataSource(path)+"&"+url.Values{"_pragma": {"query_only(1)"}}.Encode())
	if err != nil {
		return nil, fmt.Errorf("journal: %w", err)
	}
	db.SetMaxOpenConns(1)
	return &store{db: db, path: path}, nil
}

// inspectFiles looks at the files as prepareDirectory and prepareFile do.
func inspectFiles(path string) error {
	if err := exposed(private.CheckDirectory(filepath.Dir(path))); err != nil {
		return err
	}
	if _, err := os.Lstat(path); errors.Is(err, fs.ErrNotExist) {
		if orphaned(path) {
			return fmt.Errorf("%w: %s is gone but its log %s-wal is there\nrestore the journal from a backup", journal.ErrDamaged, path, path)
		}
		return err
	}
	return checkFiles(path)
}

func (s *store) inspect(ctx context.Context) (found Condition, err error) {
	version, err := s.version(ctx, s.db)
	if err != nil || version == 0 {
		return found, err
	}
	if err := s.check(ctx); err != nil {
		return found, err
	}
	err = s.db.QueryRowContext(ctx,
		`SELECT count(*), count(*) FILTER (WHERE settled_at IS NULL), count(*) FILTER (WHERE status = ?) FROM movements`, client.MovementUnknown,
	).Scan(&found.Movements, &found.Open, &found.Unknown)
	if err != nil {
		return found, err
	}
	found.Orders, err = s.standings(ctx)
	return found, err
}

func (s *store) standings(ctx context.Context) (map[string]Standing, error) {
	rows, err := s.db.QueryContext(ctx, `SELECT order_id, status,
		EXISTS (SELECT 1 FROM history WHERE order_id = movements.order_id AND to_status = ?) FROM movements`, client.MovementSucceeded)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	all := map[string]Standing{}
	for rows.Next() {
		var id string
		var st Standing
		if err := rows.Scan(&id, &st.Status, &st.Succeeded); err != nil {
			return nil, err
		}
		all[id] = st
	}
	return all, rows.Err()
}
