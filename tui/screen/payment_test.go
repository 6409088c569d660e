package screen

import (
	"errors"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/shopspring/decimal"

	"cardwallet/client"
	"cardwallet/tui/ui"
)

func openTopUp(r *rig) *Payment {
	s := NewPayment(r.env, client.MoveTopUp, adsCard())
	r.open(s)
	return s
}

func TestTopUpSucceeds(t *testing.T) {
	inBubble(t, func(r *rig) {
		s := openTopUp(r)
		r.shows("Ads EU", "fin at FinHub", "120.00 USD", "1000.00 USD", "10.00 to 5000.00 USD")
		if !s.CapturesInput() {
			t.Error("keys do not go to the field")
		}
		r.typed("25")
		r.shows("0.75 USD", "25.75 USD", "enter continues")
		r.press("enter")
		r.shows("top up this card?", "Ads EU, id 1844674407370955161", "fin at FinHub", "US dollars (USD)", "amount      25.00 USD",
			"fee         0.75 USD", "total       25.75 USD", "1000.00 -> 974.25 USD", "120.00 -> 145.00 USD", "y confirms, any other key does not")
		if s.CapturesInput() || r.payer.orders() != 0 {
			t.Error("the summary is not a question")
		}
		r.payer.delay = 3 * time.Second
		r.press("y")
		r.shows("sending the order", "25.00 USD")
		r.tick(2 * time.Second)
		r.shows("since 0:02")
		r.tick(2 * time.Second)
		r.shows("topped up: 25.00 USD went onto Ads EU", "fee         0.75 USD", "1000.00 -> 974.25 USD", "120.00 -> 145.00 USD", "CW0000")
		if n := r.payer.orders(); n != 1 {
			t.Errorf("sent %d orders", n)
		}
		if sent := r.payer.sent[0]; !sent.Amount.Amount.Equal(decimal.NewFromInt(25)) || sent.Quote.Fee.String() != "0.75 USD" {
			t.Errorf("sent %+v", sent)
		}
		if moved := got[MovedMsg](r); len(moved) != 1 || moved[0].Movement.Status != client.MovementSucceeded {
			t.Errorf("told %+v", moved)
		}
		r.press("y", "r", "enter")
		if r.payer.orders() != 1 || len(got[ui.BackMsg](r)) != 1 {
			t.Error("enter does not leave the outcome, or something was sent again")
		}
	})
}

func TestTopUpConfirmedTwiceMovesMoneyOnce(t *testing.T) {
	for name, keys := range map[string][]string{
		"y twice":             {"enter", "y", "y"},
		"enter twice, then y": {"enter", "enter", "y", "enter", "y"},
		"all of them":         {"enter", "y", "enter", "esc", "y", "esc", "enter", "y", "q", "r", "y"},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(r *rig) {
				openTopUp(r)
				r.typed("25")
				r.payer.delay = 5 * time.Second
				r.press("enter")
				r.confirm()
				for _, k := range keys { // faster than anything can be answered
					r.strike(k)
				}
				r.settle()
				if !r.screen.(*Payment).Holds() {
					t.Error("could be left while the money moves")
				}
				r.tick(10 * time.Second)
				if n := r.payer.orders(); n != 1 {
					t.Errorf("sent %d orders", n)
				}
				r.shows("topped up")
			})
		})
	}
}

func TestTopUpOnlyYConfirms(t *testing.T) {
	inBubble(t, func(r *rig) {
		openTopUp(r)
		r.typed("25")
		r.press("enter")
		for _, k := range []string{"enter", "n", "Y", " ", "j", "t", "c", "v", "r", "up", "down", "backspace", "q"} {
			r.press(k)
			r.shows("top up this card?")
		}
		r.take(tea.PasteMsg{Content: "y"})
		r.settle()
		if r.payer.orders() != 0 {
			t.Fatal("sent without y")
		}
		r.press("esc")
		r.shows("amount      25 ", "enter continues")
		if len(got[ui.BackMsg](r)) != 0 {
			t.Error("esc left the screen instead of the summary")
		}
		r.press("esc")
		if len(got[ui.BackMsg](r)) != 1 {
			t.Error("esc did not leave the form")
		}
	})
}

func TestTopUpConfirmsOnACyrillicLayout(t *testing.T) {
	inBubble(t, func(r *rig) {
		openTopUp(r)
		r.typed("25")
		r.press("enter", "н") // the key with y on it
		if r.payer.orders() != 1 {
			t.Error("not sent")
		}
	})
}

