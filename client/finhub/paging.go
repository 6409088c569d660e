package finhub

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"cardwallet/client"
)

const (
	maxPage  = 100    // records in a page at most (the platform under FinHub)
	safePage = 10     // what every document allows
	inFlight = 12     // pages asked for at once
	mostPage = 10_000 // pages of one list that are ever asked for, whatever total claims
)

// firstPage asks for page 1 at the largest size that FinHub takes, and remembers that size.
func firstPage[T any](ctx context.Context, d *Driver, ask func(ctx context.Context, num, size int) (page[T], error)) (p page[T], size int, err error) {
	size = int(d.size.Load())
	p, err = ask(ctx, 1, size)
	if size > safePage && errors.Is(err, client.ErrRefused) {
		if p, err = ask(ctx, 1, safePage); err == nil {
			size = safePage
			d.size.Store(safePage)
		}
	}
	if n := len(p.Records); err == nil && n > 0 && n < size && n < p.total() {
		size = n // cut down without a word: the other pages follow from what came, not from what was asked
	}
	return p, size, err
}

// allPages collects a whole list, the pages after the first at once. Records may come or go meanwhile, which moves the others between
// pages: what comes twice is kept once, and when fewer came than there are, the list is asked for once more.
func allPages[T any](ctx context.Context, d *Driver, report func(done, total int), id func(T) string, ask func(ctx context.Context, num, size int) (page[T], error)) ([]T, error) {
	first, size, err := firstPage(ctx, d, ask)
	if err != nil {
		return nil, err
	}
	all := &collection[T]{id: id, at: map[string]int{}, report: report}
	all.add(first, 1, size)
	if err := all.rest(ctx, 2, size, ask); err != nil {
		return nil, err
	}
	if all.moved && len(all.records) < all.total {
		all.done = 0
		if err := all.rest(ctx, 1, size, ask); err != nil {
			return nil, err
		}
	}
	return all.records, nil
}

// collection gathers pages as they come.
type collection[T any] struct {
	id     func(T) string
	report func(done, total int)

	mu          sync.Mutex
	records     []T
	at          map[string]int // index of each id
	total       int            // the largest that a page claimed
	moved       bool           // records came or went meanwhile
	done, pages int
}

func (c *collection[T]) add(p page[T], num, size int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for i, record := range p.Records {
		id := c.id(record)
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
	c.moved = c.moved || c.done > 0 && p.total() != c.total
	c.total = max(c.total, p.total())
	c.done++
	c.pages = max(c.pages, c.done, min(mostPage, (c.total+size-1)/max(size, 1)))
	if c.report != nil {
		c.report(c.done, c.pages)
	}
}

// rest asks for the pages from one on, until an empty page or the end that the totals give.
func (c *collection[T]) rest(ctx context.Context, from, size int, ask func(ctx context.Context, num, size int) (page[T], error)) error {
	last := min(mostPage, (c.total+size-1)/size) // before the first of them is asked for, so that totals may change
	var end atomic.Int64                         // the lowest page that was empty: pages before it may still be on their way
	end.Store(mostPage + 1)
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(inFlight)
	var panics client.Panics
	for num := from; num <= last && int64(num) < end.Load(); num++ {
		group.Go(func() error {
			defer panics.Catch()
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
	}
	err := group.Wait()
	panics.Raise()
	return err
}
