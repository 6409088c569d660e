package cards

import (
	"testing"
	"time"

	"cardwallet/client"
	"cardwallet/tui/screen"
	"cardwallet/tui/screentest"
	"cardwallet/tui/ui"
)

func TestCreatedCardIsPendingUntilItIsThere(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		c := NewCards(r.Env)
		r.Open(c)
		r.Shows("Ads EU", "active")
		created := client.Movement{OrderID: "CW1", Profile: "fin", Kind: client.MoveCreate, Amount: screentest.Usd("25"),
			Status: client.MovementProcessing}
		r.Take(screen.MovedMsg{Movement: created, New: client.NewCard{Name: "Marketing"}})
		r.Settle()
		r.Shows("Marketing", "pending", "Ads EU")
		r.Press("G", "enter", "t")
		if n := screentest.Got[ui.NoticeMsg](r); len(n) != 2 || n[0].Text != "the issuer has not told the id of this card yet" ||
			len(screentest.Got[ui.PushMsg](r)) != 0 {
			t.Errorf("said %+v", n)
		}
		created.Status, created.CardID = client.MovementSucceeded, "new7"
		r.Take(screen.MovedMsg{Movement: created})
		r.Settle()
		r.Shows("Marketing", "#new7", "pending")
		r.Press("enter")
		if len(screentest.Got[ui.PushMsg](r)) != 1 {
			t.Error("does not open")
		}
		r.Issuer.Mu.Lock()
		r.Issuer.TheCard = client.Card{Profile: "fin", ID: "new7", Name: "There now", Status: client.CardActive}
		r.Issuer.Mu.Unlock()
		r.Press("r")
		r.Shows("There now", "active")
		r.Hides("Marketing", "pending")
	})
}

func TestCreationsWithoutACardLeaveTheList(t *testing.T) {
	created := client.Movement{OrderID: "CW1", Profile: "fin", Kind: client.MoveCreate, Amount: screentest.Usd("25"),
		Status: client.MovementProcessing}
	for status, stays := range map[client.MovementStatus]bool{
		client.MovementFailed: false, client.MovementUnknown: false, client.MovementProcessing: true,
		client.MovementSucceeded: false, // the next list has it, though nobody knows which it is
	} {
		screentest.InBubble(t, func(r *screentest.Rig) {
			r.Env.Moves.Open = []client.Movement{created} // from an earlier run
			c := NewCards(r.Env)
			r.Open(c)
			r.Hides("pending")
			r.Take(screen.MovesMsg{})
			r.Settle()
			r.Shows("new card", "pending")
			created := created
			created.Status = status
			r.Take(screen.MovedMsg{Movement: created})
			r.Settle()
			if pending := len(c.pending) == 1; pending != stays {
				t.Errorf("%s: pending %v", status, pending)
			}
			if stays {
				r.Shows("pending")
			} else {
				r.Hides("pending")
			}
		})
	}
	screentest.InBubble(t, func(r *screentest.Rig) { // what is not configured here is not shown here
		c := NewCards(r.Env)
		r.Open(c)
		created.Profile = "elsewhere"
		r.Take(screen.MovedMsg{Movement: created})
		r.Settle()
		r.Hides("pending")
	})
}

func TestListLearnsTheLastFourDigitsOfARevealedCard(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		r.Open(NewCard(r.Env, screentest.AdsCard()))
		r.Press("v")
		seen := screentest.Got[screen.NamedMsg](r)
		if len(seen) != 1 || seen[0].Card.Last4 != "4242" {
			t.Fatalf("told %+v", seen)
		}
		r.Tick(30 * time.Second)
		r.Press("v")
		if len(screentest.Got[screen.NamedMsg](r)) != 1 {
			t.Error("told twice")
		}
		r.Screen.(*Card).Hide()
		r.Open(NewCards(r.Env))
		r.Shows("#5161") // the end of the id
		r.Take(seen[0])
		r.Settle()
		r.Shows("··4242")
		r.Press("r") // also in the lists that come later
		r.Shows("··4242")
		r.Hides("#5161")
	})
}

func TestNewCardKeyIsDrawnWhereItIsOffered(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		r.Env.Wallet = client.NewWallet(
			client.Account{Profile: "fin", Kind: "finhub", Issuer: r.Issuer},
			client.Account{Profile: "ads", Kind: "aurex", Issuer: struct{ client.Issuer }{r.Issuer}})
		c := NewCards(r.Env)
		r.Open(c)
		r.Press("n")
		if pushed := screentest.Got[ui.PushMsg](r); len(pushed) != 1 {
			t.Fatal("not opened")
		}
		r.Take(ShowProfileMsg{Profile: "ads"})
		r.Settle()
		for _, b := range c.Actions() {
			if b.Key.Help().Desc == "new card" && b.Can() {
				t.Error("drawn although not offered")
			}
		}
		r.Press("n")
		if n := screentest.Got[ui.NoticeMsg](r); len(n) != 1 || n[0].Text != "Aurex offers no card creation; offered by fin (FinHub)" {
			t.Errorf("said %+v", n)
		}
	})
}

func TestOldListIsNotReadWhileLocked(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		r.Env.Refresh = 30 * time.Second
		r.Open(NewCards(r.Env))
		r.Tick(45 * time.Second)
		if n := r.Issuer.Count("cards"); n != 2 {
			t.Fatalf("read %d times", n)
		}
		r.Env.Locked = true
		r.Tick(time.Hour)
		if n := r.Issuer.Count("cards"); n != 2 {
			t.Errorf("read %d times", n)
		}
		r.Env.Locked = false
		r.Tick(31 * time.Second)
		if n := r.Issuer.Count("cards"); n != 3 {
			t.Errorf("read %d times", n)
		}
	})
}
