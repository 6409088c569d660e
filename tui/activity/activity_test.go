package activity

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"cardwallet/client"
	"cardwallet/tui/screen"
	"cardwallet/tui/screentest"
	"cardwallet/tui/ui"
)

// aDay fills the journal with one movement of each status.
func aDay(r *screentest.Rig) {
	now := time.Now()
	row := func(n int, kind client.MovementKind, status client.MovementStatus, card, about string) client.Movement {
		m := client.Movement{
			OrderID: fmt.Sprintf("CW%020d", n), Profile: "fin", CardID: card, Kind: kind, Amount: screentest.Usd(fmt.Sprint(10 * n)),
			Fee:    screentest.Usd("0.3"),
			Status: status, Description: about, CreatedAt: now.Add(-time.Duration(n) * time.Hour),
		}
		if status.Settled() {
			m.SettledAt = m.CreatedAt.Add(time.Minute)
		}
		return m
	}
	r.Payer.Rows = []client.Movement{
		row(1, client.MoveTopUp, client.MovementUnknown, screentest.AdsCard().ID,
			"card balance 1150.00 USD, was -1120.00 USD before; the money may have moved"),
		row(2, client.MoveWithdraw, client.MovementSucceeded, screentest.AdsCard().ID, ""),
		row(3, client.MoveCreate, client.MovementProcessing, "", ""),
		row(4, client.MoveTopUp, client.MovementFailed, "other", "insufficient\x1b[2J balance"),
		row(5, client.MoveTopUp, client.MovementSent, screentest.AdsCard().ID, ""),
	}
	r.Payer.Rows[1].Fee = client.Money{}
	r.Payer.Steps = []client.Step{
		{To: client.MovementIntended, At: now}, {From: client.MovementIntended, To: client.MovementSent, At: now.Add(time.Second)},
		{From: client.MovementSent, To: client.MovementUnknown, Description: "no answer came in time", At: now.Add(31 * time.Second)},
	}
	r.Env.Find = func(profile, id string) (client.Card, bool) {
		return screentest.AdsCard(), profile == "fin" && id == screentest.AdsCard().ID
	}
}

func openActivity(r *screentest.Rig) *Activity {
	aDay(r)
	a := NewActivity(r.Env)
	r.Open(a)
	return a
}

func TestActivityListsTheJournal(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		a := openActivity(r)
		at := r.Env.When(r.Payer.Rows[0].CreatedAt)
		r.OnSmallScreens("▌ "+at+" top up Ads EU #5161 10.00 USD", "unknown", "withdraw Ads EU #5161 20.00 USD", "done",
			"new card new card 30.00 USD", "under way",
			"40.00 USD", "failed", "sent")
		for line := range strings.Lines(ansi.Strip(a.View(60, 13))) {
			if strings.Contains(line, "10.00 USD") && strings.Contains(line, "failed") {
				t.Errorf("an unknown outcome is called failed: %s", line)
			}
		}
		if where, position := a.Title(); where != "activity" || position != "1 of 5" {
			t.Errorf("title %q, %q", where, position)
		}
		r.Press("j", "j")
		if _, position := a.Title(); position != "3 of 5" {
			t.Errorf("position %q", position)
		}
		r.Press("/")
		r.Typed("withdraw ads")
		if _, position := a.Title(); position != "1 of 1, 5 in all" || !a.CapturesInput() {
			t.Errorf("position %q", position)
		}
		r.Press("enter")
		if a.CapturesInput() {
			t.Error("enter does not keep the filter")
		}
		r.Press("esc")
		if _, position := a.Title(); !strings.HasSuffix(position, "of 5") {
			t.Errorf("position %q", position)
		}
		r.Press("/")
		r.Typed("zzz")
		r.Shows("no movement has these words", "esc clears the filter")
	})
}

