package statement

import (
	"context"
	"slices"
	"time"

	"cardwallet/client"
)

// Pages reads a list of records one page after another, and gives each record once: one that moves to a later page, because the list grew
// meanwhile, does not come again.
type Pages struct {
	Recorder client.Recorder
	Query    client.RecordQuery // its Page is the newest that was read, 0 before the first
	Total    int                // records on all pages; -1 where the issuer does not say
	More     bool               // there is another page, or has been none yet
	Sorted   bool               // no page began with a newer record than the one before ended with
	Odd      client.OddRecords  // what could not be read whole, beside what was read
	Values   bool               // records keep what they hold of secrets; else it is wiped as they arrive
	// Unordered is what the newest page says: the issuer does not document in which order the pages come.
	Unordered bool
	// Wants is how many more records its reader is sure to want; 0 is all there are. All asks for no page ahead that these do not need.
	Wants int
	// AtOnce is how many pages are asked for at once at most, where its reader reads other lists beside this one; 0 is as many as the issuer
	// allows.
	AtOnce int

	sieve    Sieve
	progress progress
	oldest   time.Time // on the newest page that has records
	place    place
}

// NewPages returns the list before its first page.
func NewPages(recorder client.Recorder, query client.RecordQuery) *Pages {
	query.Page = 0
	return &Pages{Recorder: recorder, Query: query, Total: -1, More: true, Sorted: true}
}

// Next returns a function that reads the page after the newest. That function can be called at any time and anywhere. Take takes its
// result.
func (p *Pages) Next() func(context.Context) (client.RecordPage, error) {
	read, num := p.reader(), p.Query.Page+1
	return func(ctx context.Context) (client.RecordPage, error) { return read(ctx, num) }
}

// reader returns a function that reads any page, and can be called at any time and anywhere.
func (p *Pages) reader() func(ctx context.Context, num int) (client.RecordPage, error) {
	recorder, query, values := p.Recorder, p.Query, p.Values
	return func(ctx context.Context, num int) (client.RecordPage, error) {
		query := query
		query.Page = num
		page, err := recorder.Records(ctx, query)
		if !values {
			wipe(page)
		}
		return page, err
	}
}

// wipe takes from records what they hold of secrets.
func wipe(page client.RecordPage) {
	for i := range page.Records {
		page.Records[i].Value.Wipe()
		page.Records[i].Value = client.Field{}
	}
}

// Take keeps account of a page, and gives the records that did not come before. Next reads a page again that could not be read. The error
// is ErrEndless, beside the records, where the list seems to have no end.
func (p *Pages) Take(page client.RecordPage, err error) ([]client.Record, error) {
	if err = p.Odd.Take(err); err != nil {
		wipe(page)
		return nil, err
	}
	p.Query.Page, p.Total, p.More, p.Unordered = p.Query.Page+1, page.Total, page.More, page.Unordered
	if n := len(page.Records); n > 0 { // newest first
		p.Sorted = p.Sorted && (p.oldest.IsZero() || !page.Records[0].At.After(p.oldest))
		p.oldest = page.Records[n-1].At
	}
	fresh := p.sieve.Fresh(page.Records)
	moved := p.place.take(p.Query.Page, page, p.sieve.news)
	if p.More {
		err = p.progress.count(len(page.Records), p.sieve.news, moved)
	}
	return fresh, err
}

// WholeLists are the lists that have every record once: not the older form of a list that is there in its newer one.
func WholeLists(kinds []client.RecordKind) []client.RecordKind {
	if !slices.Contains(kinds, client.RecordOperations) {
		return kinds
	}
	return slices.DeleteFunc(slices.Clone(kinds), func(kind client.RecordKind) bool { return kind == client.RecordOperationsV1 })
}
