package order

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"cardwallet/client"
	"cardwallet/tui/screen"
	"cardwallet/tui/screentest"
	"cardwallet/tui/ui"
)

// TestChangesBearNewsInEveryStage: whatever a form is for and however far it is, what every screen is told neither ends the program nor
// moves the change on.
func TestChangesBearNewsInEveryStage(t *testing.T) {
	limits := client.ChangeTerms{SetsNoPIN: true, NoPINMax: decimal.NewNullDecimal(decimal.NewFromInt(2000)), SetsControls: true,
		Intervals: []string{"PER_TRANSACTION"}, SetsMCC: true, Currency: "USD", NoPINDefault: screentest.Usd("500")}
	for name, open := range map[string]func(*screen.Env, client.Card) *Change{
		"freeze": NewFreeze, "cancel": NewCancel, "pin": NewPIN, "activate": NewActivate, "limits": NewLimits,
	} {
		for _, begun := range []bool{false, true} {
			for stage := orderReading; stage <= OrderDone; stage++ {
				for reading, prepare := range map[string]func(*screentest.Rig, *Change){
					"read": func(*screentest.Rig, *Change) {},
					"refused": func(r *screentest.Rig, c *Change) {
						r.Issuer.Changes[c.Kind] = client.ChangeTerms{Refusal: "the card is frozen"}
					},
					"failed": func(r *screentest.Rig, _ *Change) { r.Issuer.Set("change terms", errors.New("unreachable")) },
				} {
					if begun && reading != "read" || !begun && stage != orderReading {
						continue
					}
					t.Run(fmt.Sprintf("%s/%d/begun=%v/%s", name, stage, begun, reading), func(t *testing.T) {
						screentest.InBubble(t, func(r *screentest.Rig) {
							c := open(r.Env, screentest.AdsCard())
							r.Issuer.Changes[c.Kind] = limits
							prepare(r, c)
							r.Screen = c
							if reading != "read" || begun {
								r.Open(c)
							}
							if begun {
								c.Stage = stage
							}
							if c.form == nil && stage == orderForm {
								return // nothing is typed
							}
							before := c.Stage
							for range 2 {
								r.Take(ui.TickMsg{Now: time.Now()})
								r.Take(screen.CodesMsg{})
								r.Take(screen.NamedMsg{Card: screentest.AdsCard()})
								r.Take(screen.MovesMsg{})
								r.Settle()
								screentest.Fits(t, r.Screen, 80, 21)
							}
							if c.Stage != before || r.Payer.Orders() != 0 {
								t.Errorf("went from stage %d to %d", before, c.Stage)
							}
						})
					})
				}
			}
		}
	}
}

func TestRefusalOfLimitsStaysOnATick(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		openLimits(r, nil)
		r.Press("enter")
		r.Shows("nothing is changed yet")
		r.Take(ui.TickMsg{Now: time.Now()})
		r.Settle()
		r.Shows("nothing is changed yet")
		r.Typed("9")
		r.Hides("nothing is changed yet")
	})
}

// TestLimitsAreReadAgainOnAnotherTry: what is in force may have changed meanwhile; only what the person typed stays.
func TestLimitsAreReadAgainOnAnotherTry(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		r.Payer.Status, r.Payer.Err = client.MovementFailed, errors.New("refused: try later")
		openLimits(r, &client.Limits{NoPINAmount: screentest.Usd("500"), BlockedMCC: []string{"7995"}})
		r.Press("tab")
		r.Typed("75")
		r.Press("enter", "y")
		r.Shows("limits not changed")
		r.Issuer.TheCard.Limits = &client.Limits{NoPINAmount: screentest.Usd("300"), BlockedMCC: []string{"5411"},
			Controls: []client.SpendingControl{{Interval: "PER_TRANSACTION", Amount: screentest.Usd("40")}}}
		r.Press("enter")
		r.OnSmallScreens("without PIN 300.00", "now 300.00", "a payment 75", "now 40.00", "5411")
		r.Payer.Status, r.Payer.Err = client.MovementSucceeded, nil
		r.Press("enter")
		r.OnSmallScreens("spending a payment: 40.00 → 75.00 USD")
		r.Press("y")
		if l := r.Payer.Sent[1].Change.Limits; l.NoPINAmount.Known() || l.BlockedMCC != nil || l.AllowedMCC != nil || len(l.Controls) != 1 {
			t.Errorf("sent %+v", l)
		}
	})
}

func TestLimitsThatTheTypeDoesNotListAreSaidToGo(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		openLimits(r, &client.Limits{Controls: []client.SpendingControl{{Interval: "PER_TRANSACTION", Amount: screentest.Usd("40")},
			{Interval: "PER_MONTH", Amount: screentest.Usd("900")}}})
		r.Press("tab")
		r.Erase(3)
		r.Typed("5")
		r.Press("enter")
		r.OnSmallScreens("spending per month: 900.00 → no limit")
		r.Press("y")
		if l := r.Payer.Sent[0].Change.Limits; len(l.Controls) != 1 {
			t.Errorf("sent %+v", l)
		}
	})
}
