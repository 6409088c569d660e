package create

import (
	"errors"
	"fmt"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"cardwallet/client"
	"cardwallet/tui/screen"
	"cardwallet/tui/screentest"
	"cardwallet/tui/ui"
)

// nameless is an issuer without a catalogue, which asks for a name.
func nameless(f *screentest.FakeIssuer) client.Issuer {
	return named{screentest.Limited{Issuer: f, Mover: f, Kinds: []client.MovementKind{client.MoveCreate}}}
}

type named struct{ screentest.Limited }

func (named) CardParts(client.CardType) []client.CardPart { return []client.CardPart{client.PartName} }

func openNameless(r *screentest.Rig) *Create {
	r.Env.Wallet = client.NewWallet(client.Account{Profile: "ads", Kind: "linora", Issuer: nameless(r.Issuer)})
	c := NewCreate(r.Env, "")
	r.Open(c)
	return c
}

func TestCreateFromTheCatalogue(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		r.Open(NewCreate(r.Env, ""))
		r.OnSmallScreens("Which type of card?", "▌ 531993 Visa, virtual, for", "10.00 USD", "Budget MasterCard, plastic",
			"20.00 to 500.00 USD", "needs no holder")
		r.Press("G", "enter") // which cannot be had
		if said := screentest.Got[ui.NoticeMsg](r); len(said) != 1 || said[0].Text != "the issuer makes no new cards of this type now" {
			t.Errorf("said %+v", said)
		}
		r.Tick(time.Second)
		r.OnSmallScreens("Which type of card?", "▌ Retired ✕ not now", "the issuer makes no new")
		r.Shows("the issuer makes no new cards of this type now")
		r.Press("g", "enter")
		r.OnSmallScreens("new card 531993", "fin at FinHub", "wallet 1,000.00 USD", "20.00 to 500.00 USD")
		r.Typed("25")
		r.OnSmallScreens("fee 10.25 USD of it 10.00 USD the card's price", "leaves 35.25 USD")
		r.Press("enter")
		r.OnSmallScreens("Create this card?", "531993 Visa virtual for subscriptions", "fin at FinHub", "US dollars", "amount 25.00 USD",
			"fee 10.25 USD",
			"leaves 35.25 USD", "wallet 1,000.00 → 964.75 USD", "no other key confirms")
		r.Payer.Delay = time.Second
		r.Press("y")
		r.OnSmallScreens("Creating the card", "written down here", "on its way to FinHub, once")
		r.Tick(2 * time.Second)
		r.OnSmallScreens("created a new card with 25.00 USD on it", "pending in the list", "wallet 1,000.00 → 964.75 USD", "order CW000")
		want := client.Intent{Kind: client.MoveCreate, New: client.NewCard{TypeID: "111002"}, Amount: screentest.Usd("25")}
		got1 := r.Payer.Sent[0]
		got1.Quote = client.Quote{}
		if diff := cmp.Diff(want, got1, cmp.Comparer(func(a, b decimal.Decimal) bool { return a.Equal(b) })); diff != "" {
			t.Error(diff)
		}
		r.Press("enter")
		if len(screentest.Got[ui.BackMsg](r)) != 1 {
			t.Error("enter does not leave the outcome")
		}
	})
}

func TestCreateAsksOnlyWhatTheTypeNeeds(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		c := NewCreate(r.Env, "")
		r.Open(c)
		r.Press("down", "enter")
		r.OnSmallScreens("Paying from which shared account?", "nothing to choose from: the account has none", "enter types the id instead")
		r.Press("enter")
		r.OnSmallScreens("holder id", "account id", "card number", "at most 5 cards each", "enter continues")
		for _, step := range []struct{ typed, want string }{
			{"", "this type needs a holder: type the id, digits only"},
			{"12x", "this type needs a holder: type the id, digits only"},
			{"\b345", ""},
			{"", "a budget card needs a shared account: type the id, digits only"},
			{"07", "a budget card needs a shared account: type the id, which does not begin with 0"},
			{"\b\b987", ""},
			{"", "a physical card needs its offline number"},
		} {
			for _, k := range step.typed {
				if k == '\b' {
					r.Press("backspace")
				} else {
					r.Press(string(k))
				}
			}
			r.Press("enter")
			if step.want != "" {
				r.OnSmallScreens(step.want)
			}
			if c.stage != createParts {
				t.Fatalf("went on after %q", step.typed)
			}
		}
		r.Take(tea.PasteMsg{Content: " 4711-0815\n"})
		r.Settle()
		r.Press("enter")
		r.Typed("25")
		r.Press("enter")
		r.OnSmallScreens("Create this card?", "holder 12345, account 987, number 4711-0815", "Budget MasterCard")
		r.Press("y")
		want := client.NewCard{TypeID: "111003", HolderID: "12345", AccountID: "987", CardNumber: "4711-0815"}
		if len(r.Payer.Sent) != 1 || r.Payer.Sent[0].New != want {
			t.Errorf("sent %+v", r.Payer.Sent)
		}
	})
}

