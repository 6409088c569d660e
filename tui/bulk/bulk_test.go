package bulk

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"cardwallet/client"
	"cardwallet/tui/screen"
	"cardwallet/tui/screentest"
	"cardwallet/tui/ui"
)

func TestBulkTopUp(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		cards, _ := screentest.BulkRig(r)
		r.Open(NewBulkTopUp(r.Env, cards))
		r.OnSmallScreens("Top up 6 cards", "3 cards, 3 left out", "US dollars", "fin 1,000.00 USD wallet", "10.00 to 5,000.00 USD",
			"left out (3)", "Card fin 1 #in-1: the card is frozen", "the profile is read-", "enter continues")
		r.Press("enter")
		if n := screentest.Got[ui.NoticeMsg](r); len(n) != 1 || n[0].Text != "type an amount first" {
			t.Errorf("told %+v", n)
		}
		r.Typed("25")
		r.Press("enter")
		r.Shows("Top up 3 cards? 3 left out", "onto 3 cards", "amount           75.00 USD",
			"fee               2.25 USD", "leaves           77.25 USD",
			"fin         2 cards at FinHub, 51.50 USD", "  wallet    1,000.00 → 948.50 USD",
			"ads         1 card at FinHub, 25.75 USD", "1,000.00 → 974.25 USD", "left out (3)", "Card fin 1 #in-1: the card is frozen",
			"the profile is read-only", "cards (3)", "fin / Card fin 0", "no other key confirms")
		for _, k := range []string{"enter", "n", "Y", " ", "t", "f", "x", "r", "down", "up"} {
			r.Press(k)
		}
		if r.Payer.Orders() != 0 {
			t.Fatal("sent without y")
		}
		r.Press("esc")
		r.Shows("enter continues")
		r.Press("enter")
		r.Payer.Delay = 3 * time.Second
		r.Press("y")
		r.OnSmallScreens("Topping up 3 cards", "onto each 25 USD", "0 of 3", " fin / Card fin 0", "○ ads / Card ads 0",
			"esc stops after this one")
		if !r.Screen.(ui.Holder).Holds() || r.Screen.(ui.Busy).Busy() == "" || len(screentest.Got[screen.BulkSentMsg](r)) != 1 {
			t.Error("can be left while it is sent, or the list was not told")
		}
		r.Press("y", "enter", "y")
		r.Tick(4 * time.Second)
		r.Shows("1 of 3", "✓ fin / Card fin 0", "○ ads / Card ads 0")
		r.Tick(3 * time.Second)
		r.Shows("2 of 3", "onto each   25 USD") // the last card is on its way
		r.Tick(3 * time.Second)
		r.Shows("3 topped up, 3 left out", "done", "fin / Card fin 2", "ads / Card ads 0", "left out")
		if sent := r.SentTo(); sent != "fin-0 fin-2 ads-0" {
			t.Errorf("sent to %s", sent)
		}
		for _, in := range r.Payer.Sent {
			if in.Amount.String() != "25.00 USD" || in.Quote.Fee.String() != "0.75 USD" {
				t.Errorf("sent %+v", in)
			}
		}
		if told := screentest.Got[screen.MovedMsg](r); len(told) != 2 {
			t.Errorf("told %d times, once for each account is enough", len(told))
		}
		r.Press("y", "enter")
		if r.Payer.Orders() != 3 || len(screentest.Got[ui.BackMsg](r)) != 1 {
			t.Error("sent again, or not left")
		}
	})
}

// A limit of a day is told before anything is sent, so each is held to it with those before it.
func TestBulkIsHeldToTheLimitsOfADayAsAWhole(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		cards, _ := screentest.BulkRig(r)
		r.Open(NewBulkTopUp(r.Env, cards))
		r.Typed("25")
		r.Press("enter")
		r.Shows("Top up 3 cards?")
		for n, in := range r.Payer.Checked {
			if len(in.Ahead) != n || n > 0 && in.Ahead[n-1].Total.String() != "25.75 USD" {
				t.Errorf("%s: ahead of it %+v", in.Card.ID, in.Ahead)
			}
		}
		if len(r.Payer.Checked) != 3 {
			t.Errorf("%d looked at", len(r.Payer.Checked))
		}
		r.Press("y")
		for _, in := range r.Payer.Sent {
			if len(in.Ahead) > 0 { // it is noted already
				t.Errorf("%s: sent with %+v", in.Card.ID, in.Ahead)
			}
		}
	})
}

