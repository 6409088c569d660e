package create

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"cardwallet/client"
	"cardwallet/client/holder"
	maker "cardwallet/tui/holder"
	"cardwallet/tui/screen"
	"cardwallet/tui/screentest"
	"cardwallet/tui/ui"
)

// openPhysical opens the creation of a physical budget card at an issuer with holders and several accounts, on the choice of the holder.
func openPhysical(r *screentest.Rig) *Create {
	r.Issuer.Types[1].Currency = "USD"
	r.Issuer.TheFunds = []client.Funds{
		{ID: "11", Name: "main wallet", Kind: client.FundsWallet, Available: screentest.Usd("1000")},
		{ID: "12", Name: "team budget", Kind: "budget", Available: screentest.Usd("300")},
		{ID: "13", Name: "collateral", Kind: client.FundsMargin, Available: screentest.Usd("50")},
		{ID: "14", Name: "euros", Kind: client.FundsWallet, Available: client.NewMoney(screentest.Usd("5").Amount, "EUR")},
	}
	r.Env.Wallet = client.NewWallet(client.Account{Profile: "fin", Kind: "finhub", Issuer: &people{r.Issuer}})
	c := NewCreate(r.Env, "")
	r.Open(c)
	r.Press("down", "enter")
	return c
}

// people is an issuer with holders of every status.
type people struct{ *screentest.FakeIssuer }

func (p *people) Holders(context.Context) ([]client.Holder, error) {
	return []client.Holder{
		{ID: "91", FirstName: "Ana", LastName: "Souza", Country: "BR", Status: "pass_audit"},
		{ID: "92", FirstName: "Kim", LastName: "Larsen", Status: "under_review", Barred: "is being reviewed by the issuer"},
		{ID: "93", FirstName: "Max", LastName: "Stone", Status: "reject", Barred: "was refused by the issuer"},
		{ID: "94", FirstName: "Ines", LastName: "Roy", Status: "wait_audit", Barred: "waits for the issuer's review"},
		{ID: "95", FirstName: "Eve", LastName: "Poe", Status: "frozen\x1b[2J", Barred: "is not approved: frozen\x1b[2J"},
	}, p.Called("holders")
}

func TestCreateChoosesHolderAndAccount(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		c := openPhysical(r)
		r.OnSmallScreens("Made out to which holder?", "Ana Souza", "BR", "Kim Larsen", "is being reviewed by the issuer", "Max Stone",
			"was refused by the issuer", "waits for the issuer's review", "is not approved: frozen", "1 of 5 can be chosen, at most 5 cards each")
		for range 4 { // none of the others can be chosen
			r.Press("down", "enter")
			if c.stage != createChoice || c.choosing != 0 {
				t.Fatal("a holder that is not approved was chosen")
			}
		}
		if notices := screentest.Got[ui.NoticeMsg](r); len(notices) != 4 || notices[1].Text != "Max Stone was refused by the issuer" {
			t.Errorf("said %+v", notices)
		}
		r.Press("/")
		r.Typed("souza")
		r.Press("enter", "enter")
		r.OnSmallScreens("Paying from which shared account?", "main wallet", "available 300.00 USD", "is margin, which pays for no card",
			"holds EUR, the card takes USD", "2 of 4 can be chosen")
		r.Hides("of the shared account")
		r.Press("down", "down", "enter")
		r.Shows("Paying from which shared account?")
		r.Press("up", "enter")
		r.OnSmallScreens("card number", "offline number of the physical card, as printed on it")
		r.Hides("holder id", "account id")
		r.Typed("4711")
		r.Press("enter")
		r.OnSmallScreens("wallet 300.00 USD")
		r.Typed("25")
		r.Press("enter")
		r.OnSmallScreens("holder 91", "account 12", "number 4711", "wallet 300.00 → 264.75 USD")
		r.Press("y")
		want := client.NewCard{TypeID: "111003", HolderID: "91", AccountID: "12", CardNumber: "4711"}
		if len(r.Payer.Sent) != 1 || r.Payer.Sent[0].New != want {
			t.Errorf("sent %+v", r.Payer.Sent)
		}
	})
}

