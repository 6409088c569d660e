package screen

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"cardwallet/client"
	"cardwallet/tui/ui"
)

func openLimits(r *rig, now *client.Limits) *Change {
	r.issuer.card.Limits = now
	r.issuer.changes[client.MoveLimits] = client.ChangeTerms{
		SetsNoPIN: true, NoPINMin: decimal.NewNullDecimal(decimal.Zero), NoPINMax: decimal.NewNullDecimal(decimal.NewFromInt(2000)), NoPINDefault: usd("500"),
		SetsControls: true, Intervals: []string{"PER_TRANSACTION"}, SetsMCC: true, Currency: "USD",
	}
	s := NewLimits(r.env, adsCard())
	r.open(s)
	return s
}

func TestLimitsAreChangedWithBeforeAndAfter(t *testing.T) {
	inBubble(t, func(r *rig) {
		openLimits(r, &client.Limits{NoPINAmount: usd("500"), BlockedMCC: []string{"7995"}})
		r.onSmallScreens("> without PIN 500.00", "now 500.00", "per transaction", "no limit now", "merchants never pays at these categories", "categories 7995 ",
			"what the card pays without its PIN: 0.00 to 2000.00 USD, usually 500.00")
		r.erase(6)
		r.typed("120.5")
		r.press("tab")
		r.onSmallScreens("the most that the card pays per transaction; empty removes the limit")
		r.typed("75")
		r.press("down")
		r.onSmallScreens("> merchants", "space changes where the card pays")
		r.press("space", "space") // everywhere, only
		r.onSmallScreens("pays only at these categories")
		r.press("down", "space")
		r.onSmallScreens("[x] 7995", "1 chosen", "type a code or a name")
		r.press("space")
		r.typed("grocer")
		r.onSmallScreens("[ ] 5411 ")
		r.press("space")
		r.erase(6)
		r.typed("0742")
		r.press("space", "enter")
		r.onSmallScreens("categories 0742 ", "5411")
		r.press("enter")
		r.onSmallScreens("change the limits of this card?", "without PIN 500.00 -> 120.50 USD", "spending per transaction: no limit -> 75.00 USD",
			"merchants everywhere but at 7995", "from now on only at 0742", "y confirms")
		r.press("n", "esc")
		r.onSmallScreens("120.5", "categories 0742") // nothing is lost
		r.press("enter", "y")
		r.onSmallScreens("limits changed: Ads EU", "without PIN 500.00 -> 120.50 USD")
		l := r.payer.sent[0].Change.Limits
		if r.payer.orders() != 1 || l.NoPINAmount.String() != "120.50 USD" || len(l.Controls) != 1 || l.Controls[0].Interval != "PER_TRANSACTION" ||
			l.Controls[0].Amount.String() != "75.00 USD" || !slices.Equal(l.AllowedMCC, []string{"0742", "5411"}) || l.BlockedMCC != nil {
			t.Errorf("sent %+v", l)
		}
	})
}

// Also where all of it changes and an earlier order is open, the question stays on the smallest screen.
func TestTheQuestionAboutLimitsIsNeverCutOff(t *testing.T) {
	inBubble(t, func(r *rig) {
		r.payer.guards = openMovement
		now := client.Limits{NoPINAmount: usd("500"), AllowedMCC: []string{"4215", "5811", "5812"}, Controls: []client.SpendingControl{
			{Interval: "PER_TRANSACTION", Amount: usd("75")}, {Interval: "DAILY", Amount: usd("10")}, {Interval: "MONTHLY", Amount: usd("20")}}}
		openLimits(r, &now)
		r.erase(6)
		r.typed("100")
		r.press("tab")
		r.erase(1)
		r.typed("1")
		r.press("tab", "space", "tab", "space")
		r.typed("79")
		r.press("space", "down", "space", "enter")
		r.onSmallScreens("categories 5: 4215, 5811, 5812, 7911, 7922")
		r.press("enter")
		r.onSmallScreens("change the limits of this card?", "not settled yet", "type 5161 (the end of the card's id) to go on anyway", ">")
		if view := r.screen.View(60, 13); !strings.Contains(view, "there is more: make the terminal larger") {
			t.Errorf("nothing says that there is more:\n%s", view)
		}
		if view := r.screen.View(120, 37); strings.Contains(view, "there is more") || !strings.Contains(view, "5: 4215, 5811, 5812, 7911, 7922") {
			t.Errorf("not all of it is there:\n%s", view)
		}
	})
}

