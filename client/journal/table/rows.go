package table

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"cardwallet/client"
	"cardwallet/client/journal"
)

// Dialect is in what the SQL of one database differs from that of another. The zero Dialect takes the text as it is.
type Dialect struct {
	Numbered bool   // parameters are $1, $2, … and not ?
	Hint     string // stands before a column that the planner shall not choose an index by
	Sort     string // stands before seq where the planner shall not read all rows in their order to find a few
	Schema   string // stands before the name of a table, with its point
}

// Unsteered is the column as one that no index is chosen by.
func (d Dialect) Unsteered(column string) string { return d.Hint + column }

// text is a statement in the dialect. There is no ? in it but parameters, and no @ but before a table.
func (d Dialect) text(statement string) string {
	statement = strings.ReplaceAll(statement, "@", d.Schema)
	if !d.Numbered {
		return statement
	}
	var b strings.Builder
	n := 0
	for part := range strings.SplitSeq(statement, "?") {
		if n > 0 {
			b.WriteString("$" + strconv.Itoa(n))
		}
		b.WriteString(part)
		n++
	}
	return b.String()
}

// order is the number of rows, which are sorted where a time or a name selects few.
func (d Dialect) order(f journal.Filter) string {
	if f.Recent.D > 0 || f.Unnamed {
		return d.Sort + "seq"
	}
	return "seq"
}

// ErrUnreadable is wrapped where a row has something that no program of this version wrote.
var ErrUnreadable = errors.New("a row cannot be read")

const rowColumns = `order_id, issuer_order_id, profile, card_id, kind, amount, currency, fee, fee_currency, status, description,
	created_at, settled_at, owner, subject, sent_at, ended_at, account, boot, ticks, left_boot, left_ticks, person, host, reference, absent,
	refused, seq`

// Add adds a row under the number seq, or under the next one where that is 0 and the database counts by itself. What only a later step
// knows is left out.
func (d Dialect) Add(ctx context.Context, h Handle, r journal.Row, seq int64) error {
	amount := ""
	if r.Amount.Known() {
		amount = r.Amount.Amount.String()
	}
	fee, feeCurrency := feeColumns(r.Fee)
	return h.Tell(ctx, d.text(`INSERT INTO @movements (seq, order_id, issuer_order_id, profile, card_id, kind, amount, currency, fee,
			fee_currency, status, description, created_at, owner, subject, account, boot, ticks, person, host, reference)
			VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)`),
		number(seq), r.OrderID, r.IssuerOrderID, r.Profile, r.CardID, string(r.Kind), amount, r.Amount.Currency, fee, feeCurrency,
		string(r.Status), r.Description, r.CreatedAt.UnixMilli(), r.Owner, r.Subject, r.Account,
		r.Noted.Boot, r.Noted.Ticks.Milliseconds(), r.Person, r.Host, r.Reference)
}

// number is NULL for 0.
func number(seq int64) sql.NullInt64 { return sql.NullInt64{Int64: seq, Valid: seq != 0} }

// Update writes what a step can change of a row.
func (d Dialect) Update(ctx context.Context, h Handle, r journal.Row) error {
	var before sql.NullString // stays as it was unless there is one now
	if r.Before != nil {
		text, err := json.Marshal(r.Before)
		if err != nil {
			return err
		}
		before = sql.NullString{String: string(text), Valid: true}
	}
	absent := 0
	if r.Absent {
		absent = 1
	}
	fee, feeCurrency := feeColumns(r.Fee)
	return h.Tell(ctx, d.text(`UPDATE @movements SET issuer_order_id = ?, card_id = ?, fee = ?, fee_currency = ?, status = ?,
			description = ?, created_at = ?, settled_at = ?, owner = ?, before = coalesce(?, before), sent_at = ?, ended_at = ?, boot = ?,
			ticks = ?, left_boot = ?, left_ticks = ?, person = ?, host = ?, absent = ?, refused = ? WHERE order_id = ?`),
		r.IssuerOrderID, r.CardID, fee, feeCurrency, string(r.Status), r.Description, r.CreatedAt.UnixMilli(), timeColumn(r.SettledAt),
		r.Owner, before, timeColumn(r.SentAt), timeColumn(r.EndedAt), r.Noted.Boot, r.Noted.Ticks.Milliseconds(), r.Left.Boot,
		r.Left.Ticks.Milliseconds(), r.Person, r.Host, absent, r.Refused, r.OrderID)
}

