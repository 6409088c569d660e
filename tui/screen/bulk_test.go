package screen

import (
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"cardwallet/client"
	"cardwallet/tui/ui"
)

func TestBulkTopUp(t *testing.T) {
	inBubble(t, func(r *rig) {
		cards, _ := bulkRig(r)
		r.open(NewBulkTopUp(r.env, cards))
		r.onSmallScreens("how much onto each card?", "3 cards, 3 left out", "US dollars (USD)", "wallet 1000.00 USD", "enter continues")
		r.press("enter")
		if n := got[ui.NoticeMsg](r); len(n) != 1 || n[0].Text != "type an amount first" {
			t.Errorf("told %+v", n)
		}
		r.typed("25")
		r.press("enter")
		r.shows("top up 3 cards? 3 left out", "25.00 USD on each of 3 cards, US dollars", "total       75.00 + 2.25 fee = 77.25 USD",
			"fin         2 cards, 50.00 + 1.50 fee = 51.50 USD", "wallet at FinHub 1000.00 -> 948.50 USD",
			"ads         1 card, 25.00 + 0.75 fee = 25.75 USD", "1000.00 -> 974.25 USD", "left out (3)", "Card fin 1 #in-1: the card is frozen",
			"the profile is read-only", "cards (3)", "fin / Card fin 0", "y confirms, any other key does not; esc changes the amount")
		for _, k := range []string{"enter", "n", "Y", " ", "t", "f", "x", "r", "down", "up"} {
			r.press(k)
		}
		if r.payer.orders() != 0 {
			t.Fatal("sent without y")
		}
		r.press("esc")
		r.shows("how much onto each card?")
		r.press("enter")
		r.payer.delay = 3 * time.Second
		r.press("y")
		r.onSmallScreens("sending order 1 of 3", "Card fin 0", "fin at FinHub", "esc stops after this one")
		if !r.screen.(ui.Holder).Holds() || r.screen.(ui.Busy).Busy() == "" || len(got[BulkSentMsg](r)) != 1 {
			t.Error("can be left while it is sent, or the list was not told")
		}
		r.press("y", "enter", "y")
		r.tick(4 * time.Second)
		r.shows("sending order 2 of 3")
		r.tick(6 * time.Second)
		r.shows("3 topped up, 3 left out", "done", "fin / Card fin 2", "ads / Card ads 0", "left out")
		if sent := r.sentTo(); sent != "fin-0 fin-2 ads-0" {
			t.Errorf("sent to %s", sent)
		}
		for _, in := range r.payer.sent {
			if in.Amount.String() != "25.00 USD" || in.Quote.Fee.String() != "0.75 USD" {
				t.Errorf("sent %+v", in)
			}
		}
		if told := got[MovedMsg](r); len(told) != 2 {
			t.Errorf("told %d times, once for each account is enough", len(told))
		}
		r.press("y", "enter")
		if r.payer.orders() != 3 || len(got[ui.BackMsg](r)) != 1 {
			t.Error("sent again, or not left")
		}
	})
}

func TestBulkStopsAtTheFirstUnknown(t *testing.T) {
	inBubble(t, func(r *rig) {
		cards, payer := bulkRig(r)
		payer.status["fin-2"], payer.errs["fin-2"] = client.MovementUnknown, client.ErrUnknown
		r.open(NewBulkTopUp(r.env, cards))
		r.typed("25")
		r.press("enter", "y")
		r.shows("1 topped up, 1 unknown, 1 not sent, 3 left out", "the money may have moved, do not send it again", "outcome unknown", "Card fin 2", "order CW000",
			"not sent", "ads / Card ads 0")
		if sent := r.sentTo(); sent != "fin-0 fin-2" {
			t.Errorf("sent to %s", sent)
		}
		r.press("r")
		if len(got[SettleMsg](r)) != 1 {
			t.Error("r does not ask what became of it")
		}
		m := r.payer.rows[0]
		m.Status = client.MovementSucceeded
		r.take(MovedMsg{Movement: m})
		r.shows("2 topped up, 1 not sent")
		r.hides("may have moved")
	})
}

