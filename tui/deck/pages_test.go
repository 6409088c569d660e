package deck

import (
	"fmt"
	"slices"
	"testing"

	"cardwallet/client"
)

// TestNoPageIsLost however seldom the screen looks: it is told once, and takes all.
func TestNoPageIsLost(t *testing.T) {
	const pages = 1000
	p, ended := NewPages(), make(chan []string)
	go func() {
		for i := range pages {
			card := client.Card{Profile: "fin", ID: fmt.Sprint(i), HolderID: fmt.Sprint("h", i%3)}
			p.Add(client.CardsPage{Cards: []client.Card{card}, Done: i + 1, Pages: pages})
		}
		ended <- p.End()
	}()
	var ids []string
	take := func() {
		for _, row := range p.Take() {
			ids = append(ids, row.ID())
		}
	}
	for range p.News() {
		take()
	}
	take()
	if holders := <-ended; !slices.Equal(holders, []string{"h0", "h1", "h2"}) {
		t.Errorf("the holders are %v", holders)
	}
	for i, id := range ids {
		if id != fmt.Sprint(i) {
			t.Fatalf("row %d is of card %s", i, id)
		}
	}
	if done, total := p.Progress(); len(ids) != pages || done != pages || total != pages {
		t.Errorf("%d rows of %d, page %d of %d", len(ids), pages, done, total)
	}
}
