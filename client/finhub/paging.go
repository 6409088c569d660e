package finhub

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"cardwallet/client"
	"cardwallet/client/abreast"
	"cardwallet/client/transport"
)

const (
	maxPage  = 100    // records in a page at most (the platform under FinHub)
	safePage = 10     // what every document allows
	mostPage = 10_000 // pages of one list that are ever asked for, whatever total claims
)

// page is {total, records[]} of a list. total is often wrong: 0 beside full pages is a common fault of the software that answers this way
// (baomidou/mybatis-plus issues 5247 and 6731).
type page[T any] struct {
	Total   transport.Loose[transport.ID] `json:"total"`
	Records transport.Records[T]          `json:"records"`
}

// OddForms says in what form came what could not be read.
func (p page[T]) OddForms() []string { return p.Records.OddForms() }

// says is the total that the page claims. A claim that is no number counts as 0. One that is too large counts as the largest int.
func (p page[T]) says() int {
	n, _ := strconv.Atoi(string(p.Total.Value))
	return n
}

// total is how many records there are in all: at least those at hand, at most as many as are ever asked for.
func (p page[T]) total() int { return min(max(p.says(), len(p.Records)), mostPage*maxPage) }

// readPage reads a page of a list. Success without a list counts as an empty list only if the total is 0.
func readPage[T any](ctx context.Context, d *Driver, op, path string, body map[string]any) (p page[T], err error) {
	if err = d.read(ctx, op, path, body, &p); err == nil && p.Records == nil && p.Total.Value != "0" {
		err = d.api.Garbage(op, "there is no list in the answer")
	}
	return p, err
}

// pageOf asks for a page by its number, from 1, and its size.
type pageOf[T any] func(ctx context.Context, num, size int) (page[T], error)

// firstPage asks for page 1 at the largest size that FinHub takes, and remembers that size.
func firstPage[T any](ctx context.Context, d *Driver, ask pageOf[T]) (p page[T], size int, err error) {
	size = int(d.size.Load())
	p, err = ask(ctx, 1, size)
	if size > safePage && mayBeSize(err) {
		if p, err = ask(ctx, 1, safePage); err == nil {
			size = safePage
			d.size.Store(safePage)
		}
	}
	if n := len(p.Records); err == nil && n > 0 && n < size && (n < p.total() || n >= safePage && n > p.says()) {
		// FinHub gave less than was asked for, or may have, where the total is wrong. The next pages go by the size that came.
		size = n
	}
	return p, size, err
}

// mayBeSize reports whether FinHub may have refused the size of a page. Code 500 can mean that too: it stands for every failure of the
// platform under FinHub.
func mayBeSize(err error) bool {
	var e *client.Error
	return errors.Is(err, client.ErrRefused) || errors.As(err, &e) && e.Kind == client.ErrUnreachable && e.Code == "500"
}

// part is what a page has that none before it had, in the list's order, and how far the reading is.
type part[T any] struct {
	records     []transport.Record[T]
	done, pages int // see client.CardsPage
	total       int // records in the list, as far as it says
}

// allPages collects a whole list, see eachPage.
func allPages[T any](
	ctx context.Context, d *Driver, op string, id func(T) string, ask pageOf[T],
) (all []transport.Record[T], err error) {
	err = eachPage(ctx, d, op, id, func(p part[T]) { all = append(all, p.records...) }, ask)
	if err != nil {
		return nil, err
	}
	return all, nil
}

// eachPage gives take the parts of a list as they come, in the list's order. After the first page it asks for several at once, as far as
// the totals go, then for one after another while they are full. Records that come or go meanwhile move the others between pages: eachPage
// gives each once, and reads the list again if some are missing. If it is still shorter than its total, the error is ErrGarbage, since a
// missing record could matter.
func eachPage[T any](
	ctx context.Context, d *Driver, op string, id func(T) string, take func(part[T]), ask pageOf[T],
) error {
	first, size, err := firstPage(ctx, d, ask)
	if err != nil {
		return err
	}
	r := reading[T]{id: id, take: take, size: size, seen: map[string]struct{}{}, total: first.total(), ask: ask,
		atOnce: abreast.AtOnce(d.PerMinute())}
	if err = r.read(ctx, &first); err == nil && r.moved && len(r.seen) < r.total {
		err = r.read(ctx, nil)
	}
	if err == nil && len(r.seen) < r.least {
		err = d.api.Garbage(op, fmt.Sprintf("the list says that it has %d entries, and %d came", r.least, len(r.seen)))
	}
	return err
}

// reading is one walk through the pages of a list.
type reading[T any] struct {
	id     func(T) string
	take   func(part[T])
	ask    pageOf[T]
	size   int // of a page
	atOnce int // pages asked for

	seen        map[string]struct{} // the ids that were given
	total       int                 // the largest that a page claimed
	moved       bool                // records came or went meanwhile
	done, pages int

	least int  // the smallest total that a page claimed since the list was begun
	full  bool // the last page was, with something new in it
}

// read asks for the pages from the first on, several at once, up to the end that the totals give or to an empty page. Then it asks for one
// page after another while they are full. first is that page where it is there already.
func (r *reading[T]) read(ctx context.Context, first *page[T]) error {
	r.done, r.least, r.full = 0, mostPage*maxPage, false
	last := min(mostPage, (r.total+r.size-1)/max(r.size, 1)) // before the first of them is asked for, so that totals may change
	if r.total > r.size && r.total%r.size == 0 && last < mostPage {
		last++ // all of them are full, so one more would be asked for in the end
	}
	err := abreast.InOrder(ctx, r.atOnce, max(1, last), func(ctx context.Context, i int) (page[T], error) {
		if i == 0 && first != nil {
			return *first, nil
		}
		return r.ask(ctx, i+1, r.size)
	}, func(_ int, p page[T]) bool {
		r.add(p)
		return len(p.Records) > 0
	}, nil)
	for err == nil && r.full && r.done < mostPage {
		var p page[T]
		if p, err = r.ask(ctx, r.done+1, r.size); err == nil {
			r.add(p)
		}
	}
	return err
}

// add gives the next page.
func (r *reading[T]) add(p page[T]) {
	p.Records.From(r.done * r.size)
	r.moved = r.moved || r.done > 0 && p.total() != r.total
	r.done++
	fresh := p.Records[:0]
	for i, record := range p.Records {
		id := r.id(record.Value)
		if id == "" { // only its place tells it from others
			id = fmt.Sprintf("\x00%d/%d", r.done, i)
		}
		if _, known := r.seen[id]; known {
			r.moved = true
			continue
		}
		r.seen[id] = struct{}{}
		fresh = append(fresh, record)
	}
	r.full = len(p.Records) >= r.size && len(fresh) > 0
	r.total, r.least = max(r.total, p.total()), min(r.least, p.says())
	r.pages = max(r.pages, r.done, min(mostPage, (r.total+r.size-1)/max(r.size, 1)))
	r.take(part[T]{records: fresh, done: r.done, pages: r.pages, total: r.total})
}
