package copies

import (
	"context"
	"database/sql"
	"errors"

	"cardwallet/client/audit"
	"cardwallet/client/team"
)

// page is how many lines are read at a time.
const page = 2000

// longest is more than any line of a trail has, in characters: what is longer is cut, and then no line.
const longest = 1 << 16

// Audit has the copies of the team's audit trails. It is an audit.Table.
type Audit struct{ open Opener }

// NewAudit returns the copies in the database that open gives.
func NewAudit(open Opener) *Audit { return &Audit{open} }

// Last is the line of a chain with the highest number.
func (a *Audit) Last(ctx context.Context, chain string) (audit.Copied, error) {
	last := audit.Copied{Chain: chain}
	db, err := a.open(ctx)
	if err != nil {
		return last, err
	}
	err = db.Read(ctx, func(ctx context.Context, db *sql.DB) error {
		err := db.QueryRowContext(ctx, `SELECT number, left(line, $2) FROM cardwallet.audit WHERE chain = $1
			ORDER BY number DESC LIMIT 1`, chain, longest).Scan(&last.Number, &last.Text)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		return err
	})
	return last, err
}

// Add puts lines of one chain there in one transaction.
func (a *Audit) Add(ctx context.Context, lines []audit.Copied) (other int64, err error) {
	db, err := a.open(ctx)
	if err != nil || len(lines) == 0 {
		return 0, err
	}
	var numbers []int64
	var texts []string
	for _, l := range lines {
		numbers, texts = append(numbers, l.Number), append(texts, l.Text)
	}
	err = db.Write(ctx, func(ctx context.Context, tx *team.Tx) error {
		other = 0
		added, err := tx.Change(ctx, `INSERT INTO cardwallet.audit (chain, number, line)
			SELECT $1, t.number, t.line FROM unnest(CAST($2 AS BIGINT[]), CAST($3 AS TEXT[])) AS t (number, line)
			ON CONFLICT (chain, number) DO NOTHING`, lines[0].Chain, numbers, texts)
		if err != nil || added == int64(len(lines)) {
			return err
		}
		return tx.Ask(ctx, func(row func(...any) error) error { return row(&other) }, `SELECT a.number FROM cardwallet.audit a
			JOIN unnest(CAST($2 AS BIGINT[]), CAST($3 AS TEXT[])) AS t (number, line) ON t.number = a.number
			WHERE a.chain = $1 AND a.line <> t.line ORDER BY a.number LIMIT 1`, lines[0].Chain, numbers, texts)
	})
	return other, err
}

// Lines gives all lines to visit. They are read in several questions: what is added meanwhile may be missing.
func (a *Audit) Lines(ctx context.Context, visit func(audit.Copied)) error {
	db, err := a.open(ctx)
	if err != nil {
		return err
	}
	var lines []audit.Copied
	for last := (audit.Copied{}); ; last = lines[len(lines)-1] {
		err := db.Read(ctx, func(ctx context.Context, db *sql.DB) (err error) {
			lines, err = after(ctx, db, last)
			return err
		})
		if err != nil {
			return err
		}
		for _, l := range lines {
			visit(l)
		}
		if len(lines) < page {
			return nil
		}
	}
}

// after gives the lines that follow one in the order of the table. The first chain follows the empty one.
func after(ctx context.Context, db *sql.DB, last audit.Copied) (lines []audit.Copied, err error) {
	rows, err := db.QueryContext(ctx, `SELECT chain, number, left(line, $3) FROM cardwallet.audit
		WHERE chain > $1 OR chain = $1 AND number > $2 ORDER BY chain, number LIMIT $4`, last.Chain, last.Number, longest, page)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var l audit.Copied
		if err := rows.Scan(&l.Chain, &l.Number, &l.Text); err != nil {
			return nil, err
		}
		lines = append(lines, l)
	}
	return lines, rows.Err()
}
