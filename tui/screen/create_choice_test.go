package screen

import (
	"context"
	"errors"
	"strings"
	"testing"

	"cardwallet/client"
	"cardwallet/tui/ui"
)

// openPhysical opens the creation of a physical budget card at an issuer with holders and several accounts, on the choice of the holder.
func openPhysical(r *rig) *Create {
	r.issuer.types[1].Currency = "USD"
	r.issuer.funds = []client.Funds{
		{ID: "11", Name: "main wallet", Kind: client.FundsWallet, Available: usd("1000")},
		{ID: "12", Name: "team budget", Kind: client.FundsBudget, Available: usd("300")},
		{ID: "13", Name: "collateral", Kind: client.FundsMargin, Available: usd("50")},
		{ID: "14", Name: "euros", Kind: client.FundsWallet, Available: client.NewMoney(usd("5").Amount, "EUR")},
	}
	r.env.Wallet = client.NewWallet(client.Account{Profile: "fin", Kind: "finhub", Issuer: &people{r.issuer}})
	c := NewCreate(r.env, "")
	r.open(c)
	r.press("down", "enter")
	return c
}

// people is an issuer with holders of every status.
type people struct{ *fakeIssuer }

func (p *people) Holders(context.Context) ([]client.Holder, error) {
	return []client.Holder{
		{ID: "91", FirstName: "Ana", LastName: "Souza", Country: "BR", Status: "pass_audit"},
		{ID: "92", FirstName: "Kim", LastName: "Larsen", Status: "under_review", Barred: "is being reviewed by the issuer"},
		{ID: "93", FirstName: "Max", LastName: "Stone", Status: "reject", Barred: "was refused by the issuer"},
		{ID: "94", FirstName: "Ines", LastName: "Roy", Status: "wait_audit", Barred: "waits for the issuer's review"},
		{ID: "95", FirstName: "Eve", LastName: "Poe", Status: "frozen\x1b[2J", Barred: "is not approved: frozen\x1b[2J"},
	}, p.called("holders")
}

func TestCreateChoosesHolderAndAccount(t *testing.T) {
	inBubble(t, func(r *rig) {
		c := openPhysical(r)
		r.onSmallScreens("made out to which holder?", "Ana Souza", "BR", "Kim Larsen", "is being reviewed by the issuer", "Max Stone",
			"was refused by the issuer", "waits for the issuer's review", "is not approved: frozen", "1 of 5 can be chosen, at most 5 cards each")
		for range 4 { // none of the others can be chosen
			r.press("down", "enter")
			if c.stage != createChoice || c.choosing != 0 {
				t.Fatal("a holder that is not approved was chosen")
			}
		}
		if notices := got[ui.NoticeMsg](r); len(notices) != 4 || notices[1].Text != "Max Stone was refused by the issuer" {
			t.Errorf("said %+v", notices)
		}
		r.press("/")
		r.typed("souza")
		r.press("enter", "enter")
		r.onSmallScreens("paying from which shared account?", "main wallet", "available 300.00 USD", "is margin, which pays for no card",
			"holds EUR, the card takes USD", "2 of 4 can be chosen")
		r.hides("of the shared account")
		r.press("down", "down", "enter")
		r.shows("paying from which shared account?")
		r.press("up", "enter")
		r.onSmallScreens("card number", "offline number of the physical card, as printed on it")
		r.hides("holder id", "account id")
		r.typed("4711")
		r.press("enter")
		r.onSmallScreens("wallet 300.00 USD")
		r.typed("25")
		r.press("enter")
		r.onSmallScreens("holder 91", "account 12", "number 4711", "wallet 300.00 -> 264.75 USD")
		r.press("y")
		want := client.NewCard{TypeID: "111003", HolderID: "91", AccountID: "12", CardNumber: "4711"}
		if len(r.payer.sent) != 1 || r.payer.sent[0].New != want {
			t.Errorf("sent %+v", r.payer.sent)
		}
	})
}

