package journal

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"cardwallet/client"
)

const movementColumns = `order_id, issuer_order_id, profile, card_id, kind, amount, currency, fee, fee_currency, status, description, created_at, settled_at`

func (s *sqliteStore) insert(ctx context.Context, m client.Movement, override bool, abandoned time.Time) error {
	return s.write(ctx, func(tx *sql.Tx) error {
		open, err := s.query(ctx, tx, Filter{Profile: m.Profile, CardID: m.CardID, Unsettled: true})
		if err != nil {
			return err
		}
		for _, o := range open {
			if o.Status == client.MovementIntended && o.CreatedAt.Before(abandoned) {
				given := step{to: client.MovementFailed, description: "the program ended before it was sent", at: m.CreatedAt}
				if _, err := s.apply(ctx, tx, o, given); err != nil {
					return err
				}
			} else if !override {
				return &OpenMovementError{Movement: o}
			}
		}
		if err := checkTransition("", m.Status); err != nil {
			return err
		}
		fee, feeCurrency := feeColumns(m.Fee)
		_, err = tx.ExecContext(ctx, `INSERT INTO movements (`+movementColumns+`) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)`,
			m.OrderID, m.IssuerOrderID, m.Profile, m.CardID, string(m.Kind), m.Amount.Amount.String(), m.Amount.Currency,
			fee, feeCurrency, string(m.Status), m.Description, m.CreatedAt.UnixMilli(), nil)
		if err != nil {
			return err
		}
		return remember(ctx, tx, Transition{OrderID: m.OrderID, To: m.Status, Description: m.Description, At: m.CreatedAt})
	})
}

func (s *sqliteStore) advance(ctx context.Context, orderID string, next step) (m client.Movement, err error) {
	err = s.write(ctx, func(tx *sql.Tx) error {
		found, err := s.query(ctx, tx, Filter{OrderID: orderID})
		if err != nil {
			return err
		}
		if len(found) == 0 {
			return fmt.Errorf("order %s: %w in the journal", orderID, client.ErrNotFound)
		}
		m, err = s.apply(ctx, tx, found[0], next)
		return err
	})
	return m, err
}

// apply writes one allowed step within a transaction.
func (s *sqliteStore) apply(ctx context.Context, tx *sql.Tx, m client.Movement, next step) (client.Movement, error) {
	if err := checkTransition(m.Status, next.to); err != nil {
		return m, fmt.Errorf("order %s: %w", m.OrderID, err)
	}
	t := Transition{OrderID: m.OrderID, From: m.Status, To: next.to, Description: next.description, At: next.at}
	m.Status = next.to
	m.Description = next.description
	if next.issuerOrderID != "" {
		m.IssuerOrderID = next.issuerOrderID
	}
	if next.fee.Known() {
		m.Fee = next.fee
	}
	var settledAt sql.NullInt64
	if m.Status.Settled() {
		m.SettledAt = next.at
		settledAt = sql.NullInt64{Int64: next.at.UnixMilli(), Valid: true}
	}
	fee, feeCurrency := feeColumns(m.Fee)
	_, err := tx.ExecContext(ctx,
		`UPDATE movements SET issuer_order_id = ?, fee = ?, fee_currency = ?, status = ?, description = ?, settled_at = ? WHERE order_id = ?`,
		m.IssuerOrderID, fee, feeCurrency, string(m.Status), m.Description, settledAt, m.OrderID)
	if err != nil {
		return m, err
	}
	return m, remember(ctx, tx, t)
}

func remember(ctx context.Context, tx *sql.Tx, t Transition) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO history (order_id, from_status, to_status, description, at) VALUES (?,?,?,?,?)`,
		t.OrderID, string(t.From), string(t.To), t.Description, t.At.UnixMilli())
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

func (s *sqliteStore) movements(ctx context.Context, f Filter) ([]client.Movement, error) {
	found, err := s.query(ctx, s.db, f)
	return found, s.explain(err)
}

type rowsQuerier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

func (s *sqliteStore) query(ctx context.Context, q rowsQuerier, f Filter) ([]client.Movement, error) {
	where, args := []string{"TRUE"}, []any{}
	add := func(condition string, arg ...any) { where, args = append(where, condition), append(args, arg...) }
	if f.OrderID != "" {
		add("order_id = ?", f.OrderID)
	}
	if f.Profile != "" {
		add("profile = ?", f.Profile)
	}
	if f.CardID != "" {
		add("card_id = ?", f.CardID)
	}
	if !f.Since.IsZero() {
		add("created_at >= ?", f.Since.UnixMilli())
	}
	if f.Unsettled {
		add("settled_at IS NULL")
	}
	limit := -1
	if f.Limit > 0 {
		limit = f.Limit
	}
	rows, err := q.QueryContext(ctx, `SELECT `+movementColumns+` FROM movements WHERE `+strings.Join(where, " AND ")+
		` ORDER BY created_at DESC, seq DESC LIMIT ?`, append(args, limit)...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var found []client.Movement
	for rows.Next() {
		m, err := s.scan(rows)
		if err != nil {
			return nil, err
		}
		found = append(found, m)
	}
	return found, rows.Err()
}

func (s *sqliteStore) scan(rows *sql.Rows) (client.Movement, error) {
	var m client.Movement
	var amount string
	var fee, feeCurrency sql.NullString
	var created int64
	var settled sql.NullInt64
	err := rows.Scan(&m.OrderID, &m.IssuerOrderID, &m.Profile, &m.CardID, &m.Kind, &amount, &m.Amount.Currency, &fee, &feeCurrency,
		&m.Status, &m.Description, &created, &settled)
	if err != nil {
		return m, err
	}
	if m.Amount.Amount, err = decimal.NewFromString(amount); err != nil {
		return m, s.damaged(fmt.Sprintf("the amount of order %s is %q", m.OrderID, amount))
	}
	if feeCurrency.Valid {
		m.Fee.Currency = feeCurrency.String
		if m.Fee.Amount, err = decimal.NewFromString(fee.String); err != nil {
			return m, s.damaged(fmt.Sprintf("the fee of order %s is %q", m.OrderID, fee.String))
		}
	}
	m.CreatedAt = time.UnixMilli(created).UTC()
	if settled.Valid {
		m.SettledAt = time.UnixMilli(settled.Int64).UTC()
	}
	return m, nil
}

func (s *sqliteStore) history(ctx context.Context, orderID string) ([]Transition, error) {
	rows, err := s.db.QueryContext(ctx,
		`SELECT order_id, from_status, to_status, description, at FROM history WHERE order_id = ? ORDER BY seq`, orderID)
	if err != nil {
		return nil, s.explain(err)
	}
	defer rows.Close()
	var steps []Transition
	for rows.Next() {
		var t Transition
		var at int64
		if err := rows.Scan(&t.OrderID, &t.From, &t.To, &t.Description, &at); err != nil {
			return nil, s.explain(err)
		}
		t.At = time.UnixMilli(at).UTC()
		steps = append(steps, t)
	}
	if err := rows.Err(); err != nil {
		return nil, s.explain(err)
	}
	if len(steps) == 0 {
		return nil, fmt.Errorf("order %s: %w in the journal", orderID, client.ErrNotFound)
	}
	return steps, nil
}

// feeColumns gives NULL for a fee that is not known, which is not the same as none.
func feeColumns(fee client.Money) (amount, currency sql.NullString) {
	if !fee.Known() {
		return amount, currency
	}
	return sql.NullString{String: fee.Amount.String(), Valid: true}, sql.NullString{String: fee.Currency, Valid: true}
}
