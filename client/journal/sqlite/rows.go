package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"cardwallet/client"
	"cardwallet/client/journal"
)

const rowColumns = `order_id, issuer_order_id, profile, card_id, kind, amount, currency, fee, fee_currency, status, description,
	created_at, settled_at, owner, subject, sent_at, ended_at, account, boot, ticks, left_boot, left_ticks`

// Write begins with BEGIN IMMEDIATE, which excludes every other writer.
func (s *store) Write(ctx context.Context, f func(context.Context, journal.Tx) error) error {
	sqlTx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return s.explain(err)
	}
	defer sqlTx.Rollback()
	tx := &transaction{s: s, tx: sqlTx}
	if err := f(ctx, tx); err != nil {
		return s.explain(err)
	}
	if err := sqlTx.Commit(); err != nil {
		return s.explain(err)
	}
	s.newest.Store(max(tx.newest, s.newest.Load()))
	return nil
}

// transaction is the store from within one.
type transaction struct {
	s      *store
	tx     *sql.Tx
	newest int64 // the number of the newest row that it added
}

// Rows are the rows that match, newest first.
func (t *transaction) Rows(ctx context.Context, f journal.Filter) ([]journal.Row, error) {
	return t.s.query(ctx, t.tx, f)
}

// Add adds a row. What only a later step knows is left out.
func (t *transaction) Add(ctx context.Context, r journal.Row) error {
	amount := ""
	if r.Amount.Known() {
		amount = r.Amount.Amount.String()
	}
	fee, feeCurrency := feeColumns(r.Fee)
	added, err := t.tx.ExecContext(ctx, `INSERT INTO movements (order_id, issuer_order_id, profile, card_id, kind, amount, currency, fee,
			fee_currency, status, description, created_at, owner, subject, account, boot, ticks)
			VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)`,
		r.OrderID, r.IssuerOrderID, r.Profile, r.CardID, string(r.Kind), amount, r.Amount.Currency, fee, feeCurrency,
		string(r.Status), r.Description, r.CreatedAt.UnixMilli(), r.Owner, r.Subject, r.Account,
		r.Noted.Boot, r.Noted.Ticks.Milliseconds())
	if err == nil {
		t.newest, err = added.LastInsertId()
	}
	return err
}

// Update writes what a step can change of a row.
func (t *transaction) Update(ctx context.Context, r journal.Row) error {
	var before sql.NullString // stays as it was unless there is one now
	if r.Before != nil {
		text, err := json.Marshal(r.Before)
		if err != nil {
			return err
		}
		before = sql.NullString{String: string(text), Valid: true}
	}
	fee, feeCurrency := feeColumns(r.Fee)
	_, err := t.tx.ExecContext(ctx, `UPDATE movements SET issuer_order_id = ?, card_id = ?, fee = ?, fee_currency = ?, status = ?,
			description = ?, settled_at = ?, before = coalesce(?, before), sent_at = ?, ended_at = ?, left_boot = ?, left_ticks = ?
			WHERE order_id = ?`,
		r.IssuerOrderID, r.CardID, fee, feeCurrency, string(r.Status), r.Description,
		timeColumn(r.SettledAt), before, timeColumn(r.SentAt), timeColumn(r.EndedAt), r.Left.Boot, r.Left.Ticks.Milliseconds(), r.OrderID)
	return err
}

// Note adds a step to an order's history.
func (t *transaction) Note(ctx context.Context, orderID string, s client.Step) error {
	_, err := t.tx.ExecContext(ctx, `INSERT INTO history (order_id, from_status, to_status, description, at) VALUES (?,?,?,?,?)`,
		orderID, string(s.From), string(s.To), s.Description, s.At.UnixMilli())
	return err
}

// Rows are the rows that match, newest first.
func (s *store) Rows(ctx context.Context, f journal.Filter) ([]journal.Row, error) {
	found, err := s.query(ctx, s.db, f)
	return found, s.explain(err)
}

type rowsQuerier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// conditions put a filter into SQL, with their arguments.
func conditions(f journal.Filter) (where []string, args []any) {
	where = []string{"TRUE"}
	add := func(condition string, arg ...any) { where, args = append(where, condition), append(args, arg...) }
	if f.OrderID != "" {
		add("order_id = ?", f.OrderID)
	}
	// The plus keeps SQLite from going by the profile or the account, which can have most of the rows, while a time or being open leaves
	// few.
	switch {
	case f.Profile != "" && len(f.Accounts) > 0:
		ids := []any{f.Profile}
		for _, id := range f.Accounts {
			ids = append(ids, id)
		}
		add("(+profile = ? OR +account IN (?"+strings.Repeat(", ?", len(f.Accounts)-1)+"))", ids...)
	case f.Profile != "" && (f.Unsettled || f.CardID == ""):
		add("+profile = ?", f.Profile)
	case f.Profile != "":
		add("profile = ?", f.Profile)
	}
	if f.CardID != "" {
		add("card_id = ?", f.CardID)
	}
	if !f.Since.IsZero() {
		add("created_at >= ?", f.Since.UnixMilli())
	}
	if f.Recent.D > 0 {
		// There are two ranges, each with an index of its own. The plus keeps SQLite from going by the rows of all other starts in the second.
		now, d := f.Recent.Now, f.Recent.D.Milliseconds()
		add("(boot = ? AND boot != '' AND ticks > ? OR (+boot != ? OR +boot = '') AND created_at > ?)",
			now.Boot, now.Ticks.Milliseconds()-d, now.Boot, now.UnixMilli()-d)
	}
	if f.Unsettled {
		add("settled_at IS NULL")
	}
	if f.BeingSent {
		add("settled_at IS NULL AND status IN (?, ?)", string(client.MovementIntended), string(client.MovementSent))
	}
	if f.Around != "" {
		// By the order of rows and steps, not by time: the clock can have been set.
		add(`seq IN (SELECT seq FROM movements WHERE settled_at IS NULL
			UNION ALL SELECT seq FROM movements WHERE seq >= (SELECT seq FROM movements WHERE order_id = ?)
			UNION ALL SELECT seq FROM movements WHERE order_id IN
				(SELECT order_id FROM history WHERE seq >= (SELECT min(seq) FROM history WHERE order_id = ?)))`, f.Around, f.Around)
	}
	if f.Succeeded {
		add("status = ?", string(client.MovementSucceeded))
	}
	if f.Unnamed {
		add("kind = 'create' AND card_id = '' AND status = ?", string(client.MovementSucceeded))
	}
	return where, args
}

