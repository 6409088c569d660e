package screen

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"cardwallet/client"
	"cardwallet/tui/ui"
)

func TestTopUpProcessingIsFollowed(t *testing.T) {
	for name, tc := range map[string]struct {
		settled client.MovementStatus
		lost    error
		want    []string
		not     string
	}{
		"succeeds": {client.MovementSucceeded, nil, []string{"topped up: 25.00 USD", "1000.00 -> 974.25 USD"}, "working"},
		"fails": {client.MovementFailed, &client.Error{Kind: client.ErrInsufficient, Profile: "fin", Op: "top up"},
			[]string{"not topped up", "insufficient balance"}, "went onto"},
		"takes too long": {client.MovementProcessing, nil, []string{"still working on it", "do not send it again"}, "failed"},
		"is lost":        {client.MovementUnknown, client.ErrUnknown, []string{"outcome unknown", "money may have moved", "do not send it again"}, "failed"},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(r *rig) {
				openTopUp(r)
				r.typed("25")
				r.payer.status, r.payer.settled, r.payer.lost = client.MovementProcessing, tc.settled, tc.lost
				r.payer.delay = 2 * time.Second
				r.press("enter", "y")
				r.tick(3 * time.Second)
				r.shows("the issuer is working on it", "since 0:01")
				r.press("esc", "y", "enter")
				if !r.screen.(*Payment).Holds() {
					t.Error("left before the outcome")
				}
				r.tick(3 * time.Second)
				r.shows(tc.want...)
				r.hides(tc.not)
				if r.payer.orders() != 1 {
					t.Errorf("sent %d orders", r.payer.orders())
				}
				moved := got[MovedMsg](r)
				if len(moved) != 2 || moved[1].Movement.Status != tc.settled {
					t.Errorf("told %+v", moved)
				}
			})
		})
	}
}

func TestTopUpUnknownIsNeverCalledFailedAndCanBeAskedAbout(t *testing.T) {
	inBubble(t, func(r *rig) {
		openTopUp(r)
		r.typed("25")
		r.payer.status, r.payer.err = client.MovementUnknown, client.ErrUnknown
		r.press("enter", "y")
		r.shows("outcome unknown: the money may have moved, do not send it again", "order", "CW0000")
		r.hides("failed", "not topped up")
		if len(got[MovedMsg](r)) != 1 {
			t.Error("the other screens were not told")
		}
		r.payer.settled = client.MovementSucceeded
		r.press("y", "r")
		r.shows("topped up: 25.00 USD", "120.00 -> 145.00 USD")
		if r.payer.orders() != 1 || r.payer.asked != 1 {
			t.Errorf("sent %d, asked %d", r.payer.orders(), r.payer.asked)
		}
	})
}

func TestTopUpAnswerWithoutARow(t *testing.T) {
	inBubble(t, func(r *rig) {
		openTopUp(r)
		r.typed("25")
		r.payer.status, r.payer.err = "", client.ErrUnknown
		r.press("enter", "y")
		r.shows("outcome unknown")
	})
}

func TestTopUpFailedKeepsTheAmount(t *testing.T) {
	inBubble(t, func(r *rig) {
		openTopUp(r)
		r.typed("25")
		r.payer.status, r.payer.err = client.MovementFailed, &client.Error{Kind: client.ErrRefused, Profile: "fin", Op: "top up", Message: "card is limited\x1b[2J", RequestID: "r-1"}
		r.press("enter", "y")
		r.shows("not topped up: fin: top up: refused by the issuer", "the issuer says", `limited\x1b[2J`, "r-1")
		r.press("enter")
		r.shows("amount      25 ")
		r.payer.status, r.payer.err = client.MovementSucceeded, nil
		r.press("enter", "y")
		r.shows("topped up: 25.00 USD")
		if r.payer.orders() != 2 {
			t.Errorf("sent %d orders", r.payer.orders())
		}
	})
}

func TestTopUpNotSentKeepsTheForm(t *testing.T) {
	inBubble(t, func(r *rig) {
		openTopUp(r)
		r.typed("25")
		r.payer.status, r.payer.err = "", errors.New("an earlier movement on this card is not settled\nfind out what became of it")
		r.press("enter", "y")
		r.shows("amount      25 ", "not sent: an earlier movement on this card is not settled", "find out what became of it")
		if len(got[MovedMsg](r)) != 0 || r.screen.(*Payment).Holds() {
			t.Error("nothing moved, but it says so")
		}
		r.press("backspace")
		r.hides("not sent")
	})
}

func TestTopUpBalancesThatCannotBeReadAfterwards(t *testing.T) {
	inBubble(t, func(r *rig) {
		openTopUp(r)
		r.typed("25")
		r.press("enter")
		r.issuer.set("card", &client.Error{Kind: client.ErrUnreachable, Op: "read card"})
		r.press("y")
		r.shows("topped up", "120.00 USD before, could not be read again", "1000.00 -> 974.25 USD")
	})
}

func TestAskingAboutAnUndecidedOutcomeIsSaid(t *testing.T) {
	inBubble(t, func(r *rig) {
		openTopUp(r)
		r.typed("25")
		r.payer.status, r.payer.err = client.MovementUnknown, client.ErrUnknown
		r.press("enter", "y")
		r.hides("asked at")
		r.payer.settled = client.MovementUnknown
		r.tick(5 * time.Second)
		r.press("r")
		asked := "asked at " + time.Now().Format(time.TimeOnly)
		r.shows("outcome unknown", asked+", not decided", "r asks the issuer")
		r.tick(time.Minute)
		r.payer.lost = errors.New("fin: list operations: unreachable")
		r.press("r")
		r.shows("outcome unknown", "asked at "+time.Now().Format(time.TimeOnly)+": fin: list operations: unreachable; r asks")
		r.hides(asked)
		r.onSmallScreens("asked at", "unreachable", "settled there")
	})
}

func TestLongAmountMessageIsWholeOnTheSmallestScreen(t *testing.T) {
	inBubble(t, func(r *rig) {
		r.issuer.terms.MaxReason = "the account behind this card was limited by the issuer for this month, see the limits page of the account"
		openTopUp(r)
		if words := strings.Join(strings.Fields(ansi.Strip(r.screen.View(60, 13))), " "); !strings.Contains(words, r.issuer.terms.MaxReason) {
			t.Errorf("cut: %s", words)
		}
	})
}

func TestAskingAgainAboutMoneyCanBeStopped(t *testing.T) {
	inBubble(t, func(r *rig) {
		r.payer.status, r.payer.err = client.MovementUnknown, client.ErrUnknown
		p := openTopUp(r)
		r.typed("25")
		r.press("enter", "y")
		r.payer.delay = time.Minute
		r.strike("r")
		r.onSmallScreens("asking what became of it", "nothing is sent; esc stops asking")
		if p.Holds() || !p.Counting() {
			t.Errorf("holds %v, counts %v", p.Holds(), p.Counting())
		}
		r.press("esc")
		r.onSmallScreens("outcome unknown: the money may have moved", "not decided; r asks")
		r.hides("canceled")
		r.strike("r")
		p.Hide() // as the lock does
		r.settle()
		r.onSmallScreens("outcome unknown: the money may have moved")
		r.press("esc")
		if len(got[ui.BackMsg](r)) != 1 || r.payer.orders() != 1 {
			t.Error("the second esc does not leave, or something was sent")
		}
	})
}
