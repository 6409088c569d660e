package table

import (
	"context"
	"database/sql"
)

// Handle is a database or a transaction in it.
type Handle interface {
	// Ask puts a question and calls each with every row of the answer.
	Ask(ctx context.Context, each func(row func(...any) error) error, question string, args ...any) error
	// Tell changes rows. A transaction can wait with it, and with its error, for the next question or the commit.
	Tell(ctx context.Context, statement string, args ...any) error
}

// Plain makes a Handle of what asks one thing after the other: *sql.DB, *sql.Tx.
type Plain struct {
	SQL interface {
		QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
		ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	}
}

// Ask puts a question.
func (p Plain) Ask(ctx context.Context, each func(row func(...any) error) error, question string, args ...any) error {
	rows, err := p.SQL.QueryContext(ctx, question, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := each(rows.Scan); err != nil {
			return err
		}
	}
	return rows.Err()
}

// Tell changes rows at once.
func (p Plain) Tell(ctx context.Context, statement string, args ...any) error {
	_, err := p.SQL.ExecContext(ctx, statement, args...)
	return err
}
