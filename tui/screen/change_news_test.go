package screen

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"cardwallet/client"
	"cardwallet/tui/ui"
)

// TestChangesBearNewsInEveryStage: whatever a form is for and however far it is, what every screen is told neither ends the program nor
// moves the change on.
func TestChangesBearNewsInEveryStage(t *testing.T) {
	limits := client.ChangeTerms{SetsNoPIN: true, NoPINMax: decimal.NewNullDecimal(decimal.NewFromInt(2000)), SetsControls: true,
		Intervals: []string{"PER_TRANSACTION"}, SetsMCC: true, Currency: "USD", NoPINDefault: usd("500")}
	for name, open := range map[string]func(*Env, client.Card) *Change{
		"freeze": NewFreeze, "cancel": NewCancel, "pin": NewPIN, "activate": NewActivate, "limits": NewLimits,
	} {
		for _, begun := range []bool{false, true} {
			for stage := orderReading; stage <= orderDone; stage++ {
				for reading, prepare := range map[string]func(*rig, *Change){
					"read":    func(*rig, *Change) {},
					"refused": func(r *rig, c *Change) { r.issuer.changes[c.kind] = client.ChangeTerms{Refusal: "the card is frozen"} },
					"failed":  func(r *rig, _ *Change) { r.issuer.set("change terms", errors.New("unreachable")) },
				} {
					if begun && reading != "read" || !begun && stage != orderReading {
						continue
					}
					t.Run(fmt.Sprintf("%s/%d/begun=%v/%s", name, stage, begun, reading), func(t *testing.T) {
						inBubble(t, func(r *rig) {
							c := open(r.env, adsCard())
							r.issuer.changes[c.kind] = limits
							prepare(r, c)
							r.screen = c
							if reading != "read" || begun {
								r.open(c)
							}
							if begun {
								c.stage = stage
							}
							if c.form == nil && stage == orderForm {
								return // nothing is typed
							}
							before := c.stage
							for range 2 {
								r.take(ui.TickMsg{Now: time.Now()})
								r.take(CodesMsg{})
								r.take(NamedMsg{Card: adsCard()})
								r.take(MovesMsg{})
								r.settle()
								fits(t, r.screen, 80, 21)
							}
							if c.stage != before || r.payer.orders() != 0 {
								t.Errorf("went from stage %d to %d", before, c.stage)
							}
						})
					})
				}
			}
		}
	}
}

func TestRefusalOfLimitsStaysOnATick(t *testing.T) {
	inBubble(t, func(r *rig) {
		openLimits(r, nil)
		r.press("enter")
		r.shows("nothing is changed yet")
		r.take(ui.TickMsg{Now: time.Now()})
		r.settle()
		r.shows("nothing is changed yet")
		r.typed("9")
		r.hides("nothing is changed yet")
	})
}

// TestLimitsAreReadAgainOnAnotherTry: what is in force may have changed meanwhile; only what the person typed stays.
func TestLimitsAreReadAgainOnAnotherTry(t *testing.T) {
	inBubble(t, func(r *rig) {
		r.payer.status, r.payer.err = client.MovementFailed, errors.New("refused: try later")
		openLimits(r, &client.Limits{NoPINAmount: usd("500"), BlockedMCC: []string{"7995"}})
		r.press("tab")
		r.typed("75")
		r.press("enter", "y")
		r.shows("limits not changed")
		r.issuer.card.Limits = &client.Limits{NoPINAmount: usd("300"), BlockedMCC: []string{"5411"},
			Controls: []client.SpendingControl{{Interval: "PER_TRANSACTION", Amount: usd("40")}}}
		r.press("enter")
		r.onSmallScreens("without PIN 300.00", "now 300.00", "per transaction 75", "now 40.00", "5411")
		r.payer.status, r.payer.err = client.MovementSucceeded, nil
		r.press("enter")
		r.onSmallScreens("spending per transaction: 40.00 -> 75.00 USD")
		r.press("y")
		if l := r.payer.sent[1].Change.Limits; l.NoPINAmount.Known() || l.BlockedMCC != nil || l.AllowedMCC != nil || len(l.Controls) != 1 {
			t.Errorf("sent %+v", l)
		}
	})
}

func TestLimitsThatTheTypeDoesNotListAreSaidToGo(t *testing.T) {
	inBubble(t, func(r *rig) {
		openLimits(r, &client.Limits{Controls: []client.SpendingControl{{Interval: "PER_TRANSACTION", Amount: usd("40")}, {Interval: "PER_MONTH", Amount: usd("900")}}})
		r.press("tab")
		r.erase(3)
		r.typed("5")
		r.press("enter")
		r.onSmallScreens("spending per month: 900.00 -> no limit")
		r.press("y")
		if l := r.payer.sent[0].Change.Limits; len(l.Controls) != 1 {
			t.Errorf("sent %+v", l)
		}
	})
}
