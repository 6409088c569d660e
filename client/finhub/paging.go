package finhub

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"sync"
	"sync/atomic"

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

// allPages collects a whole list. After the first page it asks for several at once, as far as the totals go, then for one after another
// while they are full. Records that come or go meanwhile move the others between pages: allPages keeps each once, and reads the list
// again if some are missing. If it is still shorter than its total, the error is ErrGarbage, since a missing record could matter.
func allPages[T any](
	ctx context.Context, d *Driver, op string, report func(done, total int), id func(T) string, ask pageOf[T],
) ([]transport.Record[T], error) {
	first, size, err := firstPage(ctx, d, ask)
	if err != nil {
		return nil, err
	}
	all := &collection[T]{id: id, at: map[string]int{}, report: report, most: abreast.AtOnce(d.PerMinute())}
	all.begin()
	all.add(first, 1, size)
	if err := all.rest(ctx, 2, size, ask); err != nil {
		return nil, err
	}
	if all.moved && len(all.records) < all.total {
		all.begin()
		if err := all.rest(ctx, 1, size, ask); err != nil {
			return nil, err
		}
	}
	if len(all.records) < all.least {
		return nil, d.api.Garbage(op, fmt.Sprintf("the list says that it has %d entries, and %d came", all.least, len(all.records)))
	}
	return all.records, nil
}

// collection gathers pages as they come.
type collection[T any] struct {
	id     func(T) string
	report func(done, total int)
	most   int // pages asked for at once

	mu          sync.Mutex
	records     []transport.Record[T]
	at          map[string]int // index of each id
	total       int            // the largest that a page claimed
	moved       bool           // records came or went meanwhile
	done, pages int

	least    int  // the smallest total that a page claimed since the list was begun
	furthest int  // page that came
	full     bool // the furthest page was, with something new in it
}

// begin resets the counters for a new reading of the list.
func (c *collection[T]) begin() { c.done, c.least, c.furthest, c.full = 0, mostPage*maxPage, 0, false }

func (c *collection[T]) add(p page[T], num, size int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	p.Records.From((num - 1) * size)
	before := len(c.records)
	for i, record := range p.Records {
		id := c.id(record.Value)
		if id == "" { // only its place tells it from others
			id = fmt.Sprintf("\x00%d/%d", num, i)
		}
		if i, ok := c.at[id]; ok {
			c.records[i] = record
			c.moved = true
			continue
		}
		c.at[id] = len(c.records)
		c.records = append(c.records, record)
	}
	if num > c.furthest {
		c.furthest, c.full = num, len(p.Records) >= size && len(c.records) > before
	}
	c.moved = c.moved || c.done > 0 && p.total() != c.total
	c.total, c.least = max(c.total, p.total()), min(c.least, p.says())
	c.done++
	c.pages = max(c.pages, c.done, min(mostPage, (c.total+size-1)/max(size, 1)))
	if c.report != nil {
		c.report(c.done, c.pages)
	}
}

// rest asks for the pages from that number on, several at once, up to the end that the totals give or to an empty page. Then it asks for
// one page after another while they are full.
func (c *collection[T]) rest(ctx context.Context, from, size int, ask pageOf[T]) error {
	last := min(mostPage, (c.total+size-1)/max(size, 1)) // before the first of them is asked for, so that totals may change
	if c.total > size && c.total%size == 0 && last < mostPage {
		last++ // all of them are full, so one more would be asked for in the end
	}
	var end atomic.Int64 // the lowest page that was empty: pages before it may still be on their way
	end.Store(mostPage + 1)
	err := abreast.Each(ctx, c.most, last+1-from, func(ctx context.Context, i int) error {
		num := from + i
		if int64(num) >= end.Load() {
			return nil
		}
		p, err := ask(ctx, num, size)
		if err != nil {
			return err
		}
		if len(p.Records) == 0 {
			for low := end.Load(); int64(num) < low && !end.CompareAndSwap(low, int64(num)); low = end.Load() {
			}
		}
		c.add(p, num, size)
		return nil
	})
	for err == nil && c.full && c.furthest < mostPage {
		var p page[T]
		num := c.furthest + 1
		if p, err = ask(ctx, num, size); err == nil {
			c.add(p, num, size)
		}
	}
	return err
}
