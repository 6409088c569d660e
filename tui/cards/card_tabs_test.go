package cards

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"cardwallet/client"
	"cardwallet/tui/screen"
	"cardwallet/tui/screentest"
	"cardwallet/tui/ui"
)

// wide is the body of a terminal of 120x36.
var wide = [2]int{120, 32}

// TestAValueIsDrawnOnce: what is drawn more than once is wiped less surely, and the face is masked always.
func TestAValueIsDrawnOnce(t *testing.T) {
	for _, size := range [][2]int{{60, 12}, {80, 20}, wide, {200, 46}} {
		screentest.InBubble(t, func(r *screentest.Rig) {
			r.Size = size
			r.Open(NewCard(r.Env, screentest.AdsCard()))
			r.Press("v")
			view := r.View()
			for _, value := range []string{"4288 3751 2345 4242", screentest.TestExpiry, screentest.TestCVV} {
				if n := strings.Count(view, value); n != 1 {
					t.Errorf("%v: %q is drawn %d times:\n%s", size, value, n, view)
				}
			}
			if boxed := size == wide; boxed {
				r.Shows("••••  ••••  ••••  4242", "EXP ••/••   CVV •••", "the mouse is yours to select with")
				r.Shows("hides in 0:20 ━━━━━━━━━━━━━━━━")
			}
			r.Press("v")
			r.Hides(cardSecrets...)
		})
	}
}

// TestATabTellsWhatIsKnownOrWhatReadsIt: nothing is asked of the issuer for any of them.
func TestATabTellsWhatIsKnownOrWhatReadsIt(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		r.Size = wide
		card := screentest.AdsCard()
		card.Used = screentest.Usd("63.50")
		card.Limits = &client.Limits{Controls: []client.SpendingControl{{Interval: "PER_TRANSACTION", Amount: screentest.Usd("500")}},
			BlockedMCC: []string{"7995", "4215"}}
		r.Issuer.TheCard = card
		r.Open(NewCard(r.Env, card))
		r.Shows("balance   120.00 USD  ━", " 65 %", "T reads the transactions", "What you can do", "t top up", "10.00 to 5,000.00 USD, fee 3 %",
			"x cancel card", "for good")
		asked := r.Issuer.Count("records")
		r.Press("tab")
		r.Shows("T reads the transactions")
		r.Env.Latest.Note(card, []client.Record{
			{Kind: client.RecordAuthorizations, CardID: card.ID, Merchant: client.Merchant{Name: "Books"}, Amount: screentest.Usd("8.05"),
				Type: "auth", Status: "succeed", Stage: client.StageDone, At: r.Env.Now()},
			{Kind: client.RecordAuthorizations, CardID: card.ID, Merchant: client.Merchant{Name: "Cafe"}, Amount: screentest.Usd("5.59"),
				Type: "auth", Status: "failed", Stage: client.StageFailed, At: r.Env.Now()},
		}, r.Env.Now())
		r.Shows("Books", "−8.05", "declined · Cafe", "T shows all of them")
		r.Press("enter")
		if pushed := screentest.Got[ui.PushMsg](r); len(pushed) != 1 {
			t.Errorf("enter opened %v", pushed)
		}
		r.Press("tab")
		r.Shows("spent     63.50 USD", "S draws what was spent")
		r.Press("tab")
		r.Shows("at most           500.00 USD a payment", "never pays at", "7995 ", "4215 ", "10.00 to 5,000.00 USD", "m reads and changes")
		r.Press("shift+tab", "shift+tab", "shift+tab")
		r.Shows("Latest transactions", "Books", "Cafe")
		if n := r.Issuer.Count("records"); n != asked {
			t.Errorf("asked for records %d times", n-asked)
		}
	})
}

// TestABalanceHasAGaugeOnlyWhereWhatWasUsedIsTold: 0 is also what an issuer says that does not count it.
func TestABalanceHasAGaugeOnlyWhereWhatWasUsedIsTold(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		for _, used := range []string{"0", "-40"} {
			r.Issuer.TheCard.Used = screentest.Usd(used)
			r.Open(NewCard(r.Env, r.Issuer.TheCard))
			r.Shows("balance   120.00 USD")
			r.Hides("━")
		}
	})
}

// TestWhatCanBeDoneIsNotCutInSilence: on a screen that has no room for all of it, the rest is counted and the key named that finds it.
func TestWhatCanBeDoneIsNotCutInSilence(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		card := screentest.PhysicalCard(r) // with which the most can be done
		for height := range 26 {
			r.Size = [2]int{60, height}
			r.Open(NewCard(r.Env, card))
			_, doing, begun := strings.Cut(r.View(), "What you can do")
			if begun && !strings.Contains(doing, " PIN") && !strings.Contains(doing, ": finds the other ") {
				t.Errorf("in %d lines the end is missing:\n%s", height, r.View())
			}
			if left := height - 1 - strings.Count(strings.TrimRight(r.View(), " \n"), "\n"); !begun && left >= 4 {
				t.Errorf("in %d lines %d are empty:\n%s", height, left, r.View())
			}
		}
	})
}