func TestCreateTakesClicks(t *testing.T) {
	for _, size := range screentest.TestSizes[:3] {
		screentest.InBubble(t, func(r *screentest.Rig) {
			r.Size = size
			c := openPhysical(r)
			r.Press("esc", "g")
			r.Click("Budget")
			if c.stage != createType {
				t.Fatalf("%v: one click chose", size)
			}
			r.Click("Budget")
			if c.stage != createChoice {
				t.Fatalf("%v: two clicks did not choose", size)
			}
			r.Click("Kim Larsen")
			r.Click("Kim Larsen")
			if notices := screentest.Got[ui.NoticeMsg](r); len(notices) != 1 || c.choosing != 0 {
				t.Errorf("%v: said %+v", size, notices)
			}
		})
	}
}

func TestCreateTypesTheIDWhereTheListFails(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		r.Issuer.Set("holders", &client.Error{Kind: client.ErrUnreachable, Profile: "fin", Op: "list holders"})
		c := openPhysical(r)
		r.OnSmallScreens("nothing to choose from: fin: list holders: unreachable", "enter types the id instead")
		r.Issuer.Set("holders", nil)
		r.Press("r")
		r.Shows("Ana Souza")
		r.Issuer.Set("holders", errors.New("broken"))
		r.Press("r", "enter", "enter") // on to the accounts, and one of them
		r.OnSmallScreens("holder id", "card number")
		r.Typed("77")
		r.Press("esc", "esc")
		r.Shows("nothing to choose from: broken")
		r.Press("enter", "enter") // what was typed is still there
		r.Shows("holder id   77")
		if c.wanted().HolderID != "" || c.wanted().AccountID != "11" {
			t.Errorf("wanted %+v", c.wanted())
		}
	})
}

// makers is an issuer that makes holders, and has none that a card can be made out to.
type makers struct {
	*screentest.FakeIssuer
	people []client.Holder
}

func (m *makers) Holders(context.Context) ([]client.Holder, error) {
	return m.people, m.Called("holders")
}
func (*makers) HolderForm(context.Context, string) (form holder.Form, err error) {
	return form, nil
}
func (*makers) Holder(context.Context, string) (h client.Holder, err error) { return h, nil }
func (*makers) ReadHolderOrder(context.Context, string) (o client.Operation, err error) {
	return o, client.ErrNotFound
}

func TestCreateSaysWhichHolderIsMissingAndMakesOne(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		openPhysical(r)
		m := &makers{FakeIssuer: r.Issuer}
		r.Env.Wallet = client.NewWallet(client.Account{Profile: "fin", Kind: "finhub", Issuer: m})
		c := NewCreate(r.Env, "")
		r.Open(c)
		r.Press("down", "enter")
		r.OnSmallScreens("nothing to choose from: the account has none", "cards of this type need a holder", "makes one")
		m.people = []client.Holder{{ID: "92", FirstName: "Kim", LastName: "Larsen", Status: "under_review",
			Barred: "is being reviewed by the issuer"}}
		r.Press("r")
		r.OnSmallScreens("0 of 1 can be chosen", "cards of this type need a holder", "makes one")
		r.Press("n")
		if pushed := screentest.Got[ui.PushMsg](r); len(pushed) != 1 {
			t.Fatalf("n opens %v", pushed)
		} else if _, ok := pushed[0].Screen.(*maker.Create); !ok {
			t.Errorf("n opens %T", pushed[0].Screen)
		}
		m.people = append(m.people, client.Holder{ID: "91", FirstName: "Ana", LastName: "Souza", Status: "pass_audit"})
		r.Take(screen.MovedMsg{Movement: client.Movement{Kind: client.MoveHolder, Profile: "fin", Status: client.MovementSucceeded}})
		r.Tick(time.Millisecond)
		r.OnSmallScreens("Ana Souza", "1 of 2 can be chosen")
		r.Hides("makes one")
		if c.stage != createChoice {
			t.Error("the choice is left")
		}
	})
}

