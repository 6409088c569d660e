package journal_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"cardwallet/client"
	"cardwallet/client/journal"
	"cardwallet/client/journal/journaltest"
	"cardwallet/client/journal/spent"
)

// plainly is what was spent by the rule alone, over all rows.
func plainly(rows []journal.Row, r journal.Recent) spent.Sums {
	sums := spent.Sums{}
	for _, o := range rows {
		recent := o.Noted.UnixMilli() > r.Now.UnixMilli()-r.D.Milliseconds()
		if o.Noted.Boot == r.Now.Boot && r.Now.Boot != "" {
			recent = o.Noted.Ticks > r.Now.Ticks-r.D
		}
		if !recent || o.Kind == client.MoveWithdraw || o.Kind.IsChange() || o.Status == client.MovementFailed {
			continue
		}
		sum := o.Amount.Amount
		if o.Fee.Currency == o.Amount.Currency {
			sum = sum.Add(o.Fee.Amount)
		}
		who := spent.Spender{Person: o.Person, Currency: o.Amount.Currency}
		sums[who] = sums[who].Add(sum)
	}
	return sums
}

func sameSpent(a, b spent.Sums) error {
	for who := range a {
		if !a[who].Equal(b[who]) {
			return fmt.Errorf("%v: %s and %s", who, a[who], b[who])
		}
	}
	for who := range b {
		if !a[who].Equal(b[who]) {
			return fmt.Errorf("%v: %s and %s", who, a[who], b[who])
		}
	}
	return nil
}

// history is a journal that random things happen to, within two days and over three starts of the machine.
type history struct {
	*rand.Rand
	rows int
}

func one[T any](h *history, of ...T) T { return of[h.IntN(len(of))] }

// moment is often within a few milliseconds of a time at which a sum ends.
func (h *history) moment() journal.Moment {
	const span = 1 << 18
	at := func() int64 { return h.Int64N(660)*span + one(h, h.Int64N(span), h.Int64N(3)-1) }
	return journal.Moment{Time: time.UnixMilli(1793750000000/span*span + at()).UTC(), Boot: one(h, "", "now", "before"),
		Ticks: time.Duration(at()-200*span) * time.Millisecond}
}

func (h *history) row() journal.Row {
	h.rows++
	r := journal.Row{Movement: client.Movement{OrderID: fmt.Sprint("CW", h.rows), Profile: "fin", CardID: "1",
		Kind: one(h, client.MoveTopUp, client.MoveTopUp, client.MoveCreate, client.MoveWithdraw, client.MoveFreeze)}}
	if !r.Kind.IsChange() {
		r.Amount = client.NewMoney(decimal.New(h.Int64N(1_000_000_000_000_000), -h.Int32N(9)), one(h, "USD", "USD", "EUR"))
	}
	h.change(&r)
	return r
}

// change is what a later step can say of a row.
func (h *history) change(r *journal.Row) {
	r.Status = one(h, client.MovementIntended, client.MovementSent, client.MovementUnknown, client.MovementSucceeded, client.MovementFailed)
	r.Person = one(h, "", "ann", "ben", "b\xfen", "b\xffn") // a name of this machine's user need not be text
	r.Noted = h.moment()
	r.CreatedAt = r.Noted.Time
	r.Fee = client.Money{}
	if h.IntN(2) == 0 {
		r.Fee = client.NewMoney(decimal.New(h.Int64N(100_000), -2), one(h, "USD", "EUR"))
	}
}

// Whatever was noted, changed, settled, undone, made again or removed, and by whom: what was spent is what the plain sum of all rows is.
func TestSumsAreThoseOfTheRows(t *testing.T) {
	t.Parallel()
	address := newPath(t)
	s, owner, err := journaltest.At(address)(t.Context(), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer owner.Release()
	defer s.Close()
	other := raw(t, address)
	h := &history{Rand: rand.New(rand.NewPCG(1, 2))}
	for n := range 50 {
		err := s.Write(t.Context(), func(ctx context.Context, tx journal.Tx) error {
			for range 1 + h.IntN(4) + max(0, 600-300*n) { // fewer than a hundred are not kept
				if err := tx.Add(ctx, h.row()); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		now := journal.Recent{Now: h.moment(), D: 24 * time.Hour}
		for again := range 4 { // sums are made, used, outdated by one row, and made anew
			if again == 2 {
				if err := h.meddle(t, s, other); err != nil {
					t.Fatal(err)
				}
			}
			rows, err := s.Rows(t.Context(), journal.Filter{})
			if err != nil {
				t.Fatal(err)
			}
			want := plainly(rows, now)
			outside, err := s.Spent(t.Context(), now)
			if err == nil {
				err = sameSpent(want, outside)
			}
			err = errors.Join(err, s.Write(t.Context(), func(ctx context.Context, tx journal.Tx) error {
				inside, err := tx.Spent(ctx, now)
				if err == nil {
					err = sameSpent(want, inside)
				}
				return err
			}))
			if err != nil {
				t.Fatalf("step %d, %d: %v", n, again, err)
			}
		}
	}
}

// meddle changes, or removes, one row, as this program does and past it.
func (h *history) meddle(t *testing.T, s journal.Store, other journaltest.DB) error {
	id := fmt.Sprint("CW", 1+h.IntN(h.rows))
	switch h.IntN(4) {
	case 0:
		_, err := other.Exec(`DELETE FROM movements WHERE order_id = ?`, id)
		return err
	case 1:
		_, err := other.Exec(`UPDATE movements SET status = ?, amount = '7.25' WHERE order_id = ? AND amount != ''`, one(h, "failed", "sent"), id)
		return err
	}
	return s.Write(t.Context(), func(ctx context.Context, tx journal.Tx) error {
		rows, err := tx.Rows(ctx, journal.Filter{MovementFilter: client.MovementFilter{OrderID: id}})
		if err != nil || len(rows) == 0 {
			return err
		}
		r := rows[0]
		h.change(&r)
		return tx.Update(ctx, r)
	})
}
