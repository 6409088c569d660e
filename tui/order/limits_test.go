package order

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"cardwallet/client"
	"cardwallet/tui/screentest"
	"cardwallet/tui/ui"
)

func openLimits(r *screentest.Rig, now *client.Limits) *Change {
	r.Issuer.TheCard.Limits = now
	r.Issuer.Changes[client.MoveLimits] = client.ChangeTerms{
		SetsNoPIN: true, NoPINMin: decimal.NewNullDecimal(decimal.Zero), NoPINMax: decimal.NewNullDecimal(decimal.NewFromInt(2000)),
		NoPINDefault: screentest.Usd("500"),
		SetsControls: true, Intervals: []string{"PER_TRANSACTION"}, SetsMCC: true, Currency: "USD",
	}
	s := NewLimits(r.Env, screentest.AdsCard())
	r.Open(s)
	return s
}

func TestLimitsAreChangedWithBeforeAndAfter(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		openLimits(r, &client.Limits{NoPINAmount: screentest.Usd("500"), BlockedMCC: []string{"7995"}})
		r.OnSmallScreens("▌without PIN 500.00", "now 500.00", "a payment", "no limit now", "merchants never pays at these categories",
			"categories 7995 ",
			"what the card pays without its PIN: 0.00 to 2,000.00 USD, usually 500.00")
		r.Erase(6)
		r.Typed("120.5")
		r.Press("tab")
		r.OnSmallScreens("at most this much a payment; empty removes the limit")
		r.Typed("75")
		r.Press("down")
		r.OnSmallScreens("▌merchants", "space changes where the card pays")
		r.Press("space", "space") // everywhere, only
		r.OnSmallScreens("pays only at these categories")
		r.Press("down", "space")
		r.OnSmallScreens("▌✓7995", "1 chosen", "type a code or a name")
		r.Press("space")
		r.Typed("grocer")
		r.OnSmallScreens("▌ 5411 ")
		r.Press("space")
		r.Erase(6)
		r.Typed("0742")
		r.Press("space", "enter")
		r.OnSmallScreens("categories 0742 ", "5411")
		r.Press("enter")
		r.OnSmallScreens("Change the limits of this card?", "without PIN 500.00 → 120.50 USD",
			"spending a payment: no limit → 75.00 USD", "merchants everywhere but at 7995",
			"from now on only at 0742", "no other key confirms")
		r.Press("n", "esc")
		r.OnSmallScreens("120.5", "categories 0742") // nothing is lost
		r.Press("enter", "y")
		r.OnSmallScreens("limits changed: Ads EU", "without PIN 500.00 → 120.50 USD")
		l := r.Payer.Sent[0].Change.Limits
		if r.Payer.Orders() != 1 || l.NoPINAmount.String() != "120.50 USD" || len(l.Controls) != 1 ||
			l.Controls[0].Interval != "PER_TRANSACTION" ||
			l.Controls[0].Amount.String() != "75.00 USD" || !slices.Equal(l.AllowedMCC, []string{"0742", "5411"}) || l.BlockedMCC != nil {
			t.Errorf("sent %+v", l)
		}
	})
}

// TestACategoryIsAskedAboutByItsWholeName, on as many lines as it takes. What goes is told in brief.
func TestACategoryIsAskedAboutByItsWholeName(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		openLimits(r, &client.Limits{AllowedMCC: []string{"4215"}})
		r.Press("down", "down", "space") // from the amounts to where it pays
		r.OnSmallScreens("never pays at these categories", "categories 4215 Courier services -- air and ground")
		r.Press("enter")
		r.OnSmallScreens("merchants only at 4215 Courier services -- air and…",
			"from now on everywhere but at 4215 Courier services -- air and ground and freight forwarders")
	})
}

