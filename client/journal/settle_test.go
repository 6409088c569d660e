package journal_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"cardwallet/client"
	"cardwallet/client/journal"
)

// openMovement leaves an unknown or processing top-up behind.
func openMovement(t *testing.T, j *journal.Journal, status client.MovementStatus) client.Movement {
	t.Helper()
	i := answering(client.Operation{Status: client.OperationProcessing}, nil)
	if status == client.MovementUnknown {
		i = answering(client.Operation{}, context.DeadlineExceeded)
	}
	m, _ := topUp(t.Context(), j, account(i), card, usd("25"), estimate(usd("25")))
	if m.Status != status {
		t.Fatalf("%v", m)
	}
	return m
}

func TestSettleByOrderNumber(t *testing.T) {
	t.Parallel()
	none := &client.Error{Kind: client.ErrNotFound, Status: 200}
	success := client.Operation{Status: client.OperationSucceeded, Fee: usd("0.5"), IssuerOrderID: "77"}
	for _, test := range []struct {
		name    string
		was     client.MovementStatus
		answer  any
		after   time.Duration // since it was sent
		history string
		fails   bool
	}{
		{"succeeded", client.MovementUnknown, success, 0, "intended sent unknown success", false},
		{"failed", client.MovementUnknown, client.Operation{Status: client.OperationFailed}, 0, "intended sent unknown failed", false},
		{"at work", client.MovementUnknown, client.Operation{Status: client.OperationProcessing}, time.Hour,
			"intended sent unknown processing", false},
		{"still at work", client.MovementProcessing, client.Operation{Status: client.OperationProcessing}, time.Hour,
			"intended sent processing", false},
		{"done at last", client.MovementProcessing, success, time.Hour, "intended sent processing success", false},
		{"no such order, too early to say", client.MovementUnknown, none, 2*time.Minute - time.Millisecond, "intended sent unknown", false},
		{"no such order", client.MovementUnknown, none, 2 * time.Minute, "intended sent unknown failed", false},
		{"no such order although it had it, not listed yet", client.MovementProcessing, none, time.Minute, "intended sent processing", false},
		{"no such order although it had it", client.MovementProcessing, none, time.Hour, "intended sent processing", true},
		{"a page that is missing", client.MovementUnknown, &client.Error{Kind: client.ErrNotFound, Status: 404}, time.Hour,
			"intended sent unknown", true},
		{"unreachable", client.MovementUnknown, &client.Error{Kind: client.ErrUnreachable}, time.Hour, "intended sent unknown", true},
		{"another amount", client.MovementUnknown, client.Operation{Status: client.OperationSucceeded, Amount: usd("26")}, time.Hour,
			"intended sent unknown", true},
		{"another order", client.MovementUnknown, client.Operation{Status: client.OperationSucceeded, OrderID: "X"}, time.Hour,
			"intended sent unknown", true},
		{"nonsense", client.MovementUnknown, client.Operation{Status: "paused"}, time.Hour, "intended sent unknown", false},
	} {
		t.Run(test.name, func(t *testing.T) {
			now := at("2026-11-05T10:00:00Z")
			j := open(t, newPath(t), journal.WithClock(func() time.Time { return now }))
			m := openMovement(t, j, test.was)
			now = now.Add(test.after)
			asked := 0
			i := &issuer{}
			settled, err := j.Settle(t.Context(), []client.Account{account(askable{i, answers(&asked, test.answer)})})
			if (err != nil) != test.fails {
				t.Errorf("error %v", err)
			}
			if got := states(t, j, m.OrderID); got != test.history {
				t.Errorf("history %q, want %q", got, test.history)
			}
			row := only(t, j)
			if changed := row.Status != test.was; changed != (len(settled) == 1) || changed && !cmp.Equal(settled[0], row) {
				t.Errorf("told of %v, row %v", settled, row)
			}
			if len(i.orders()) != 0 || asked != 1 {
				t.Errorf("sent %v, asked %d times", i.orders(), asked)
			}
		})
	}
}

