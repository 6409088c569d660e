package order

import (
	"errors"
	"slices"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
	"cardwallet/tui/screen"
	"cardwallet/tui/screentest"
)

// movements are the screens that move money onto a card or off it, each filled in up to the amount.
var movements = map[client.MovementKind]func(*screentest.Rig){
	client.MoveTopUp:    func(r *screentest.Rig) { openTopUp(r) },
	client.MoveWithdraw: func(r *screentest.Rig) { openWithdraw(r) },
}

func openWithdraw(r *screentest.Rig) *Payment {
	s := NewPayment(r.Env, client.MoveWithdraw, screentest.AdsCard())
	r.Open(s)
	return s
}

func TestOpenMovementNeedsATypedConfirmation(t *testing.T) {
	for kind, open := range movements {
		t.Run(string(kind), func(t *testing.T) { screentest.AsksForATypedConfirmation(t, open) })
	}
}

func TestRepeatedMovementIsAskedAgain(t *testing.T) {
	for kind, open := range movements {
		t.Run(string(kind), func(t *testing.T) { screentest.AsksAgainWhatIsRepeated(t, kind, open) })
	}
}

func TestGuardsThatRefuse(t *testing.T) {
	for kind, open := range movements {
		t.Run(string(kind), func(t *testing.T) { screentest.RefusesWhatAGuardRefuses(t, open) })
	}
}

func TestEveryKindOfMovementIsMadeOnce(t *testing.T) {
	for kind, open := range movements {
		t.Run(string(kind), func(t *testing.T) { screentest.IsMadeOnce(t, kind, open) })
	}
}

func TestConfirmationIsTheEndOfTheOpenOrder(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		card := screentest.AdsCard()
		card.Last4 = "4242"
		s := NewPayment(r.Env, client.MoveTopUp, card)
		r.Payer.Guards = screentest.OpenMovement
		r.Open(s)
		r.Typed("25")
		r.Press("enter")
		r.OnSmallScreens("type ABCD (the end of that order) to send another:")
		r.Typed("4242") // the card is not what is gone past
		r.Press("enter", "y")
		r.Erase(5)
		r.Take(tea.PasteMsg{Content: "ABCD"}) // it is to be typed
		r.Settle()
		r.Press("enter", "y")
		if r.Payer.Orders() != 0 {
			t.Fatal("a pasted confirmation counts")
		}
		r.Press("esc")
		r.OnSmallScreens("amount 25 USD")
		r.Press("enter") // and what was typed before is forgotten
		r.OnSmallScreens("type ABCD ")
		r.Typed("ABCD")
		r.Press("enter", "esc")
		if r.Screen.(*Payment).objection.override != nil {
			t.Error("going back to the amount keeps the confirmation")
		}
	})
}

// A confirmation is for the orders on the summary. One that appears afterwards is shown, and asked about, on its own.
func TestConfirmationIsForTheOrdersThatWereShown(t *testing.T) {
	another := screentest.OpenedBefore()
	another.OrderID, another.Amount = "CWANOTHER000000000000000WXYZ", screentest.Usd("40")
	screentest.InBubble(t, func(r *screentest.Rig) {
		open := []client.Movement{screentest.OpenedBefore()}
		r.Payer.Guards = func(in client.Intent) error {
			left := slices.DeleteFunc(slices.Clone(open), func(m client.Movement) bool { return slices.Contains(in.OverrideOpen, m.OrderID) })
			if len(left) == 0 {
				return nil
			}
			return &client.GuardError{Kind: client.ErrOpenMovement, Movement: left[0], Others: left[1:]}
		}
		openTopUp(r)
		r.Typed("25")
		r.Press("enter")
		r.Typed("ABCD")
		r.Press("enter")
		r.OnSmallScreens("no other key confirms")
		open = append([]client.Movement{another}, open...)
		r.Press("y")
		r.OnSmallScreens("not settled yet: top-up of 40.00 USD", "CWANOTHER", "to send another:")
		if r.Payer.Orders() != 0 {
			t.Fatal("the confirmation passed an order that nobody had seen")
		}
		r.Typed("ABCD")
		r.Press("enter", "y", "enter")
		if r.Payer.Orders() != 0 {
			t.Fatal("the name of one order passed another")
		}
		r.Erase(6)
		r.Typed("WXYZ")
		r.Press("enter", "y")
		if n := r.Payer.Orders(); n != 1 ||
			!slices.Equal(r.Payer.Sent[0].OverrideOpen, []string{screentest.OpenedBefore().OrderID, another.OrderID}) {
			t.Errorf("sent %d orders: %+v", n, r.Payer.Sent)
		}
	})
	screentest.InBubble(t, func(r *screentest.Rig) { // all of them are shown, and meant
		r.Payer.Guards = func(in client.Intent) error {
			if len(in.OverrideOpen) == 2 {
				return nil
			}
			return &client.GuardError{Kind: client.ErrOpenMovement, Movement: another, Others: []client.Movement{screentest.OpenedBefore()}}
		}
		openTopUp(r)
		r.Typed("25")
		r.Press("enter")
		r.OnSmallScreens("CWANOTHER", "and …ABCD)")
		r.Typed("WXYZ")
		r.Press("enter", "y")
		if r.Payer.Orders() != 1 {
			t.Error("not sent")
		}
	})
}

func TestGuardsThatObjectWhenItIsSentAskToo(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) { // y was faster than the journal's answer, or another wallet came first
		p := openTopUp(r)
		r.Typed("25")
		r.Press("enter")
		r.Payer.Guards = screentest.Repeated
		r.Payer.Delay = time.Second
		r.Press("y", "y")
		r.Tick(2 * time.Second)
		r.OnSmallScreens("the same top-up was made", "y send another one")
		if r.Payer.Orders() != 0 || p.Holds() || len(screentest.Got[screen.MovedMsg](r)) != 0 {
			t.Fatal("sent past a guard")
		}
		r.Press("y")
		r.Tick(3 * time.Second)
		r.Shows("topped up 25.00 USD")
	})
	screentest.InBubble(t, func(r *screentest.Rig) {
		openTopUp(r)
		r.Typed("25")
		r.Press("enter")
		r.Payer.Guards = screentest.OpenMovement
		r.Press("y")
		r.OnSmallScreens("not settled yet", "to send another:")
		r.Press("esc")
		r.OnSmallScreens("amount 25 USD")
	})
}

func TestAnswersOfOldQuestionsToTheGuardsAreVoid(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		p := openTopUp(r)
		r.Typed("25")
		r.Press("enter")
		r.Payer.Guards = screentest.OpenMovement
		old := p.askJournal()()
		r.Payer.Guards = nil
		r.Press("esc", "enter")
		r.Take(old)
		r.Settle()
		if p.confirming() {
			t.Error("an old answer counts")
		}
	})
}

// A person has to know that the open movement in the way is a colleague's.
func TestAnOpenMovementOfAnotherSaysWhose(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		r.Env.Person = "ops-2"
		r.Payer.Guards = func(in client.Intent) error {
			err := screentest.OpenMovement(in)
			if guard, ok := errors.AsType[*client.GuardError](err); ok {
				guard.Movement.Person = "ops-1"
			}
			return err
		}
		r.Open(NewFreeze(r.Env, screentest.AdsCard()))
		r.Press("y")
		r.OnSmallScreens("not settled yet: top-up of 30.00 USD by ops-1, 3 min ago")
	})
}
