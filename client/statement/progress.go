package statement

import (
	"fmt"

	"cardwallet/client"
)

const (
	mostRepeatedPages = 3
	mostEmptyPages    = 500 // a driver that selects records itself may leave nothing of many pages, and a list that grows move many
)

// ErrEndless is the error for a list that goes on while page after page has nothing new. It is an ErrGarbage.
var ErrEndless = fmt.Errorf("the list does not end, page after page has nothing new: %w\n"+
	"limit it by dates, or try again later", client.ErrGarbage)

// progress tells a list that is long from one that an issuer repeats for ever. Its zero value is ready for a first page.
type progress struct{ repeated, empty int } // pages in a row

// count counts the page just read, of so many records; news says that one of them was on no page before, moved that none could be, by what
// the list says of its length. It returns ErrEndless after 3 pages in a row without news, and after 500 without any record or that moved.
func (p *progress) count(records int, news, moved bool) error {
	switch {
	case news:
		p.repeated, p.empty = 0, 0
	case records > 0 && !moved:
		p.repeated++
	default:
		p.empty++
	}
	if p.repeated >= mostRepeatedPages || p.empty >= mostEmptyPages {
		return ErrEndless
	}
	return nil
}
