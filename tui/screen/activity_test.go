package screen

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"cardwallet/client"
	"cardwallet/tui/ui"
)

// aDay fills the journal with one movement of each status.
func aDay(r *rig) {
	now := time.Now()
	row := func(n int, kind client.MovementKind, status client.MovementStatus, card, about string) client.Movement {
		m := client.Movement{
			OrderID: fmt.Sprintf("CW%020d", n), Profile: "fin", CardID: card, Kind: kind, Amount: usd(fmt.Sprint(10 * n)), Fee: usd("0.3"),
			Status: status, Description: about, CreatedAt: now.Add(-time.Duration(n) * time.Hour),
		}
		if status.Settled() {
			m.SettledAt = m.CreatedAt.Add(time.Minute)
		}
		return m
	}
	r.payer.rows = []client.Movement{
		row(1, client.MoveTopUp, client.MovementUnknown, adsCard().ID, "card balance 150.00 USD, was 120.00 USD before; the money may have moved"),
		row(2, client.MoveWithdraw, client.MovementSucceeded, adsCard().ID, ""),
		row(3, client.MoveCreate, client.MovementProcessing, "", ""),
		row(4, client.MoveTopUp, client.MovementFailed, "other", "insufficient\x1b[2J balance"),
		row(5, client.MoveTopUp, client.MovementSent, adsCard().ID, ""),
	}
	r.payer.rows[1].Fee = client.Money{}
	r.payer.steps = []client.Step{
		{To: client.MovementIntended, At: now}, {From: client.MovementIntended, To: client.MovementSent, At: now.Add(time.Second)},
		{From: client.MovementSent, To: client.MovementUnknown, Description: "no answer came in time", At: now.Add(31 * time.Second)},
	}
	r.env.Find = func(profile, id string) (client.Card, bool) { return adsCard(), profile == "fin" && id == adsCard().ID }
}

func openActivity(r *rig) *Activity {
	aDay(r)
	a := NewActivity(r.env)
	r.open(a)
	return a
}

func TestActivityListsTheJournal(t *testing.T) {
	inBubble(t, func(r *rig) {
		a := openActivity(r)
		at := r.env.when(r.payer.rows[0].CreatedAt)
		r.onSmallScreens("> "+at+" top up Ads EU #5161 10.00 USD", "unknown", "withdraw Ads EU #5161 20.00 USD", "success", "new card new card 30.00 USD", "processing",
			"40.00 USD", "failed", "sent")
		for line := range strings.Lines(ansi.Strip(a.View(60, 13))) {
			if strings.Contains(line, "10.00 USD") && strings.Contains(line, "failed") {
				t.Errorf("an unknown outcome is called failed: %s", line)
			}
		}
		if where, position := a.Title(); where != "activity" || position != "1 of 5" {
			t.Errorf("title %q, %q", where, position)
		}
		r.press("j", "j")
		if _, position := a.Title(); position != "3 of 5" {
			t.Errorf("position %q", position)
		}
		r.press("/")
		r.typed("withdraw ads")
		if _, position := a.Title(); position != "1 of 1 (5)" || !a.CapturesInput() {
			t.Errorf("position %q", position)
		}
		r.press("enter")
		if a.CapturesInput() {
			t.Error("enter does not keep the filter")
		}
		r.press("esc")
		if _, position := a.Title(); !strings.HasSuffix(position, "of 5") {
			t.Errorf("position %q", position)
		}
		r.press("/")
		r.typed("zzz")
		r.shows("no movement matches the filter")
	})
}

func TestActivityOpensARowAndFollowsWhatChanges(t *testing.T) {
	inBubble(t, func(r *rig) {
		a := openActivity(r)
		r.press("enter")
		pushed := got[ui.PushMsg](r)
		if len(pushed) != 1 {
			t.Fatal("nothing opened")
		}
		r.payer.rows[0].Status = client.MovementSucceeded
		r.take(MovesMsg{})
		r.settle()
		r.hides("unknown")
		// A row that the person chose stays under the cursor when newer ones come.
		r.press("j")
		r.payer.rows = append([]client.Movement{{OrderID: "CWNEW", Kind: client.MoveTopUp, Amount: usd("1"), CreatedAt: time.Now()}}, r.payer.rows...)
		r.take(MovedMsg{})
		r.settle()
		if m, _ := a.selected(); m.OrderID != r.payer.rows[2].OrderID {
			t.Errorf("the cursor went to %s", m.OrderID)
		}
		r.open(pushed[0].Screen)
		r.shows("done", "Ads EU #5161 at fin", "0.30 USD", "card balance 150.00 USD", "history", "intended", "intended -> sent", "sent -> unknown", "no answer came in time")
		r.onSmallScreens("status", "history")
	})
}

func TestActivityOfAnEmptyOrBrokenJournal(t *testing.T) {
	inBubble(t, func(r *rig) {
		r.open(NewActivity(r.env))
		r.onSmallScreens("nothing yet")
		r.press("enter", "m", "r", "j")
	})
	inBubble(t, func(r *rig) {
		r.payer.broken = errors.New("the journal is of a newer version\nupdate cardwallet")
		r.open(NewActivity(r.env))
		r.onSmallScreens("the journal cannot be read: the journal is of a newer version", "update cardwallet")
		r.hides("nothing yet")
		r.open(NewMovement(r.env, openedBefore()))
		r.onSmallScreens("the history cannot be read", "outcome unknown")
	})
}

