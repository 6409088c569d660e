package cards

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"cardwallet/client"
	"cardwallet/tui/deck"
	"cardwallet/tui/screentest"
	"cardwallet/tui/ui"
)

// withCards is the list with these cards of the account fin.
func withCards(r *screentest.Rig, cards ...client.Card) *Cards {
	c := NewCards(r.Env)
	r.Open(c)
	for i := range cards {
		cards[i].Profile = "fin"
	}
	c.listings[0].rows, c.listings[0].byID = deck.NewPacker().Rows(cards), nil
	r.Do(c.arrange())
	r.Settle()
	return c
}

func currencies4() []client.Card {
	euro := client.NewMoney(screentest.Usd("63.5").Amount, "EUR")
	return []client.Card{
		{ID: "a", Name: "Euro", Status: client.CardActive, Balance: euro},
		{ID: "b", Name: "Small", Status: client.CardFrozen, Balance: screentest.Usd("5")},
		{ID: "c", Name: "Big", Status: client.CardActive, Balance: screentest.Usd("1200")},
		{ID: "d", Name: "Budget", Status: client.CardExpired, Balance: screentest.Usd("13981.2"), Shared: true},
		{ID: "e", Name: "Silent", Status: client.CardActive},
		{ID: "f", Name: "Whose", Status: client.CardActive, Balance: screentest.Usd("13000"), MayShare: true},
	}
}

// TestMoneyOfTwoCurrenciesIsNotCompared: each has a place of its own in the list, that of most cards the first.
func TestMoneyOfTwoCurrenciesIsNotCompared(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		c := withCards(r, currencies4()...)
		r.Press("s")
		at := -1
		view := ansi.Strip(c.View(80, 18))
		for _, want := range []string{"balance ↓", "  USD", "Big", "Small", "  EUR", "Euro", "from shared accounts", "Budget",
			"balance not known",
			"Silent", "Whose"} {
			next := strings.Index(view, want)
			if next <= at {
				t.Fatalf("%q does not come next in\n%s", want, view)
			}
			at = next
		}
		row := func(name string) int {
			for y, line := range strings.Split(ansi.Strip(c.View(80, 18)), "\n") {
				if strings.Contains(line, name) {
					return y
				}
			}
			return -1
		}
		click := func(y int) { r.Take(ui.PointMsg{X: 5, Y: y, Width: 80, Height: 18}); r.Settle() }
		click(row("Euro"))
		if card, _ := c.Selected(); card.ID != "a" {
			t.Errorf("a click on Euro selects %q", card.Name)
		}
		click(row("  EUR"))
		if card, _ := c.Selected(); card.ID != "a" || len(screentest.Got[ui.PushMsg](r)) != 0 {
			t.Errorf("a click on a currency selects %q, or opens it", card.Name)
		}
		click(row("Euro"))
		if len(screentest.Got[ui.PushMsg](r)) != 1 {
			t.Error("a second click does not open the card")
		}
	})
}

// TestSharedCardsStandTogether, also one whose account's balance is not known.
func TestSharedCardsStandTogether(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		c := withCards(r, append(currencies4(), client.Card{ID: "f", Name: "Zebra", Shared: true})...)
		r.Press("s")
		view := ansi.Strip(c.View(80, 20))
		if shared, silent := strings.Index(view, "Zebra"), strings.Index(view, "Silent"); strings.Count(view, "from shared accounts") != 1 ||
			shared > silent {
			t.Errorf("sorted by balance:\n%s", view)
		}
	})
}

// TestTheBordersSayHowMuchIsOnTheCards: of each currency for itself, and never the money of an account that many cards pay from.
func TestTheBordersSayHowMuchIsOnTheCards(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		c := withCards(r, currencies4()...)
		view := ansi.Strip(c.View(120, 33))
		for _, want := range []string{
			"on cards 1,205.00 USD · 63.50 EUR", "4 active · 1 frozen · 1 other", "1 of 6", "shared", "unknown", "13,000.00 USD ?",
		} {
			if !strings.Contains(view, want) {
				t.Errorf("%q is not in\n%s", want, view)
			}
		}
		if strings.Contains(view, "13,981") || strings.Contains(view, "15,186") || strings.Contains(view, "14,205") {
			t.Errorf("shared money is counted:\n%s", view)
		}
	})
}

