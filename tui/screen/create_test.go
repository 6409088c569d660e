package screen

import (
	"errors"
	"fmt"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"cardwallet/client"
	"cardwallet/tui/ui"
)

// nameless is an issuer without a catalogue, which asks for a name.
func nameless(f *fakeIssuer) client.Issuer {
	return named{limited{Issuer: f, Mover: f, kinds: []client.MovementKind{client.MoveCreate}}}
}

type named struct{ limited }

func (named) CardParts(client.CardType) []client.CardPart { return []client.CardPart{client.PartName} }

func openNameless(r *rig) *Create {
	r.env.Wallet = client.NewWallet(client.Account{Profile: "ads", Kind: "linora", Issuer: nameless(r.issuer)})
	c := NewCreate(r.env, "")
	r.open(c)
	return c
}

func TestCreateFromTheCatalogue(t *testing.T) {
	inBubble(t, func(r *rig) {
		r.open(NewCreate(r.env, ""))
		r.onSmallScreens("which type of card?", "531993 Visa SUBSCRIPTION Virtual", "price 10.00 USD", "Budget MasterCard PURCHASE", "20.00 to 500.00 USD", "needs nothing else")
		r.hides("Retired") // cannot be had
		r.press("enter")
		r.onSmallScreens("new card 531993", "fin at FinHub", "wallet 1000.00 USD", "20.00 to 500.00 USD")
		r.typed("25")
		r.onSmallScreens("fee 10.25 USD, of it 10.00 USD the card's price", "total 35.25 USD")
		r.press("enter")
		r.onSmallScreens("create this card?", "531993 Visa SUBSCRIPTION", "fin at FinHub", "US dollars (USD)", "amount 25.00 USD", "fee 10.25 USD",
			"total 35.25 USD", "wallet 1000.00 -> 964.75 USD", "y confirms")
		r.payer.delay = time.Second
		r.press("y")
		r.onSmallScreens("sending the order", "please wait")
		r.tick(2 * time.Second)
		r.onSmallScreens("created: a new card with 25.00 USD on it", "pending in the list", "wallet 1000.00 -> 964.75 USD", "order CW000")
		want := client.Intent{Kind: client.MoveCreate, New: client.NewCard{TypeID: "111002"}, Amount: usd("25")}
		got1 := r.payer.sent[0]
		got1.Quote = client.Quote{}
		if diff := cmp.Diff(want, got1, cmp.Comparer(func(a, b decimal.Decimal) bool { return a.Equal(b) })); diff != "" {
			t.Error(diff)
		}
		r.press("enter")
		if len(got[ui.BackMsg](r)) != 1 {
			t.Error("enter does not leave the outcome")
		}
	})
}

func TestCreateAsksOnlyWhatTheTypeNeeds(t *testing.T) {
	inBubble(t, func(r *rig) {
		c := NewCreate(r.env, "")
		r.open(c)
		r.press("down", "enter")
		r.onSmallScreens("paying from which shared account?", "nothing to choose from: the account has none", "enter types the id instead")
		r.press("enter")
		r.onSmallScreens("holder id", "account id", "card number", "at most 5 cards each", "enter continues")
		for _, step := range []struct{ typed, want string }{
			{"", "this type needs a holder: type the id, digits only"},
			{"12x", "this type needs a holder: type the id, digits only"},
			{"\b345", ""},
			{"", "a budget card needs a shared account: type the id, digits only"},
			{"987", ""},
			{"", "a physical card needs its offline number"},
		} {
			for _, k := range step.typed {
				if k == '\b' {
					r.press("backspace")
				} else {
					r.press(string(k))
				}
			}
			r.press("enter")
			if step.want != "" {
				r.onSmallScreens(step.want)
			}
			if c.stage != createParts {
				t.Fatalf("went on after %q", step.typed)
			}
		}
		r.take(tea.PasteMsg{Content: " 4711-0815\n"})
		r.settle()
		r.press("enter")
		r.typed("25")
		r.press("enter")
		r.onSmallScreens("create this card?", "holder 12345, account 987, number 4711-0815", "Budget MasterCard")
		r.press("y")
		want := client.NewCard{TypeID: "111003", HolderID: "12345", AccountID: "987", CardNumber: "4711-0815"}
		if len(r.payer.sent) != 1 || r.payer.sent[0].New != want {
			t.Errorf("sent %+v", r.payer.sent)
		}
	})
}