func TestCreateTypesTheIDWhereTheListFails(t *testing.T) {
	inBubble(t, func(r *rig) {
		r.issuer.set("holders", &client.Error{Kind: client.ErrUnreachable, Profile: "fin", Op: "list holders"})
		c := openPhysical(r)
		r.onSmallScreens("nothing to choose from: fin: list holders: unreachable", "enter types the id instead")
		r.issuer.set("holders", nil)
		r.press("r")
		r.shows("Ana Souza")
		r.issuer.set("holders", errors.New("broken"))
		r.press("r", "enter", "enter") // on to the accounts, and one of them
		r.onSmallScreens("holder id", "card number")
		r.typed("77")
		r.press("esc", "esc")
		r.shows("nothing to choose from: broken")
		r.press("enter", "enter") // what was typed is still there
		r.shows("holder id   77")
		if c.wanted().HolderID != "" || c.wanted().AccountID != "11" {
			t.Errorf("wanted %+v", c.wanted())
		}
	})
}

func TestCreateSummaryNamesTheHolder(t *testing.T) {
	inBubble(t, func(r *rig) {
		r.issuer.types[1].Mode = "PREPAID_CARD"
		openPhysical(r)
		r.press("enter")
		r.typed("4711")
		r.press("enter")
		r.typed("25")
		r.press("enter")
		r.onSmallScreens("create this card?", "for holder 91 Ana Souza number 4711 account fin", "wallet 1000.00 -> 964.75 USD", "y confirms")
	})
}

func TestCreateFilterOfTypes(t *testing.T) {
	inBubble(t, func(r *rig) {
		r.open(NewCreate(r.env, ""))
		r.press("/")
		r.typed("mastercard")
		r.onSmallScreens("/mastercard", "Budget MasterCard", "needs a holder, a shared account, its offline number")
		r.hides("531993")
		r.typed("zz")
		r.onSmallScreens("nothing here has these words")
		r.press("enter", "enter", "=", "space") // nothing to choose
		r.onSmallScreens("nothing here has these words")
		r.press("esc")
		r.shows("531993", "Budget MasterCard")
		if len(got[ui.BackMsg](r)) != 0 {
			t.Error("esc left before it cleared the filter")
		}
	})
}

func TestCardTypesCompared(t *testing.T) {
	inBubble(t, func(r *rig) {
		r.issuer.types[1].Risky = []string{"Casinos", "Lotteries\x1b[2J"}
		r.open(NewCreate(r.env, ""))
		r.press("=")
		r.press("space", "down")
		r.shows("* 531993")
		r.press("=", "space", "=", "up", "space", "=")
		var ids []string
		for _, msg := range got[ui.PushMsg](r) {
			var shown []string
			for _, t := range msg.Screen.(*CardTypes).types {
				shown = append(shown, t.ID)
			}
			ids = append(ids, strings.Join(shown, "+"))
		}
		if got := strings.Join(ids, " "); got != "111002 111002+111003 111002+111003 111003+111002" {
			t.Errorf("showed %s", got)
		}
		pushed := got[ui.PushMsg](r)
		r.screen = pushed[1].Screen
		r.onSmallScreens("531993 Visa SUBSCRIPTION", "Budget MasterCard PURCHAS")
		for _, size := range testSizes {
			fits(t, r.screen, size[0], size[1])
		}
		if narrow := stripStyle(r.screen.View(60, 100)); !strings.Contains(narrow, "* price               A 10.00 USD\n                      B 1.00 USD") ||
			!strings.Contains(narrow, "  status                offline") {
			t.Errorf("at 60 columns:\n%s", narrow)
		}
		if wide := stripStyle(r.screen.View(80, 100)); !strings.Contains(wide, "* price               10.00 USD                    1.00 USD") || !strings.Contains(wide, "Casinos") {
			t.Errorf("at 80 columns:\n%s", wide)
		}
		if strings.Contains(r.screen.View(60, 13), "risky at") {
			t.Error("nothing to scroll to")
		}
		r.size = [2]int{60, 13}
		r.press("G")
		if low := stripStyle(r.screen.View(60, 13)); !strings.Contains(low, "A 531993") || !strings.Contains(low, "* risky at            A -\n                      B Casinos, Lotteries") {
			t.Errorf("at the end:\n%s", low)
		}
		r.screen = pushed[0].Screen
		r.onSmallScreens("organization Visa", "initial deposit 20.00 to 500.00 USD")
		for _, size := range testSizes {
			fits(t, r.screen, size[0], size[1])
		}
	})
}