func TestTopUpAmountIsJudgedAsItIsTyped(t *testing.T) {
	for typed, want := range map[string]string{
		"5":          "at least 10.00 USD",
		"5001":       "at most 5000.00 USD",
		"25.555":     "at most 2 decimals",
		"-25":        "only digits and one decimal point",
		"1e3":        "only digits and one decimal point",
		"1,000":      "only digits and one decimal point",
		"0":          "it must be more than zero",
		"25 EUR":     "this card takes USD",
		"2000":       "insufficient balance: the wallet has 1000.00 USD",
		"970.88":     "insufficient balance", // the fee makes it too much
		"9999999999": "at most 5000.00 USD",
	} {
		t.Run(typed, func(t *testing.T) {
			inBubble(t, func(r *rig) {
				openTopUp(r)
				r.typed(typed)
				r.shows(want)
				r.press("enter", "y")
				if r.payer.orders() != 0 || r.screen.(*Payment).stage != orderForm {
					t.Error("an amount that cannot be went on")
				}
				for range typed + "y" {
					r.press("backspace")
				}
				r.typed("25")
				r.shows("25.75 USD", "enter continues")
				r.hides(want)
			})
		})
	}
}

func TestTopUpEverythingInTheWallet(t *testing.T) {
	inBubble(t, func(r *rig) {
		openTopUp(r)
		r.typed("970.87") // and 29.13 of fee
		r.shows("1000.00 USD", "enter continues")
		r.press("enter")
		r.shows("1000.00 -> 0.00 USD")
	})
}

func TestTopUpEstimatedFeeDoesNotRefuseWhatTheWalletHas(t *testing.T) {
	inBubble(t, func(r *rig) {
		r.issuer.terms.Estimated = true
		openTopUp(r)
		r.typed("990") // with the estimated fee that is more than the wallet has
		r.shows("1019.70 USD (estimate)", "enter continues")
		r.press("backspace", "backspace", "backspace")
		r.typed("1001")
		r.shows("the wallet has 1000.00 USD")
	})
}

func TestTopUpEnterOnAnEmptyField(t *testing.T) {
	inBubble(t, func(r *rig) {
		openTopUp(r)
		r.press("enter", "y")
		if n := got[ui.NoticeMsg](r); len(n) != 1 || !strings.Contains(n[0].Text, "type an amount") {
			t.Errorf("said %+v", n)
		}
	})
}

func TestTopUpPaste(t *testing.T) {
	inBubble(t, func(r *rig) {
		openTopUp(r)
		r.take(tea.PasteMsg{Content: " 25.00 USD\n"})
		r.settle()
		r.shows("25.75 USD")
		// ctrl+v would read the clipboard of the machine that the program runs on.
		r.press("ctrl+v")
		r.shows("25.75 USD")
	})
}

func TestTopUpRefusesAtOnce(t *testing.T) {
	frozen := adsCard()
	frozen.Status = client.CardFrozen
	for name, tc := range map[string]struct {
		account client.Account
		card    client.Card
		want    []string
	}{
		"read-only":   {client.Account{Profile: "fin", ReadOnly: true, Issuer: newFakeIssuer()}, adsCard(), []string{"read-only", "remove read_only"}},
		"not offered": {client.Account{Profile: "fin", Issuer: struct{ client.Issuer }{newFakeIssuer()}}, adsCard(), []string{"not offered by this issuer"}},
		"frozen":      {client.Account{Profile: "fin", Issuer: newFakeIssuer()}, frozen, []string{"the card is frozen", "only an active card"}},
		"no account":  {client.Account{Profile: "other", Issuer: newFakeIssuer()}, adsCard(), []string{"no top-up"}},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(r *rig) {
				r.env.Wallet = client.NewWallet(tc.account)
				r.open(NewPayment(r.env, client.MoveTopUp, tc.card))
				r.shows(tc.want...)
				r.press("2", "5", "enter", "y", "r")
				r.shows(tc.want...)
				if f, ok := tc.account.Issuer.(*fakeIssuer); ok && f.count("terms") != 0 {
					t.Error("asked the issuer although it is refused")
				}
				if r.payer.orders() != 0 || r.screen.(*Payment).CapturesInput() {
					t.Error("not refused")
				}
			})
		})
	}
}

