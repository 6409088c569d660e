package order

import (
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
	"cardwallet/tui/screentest"
	"cardwallet/tui/ui"
)

// invoice7 is a top-up of 25 USD that was made an hour ago.
func invoice7(status client.MovementStatus) client.Movement {
	return client.Movement{
		OrderID: "CWINVOICE7", Profile: "fin", CardID: screentest.AdsCard().ID, Kind: client.MoveTopUp, Amount: screentest.Usd("25"),
		Fee: screentest.Usd("0.75"), Status: status, CreatedAt: time.Now().Add(-time.Hour), Reference: "invoice 7", Person: "ops-1",
	}
}

// typeInvoice types amount and reference, and goes on to the summary.
func typeInvoice(r *screentest.Rig, amount, reference string) {
	r.Typed(amount)
	r.Press("tab")
	r.Typed(reference)
	r.Press("enter")
}

func TestAReferenceGoesWithTheOrder(t *testing.T) {
	for name, tc := range map[string]struct {
		open func(*screentest.Rig)
		kind client.MovementKind
	}{
		"top-up":   {func(r *screentest.Rig) { openTopUp(r) }, client.MoveTopUp},
		"withdraw": {func(r *screentest.Rig) { openWithdraw(r) }, client.MoveWithdraw},
		"new card": {func(r *screentest.Rig) {
			account, _ := r.Env.Wallet.Account("fin")
			r.Open(NewCreation(r.Env, account, client.NewCard{TypeID: "1"}, client.CardType{ID: "1", Name: "Virtual"}, nil, false))
		}, client.MoveCreate},
	} {
		t.Run(name, func(t *testing.T) {
			screentest.InBubble(t, func(r *screentest.Rig) {
				tc.open(r)
				r.OnSmallScreens("reference optional", "amount", "leaves", "enter continues to the summary")
				r.Typed("25")
				r.Press("tab")
				r.Typed("invoice 8 ")
				r.OnSmallScreens("amount 25 USD", "reference invoice 8", "enter continues to the summary")
				r.Press("up", "0", "backspace", "down") // the amount, and back
				r.OnSmallScreens("amount 25 USD", "reference invoice 8")
				r.Press("enter")
				r.OnSmallScreens("25.00 USD", "no other key confirms")
				r.Shows("reference   invoice 8")
				r.Press("y")
				r.Shows("reference   invoice 8")
				r.Hides("nothing was sent now")
				if sent := r.Payer.Sent; len(sent) != 1 || sent[0].Reference != "invoice 8" || sent[0].Kind != tc.kind {
					t.Errorf("sent %+v", sent)
				}
			})
		})
	}
}

func TestNoReferenceIsNoLine(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		openTopUp(r)
		r.Typed("25")
		r.Press("enter")
		r.Hides("reference")
		r.Press("y")
		r.Hides("reference")
		if len(r.Payer.Sent) != 1 || r.Payer.Sent[0].Reference != "" {
			t.Errorf("sent %+v", r.Payer.Sent)
		}
	})
}

func TestAnEarlierOrderIsToldAndNotAskedAbout(t *testing.T) {
	for status, want := range map[client.MovementStatus]string{
		client.MovementSucceeded: "topped up 25.00 USD onto Ads EU", client.MovementFailed: "not topped up: refused",
		client.MovementUnknown: "outcome unknown:", client.MovementProcessing: "is still working on it: do not send it again",
	} {
		t.Run(string(status), func(t *testing.T) {
			screentest.InBubble(t, func(r *screentest.Rig) {
				m := invoice7(status)
				m.Description = "refused"
				r.Payer.Rows = []client.Movement{m}
				r.Payer.Guards = screentest.Repeated // which is not asked
				openTopUp(r)
				typeInvoice(r, "25", "invoice 7")
				r.OnSmallScreens(want, "the reference was used before, 1 h ago by ops-1: nothing was sent now")
				r.Shows("reference   invoice 7", "CWINVOICE7")
				r.Hides("no other key confirms", "before, reading", "→")
				r.Press("y")
				if r.Payer.Orders() != 0 || len(r.Payer.Checked) != 0 {
					t.Error("sent, or asked about")
				}
				if status == client.MovementFailed {
					r.Press("enter")
					r.OnSmallScreens("amount 25 USD", "reference invoice 7")
				}
			})
		})
	}
}

func TestAnEarlierOrderIsToldThoughTheWalletHasTooLittleNow(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		r.Payer.Rows = []client.Movement{invoice7(client.MovementSucceeded)}
		r.Issuer.TheFunds = []client.Funds{{Kind: client.FundsWallet, Available: screentest.Usd("3")}}
		openTopUp(r)
		typeInvoice(r, "25", "invoice 7")
		r.OnSmallScreens("topped up 25.00 USD", "nothing was sent now")
	})
	screentest.InBubble(t, func(r *screentest.Rig) {
		r.Issuer.TheFunds = []client.Funds{{Kind: client.FundsWallet, Available: screentest.Usd("3")}}
		openTopUp(r)
		typeInvoice(r, "25", "invoice 7")
		r.OnSmallScreens("cannot be confirmed: insufficient balance")
		r.Press("y")
		if r.Payer.Orders() != 0 {
			t.Error("sent")
		}
	})
}

func TestAReferenceOfAnotherMovementIsRefusedAtItsField(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		r.Payer.Rows = []client.Movement{invoice7(client.MovementSucceeded)}
		p := openTopUp(r)
		typeInvoice(r, "26", "invoice 7")
		r.OnSmallScreens("reference invoice 7", "not sent: not a usable reference: \"invoice 7\" was given to another")
		r.Press("y")
		if p.Stage != orderForm || r.Payer.Orders() != 0 {
			t.Error("went on")
		}
		r.Confirm() // a form that came back by itself takes nothing at once
		r.Press("backspace", "8")
		r.Hides("not a usable reference")
		r.Press("enter", "y")
		r.Shows("topped up 26.00 USD")
	})
}

func TestAReferenceIsOneSafeLine(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		p := openTopUp(r)
		r.Typed("25")
		r.Press("tab")
		r.Take(tea.PasteMsg{Content: "a\nb\x1b[2J\u202e" + strings.Repeat("x", 2*client.ReferenceLimit)})
		if text := p.ref.Text(); len([]rune(text)) > client.ReferenceLimit || ui.Safe(text) != text || strings.Contains(text, "\n") {
			t.Errorf("%q", text)
		}
		r.OnSmallScreens("amount 25 USD", "enter continues to the summary")
		r.Press("enter")
		r.OnSmallScreens("no other key confirms")
	})
}