// TestATopUpThatTheIssuerRefusesIsNotOffered: where only the card's status of now forbids it, the reason stands beside the key.
func TestATopUpThatTheIssuerRefusesIsNotOffered(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		r.Size = wide
		card := screentest.AdsCard()
		for _, byType := range []bool{false, true} {
			r.Issuer.TheTerms = client.Terms{Refusal: "it takes no deposits", ByType: byType}
			c := NewCard(r.Env, card)
			r.Open(c)
			r.Shows("it takes no deposits")
			if reason, _ := r.Env.Refused.Reason(card, client.MoveTopUp); (reason != "") != byType {
				t.Errorf("by type %v: refused with %q", byType, reason)
			}
		}
	})
}

// TestAHistoryCutsNoAmount on a narrow screen, whatever became of the movement.
func TestAHistoryCutsNoAmount(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		r.Size = [2]int{60, 20}
		books := &cardBooks{}
		for _, status := range []client.MovementStatus{client.MovementIntended, client.MovementSent, client.MovementUnknown,
			client.MovementFailed} {
			books.moves = append(books.moves, client.Movement{Kind: client.MoveWithdraw, Amount: screentest.Usd("12345.67"), Status: status,
				CreatedAt: r.Env.Now()})
		}
		r.Env.Payer.Books = books
		r.Open(NewCard(r.Env, screentest.AdsCard()))
		r.Press("shift+tab")
		if n := strings.Count(r.View(), "withdrawal of 12,345.67 USD"); n != len(books.moves) {
			t.Errorf("%d of %d amounts are whole:\n%s", n, len(books.moves), r.View())
		}
		r.Shows("○ not sent", "◐ sent", "? unknown", "✕ failed")
	})
}

// TestHistoryIsTheJournalsOfThisCard, read when somebody looks, and again when something moved.
func TestHistoryIsTheJournalsOfThisCard(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		r.Size = wide
		card := screentest.AdsCard()
		books := &cardBooks{}
		r.Env.Payer.Books = books
		r.Open(NewCard(r.Env, card))
		r.Press("shift+tab")
		r.Shows("moved nothing on this card")
		books.moves = []client.Movement{{Profile: "fin", CardID: card.ID, Kind: client.MoveTopUp, Amount: screentest.Usd("60"),
			Status: client.MovementUnknown, CreatedAt: r.Env.Now()}}
		r.Take(screen.MovedMsg{Movement: books.moves[0]})
		r.Settle()
		r.Shows("top-up of 60.00 USD", "? unknown")
		if f := books.asked; f.CardID != card.ID || f.Profile != "fin" || f.Limit == 0 {
			t.Errorf("asked for %+v", f)
		}
		books.err = errors.New("the journal is locked\ntry again")
		r.Press("r")
		r.Shows("the journal is locked", "try again")
	})
}

// cardBooks is a journal of one answer.
type cardBooks struct {
	screen.Books
	moves []client.Movement
	asked client.MovementFilter
	err   error
}

func (b *cardBooks) Movements(_ context.Context, f client.MovementFilter) ([]client.Movement, error) {
	b.asked = f
	return b.moves, b.err
}

// TestTheGaugeOfARevealCostsFewChanges: it changes once a second at the most.
func TestTheGaugeOfARevealCostsFewChanges(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		r.Size = wide
		r.Open(NewCard(r.Env, screentest.AdsCard()))
		r.Press("v")
		before := strings.Split(r.View(), "\n")
		r.Tick(time.Second)
		changed := 0
		for i, line := range strings.Split(r.View(), "\n") {
			if line != before[i] {
				changed++
			}
		}
		if changed != 1 {
			t.Errorf("%d lines changed in a second", changed)
		}
	})
}

// TestAClickShowsATabOrSelectsAValue at a size with panels and at one without.
func TestAClickShowsATabOrSelectsAValue(t *testing.T) {
	for _, size := range [][2]int{{60, 12}, {80, 20}, {120, 21}, wide} {
		screentest.InBubble(t, func(r *screentest.Rig) {
			r.Size = size
			card := NewCard(r.Env, screentest.AdsCard())
			r.Open(card)
			click := func(word string) {
				t.Helper()
				for y, line := range strings.Split(r.View(), "\n") {
					if before, _, found := strings.Cut(line, word); found {
						r.Take(ui.PointMsg{X: ui.Width(before), Y: y, Width: size[0], Height: size[1]})
						return
					}
				}
				t.Fatalf("%v: no %q in\n%s", size, word, r.View())
			}
			for tab := range cardTabs {
				if click(tab.String()); card.tab != tab {
					t.Errorf("%v: a click on %s shows %s", size, tab, card.tab)
				}
			}
			for i, word := range []string{"number ", "expiry ", "CVV  "} {
				if click(word); card.at != i {
					t.Errorf("%v: a click on %q selects %d", size, word, card.at)
				}
			}
			r.Take(ui.PointMsg{Wheel: -1, Width: size[0], Height: size[1]})
			if card.at != 1 {
				t.Errorf("%v: the wheel selects %d", size, card.at)
			}
			if n := r.Issuer.Count("details"); n != 0 {
				t.Error("a click revealed something")
			}
		})
	}
}