// One account that cannot be asked does not keep the other's movements open, nor do rows of other profiles matter.
func TestSettleSeveralAccounts(t *testing.T) {
	t.Parallel()
	j := open(t, newPath(t))
	for _, profile := range []string{"fin", "two", "elsewhere"} {
		a := client.Account{Profile: profile, Issuer: answering(client.Operation{}, context.DeadlineExceeded)}
		for _, id := range []string{"1", "2"} {
			_, _ = topUp(t.Context(), j, a, client.Card{Profile: profile, ID: id}, usd("25"), client.Quote{})
		}
	}
	down, up := 0, 0
	accounts := []client.Account{
		{Profile: "fin", Issuer: askable{&issuer{}, answers(&down, &client.Error{Kind: client.ErrUnreachable})}},
		{Profile: "two", Issuer: askable{&issuer{}, answers(&up, client.Operation{Status: client.OperationSucceeded})}},
		{Profile: "none", Issuer: &issuer{}},
	}
	settled, err := j.Settle(t.Context(), accounts)
	if !errors.Is(err, client.ErrUnreachable) || len(settled) != 2 || settled[0].CardID != "1" || settled[1].CardID != "2" || down != 1 ||
		up != 2 {
		t.Errorf("%v, %v; asked %d and %d times", settled, err, down, up)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := j.Settle(ctx, accounts); !errors.Is(err, context.Canceled) {
		t.Errorf("canceled: %v", err)
	}
}

// A killed program's order is looked up under the number that was noted before it was sent.
func TestSettleAfterACrash(t *testing.T) {
	t.Parallel()
	path := newPath(t)
	j := open(t, path)
	sending, release := make(chan struct{}), make(chan struct{})
	defer close(release)
	slow := &issuer{topUp: func(context.Context, client.Order) (client.Operation, error) {
		close(sending)
		<-release
		return client.Operation{}, errors.New("never heard")
	}}
	go func() {
		_, _ = topUp(context.WithoutCancel(t.Context()), j, account(slow), card, usd("25"), client.Quote{})
	}()
	<-sending
	journal.Abandon(j)
	asked := 0
	settled, err := open(t, path).Settle(t.Context(),
		[]client.Account{account(askable{&issuer{}, answers(&asked, client.Operation{Status: client.OperationSucceeded})})})
	if err != nil || len(settled) != 1 || settled[0].Status != client.MovementSucceeded ||
		states(t, j, settled[0].OrderID) != "intended sent unknown success" {
		t.Errorf("%v, %v", settled, err)
	}
}

// FinHub may tell the id of a new card only later, even after the creation has succeeded.
func TestCardIDComesLater(t *testing.T) {
	t.Parallel()
	now := at("2026-11-05T10:00:00Z")
	j := open(t, newPath(t), journal.WithClock(func() time.Time { return now }))
	i := &issuer{}
	asked := 0
	reader := func(list ...any) client.Account { asked = 0; return account(askable{i, answers(&asked, list...)}) }
	for _, first := range []client.OperationStatus{client.OperationProcessing, client.OperationSucceeded} {
		i.create = func(context.Context, client.Order) (client.Operation, error) {
			return client.Operation{Status: first}, nil
		}
		m, err := j.Move(t.Context(), reader(client.Operation{Status: first}),
			client.Intent{Kind: client.MoveCreate, Amount: usd("50"), New: client.NewCard{TypeID: string(first)}})
		if err != nil || m.CardID != "" {
			t.Fatalf("%v, %v", m, err)
		}
		if settled, err := j.Settle(t.Context(), []client.Account{reader(client.Operation{Status: first})}); err != nil || len(settled) != 0 ||
			asked != 1 {
			t.Errorf("without an id: %v, %v, asked %d times", settled, err, asked)
		}
		settled, err := j.Settle(t.Context(), []client.Account{reader(client.Operation{Status: first, CardID: "c-" + string(first)})})
		if err != nil || len(settled) != 1 || settled[0].CardID != "c-"+string(first) || string(settled[0].Status) != string(first) {
			t.Errorf("%v, %v", settled, err)
		}
		// Once known it never changes.
		settled, err = j.Settle(t.Context(), []client.Account{reader(client.Operation{Status: client.OperationSucceeded, CardID: "other"})})
		if len(settled) != 0 || (first == client.OperationProcessing) != (err != nil) {
			t.Errorf("another id: %v, %v", settled, err)
		}
		if first == client.OperationProcessing {
			_, err = j.Settle(t.Context(), []client.Account{reader(client.Operation{Status: client.OperationSucceeded, CardID: "c-processing"})})
			if err != nil || states(t, j, m.OrderID) != "intended sent processing success" {
				t.Errorf("%v, %s", err, states(t, j, m.OrderID))
			}
		}
	}
}

func TestMark(t *testing.T) {
	t.Parallel()
	now := at("2026-11-05T10:00:00Z")
	j := open(t, newPath(t), journal.WithClock(func() time.Time { return now }))
	m := openMovement(t, j, client.MovementUnknown)
	for _, bad := range []struct {
		as           client.MovementStatus
		reason, says string
	}{
		{client.MovementUnknown, "x", "success or failed"}, {"", "x", "success or failed"}, {client.MovementProcessing, "x", "success or failed"},
		{client.MovementFailed, " \t", "without a reason"}, {client.MovementFailed, strings.Repeat("ü", 201), "at most 200"},
	} {
		if _, err := j.Mark(t.Context(), m.OrderID, bad.as, bad.reason, ""); !errors.Is(err, journal.ErrMark) ||
			!strings.Contains(err.Error(), bad.says) {
			t.Errorf("%q, %q: %v", bad.as, bad.reason, err)
		}
	}
	if got := only(t, j); !cmp.Equal(got, m) {
		t.Errorf("a refused mark changed %v to %v", m, got)
	}
	now = now.Add(time.Hour)
	marked, err := j.Mark(t.Context(), m.OrderID, client.MovementFailed, " \xffthe dashboard does not show it ", "")
	if err != nil || marked.Status != client.MovementFailed ||
		marked.Description != "marked by hand: \uFFFDthe dashboard does not show it" || !marked.SettledAt.Equal(now) {
		t.Errorf("%v, %v", marked, err)
	}
	if _, err := j.Mark(t.Context(), m.OrderID, client.MovementSucceeded, "no, it is there", ""); !errors.Is(err, journal.ErrMark) ||
		!strings.Contains(err.Error(), "settled (failed)") {
		t.Errorf("a settled one: %v", err)
	}
	if _, err := j.Mark(t.Context(), "NONE", client.MovementSucceeded, "x", ""); !errors.Is(err, client.ErrNotFound) {
		t.Errorf("none: %v", err)
	}

	m = openMovement(t, j, client.MovementProcessing)
	now = now.Add(24*time.Hour - time.Millisecond)
	if _, err := j.Mark(t.Context(), m.OrderID, client.MovementSucceeded, "x", ""); !errors.Is(err, journal.ErrMark) ||
		!strings.Contains(err.Error(), "at work on it") ||
		!strings.Contains(err.Error(), "24 h after it was made, from 2026-11-06 11:00 UTC") {
		t.Errorf("one that is processing: %v", err)
	}
	now = now.Add(time.Millisecond)
	if marked, err := j.Mark(t.Context(), m.OrderID, client.MovementSucceeded, strings.Repeat("ü", 200), ""); err != nil ||
		states(t, j, marked.OrderID) != "intended sent processing success" {
		t.Errorf("one that is processing for a day: %v", err)
	}
}

// A person can say which card a creation made. It is then not taken for another one's.
func TestMarkNamesTheCard(t *testing.T) {
	t.Parallel()
	j := open(t, newPath(t))
	unknown := func(name string) client.Movement {
		in := intent(client.MoveCreate, "25")
		in.New.Name = name
		m, _ := j.Move(t.Context(), account(answering(client.Operation{}, context.DeadlineExceeded)), in)
		if m.Status != client.MovementUnknown {
			t.Fatalf("%v", m)
		}
		return m
	}
	first, second, third := unknown("A"), unknown("B"), unknown("C")
	topUp := openMovement(t, j, client.MovementUnknown)
	for _, bad := range []struct {
		order string
		as    client.MovementStatus
		card  string
		says  string
	}{
		{topUp.OrderID, client.MovementSucceeded, "new", "only a card creation that succeeded"},
		{first.OrderID, client.MovementFailed, "new", "only a card creation that succeeded"},
		{first.OrderID, client.MovementSucceeded, strings.Repeat("x", 101), "too long"},
	} {
		if _, err := j.Mark(t.Context(), bad.order, bad.as, "x", bad.card); !errors.Is(err, journal.ErrMark) ||
			!strings.Contains(err.Error(), bad.says) {
			t.Errorf("%q: %v", bad.card, err)
		}
	}
	if m, err := j.Mark(t.Context(), first.OrderID, client.MovementSucceeded, "x", "new"); err != nil || m.CardID != "new" ||
		states(t, j, m.OrderID) != "intended sent unknown success" {
		t.Errorf("%v, %v", m, err)
	}
	if _, err := j.Mark(t.Context(), second.OrderID, client.MovementSucceeded, "x", "new"); !errors.Is(err, journal.ErrMark) ||
		!strings.Contains(err.Error(), "made by order "+first.OrderID) {
		t.Errorf("the same card: %v", err)
	}
	if m, err := j.Mark(t.Context(), second.OrderID, client.MovementSucceeded, "x", ""); err != nil || m.CardID != "" {
		t.Errorf("without a card: %v, %v", m, err)
	}
	// One that the issuer has named keeps its card.
	asked := 0
	reader := askable{&issuer{}, answers(&asked, client.Operation{Status: client.OperationProcessing, CardID: "theirs"})}
	if _, err := j.Settle(t.Context(), []client.Account{account(reader)}); err == nil { // the top-up is about another card
		t.Fatal("the answers are taken for the top-up's")
	}
	if _, err := j.Mark(t.Context(), third.OrderID, client.MovementSucceeded, "x", "mine"); !errors.Is(err, journal.ErrMark) {
		t.Errorf("another card than the issuer's: %v", err)
	}
}

// While it is being sent a movement is its sender's.
func TestMarkWhileSending(t *testing.T) {
	t.Parallel()
	j := open(t, newPath(t))
	i := &issuer{topUp: func(_ context.Context, o client.Order) (client.Operation, error) {
		if _, err := j.Mark(t.Context(), o.ID, client.MovementFailed, "x", ""); !errors.Is(err, journal.ErrMark) ||
			!strings.Contains(err.Error(), "being sent") {
			t.Errorf("error %v", err)
		}
		return client.Operation{Status: client.OperationSucceeded}, nil
	}}
	if m, err := topUp(t.Context(), j, account(i), card, usd("25"), client.Quote{}); err != nil || m.Status != client.MovementSucceeded {
		t.Errorf("%v, %v", m, err)
	}
}