func TestBulkStopsAtTheFirstUnknown(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		cards, payer := screentest.BulkRig(r)
		payer.Status["fin-2"], payer.Errs["fin-2"] = client.MovementUnknown, client.ErrUnknown
		r.Open(NewBulkTopUp(r.Env, cards))
		r.Typed("25")
		r.Press("enter", "y")
		r.Shows("1 topped up, 1 unknown, 1 not sent, 3 left out", "the money may have moved, do not send it again", "outcome unknown",
			"Card fin 2", "order CW000",
			"not sent", "ads / Card ads 0")
		if sent := r.SentTo(); sent != "fin-0 fin-2" {
			t.Errorf("sent to %s", sent)
		}
		r.Press("r")
		if len(screentest.Got[screen.SettleMsg](r)) != 1 {
			t.Error("r does not ask what became of it")
		}
		m := r.Payer.Rows[0]
		m.Status = client.MovementSucceeded
		r.Take(screen.MovedMsg{Movement: m})
		r.Shows("2 topped up, 1 not sent")
		r.Hides("may have moved")
	})
}

func TestBulkGoesOnAfterAFailureUnlessTheNextWouldFareAlike(t *testing.T) {
	for name, tc := range map[string]struct {
		status client.MovementStatus
		err    error
		want   []string
		sent   string
	}{
		"refused": {client.MovementFailed, client.ErrRefused, []string{"2 topped up, 1 failed, 3 left out", "failed", "Card fin 0"},
			"fin-0 fin-2 ads-0"},
		"unreachable": {client.MovementFailed, &client.Error{Kind: client.ErrUnreachable, NotSent: true},
			[]string{"0 topped up, 1 failed, 2 not sent", "stopped: unreachable"}, "fin-0"},
		"open": {"", &client.GuardError{Kind: client.ErrOpenMovement},
			[]string{"2 topped up, 4 left out", "an earlier movement on this card is"}, "fin-2 ads-0"},
		"over": {"", &client.GuardError{Kind: client.ErrLimit, Detail: "too much"},
			[]string{"0 topped up, 2 not sent", "stopped: over a limit"}, ""},
		"journal": {"", client.ErrReadOnly, []string{"0 topped up, 2 not sent", "stopped: "}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			screentest.InBubble(t, func(r *screentest.Rig) {
				cards, payer := screentest.BulkRig(r)
				payer.Status["fin-0"], payer.Errs["fin-0"] = tc.status, tc.err
				r.Open(NewBulkTopUp(r.Env, cards))
				r.Typed("25")
				r.Press("enter", "y")
				r.Shows(tc.want...)
				if sent := r.SentTo(); sent != tc.sent {
					t.Errorf("sent to %q", sent)
				}
			})
		})
	}
}

func TestBulkStopsWhenAskedTo(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		cards, _ := screentest.BulkRig(r)
		r.Payer.Delay = 3 * time.Second
		b := NewBulkTopUp(r.Env, cards)
		r.Open(b)
		r.Typed("25")
		r.Press("enter", "y")
		r.Tick(time.Second)
		b.Stop()
		r.OnSmallScreens("stopping after this one")
		r.Tick(10 * time.Second)
		r.Shows("1 topped up, 2 not sent", "stopped: by esc or by the lock")
		if r.Payer.Orders() != 1 || b.Holds() {
			t.Errorf("sent %d", r.Payer.Orders())
		}
	})
}

func TestBulkFreeze(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		cards, payer := screentest.BulkRig(r)
		payer.Status["ads-0"] = client.MovementProcessing
		r.Open(NewBulkFreeze(r.Env, cards))
		r.Shows("Freeze 3 cards? 3 left out", "so that     each pays nothing until it is unfrozen", "fin         2 cards at FinHub",
			"ads         1 card at FinHub", "the card is frozen", "esc leave")
		r.Press("y")
		r.Shows("2 frozen, 1 at work at the issuer, 3 left out", "the issuer is asked in the background")
		if sent := r.SentTo(); sent != "fin-0 fin-2 ads-0" || len(screentest.Got[screen.MovedMsg](r)) != 3 {
			t.Errorf("sent to %s, told %d times", sent, len(screentest.Got[screen.MovedMsg](r)))
		}
	})
	screentest.InBubble(t, func(r *screentest.Rig) {
		cards, _ := screentest.BulkRig(r)
		frozen := []client.Card{cards[1], cards[4]}
		frozen[0].Status, frozen[1].Status = client.CardFrozen, client.CardFrozen
		r.Open(NewBulkFreeze(r.Env, frozen))
		r.Shows("Unfreeze 2 cards?")
		r.Press("y")
		r.Shows("2 unfrozen")
		for _, in := range r.Payer.Sent {
			if in.Kind != client.MoveUnfreeze {
				t.Errorf("sent %+v", in)
			}
		}
	})
}