func TestBulkGoesOnAfterAFailureUnlessTheNextWouldFareAlike(t *testing.T) {
	for name, tc := range map[string]struct {
		status client.MovementStatus
		err    error
		want   []string
		sent   string
	}{
		"refused": {client.MovementFailed, client.ErrRefused, []string{"2 topped up, 1 failed, 3 left out", "failed", "Card fin 0"}, "fin-0 fin-2 ads-0"},
		"unreachable": {client.MovementFailed, &client.Error{Kind: client.ErrUnreachable, NotSent: true},
			[]string{"0 topped up, 1 failed, 2 not sent", "stopped: unreachable"}, "fin-0"},
		"open":    {"", &client.GuardError{Kind: client.ErrOpenMovement}, []string{"2 topped up, 4 left out", "an earlier movement on this card is"}, "fin-2 ads-0"},
		"over":    {"", &client.GuardError{Kind: client.ErrLimit, Detail: "too much"}, []string{"0 topped up, 2 not sent", "stopped: over a limit"}, ""},
		"journal": {"", client.ErrReadOnly, []string{"0 topped up, 2 not sent", "stopped: "}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(r *rig) {
				cards, payer := bulkRig(r)
				payer.status["fin-0"], payer.errs["fin-0"] = tc.status, tc.err
				r.open(NewBulkTopUp(r.env, cards))
				r.typed("25")
				r.press("enter", "y")
				r.shows(tc.want...)
				if sent := r.sentTo(); sent != tc.sent {
					t.Errorf("sent to %q", sent)
				}
			})
		})
	}
}

func TestBulkStopsWhenAskedTo(t *testing.T) {
	inBubble(t, func(r *rig) {
		cards, _ := bulkRig(r)
		r.payer.delay = 3 * time.Second
		b := NewBulkTopUp(r.env, cards)
		r.open(b)
		r.typed("25")
		r.press("enter", "y")
		r.tick(time.Second)
		b.Stop()
		r.onSmallScreens("stopping after this one")
		r.tick(10 * time.Second)
		r.shows("1 topped up, 2 not sent", "stopped: by esc or by the lock")
		if r.payer.orders() != 1 || b.Holds() {
			t.Errorf("sent %d", r.payer.orders())
		}
	})
}

func TestBulkFreeze(t *testing.T) {
	inBubble(t, func(r *rig) {
		cards, payer := bulkRig(r)
		payer.status["ads-0"] = client.MovementProcessing
		r.open(NewBulkFreeze(r.env, cards))
		r.shows("freeze 3 cards? 3 left out", "pays nothing until it is unfrozen", "fin         2 cards at FinHub", "ads         1 card at FinHub", "the card is frozen", "esc leaves")
		r.press("y")
		r.shows("2 frozen, 1 at work at the issuer, 3 left out", "the issuer is asked in the background")
		if sent := r.sentTo(); sent != "fin-0 fin-2 ads-0" || len(got[MovedMsg](r)) != 3 {
			t.Errorf("sent to %s, told %d times", sent, len(got[MovedMsg](r)))
		}
	})
	inBubble(t, func(r *rig) {
		cards, _ := bulkRig(r)
		frozen := []client.Card{cards[1], cards[4]}
		frozen[0].Status, frozen[1].Status = client.CardFrozen, client.CardFrozen
		r.open(NewBulkFreeze(r.env, frozen))
		r.shows("unfreeze 2 cards?")
		r.press("y")
		r.shows("2 unfrozen")
		for _, in := range r.payer.sent {
			if in.Kind != client.MoveUnfreeze {
				t.Errorf("sent %+v", in)
			}
		}
	})
}