// Also where all of it changes and an earlier order is open, the question stays on the smallest screen.
func TestTheQuestionAboutLimitsIsNeverCutOff(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		r.Payer.Guards = screentest.OpenMovement
		now := client.Limits{NoPINAmount: screentest.Usd("500"), AllowedMCC: []string{"4215", "5811", "5812"}, Controls: []client.SpendingControl{
			{Interval: "PER_TRANSACTION", Amount: screentest.Usd("75")}, {Interval: "DAILY", Amount: screentest.Usd("10")},
			{Interval: "MONTHLY", Amount: screentest.Usd("20")}}}
		openLimits(r, &now)
		r.Erase(6)
		r.Typed("100")
		r.Press("tab")
		r.Erase(1)
		r.Typed("1")
		r.Press("tab", "space", "tab", "space")
		r.Typed("79")
		r.Press("space", "down", "space", "enter")
		r.OnSmallScreens("categories 5: 4215, 5811, 5812, 7911, 7922")
		r.Press("enter")
		r.OnSmallScreens("Change the limits of this card?", "not settled yet", "type ABCD (the end of that order) to go on anyway", ">")
		r.Size = [2]int{60, 12}
		r.Shows("1-", "▼")
		seen := ""
		for range 20 { // what has no room is one key further
			seen += r.View()
			r.Press("down")
		}
		r.Size = [2]int{58, 33}
		whole := r.View()
		for _, code := range []string{"monthly: 20.00 → no limit", "4215 ", "5811 ", "5812 ", "7911 ", "7922 "} {
			if !strings.Contains(seen, code) || !strings.Contains(whole, code) {
				t.Errorf("%s is not there:\n%s", code, whole)
			}
		}
		if strings.Contains(whole, "▼") {
			t.Errorf("something is cut:\n%s", whole)
		}
	})
}

func TestLimitsThatAreNotTouchedAreNotSent(t *testing.T) {
	now := client.Limits{NoPINAmount: screentest.Usd("500"),
		Controls: []client.SpendingControl{{Interval: "PER_TRANSACTION", Amount: screentest.Usd("75")}}, AllowedMCC: []string{"5411", "0742"}}
	for name, tc := range map[string]struct {
		keys []string
		want func(client.Limits) bool
		says []string
	}{
		"spending removed": {[]string{"tab", "backspace", "backspace", "backspace", "backspace", "backspace", "enter"},
			func(l client.Limits) bool {
				return l.Controls != nil && len(l.Controls) == 0 && l.AllowedMCC == nil && l.BlockedMCC == nil && !l.NoPINAmount.Known()
			}, []string{"spending a payment: 75.00 → no limit"}},
		"list removed": {[]string{"tab", "tab", "space", "space", "enter"},
			func(l client.Limits) bool {
				return l.AllowedMCC != nil && len(l.AllowedMCC) == 0 && l.BlockedMCC == nil && l.Controls == nil && !l.NoPINAmount.Known()
			}, []string{"merchants only at 0742", "everywhere"}},
		"no amount without PIN": {[]string{"backspace", "backspace", "backspace", "backspace", "backspace", "backspace", "0", "enter"},
			func(l client.Limits) bool {
				return l.NoPINAmount.String() == "0.00 USD" && l.Controls == nil && l.AllowedMCC == nil && l.BlockedMCC == nil
			}, []string{"without PIN 500.00 → 0.00 USD"}},
		"the other list": {[]string{"tab", "tab", "space", "enter"},
			func(l client.Limits) bool {
				return l.AllowedMCC == nil && slices.Equal(l.BlockedMCC, []string{"0742", "5411"})
			}, []string{"only at 0742", "everywhere but at"}},
	} {
		t.Run(name, func(t *testing.T) {
			screentest.InBubble(t, func(r *screentest.Rig) {
				openLimits(r, &now)
				r.Press(tc.keys...)
				r.OnSmallScreens(append(tc.says, "Change the limits of this card?")...)
				r.Press("y")
				if r.Payer.Orders() != 1 || !tc.want(r.Payer.Sent[0].Change.Limits) {
					t.Errorf("sent %+v", r.Payer.Sent)
				}
			})
		})
	}
}

