package journal_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"cardwallet/client"
	"cardwallet/client/holder"
	"cardwallet/client/journal"
)

func makes(p holder.Person) client.Intent {
	return client.Intent{Kind: client.MoveHolder, Change: client.Change{Holder: p}}
}

// The same person is not made a holder twice without a question, nor while an earlier try is open. Another person is in nobody's way, and
// neither are cards.
func TestGuardsOfHolders(t *testing.T) {
	t.Parallel()
	j := open(t, newPath(t), limit("1", "1"))
	done := changing(client.Operation{Status: client.OperationSucceeded, IssuerOrderID: "7"}, nil)
	first, err := j.Move(t.Context(), account(done), makes(someone("Ana")))
	if err != nil || first.Status != client.MovementSucceeded || first.IssuerOrderID != "7" {
		t.Fatalf("%v, %v", first, err)
	}
	again := makes(someone("ANA"))
	var guard *client.GuardError
	if _, err := j.Move(t.Context(), account(done), again); !errors.As(err, &guard) || guard.Kind != client.ErrRepeat ||
		!slices.Equal(guard.Orders(), []string{first.OrderID}) {
		t.Fatalf("the same person again: %v", err)
	}
	again.Repeat = guard.Orders()
	if err := j.Check(t.Context(), account(done), again); err != nil {
		t.Errorf("confirmed: %v", err)
	}
	unknown, err := j.Move(t.Context(), account(changing(client.Operation{}, io.EOF)), makes(someone("Kim")))
	if !errors.Is(err, client.ErrUnknown) {
		t.Fatalf("%v, %v", unknown, err)
	}
	if err := j.Check(t.Context(), account(done), makes(someone("Kim"))); !errors.As(err, &guard) || guard.Kind != client.ErrOpenMovement ||
		!slices.Equal(guard.Orders(), []string{unknown.OrderID}) {
		t.Errorf("the same person while it is open: %v", err)
	}
	for name, in := range map[string]client.Intent{"another person": makes(someone("Max")), "a freeze": change(client.MoveFreeze),
		"a card": intent(client.MoveCreate, "0.10")} {
		if err := j.Check(t.Context(), account(done), in); err != nil {
			t.Errorf("%s while it is open: %v", name, err)
		}
	}
}

// A holder whose outcome is unknown is asked about by the order's number, and never sent again.
func TestHoldersAreSettledByAsking(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		answer client.Operation
		err    error
		later  time.Duration
		status client.MovementStatus
		holder string
	}{
		"it is there": {client.Operation{Status: client.OperationSucceeded, IssuerOrderID: "7"}, nil, 0, client.MovementSucceeded, "7"},
		"refused": {client.Operation{Status: client.OperationFailed, Description: "call +55 971 385 284 or ana@example.com"}, nil, 0,
			client.MovementFailed, ""},
		"not yet":          {client.Operation{}, &client.Error{Kind: client.ErrNotFound, Status: 200}, time.Second, client.MovementUnknown, ""},
		"never":            {client.Operation{}, &client.Error{Kind: client.ErrNotFound, Status: 200}, 48 * time.Hour, client.MovementFailed, ""},
		"nobody can say":   {client.Operation{}, &client.Error{Kind: client.ErrGarbage}, 48 * time.Hour, client.MovementUnknown, ""},
		"of another order": {client.Operation{OrderID: "CW1", Status: client.OperationSucceeded}, nil, 0, client.MovementUnknown, ""},
	} {
		t.Run(name, func(t *testing.T) {
			now := noon
			j := open(t, newPath(t), journal.WithClock(func() time.Time { return now }))
			i := changing(client.Operation{}, io.EOF)
			i.read = func(context.Context, string) (client.Operation, error) { return test.answer, test.err }
			m, err := j.Move(t.Context(), account(i), makes(someone("Ana")))
			if !errors.Is(err, client.ErrUnknown) {
				t.Fatalf("%v, %v", m, err)
			}
			now = now.Add(test.later)
			_, _ = j.Settle(t.Context(), []client.Account{account(i)})
			if got := only(t, j); got.Status != test.status || got.IssuerOrderID != test.holder || len(i.orders()) != 1 ||
				strings.Contains(got.Description, "971") || strings.Contains(got.Description, "@") {
				t.Errorf("%+v, sent %d times", got, len(i.orders()))
			}
		})
	}
}

// Nothing that is told of a person comes into the journal, whatever the issuer says, and none of it into what people are told of a refusal.
func TestHoldersLeaveNothingInTheJournal(t *testing.T) {
	t.Parallel()
	p := someone("Anastasia")
	said := "Anastasia Souza (ANA@example.com, 971385284, born 1990-12-31) is known already"
	for _, answer := range []struct {
		op  client.Operation
		err error
	}{
		{client.Operation{Status: client.OperationSucceeded, Description: said}, nil},
		{client.Operation{Status: client.OperationFailed, Description: said}, nil},
		{client.Operation{}, &client.Error{Kind: client.ErrRefused, Status: 200, Message: said}},
		{client.Operation{}, &client.Error{Kind: client.ErrRefused, Status: 200, Message: said, Untouched: true}},
		{client.Operation{}, errors.New(said)},
	} {
		path := newPath(t)
		j := open(t, path)
		i := changing(answer.op, answer.err)
		m, err := j.Move(t.Context(), account(i), makes(p))
		steps, historyErr := j.History(t.Context(), m.OrderID)
		if historyErr != nil {
			t.Fatal(historyErr)
		}
		var subject string
		if err := raw(t, path).QueryRow(`SELECT subject FROM movements WHERE order_id = ?`, m.OrderID).Scan(&subject); err != nil {
			t.Fatal(err)
		}
		told := fmt.Sprintf("%+v %v %+v %s %+v", m, err, steps, subject, makes(p))
		for _, personal := range []string{"Anastasia", "Souza", "example.com", "971385284", "1990-12-31"} {
			if strings.Contains(strings.ToLower(told), strings.ToLower(personal)) {
				t.Errorf("%q is in %s", personal, told)
			}
		}
	}
}

// With the same reference the same person is made a holder once, and the reference is not taken for somebody else.
func TestAReferenceOfAHolder(t *testing.T) {
	t.Parallel()
	j := open(t, newPath(t))
	i := changing(client.Operation{Status: client.OperationSucceeded, IssuerOrderID: "7"}, nil)
	in := makes(someone("Ana"))
	in.Reference = "hr-1"
	first, err := j.Move(t.Context(), account(i), in)
	if err != nil {
		t.Fatal(err)
	}
	second, err := j.Move(t.Context(), account(i), in)
	if err != nil || !second.Repeated || second.OrderID != first.OrderID || len(i.orders()) != 1 {
		t.Errorf("%+v, %v, sent %d times", second, err, len(i.orders()))
	}
	other := makes(someone("Kim"))
	other.Reference = "hr-1"
	if _, err := j.Move(t.Context(), account(i), other); !errors.Is(err, client.ErrReference) || len(i.orders()) != 1 {
		t.Errorf("the same reference for somebody else: %v", err)
	}
}
