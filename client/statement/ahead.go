package statement

import (
	"context"
	"iter"

	"cardwallet/client"
	"cardwallet/client/abreast"
)

// All reads to the end of the list, and gives the new records of each page, in the list's order. An error ends it, after all that came
// before. Where the issuer says how many records there are, All asks for several pages at once after the first. Records that come or go
// meanwhile move the others between pages: then it reads again what they may have left out, as far as the totals tell.
func (p *Pages) All(ctx context.Context) iter.Seq2[[]client.Record, error] {
	return func(yield func([]client.Record, error) bool) {
		most := p.atOnce()
		for p.More && p.readOn(ctx, most, yield) {
		}
	}
}

// atOnce is how many pages are asked for at once. Where the issuer limits the requests, no more wait for their turn than may go within a
// second: so long waits what a person does meanwhile.
func (p *Pages) atOnce() int {
	most := abreast.AtOnce(0)
	if paced, ok := p.Recorder.(client.Paced); ok && paced.PerMinute() > 0 {
		most = min(abreast.AtOnce(paced.PerMinute()), max(1, paced.PerMinute()/60))
	}
	if p.AtOnce > 0 {
		most = min(most, p.AtOnce)
	}
	return most
}

// answer is what came of a page.
type answer struct {
	page client.RecordPage
	err  error
}

// readOn reads as many pages as are sure to be wanted, most of them at a time. It reports whether to read on after them.
func (p *Pages) readOn(ctx context.Context, most int, yield func([]client.Record, error) bool) (more bool) {
	read, from := p.reader(), p.Query.Page+1
	_ = abreast.InOrder(ctx, most, p.ahead(), func(ctx context.Context, i int) (answer, error) {
		page, err := read(ctx, from+i)
		return answer{page, err}, nil
	}, func(i int, got answer) bool {
		fresh, on, err := p.takeNext(i == 0, got)
		more = err == nil && p.More
		if (len(fresh) > 0 || err == nil) && !yield(fresh, nil) || err != nil && !yield(nil, err) {
			more = false
		}
		return more && on
	}, func(got answer) { wipe(got.page) })
	return more
}

// nextFew returns a function that reads the pages after the newest, as many as are asked for at once, and can be called at any time and
// anywhere. takeFew takes its result.
func (p *Pages) nextFew() func(context.Context) []answer {
	read, from, n := p.reader(), p.Query.Page+1, min(p.ahead(), p.atOnce())
	return func(ctx context.Context) []answer {
		few := make([]answer, n)
		_ = abreast.Each(ctx, n, n, func(ctx context.Context, i int) error {
			few[i].page, few[i].err = read(ctx, from+i)
			return nil
		})
		return few
	}
}

// takeFew is Take for pages that were asked for at once. It gives what is new on those before an error.
func (p *Pages) takeFew(few []answer) (all []client.Record, err error) {
	for i, on := 0, true; i < len(few); i++ {
		if !on {
			wipe(few[i].page)
			continue
		}
		var fresh []client.Record
		fresh, on, err = p.takeNext(i == 0, few[i])
		all = append(all, fresh...)
	}
	return all, err
}

// takeNext is Take for one of the pages that were asked for at once, after those before it; first tells whether it has none before it. on
// reports whether the next one of them counts: not where it may leave out records, which are read again.
func (p *Pages) takeNext(first bool, got answer) (fresh []client.Record, on bool, err error) {
	if again, lacking := p.place.lacks(p.Query.Page+1, first, got); lacking {
		wipe(got.page)
		p.Query.Page = again - 1
		return nil, false, nil
	}
	fresh, err = p.Take(got.page, got.err)
	return fresh, err == nil && p.More && p.place.known() && !p.Unordered, err
}

// ahead is how many pages are sure to be there and to be wanted; 1 where that is not known.
func (p *Pages) ahead() int {
	if !p.place.known() || p.Unordered {
		return 1
	}
	size := p.place.size
	pages := (p.place.left + size - 1) / size
	if p.Wants > 0 {
		pages = min(pages, (p.Wants-1)/size+1)
	}
	return max(1, pages)
}
