package statement

import (
	"fmt"

	"cardwallet/client"
)

const (
	mostRepeatedPages = 3
	mostEmptyPages    = 500 // a driver that selects records itself may leave nothing of many pages
)

// ErrEndless is the error for a list that goes on while page after page has nothing new. It is an ErrGarbage.
var ErrEndless = fmt.Errorf("the list does not end, page after page has nothing new: %w\n"+
	"limit it by dates, or try again later", client.ErrGarbage)

// progress tells a list that is long from one that an issuer repeats for ever. Its zero value is ready for a first page.
type progress struct {
	seen            map[digest]bool
	repeated, empty int // pages in a row
}

// count counts the records of the page just read. It returns ErrEndless after 3 pages in a row without a record that was not there before,
// and after 500 without any.
func (p *progress) count(page []client.Record) error {
	if p.seen == nil {
		p.seen = map[digest]bool{}
	}
	fresh := false
	for _, r := range page {
		said := says(r)
		fresh = fresh || !p.seen[said]
		p.seen[said] = true
	}
	switch {
	case fresh:
		p.repeated, p.empty = 0, 0
	case len(page) > 0:
		p.repeated++
	default:
		p.empty++
	}
	if p.repeated >= mostRepeatedPages || p.empty >= mostEmptyPages {
		return ErrEndless
	}
	return nil
}
