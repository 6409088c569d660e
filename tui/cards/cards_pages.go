package cards

import (
	"maps"
	"slices"
	"sync"

	"cardwallet/client"
	"cardwallet/tui/deck"
)

// pages are what came of a list that is being read. The one who reads adds to them, and never waits for the screen; the screen takes all
// that came since it took last.
type pages struct {
	news    chan struct{} // says that something came, once for all that nobody saw yet; closed at the end of the reading
	pack    *deck.Packer
	holders holderIDs

	mu          sync.Mutex
	rows        []*deck.Row
	done, total int
}

func newPages() *pages {
	return &pages{news: make(chan struct{}, 1), pack: deck.NewPacker(), holders: holderIDs{}}
}

func (p *pages) add(page client.CardsPage) {
	rows := p.pack.Rows(page.Cards)
	p.holders.add(page.Cards)
	p.mu.Lock()
	p.rows, p.done, p.total = append(p.rows, rows...), page.Done, page.Pages
	p.mu.Unlock()
	select {
	case p.news <- struct{}{}:
	default: // it is said already
	}
}

// take gives the rows that came since it was called last.
func (p *pages) take() []*deck.Row {
	p.mu.Lock()
	defer p.mu.Unlock()
	rows := p.rows
	p.rows = nil
	return rows
}

// progress is how many pages came, of how many.
func (p *pages) progress() (done, total int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.done, p.total
}

// holderIDs are the ids of the people that cards are made out to.
type holderIDs map[string]bool

func (h holderIDs) add(cards []client.Card) {
	for _, card := range cards {
		if card.HolderID != "" {
			h[card.HolderID] = true
		}
	}
}

func (h holderIDs) sorted() []string { return slices.Sorted(maps.Keys(h)) }
