package order

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/shopspring/decimal"

	"cardwallet/client"
	"cardwallet/tui/screen"
	"cardwallet/tui/screentest"
	"cardwallet/tui/ui"
)

func openTopUp(r *screentest.Rig) *Payment {
	s := NewPayment(r.Env, client.MoveTopUp, screentest.AdsCard())
	r.Open(s)
	return s
}

func TestTopUpSucceeds(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		s := openTopUp(r)
		r.Shows("Ads EU", "fin at FinHub", "120.00 USD", "1,000.00 USD", "10.00 to 5,000.00 USD")
		if !s.CapturesInput() {
			t.Error("keys do not go to the field")
		}
		r.Typed("25")
		r.Shows("0.75 USD", "25.75 USD", "enter continues")
		r.Press("enter")
		r.Shows("Top up this card?", "Ads EU, id 1844674407370955161", "fin at FinHub", "US dollars", "amount           25.00 USD",
			"fee               0.75 USD", "leaves           25.75 USD", "1,000.00 → 974.25 USD", "120.00 → 145.00 USD", "no other key confirms")
		if s.CapturesInput() || r.Payer.Orders() != 0 {
			t.Error("the summary is not a question")
		}
		r.Payer.Delay = 3 * time.Second
		r.Press("y")
		r.Shows("written down here", "25.00 USD")
		r.Tick(2 * time.Second)
		r.Shows("on its way to FinHub, once    0:02")
		r.Tick(2 * time.Second)
		r.Shows("topped up 25.00 USD onto Ads EU", "fee               0.75 USD", "1,000.00 → 974.25 USD", "120.00 → 145.00 USD", "CW0000")
		if n := r.Payer.Orders(); n != 1 {
			t.Errorf("sent %d orders", n)
		}
		if sent := r.Payer.Sent[0]; !sent.Amount.Amount.Equal(decimal.NewFromInt(25)) || sent.Quote.Fee.String() != "0.75 USD" {
			t.Errorf("sent %+v", sent)
		}
		if moved := screentest.Got[screen.MovedMsg](r); len(moved) != 1 || moved[0].Movement.Status != client.MovementSucceeded {
			t.Errorf("told %+v", moved)
		}
		r.Press("y", "r", "enter")
		if r.Payer.Orders() != 1 || len(screentest.Got[ui.BackMsg](r)) != 1 {
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
			screentest.InBubble(t, func(r *screentest.Rig) {
				openTopUp(r)
				r.Typed("25")
				r.Payer.Delay = 5 * time.Second
				r.Press("enter")
				r.Confirm()
				for _, k := range keys { // faster than anything can be answered
					r.Strike(k)
				}
				r.Settle()
				if !r.Screen.(*Payment).Holds() {
					t.Error("could be left while the money moves")
				}
				r.Tick(10 * time.Second)
				if n := r.Payer.Orders(); n != 1 {
					t.Errorf("sent %d orders", n)
				}
				r.Shows("topped up")
			})
		})
	}
}

func TestTopUpOnlyYConfirms(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		openTopUp(r)
		r.Typed("25")
		r.Press("enter")
		for _, k := range []string{"enter", "n", "Y", " ", "j", "t", "c", "v", "r", "up", "down", "backspace", "q"} {
			r.Press(k)
			r.Shows("Top up this card?")
		}
		r.Take(tea.PasteMsg{Content: "y"})
		r.Settle()
		if r.Payer.Orders() != 0 {
			t.Fatal("sent without y")
		}
		r.Press("esc")
		r.OnSmallScreens("amount 25 USD", "enter continues")
		if len(screentest.Got[ui.BackMsg](r)) != 0 {
			t.Error("esc left the screen instead of the summary")
		}
		r.Press("esc")
		if len(screentest.Got[ui.BackMsg](r)) != 1 {
			t.Error("esc did not leave the form")
		}
	})
}

func TestTopUpConfirmsOnACyrillicLayout(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		openTopUp(r)
		r.Typed("25")
		r.Press("enter", "н") // the key with y on it
		if r.Payer.Orders() != 1 {
			t.Error("not sent")
		}
	})
}

func TestTopUpAmountIsJudgedAsItIsTyped(t *testing.T) {
	for typed, want := range map[string]string{
		"5":          "at least 10.00 USD",
		"5001":       "at most 5,000.00 USD",
		"25.555":     "at most 2 decimals",
		"-25":        "only digits and one decimal point",
		"1e3":        "only digits and one decimal point",
		"1,000":      "only digits and one decimal point",
		"0":          "it must be more than zero",
		"25 EUR":     "this card takes USD",
		"2000":       "insufficient balance: the wallet has 1,000.00 USD",
		"970.88":     "insufficient balance", // the fee makes it too much
		"9999999999": "at most 5,000.00 USD",
	} {
		t.Run(typed, func(t *testing.T) {
			screentest.InBubble(t, func(r *screentest.Rig) {
				openTopUp(r)
				r.Typed(typed)
				r.Shows(want)
				r.Press("enter", "y")
				if r.Payer.Orders() != 0 || r.Screen.(*Payment).Stage != orderForm {
					t.Error("an amount that cannot be went on")
				}
				for range typed + "y" {
					r.Press("backspace")
				}
				r.Typed("25")
				r.Shows("25.75 USD", "enter continues")
				r.Hides(want)
			})
		})
	}
}

