package tui_test

import (
	"slices"
	"testing"

	"cardwallet/client"
)

// arriving makes the account fin give pages of 100 cards as the test says.
func (r *rig) arriving() (page func(done, pages, from, to int)) {
	r.fin.given = make(chan given)
	cards := newIssuer("fin", 100).cards
	return func(done, pages, from, to int) {
		r.fin.given <- given{cards: slices.Clone(cards[from:to]), done: done, pages: pages}
	}
}

// stops makes the list of fin end in the middle.
func (r *rig) stops() {
	r.fin.given <- given{err: &client.Error{Kind: client.ErrUnreachable, Profile: "fin", Op: "list cards", Status: 503}}
}

// TestCardsAreThereFromTheFirstPageOn: the list can be used while the other pages are read, and the cursor stays on its card.
func TestCardsAreThereFromTheFirstPageOn(t *testing.T) {
	atEverySize(t, func(t *testing.T, r *rig, cols, rows int) {
		page := r.arriving()
		r.start(t, cols, rows)
		r.WaitFor("ads card 001", "1 of 2")
		page(1, 3, 40, 60)
		r.WaitFor("fin card 040", "1 of 22", "page 1 of 3")
		r.Press("j", "j", "j")
		r.WaitFor("▌ fin card 041", "4 of 22")
		page(2, 3, 0, 20) // above it
		r.WaitFor("▌ fin card 041", "24 of 42", "page 2 of 3")
		r.Press(" ")
		r.WaitFor("▌ fin card 042", "✓fin card 041", "1 marked")
		r.Press("*")
		r.WaitFor("not all cards are here yet")
		r.Press("/", "0", "7", "7")
		r.WaitFor("no card has these words")
		page(3, 3, 60, 100)
		r.WaitFor("1 of 1, 82 in all", "fin card 077")
		r.Press("esc", "*")
		r.WaitFor("82 marked")
		r.WaitGone("page 2")
	})
}

// TestAListThatStopsInTheMiddleIsNotTakenForWhole: what came stays, and it is said that there is more.
func TestAListThatStopsInTheMiddleIsNotTakenForWhole(t *testing.T) {
	atEverySize(t, func(t *testing.T, r *rig, cols, rows int) {
		page := r.arriving()
		r.start(t, cols, rows)
		r.WaitFor("ads card 001")
		page(1, 3, 0, 20)
		r.WaitFor("fin card 000", "1 of 22")
		r.stops()
		r.WaitFor("fin does not answer", "fin only 20 cards came, r retries", "r tries again", "fin card 000")
		r.Press("j")
		r.WaitGone("does not answer")
		r.WaitFor("fin only 20 cards came, r retries", "2 of 22")
		r.WaitGone("on cards")
		r.Press("*")
		r.WaitFor("not all cards are here yet")
		r.WaitGone("marked")
		r.Press("r")
		page(1, 2, 0, 50) // what is there stays until all came
		r.WaitFor("2 of 22")
		page(2, 2, 50, 100)
		r.WaitFor("2 of 102")
		r.WaitGone("only 20")
	})
}

// TestAListIsReplacedWhenTheNewOneIsWhole: nothing flickers, no card is there twice, and one that is gone goes at the end.
func TestAListIsReplacedWhenTheNewOneIsWhole(t *testing.T) {
	atEverySize(t, func(t *testing.T, r *rig, cols, rows int) {
		page := r.arriving()
		r.start(t, cols, rows)
		r.WaitFor("ads card 001")
		page(1, 1, 0, 50)
		r.WaitFor("1 of 52")
		r.Press("/", "f", "i", "n", "enter", "j")
		r.WaitFor("▌ fin card 001", "2 of 50, 52 in all")
		r.Press("r")
		page(1, 2, 1, 40)
		page(2, 2, 40, 45)
		r.WaitFor("▌ fin card 001", "1 of 44, 46 in all")
		r.WaitGone("fin card 000")
		r.Press("r")
		page(1, 2, 0, 50)
		r.stops()
		r.WaitFor("1 of 44, 46 in all", "fin does not answer")
	})
}

// TestAReadingGoesOnBehindTheLock, after ctrl+z, and while another account is shown.
func TestAReadingGoesOnBehindTheLock(t *testing.T) {
	atEverySize(t, func(t *testing.T, r *rig, cols, rows int) {
		page := r.arriving()
		r.opts.NoShell = true // ctrl+z would stop the test
		r.start(t, cols, rows)
		r.WaitFor("ads card 001")
		page(1, 4, 0, 20)
		r.WaitFor("fin card 000", "1 of 22")
		r.Press("L")
		r.WaitFor("any key opens it")
		page(2, 4, 20, 60)
		r.Press("x")
		r.WaitFor("1 of 62")
		r.Press("tab")
		r.WaitFor("1 of 60")
		r.Press("tab")
		r.WaitFor("1 of 2", "ads card 001")
		page(3, 4, 60, 90)
		r.Press("j")
		r.WaitFor("2 of 2")
		r.Press("tab")
		r.WaitFor("of 92", "page 3 of 4")
		r.Press("ctrl+z")
		r.WaitFor("any key opens it")
		page(4, 4, 90, 100)
		r.Press("x")
		r.WaitFor("of 102")
		r.WaitGone("page 3")
	})
}