func TestActivityHasAColumnOfPeopleWhereThereAreSeveral(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		aDay(r)
		for i := range r.Payer.Rows {
			r.Payer.Rows[i].Person = "ops-1"
		}
		a := NewActivity(r.Env)
		r.Open(a)
		header := func(width int) string { return ansi.Strip(a.table(width).Lines(&a.moves, width, 10)[0]) }
		if strings.Contains(header(120), "person") {
			t.Errorf("one person has a column: %q", header(120))
		}
		r.Payer.Rows[1].Person = "ops-2\x1b[2J\u202e"
		r.Do(a.load())
		r.Settle()
		for _, width := range []int{76, 120} {
			lines := a.table(width).Lines(&a.moves, width, 10)
			if drawn := ansi.Strip(strings.Join(lines, "\n")); !strings.Contains(header(width), "person") || !strings.Contains(drawn, "ops-2") {
				t.Errorf("no column of people in %d cells:\n%s", width, drawn)
			}
		}
		for _, size := range screentest.TestSizes {
			screentest.Fits(t, a, size[0], size[1])
		}
	})
}

func TestActivityOpensARowAndFollowsWhatChanges(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		a := openActivity(r)
		r.Press("enter")
		pushed := screentest.Got[ui.PushMsg](r)
		if len(pushed) != 1 {
			t.Fatal("nothing opened")
		}
		r.Payer.Rows[0].Status = client.MovementSucceeded
		r.Take(screen.MovesMsg{})
		r.Settle()
		r.Hides("unknown")
		// A row that the person chose stays under the cursor when newer ones come.
		r.Press("j")
		r.Payer.Rows = append([]client.Movement{{OrderID: "CWNEW", Kind: client.MoveTopUp, Amount: screentest.Usd("1"),
			CreatedAt: time.Now()}}, r.Payer.Rows...)
		r.Take(screen.MovedMsg{})
		r.Settle()
		if m, _ := a.moves.Selected(); m.OrderID != r.Payer.Rows[2].OrderID {
			t.Errorf("the cursor went to %s", m.OrderID)
		}
		r.Open(pushed[0].Screen)
		r.Shows("✓ done", "Ads EU #5161", "account     fin", "0.30 USD", "card balance 1,150.00 USD", "history",
			"✓ 00:00:00  written down here", "✓ 00:00:01  handed over to be sent, once", "? 00:00:31  outcome unknown", "no answer came in time")
		r.OnSmallScreens("✓ done", "history")
	})
}

func TestActivityOfAnEmptyOrBrokenJournal(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		r.Open(NewActivity(r.Env))
		r.OnSmallScreens("nothing yet")
		r.Press("enter", "M", "r", "j")
	})
	screentest.InBubble(t, func(r *screentest.Rig) {
		r.Payer.Broken = errors.New("the journal is of a newer version\nupdate cardwallet")
		r.Open(NewActivity(r.Env))
		r.OnSmallScreens("the journal cannot be read: the journal is of a newer version", "update cardwallet")
		r.Hides("nothing yet")
		r.Open(newMovement(r.Env, screentest.OpenedBefore()))
		r.OnSmallScreens("the history cannot be read", "outcome unknown")
	})
}

func TestActivitySettlesNow(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		openActivity(r)
		r.Press("r", "r")
		r.OnSmallScreens("asking the issuers")
		if n := len(screentest.Got[screen.SettleMsg](r)); n != 1 {
			t.Errorf("asked %d times", n)
		}
		r.Take(screen.MovesMsg{Settled: true, Err: errors.New("fin: unreachable\ntry later")})
		r.Settle()
		r.OnSmallScreens("! not all could be asked: fin:", "unreachable")
		r.Press("r")
		r.Take(screen.MovesMsg{Settled: true})
		r.Settle()
		r.Hides("asking", "not all")
	})
}

