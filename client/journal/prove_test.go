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
	"cardwallet/client/journal"
)

type refusal struct {
	kind      error
	status    int
	text      string
	untouched bool
}

func (r refusal) err() error {
	return &client.Error{Kind: r.kind, Status: r.status, Message: r.text, Untouched: r.untouched,
		Duplicate: strings.HasPrefix(r.text, "Duplicate")}
}

// declined are answers that refuse a movement, with words that say that nothing was done and without.
var declined = []refusal{
	{client.ErrInsufficient, 200, "Insufficient balance", true},
	{client.ErrInsufficient, 402, "", true},
	{client.ErrRefused, 200, "amount must be between 20 and 100000", true},
	{client.ErrNotFound, 200, "Card not found", true},
	{client.ErrRefused, 400, "Missing required header(s)", true},
	{client.ErrRefused, 200, "Read timed out", false},
	{client.ErrRefused, 200, "System busy, please try again later", false},
	{client.ErrRefused, 200, "The transaction is being processed, do not submit again", false},
	{client.ErrRefused, 409, "Duplicate resource, state conflict", false},
	{client.ErrUnknown, 200, "Duplicate order", false},
	{client.ErrNotFound, 200, "order not found", false},
	{client.ErrNotFound, 404, "", false},
	{client.ErrRefused, 400, "", false},
	{client.ErrRefused, 409, "", false},
	{client.ErrRefused, 422, "", false},
	{client.ErrNotAllowed, 401, "", false},
	{client.ErrNotAllowed, 403, "", false},
	{client.ErrRateLimited, 429, "", false},
}

// A refusal alone decides nothing. With words that say that nothing was done the issuer is asked once by order number, and what it says of
// the order counts; without them it is not asked yet.
func TestRefusalIsAskedAboutByOrderNumber(t *testing.T) {
	t.Parallel()
	none := &client.Error{Kind: client.ErrNotFound, Status: 200}
	orders := []struct {
		name   string
		answer any
		ends   client.MovementStatus
	}{
		{"none", none, client.MovementFailed},
		{"done", client.Operation{Status: client.OperationSucceeded}, client.MovementSucceeded},
		{"at work", client.Operation{Status: client.OperationProcessing}, client.MovementProcessing},
		{"failed", client.Operation{Status: client.OperationFailed, Description: "no"}, client.MovementFailed},
		{"another order", client.Operation{Status: client.OperationSucceeded, OrderID: "X"}, client.MovementUnknown},
		{"a page that is missing", &client.Error{Kind: client.ErrNotFound, Status: 404}, client.MovementUnknown},
		{"unreadable", &client.Error{Kind: client.ErrGarbage, Status: 200}, client.MovementUnknown},
		{"unreachable", &client.Error{Kind: client.ErrUnreachable}, client.MovementUnknown},
		{"not allowed", &client.Error{Kind: client.ErrNotAllowed, Status: 401}, client.MovementUnknown},
	}
	j := open(t, newPath(t))
	n := 0
	try := func(kind client.MovementKind, said refusal, name string, answer any, ends client.MovementStatus) {
		t.Helper()
		asked := 0
		i := changing(client.Operation{}, said.err())
		i.issuer = answering(client.Operation{}, said.err())
		i.read = answers(&asked, answer)
		in := intent(kind, "25")
		if kind.IsChange() {
			in = change(kind)
		}
		if n++; kind == client.MoveCreate {
			in.New.Name = fmt.Sprint("card ", n)
		} else {
			in.Card.ID = fmt.Sprint("card", n)
		}
		m, err := j.Move(t.Context(), account(i), in)
		what := fmt.Sprintf("%s, %d %q, order: %s", kind, said.status, said.text, name)
		want, questions := ends, 1
		if !said.untouched {
			want, questions = client.MovementUnknown, 0
		}
		if m.Status != want || states(t, j, m.OrderID) != "intended sent "+string(want) || asked != questions || len(i.orders()) != 1 {
			t.Errorf("%s: %s after %d questions and %d requests: %v", what, states(t, j, m.OrderID), asked, len(i.orders()), err)
		}
		switch {
		case want == client.MovementUnknown &&
			(!errors.Is(err, client.ErrUnknown) || errors.Is(err, said.kind) && said.kind != client.ErrUnknown):
			t.Errorf("%s: error %v", what, err)
		case want == client.MovementUnknown && name == "none" && !strings.Contains(m.Description, client.BeingFoundOut) &&
			!strings.Contains(m.Description, "already has"):
			t.Errorf("%s: description %q", what, m.Description)
		case want == client.MovementFailed && name == "none" && (!errors.Is(err, said.kind) || m.Description == ""):
			t.Errorf("%s: %q, error %v", what, m.Description, err)
		case want == client.MovementFailed && name == "failed" && (!errors.Is(err, client.ErrRefused) || m.Description != "no"):
			t.Errorf("%s: %q, error %v", what, m.Description, err)
		case (want == client.MovementSucceeded || want == client.MovementProcessing) && err != nil:
			t.Errorf("%s: error %v", what, err)
		}
	}
	for _, said := range declined {
		for _, order := range orders[:2] {
			try(client.MoveTopUp, said, order.name, order.answer, order.ends)
		}
	}
	for _, kind := range []client.MovementKind{client.MoveTopUp, client.MoveWithdraw, client.MoveCreate, client.MoveFreeze, client.MovePIN,
		client.MoveLimits, client.MoveCancel} {
		for n, order := range orders {
			if n < 3 || kind == client.MoveTopUp {
				try(kind, declined[0], order.name, order.answer, order.ends)
			}
		}
		try(kind, refusal{client.ErrRefused, 200, "Read timed out", false}, "none", none, client.MovementFailed)
	}
}