func TestLimitsRefusals(t *testing.T) {
	for name, tc := range map[string]struct {
		keys []string
		want string
	}{
		"nothing":      {nil, "nothing is changed yet"},
		"too much":     {[]string{"2", "0", "0", "1"}, "the amount without a PIN is at most 2,000.00 USD"},
		"no amount":    {[]string{"1", "e", "3"}, "without PIN: only digits and one decimal point"},
		"zero":         {[]string{"tab", "0"}, "must be more than zero"},
		"decimals":     {[]string{"tab", "1", ".", "2", "3", "4"}, "the spending limit for PER_TRANSACTION: at most 2 decimals"},
		"no list":      {[]string{"tab", "tab", "space"}, "choose categories"},
		"no list, but": {[]string{"tab", "tab", "space", "space"}, "choose categories"},
	} {
		t.Run(name, func(t *testing.T) {
			screentest.InBubble(t, func(r *screentest.Rig) {
				openLimits(r, nil)
				r.Press(tc.keys...)
				r.Press("enter")
				r.OnSmallScreens(tc.want)
				r.Press("y", "enter", "y")
				if r.Payer.Orders() != 0 {
					t.Error("sent")
				}
			})
		})
	}
	screentest.InBubble(t, func(r *screentest.Rig) {
		r.Issuer.Changes[client.MoveLimits] = client.ChangeTerms{Currency: "USD"}
		r.Open(NewLimits(r.Env, screentest.AdsCard()))
		r.OnSmallScreens("no change of limits: this card has no limits to set")
	})
}

func TestLimitsDrawOnlyWhatTheTypeLetsSet(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		r.Issuer.Changes[client.MoveLimits] = client.ChangeTerms{SetsMCC: true, Currency: "USD"}
		r.Open(NewLimits(r.Env, screentest.AdsCard()))
		r.OnSmallScreens("▌merchants pays everywhere")
		r.Hides("without PIN", "a payment", "categories ")
		r.Press("tab", "up", "down") // around one row
		r.OnSmallScreens("▌merchants")
		r.Press("x") // is no text here
		r.Press("esc")
		if len(screentest.Got[ui.BackMsg](r)) != 1 {
			t.Error("esc does not leave")
		}
	})
}

func TestLimitsThatWereRefusedAreNotLost(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		r.Payer.Status, r.Payer.Err = client.MovementFailed, errors.New("refused: try later")
		openLimits(r, nil)
		r.Typed("20")
		r.Press("enter", "y")
		r.OnSmallScreens("limits not changed: refused: try later")
		r.Press("enter")
		r.OnSmallScreens("▌without PIN 20 ")
		r.Payer.Status, r.Payer.Err = client.MovementSucceeded, nil
		r.Press("enter", "y")
		r.OnSmallScreens("limits changed")
	})
}

func TestMCCPicker(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		openLimits(r, nil)
		r.Press("tab", "tab", "space", "down", "space")
		r.OnSmallScreens("0 chosen", "▌ 0742")
		r.Typed("zzz")
		r.OnSmallScreens("no category has this code or name; esc clears the filter")
		r.Press("space", "enter") // nothing to choose, and done
		r.Press("space")
		r.Typed("3001") // airlines are a range, not in the list
		r.OnSmallScreens("▌ 3001")
		r.Press("space", "esc")
		r.OnSmallScreens("1 chosen")
		r.Press("j", "k") // are text
		r.OnSmallScreens("no category has this code")
		r.Press("esc", "esc")
		r.OnSmallScreens("categories 3001")
		for _, size := range screentest.TestSizes {
			screentest.Fits(t, r.Screen, size[0], size[1])
		}
		r.Press("space")
		if view := r.View(); strings.Index(view, "▌✓ 3001") > strings.Index(view, "  0742") {
			t.Errorf("what is chosen does not come first:\n%s", view)
		}
		for _, size := range screentest.TestSizes {
			screentest.Fits(t, r.Screen, size[0], size[1])
		}
	})
}
