package journal

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"cardwallet/client"
)

const rowColumns = `order_id, issuer_order_id, profile, card_id, kind, amount, currency, fee, fee_currency, status, description,
	created_at, settled_at, owner, subject, sent_at, ended_at, account, boot, ticks, left_boot, left_ticks`

func (s *sqliteStore) insert(ctx context.Context, r row, guard func(context.Context, view) error) error {
	var newest int64
	err := s.write(ctx, func(tx *sql.Tx) (err error) {
		if err := s.holdsAll(ctx, tx); err != nil {
			return err
		}
		if err := guard(ctx, transaction{s, tx}); err != nil {
			return err
		}
		if err := checkTransition("", r.Status); err != nil {
			return err
		}
		newest, err = s.add(ctx, tx, r)
		return err
	})
	if err == nil {
		s.newest.Store(max(newest, s.newest.Load()))
	}
	return err
}

// add writes a new row with its first step, and gives its number.
func (s *sqliteStore) add(ctx context.Context, tx *sql.Tx, r row) (seq int64, err error) {
	amount := ""
	if r.Amount.Known() {
		amount = r.Amount.Amount.String()
	}
	fee, feeCurrency := feeColumns(r.Fee)
	added, err := tx.ExecContext(ctx, `INSERT INTO movements (order_id, issuer_order_id, profile, card_id, kind, amount, currency, fee, fee_currency,
			status, description, created_at, owner, subject, account, boot, ticks) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)`,
		r.OrderID, r.IssuerOrderID, r.Profile, r.CardID, string(r.Kind), amount, r.Amount.Currency, fee, feeCurrency,
		string(r.Status), r.Description, r.CreatedAt.UnixMilli(), r.owner, r.subject, r.account,
		r.noted.boot, r.noted.ticks.Milliseconds())
	if err != nil {
		return 0, err
	}
	if err := remember(ctx, tx, r.OrderID, client.Step{To: r.Status, Description: r.Description, At: r.CreatedAt}); err != nil {
		return 0, err
	}
	return added.LastInsertId()
}

func (s *sqliteStore) restore(ctx context.Context, r row, at moment) (changed bool, err error) {
	err = s.write(ctx, func(tx *sql.Tx) error {
		found, err := s.query(ctx, tx, filter{MovementFilter: client.MovementFilter{OrderID: r.OrderID}})
		if err != nil {
			return err
		}
		was := client.MovementStatus("")
		if len(found) > 0 {
			was = found[0].Status
		}
		steps := way(was, r.Status)
		changed = len(steps) > 0
		for _, to := range steps {
			if was == "" {
				r.Status, was = to, to
				if _, err := s.add(ctx, tx, r); err != nil {
					return err
				}
				continue
			}
			next := step{to: to, at: at, cardID: r.CardID, description: r.Description, ended: to == client.MovementUnknown}
			if err := remember(ctx, tx, r.OrderID, client.Step{From: was, To: to, Description: next.description, At: at.Time}); err != nil {
				return err
			}
			was = to
			if err := s.rewrite(ctx, tx, r.OrderID, func(r *row) error { r.take(next); return nil }); err != nil {
				return err
			}
		}
		return nil
	})
	return changed, err
}

func (s *sqliteStore) advance(ctx context.Context, orderID string, next step) (m client.Movement, err error) {
	err = s.change(ctx, orderID, func(tx *sql.Tx, r *row) error {
		if next.to == client.MovementSent {
			if err := s.holdsAll(ctx, tx); err != nil {
				return err
			}
		}
		if next.from != "" && next.from != r.Status {
			return fmt.Errorf("order %s: %w: it is %q and was %q", r.OrderID, errTransition, r.Status, next.from)
		}
		if err := next.check(r.Status); err != nil {
			return fmt.Errorf("order %s: %w", r.OrderID, err)
		}
		if err := remember(ctx, tx, orderID, client.Step{From: r.Status, To: next.to, Description: next.description, At: next.at.Time}); err != nil {
			return err
		}
		r.take(next)
		m = r.Movement
		return nil
	})
	return m, err
}

// take adds what a step says.
func (r *row) take(next step) {
	r.Status, r.Description = next.to, next.description
	if next.issuerOrderID != "" {
		r.IssuerOrderID = next.issuerOrderID
	}
	if r.CardID == "" {
		r.CardID = next.cardID
	}
	if next.fee.Known() {
		r.Fee = next.fee
	}
	if next.before != nil {
		r.before = next.before
	}
	if next.to == client.MovementSent {
		r.sentAt, r.left = next.at.Time, next.at
	}
	if next.neverLeft {
		r.sentAt, r.left = time.Time{}, moment{}
	}
	if next.ended {
		r.endedAt, r.left = next.at.Time, next.at
	}
	if r.Status.Settled() {
		r.SettledAt = next.at.Time
	}
}

