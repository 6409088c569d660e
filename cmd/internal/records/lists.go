package records

import (
	"container/heap"
	"context"
	"errors"
	"iter"
	"slices"

	"cardwallet/client"
	"cardwallet/client/abreast"
	"cardwallet/client/statement"
	"cardwallet/cmd/internal/run"
)

// lists read the lists that have the records, each as far as records of it are wanted. A list that cannot be read is told at the end. If
// its account does not answer at all, the rest of that account is not asked for.
type lists struct {
	*command
	all      []*list
	keep     func(client.Record) bool
	limit    int  // how many of the newest; 0 is all
	asListed bool // one list after another, in the order in which their issuers list them
	more     bool // the limit left records out

	silent map[string]int // how many lists of an account are not asked for
	over   bool           // the command is
}

// list is one of them while it is read.
type list struct {
	recordSource
	place   int // among the lists
	pages   *statement.Pages
	next    func() ([]client.Record, error, bool)
	stop    func()
	records []client.Record // that were read and not given yet
	undated []client.Record // that have no time, and come after all others
	mixed   bool            // it does not come newest first, so that it is collected and sorted
	kept    int             // records that were read
	ended   bool
	err     error
}

func (a *command) lists(sources []recordSource, limit int, asListed bool, keep func(client.Record) bool) *lists {
	r := &lists{command: a, keep: keep, limit: limit, asListed: asListed, silent: map[string]int{}}
	for i, s := range sources {
		r.all = append(r.all, &list{recordSource: s, place: i})
	}
	return r
}

// records gives the records that keep lets through as they are read, the newest first, those of one time in the order of their lists.
func (r *lists) records(ctx context.Context) iter.Seq[client.Record] {
	return func(yield func(client.Record) bool) {
		defer r.close()
		var open newestFirst
		for _, l := range r.all {
			r.fill(ctx, l)
			for r.asListed && len(l.records) > 0 {
				if !yield(l.take()) {
					return
				}
				r.fill(ctx, l)
			}
			if len(l.records) > 0 {
				open = append(open, l)
			}
		}
		heap.Init(&open)
		dated := 0
		for given := 1; len(open) > 0; given++ {
			l := open[0]
			if !yield(l.take()) {
				return
			}
			if given == r.limit {
				r.more = r.more || len(open) > 1 || len(l.records) > 0 || !l.ended && l.pages.More || len(r.undated()) > 0
				return
			}
			if r.fill(ctx, l); len(l.records) > 0 {
				heap.Fix(&open, 0)
			} else {
				heap.Pop(&open)
			}
			dated = given
		}
		for i, undated := range r.undated() {
			if r.limit > 0 && dated+i == r.limit {
				r.more = true
				return
			}
			if !yield(undated) {
				return
			}
		}
	}
}

// undated are the records that have no time, of one list after another.
func (r *lists) undated() (all []client.Record) {
	for _, l := range r.all {
		all = append(all, l.undated...)
	}
	return all
}

// take gives the next record of a list that has one.
func (l *list) take() client.Record {
	next := l.records[0]
	l.records = l.records[1:]
	return next
}

// fill reads on in a list that has no record to give, until it has one or has ended.
func (r *lists) fill(ctx context.Context, l *list) {
	for len(l.records) == 0 && !l.ended {
		if l.pages == nil {
			l.pages = statement.NewPages(l.recorder, l.query)
			if !r.asListed { // pages of all lists are on their way, or wait for the records of others
				l.pages.AtOnce = max(1, abreast.Most/len(r.all))
			}
			l.next, l.stop = iter.Pull2(l.pages.All(ctx))
		}
		if n, silent := r.silent[l.account.Profile]; l.pages.More && (silent || r.over) {
			if silent {
				r.silent[l.account.Profile] = n + 1
			}
			l.end()
			return
		}
		r.failed(ctx, l, r.read(l))
	}
}

