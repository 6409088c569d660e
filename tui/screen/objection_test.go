package screen

import (
	"slices"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
)

// movements are the screens that move money onto a card or off it, each filled in up to the amount.
var movements = map[client.MovementKind]func(*rig){
	client.MoveTopUp:    func(r *rig) { openTopUp(r) },
	client.MoveWithdraw: func(r *rig) { openWithdraw(r) },
}

func openWithdraw(r *rig) *Payment {
	s := NewPayment(r.env, client.MoveWithdraw, adsCard())
	r.open(s)
	return s
}

func TestOpenMovementNeedsATypedConfirmation(t *testing.T) {
	for kind, open := range movements {
		t.Run(string(kind), func(t *testing.T) { asksForATypedConfirmation(t, kind, open) })
	}
}

func TestRepeatedMovementIsAskedAgain(t *testing.T) {
	for kind, open := range movements {
		t.Run(string(kind), func(t *testing.T) { asksAgainWhatIsRepeated(t, kind, open) })
	}
}

func TestGuardsThatRefuse(t *testing.T) {
	for kind, open := range movements {
		t.Run(string(kind), func(t *testing.T) { refusesWhatAGuardRefuses(t, open) })
	}
}

func TestEveryKindOfMovementIsMadeOnce(t *testing.T) {
	for kind, open := range movements {
		t.Run(string(kind), func(t *testing.T) { isMadeOnce(t, kind, open) })
	}
}

func TestConfirmationIsTheLastFourDigitsWhereTheyAreKnown(t *testing.T) {
	inBubble(t, func(r *rig) {
		card := adsCard()
		card.Last4 = "4242"
		s := NewPayment(r.env, client.MoveTopUp, card)
		r.payer.guards = openMovement
		r.open(s)
		r.typed("25")
		r.press("enter")
		r.onSmallScreens("type 4242 (the card's last four digits) to send another:")
		r.take(tea.PasteMsg{Content: "4242"}) // it is to be typed
		r.settle()
		r.press("enter", "y")
		if r.payer.orders() != 0 {
			t.Fatal("a pasted confirmation counts")
		}
		r.press("esc")
		r.shows("amount      25 ")
		r.press("enter") // and what was typed before is forgotten
		r.onSmallScreens("type 4242 ")
		r.typed("4242")
		r.press("enter", "esc")
		if r.screen.(*Payment).objection.override != nil {
			t.Error("going back to the amount keeps the confirmation")
		}
	})
}

// A confirmation is for the orders on the summary. One that appears afterwards is shown, and asked about, on its own.
func TestConfirmationIsForTheOrdersThatWereShown(t *testing.T) {
	another := openedBefore()
	another.OrderID, another.Amount = "CWANOTHER000000000000000WXYZ", usd("40")
	inBubble(t, func(r *rig) {
		open := []client.Movement{openedBefore()}
		r.payer.guards = func(in client.Intent) error {
			left := slices.DeleteFunc(slices.Clone(open), func(m client.Movement) bool { return slices.Contains(in.OverrideOpen, m.OrderID) })
			if len(left) == 0 {
				return nil
			}
			return &client.GuardError{Kind: client.ErrOpenMovement, Movement: left[0], Others: left[1:]}
		}
		p := openTopUp(r)
		r.typed("25")
		r.press("enter")
		want, _ := p.confirmation()
		r.typed(want)
		r.press("enter")
		r.onSmallScreens("y confirms")
		open = append([]client.Movement{another}, open...)
		r.press("y")
		r.onSmallScreens("not settled yet: top-up of 40.00 USD", "CWANOTHER", "to send another:")
		if r.payer.orders() != 0 {
			t.Fatal("the confirmation passed an order that nobody had seen")
		}
		r.typed(want)
		r.press("enter", "y")
		if n := r.payer.orders(); n != 1 || !slices.Equal(r.payer.sent[0].OverrideOpen, []string{openedBefore().OrderID, another.OrderID}) {
			t.Errorf("sent %d orders: %+v", n, r.payer.sent)
		}
	})
	inBubble(t, func(r *rig) { // all of them are shown, and meant
		r.payer.guards = func(in client.Intent) error {
			if len(in.OverrideOpen) == 2 {
				return nil
			}
			return &client.GuardError{Kind: client.ErrOpenMovement, Movement: another, Others: []client.Movement{openedBefore()}}
		}
		p := openTopUp(r)
		r.typed("25")
		r.press("enter")
		r.onSmallScreens("CWANOTHER", "and …ABCD)")
		want, _ := p.confirmation()
		r.typed(want)
		r.press("enter", "y")
		if r.payer.orders() != 1 {
			t.Error("not sent")
		}
	})
}

func TestGuardsThatObjectWhenItIsSentAskToo(t *testing.T) {
	inBubble(t, func(r *rig) { // y was faster than the journal's answer, or another wallet came first
		p := openTopUp(r)
		r.typed("25")
		r.press("enter")
		r.payer.guards = repeated
		r.payer.delay = time.Second
		r.press("y", "y")
		r.tick(2 * time.Second)
		r.onSmallScreens("the same top-up was made", "y again sends another one")
		if r.payer.orders() != 0 || p.Holds() || len(got[MovedMsg](r)) != 0 {
			t.Fatal("sent past a guard")
		}
		r.press("y")
		r.tick(3 * time.Second)
		r.shows("topped up: 25.00 USD")
	})
	inBubble(t, func(r *rig) {
		openTopUp(r)
		r.typed("25")
		r.press("enter")
		r.payer.guards = openMovement
		r.press("y")
		r.onSmallScreens("not settled yet", "to send another:")
		r.press("esc")
		r.shows("amount      25 ")
	})
}

func TestAnswersOfOldQuestionsToTheGuardsAreVoid(t *testing.T) {
	inBubble(t, func(r *rig) {
		p := openTopUp(r)
		r.typed("25")
		r.press("enter")
		old := p.objection.serial
		r.press("esc", "enter")
		r.take(orderCheckedMsg{owner: &p.order, serial: old, err: openMovement(client.Intent{})})
		r.settle()
		if p.confirming() {
			t.Error("an old answer counts")
		}
	})
}