func TestMarkNeedsAReasonAndAYes(t *testing.T) {
	for answer, want := range map[string]string{"enter": "success: I saw it at the issuer", "down enter": "failed: I saw it at the issuer"} {
		keys := strings.Fields(answer)
		screentest.InBubble(t, func(r *screentest.Rig) {
			openActivity(r)
			r.Press("M")
			r.Open(screentest.Got[ui.PushMsg](r)[0].Screen)
			r.OnSmallScreens("what became of this?", "top-up of 10.00 USD", "Ads EU #5161 at fin", "card balance 1,150.00 USD", "▌ it was done",
				"it was not done", "this records and sends nothing")
			r.Press("y", "d", "n")
			r.Press(keys...)
			r.Press("enter", "y")
			if len(r.Payer.Marks) != 0 {
				t.Fatal("marked without a reason")
			}
			r.Press("backspace")
			r.Typed("I saw it at the issuer")
			r.Press("enter")
			r.OnSmallScreens("I saw it at the issuer", "record it for good", "no other key confirms")
			r.Hides("look at the issuer first")
			r.Press("enter", "n", "d", " ")
			if len(r.Payer.Marks) != 0 {
				t.Fatal("marked without y")
			}
			r.Payer.Delay = time.Second
			r.Press("esc", "enter")
			r.Confirm()
			for _, k := range []string{"y", "y", "enter", "esc"} {
				r.Strike(k)
			}
			r.Tick(2 * time.Second)
			if len(r.Payer.Marks) != 1 || !strings.HasSuffix(r.Payer.Marks[0], " "+want) {
				t.Errorf("marked %q", r.Payer.Marks)
			}
			if len(screentest.Got[ui.BackMsg](r)) != 1 || len(screentest.Got[screen.MovedMsg](r)) != 1 {
				t.Errorf("told %+v", r.Out)
			}
			if len(r.Payer.Sent) != 0 {
				t.Error("marking sent something")
			}
		})
	}
}

func TestMarkThatIsRefusedSaysWhy(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		aDay(r)
		r.Payer.Lost = errors.New("it is settled meanwhile\nlook at its history")
		r.Open(newMark(r.Env, r.Payer.Rows[0]))
		r.Press("enter", "x", "enter", "y")
		r.OnSmallScreens("not recorded: it is settled meanwhile", "look at its history")
		if r.Screen.(*Mark).Holds() || len(screentest.Got[ui.BackMsg](r)) != 0 {
			t.Error("holds the person, or leaves")
		}
	})
}

func TestMarkForgetsThatTheJournalWasAway(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		aDay(r)
		r.Payer.Lost = fmt.Errorf("the team's journal does not answer: %w", client.ErrUnreachable)
		r.Open(newMark(r.Env, r.Payer.Rows[0]))
		r.Press("enter", "x", "enter", "y")
		r.Take(screen.MovesMsg{})
		r.Shows("not recorded: the team's journal does not answer")
		r.Take(screen.MovesMsg{Read: 1})
		r.Hides("not recorded")
	})
}

func TestOnlyUnknownOutcomesCanBeMarked(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		openActivity(r)
		r.Press("j", "M")
		if n := screentest.Got[ui.NoticeMsg](r); len(n) != 1 || n[0].Text != "only an unknown outcome can be marked; this one is done" ||
			len(screentest.Got[ui.PushMsg](r)) != 0 {
			t.Errorf("said %+v", n)
		}
		r.Open(newMovement(r.Env, r.Payer.Rows[0]))
		r.Press("M", "r")
		if len(screentest.Got[ui.PushMsg](r)) != 1 || len(screentest.Got[screen.SettleMsg](r)) != 1 {
			t.Error("the movement itself cannot be marked or settled")
		}
		r.OnSmallScreens("do not send it again", "r asks the issuer again", "M marks what you")
	})
}