func TestTopUpEverythingInTheWallet(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		openTopUp(r)
		r.Typed("970.87") // and 29.13 of fee
		r.Shows("1,000.00 USD", "enter continues")
		r.Press("enter")
		r.Shows("1,000.00 → 0.00 USD")
	})
}

func TestTopUpEstimatedFeeDoesNotRefuseWhatTheWalletHas(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		r.Issuer.TheTerms.Estimated = true
		openTopUp(r)
		r.Typed("990") // with the estimated fee that is more than the wallet has
		r.OnSmallScreens("1,019.70 USD estimate", "enter continues")
		r.Press("backspace", "backspace", "backspace")
		r.Typed("1001")
		r.Shows("the wallet has 1,000.00 USD")
	})
}

func TestTopUpEnterOnAnEmptyField(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		openTopUp(r)
		r.Press("enter", "y")
		if n := screentest.Got[ui.NoticeMsg](r); len(n) != 1 || !strings.Contains(n[0].Text, "type an amount") {
			t.Errorf("said %+v", n)
		}
	})
}

func TestTopUpPaste(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		openTopUp(r)
		r.Take(tea.PasteMsg{Content: " 25.00 USD\n"})
		r.Settle()
		r.Shows("25.75 USD")
		// ctrl+v would read the clipboard of the machine that the program runs on.
		r.Press("ctrl+v")
		r.Shows("25.75 USD")
	})
}

func TestTopUpRefusesAtOnce(t *testing.T) {
	frozen := screentest.AdsCard()
	frozen.Status = client.CardFrozen
	for name, tc := range map[string]struct {
		account client.Account
		card    client.Card
		want    []string
	}{
		"read-only": {client.Account{Profile: "fin", ReadOnly: true, Issuer: screentest.NewFakeIssuer()}, screentest.AdsCard(),
			[]string{"read-only", "remove read_only"}},
		"not offered": {client.Account{Profile: "fin", Issuer: struct{ client.Issuer }{screentest.NewFakeIssuer()}}, screentest.AdsCard(),
			[]string{"not offered by this issuer"}},
		"frozen": {client.Account{Profile: "fin", Issuer: screentest.NewFakeIssuer()}, frozen,
			[]string{"the card is frozen", "only an active card"}},
		"no account": {client.Account{Profile: "other", Issuer: screentest.NewFakeIssuer()}, screentest.AdsCard(), []string{"no top-up"}},
	} {
		t.Run(name, func(t *testing.T) {
			screentest.InBubble(t, func(r *screentest.Rig) {
				r.Env.Wallet = client.NewWallet(tc.account)
				r.Open(NewPayment(r.Env, client.MoveTopUp, tc.card))
				r.Shows(tc.want...)
				r.Press("2", "5", "enter", "y", "r")
				r.Shows(tc.want...)
				if f, ok := tc.account.Issuer.(*screentest.FakeIssuer); ok && f.Count("terms") != 0 {
					t.Error("asked the issuer although it is refused")
				}
				if r.Payer.Orders() != 0 || r.Screen.(*Payment).CapturesInput() {
					t.Error("not refused")
				}
			})
		})
	}
}

func TestTopUpRefusedByTheTermsOrTheFreshCard(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		r.Issuer.TheTerms = client.Terms{Refusal: "this card type cannot be topped up"}
		openTopUp(r)
		r.Shows("this card type cannot be topped up")
	})
	screentest.InBubble(t, func(r *screentest.Rig) {
		r.Issuer.TheCard.Status = client.CardCanceled // since the list was read
		openTopUp(r)
		r.Shows("the card is canceled")
		r.Press("2", "5", "enter", "y")
		if r.Payer.Orders() != 0 {
			t.Error("sent")
		}
	})
}

func TestTopUpTermsThatCannotBeReadAreNotGuessed(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		r.Issuer.Set("terms", &client.Error{Kind: client.ErrUnreachable, Profile: "fin", Op: "read card types"})
		s := openTopUp(r)
		r.Shows("terms could not be read", "unreachable", "r tries again")
		if s.CapturesInput() {
			t.Error("takes an amount without knowing the terms")
		}
		r.Press("2", "5", "enter", "y")
		if r.Payer.Orders() != 0 {
			t.Error("sent")
		}
		r.Issuer.Set("terms", nil)
		r.Press("r")
		r.Typed("25")
		r.Shows("25.75 USD")
	})
}

func TestTopUpWhileTheTermsAreRead(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		r.Issuer.Delay = 3 * time.Second
		s := openTopUp(r)
		r.Shows("reading the issuer's terms", "120.00 USD")
		if !s.CapturesInput() {
			t.Error("keys do not go to the field")
		}
		r.Press("2", "5", "enter")
		r.OnSmallScreens("amount 25", "reading the issuer's terms")
		if told := screentest.Got[ui.NoticeMsg](r); len(told) != 1 || !strings.Contains(told[0].Text, "still being read") {
			t.Errorf("told %v", told)
		}
		r.Tick(10 * time.Second)
		r.Shows("25.75 USD", "enter continues to the summary") // judged now
		r.Press("backspace", "backspace", "7")
		r.Shows("at least 10.00 USD")
		r.Press("esc")
		if len(screentest.Got[ui.BackMsg](r)) != 1 {
			t.Error("esc did not leave")
		}
	})
}