func TestCreateByName(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		openNameless(r)
		r.OnSmallScreens("name", "what to call the card", "ads at Linora")
		r.Press("enter")
		r.OnSmallScreens("the card needs a name")
		r.Typed("qTeam?")
		r.Press("enter")
		r.Typed("25")
		r.Press("enter")
		r.OnSmallScreens("for qTeam?", "no other key confirms")
		r.Payer.Status, r.Payer.Err = client.MovementUnknown, client.ErrUnknown
		r.Press("y")
		r.OnSmallScreens("outcome unknown: the money may have moved, do not send it again")
		r.Hides("failed", "not created")
		if sent := r.Payer.Sent; len(sent) != 1 || sent[0].New.Name != "qTeam?" {
			t.Errorf("sent %+v", sent)
		}
		if moved := screentest.Got[screen.MovedMsg](r); len(moved) != 1 || moved[0].New.Name != "qTeam?" {
			t.Errorf("told %+v", moved)
		}
		// The issuer knows no order numbers, so r compares what can be compared.
		r.Payer.Settled = client.MovementSucceeded
		r.Press("r")
		r.Shows("created a new card with 25.00 USD on it")
		if r.Payer.Asked != 1 || len(r.Payer.Sent) != 1 {
			t.Errorf("asked %d times, sent %d", r.Payer.Asked, len(r.Payer.Sent))
		}
	})
}

func TestCreateAmountIsJudgedAsItIsTyped(t *testing.T) {
	for typed, want := range map[string]string{
		"5": "at least 20.00 USD", "501": "at most 500.00 USD", "25.555": "at most 2 decimals", "1e3": "only digits and one decimal point",
		"1,000": "only digits and one decimal point", "-25": "only digits and one decimal point", "0": "at least 20.00 USD",
		"25 EUR": "this card takes USD", "490": "insufficient balance: the wallet has 500.00 USD",
	} {
		screentest.InBubble(t, func(r *screentest.Rig) {
			r.Issuer.TheFunds[0].Available = screentest.Usd("500")
			openCreated(r)
			r.Typed(typed)
			r.OnSmallScreens(want)
			r.Press("enter", "y")
			if r.Payer.Orders() != 0 {
				t.Errorf("%s was sent", typed)
			}
		})
	}
}

func TestCreateWithoutMoneyWhereTheTypeAllowsIt(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		r.Issuer.Create.Min = decimal.NewNullDecimal(decimal.Zero)
		openCreated(r)
		r.Typed("0")
		r.Press("enter", "y")
		r.Shows("created a new card with 0.00 USD on it")
		if n := r.Payer.Orders(); n != 1 {
			t.Errorf("sent %d orders", n)
		}
	})
}

func TestCreateHasTheOnlyAmountFilledIn(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		r.Issuer.Create.Min, r.Issuer.Create.Max = decimal.NewNullDecimal(decimal.Zero), decimal.NewNullDecimal(decimal.Zero)
		openCreated(r)
		r.Press("enter", "y")
		r.Shows("created a new card with 0.00 USD on it")
		if n := r.Payer.Orders(); n != 1 {
			t.Errorf("sent %d orders", n)
		}
	})
}