// What a refusal left unknown keeps the card closed, and settling decides it: by the order, or by its absence after the grace.
func TestRefusedMovementIsSettledLater(t *testing.T) {
	t.Parallel()
	now := at("2026-11-05T10:00:00Z")
	j := open(t, newPath(t), journal.WithClock(func() time.Time { return now }))
	applied, lost := map[string]bool{}, map[string]bool{}
	find := func(_ context.Context, id string) (client.Operation, error) {
		if applied[id] {
			return client.Operation{OrderID: id, Status: client.OperationSucceeded}, nil
		}
		return client.Operation{}, &client.Error{Kind: client.ErrNotFound, Status: 200}
	}
	unreachable := func(context.Context, string) (client.Operation, error) {
		return client.Operation{}, &client.Error{Kind: client.ErrUnreachable}
	}
	for n, said := range declined {
		i := askable{answering(client.Operation{}, said.err()), unreachable}
		in := func(amount string) client.Intent {
			in := intent(client.MoveTopUp, amount)
			in.Card.ID = fmt.Sprint("card", n)
			return in
		}
		first := allowedUnknown(t, j, account(i), in("25"))
		refusedByGuard(t, j, in("30"), client.ErrOpenMovement)
		override := in("30")
		override.OverrideOpen = []string{first.OrderID}
		second := allowedUnknown(t, j, account(i), override)
		applied[first.OrderID], lost[second.OrderID] = true, true
	}
	for _, step := range []struct {
		after time.Duration
		want  string
	}{{2*time.Minute - time.Millisecond, "intended sent unknown"}, {time.Millisecond, "intended sent unknown failed"}} {
		now = now.Add(step.after)
		i := askable{answering(client.Operation{}, nil), find}
		if _, err := j.Settle(t.Context(), []client.Account{account(i)}); err != nil {
			t.Fatal(err)
		}
		for id := range applied {
			if got := states(t, j, id); got != "intended sent unknown success" {
				t.Errorf("applied: %s", got)
			}
		}
		for id := range lost {
			if got := states(t, j, id); got != step.want {
				t.Errorf("lost: %s, want %s", got, step.want)
			}
		}
		if len(i.orders()) != 0 {
			t.Errorf("sent %v", i.orders())
		}
	}
}

func allowedUnknown(t *testing.T, j *journal.Journal, a client.Account, in client.Intent) client.Movement {
	t.Helper()
	m, err := j.Move(t.Context(), a, in)
	if m.Status != client.MovementUnknown || !errors.Is(err, client.ErrUnknown) {
		t.Fatalf("%v, %v", m, err)
	}
	return m
}

