package screentest

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"cardwallet/client"
	"cardwallet/tui/ui"
)

// AsksForATypedConfirmation fails when the screen that open opens, up to its amount, sends past an earlier movement that is not
// settled, or does not send after the name was typed.
func AsksForATypedConfirmation(t *testing.T, open func(*Rig)) {
	t.Helper()
	InBubble(t, func(r *Rig) {
		const want = "ABCD" // the end of the earlier order
		r.Payer.Guards = OpenMovement
		open(r)
		capturer := r.Screen.(ui.Capturer)
		r.Typed("25")
		r.Press("enter")
		r.OnSmallScreens("not settled yet: top-up of 30.00 USD, 3 min ago, outcome unknown", "CWEARLIER", "type "+want+" (the end of that order)",
			"to send another:", "25.00 USD", "wallet 1,000.00 →")
		if !capturer.CapturesInput() {
			t.Fatal("the confirmation is not typed")
		}
		r.Press("y", "enter")
		r.Typed("9999")
		r.Press("enter", "y", "enter")
		if r.Payer.Orders() != 0 {
			t.Fatal("sent without the confirmation")
		}
		if n := Got[ui.NoticeMsg](r); len(n) == 0 || !strings.Contains(n[0].Text, "type "+want) {
			t.Errorf("said %+v", n)
		}
		for range 20 {
			r.Press("backspace")
		}
		r.Typed(strings.ToLower(want))
		if r.Payer.Orders() != 0 {
			t.Fatal("sent before enter")
		}
		r.Press("enter")
		r.OnSmallScreens("no other key confirms")
		if r.Payer.Orders() != 0 || capturer.CapturesInput() {
			t.Fatal("the confirmation replaced the summary's y")
		}
		r.Press("n", "y")
		sent := r.Payer.Sent
		if len(sent) != 1 || !slices.Equal(sent[0].OverrideOpen, []string{OpenedBefore().OrderID}) || sent[0].Repeat != nil {
			t.Errorf("sent %d orders: %+v", len(sent), sent)
		}
	})
}

// AsksAgainWhatIsRepeated fails when the screen that open opens sends the same movement once more at the first y.
func AsksAgainWhatIsRepeated(t *testing.T, kind client.MovementKind, open func(*Rig)) {
	t.Helper()
	InBubble(t, func(r *Rig) {
		r.Payer.Guards = Repeated
		open(r)
		r.Typed("25")
		r.Press("enter")
		r.OnSmallScreens("the same "+kind.Noun()+" was made 3 min ago", "y ask once more")
		r.Press("y")
		for range 3 { // without a pause: a bounce, no answer
			r.Strike("y")
		}
		time.Sleep(time.Second)
		r.Settle()
		r.OnSmallScreens("the same "+kind.Noun()+" was made 3 min ago", "y send another one")
		if r.Payer.Orders() != 0 {
			t.Fatal("a key that bounced sent it")
		}
		r.Press("n")
		r.OnSmallScreens("y ask once more")
		r.Press("y", "y", "y")
		sent := r.Payer.Sent
		if len(sent) != 1 || !slices.Equal(sent[0].Repeat, []string{OpenedBefore().OrderID}) || sent[0].OverrideOpen != nil {
			t.Errorf("sent %d orders: %+v", len(sent), sent)
		}
		r.Shows(kind.Words().Done)
	})
}

// RefusesWhatAGuardRefuses fails when the screen that open opens sends what the journal objects to, or does not say why.
func RefusesWhatAGuardRefuses(t *testing.T, open func(*Rig)) {
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
			[]string{"the profile is read-", "read_only is set"}},
		"no journal": {errors.New("the journal is damaged\nit was set aside as journal.db.damaged"),
			[]string{"cannot be confirmed: the journal is damaged", "set aside"}},
		"not offered": {fmt.Errorf("fin: top up: %w", client.ErrUnsupported), []string{"not offered by this issuer"}},
	} {
		t.Run(name, func(t *testing.T) {
			InBubble(t, func(r *Rig) {
				r.Payer.Guards = func(client.Intent) error { return tc.err }
				open(r)
				r.Typed("25")
				r.Press("enter")
				r.OnSmallScreens(tc.want...)
				r.Press("y", "enter", "y")
				time.Sleep(time.Second)
				r.Press("y")
				if r.Payer.Orders() != 0 {
					t.Fatal("sent")
				}
				r.Press("esc")
				r.OnSmallScreens("amount 25 USD")
			})
		})
	}
}

// IsMadeOnce fails when the screen that open opens sends more than one order, whatever is struck while it runs.
func IsMadeOnce(t *testing.T, kind client.MovementKind, open func(*Rig)) {
	t.Helper()
	for name, keys := range map[string][]string{
		"y twice":             {"enter", "y", "y"},
		"enter twice, then y": {"enter", "enter", "y", "enter", "y"},
		"esc while it runs":   {"enter", "y", "esc", "esc", "y"},
		"another key":         {"enter", "y", "t", "w", "n", "r", "a", "v", "enter"},
		"all of them":         {"enter", "y", "enter", "esc", "y", "esc", "enter", "y", "q", "r", "y"},
	} {
		t.Run(name, func(t *testing.T) {
			InBubble(t, func(r *Rig) {
				open(r)
				r.Typed("25")
				r.Payer.Delay = 5 * time.Second
				r.Payer.Status, r.Payer.Settled = client.MovementProcessing, client.MovementSucceeded
				r.Press("enter")
				r.Confirm()
				for _, k := range keys { // faster than anything can be answered
					r.Strike(k)
				}
				r.Settle()
				if !r.Screen.(ui.Holder).Holds() {
					t.Error("the program could end while the money moves")
				}
				r.Press(keys[1:]...)
				r.Tick(7 * time.Second)
				r.Press(keys[1:]...) // while the issuer is at work
				r.Tick(7 * time.Second)
				if n := r.Payer.Orders(); n != 1 || r.Payer.Sent[0].Kind != kind {
					t.Errorf("sent %d orders: %+v", n, r.Payer.Sent)
				}
				r.Shows(kind.Words().Done)
				r.Press("y", "y")
				if n := r.Payer.Orders(); n != 1 {
					t.Errorf("sent %d orders after the outcome", n)
				}
			})
		})
	}
}
