package screen

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
	"cardwallet/client/plan"
	"cardwallet/tui/ui"
)

// openedBefore is an unknown top-up of the card, three minutes old.
func openedBefore() client.Movement {
	return client.Movement{
		OrderID: "CWEARLIER000000000000000ABCD", Profile: "fin", CardID: adsCard().ID, Kind: client.MoveTopUp, Amount: usd("30"),
		Status: client.MovementUnknown, CreatedAt: time.Now().Add(-3 * time.Minute), Description: "no answer came in time; the money may have moved",
	}
}

func openMovement(in client.Intent) error {
	if slices.Contains(in.OverrideOpen, openedBefore().OrderID) {
		return nil
	}
	return &client.GuardError{Kind: client.ErrOpenMovement, Movement: openedBefore(), Detail: "order CW", Hint: "settle it first"}
}

func repeated(in client.Intent) error {
	if slices.Contains(in.Repeat, openedBefore().OrderID) {
		return nil
	}
	m := openedBefore()
	m.Status = client.MovementSucceeded
	return &client.GuardError{Kind: client.ErrRepeat, Movement: m}
}

// movements are the screens that move money, each filled in up to the amount.
var movements = map[client.MovementKind]func(*rig) *Payment{
	client.MoveTopUp:    openTopUp,
	client.MoveWithdraw: openWithdraw,
	client.MoveCreate:   openCreated,
}

func openWithdraw(r *rig) *Payment {
	s := NewPayment(r.env, client.MoveWithdraw, adsCard())
	r.open(s)
	return s
}

func openCreated(r *rig) *Payment {
	s := NewCreate(r.env, "")
	r.open(s)
	r.press("enter")
	return s.payment
}

