package deck

import (
	"maps"
	"slices"
	"sync"

	"cardwallet/client"
)

// Pages are what came of a list that is being read. The one who reads adds to them, and never waits for the screen; the screen takes all
// that came since it took last.
type Pages struct {
	news    chan struct{}
	pack    *Packer
	holders map[string]bool

	mu          sync.Mutex
	rows        []*Row
	done, total int
}

// NewPages returns those of a list of which nothing came yet.
func NewPages() *Pages {
	return &Pages{news: make(chan struct{}, 1), pack: NewPacker(), holders: map[string]bool{}}
}

// Add is for the one who reads: it takes a page.
func (p *Pages) Add(page client.CardsPage) {
	rows := p.pack.Rows(page.Cards)
	for _, card := range page.Cards {
		if card.HolderID != "" {
			p.holders[card.HolderID] = true
		}
	}
	p.mu.Lock()
	p.rows, p.done, p.total = append(p.rows, rows...), page.Done, page.Pages
	p.mu.Unlock()
	select {
	case p.news <- struct{}{}:
	default: // it is said already
	}
}

// End is for the one who reads: no page comes any more. It gives the ids of the people that the cards are made out to, sorted.
func (p *Pages) End() (holders []string) {
	close(p.news)
	return slices.Sorted(maps.Keys(p.holders))
}

// News says that pages came, once for all that nobody saw yet. It is closed at the end.
func (p *Pages) News() <-chan struct{} { return p.news }

// Take gives the rows that came since it was called last, in their order.
func (p *Pages) Take() []*Row {
	p.mu.Lock()
	defer p.mu.Unlock()
	rows := p.rows
	p.rows = nil
	return rows
}

// Progress is how many pages came, of how many; see client.CardsPage.
func (p *Pages) Progress() (done, total int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.done, p.total
}
