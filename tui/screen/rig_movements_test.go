package screen

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"cardwallet/client"
	"cardwallet/client/plan"
	"cardwallet/tui/ui"
)

// asksForATypedConfirmation fails when the screen that open opens, up to its amount, sends past an earlier movement that is not
// settled, or does not send after the name was typed.
func asksForATypedConfirmation(t *testing.T, kind client.MovementKind, open func(*rig)) {
	t.Helper()
	inBubble(t, func(r *rig) {
		want := "5161" // the end of the card's id
		if kind == client.MoveCreate {
			want = "ABCD" // the end of the earlier order
		}
		r.payer.guards = openMovement
		open(r)
		capturer := r.screen.(ui.Capturer)
		r.typed("25")
		r.press("enter")
		r.onSmallScreens("not settled yet: top-up of 30.00 USD, 3 min ago, outcome unknown", "CWEARLIER", "type "+want+" (the",
			"to send another:", "25.00 USD", "wallet 1000.00 ->")
		if !capturer.CapturesInput() {
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
		if r.payer.orders() != 0 || capturer.CapturesInput() {
			t.Fatal("the confirmation replaced the summary's y")
		}
		r.press("n", "y")
		sent := r.payer.sent
		if len(sent) != 1 || !slices.Equal(sent[0].OverrideOpen, []string{openedBefore().OrderID}) || sent[0].Repeat != nil {
			t.Errorf("sent %d orders: %+v", len(sent), sent)
		}
	})
}

// asksAgainWhatIsRepeated fails when the screen that open opens sends the same movement once more at the first y.
func asksAgainWhatIsRepeated(t *testing.T, kind client.MovementKind, open func(*rig)) {
	t.Helper()
	inBubble(t, func(r *rig) {
		r.payer.guards = repeated
		open(r)
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
		sent := r.payer.sent
		if len(sent) != 1 || !slices.Equal(sent[0].Repeat, []string{openedBefore().OrderID}) || sent[0].OverrideOpen != nil {
			t.Errorf("sent %d orders: %+v", len(sent), sent)
		}
		r.shows(plan.WordsOf(kind).Done)
	})
}

// refusesWhatAGuardRefuses fails when the screen that open opens sends what the journal objects to, or does not say why.
func refusesWhatAGuardRefuses(t *testing.T, open func(*rig)) {
	t.Helper()
	for name, tc := range map[string]struct {
		err  error
		want []string
	}{
		"per movement": {
			&client.GuardError{
				Kind: client.ErrLimit, Detail: "at most 20.00 USD in one movement", Hint: "limits.USD.per_movement is set in the config",
			},
			[]string{"cannot be confirmed: over a limit of the config: at most 20.00 USD in one movement", "per_movement is set"},
		},
		"per day": {&client.GuardError{Kind: client.ErrLimit, Detail: "100.00 USD a day, 90.00 USD are used"},
			[]string{"over a limit of the config: 100.00 USD a day, 90.00 USD are used"}},
		"read-only": {fmt.Errorf("fin: top-up: %w\nread_only is set for it in the config", client.ErrReadOnly),
			[]string{"the profile is read-only", "read_only is set"}},
		"no journal": {errors.New("the journal is damaged\nit was set aside as journal.db.damaged"),
			[]string{"cannot be confirmed: the journal is damaged", "set aside"}},
		"not offered": {fmt.Errorf("fin: top up: %w", client.ErrUnsupported), []string{"not offered by this issuer"}},
	} {
		t.Run(name, func(t *testing.T) {
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

// isMadeOnce fails when the screen that open opens sends more than one order, whatever is struck while it runs.
func isMadeOnce(t *testing.T, kind client.MovementKind, open func(*rig)) {
	t.Helper()
	for name, keys := range map[string][]string{
		"y twice":             {"enter", "y", "y"},
		"enter twice, then y": {"enter", "enter", "y", "enter", "y"},
		"esc while it runs":   {"enter", "y", "esc", "esc", "y"},
		"another key":         {"enter", "y", "t", "w", "n", "r", "a", "v", "enter"},
		"all of them":         {"enter", "y", "enter", "esc", "y", "esc", "enter", "y", "q", "r", "y"},
	} {
		t.Run(name, func(t *testing.T) {
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