func TestTopUpRefusedByTheTermsOrTheFreshCard(t *testing.T) {
	inBubble(t, func(r *rig) {
		r.issuer.terms = client.Terms{Refusal: "this card type cannot be topped up"}
		openTopUp(r)
		r.shows("this card type cannot be topped up")
	})
	inBubble(t, func(r *rig) {
		r.issuer.card.Status = client.CardCanceled // since the list was read
		openTopUp(r)
		r.shows("the card is canceled")
		r.press("2", "5", "enter", "y")
		if r.payer.orders() != 0 {
			t.Error("sent")
		}
	})
}

func TestTopUpTermsThatCannotBeReadAreNotGuessed(t *testing.T) {
	inBubble(t, func(r *rig) {
		r.issuer.set("terms", &client.Error{Kind: client.ErrUnreachable, Profile: "fin", Op: "read card types"})
		s := openTopUp(r)
		r.shows("terms could not be read", "unreachable", "r tries again")
		if s.CapturesInput() {
			t.Error("takes an amount without knowing the terms")
		}
		r.press("2", "5", "enter", "y")
		if r.payer.orders() != 0 {
			t.Error("sent")
		}
		r.issuer.set("terms", nil)
		r.press("r")
		r.typed("25")
		r.shows("25.75 USD")
	})
}

func TestTopUpWhileTheTermsAreRead(t *testing.T) {
	inBubble(t, func(r *rig) {
		r.issuer.delay = 3 * time.Second
		s := openTopUp(r)
		r.shows("reading the issuer's terms", "120.00 USD")
		if !s.CapturesInput() {
			t.Error("keys do not go to the field")
		}
		r.press("2", "5", "enter")
		r.shows("amount      25", "reading the issuer's terms")
		if told := got[ui.NoticeMsg](r); len(told) != 1 || !strings.Contains(told[0].Text, "still being read") {
			t.Errorf("told %v", told)
		}
		r.tick(10 * time.Second)
		r.shows("25.75 USD", "enter continues to the summary") // judged now
		r.press("backspace", "backspace", "7")
		r.shows("at least 10.00 USD")
		r.press("esc")
		if len(got[ui.BackMsg](r)) != 1 {
			t.Error("esc did not leave")
		}
	})
}

func TestTopUpWithoutBalances(t *testing.T) {
	inBubble(t, func(r *rig) {
		r.issuer.set("funds", &client.Error{Kind: client.ErrUnreachable, Op: "read balances"})
		openTopUp(r)
		r.shows("not known: read balances: unreachable")
		r.typed("25")
		r.issuer.funds[0].Available = usd("20")
		r.issuer.set("funds", nil)
		r.press("enter") // reads them again, and then it is too little
		r.shows("top up this card?", "cannot be confirmed", "the wallet has 20.00 USD")
		r.press("y")
		if r.payer.orders() != 0 {
			t.Error("sent more than the wallet has")
		}
	})
}

func TestTopUpEstimatesAndUnknownFeesAreMarked(t *testing.T) {
	inBubble(t, func(r *rig) {
		r.issuer.terms.Estimated = true
		openTopUp(r)
		r.typed("25")
		r.shows("0.75 USD (estimate)", "25.75 USD (estimate)")
		r.press("enter")
		r.shows("974.25 USD (estimate)")
	})
	inBubble(t, func(r *rig) {
		r.issuer.terms = client.Terms{Currency: "USD", Decimals: 2, FeeUnknown: true}
		openTopUp(r)
		r.shows("the issuer names no limits")
		r.typed("25")
		r.shows("the issuer says only afterwards", "25.00 USD and the fee")
	})
}

func TestTopUpFitsEverySize(t *testing.T) {
	inBubble(t, func(r *rig) {
		openTopUp(r)
		check := func(want ...string) {
			t.Helper()
			for _, size := range testSizes {
				fits(t, r.screen, size[0], size[1])
			}
			small := ansi.Strip(r.screen.View(60, 13))
			for _, w := range want {
				if !strings.Contains(small, w) {
					t.Errorf("%q is missing at 60×16:\n%s", w, small)
				}
			}
		}
		check("wallet", "amount")
		r.typed("25")
		check("fee", "total")
		r.press("enter")
		check("top up this card?", "Ads EU", "US dollars", "974.25", "145.00", "y confirms")
		r.payer.delay = time.Second
		r.payer.status, r.payer.err = client.MovementFailed, errors.New(strings.Repeat("世界 ", 90)+"\n"+strings.Repeat("hint ", 90))
		r.press("y")
		check("sending")
		r.tick(2 * time.Second)
		check("not topped up", "wallet")
	})
}