func TestChangesInTheActivityHaveNoAmounts(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		r.Payer.Rows = []client.Movement{
			{OrderID: "CW1", Profile: "fin", CardID: screentest.AdsCard().ID, Kind: client.MoveLimits, Status: client.MovementUnknown,
				Change: "pays only at MCC 5411", CreatedAt: time.Now()},
			{OrderID: "CW2", Profile: "fin", CardID: screentest.AdsCard().ID, Kind: client.MovePIN, Status: client.MovementSucceeded,
				CreatedAt: time.Now()},
			{OrderID: "CW3", Profile: "fin", CardID: screentest.AdsCard().ID, Kind: client.MoveFreeze, Status: client.MovementFailed,
				CreatedAt: time.Now()},
		}
		r.Open(NewActivity(r.Env))
		r.OnSmallScreens("limits", "PIN", "freeze", "unknown", "done", "failed")
		r.Hides("USD", "amount", "fee")
		r.Press("/", "u", "n", "k", "n", "o", "w", "n")
		r.OnSmallScreens("limits")
		r.Hides("PIN", "freeze")
		r.Open(newMovement(r.Env, r.Payer.Rows[0]))
		r.OnSmallScreens("change pays only at MCC 5411", "outcome unknown")
		r.Hides("amount", "fee")
		r.Open(newMark(r.Env, r.Payer.Rows[0]))
		r.OnSmallScreens("change of limits", "it was done", "the card was changed", "it was not done", "the card was not changed")
		r.Hides("money")
		r.Press("down", "enter")
		r.OnSmallScreens("it was not done: the card was not changed")
	})
}

// What is known of the selected movement is beside the list or below it, its history once the cursor rests.
func TestActivityTellsOfTheSelectedMovement(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		a := openActivity(r)
		r.Size = [2]int{120, 33}
		r.Shows("─ Top-up Ads EU #5161 ─", "? outcome unknown", "marks what you found out", "written down here",
			"no answer came in time", "? 1 unknown · 2 under way", "0.30 USD")
		r.Press("down")
		r.Shows("─ Withdrawal Ads EU #5161 ─")
		r.Hides("outcome unknown", "written down here")
		time.Sleep(200 * time.Millisecond)
		r.Settle()
		r.Shows("✓ done", "20.00 USD", "written down here")
		r.Size = [2]int{80, 21}
		r.Shows("── Withdrawal Ads EU #5161 · fin ─", "✓ done · amount 20.00 USD", "order CW00000000000000000002")
		if len(screentest.Got[screen.SettleMsg](r)) != 0 {
			t.Error("the issuer is asked for what is beside the list")
		}
		r.Press("/")
		r.Typed("tatu") // each has a status, which is no text of it
		r.Hides("new card", "withdraw ")
		r.Press("esc")
		r.Press("/")
		r.Typed("status:under-way")
		r.Press("enter")
		r.Shows("new card", "◐ under way")
		r.Hides("withdraw ")
		r.Press("esc")
		r.Take(ui.PointMsg{X: 4, Y: 4, Width: 80, Height: 21})
		if m, _ := a.moves.Selected(); m.OrderID != r.Payer.Rows[3].OrderID {
			t.Errorf("a click chose %s", m.OrderID)
		}
	})
}

// TestAnOutcomeInTheHistoryStaysWhatItWas: only what leads to an outcome is behind a movement that has one.
func TestAnOutcomeInTheHistoryStaysWhatItWas(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		var steps []client.Step
		for _, to := range []client.MovementStatus{client.MovementSent, client.MovementFailed, "of a later version", client.MovementSucceeded} {
			steps = append(steps, client.Step{To: to, At: r.Env.Now()})
		}
		lines := history(r.Env, client.Movement{Status: client.MovementSucceeded, CreatedAt: r.Env.Now()}, steps, 80)[2:]
		for i, mark := range []string{"✓", "✕", "?", "✓"} {
			if !strings.HasPrefix(ansi.Strip(lines[i]), " "+mark) {
				t.Errorf("%q does not begin with %s", lines[i], mark)
			}
		}
	})
}