// columnsFor are the columns that scan reads. Those that take long to find are NULL where the filter does not ask for them.
func columnsFor(f journal.Filter) string {
	columns := rowColumns + ", NULL"
	if f.Before {
		columns = rowColumns + ", before"
	}
	if !f.Before && f.Around == "" {
		return columns + ", NULL, NULL"
	}
	return columns + `, (SELECT min(seq) FROM history WHERE order_id = movements.order_id),
		(SELECT max(seq) FROM history WHERE order_id = movements.order_id AND to_status = 'sent')`
}

func (s *store) query(ctx context.Context, q rowsQuerier, f journal.Filter) ([]journal.Row, error) {
	where, args := conditions(f)
	text := `SELECT ` + columnsFor(f) + ` FROM movements WHERE ` + strings.Join(where, " AND ") + ` ORDER BY seq DESC`
	if f.Limit > 0 {
		text, args = text+" LIMIT ?", append(args, f.Limit)
	}
	rows, err := q.QueryContext(ctx, text, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var found []journal.Row
	for rows.Next() {
		r, err := s.scan(rows)
		if err != nil {
			return nil, err
		}
		found = append(found, r)
	}
	return found, rows.Err()
}

func (s *store) scan(rows *sql.Rows) (r journal.Row, err error) {
	var amount string
	var fee, feeCurrency, before sql.NullString
	var created, settled, sent, ended, notedStep, sentStep sql.NullInt64
	var ticks, leftTicks int64
	err = rows.Scan(&r.OrderID, &r.IssuerOrderID, &r.Profile, &r.CardID, &r.Kind, &amount, &r.Amount.Currency, &fee, &feeCurrency,
		&r.Status, &r.Description, &created, &settled, &r.Owner, &r.Subject, &sent, &ended, &r.Account,
		&r.Noted.Boot, &ticks, &r.Left.Boot, &leftTicks, &before, &notedStep, &sentStep)
	if err != nil {
		return r, err
	}
	if amount != "" || r.Amount.Known() { // a change of a card has neither
		if r.Amount.Amount, err = storedAmount(amount); err != nil {
			return r, s.damaged(fmt.Sprintf("the amount of order %s is %q", r.OrderID, amount))
		}
	}
	if feeCurrency.Valid {
		r.Fee.Currency = feeCurrency.String
		if r.Fee.Amount, err = storedAmount(fee.String); err != nil {
			return r, s.damaged(fmt.Sprintf("the fee of order %s is %q", r.OrderID, fee.String))
		}
	}
	if before.Valid {
		r.Before = new(client.Observation)
		if err := json.Unmarshal([]byte(before.String), r.Before); err != nil || !plausible(*r.Before) {
			return r, s.damaged(fmt.Sprintf("what was noted before order %s cannot be read", r.OrderID))
		}
	}
	r.CreatedAt, r.SettledAt, r.SentAt, r.EndedAt = instant(created), instant(settled), instant(sent), instant(ended)
	r.Noted.Time, r.Noted.Ticks = r.CreatedAt, time.Duration(ticks)*time.Millisecond
	r.Left.Time, r.Left.Ticks = r.SentAt, time.Duration(leftTicks)*time.Millisecond
	if !r.EndedAt.IsZero() {
		r.Left.Time = r.EndedAt
	}
	r.NotedStep, r.SentStep = notedStep.Int64, sentStep.Int64
	return r, nil
}

// History is what an order went through, oldest first.
func (s *store) History(ctx context.Context, orderID string) ([]client.Step, error) {
	rows, err := s.db.QueryContext(ctx,
		`SELECT from_status, to_status, description, at FROM history WHERE order_id = ? ORDER BY seq`, orderID)
	if err != nil {
		return nil, s.explain(err)
	}
	defer rows.Close()
	var steps []client.Step
	for rows.Next() {
		var t client.Step
		var at sql.NullInt64
		if err := rows.Scan(&t.From, &t.To, &t.Description, &at); err != nil {
			return nil, s.explain(err)
		}
		t.At = instant(at)
		steps = append(steps, t)
	}
	return steps, s.explain(rows.Err())
}
