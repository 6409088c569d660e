package team

import (
	"context"
	"database/sql"
)

// Summary is how much the journal of the team holds.
type Summary struct {
	Movements int
	Open      int      // without a final outcome
	Unknown   int      // of those, where money may have moved
	Persons   []string // that have moved money, sorted
}

// Summary counts. The names are those that people gave themselves: they are made safe where they are shown.
func (d *Database) Summary(ctx context.Context) (s Summary, err error) {
	err = d.Read(ctx, func(ctx context.Context, db *sql.DB) error {
		s = Summary{}
		err := db.QueryRowContext(ctx, `SELECT count(*), count(*) FILTER (WHERE settled_at IS NULL),
			count(*) FILTER (WHERE status = 'unknown') FROM cardwallet.movements`).Scan(&s.Movements, &s.Open, &s.Unknown)
		if err != nil {
			return err
		}
		rows, err := db.QueryContext(ctx, `SELECT DISTINCT person FROM cardwallet.movements WHERE person <> '' ORDER BY person`)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var name string
			if err := rows.Scan(&name); err != nil {
				return err
			}
			s.Persons = append(s.Persons, name)
		}
		return rows.Err()
	})
	return s, err
}