func (s *sqliteStore) amend(ctx context.Context, orderID string, a amendment) (m client.Movement, err error) {
	err = s.change(ctx, orderID, func(_ *sql.Tx, r *row) error {
		if r.CardID == "" {
			r.CardID = a.cardID
		}
		if a.description != "" && !r.Status.Settled() {
			r.Description = a.description
		}
		m = r.Movement
		return nil
	})
	return m, err
}

// change rewrites one row within a transaction.
func (s *sqliteStore) change(ctx context.Context, orderID string, f func(*sql.Tx, *row) error) error {
	return s.write(ctx, func(tx *sql.Tx) error {
		return s.rewrite(ctx, tx, orderID, func(r *row) error { return f(tx, r) })
	})
}

func (s *sqliteStore) rewrite(ctx context.Context, tx *sql.Tx, orderID string, f func(*row) error) error {
	found, err := s.query(ctx, tx, filter{MovementFilter: client.MovementFilter{OrderID: orderID}})
	if err != nil {
		return err
	}
	if len(found) == 0 {
		return notInJournal(orderID)
	}
	r := found[0]
	if err := f(&r); err != nil {
		return err
	}
	var before sql.NullString // stays as it was unless there is one now
	if r.before != nil {
		text, err := json.Marshal(r.before)
		if err != nil {
			return err
		}
		before = sql.NullString{String: string(text), Valid: true}
	}
	fee, feeCurrency := feeColumns(r.Fee)
	_, err = tx.ExecContext(ctx, `UPDATE movements SET issuer_order_id = ?, card_id = ?, fee = ?, fee_currency = ?, status = ?, description = ?,
			settled_at = ?, before = coalesce(?, before), sent_at = ?, ended_at = ?, left_boot = ?, left_ticks = ? WHERE order_id = ?`,
		r.IssuerOrderID, r.CardID, fee, feeCurrency, string(r.Status), r.Description,
		timeColumn(r.SettledAt), before, timeColumn(r.sentAt), timeColumn(r.endedAt), r.left.boot, r.left.ticks.Milliseconds(), r.OrderID)
	return err
}

