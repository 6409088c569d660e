package screen

import (
	"testing"
	"time"

	"cardwallet/client"
	"cardwallet/tui/ui"
)

func TestCreatedCardIsPendingUntilItIsThere(t *testing.T) {
	inBubble(t, func(r *rig) {
		c := NewCards(r.env)
		r.open(c)
		r.shows("Ads EU", "active")
		created := client.Movement{OrderID: "CW1", Profile: "fin", Kind: client.MoveCreate, Amount: usd("25"), Status: client.MovementProcessing}
		r.take(MovedMsg{Movement: created, New: client.NewCard{Name: "Marketing"}})
		r.settle()
		r.shows("Marketing", "pending", "Ads EU")
		r.press("G", "enter", "t")
		if n := got[ui.NoticeMsg](r); len(n) != 2 || n[0].Text != "the issuer has not told the id of this card yet" || len(got[ui.PushMsg](r)) != 0 {
			t.Errorf("said %+v", n)
		}
		created.Status, created.CardID = client.MovementSucceeded, "new7"
		r.take(MovedMsg{Movement: created})
		r.settle()
		r.shows("Marketing", "#new7", "pending")
		r.press("enter")
		if len(got[ui.PushMsg](r)) != 1 {
			t.Error("does not open")
		}
		r.issuer.mu.Lock()
		r.issuer.card = client.Card{Profile: "fin", ID: "new7", Name: "There now", Status: client.CardActive}
		r.issuer.mu.Unlock()
		r.press("r")
		r.shows("There now", "active")
		r.hides("Marketing", "pending")
	})
}

func TestCreationsWithoutACardLeaveTheList(t *testing.T) {
	created := client.Movement{OrderID: "CW1", Profile: "fin", Kind: client.MoveCreate, Amount: usd("25"), Status: client.MovementProcessing}
	for status, stays := range map[client.MovementStatus]bool{
		client.MovementFailed: false, client.MovementUnknown: false, client.MovementProcessing: true,
		client.MovementSucceeded: false, // the next list has it, though nobody knows which it is
	} {
		inBubble(t, func(r *rig) {
			r.env.Moves.Open = []client.Movement{created} // from an earlier run
			c := NewCards(r.env)
			r.open(c)
			r.hides("pending")
			r.take(MovesMsg{})
			r.settle()
			r.shows("new card", "pending")
			created := created
			created.Status = status
			r.take(MovedMsg{Movement: created})
			r.settle()
			if pending := len(c.pending) == 1; pending != stays {
				t.Errorf("%s: pending %v", status, pending)
			}
			if stays {
				r.shows("pending")
			} else {
				r.hides("pending")
			}
		})
	}
	inBubble(t, func(r *rig) { // what is not configured here is not shown here
		c := NewCards(r.env)
		r.open(c)
		created.Profile = "elsewhere"
		r.take(MovedMsg{Movement: created})
		r.settle()
		r.hides("pending")
	})
}

func TestListLearnsTheLastFourDigitsOfARevealedCard(t *testing.T) {
	inBubble(t, func(r *rig) {
		r.open(NewCard(r.env, adsCard()))
		r.press("v")
		seen := got[SeenMsg](r)
		if len(seen) != 1 || seen[0].Card.Last4 != "4242" {
			t.Fatalf("told %+v", seen)
		}
		r.tick(30 * time.Second)
		r.press("v")
		if len(got[SeenMsg](r)) != 1 {
			t.Error("told twice")
		}
		r.screen.(*Card).Hide()
		r.open(NewCards(r.env))
		r.shows("#5161") // the end of the id
		r.take(seen[0])
		r.settle()
		r.shows("…4242")
		r.press("r") // also in the lists that come later
		r.shows("…4242")
		r.hides("#5161")
	})
}

func TestNewCardKeyIsDrawnWhereItIsOffered(t *testing.T) {
	inBubble(t, func(r *rig) {
		r.env.Wallet = client.NewWallet(
			client.Account{Profile: "fin", Kind: "finhub", Issuer: r.issuer}, client.Account{Profile: "ads", Kind: "aurex", Issuer: struct{ client.Issuer }{r.issuer}})
		c := NewCards(r.env)
		r.open(c)
		r.press("n")
		if pushed := got[ui.PushMsg](r); len(pushed) != 1 {
			t.Fatal("not opened")
		}
		r.take(ShowProfileMsg{Profile: "ads"})
		r.settle()
		for _, b := range c.Keys() {
			if b.Help().Desc == "new card" {
				t.Error("drawn although not offered")
			}
		}
		r.press("n")
		if n := got[ui.NoticeMsg](r); len(n) != 1 || n[0].Text != "Aurex offers no card creation; offered by fin (FinHub)" {
			t.Errorf("said %+v", n)
		}
	})
}

func TestOldListIsNotReadWhileLocked(t *testing.T) {
	inBubble(t, func(r *rig) {
		r.env.Refresh = 30 * time.Second
		r.open(NewCards(r.env))
		r.tick(45 * time.Second)
		if n := r.issuer.count("cards"); n != 2 {
			t.Fatalf("read %d times", n)
		}
		r.env.Locked = true
		r.tick(time.Hour)
		if n := r.issuer.count("cards"); n != 2 {
			t.Errorf("read %d times", n)
		}
		r.env.Locked = false
		r.tick(31 * time.Second)
		if n := r.issuer.count("cards"); n != 3 {
			t.Errorf("read %d times", n)
		}
	})
}
