package tui_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"cardwallet/client"
	"cardwallet/tui/dialog"
)

// changeable is an issuer whose cards have a life.
type changeable struct{ payable }

func (c changeable) ChangeTerms(ctx context.Context, card client.Card, _ client.MovementKind) (client.ChangeTerms, error) {
	terms := client.ChangeTerms{SetsMCC: true, Currency: "USD"}
	if card.Status == client.CardCanceled {
		terms.Refusal = "the card is canceled"
	}
	return terms, c.called(ctx, "change terms")
}

func (changeable) Moves(kind client.MovementKind) bool { return kind != client.MoveActivate }

// changes makes the cards of one account changeable.
func (r *rig) changes() {
	r.opts.Wallet = client.NewWallet(
		client.Account{Profile: "fin", Kind: "finhub", Issuer: changeable{payable{feed{r.fin}}}},
		client.Account{Profile: "ads", Kind: "aurex", Issuer: r.ads},
	)
}

func TestCardIsFrozenAndCanceledFromTheList(t *testing.T) {
	for _, size := range screenSizes {
		runRig(t, fmt.Sprintf("%dx%d", size[0], size[1]), func(t *testing.T, r *rig) {
			r.changes()
			r.till.gate = make(chan struct{})
			r.start(t, size[0], size[1])
			r.WaitFor("1 of 5")
			r.Press("f") // a card of the account that has no such thing
			r.WaitFor("! Aurex offers no freeze; offered by fin (FinHub)")
			r.Press("G")
			r.WaitFor("5 of 5")
			r.Press("а") // f on a Cyrillic layout
			r.WaitFor("Freeze this card?", "y confirm")
			r.Type("yy") // faster than anybody reads
			r.WaitFor("too fast for an answer", "Freeze this card?")
			r.confirm(t, "written down here", "esc let it run on")
			for key, see := range map[string]string{"a": "r settle now", "O": "waiting for codes", "b": "available"} {
				r.Press(key) // over it
				r.WaitFor(see)
				r.Press("esc")
				r.WaitFor("written down here")
			}
			r.Press("y", "enter", "f", "x", "y")
			close(r.till.gate)
			r.WaitFor("frozen: fin card 002", "esc back")
			r.Press("esc")
			r.WaitFor("5 of 5", "frozen", "enter open")
			lists := r.fin.count("cards")
			r.Press("x")
			r.WaitFor("canceling is for good", "type 1002 (the card's last four digits)")
			r.clock.advance(dialog.Grace)
			r.Type("1002")
			r.Press("enter")
			r.WaitFor("Cancel this card for good?")
			r.confirm(t, "canceled for good: fin card 002")
			r.Press("enter")
			r.WaitGone("it can never be used again") // the list is drawn below it, too
			r.WaitFor("5 of 5", "canceled", "enter open")
			if help := r.Line(-1); strings.Contains(help, "freeze") {
				t.Errorf("a canceled card can be frozen: %q", help)
			}
			if r.fin.count("cards") != lists {
				t.Error("the whole list was read for one card")
			}
			r.Press("a")
			r.WaitFor("cancel", "freeze", "done")
			if n := r.till.count(); n != 2 {
				t.Errorf("sent %d", n)
			}
		})
	}
}

func TestTypedPINIsGoneAfterTheLock(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		r.changes()
		r.start(t, 60, 16)
		r.WaitFor("1 of 5")
		r.Press("G", "enter")
		r.WaitFor("fin card 002", "v reveal")
		r.Press("i")
		r.WaitFor("new PIN", "6 digits")
		r.Type("482915")
		r.WaitFor("✓ 6 digits", "••••••")
		r.Press("enter")
		r.WaitFor("once more")
		r.Type("482915")
		r.Press("enter")
		r.WaitFor("Give this card another PIN?")
		r.Press("L")
		r.WaitFor("locked")
		r.Press("j")
		r.WaitFor("new PIN", "· 6 digits")
		if strings.Contains(r.Raw(), "482915") || strings.Contains(r.Screen(), "••") {
			t.Error("the PIN is on the screen")
		}
		r.Press("y", "enter")
		if r.till.count() != 0 {
			t.Error("sent after the lock")
		}
	})
}

func TestLimitsKeysReachTheForm(t *testing.T) {
	for _, size := range screenSizes {
		runRig(t, fmt.Sprintf("%dx%d", size[0], size[1]), func(t *testing.T, r *rig) {
			r.changes()
			r.start(t, size[0], size[1])
			r.WaitFor("1 of 5")
			r.Press("G", "enter")
			r.WaitFor("fin card 002", "v reveal")
			r.Press("m")
			r.WaitFor("▌merchants", "pays everywhere", "space change")
			r.clock.advance(dialog.Grace)
			r.Type(" ")
			r.WaitFor("pays only at these categories")
			r.Press("down")
			r.Type(" grocer")
			r.WaitFor("▌ 5411")
			r.Type(" ")
			r.WaitFor("▌✓5411")
			r.Press("enter")
			r.WaitFor("5411 Groceries")
			r.Press("enter")
			r.WaitFor("Change the limits of this card?", "from now on only at", "5411 Groceries")
			r.confirm(t, "limits changed: fin card 002")
			if n := r.till.count(); n != 1 {
				t.Errorf("sent %d", n)
			}
		})
	}
}
