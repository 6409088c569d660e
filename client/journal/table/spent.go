package table

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"math"
	"strings"

	"github.com/shopspring/decimal"

	"cardwallet/client/journal"
	"cardwallet/client/journal/spent"
)

// What was spent in a day is the sum of rows, and there can be a hundred thousand. So sums of what lies behind are kept in the table sums:
// one for each span of 4 minutes and 22 seconds that is over. Triggers of the database forget the sum of a span as soon as one of its rows
// is added or changed, whoever does that; the next transaction that asks adds up its rows anew. No sum is out of date.
//
// There are two axes, as the filter for recent rows has two ranges: the ticks of the present start of the machine, and the wall clock for
// the rows of all other starts. On each the spans take turns in a fixed number of places.
const (
	spanBits = 18   // a span has 2^18 ms
	places   = 1024 // more than a day has spans; the triggers count with it
	// keepFrom is how many rows have to be added up before their sums are kept: fewer are read sooner than written.
	keepFrom = 100
)

// axis is a range of rows in the order of one clock.
type axis struct {
	number     int    // in the table sums
	column     string // of the clock
	of         string // the condition for its rows, with the boot for an argument
	boot       string
	after, now int64 // milliseconds: rows after the first count, also those of the future
}

func (d Dialect) axes(r journal.Recent) []axis {
	boot, ago := d.Unsteered("boot"), r.D.Milliseconds()
	return []axis{
		{0, "ticks", "boot = ? AND boot != ''", r.Now.Boot, r.Now.Ticks.Milliseconds() - ago, r.Now.Ticks.Milliseconds()},
		{1, "created_at", "(" + boot + " != ? OR " + boot + " = '')", r.Now.Boot, r.Now.UnixMilli() - ago, r.Now.UnixMilli()},
	}
}

// spans are those that lie wholly behind now and after the beginning, from first to before last; none where they would not all have a
// place.
func (a axis) spans() (first, last int64) {
	first, last = a.after>>spanBits+1, a.now>>spanBits
	if last < first || last-first > places {
		last = first
	}
	return first, last
}

// parts are SELECTs of the same columns, to be put in one question.
type parts struct {
	text []string
	args []any
}

const partColumns = `kind, amount, currency, fee, fee_currency, status, person, order_id`

// rows asks for those of an axis from one time to another, both included.
func (p *parts) rows(a axis, from, to int64) {
	p.text = append(p.text, fmt.Sprintf(`SELECT %d, %s, %s FROM @movements WHERE %s AND %s >= ? AND %s <= ?`,
		a.number, a.column, partColumns, a.of, a.column, a.column))
	p.args = append(p.args, a.boot, from, to)
}

// isSum is added to the number of an axis where the row is a sum.
const isSum = 2

// sums asks for those that are kept.
func (p *parts) sums(a axis, first, last int64) {
	p.text = append(p.text, fmt.Sprintf(`SELECT %d, span, '', content, '', CAST(NULL AS TEXT), CAST(NULL AS TEXT), '', '', '' FROM @sums
		WHERE axis = %d AND boot = ? AND span >= ? AND span < ? AND content != ''`, a.number+isSum, a.number))
	p.args = append(p.args, a.boot, first, last)
}

// ask puts the question. It calls row with each row and its axis and time, and sum with the text of each sum and its axis and span.
func (d Dialect) ask(
	ctx context.Context, h Handle, p parts, row func(n int, at int64, r journal.Row), sum func(n int, span int64, text string),
) error {
	if len(p.text) == 0 {
		return nil
	}
	return h.Ask(ctx, func(read func(...any) error) error {
		var r journal.Row
		var n int
		var at int64
		var amount string
		var fee, feeCurrency sql.NullString
		err := read(&n, &at, &r.Kind, &amount, &r.Amount.Currency, &fee, &feeCurrency, &r.Status, &r.Person, &r.OrderID)
		if err == nil && n >= isSum {
			sum(n-isSum, at, amount)
			return nil
		}
		if err == nil {
			err = readAmounts(&r, amount, fee, feeCurrency)
		}
		if err == nil {
			row(n, at, r)
		}
		return err
	}, d.text(strings.Join(p.text, " UNION ALL ")), p.args...)
}

// Spent is what the rows come to that were noted as the filter has it. Sums that were not kept yet may be kept if keep is set, which
// needs a transaction that no other one adds or changes rows beside.
func (d Dialect) Spent(ctx context.Context, h Handle, r journal.Recent, keep bool) (spent.Sums, error) {
	all := spent.Sums{}
	axes := d.axes(r)
	var p parts
	kept := []map[int64]spent.Sums{{}, {}}
	for _, a := range axes {
		first, last := a.spans()
		p.rows(a, a.after+1, first<<spanBits-1)
		p.rows(a, last<<spanBits, math.MaxInt64)
		p.sums(a, first, last)
	}
	err := d.ask(ctx, h, p, func(_ int, _ int64, r journal.Row) { all.Count(r.Movement) }, func(n int, span int64, text string) {
		if s, err := parseSpent(text); err == nil { // else it is added up anew
			kept[n][span] = s
			all.Add(s)
		}
	})
	if err != nil {
		return nil, err
	}
	missing, added := []map[int64]spent.Sums{{}, {}}, 0
	p = parts{}
	for n, a := range axes {
		for from, last := a.spans(); from < last; from++ {
			to := from
			for ; to < last && kept[n][to] == nil; to++ {
				missing[n][to] = spent.Sums{}
			}
			if to > from {
				p.rows(a, from<<spanBits, to<<spanBits-1)
			}
			from = to
		}
	}
	err = d.ask(ctx, h, p, func(n int, at int64, r journal.Row) {
		all.Count(r.Movement)
		missing[n][at>>spanBits].Count(r.Movement)
		added++
	}, nil)
	if err != nil {
		return nil, err
	}
	if keep && added >= keepFrom {
		err = d.keep(ctx, h, axes, missing)
	}
	return all, err
}

// keep puts sums in the places of older ones.
func (d Dialect) keep(ctx context.Context, h Handle, axes []axis, sums []map[int64]spent.Sums) error {
	var values []string
	var args []any
	for n, a := range axes {
		for span, s := range sums[n] {
			text, err := spentText(s)
			if err != nil {
				return err
			}
			values = append(values, "(?,?,?,?,?)")
			args = append(args, a.number, span&(places-1), span, a.boot, text)
		}
	}
	return h.Tell(ctx, d.text(`INSERT INTO @sums (axis, place, span, boot, content) VALUES `+strings.Join(values, ", ")+`
		ON CONFLICT (axis, place) DO UPDATE SET span = excluded.span, boot = excluded.boot, content = excluded.content`), args...)
}

// spentText is a list of person, currency and decimal text. They are kept as bytes: as texts of JSON two names that are not UTF-8 could
// become one.
func spentText(s spent.Sums) (string, error) {
	list := [][3][]byte{}
	for who, sum := range s {
		list = append(list, [3][]byte{[]byte(who.Person), []byte(who.Currency), []byte(sum.String())})
	}
	text, err := json.Marshal(list)
	return string(text), err
}

func parseSpent(text string) (spent.Sums, error) {
	var list [][3][]byte
	if err := json.Unmarshal([]byte(text), &list); err != nil {
		return nil, err
	}
	s := spent.Sums{}
	for _, one := range list {
		sum, err := decimal.NewFromString(string(one[2]))
		if err != nil {
			return nil, err
		}
		s[spent.Spender{Person: string(one[0]), Currency: string(one[1])}] = sum
	}
	return s, nil
}