func TestCreateByName(t *testing.T) {
	inBubble(t, func(r *rig) {
		openNameless(r)
		r.onSmallScreens("name", "what to call the card", "ads at Linora")
		r.press("enter")
		r.onSmallScreens("the card needs a name")
		r.typed("qTeam?")
		r.press("enter")
		r.typed("25")
		r.press("enter")
		r.onSmallScreens("for qTeam?", "y confirms")
		r.payer.status, r.payer.err = client.MovementUnknown, client.ErrUnknown
		r.press("y")
		r.onSmallScreens("outcome unknown: the money may have moved, do not send it again")
		r.hides("failed", "not created")
		if sent := r.payer.sent; len(sent) != 1 || sent[0].New.Name != "qTeam?" {
			t.Errorf("sent %+v", sent)
		}
		if moved := got[MovedMsg](r); len(moved) != 1 || moved[0].New.Name != "qTeam?" {
			t.Errorf("told %+v", moved)
		}
		// The issuer knows no order numbers, so r compares what can be compared.
		r.payer.settled = client.MovementSucceeded
		r.press("r")
		r.shows("created: a new card with 25.00 USD on it")
		if r.payer.asked != 1 || len(r.payer.sent) != 1 {
			t.Errorf("asked %d times, sent %d", r.payer.asked, len(r.payer.sent))
		}
	})
}

func TestCreateAmountIsJudgedAsItIsTyped(t *testing.T) {
	for typed, want := range map[string]string{
		"5": "at least 20.00 USD", "501": "at most 500.00 USD", "25.555": "at most 2 decimals", "1e3": "only digits and one decimal point",
		"1,000": "only digits and one decimal point", "-25": "only digits and one decimal point", "0": "at least 20.00 USD",
		"25 EUR": "this card takes USD", "490": "insufficient balance: the wallet has 500.00 USD",
	} {
		inBubble(t, func(r *rig) {
			r.issuer.funds[0].Available = usd("500")
			openCreated(r)
			r.typed(typed)
			r.onSmallScreens(want)
			r.press("enter", "y")
			if r.payer.orders() != 0 {
				t.Errorf("%s was sent", typed)
			}
		})
	}
}

func TestCreateWithoutMoneyWhereTheTypeAllowsIt(t *testing.T) {
	inBubble(t, func(r *rig) {
		r.issuer.create.Min = decimal.NewNullDecimal(decimal.Zero)
		openCreated(r)
		r.typed("0")
		r.press("enter", "y")
		r.shows("created: a new card with 0.00 USD on it")
		if n := r.payer.orders(); n != 1 {
			t.Errorf("sent %d orders", n)
		}
	})
}

func TestCreateHasTheOnlyAmountFilledIn(t *testing.T) {
	inBubble(t, func(r *rig) {
		r.issuer.create.Min, r.issuer.create.Max = decimal.NewNullDecimal(decimal.Zero), decimal.NewNullDecimal(decimal.Zero)
		openCreated(r)
		r.press("enter", "y")
		r.shows("created: a new card with 0.00 USD on it")
		if n := r.payer.orders(); n != 1 {
			t.Errorf("sent %d orders", n)
		}
	})
}