func TestActivitySettlesNow(t *testing.T) {
	inBubble(t, func(r *rig) {
		openActivity(r)
		r.press("r", "r")
		r.onSmallScreens("asking the issuers")
		if n := len(got[SettleMsg](r)); n != 1 {
			t.Errorf("asked %d times", n)
		}
		r.take(MovesMsg{Settled: true, Err: errors.New("fin: unreachable\ntry later")})
		r.settle()
		r.onSmallScreens("! not all could be asked: fin: unreachable")
		r.press("r")
		r.take(MovesMsg{Settled: true})
		r.settle()
		r.hides("asking", "not all")
	})
}

func TestMarkNeedsAReasonAndAYes(t *testing.T) {
	for key, want := range map[string]string{"d": "success: I saw it at the issuer", "n": "failed: I saw it at the issuer"} {
		inBubble(t, func(r *rig) {
			openActivity(r)
			r.press("m")
			r.open(got[ui.PushMsg](r)[0].Screen)
			r.onSmallScreens("what became of this?", "top-up of 10.00 USD", "Ads EU #5161 at fin", "card balance 150.00 USD", "d it was done", "n it was not done", "this records and sends nothing")
			r.press("y", "enter", key, "enter", "y")
			if len(r.payer.marks) != 0 {
				t.Fatal("marked without a reason")
			}
			r.press("backspace")
			r.typed("I saw it at the issuer")
			r.press("enter")
			r.onSmallScreens("I saw it at the issuer", "y records it for good, any other key does not")
			r.hides("look at the issuer first")
			r.press("enter", "n", "d", " ")
			if len(r.payer.marks) != 0 {
				t.Fatal("marked without y")
			}
			r.payer.delay = time.Second
			r.press("esc", "enter")
			r.confirm()
			for _, k := range []string{"y", "y", "enter", "esc"} {
				r.strike(k)
			}
			r.tick(2 * time.Second)
			if len(r.payer.marks) != 1 || !strings.HasSuffix(r.payer.marks[0], " "+want) {
				t.Errorf("marked %q", r.payer.marks)
			}
			if len(got[ui.BackMsg](r)) != 1 || len(got[MovedMsg](r)) != 1 {
				t.Errorf("told %+v", r.out)
			}
			if len(r.payer.sent) != 0 {
				t.Error("marking sent something")
			}
		})
	}
}

func TestMarkThatIsRefusedSaysWhy(t *testing.T) {
	inBubble(t, func(r *rig) {
		aDay(r)
		r.payer.lost = errors.New("it is settled meanwhile\nlook at its history")
		r.open(NewMark(r.env, r.payer.rows[0]))
		r.press("d", "x", "enter", "y")
		r.onSmallScreens("not recorded: it is settled meanwhile", "look at its history")
		if r.screen.(*Mark).Holds() || len(got[ui.BackMsg](r)) != 0 {
			t.Error("holds the person, or leaves")
		}
	})
}

func TestOnlyUnknownOutcomesCanBeMarked(t *testing.T) {
	inBubble(t, func(r *rig) {
		openActivity(r)
		r.press("j", "m")
		if n := got[ui.NoticeMsg](r); len(n) != 1 || n[0].Text != "only an unknown outcome can be marked; this one is success" || len(got[ui.PushMsg](r)) != 0 {
			t.Errorf("said %+v", n)
		}
		r.open(NewMovement(r.env, r.payer.rows[0]))
		r.press("m", "r")
		if len(got[ui.PushMsg](r)) != 1 || len(got[SettleMsg](r)) != 1 {
			t.Error("the movement itself cannot be marked or settled")
		}
		r.onSmallScreens("r asks the issuer again; m marks what you found out")
	})
}

func TestChangesInTheActivityHaveNoAmounts(t *testing.T) {
	inBubble(t, func(r *rig) {
		r.payer.rows = []client.Movement{
			{OrderID: "CW1", Profile: "fin", CardID: adsCard().ID, Kind: client.MoveLimits, Status: client.MovementUnknown, Change: "pays only at MCC 5411", CreatedAt: time.Now()},
			{OrderID: "CW2", Profile: "fin", CardID: adsCard().ID, Kind: client.MovePIN, Status: client.MovementSucceeded, CreatedAt: time.Now()},
			{OrderID: "CW3", Profile: "fin", CardID: adsCard().ID, Kind: client.MoveFreeze, Status: client.MovementFailed, CreatedAt: time.Now()},
		}
		r.open(NewActivity(r.env))
		r.onSmallScreens("limits", "PIN", "freeze", "unknown", "success", "failed")
		r.hides("USD", "?")
		r.press("/", "u", "n", "k", "n", "o", "w", "n")
		r.onSmallScreens("limits")
		r.hides("PIN", "freeze")
		r.open(NewMovement(r.env, r.payer.rows[0]))
		r.onSmallScreens("change pays only at MCC 5411", "outcome unknown")
		r.hides("amount", "fee")
		r.open(NewMark(r.env, r.payer.rows[0]))
		r.onSmallScreens("change of limits", "d it was done, the card was changed", "n it was not done, the card was not changed")
		r.hides("money")
		r.press("n")
		r.onSmallScreens("it was not done: the card was not changed")
	})
}
