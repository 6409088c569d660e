package order

import (
	"strings"
	"testing"
	"time"

	"cardwallet/client"
	"cardwallet/tui/screentest"
)

// Each step is said when it is true, and not before.
func TestStepsOfAnOrderAreTrue(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		openTopUp(r)
		r.Typed("25")
		r.Press("enter")
		r.Payer.Noting, r.Payer.Waiting, r.Payer.Delay = 2*time.Second, time.Minute, 3*time.Second
		r.Payer.Status, r.Payer.Settled = client.MovementProcessing, client.MovementSucceeded
		r.Confirm()
		r.OnSmallScreens("Topping up", "being written down here", "○ sent to FinHub, once", "○ done")
		r.Hides("✓")
		r.Tick(2 * time.Second)
		r.OnSmallScreens("✓ written down here", "waiting to be sent", "○ sent to FinHub, once", "○ done")
		r.Hides("on its way", "✓ sent")
		r.Tick(time.Minute)
		r.OnSmallScreens("✓ written down here", "on its way to FinHub, once")
		r.Hides("✓ sent", "working on it")
		r.Tick(3 * time.Second)
		r.OnSmallScreens("✓ written down here", "✓ sent to FinHub, once", "FinHub is working on it", "○ done")
		r.Tick(time.Second)
		r.OnSmallScreens("FinHub is working on it 0:01")
		r.Tick(3 * time.Second)
		r.OnSmallScreens("Topped up", "✓ topped up 25.00 USD onto Ads EU #5161")
		r.Hides("○", "on it")
	})
	screentest.InBubble(t, func(r *screentest.Rig) { // it never left
		openTopUp(r)
		r.Typed("25")
		r.Press("enter")
		r.Payer.Status, r.Payer.Err = client.MovementFailed, &client.Error{Kind: client.ErrUnreachable, NotSent: true}
		r.Press("y")
		r.OnSmallScreens("Not topped up", "✓ written down here", "✕ not topped up: unreachable")
		r.Hides("✓ sent")
	})
	screentest.InBubble(t, func(r *screentest.Rig) {
		openTopUp(r)
		r.Typed("25")
		r.Press("enter")
		r.Payer.Status, r.Payer.Err = client.MovementUnknown, client.ErrUnknown
		r.Press("y")
		r.OnSmallScreens("Outcome unknown", "? outcome unknown: the money may have moved, do not send it again", "r asks the issuer")
	})
}

func TestWhatIsUnderWayTurnsFourTimesASecond(t *testing.T) {
	for _, still := range []bool{false, true} {
		screentest.InBubble(t, func(r *screentest.Rig) {
			r.Env.Styles.Still = still
			openTopUp(r)
			r.Typed("25")
			r.Press("enter")
			r.Payer.Delay = 3 * time.Second
			r.Confirm()
			seen := map[string]bool{}
			for range 20 {
				for _, mark := range strings.Split("⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏◐", "") {
					if strings.Contains(r.View(), mark+" on its way") {
						seen[mark] = true
					}
				}
				time.Sleep(50 * time.Millisecond)
				r.Settle()
			}
			if want := map[bool]int{false: 4, true: 1}[still]; len(seen) != want && len(seen) != want+1 || seen["◐"] != still {
				t.Errorf("still %t: a second has the marks %v", still, seen)
			}
			r.Tick(5 * time.Second)
			r.Shows("topped up 25.00 USD")
		})
	}
}

// What the card's type forbids is noted, and cannot be asked again.
func TestRefusalByTypeIsKept(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		const why = "cards of this type cannot be frozen"
		r.Issuer.Changes[client.MoveFreeze] = client.ChangeTerms{Refusal: why, ByType: true}
		r.Open(NewFreeze(r.Env, screentest.AdsCard()))
		r.OnSmallScreens("no freeze: " + why)
		r.Hides("r asks again")
		if reason, _ := r.Env.Refused.Reason(screentest.AdsCard(), client.MoveFreeze); len(r.Screen.Actions()) != 0 || reason != why {
			t.Error("it can be asked again, or is not kept")
		}
		if _, known := r.Env.Refused.Reason(screentest.AdsCard(), client.MoveTopUp); known {
			t.Error("everything is refused")
		}
		asked := r.Issuer.Count("change terms")
		r.Press("r")
		if r.Issuer.Count("change terms") != asked {
			t.Error("it was asked again")
		}
	})
	screentest.InBubble(t, func(r *screentest.Rig) {
		r.Issuer.TheTerms = client.Terms{Refusal: "this type of card takes no deposits", ByType: true}
		openTopUp(r)
		r.OnSmallScreens("no top-up: this type of card takes no deposits")
		if reason, _ := r.Env.Refused.Reason(screentest.AdsCard(), client.MoveTopUp); reason == "" {
			t.Error("it is not kept")
		}
	})
}

func TestCategoriesOpenWithEnterOrALetter(t *testing.T) {
	for name, open := range map[string]string{"enter": "enter", "a letter": "g", "space": "space"} {
		t.Run(name, func(t *testing.T) {
			screentest.InBubble(t, func(r *screentest.Rig) {
				openLimits(r, nil)
				r.Press("tab", "tab", "space", "down")
				r.OnSmallScreens("▌categories", "none chosen yet", "enter or any letter opens the list")
				r.Press(open)
				if open == "g" {
					r.Typed("rocer")
				} else {
					r.Typed("grocer")
				}
				r.OnSmallScreens("▌ 5411", "0 chosen")
				r.Press("space", "enter")
				r.OnSmallScreens("▌categories", "5411 Groceries", "any letter opens the list", "enter continues")
				r.Press("enter")
				r.OnSmallScreens("from now on only at 5411 Groceries")
			})
		})
	}
}