// Where there are no order numbers, words that say that nothing was done are worth what two looks at the balances confirm.
func TestRefusalIsComparedWithoutOrderNumbers(t *testing.T) {
	t.Parallel()
	same, moved := seen("100", "500"), seen("125", "474.25")
	for _, said := range []refusal{declined[0], {client.ErrRefused, 409, "", false}} {
		for _, test := range []struct {
			name  string
			looks []client.Observation // before, and after the refusal; the last one stays
			err   error
			ends  client.MovementStatus
		}{
			{"nothing moved", []client.Observation{same, same}, nil, client.MovementFailed},
			{"it moved", []client.Observation{same, moved}, nil, client.MovementUnknown},
			{"it moves while it is looked at", []client.Observation{same, same, moved}, nil, client.MovementUnknown},
			{"bought with meanwhile", []client.Observation{same, seen("90", "500", "t1 10 completed 5")}, nil, client.MovementFailed},
			{"balance not known", []client.Observation{same, {At: noon}}, nil, client.MovementUnknown},
			{"only the wallet paid", []client.Observation{same, seen("100", "474.25")}, nil, client.MovementUnknown},
			{"it cannot be read", []client.Observation{same}, io.ErrUnexpectedEOF, client.MovementUnknown},
		} {
			now := noon
			j := open(t, newPath(t), journal.WithClock(func() time.Time { return now }), journal.WithPolling(time.Microsecond, time.Second))
			looks := slices.Clone(test.looks)
			i := observed{issuer: answering(client.Operation{}, said.err()),
				observe: func(string) (client.Observation, error) {
					if len(looks) == 0 {
						return client.Observation{}, test.err
					}
					first := looks[0]
					if len(looks) > 1 || test.err != nil {
						looks = looks[1:]
					}
					return first, nil
				}}
			in := intent(client.MoveTopUp, "25")
			in.Quote = client.Quote{Amount: usd("25"), Fee: usd("0.75"), Total: usd("25.75"), Estimated: true}
			m, err := j.Move(t.Context(), account(i), in)
			want, is := test.ends, said.kind
			if !said.untouched {
				want = client.MovementUnknown
			}
			if want == client.MovementUnknown {
				is = client.ErrUnknown
			}
			if m.Status != want || !errors.Is(err, is) || len(i.orders()) != 1 {
				t.Errorf("%d %q, %s: %v, %v", said.status, said.text, test.name, m, err)
			}
		}
	}
}

// An activation has no order that must be listed: the card's status confirms the words, or contradicts them.
func TestRefusedActivationIsAskedAboutByItsCard(t *testing.T) {
	t.Parallel()
	none := &client.Error{Kind: client.ErrNotFound, Status: 200}
	refused := &client.Error{Kind: client.ErrRefused, Status: 200, Message: "Activation code is wrong", Untouched: true}
	for _, test := range []struct {
		name  string
		order any
		card  any
		err   *client.Error
		ends  client.MovementStatus
	}{
		{"still waiting", none, client.CardInactive, refused, client.MovementFailed},
		{"active", none, client.CardActive, refused, client.MovementSucceeded},
		{"blocked", none, client.CardBlocked, refused, client.MovementUnknown},
		{"a word that is not known", none, client.CardUnknown, refused, client.MovementUnknown},
		{"the card cannot be read", none, io.EOF, refused, client.MovementUnknown},
		{"the orders cannot be read", io.EOF, client.CardInactive, refused, client.MovementUnknown},
		{"listed as failed", client.Operation{Status: client.OperationFailed}, client.CardInactive, refused, client.MovementFailed},
		{"listed as done", client.Operation{Status: client.OperationSucceeded}, client.CardInactive, refused, client.MovementSucceeded},
		{"other words", none, client.CardInactive, &client.Error{Kind: client.ErrRefused, Status: 200, Message: "System busy"},
			client.MovementUnknown},
	} {
		asked := 0
		i := changing(client.Operation{}, test.err)
		i.read = answers(&asked, test.order)
		i.card = func(_ context.Context, id string) (client.Card, error) {
			if err, ok := test.card.(error); ok {
				return client.Card{}, err
			}
			return client.Card{ID: id, Status: test.card.(client.CardStatus)}, nil
		}
		m, err := open(t, newPath(t)).Move(t.Context(), account(i), change(client.MoveActivate))
		if m.Status != test.ends || (err == nil) != (test.ends == client.MovementSucceeded) ||
			errors.Is(err, client.ErrUnknown) != (test.ends == client.MovementUnknown) {
			t.Errorf("%s: %v, %v", test.name, m, err)
		}
	}
}

// A person who gives up while the refusal is being asked about is told that nothing is known.
func TestGivenUpWhileARefusalIsAskedAbout(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	i := askable{answering(client.Operation{},
		&client.Error{Kind: client.ErrInsufficient, Status: 200, Message: "Insufficient balance", Untouched: true}),
		func(asking context.Context, _ string) (client.Operation, error) {
			cancel()
			<-asking.Done()
			return client.Operation{}, asking.Err()
		}}
	j := open(t, newPath(t))
	m, err := j.Move(ctx, account(i), intent(client.MoveTopUp, "25"))
	if m.Status != client.MovementUnknown || !errors.Is(err, client.ErrUnknown) || only(t, j).Status != client.MovementUnknown {
		t.Errorf("%v, %v", m, err)
	}
}