func TestOpenMovementNeedsATypedConfirmation(t *testing.T) {
	for kind, open := range movements {
		t.Run(string(kind), func(t *testing.T) {
			inBubble(t, func(r *rig) {
				r.payer.guards = openMovement
				p := open(r)
				r.typed("25")
				r.press("enter")
				want, _ := p.confirmation()
				r.onSmallScreens("not settled yet: top-up of 30.00 USD, 3 min ago, outcome unknown", "CWEARLIER", "type "+want+" (the", "to send another:",
					"25.00 USD", "wallet 1000.00 ->")
				if !p.CapturesInput() {
					t.Fatal("the confirmation is not typed")
				}
				r.press("y", "enter")
				r.typed("9999")
				r.press("enter", "y", "enter")
				if r.payer.orders() != 0 {
					t.Fatal("sent without the confirmation")
				}
				if n := got[ui.NoticeMsg](r); len(n) == 0 || !strings.Contains(n[0].Text, "type "+want) {
					t.Errorf("said %+v", n)
				}
				for range 20 {
					r.press("backspace")
				}
				r.typed(strings.ToLower(want))
				if r.payer.orders() != 0 {
					t.Fatal("sent before enter")
				}
				r.press("enter")
				r.onSmallScreens("y confirms, any other key does not")
				if r.payer.orders() != 0 || p.CapturesInput() {
					t.Fatal("the confirmation replaced the summary's y")
				}
				r.press("n", "y")
				if n := r.payer.orders(); n != 1 || !slices.Equal(r.payer.sent[0].OverrideOpen, []string{openedBefore().OrderID}) || r.payer.sent[0].Repeat != nil {
					t.Errorf("sent %d orders: %+v", n, r.payer.sent)
				}
			})
		})
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

func TestRepeatedMovementIsAskedAgain(t *testing.T) {
	for kind, open := range movements {
		t.Run(string(kind), func(t *testing.T) {
			inBubble(t, func(r *rig) {
				r.payer.guards = repeated
				p := open(r)
				r.typed("25")
				r.press("enter")
				r.onSmallScreens("the same "+kind.Noun()+" was made 3 min ago", "y asks once more")
				r.press("y")
				for range 3 { // without a pause: a bounce, no answer
					r.strike("y")
				}
				time.Sleep(time.Second)
				r.settle()
				r.onSmallScreens("the same "+kind.Noun()+" was made 3 min ago", "y again sends another one")
				if r.payer.orders() != 0 {
					t.Fatal("a key that bounced sent it")
				}
				r.press("n")
				r.onSmallScreens("y asks once more")
				r.press("y", "y", "y")
				if n := r.payer.orders(); n != 1 || !slices.Equal(r.payer.sent[0].Repeat, []string{openedBefore().OrderID}) || r.payer.sent[0].OverrideOpen != nil {
					t.Errorf("sent %d orders: %+v", n, r.payer.sent)
				}
				if p.stage != orderDone {
					t.Error("no outcome")
				}
			})
		})
	}
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

func TestGuardsThatRefuse(t *testing.T) {
	for name, tc := range map[string]struct {
		err  error
		want []string
	}{
		"per movement": {&client.GuardError{Kind: client.ErrLimit, Detail: "at most 20.00 USD in one movement", Hint: "limits.USD.per_movement is set in the config"},
			[]string{"cannot be confirmed: over a limit of the config: at most 20.00 USD in one movement", "per_movement is set"}},
		"per day": {&client.GuardError{Kind: client.ErrLimit, Detail: "100.00 USD a day, 90.00 USD are used"},
			[]string{"over a limit of the config: 100.00 USD a day, 90.00 USD are used"}},
		"read-only":   {fmt.Errorf("fin: top-up: %w\nread_only is set for it in the config", client.ErrReadOnly), []string{"the profile is read-only", "read_only is set"}},
		"no journal":  {errors.New("the journal is damaged\nit was set aside as journal.db.damaged"), []string{"cannot be confirmed: the journal is damaged", "set aside"}},
		"not offered": {fmt.Errorf("fin: top up: %w", client.ErrUnsupported), []string{"not offered by this issuer"}},
	} {
		for kind, open := range movements {
			t.Run(name+" "+string(kind), func(t *testing.T) {
				inBubble(t, func(r *rig) {
					r.payer.guards = func(client.Intent) error { return tc.err }
					open(r)
					r.typed("25")
					r.press("enter")
					r.onSmallScreens(tc.want...)
					r.press("y", "enter", "y")
					time.Sleep(time.Second)
					r.press("y")
					if r.payer.orders() != 0 {
						t.Fatal("sent")
					}
					r.press("esc")
					r.shows("amount      25 ")
				})
			})
		}
	}
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

// Whatever is struck while a movement runs, it is made once.
func TestEveryKindOfMovementIsMadeOnce(t *testing.T) {
	for kind, open := range movements {
		for name, keys := range map[string][]string{
			"y twice":             {"enter", "y", "y"},
			"enter twice, then y": {"enter", "enter", "y", "enter", "y"},
			"esc while it runs":   {"enter", "y", "esc", "esc", "y"},
			"another key":         {"enter", "y", "t", "w", "n", "r", "a", "v", "enter"},
			"all of them":         {"enter", "y", "enter", "esc", "y", "esc", "enter", "y", "q", "r", "y"},
		} {
			t.Run(string(kind)+" "+name, func(t *testing.T) {
				inBubble(t, func(r *rig) {
					open(r)
					r.typed("25")
					r.payer.delay = 5 * time.Second
					r.payer.status, r.payer.settled = client.MovementProcessing, client.MovementSucceeded
					r.press("enter")
					r.confirm()
					for _, k := range keys { // faster than anything can be answered
						r.strike(k)
					}
					r.settle()
					if !r.screen.(ui.Holder).Holds() {
						t.Error("could be left while the money moves")
					}
					r.press(keys[1:]...)
					r.tick(7 * time.Second)
					r.press(keys[1:]...) // while the issuer is at work
					r.tick(7 * time.Second)
					if n := r.payer.orders(); n != 1 || r.payer.sent[0].Kind != kind {
						t.Errorf("sent %d orders: %+v", n, r.payer.sent)
					}
					r.shows(plan.WordsOf(kind).Done)
					r.press("y", "y")
					if n := r.payer.orders(); n != 1 {
						t.Errorf("sent %d orders after the outcome", n)
					}
				})
			})
		}
	}
}