func TestBulkThatCannotBeConfirmed(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		cards, _ := screentest.BulkRig(r)
		r.Open(NewBulkTopUp(r.Env, cards))
		r.Typed("490") // two of them at fin come to more than is there
		r.Press("enter")
		r.Shows("cannot be confirmed: fin: insufficient balance: the wallet has 1,000.00 USD")
		r.Press("y")
		r.Press("esc", "backspace", "backspace", "backspace")
		r.Typed("5")
		r.Press("enter", "y")
		r.Shows("No card to top up", "cannot be confirmed: it can be done with none", "at least 10.00 USD")
		if r.Payer.Orders() != 0 {
			t.Error("sent")
		}
	})
	screentest.InBubble(t, func(r *screentest.Rig) {
		cards, _ := screentest.BulkRig(r)
		r.Payer.Guards = func(in client.Intent) error {
			if in.Card.ID == "fin-0" {
				return &client.GuardError{Kind: client.ErrRepeat}
			}
			return nil
		}
		r.Issuer.Set("card", nil)
		r.Open(NewBulkTopUp(r.Env, cards))
		r.Typed("25")
		r.Press("enter")
		r.Shows("Top up 2 cards? 4 left out", "Card fin 0 #in-0: the same movement was made")
	})
	screentest.InBubble(t, func(r *screentest.Rig) {
		cards, _ := screentest.BulkRig(r)
		for i := range cards {
			cards[i].Status = client.CardFrozen
		}
		r.Issuer.Set("card", client.ErrUnreachable)
		r.Open(NewBulkFreeze(r.Env, cards[:3]))
		r.Shows("No card to unfreeze 3 left out", "could not be read: unreachable")
	})
	screentest.InBubble(t, func(r *screentest.Rig) { // a freeze needs nothing but the ids
		cards, _ := screentest.BulkRig(r)
		r.Issuer.Set("card", client.ErrUnreachable)
		r.Issuer.Set("change terms", client.ErrUnreachable)
		r.Open(NewBulkFreeze(r.Env, cards[:3]))
		r.Shows("Freeze 3 cards?", "not certain, sent all the same (3)", "could not check the card's status")
		r.Press("y")
		if sent := r.SentTo(); sent != "fin-0 fin-1 fin-2" {
			t.Errorf("sent to %q", sent)
		}
	})
}

func TestBulkAsksAJournalThatIsBack(t *testing.T) {
	for name, open := range map[string]func(*screentest.Rig, []client.Card){
		"top-up": func(r *screentest.Rig, cards []client.Card) {
			r.Open(NewBulkTopUp(r.Env, cards[:3]))
			r.Typed("25")
			r.Press("enter")
		},
		"freeze": func(r *screentest.Rig, cards []client.Card) { r.Open(NewBulkFreeze(r.Env, cards[:3])) },
	} {
		t.Run(name, func(t *testing.T) {
			screentest.InBubble(t, func(r *screentest.Rig) {
				cards, _ := screentest.BulkRig(r)
				r.Payer.Broken = fmt.Errorf("the team's journal does not answer: %w", client.ErrUnreachable)
				open(r, cards)
				r.Take(screen.MovesMsg{})
				r.Shows("the team's journal does not answer")
				r.Payer.Broken = nil
				r.Take(screen.MovesMsg{Read: 1})
				r.Settle()
				r.Hides("does not answer")
				r.Press("y")
				if r.SentTo() == "" {
					t.Error("nothing was sent")
				}
			})
		})
	}
}

func TestBulkFitsEverywhere(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		cards, _ := screentest.BulkRig(r)
		b := NewBulkTopUp(r.Env, cards)
		look := func() {
			for _, size := range screentest.TestSizes {
				screentest.Fits(t, b, size[0], size[1])
			}
		}
		look()
		r.Open(b)
		look()
		r.Typed("25")
		r.Press("enter")
		look()
		small := ansi.Strip(b.View(60, 13))
		if !strings.Contains(small, "no other key confirms") || !strings.Contains(small, "leaves ") || !strings.Contains(small, "left out (3)") {
			t.Errorf("not to be seen on a small screen:\n%s", small)
		}
		for range 30 {
			r.Press("down")
			b.View(60, 13)
		}
		if small := ansi.Strip(b.View(60, 13)); !strings.Contains(small, "ads / Card ads 0") ||
			!strings.Contains(small, "no other key confirms") {
			t.Errorf("the last card cannot be scrolled to:\n%s", small)
		}
		r.Payer.Delay = time.Second
		r.Press("y")
		look()
		r.Tick(5 * time.Second)
		look()
	})
}

func TestBulkFormDrawsTheSameEachTime(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		cards, _ := screentest.BulkRig(r)
		b := NewBulkTopUp(r.Env, cards[:1])
		r.Open(b)
		var funds bulkFunds
		for _, currency := range []string{"USD", "EUR", "GBP"} { // an account can hold cards of several currencies
			item := *b.items[0]
			item.terms.Currency = currency
			b.items = append(b.items, &item)
			funds = append(funds, client.Funds{Kind: client.FundsWallet, Available: client.NewMoney(screentest.Usd("7").Amount, currency)})
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