// TestThePreviewWaitsForTheCursorToRest: nothing of one card is beside the name of another.
func TestThePreviewWaitsForTheCursorToRest(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		c := withCards(r, currencies4()...)
		time.Sleep(time.Second)
		r.Settle()
		for _, size := range [][2]int{{120, 33}, {80, 21}} {
			r.Press("g")
			time.Sleep(time.Second)
			r.Settle()
			shown := func() string { return ansi.Strip(c.View(size[0], size[1])) }
			first, _ := c.Selected()
			if n := strings.Count(shown(), "1,200.00 USD"); first.Name != "Big" || n != 2 {
				t.Errorf("the balance of %s is drawn %d times:\n%s", first.Name, n, shown())
			}
			r.Press("j")
			second, _ := c.Selected()
			if n := strings.Count(shown(), "1,200.00 USD"); n != 1 || strings.Count(shown(), second.Name) != 2 {
				t.Errorf("beside %s:\n%s", second.Name, shown())
			}
			time.Sleep(time.Second)
			r.Settle()
			if !strings.Contains(shown(), "••••") {
				t.Errorf("nothing is drawn when the cursor rests:\n%s", shown())
			}
		}
	})
}

// withTroubles is the list of two accounts that cannot be read, with a card each of another time.
func withTroubles(r *screentest.Rig) *Cards {
	r.Env.Wallet = client.NewWallet(client.Account{Profile: "ads", Kind: "aurex", Issuer: screentest.NewFakeIssuer()},
		client.Account{Profile: "fin", Kind: "finhub", Issuer: r.Issuer})
	c := NewCards(r.Env)
	r.Open(c)
	for _, l := range c.listings {
		card := client.Card{Profile: l.account.Profile, ID: l.account.Profile, Name: "of " + l.account.Profile}
		l.rows, l.byID = deck.NewPacker().Rows([]client.Card{card}), nil
	}
	r.Do(c.arrange())
	r.Settle()
	return c
}

// TestAnAccountThatFailedSaysWhatToDoOnASmallScreen: what can be done is its last line.
func TestAnAccountThatFailedSaysWhatToDoOnASmallScreen(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		c := withTroubles(r)
		r.Do(c.onLoaded(c.listings[0], nil, answer{}, errors.New("ads: unreachable\ncheck the network and the address of the issuer")))
		view := ansi.Strip(c.View(60, 13))
		for _, want := range []string{"of ads", "of fin", "ads cannot be read", "unreachable", "check the network", "r tries again",
			"p the accounts"} {
			if !strings.Contains(view, want) {
				t.Errorf("%q is not in\n%s", want, view)
			}
		}
	})
}

// TestWhatFailedIsToldOnceWhereThereIsNoCard, and the key that asks again is on the key line.
func TestWhatFailedIsToldOnceWhereThereIsNoCard(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		r.Issuer.Set("cards", errors.New("refused by the issuer"))
		c := NewCards(r.Env)
		r.Open(c)
		for _, size := range [][2]int{{60, 13}, {80, 21}, {120, 33}, {200, 47}} {
			view := ansi.Strip(c.View(size[0], size[1]))
			if strings.Count(view, "cannot be read") != 1 || strings.Count(view, "tries again") != 1 {
				t.Errorf("at %dx%d:\n%s", size[0], size[1], view)
			}
		}
		for _, a := range c.Actions() {
			if what := a.Key.Help().Desc; a.Quiet && what == "refresh" || !a.Quiet && what == "filter" {
				t.Errorf("%s: quiet is %v", what, a.Quiet)
			}
		}
	})
}

// TestAnAccountThatFailsLaterIsShownToo: that one was seen and left says nothing of another.
func TestAnAccountThatFailsLaterIsShownToo(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		c := withTroubles(r)
		says := func(account string, want bool) {
			t.Helper()
			if view := ansi.Strip(c.View(80, 21)); strings.Contains(view, account+" cannot be read") != want {
				t.Errorf("%s is said to have failed: %v in\n%s", account, !want, view)
			}
		}
		fails := func(l *listing) { r.Do(c.onLoaded(l, nil, answer{}, errors.New(l.account.Profile+": refused"))) }
		fails(c.listings[0])
		says("ads", true)
		r.Press("j")
		says("ads", false)
		fails(c.listings[1])
		says("fin", true)
		if !c.Escape() {
			t.Error("there was nothing to go on from")
		}
		says("fin", false)
		fails(c.listings[1]) // again: it was seen
		says("fin", false)
		says("ads", false)
		if c.Escape() {
			t.Error("there was something to go on from")
		}
	})
}

// TestWhatIsSearchedIsWhole also on the narrowest screen.
func TestWhatIsSearchedIsWhole(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		r.Size = [2]int{60, 12}
		withCards(r, currencies4()...)
		r.Press("/", "z", "z")
		r.Shows("no card has these words", "last 4, holder, id, status, account", "esc clears the filter")
	})
}

func TestACardThatSomebodyElseIsAtWorkOn(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		card := screentest.AdsCard()
		r.Env.Person = "ops-2"
		r.Env.Moves.Open = []client.Movement{{OrderID: "CW", Profile: card.Profile, CardID: card.ID, Kind: client.MoveTopUp,
			Amount: screentest.Usd("100"), Person: "ops-1", Status: client.MovementSent}}
		withCards(r, card)
		r.Shows("ops-1 is topping up · Ads EU")
	})
}