func TestCreateRefusals(t *testing.T) {
	for name, tc := range map[string]struct {
		prepare func(*rig)
		want    []string
	}{
		"terms": {func(r *rig) {
			r.issuer.set("create terms", fmt.Errorf("%w: this type needs a holder", client.ErrTerms))
		}, []string{"no card creation: outside the issuer's terms: this type needs a holder"}},
		"refused":     {func(r *rig) { r.issuer.create = client.Terms{Refusal: "this type is sold out"} }, []string{"no card creation: this type is sold out"}},
		"unreachable": {func(r *rig) { r.issuer.set("create terms", client.ErrUnreachable) }, []string{"terms could not be read: unreachable", "r tries again"}},
		"read-only": {func(r *rig) {
			r.env.Wallet = client.NewWallet(client.Account{Profile: "fin", Kind: "finhub", ReadOnly: true, Issuer: r.issuer})
		}, []string{"the profile is read-", "remove read_only from the profile"}},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(r *rig) {
				tc.prepare(r)
				openCreated(r)
				r.onSmallScreens(tc.want...)
				r.press("2", "5", "enter", "y")
				if r.payer.orders() != 0 {
					t.Error("sent")
				}
			})
		})
	}
	inBubble(t, func(r *rig) {
		r.issuer.set("types", &client.Error{Kind: client.ErrUnreachable, Profile: "fin", Op: "read card types"})
		r.open(NewCreate(r.env, ""))
		r.onSmallScreens("no card types: fin: read card types: unreachable", "r tries again")
		r.issuer.set("types", nil)
		r.issuer.types = nil
		r.press("enter", "r")
		r.onSmallScreens("the issuer offers no card type now")
		r.issuer.types = []client.CardType{{ID: "1", Name: "Only one", CanOpen: true}}
		r.press("r") // and that is no choice
		r.onSmallScreens("Only one", "amount")
	})
	inBubble(t, func(r *rig) {
		r.env.Wallet = client.NewWallet(client.Account{Profile: "fin", Issuer: struct{ client.Issuer }{r.issuer}})
		r.open(NewCreate(r.env, ""))
		r.onSmallScreens("no account offers card creation")
		r.press("enter", "y")
	})
}

func TestCreateGoesBackStepByStep(t *testing.T) {
	inBubble(t, func(r *rig) {
		r.env.Wallet = client.NewWallet(
			client.Account{Profile: "fin", Kind: "finhub", Issuer: r.issuer},
			client.Account{Profile: "ads", Kind: "linora", Issuer: nameless(r.issuer), ReadOnly: true},
			client.Account{Profile: "third", Kind: "linora", Issuer: struct{ client.Issuer }{r.issuer}},
		)
		c := NewCreate(r.env, "")
		r.open(c)
		r.onSmallScreens("at which account?", "fin", "FinHub", "ads", "Linora, read-only")
		r.hides("third")
		r.press("down", "enter")
		r.onSmallScreens("ads: the profile is read-")
		r.press("esc")
		r.onSmallScreens("at which account?")
		r.press("up", "enter", "down", "enter", "enter")
		r.typed("1")
		r.press("down")
		r.typed("2")
		r.press("down")
		r.typed("3")
		r.press("enter")
		r.typed("25")
		r.press("enter")
		for _, want := range []string{"create this card?", "amount      25 ", "card number", "paying from which", "which type of card?", "at which account?"} {
			r.shows(want)
			if len(got[ui.BackMsg](r)) != 0 {
				t.Fatalf("left before %s", want)
			}
			r.press("esc")
		}
		if len(got[ui.BackMsg](r)) != 1 || r.payer.orders() != 0 {
			t.Error("esc does not leave at last")
		}
	})
	inBubble(t, func(r *rig) { // where there is nothing to choose, esc leaves at once
		openNameless(r)
		r.press("esc")
		if len(got[ui.BackMsg](r)) != 1 {
			t.Error("esc does not leave the name")
		}
	})
}

func TestCreateAnswersOfAnotherChoiceAreVoid(t *testing.T) {
	inBubble(t, func(r *rig) {
		c := NewCreate(r.env, "")
		r.open(c)
		r.issuer.set("create terms", errors.New("late"))
		r.issuer.delay = 3 * time.Second
		r.press("enter")
		r.shows("reading the issuer's terms")
		r.press("esc", "down", "enter")
		r.tick(5 * time.Second)
		if r.issuer.count("create terms") != 1 {
			t.Error("the late answer did not come")
		}
		r.take(createTypesMsg{owner: c, profile: "fin"})
		r.settle()
		r.take(createChoiceMsg{choice: choicesOf(c.account, c.types[1])[0], candidates: []candidate{{id: "1", name: "of another choice"}}})
		r.shows("paying from which shared account?", "the account has none")
		r.hides("of another choice")
	})
}

func openCreated(r *rig) *Payment {
	s := NewCreate(r.env, "")
	r.open(s)
	r.press("enter")
	return s.payment
}
