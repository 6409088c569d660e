package journal_test

import (
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cardwallet/client"
)

// A person who goes past an open movement goes past that one, not past another that has appeared since.
func TestOverrideIsForTheOrdersThatWereSeen(t *testing.T) {
	t.Parallel()
	j := open(t, newPath(t))
	in := intent(client.MoveTopUp, "25")
	unknown := answering(client.Operation{}, io.EOF)
	first := allowed(t, j, unknown, in)
	in.Amount = usd("30")
	seen := refusedByGuard(t, j, in, client.ErrOpenMovement)
	in.OverrideOpen = seen.Orders()
	if err := j.Check(t.Context(), account(unknown), in); err != nil {
		t.Fatal(err)
	}

	between := intent(client.MoveWithdraw, "5")
	between.OverrideOpen = seen.Orders()
	second := allowed(t, j, unknown, between)
	guard := refusedByGuard(t, j, in, client.ErrOpenMovement)
	if !cmp.Equal(guard.Orders(), []string{second.OrderID}) || strings.Contains(guard.Detail, first.OrderID) {
		t.Errorf("told of %v: %s", guard.Orders(), guard.Detail)
	}
	fresh := refusedByGuard(t, j, intent(client.MoveTopUp, "30"), client.ErrOpenMovement)
	if !cmp.Equal(fresh.Orders(), []string{second.OrderID, first.OrderID}) || !strings.Contains(fresh.Detail, first.OrderID) ||
		!strings.Contains(fresh.Detail, second.OrderID) {
		t.Errorf("told of %v: %s", fresh.Orders(), fresh.Detail)
	}
	in.OverrideOpen = append(in.OverrideOpen, guard.Orders()...)
	allowed(t, j, unknown, in)
}

// The same for a repetition: who wants a second one has not asked for a third.
func TestRepeatIsForTheOrdersThatWereSeen(t *testing.T) {
	t.Parallel()
	j := open(t, newPath(t))
	done := answering(client.Operation{Status: client.OperationSucceeded}, nil)
	first := allowed(t, j, done, intent(client.MoveTopUp, "25"))
	in := intent(client.MoveTopUp, "25")
	in.Repeat = refusedByGuard(t, j, in, client.ErrRepeat).Orders()
	second := allowed(t, j, done, in) // by somebody else, who was faster
	if guard := refusedByGuard(t, j, in, client.ErrRepeat); !cmp.Equal(guard.Orders(), []string{second.OrderID}) {
		t.Errorf("told of %v", guard.Orders())
	}
	guard := refusedByGuard(t, j, intent(client.MoveTopUp, "25"), client.ErrRepeat)
	if !cmp.Equal(guard.Orders(), []string{second.OrderID, first.OrderID}) || guard.Movement.OrderID != second.OrderID {
		t.Errorf("told of %v", guard.Orders())
	}
	in.Repeat = guard.Orders()
	allowed(t, j, done, in)
	if orders := (&client.GuardError{Kind: client.ErrLimit}).Orders(); orders != nil {
		t.Errorf("a limit is about %v", orders)
	}
}

// One account has one lock for each card, whatever the config calls it, and one memory of what was done.
func TestAccountUnderTwoNames(t *testing.T) {
	t.Parallel()
	j := open(t, newPath(t))
	named := func(profile, id string, i client.Issuer) client.Account {
		return client.Account{Profile: profile, ID: id, Issuer: i}
	}
	topUpAs := func(profile string) client.Intent {
		in := intent(client.MoveTopUp, "25")
		in.Card.Profile = profile
		return in
	}
	done := answering(client.Operation{Status: client.OperationSucceeded}, nil)
	first, _ := j.Move(t.Context(), named("fin", "one", answering(client.Operation{}, io.EOF)), topUpAs("fin"))
	var guard *client.GuardError
	if err := j.Check(t.Context(), named("too", "one", done), topUpAs("too")); !errors.As(err, &guard) ||
		!cmp.Equal(guard.Orders(), []string{first.OrderID}) {
		t.Errorf("the same account: %v", err)
	}
	for name, a := range map[string]client.Account{"another account": named("too", "two", done),
		"accounts that are not told apart": named("too", "", done)} {
		if err := j.Check(t.Context(), a, topUpAs("too")); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}

	// Under the other name it is settled too, once.
	asked := 0
	reader := answers(&asked, client.Operation{Status: client.OperationSucceeded})
	settled, err := j.Settle(t.Context(),
		[]client.Account{named("too", "one", askable{done, reader}), named("three", "one", askable{done, reader})})
	if err != nil || len(settled) != 1 || settled[0].Profile != "fin" || settled[0].Status != client.MovementSucceeded || asked != 1 {
		t.Errorf("settled %v, %v, asked %d times", settled, err, asked)
	}
	if err := j.Check(t.Context(), named("too", "one", done), topUpAs("too")); !errors.As(err, &guard) || guard.Kind != client.ErrRepeat {
		t.Errorf("the same once more: %v", err)
	}
}

// Where the config has both names, each row is asked about by its own.
func TestAccountUnderTwoNamesSettlesItsOwn(t *testing.T) {
	t.Parallel()
	j := open(t, newPath(t))
	var accounts []client.Account
	asked := map[string]*int{"fin": new(int), "too": new(int)}
	for _, profile := range []string{"too", "fin"} {
		a := client.Account{Profile: profile, ID: "one", Issuer: answering(client.Operation{}, io.EOF)}
		in := intent(client.MoveTopUp, "25")
		in.Card = client.Card{Profile: profile, ID: "card of " + profile}
		if _, err := j.Move(t.Context(), a, in); !errors.Is(err, client.ErrUnknown) {
			t.Fatal(err)
		}
		a.Issuer = askable{&issuer{}, answers(asked[profile], client.Operation{Status: client.OperationSucceeded})}
		accounts = append(accounts, a)
	}
	settled, err := j.Settle(t.Context(), accounts)
	if err != nil || len(settled) != 2 || *asked["fin"] != 1 || *asked["too"] != 1 {
		t.Errorf("%v, %v; asked %d and %d", settled, err, *asked["fin"], *asked["too"])
	}
}