func TestBulkThatCannotBeConfirmed(t *testing.T) {
	inBubble(t, func(r *rig) {
		cards, _ := bulkRig(r)
		r.open(NewBulkTopUp(r.env, cards))
		r.typed("490") // two of them at fin come to more than is there
		r.press("enter")
		r.shows("cannot be confirmed: fin: insufficient balance: the wallet has 1000.00 USD")
		r.press("y")
		r.press("esc", "backspace", "backspace", "backspace")
		r.typed("5")
		r.press("enter", "y")
		r.shows("no card to top up:", "cannot be confirmed: it can be done with none", "at least 10.00 USD")
		if r.payer.orders() != 0 {
			t.Error("sent")
		}
	})
	inBubble(t, func(r *rig) {
		cards, _ := bulkRig(r)
		r.payer.guards = func(in client.Intent) error {
			if in.Card.ID == "fin-0" {
				return &client.GuardError{Kind: client.ErrRepeat}
			}
			return nil
		}
		r.issuer.set("card", nil)
		r.open(NewBulkTopUp(r.env, cards))
		r.typed("25")
		r.press("enter")
		r.shows("top up 2 cards? 4 left out", "Card fin 0 #in-0: the same movement was made")
	})
	inBubble(t, func(r *rig) {
		cards, _ := bulkRig(r)
		for i := range cards {
			cards[i].Status = client.CardFrozen
		}
		r.issuer.set("card", client.ErrUnreachable)
		r.open(NewBulkFreeze(r.env, cards[:3]))
		r.shows("no card to unfreeze: 3 left out", "could not be read: unreachable")
	})
	inBubble(t, func(r *rig) { // a freeze needs nothing but the ids
		cards, _ := bulkRig(r)
		r.issuer.set("card", client.ErrUnreachable)
		r.issuer.set("change terms", client.ErrUnreachable)
		r.open(NewBulkFreeze(r.env, cards[:3]))
		r.shows("freeze 3 cards?", "not certain, sent all the same (3)", "could not check the card's status")
		r.press("y")
		if sent := r.sentTo(); sent != "fin-0 fin-1 fin-2" {
			t.Errorf("sent to %q", sent)
		}
	})
}

func TestBulkFitsEverywhere(t *testing.T) {
	inBubble(t, func(r *rig) {
		cards, _ := bulkRig(r)
		b := NewBulkTopUp(r.env, cards)
		look := func() {
			for _, size := range testSizes {
				fits(t, b, size[0], size[1])
			}
		}
		look()
		r.open(b)
		look()
		r.typed("25")
		r.press("enter")
		look()
		small := ansi.Strip(b.View(60, 13))
		if !strings.Contains(small, "y confirms") || !strings.Contains(small, "total ") || !strings.Contains(small, "3 left out") {
			t.Errorf("not to be seen on a small screen:\n%s", small)
		}
		for range 30 {
			r.press("down")
			b.View(60, 13)
		}
		if small := ansi.Strip(b.View(60, 13)); !strings.Contains(small, "ads / Card ads 0") || !strings.Contains(small, "y confirms") {
			t.Errorf("the last card cannot be scrolled to:\n%s", small)
		}
		r.payer.delay = time.Second
		r.press("y")
		look()
		r.tick(5 * time.Second)
		look()
	})
}

func TestBulkFormDrawsTheSameEachTime(t *testing.T) {
	inBubble(t, func(r *rig) {
		cards, _ := bulkRig(r)
		b := NewBulkTopUp(r.env, cards[:1])
		r.open(b)
		var funds bulkFunds
		for _, currency := range []string{"USD", "EUR", "GBP"} { // an account can hold cards of several currencies
			item := *b.items[0]
			item.terms.Currency = currency
			b.items = append(b.items, &item)
			funds = append(funds, client.Funds{Kind: client.FundsWallet, Available: client.NewMoney(usd("7").Amount, currency)})
		}
		b.funds["fin"] = funds
		first := b.View(80, 21)
		for range 50 {
			if again := b.View(80, 21); again != first {
				t.Fatalf("drawn in another order:\n%s\n%s", first, again)
			}
		}
	})
}