func TestTopUpWithoutBalances(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		r.Issuer.Set("funds", &client.Error{Kind: client.ErrUnreachable, Op: "read balances"})
		openTopUp(r)
		r.Shows("not known: read balances: unreachable")
		r.Typed("25")
		r.Issuer.TheFunds[0].Available = screentest.Usd("20")
		r.Issuer.Set("funds", nil)
		r.Press("enter") // reads them again, and then it is too little
		r.Shows("Top up this card?", "cannot be confirmed", "the wallet has 20.00 USD")
		r.Press("y")
		if r.Payer.Orders() != 0 {
			t.Error("sent more than the wallet has")
		}
	})
}

func TestTopUpEstimatesAndUnknownFeesAreMarked(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		r.Issuer.TheTerms.Estimated = true
		openTopUp(r)
		r.Typed("25")
		r.OnSmallScreens("0.75 USD estimate", "25.75 USD estimate")
		r.Press("enter")
		r.Shows("974.25 USD (estimate)")
	})
	screentest.InBubble(t, func(r *screentest.Rig) {
		r.Issuer.TheTerms = client.Terms{Currency: "USD", Decimals: 2, FeeUnknown: true}
		openTopUp(r)
		r.Shows("the issuer names no limits")
		r.Typed("25")
		r.OnSmallScreens("the issuer says only afterwards", "25.00 USD and the fee")
	})
}

func TestTopUpFitsEverySize(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		openTopUp(r)
		check := func(want ...string) {
			t.Helper()
			for _, size := range screentest.TestSizes {
				screentest.Fits(t, r.Screen, size[0], size[1])
			}
			r.Size = [2]int{60, 12}
			small := r.View()
			for _, w := range want {
				if !strings.Contains(small, w) {
					t.Errorf("%q is missing at 60×16:\n%s", w, small)
				}
			}
		}
		check("wallet", "amount")
		r.Typed("25")
		check("fee", "leaves")
		r.Press("enter")
		check("Top up this card?", "Ads EU", "US dollars", "974.25", "145.00", "no other key confirms")
		r.Payer.Delay = time.Second
		r.Payer.Status, r.Payer.Err = client.MovementFailed, errors.New(strings.Repeat("世界 ", 90)+"\n"+strings.Repeat("hint ", 90))
		r.Press("y")
		check("written down here", "on its way to FinHub, once")
		r.Tick(2 * time.Second)
		check("not topped up", "wallet")
	})
}

// While the issuer is still at work the balances are those from before: there is no change to draw.
func TestBalancesThatHaveNotChangedHaveNoArrow(t *testing.T) {
	for status, ended := range map[client.MovementStatus]string{client.MovementProcessing: "still working on it",
		client.MovementFailed: "not topped up", client.MovementUnknown: "outcome unknown"} {
		screentest.InBubble(t, func(r *screentest.Rig) {
			r.Payer.Status, r.Payer.Settled, r.Payer.Err = status, status, nil
			p := openTopUp(r)
			r.Typed("25")
			r.Press("enter")
			r.Confirm()
			p.Account.Issuer = unmoved{p.Account.Issuer, screentest.AdsCard(), p.funds}
			r.Tick(time.Hour)
			r.OnSmallScreens(ended, "card 120.00 USD, as before", "wallet 1,000.00 USD, as before")
			r.Hides("→")
		})
	}
}

// unmoved is an issuer whose balances stay what they are.
type unmoved struct {
	client.Issuer
	card  client.Card
	funds []client.Funds
}

func (u unmoved) Card(context.Context, string) (client.Card, error) { return u.card, nil }

func (u unmoved) Funds(context.Context) ([]client.Funds, error) { return u.funds, nil }

func TestCardOfUnknownTypeMayHoldNoMoneyOfItsOwn(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		card := screentest.AdsCard()
		card.MayShare = true
		r.Issuer.TheCard.MayShare = true
		r.Open(NewPayment(r.Env, client.MoveTopUp, card))
		r.Typed("25")
		r.OnSmallScreens("the card's type is not known", "the issuer refuses this")
		r.Press("enter")
		r.Shows("Top up this card?", "the card's type is not known", "no other key confirms")
	})
}

func TestABalanceThatOthersMovedIsSaid(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		card := screentest.AdsCard()
		r.Env.ListedAt[card.Profile] = r.Env.Now().Add(-time.Hour)
		r.Issuer.TheCard.Balance = card.Balance.Add(screentest.Usd("100"))
		r.Open(NewPayment(r.Env, client.MoveTopUp, card))
		r.Typed("25")
		r.Press("enter")
		r.Shows("Top up this card?", "the card had "+card.Balance.String()+" when the list was read", "has 220.00 USD now: not by")
	})
}
