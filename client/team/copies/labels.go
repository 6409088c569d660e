package copies

import (
	"context"
	"database/sql"
	"slices"

	"cardwallet/client/labels"
	"cardwallet/client/team"
)

// Labels are the team's labels. They are a labels.Remote.
type Labels struct {
	open   Opener
	person string
}

// NewLabels returns the labels of the team whose database open gives. person is who sets them.
func NewLabels(open Opener, person string) *Labels { return &Labels{open: open, person: person} }

// Labels are all rows. What no label, digits or id can be is left out, however long it is.
func (l *Labels) Labels(ctx context.Context) (rows []labels.Row, err error) {
	db, err := l.open(ctx)
	if err != nil {
		return nil, err
	}
	err = db.Read(ctx, func(ctx context.Context, db *sql.DB) error {
		rows = nil
		found, err := db.QueryContext(ctx, `SELECT account, card_id, left(label, 64), left(last4, 8) FROM cardwallet.labels
			WHERE length(account) <= 200 AND length(card_id) <= 1000`)
		if err != nil {
			return err
		}
		defer found.Close()
		for found.Next() {
			var row labels.Row
			if err := found.Scan(&row.Account, &row.CardID, &row.Label, &row.Last4); err != nil {
				return err
			}
			rows = append(rows, row)
		}
		return found.Err()
	})
	return rows, err
}

// SetLabel gives a card its label.
func (l *Labels) SetLabel(ctx context.Context, account, cardID, label string) error {
	db, err := l.open(ctx)
	if err != nil {
		return err
	}
	return db.Write(ctx, func(ctx context.Context, tx *team.Tx) error {
		tx.Take("labels", 1, nil)
		return tx.Tell(ctx, `INSERT INTO cardwallet.labels (account, card_id, label, person, changed_at)
			VALUES ($1, $2, $3, $4, `+team.Now+`)
			ON CONFLICT (account, card_id) DO UPDATE
			SET label = excluded.label, person = excluded.person, changed_at = excluded.changed_at`,
			account, cardID, label, l.person)
	})
}

// NoteLast4 keeps last four digits of PANs. Where the team knows them already nothing is written.
func (l *Labels) NoteLast4(ctx context.Context, account string, last4 map[string]string) error {
	db, err := l.open(ctx)
	if err != nil {
		return err
	}
	var ids, digits []string
	for id := range last4 {
		ids = append(ids, id)
	}
	slices.Sort(ids) // everybody in the same order: nobody waits for each other
	for _, id := range ids {
		digits = append(digits, last4[id])
	}
	return db.Write(ctx, func(ctx context.Context, tx *team.Tx) error {
		changed, err := tx.Change(ctx, `INSERT INTO cardwallet.labels AS l (account, card_id, last4, person, changed_at)
			SELECT $1, t.id, t.digits, $4, `+team.Now+` FROM unnest(CAST($2 AS TEXT[]), CAST($3 AS TEXT[])) AS t (id, digits)
			ON CONFLICT (account, card_id) DO UPDATE
			SET last4 = excluded.last4, person = excluded.person, changed_at = excluded.changed_at
			WHERE l.last4 <> excluded.last4`, account, ids, digits, l.person)
		if changed > 0 {
			tx.Take("labels", 1, nil)
		}
		return err
	})
}