// Note adds a step to an order's history, under the number seq as Add does.
func (d Dialect) Note(ctx context.Context, h Handle, orderID string, s client.Step, seq int64) error {
	return h.Tell(ctx, d.text(`INSERT INTO @history (seq, order_id, from_status, to_status, description, at)
			VALUES (?,?,?,?,?,?)`), number(seq), orderID, string(s.From), string(s.To), s.Description, s.At.UnixMilli())
}

// Rows are the rows that match, newest first unless the filter says otherwise.
func (d Dialect) Rows(ctx context.Context, h Handle, f journal.Filter) ([]journal.Row, error) {
	var around place
	if f.Around != "" {
		var err error
		if around, err = d.placeOf(ctx, h, f.Around); err != nil {
			return nil, err
		}
	}
	where, args := d.conditions(f, around)
	text := `SELECT ` + columnsFor(f) + ` FROM @movements WHERE ` + strings.Join(where, " AND ") + ` ORDER BY ` + d.order(f)
	if !f.Oldest {
		text += " DESC"
	}
	if f.Limit > 0 {
		text, args = text+" LIMIT ?", append(args, f.Limit)
	}
	var found []journal.Row
	err := h.Ask(ctx, func(row func(...any) error) error {
		r, err := scan(row)
		found = append(found, r)
		return err
	}, d.text(text), args...)
	if err != nil {
		return nil, err
	}
	return found, nil
}

func scan(row func(...any) error) (r journal.Row, err error) {
	var amount string
	var fee, feeCurrency, before sql.NullString
	var created, settled, sent, ended, notedStep, sentStep sql.NullInt64
	var ticks, leftTicks, absent int64
	err = row(&r.OrderID, &r.IssuerOrderID, &r.Profile, &r.CardID, &r.Kind, &amount, &r.Amount.Currency, &fee, &feeCurrency,
		&r.Status, &r.Description, &created, &settled, &r.Owner, &r.Subject, &sent, &ended, &r.Account,
		&r.Noted.Boot, &ticks, &r.Left.Boot, &leftTicks, &r.Person, &r.Host, &r.Reference, &absent, &r.Refused,
		&r.Number, &before, &notedStep, &sentStep)
	if err != nil {
		return r, err
	}
	if err := readAmounts(&r, amount, fee, feeCurrency); err != nil {
		return r, err
	}
	if before.Valid {
		r.Before = new(client.Observation)
		if err := json.Unmarshal([]byte(before.String), r.Before); err != nil || !plausible(*r.Before) {
			return r, fmt.Errorf("%w: what was noted before order %s", ErrUnreadable, r.OrderID)
		}
	}
	r.CreatedAt, r.SettledAt, r.SentAt, r.EndedAt = instant(created), instant(settled), instant(sent), instant(ended)
	r.Noted.Time, r.Noted.Ticks = r.CreatedAt, time.Duration(ticks)*time.Millisecond
	r.Left.Time, r.Left.Ticks = r.SentAt, time.Duration(leftTicks)*time.Millisecond
	if !r.EndedAt.IsZero() {
		r.Left.Time = r.EndedAt
	}
	r.NotedStep, r.SentStep, r.Absent = notedStep.Int64, sentStep.Int64, absent != 0
	return r, nil
}

// readAmounts reads the amount and the fee of a row that has its order and its currency.
func readAmounts(r *journal.Row, amount string, fee, feeCurrency sql.NullString) (err error) {
	if amount != "" || r.Amount.Known() { // a change of a card has neither
		if r.Amount.Amount, err = storedAmount(amount); err != nil {
			return fmt.Errorf("%w: the amount of order %s is %q", ErrUnreadable, r.OrderID, amount)
		}
	}
	if feeCurrency.Valid {
		r.Fee.Currency = feeCurrency.String
		if r.Fee.Amount, err = storedAmount(fee.String); err != nil {
			return fmt.Errorf("%w: the fee of order %s is %q", ErrUnreadable, r.OrderID, fee.String)
		}
	}
	return nil
}

// History is what an order went through, oldest first.
func (d Dialect) History(ctx context.Context, h Handle, orderID string) ([]client.Step, error) {
	var steps []client.Step
	err := h.Ask(ctx, func(row func(...any) error) error {
		var t client.Step
		var at sql.NullInt64
		err := row(&t.From, &t.To, &t.Description, &at)
		t.At = instant(at)
		steps = append(steps, t)
		return err
	}, d.text(`SELECT from_status, to_status, description, at FROM @history WHERE order_id = ? ORDER BY seq`), orderID)
	if err != nil {
		return nil, err
	}
	return steps, nil
}