func TestLimitsThatAreNotTouchedAreNotSent(t *testing.T) {
	now := client.Limits{NoPINAmount: usd("500"), Controls: []client.SpendingControl{{Interval: "PER_TRANSACTION", Amount: usd("75")}}, AllowedMCC: []string{"5411", "0742"}}
	for name, tc := range map[string]struct {
		keys []string
		want func(client.Limits) bool
		says []string
	}{
		"spending removed": {[]string{"tab", "backspace", "backspace", "backspace", "backspace", "backspace", "enter"},
			func(l client.Limits) bool {
				return l.Controls != nil && len(l.Controls) == 0 && l.AllowedMCC == nil && l.BlockedMCC == nil && !l.NoPINAmount.Known()
			}, []string{"spending per transaction: 75.00 -> no limit"}},
		"list removed": {[]string{"tab", "tab", "space", "space", "enter"},
			func(l client.Limits) bool {
				return l.AllowedMCC != nil && len(l.AllowedMCC) == 0 && l.BlockedMCC == nil && l.Controls == nil && !l.NoPINAmount.Known()
			}, []string{"merchants only at 0742", "everywhere"}},
		"no amount without PIN": {[]string{"backspace", "backspace", "backspace", "backspace", "backspace", "backspace", "0", "enter"},
			func(l client.Limits) bool {
				return l.NoPINAmount.String() == "0.00 USD" && l.Controls == nil && l.AllowedMCC == nil && l.BlockedMCC == nil
			}, []string{"without PIN 500.00 -> 0.00 USD"}},
		"the other list": {[]string{"tab", "tab", "space", "enter"},
			func(l client.Limits) bool {
				return l.AllowedMCC == nil && slices.Equal(l.BlockedMCC, []string{"0742", "5411"})
			}, []string{"only at 0742", "everywhere but at"}},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(r *rig) {
				openLimits(r, &now)
				r.press(tc.keys...)
				r.onSmallScreens(append(tc.says, "change the limits of this card?")...)
				r.press("y")
				if r.payer.orders() != 1 || !tc.want(r.payer.sent[0].Change.Limits) {
					t.Errorf("sent %+v", r.payer.sent)
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
		"too much":     {[]string{"2", "0", "0", "1"}, "the amount without a PIN is at most 2000.00 USD"},
		"no amount":    {[]string{"1", "e", "3"}, "without PIN: only digits and one decimal point"},
		"zero":         {[]string{"tab", "0"}, "must be more than zero"},
		"decimals":     {[]string{"tab", "1", ".", "2", "3", "4"}, "the spending limit for PER_TRANSACTION: at most 2 decimals"},
		"no list":      {[]string{"tab", "tab", "space"}, "choose categories with space"},
		"no list, but": {[]string{"tab", "tab", "space", "space"}, "choose categories with space"},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(r *rig) {
				openLimits(r, nil)
				r.press(tc.keys...)
				r.press("enter")
				r.onSmallScreens(tc.want)
				r.press("y", "enter", "y")
				if r.payer.orders() != 0 {
					t.Error("sent")
				}
			})
		})
	}
	inBubble(t, func(r *rig) {
		r.issuer.changes[client.MoveLimits] = client.ChangeTerms{Currency: "USD"}
		r.open(NewLimits(r.env, adsCard()))
		r.onSmallScreens("no change of limits: this card has no limits to set")
	})
}

func TestLimitsDrawOnlyWhatTheTypeLetsSet(t *testing.T) {
	inBubble(t, func(r *rig) {
		r.issuer.changes[client.MoveLimits] = client.ChangeTerms{SetsMCC: true, Currency: "USD"}
		r.open(NewLimits(r.env, adsCard()))
		r.onSmallScreens("> merchants pays everywhere")
		r.hides("without PIN", "per transaction", "categories ")
		r.press("tab", "up", "down") // around one row
		r.onSmallScreens("> merchants")
		r.press("x") // is no text here
		r.press("esc")
		if len(got[ui.BackMsg](r)) != 1 {
			t.Error("esc does not leave")
		}
	})
}

func TestLimitsThatWereRefusedAreNotLost(t *testing.T) {
	inBubble(t, func(r *rig) {
		r.payer.status, r.payer.err = client.MovementFailed, errors.New("refused: try later")
		openLimits(r, nil)
		r.typed("20")
		r.press("enter", "y")
		r.onSmallScreens("limits not changed: refused: try later")
		r.press("enter")
		r.onSmallScreens("> without PIN 20 ")
		r.payer.status, r.payer.err = client.MovementSucceeded, nil
		r.press("enter", "y")
		r.onSmallScreens("limits changed")
	})
}

func TestMCCPicker(t *testing.T) {
	inBubble(t, func(r *rig) {
		openLimits(r, nil)
		r.press("tab", "tab", "space", "down", "space")
		r.onSmallScreens("0 chosen", "[ ] 0742")
		r.typed("zzz")
		r.onSmallScreens("no category has this code or name; esc clears the filter")
		r.press("space", "enter") // nothing to choose, and done
		r.press("space")
		r.typed("3001") // airlines are a range, not in the list
		r.onSmallScreens("[ ] 3001")
		r.press("space", "esc")
		r.onSmallScreens("1 chosen")
		r.press("j", "k") // are text
		r.onSmallScreens("no category has this code")
		r.press("esc", "esc")
		r.onSmallScreens("categories 3001")
		for _, size := range testSizes {
			fits(t, r.screen, size[0], size[1])
		}
		r.press("space")
		if view := r.view(); strings.Index(view, "[x] 3001") > strings.Index(view, "[ ] 0742") {
			t.Errorf("what is chosen does not come first:\n%s", view)
		}
		for _, size := range testSizes {
			fits(t, r.screen, size[0], size[1])
		}
	})
}