func TestCreateRefusals(t *testing.T) {
	for name, tc := range map[string]struct {
		prepare func(*screentest.Rig)
		want    []string
	}{
		"terms": {func(r *screentest.Rig) {
			r.Issuer.Set("create terms", fmt.Errorf("%w: this type needs a holder", client.ErrTerms))
		}, []string{"no card creation: outside the issuer's terms: this type needs a holder"}},
		"refused": {func(r *screentest.Rig) { r.Issuer.Create = client.Terms{Refusal: "this type is sold out"} },
			[]string{"no card creation: this type is sold out"}},
		"unreachable": {func(r *screentest.Rig) { r.Issuer.Set("create terms", client.ErrUnreachable) },
			[]string{"terms could not be read: unreachable", "r tries again"}},
		"read-only": {func(r *screentest.Rig) {
			r.Env.Wallet = client.NewWallet(client.Account{Profile: "fin", Kind: "finhub", ReadOnly: true, Issuer: r.Issuer})
		}, []string{"the profile is read-", "remove read_only from the profile"}},
	} {
		t.Run(name, func(t *testing.T) {
			screentest.InBubble(t, func(r *screentest.Rig) {
				tc.prepare(r)
				openCreated(r)
				r.OnSmallScreens(tc.want...)
				r.Press("2", "5", "enter", "y")
				if r.Payer.Orders() != 0 {
					t.Error("sent")
				}
			})
		})
	}
	screentest.InBubble(t, func(r *screentest.Rig) {
		r.Issuer.Set("types", &client.Error{Kind: client.ErrUnreachable, Profile: "fin", Op: "read card types"})
		r.Open(NewCreate(r.Env, ""))
		r.OnSmallScreens("no card types: fin: read card types: unreachable", "r tries again")
		r.Issuer.Set("types", nil)
		r.Issuer.Types = nil
		r.Press("enter", "r")
		r.OnSmallScreens("the issuer offers no card type now")
		r.Issuer.Types = []client.CardType{{ID: "1", Name: "Only one", CanOpen: true}}
		r.Press("r") // and that is no choice
		r.OnSmallScreens("Only one", "amount")
	})
	screentest.InBubble(t, func(r *screentest.Rig) {
		r.Env.Wallet = client.NewWallet(client.Account{Profile: "fin", Issuer: struct{ client.Issuer }{r.Issuer}})
		r.Open(NewCreate(r.Env, ""))
		r.OnSmallScreens("no account offers card creation")
		r.Press("enter", "y")
	})
}

func TestCreateGoesBackStepByStep(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		r.Env.Wallet = client.NewWallet(
			client.Account{Profile: "fin", Kind: "finhub", Issuer: r.Issuer},
			client.Account{Profile: "ads", Kind: "linora", Issuer: nameless(r.Issuer), ReadOnly: true},
			client.Account{Profile: "third", Kind: "linora", Issuer: struct{ client.Issuer }{r.Issuer}},
		)
		c := NewCreate(r.Env, "")
		r.Open(c)
		r.OnSmallScreens("At which account?", "fin", "FinHub", "ads", "Linora, read-only")
		r.Hides("third")
		r.Press("down", "enter")
		r.OnSmallScreens("ads: the profile is read-")
		r.Press("esc")
		r.OnSmallScreens("At which account?")
		r.Press("up", "enter", "down", "enter", "enter")
		r.Typed("1")
		r.Press("down")
		r.Typed("2")
		r.Press("down")
		r.Typed("3")
		r.Press("enter")
		r.Typed("25")
		r.Press("enter")
		for _, want := range []string{"Create this card?", "amount              25 USD", "card number", "Paying from which",
			"Which type of card?", "At which account?"} {
			r.Shows(want)
			if len(screentest.Got[ui.BackMsg](r)) != 0 {
				t.Fatalf("left before %s", want)
			}
			r.Press("esc")
		}
		if len(screentest.Got[ui.BackMsg](r)) != 1 || r.Payer.Orders() != 0 {
			t.Error("esc does not leave at last")
		}
	})
	screentest.InBubble(t, func(r *screentest.Rig) { // where there is nothing to choose, esc leaves at once
		openNameless(r)
		r.Press("esc")
		if len(screentest.Got[ui.BackMsg](r)) != 1 {
			t.Error("esc does not leave the name")
		}
	})
}

func TestCreateAnswersOfAnotherChoiceAreVoid(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		c := NewCreate(r.Env, "")
		r.Open(c)
		r.Issuer.Set("create terms", errors.New("late"))
		r.Issuer.Delay = 3 * time.Second
		r.Press("enter")
		r.Shows("reading the issuer's terms")
		r.Press("esc", "down", "enter")
		r.Tick(5 * time.Second)
		if r.Issuer.Count("create terms") != 1 {
			t.Error("the late answer did not come")
		}

		types := r.Issuer.Types
		r.Issuer.Delay, r.Issuer.Types = 0, nil
		lateTypes := c.loadTypes()()
		r.Issuer.Types = types
		r.Do(c.loadTypes())
		r.Settle()
		r.Press("down", "enter")
		funds := r.Issuer.TheFunds
		r.Issuer.TheFunds = []client.Funds{{ID: "1", Name: "of another choice"}}
		lateChoice := c.choose(0)()
		r.Issuer.TheFunds = funds
		r.Press("esc", "enter")
		for _, late := range []tea.Msg{lateTypes, lateChoice} {
			r.Take(late)
			r.Settle()
		}
		r.Shows("Paying from which shared account?", "the account has none")
		r.Hides("of another choice")
		r.Press("esc")
		r.Shows("Which type of card?", "531993 ")
	})
}

func openCreated(r *screentest.Rig) {
	s := NewCreate(r.Env, "")
	r.Open(s)
	r.Press("enter")
}