func remember(ctx context.Context, tx *sql.Tx, orderID string, t client.Step) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO history (order_id, from_status, to_status, description, at) VALUES (?,?,?,?,?)`,
		orderID, string(t.From), string(t.To), t.Description, t.At.UnixMilli())
	return err
}

// write runs f in one transaction that excludes every other writer from its beginning (BEGIN IMMEDIATE).
func (s *sqliteStore) write(ctx context.Context, f func(*sql.Tx) error) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return s.explain(err)
	}
	defer tx.Rollback()
	if err := f(tx); err != nil {
		return s.explain(err)
	}
	return s.explain(tx.Commit())
}

func (s *sqliteStore) rows(ctx context.Context, f filter) ([]row, error) {
	found, err := s.query(ctx, s.db, f)
	return found, s.explain(err)
}

// transaction is the view from within one.
type transaction struct {
	s  *sqliteStore
	tx *sql.Tx
}

func (t transaction) rows(ctx context.Context, f filter) ([]row, error) {
	return t.s.query(ctx, t.tx, f)
}

type rowsQuerier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

func (s *sqliteStore) query(ctx context.Context, q rowsQuerier, f filter) ([]row, error) {
	where, args := []string{"TRUE"}, []any{}
	add := func(condition string, arg ...any) { where, args = append(where, condition), append(args, arg...) }
	if f.OrderID != "" {
		add("order_id = ?", f.OrderID)
	}
	// A plus keeps SQLite from going by the account, which can have most of the rows, where a time or being open leaves few.
	switch {
	case f.Profile != "" && len(f.accounts) > 0:
		ids := []any{f.Profile}
		for _, id := range f.accounts {
			ids = append(ids, id)
		}
		add("(+profile = ? OR +account IN (?"+strings.Repeat(", ?", len(f.accounts)-1)+"))", ids...)
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
	if f.recent.d > 0 {
		// Two ranges, each of one index. A plus keeps SQLite from going by what is not another start.
		now, d := f.recent.now, f.recent.d.Milliseconds()
		add("(boot = ? AND boot != '' AND ticks > ? OR (+boot != ? OR +boot = '') AND created_at > ?)",
			now.boot, now.ticks.Milliseconds()-d, now.boot, now.UnixMilli()-d)
	}
	if f.Unsettled {
		add("settled_at IS NULL")
	}
	if f.beingSent {
		add("settled_at IS NULL AND status IN (?, ?)", string(client.MovementIntended), string(client.MovementSent))
	}
	if f.around != "" {
		// By the order of rows and steps, not by time: the clock can have been set.
		add(`seq IN (SELECT seq FROM movements WHERE settled_at IS NULL
			UNION ALL SELECT seq FROM movements WHERE seq >= (SELECT seq FROM movements WHERE order_id = ?)
			UNION ALL SELECT seq FROM movements WHERE order_id IN
				(SELECT order_id FROM history WHERE seq >= (SELECT min(seq) FROM history WHERE order_id = ?)))`, f.around, f.around)
	}
	if f.succeeded {
		add("status = ?", string(client.MovementSucceeded))
	}
	if f.unnamed {
		add("kind = 'create' AND card_id = '' AND status = ?", string(client.MovementSucceeded))
	}
	columns := rowColumns + ", NULL"
	if f.before {
		columns = rowColumns + ", before"
	}
	if f.before || f.around != "" {
		columns += `, (SELECT min(seq) FROM history WHERE order_id = movements.order_id),
			(SELECT max(seq) FROM history WHERE order_id = movements.order_id AND to_status = 'sent')`
	} else {
		columns += ", NULL, NULL"
	}
	text := `SELECT ` + columns + ` FROM movements WHERE ` + strings.Join(where, " AND ") + ` ORDER BY seq DESC`
	if f.Limit > 0 {
		text, args = text+" LIMIT ?", append(args, f.Limit)
	}
	rows, err := q.QueryContext(ctx, text, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var found []row
	for rows.Next() {
		r, err := s.scan(rows)
		if err != nil {
			return nil, err
		}
		found = append(found, r)
	}
	return found, rows.Err()
}

func (s *sqliteStore) scan(rows *sql.Rows) (r row, err error) {
	var amount string
	var fee, feeCurrency, before sql.NullString
	var created, settled, sent, ended, notedStep, sentStep sql.NullInt64
	var ticks, leftTicks int64
	err = rows.Scan(&r.OrderID, &r.IssuerOrderID, &r.Profile, &r.CardID, &r.Kind, &amount, &r.Amount.Currency, &fee, &feeCurrency,
		&r.Status, &r.Description, &created, &settled, &r.owner, &r.subject, &sent, &ended, &r.account,
		&r.noted.boot, &ticks, &r.left.boot, &leftTicks, &before, &notedStep, &sentStep)
	if err != nil {
		return r, err
	}
	if amount != "" || r.Amount.Known() { // a change of a card has neither
		if r.Amount.Amount, err = storedAmount(amount); err != nil {
			return r, s.damaged(fmt.Sprintf("the amount of order %s is %q", r.OrderID, amount))
		}
	}
	r.tellChange()
	if feeCurrency.Valid {
		r.Fee.Currency = feeCurrency.String
		if r.Fee.Amount, err = storedAmount(fee.String); err != nil {
			return r, s.damaged(fmt.Sprintf("the fee of order %s is %q", r.OrderID, fee.String))
		}
	}
	if before.Valid {
		r.before = new(client.Observation)
		if err := json.Unmarshal([]byte(before.String), r.before); err != nil || !plausible(*r.before) {
			return r, s.damaged(fmt.Sprintf("what was noted before order %s cannot be read", r.OrderID))
		}
	}
	r.CreatedAt, r.SettledAt, r.sentAt, r.endedAt = instant(created), instant(settled), instant(sent), instant(ended)
	r.noted.Time, r.noted.ticks = r.CreatedAt, time.Duration(ticks)*time.Millisecond
	r.left.Time, r.left.ticks = r.sentAt, time.Duration(leftTicks)*time.Millisecond
	if !r.endedAt.IsZero() {
		r.left.Time = r.endedAt
	}
	r.notedStep, r.sentStep = notedStep.Int64, sentStep.Int64
	return r, nil
}

func (s *sqliteStore) history(ctx context.Context, orderID string) ([]client.Step, error) {
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
	if err := rows.Err(); err != nil {
		return nil, s.explain(err)
	}
	if len(steps) == 0 {
		return nil, notInJournal(orderID)
	}
	return steps, nil
}

func notInJournal(orderID string) error {
	return fmt.Errorf("order %s: %w in the journal\nsee what there is with: cardwallet activity", orderID, client.ErrNotFound)
}