// read reads the next page. A list in no documented order is read beyond the limit until two pages show that it begins with the newest
// record, or else to its end, and then sorted. So is one that is all wanted and whose first two pages do not come newest first.
func (r *lists) read(l *list) error {
	for {
		if r.limit > 0 {
			l.pages.Wants = 1 // those of another list may be newer than all that follow
			if len(r.all) == 1 {
				l.pages.Wants = max(1, r.limit-l.kept)
			}
		}
		page, err, ok := l.next()
		if !ok || err != nil {
			err = run.ListError(l.account, err)
			if !ok {
				err = l.pages.Odd.Err()
			}
			r.sort(l)
			l.end()
			return err
		}
		page = slices.DeleteFunc(page, func(rec client.Record) bool { return !r.keep(rec) })
		l.kept += len(page)
		l.mixed = !r.asListed && (l.mixed || l.pages.Unordered || r.limit == 0 && l.pages.Query.Page == 2 && !l.pages.Sorted)
		for _, rec := range page {
			if rec.At.IsZero() && !l.mixed && !r.asListed {
				l.undated = append(l.undated, rec)
			} else {
				l.records = append(l.records, rec)
			}
		}
		switch {
		case r.limit == 0 && !r.asListed && l.pages.Query.Page == 1 && l.pages.More: // the second page shows the order
		case !l.mixed:
			return nil
		case r.limit > 0 && len(l.records) >= r.limit && l.pages.More && l.pages.Query.Page > 1 && l.pages.Sorted:
			r.more = true
			r.sort(l)
			err := l.pages.Odd.Err()
			l.end()
			return err
		}
	}
}

// sort puts what was read of a list that is not newest first into order, and leaves out what is beyond the limit.
func (r *lists) sort(l *list) {
	if !l.mixed {
		return
	}
	client.SortRecords(l.records)
	if r.limit > 0 && len(l.records) > r.limit {
		l.records, r.more = l.records[:r.limit], true
	}
	dated := len(l.records)
	for dated > 0 && l.records[dated-1].At.IsZero() {
		dated--
	}
	l.undated, l.records = append(l.undated, l.records[dated:]...), l.records[:dated]
}

func (l *list) end() {
	l.stop()
	l.pages, l.next, l.stop, l.ended = nil, nil, nil, true
}

func (r *lists) failed(ctx context.Context, l *list, err error) {
	if l.err = err; err == nil {
		return
	}
	r.over = r.over || ctx.Err() != nil
	if _, silent := r.silent[l.account.Profile]; !silent && !r.over &&
		(errors.Is(err, client.ErrUnreachable) || errors.Is(err, client.ErrRateLimited) || client.BadCredentials(err)) {
		r.silent[l.account.Profile] = 0
	}
}

// close ends the reading and tells what failed.
func (r *lists) close() {
	for _, l := range r.all {
		if !l.ended && l.pages != nil {
			l.err = l.pages.Odd.Err()
			l.end()
		}
		if l.err != nil {
			r.Fail(l.err)
		}
	}
	for _, l := range r.all {
		if n := r.silent[l.account.Profile]; n > 0 {
			r.Note("%s: not asked for after that: %s", l.account.Profile, run.Plural(n, "more list", "more lists"))
			delete(r.silent, l.account.Profile)
		}
	}
}

// newestFirst are lists that have records to give, as a heap.
type newestFirst []*list

// Len is how many there are.
func (h newestFirst) Len() int { return len(h) }

// Less reports whether the one list's next record comes before the other's.
func (h newestFirst) Less(i, j int) bool {
	if order := h[i].records[0].At.Compare(h[j].records[0].At); order != 0 {
		return order > 0
	}
	return h[i].place < h[j].place
}

// Swap changes the places of two.
func (h newestFirst) Swap(i, j int) { h[i], h[j] = h[j], h[i] }

// Push adds one.
func (h *newestFirst) Push(l any) { *h = append(*h, l.(*list)) } //nolint:forcetypeassert // nothing else is put there

// Pop takes the last one off.
func (h *newestFirst) Pop() any {
	last := len(*h) - 1
	l := (*h)[last]
	*h = (*h)[:last]
	return l
}