func TestCreateSummaryNamesTheHolder(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		r.Issuer.Types[1].Mode = "PREPAID_CARD"
		openPhysical(r)
		r.Press("enter")
		r.Typed("4711")
		r.Press("enter")
		r.Typed("25")
		r.Press("enter")
		r.OnSmallScreens("Create this card?", "for holder 91 Ana Souza number 4711 from fin", "wallet 1,000.00 → 964.75 USD",
			"no other key confirms")
	})
}

func TestCreateFilterOfTypes(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		r.Open(NewCreate(r.Env, ""))
		r.Press("/")
		r.Typed("mastercard")
		r.Shows("/mastercard")
		r.Tick(time.Second)
		r.OnSmallScreens("Budget MasterCard", "needs a holder, a shared account,")
		r.Shows("needs a holder, a shared account, its offline number")
		r.Hides("531993")
		r.Typed("zz")
		r.OnSmallScreens("nothing here has these words")
		r.Press("enter", "enter", "=", "space") // nothing to choose
		r.OnSmallScreens("nothing here has these words")
		r.Press("esc")
		r.Shows("531993", "Budget  ")
		if len(screentest.Got[ui.BackMsg](r)) != 0 {
			t.Error("esc left before it cleared the filter")
		}
	})
}

func TestCardTypesCompared(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		r.Issuer.Types[1].Risky = []string{"Casinos", "Lotteries\x1b[2J"}
		r.Open(NewCreate(r.Env, ""))
		r.Press("=")
		r.Press("space", "down")
		r.Shows(" ✓531993")
		r.Press("=", "space", "=", "up", "space", "=")
		var ids []string
		for _, msg := range screentest.Got[ui.PushMsg](r) {
			var shown []string
			for _, t := range msg.Screen.(*cardTypes).types {
				shown = append(shown, t.ID)
			}
			ids = append(ids, strings.Join(shown, "+"))
		}
		if got := strings.Join(ids, " "); got != "111002 111002+111003 111002+111003 111003+111002" {
			t.Errorf("showed %s", got)
		}
		pushed := screentest.Got[ui.PushMsg](r)
		r.Screen = pushed[1].Screen
		r.OnSmallScreens("531993 Visa virtual for", "Budget MasterCard plastic")
		for _, size := range screentest.TestSizes {
			screentest.Fits(t, r.Screen, size[0], size[1])
		}
		if narrow := screentest.StripStyle(r.Screen.View(60, 100)); !strings.Contains(narrow,
			"* price               A 10.00 USD\n                      B 1.00 USD") ||
			!strings.Contains(narrow, "  status                offline") {
			t.Errorf("at 60 columns:\n%s", narrow)
		}
		if wide := screentest.StripStyle(r.Screen.View(80, 100)); !strings.Contains(wide,
			"* price               10.00 USD                    1.00 USD") || !strings.Contains(wide, "Casinos") {
			t.Errorf("at 80 columns:\n%s", wide)
		}
		if top := screentest.StripStyle(r.Screen.View(60, 13)); strings.Contains(top, "risky at") ||
			!strings.HasPrefix(top, "── Two card types at fin ") || !strings.Contains(top, " 1-10 of ") || !strings.Contains(top, " ▼ ") {
			t.Errorf("nothing says that there is more:\n%s", top)
		}
		r.Size = [2]int{60, 13}
		r.Press("G")
		if low := screentest.StripStyle(r.Screen.View(60, 13)); !strings.Contains(low, "A 531993") || strings.Contains(low, "▼") ||
			!strings.Contains(low, "* risky at            A -\n                      B Casinos, Lotteries") {
			t.Errorf("at the end:\n%s", low)
		}
		r.Screen = pushed[0].Screen
		r.OnSmallScreens("organization Visa", "initial deposit 20.00 to 500.00 USD")
		for _, size := range screentest.TestSizes {
			screentest.Fits(t, r.Screen, size[0], size[1])
		}
	})
}
