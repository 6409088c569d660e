package journal_test

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cardwallet/client"
)

// Withdrawals and creations follow the same protocol as top-ups; what an answer means is tested with those.
func TestEachKindIsSentAsItWasConfirmed(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		in     client.Intent
		answer client.Operation
		err    error
		status client.MovementStatus
		cardID string
		total  string
	}{
		{intent(client.MoveTopUp, "25"), client.Operation{Status: client.OperationSucceeded, Fee: usd("1")}, nil, client.MovementSucceeded,
			card.ID, "26"},
		{intent(client.MoveWithdraw, "25"), client.Operation{Status: client.OperationSucceeded, Fee: usd("1")}, nil, client.MovementSucceeded,
			card.ID, "25"},
		{intent(client.MoveWithdraw, "25"), client.Operation{}, io.EOF, client.MovementUnknown, card.ID, "25"},
		{intent(client.MoveWithdraw, "25"), client.Operation{}, issuerError(client.ErrRefused, 200, "must keep 5"), client.MovementUnknown,
			card.ID, "25"},
		{intent(client.MoveCreate, "100"), client.Operation{Status: client.OperationSucceeded, CardID: "new", Fee: usd("24")}, nil,
			client.MovementSucceeded, "new", "124"},
		{intent(client.MoveCreate, "100"), client.Operation{Status: client.OperationProcessing, CardID: "new"}, nil, client.MovementProcessing,
			"new", "100"},
		{intent(client.MoveCreate, "100"), client.Operation{Status: client.OperationProcessing}, nil, client.MovementProcessing, "", "100"},
		{intent(client.MoveCreate, "0"), client.Operation{Status: client.OperationSucceeded, CardID: "new"}, nil, client.MovementSucceeded,
			"new", "0"},
		{intent(client.MoveCreate, "100"), client.Operation{}, io.EOF, client.MovementUnknown, "", "100"},
		{intent(client.MoveCreate, "100"), client.Operation{Status: client.OperationSucceeded, CardID: strings.Repeat("x", 101)}, nil,
			client.MovementUnknown, "", "100"},
	} {
		j := open(t, newPath(t))
		i := &issuer{}
		answer := func(context.Context, client.Order) (client.Operation, error) { return test.answer, test.err }
		switch test.in.Kind {
		case client.MoveTopUp:
			i.topUp = answer
		case client.MoveWithdraw:
			i.withdraw = answer
		case client.MoveCreate:
			i.create = answer
		}
		m, err := j.Move(t.Context(), account(i), test.in)
		if m.Status != test.status || m.CardID != test.cardID || m.Kind != test.in.Kind || !cmp.Equal(m.Total(), usd(test.total)) {
			t.Errorf("%+v, %v", m, err)
		}
		if good := m.Status == client.MovementSucceeded || m.Status == client.MovementProcessing; good != (err == nil) {
			t.Errorf("%s: %v", m.Status, err)
		}
		if !cmp.Equal(only(t, j), m) || states(t, j, m.OrderID) != "intended sent "+string(test.status) {
			t.Errorf("row %v, %s", only(t, j), states(t, j, m.OrderID))
		}
		want := []client.Order{{ID: m.OrderID, Kind: test.in.Kind, CardID: test.in.Card.ID, Amount: test.in.Amount, New: test.in.New}}
		if diff := cmp.Diff(want, i.orders()); diff != "" {
			t.Errorf("sent:\n%s", diff)
		}
	}
}

// Check refuses what Move refuses, with the same words.
func TestIntentThatMakesNoSense(t *testing.T) {
	t.Parallel()
	change := func(in client.Intent, f func(*client.Intent)) client.Intent { f(&in); return in }
	a := account(answering(client.Operation{Status: client.OperationSucceeded}, nil))
	readOnly := a
	readOnly.ReadOnly = true
	for name, test := range map[string]struct {
		account client.Account
		in      client.Intent
		is      error
	}{
		"read-only top-up":     {readOnly, intent(client.MoveTopUp, "1"), client.ErrReadOnly},
		"read-only withdrawal": {readOnly, intent(client.MoveWithdraw, "1"), client.ErrReadOnly},
		"read-only creation":   {readOnly, intent(client.MoveCreate, "1"), client.ErrReadOnly},
		"no kind":              {a, intent("", "1"), client.ErrUnsupported},
		"an unheard-of kind":   {a, intent("transfer", "1"), client.ErrUnsupported},
		"not offered":          {account(struct{ client.Issuer }{}), intent(client.MoveCreate, "1"), client.ErrUnsupported},
		"no profile":           {client.Account{Issuer: a.Issuer}, intent(client.MoveCreate, "1"), nil},
		"no card":              {a, change(intent(client.MoveWithdraw, "1"), func(in *client.Intent) { in.Card.ID = "" }), nil},
		"a creation on a card": {a, change(intent(client.MoveCreate, "1"), func(in *client.Intent) { in.Card = card }), nil},
		"nothing to withdraw":  {a, intent(client.MoveWithdraw, "0"), client.ErrAmount},
		"a negative creation":  {a, intent(client.MoveCreate, "-1"), client.ErrAmount},
		"another one confirmed": {a, change(intent(client.MoveCreate, "1"), func(in *client.Intent) { in.Quote.Amount = usd("2") }),
			client.ErrAmount},
	} {
		j := open(t, newPath(t))
		checked := j.Check(t.Context(), test.account, test.in)
		m, moved := j.Move(t.Context(), test.account, test.in)
		if checked == nil || moved == nil || checked.Error() != moved.Error() || test.is != nil && !errors.Is(moved, test.is) || m.OrderID != "" {
			t.Errorf("%s: %v, %v, %v; want %v", name, checked, moved, m, test.is)
		}
		if rows, err := j.Movements(t.Context(), client.MovementFilter{}); err != nil || len(rows) != 0 {
			t.Errorf("%s: %v, %v", name, rows, err)
		}
	}
}

// Of the number printed on a physical card the journal keeps the end only.
func TestPrintedNumberIsNotKept(t *testing.T) {
	t.Parallel()
	path := newPath(t)
	j := open(t, path)
	in := intent(client.MoveCreate, "25")
	in.New.CardNumber = "900012345678"
	allowed(t, j, answering(client.Operation{Status: client.OperationSucceeded}, nil), in)
	var subject string
	if err := raw(t, path).QueryRow(`SELECT subject FROM movements`).Scan(&subject); err != nil || strings.Contains(subject, "45678") ||
		!strings.Contains(subject, "5678") {
		t.Errorf("subject %q, %v", subject, err)
	}
}

// Who is told that an order is noted finds its row, and who is told that it is handed over knows that nothing came back yet.
func TestMoveNotedSaysHowFarItIs(t *testing.T) {
	t.Parallel()
	j := open(t, newPath(t))
	i := answering(client.Operation{Status: client.OperationSucceeded}, nil)
	var told []string
	m, err := j.MoveNoted(t.Context(), account(i), intent(client.MoveTopUp, "25"), func(m client.Movement) {
		told = append(told, string(m.Status)+" with "+states(t, j, m.OrderID))
		if n := len(i.orders()); n != 0 || m.CreatedAt.IsZero() {
			t.Errorf("%s: %d sent, noted at %v", m.Status, n, m.CreatedAt)
		}
	})
	if err != nil || m.Status != client.MovementSucceeded {
		t.Errorf("%+v, %v", m, err)
	}
	if diff := cmp.Diff([]string{"intended with intended", "sent with intended sent"}, told); diff != "" {
		t.Error(diff)
	}
}
