package journal_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"cardwallet/client"
	"cardwallet/client/journal"
	"cardwallet/client/journal/journaltest"
)

// named is the intent with a reference.
func named(in client.Intent, reference string) client.Intent {
	in.Reference = reference
	return in
}

var success = client.Operation{Status: client.OperationSucceeded}

// The same reference is sent once, whoever asks. Afterwards its outcome is told, with the same kind of error as the first time.
func TestTheSameReferenceIsSentOnce(t *testing.T) {
	t.Parallel()
	refused := &client.Error{Kind: client.ErrInsufficient, Status: 200, Message: "Insufficient balance", Untouched: true}
	none := &client.Error{Kind: client.ErrNotFound, Status: 200}
	for _, test := range []struct {
		name   string
		answer client.Operation
		err    error
		ends   client.MovementStatus
		kind   error // of the outcome
	}{
		{"done", success, nil, client.MovementSucceeded, nil},
		{"at work", client.Operation{Status: client.OperationProcessing}, nil, client.MovementProcessing, nil},
		{"no answer", client.Operation{}, io.ErrUnexpectedEOF, client.MovementUnknown, client.ErrUnknown},
		{"failed", client.Operation{Status: client.OperationFailed, Description: "no"}, nil, client.MovementFailed, client.ErrRefused},
		{"refused", client.Operation{}, refused, client.MovementFailed, client.ErrInsufficient},
		{"no such card", client.Operation{}, &client.Error{Kind: client.ErrNotFound, Status: 200, Message: "Card not found", Untouched: true},
			client.MovementFailed, client.ErrNotFound},
	} {
		for _, kind := range append(slices.Clone(paymentKinds), changeKinds...) {
			if kind == client.MoveActivate && test.ends == client.MovementFailed && test.kind != client.ErrRefused {
				continue // the card decides it, which is not known here
			}
			path := newPath(t)
			one, other := open(t, path), open(t, path)
			c := changing(test.answer, test.err)
			c.issuer = answering(test.answer, test.err)
			asked := 0
			c.read = answers(&asked, none)
			in := func() client.Intent {
				if kind.IsChange() {
					return named(change(kind), "invoice 7")
				}
				return named(intent(kind, "25"), "invoice 7")
			}
			first, err := one.Move(t.Context(), account(c), in())
			if first.Status != test.ends || first.Repeated || first.Reference != "invoice 7" || test.kind != nil && !errors.Is(err, test.kind) {
				t.Fatalf("%s, %s: %+v, %v", kind, test.name, first, err)
			}
			for _, j := range []*journal.Journal{one, other} {
				told, found, err := j.Earlier(t.Context(), account(c), in())
				if err != nil || !found || !told.Movement.Repeated || told.Movement.OrderID != first.OrderID ||
					told.Movement.Status != test.ends || (told.Outcome == nil) != (test.kind == nil) {
					t.Errorf("%s, %s: earlier %+v, %v, %v", kind, test.name, told, found, err)
				}
				if err := j.Check(t.Context(), account(c), in()); err != nil {
					t.Errorf("%s, %s: check %v", kind, test.name, err)
				}
				again, err := j.Move(t.Context(), account(c), in())
				again.Repeated = false
				if cmp.Diff(first, again) != "" || (err == nil) != (test.kind == nil) || test.kind != nil && !errors.Is(err, test.kind) {
					t.Errorf("%s, %s: again %+v, %v; first %+v", kind, test.name, again, err, first)
				}
			}
			if n := len(c.orders()); n != 1 {
				t.Errorf("%s, %s: %d sent", kind, test.name, n)
			}
		}
	}
}

// Two handles that send the same reference at once send it once.
func TestTheSameReferenceAtOnce(t *testing.T) {
	t.Parallel()
	path := newPath(t)
	i := answering(success, nil)
	var wg sync.WaitGroup
	outcomes := make([]client.Movement, 8)
	for n := range outcomes {
		j := open(t, path)
		wg.Go(func() {
			m, err := j.Move(t.Context(), account(i), named(intent(client.MoveTopUp, "25"), "invoice 7"))
			if outcomes[n] = m; err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	fresh := 0
	for _, m := range outcomes {
		if m.OrderID != outcomes[0].OrderID {
			t.Errorf("order %s and %s", m.OrderID, outcomes[0].OrderID)
		}
		if !m.Repeated {
			fresh++
		}
	}
	if len(i.orders()) != 1 || fresh != 1 {
		t.Errorf("%d sent, %d not repeated", len(i.orders()), fresh)
	}
}

// A reference names one movement. With anything else it is refused, and nothing is sent.
func TestAReferenceNamesOneMovement(t *testing.T) {
	t.Parallel()
	j := open(t, newPath(t))
	c := changing(success, nil)
	limits := func(amount string) client.Intent {
		in := change(client.MoveLimits)
		in.Change.Limits.NoPINAmount = usd(amount)
		return in
	}
	newCard := func(name, amount string) client.Intent {
		in := intent(client.MoveCreate, amount)
		in.New.Name = name
		return in
	}
	for n, test := range []struct{ first, other client.Intent }{
		{intent(client.MoveTopUp, "25"), intent(client.MoveTopUp, "25.01")},
		{intent(client.MoveWithdraw, "25"), intent(client.MoveWithdraw, "52")},
		{newCard("Ads", "25"), newCard("Travel", "25")},
		{newCard("More", "25"), newCard("Ads", "26")},
		{limits("200"), limits("300")},
	} {
		reference := fmt.Sprint("one ", n)
		first, other := named(test.first, reference), named(test.other, reference)
		allowedBy(t, j, account(c), first)
		before := len(c.orders())
		_, found, err := j.Earlier(t.Context(), account(c), other)
		checked := j.Check(t.Context(), account(c), other)
		m, moved := j.Move(t.Context(), account(c), other)
		if found || !errors.Is(err, client.ErrReference) || !errors.Is(checked, client.ErrReference) || !errors.Is(moved, client.ErrReference) ||
			m.OrderID != "" || len(c.orders()) != before {
			t.Errorf("%s: %v; %v; %v; %+v, %d sent", test.first.Kind, err, checked, moved, m, len(c.orders()))
		}
	}
}

// What cannot stand in a list is refused before anything is noted.
func TestReferencesThatAreNotUsable(t *testing.T) {
	t.Parallel()
	j := open(t, newPath(t))
	i := answering(success, nil)
	for _, reference := range []string{" ", " a", "a ", "a\nb", "a\x1b[31m", "\xff", "a\u202eb", strings.Repeat("é", 51)} {
		_, err := j.Move(t.Context(), account(i), named(intent(client.MoveTopUp, "25"), reference))
		if !errors.Is(err, client.ErrReference) {
			t.Errorf("%q: %v", reference, err)
		}
	}
	for n, reference := range []string{"a", "invoice 7", "№ 12 / März", strings.Repeat("é", 50)} {
		allowed(t, j, i, named(intent(client.MoveTopUp, fmt.Sprint(n+1)), reference))
	}
	if n := len(i.orders()); n != 4 {
		t.Errorf("%d sent", n)
	}
}

// What is known not to have reached the issuer is made again under its number, and its history says so.
func TestWhatNeverArrivedIsMadeAgain(t *testing.T) {
	t.Parallel()
	in := named(intent(client.MoveTopUp, "25"), "invoice 7")
	makeAgain := func(t *testing.T, j *journal.Journal, history string) {
		t.Helper()
		first := only(t, j)
		if _, found, err := j.Earlier(t.Context(), account(answering(success, nil)), in); found || err != nil {
			t.Errorf("it is told as an earlier one: %v", err)
		}
		i := answering(success, nil)
		m := allowed(t, j, i, in)
		if m.OrderID != first.OrderID || m.Repeated || m.Status != client.MovementSucceeded || len(i.orders()) != 1 {
			t.Errorf("%+v, %d sent", m, len(i.orders()))
		}
		if got := states(t, j, m.OrderID); got != history+" intended sent success" || only(t, j).Status != client.MovementSucceeded {
			t.Errorf("history %s", got)
		}
	}
	t.Run("it never left", func(t *testing.T) {
		j := open(t, newPath(t))
		never := &client.Error{Kind: client.ErrUnreachable, NotSent: true}
		if m, err := j.Move(t.Context(), account(answering(client.Operation{}, never)), in); m.Status != client.MovementFailed {
			t.Fatalf("%+v, %v", m, err)
		}
		makeAgain(t, j, "intended sent failed")
	})
	t.Run("the issuer has no such order", func(t *testing.T) {
		now := noon
		j := open(t, newPath(t), journal.WithClock(func() time.Time { return now }))
		asked := 0
		lost := askable{answering(client.Operation{}, io.EOF), answers(&asked, &client.Error{Kind: client.ErrNotFound, Status: 200})}
		allowedUnknown(t, j, account(lost), in)
		now = now.Add(3 * time.Minute) // after the grace, and while the same movement without a reference is asked about
		if _, err := j.Settle(t.Context(), []client.Account{account(lost)}); err != nil {
			t.Fatal(err)
		}
		makeAgain(t, j, "intended sent unknown failed")
	})
	t.Run("its owner died before sending", func(t *testing.T) {
		path := newPath(t)
		dead := open(t, path)
		ctx, cancel := context.WithCancel(t.Context())
		gone := answering(success, nil)
		_, err := dead.MoveNoted(ctx, account(gone), in, func(client.Movement) { cancel() })
		if err == nil || len(gone.orders()) != 0 {
			t.Fatalf("%v, sent %d", err, len(gone.orders()))
		}
		j := open(t, path)
		makeAgain(t, j, states(t, j, only(t, j).OrderID))
	})
}

// A process that is killed at any point leaves what the next one can go on with: what was not sent is sent, what may have been is told.
func TestAReferenceAfterAKill(t *testing.T) {
	for at, want := range map[string]struct {
		sent   int
		status client.MovementStatus
	}{
		"before sent":   {1, client.MovementSucceeded},
		"while sending": {0, client.MovementUnknown},
		"after answer":  {0, client.MovementUnknown},
		"after outcome": {0, client.MovementSucceeded},
	} {
		t.Run(at, func(t *testing.T) {
			path := newPath(t)
			t.Setenv(referenceVariable, "invoice 7")
			reap(t, child(t, at, path, filepath.Join(t.TempDir(), "ledger")))
			journaltest.Bury(t, path)
			j := open(t, path)
			in := named(intent(client.MoveTopUp, "25"), "invoice 7")
			in.Card.ID = only(t, j).CardID
			i := answering(success, nil)
			m, err := j.Move(t.Context(), account(i), in)
			if len(i.orders()) != want.sent || m.Status != want.status || m.Repeated == (want.sent > 0) ||
				(want.status == client.MovementUnknown) != errors.Is(err, client.ErrUnknown) {
				t.Errorf("%d sent, %+v, %v", len(i.orders()), m, err)
			}
			only(t, j)
		})
	}
}

// Where cards are told apart by comparison, the type is no part of a new card's number: a command may leave it out.
func TestTheTypeOfANewCardInItsNumber(t *testing.T) {
	t.Parallel()
	typed := func(id string) client.Intent {
		in := named(intent(client.MoveCreate, "25"), "card 7")
		in.New.TypeID = id
		return in
	}
	number := func(i client.Issuer, in client.Intent) string {
		m, err := open(t, newPath(t)).Move(t.Context(), account(i), in)
		if err != nil {
			t.Fatal(err)
		}
		return m.OrderID
	}
	asked := 0
	byOrder := askable{answering(success, nil), answers(&asked, success)}
	byLook := observed{issuer: answering(success, nil), observe: func(string) (client.Observation, error) { return seen("100", "500"), nil }}
	if number(byOrder, typed("1")) == number(byOrder, typed("2")) || number(byLook, typed("1")) != number(byLook, typed("")) {
		t.Error("the type is in the number of the wrong issuer")
	}
}

// The number is the same for the same movement, and another one where account, kind, card, type or reference differ.
func TestNumbersOfReferences(t *testing.T) {
	t.Parallel()
	type names struct {
		account, card, reference string
		kind                     client.MovementKind
	}
	asked := 0
	number := func(n names) string {
		i := askable{answering(success, nil), answers(&asked, success)}
		in := named(intent(n.kind, "25"), n.reference)
		if in.Card.ID = n.card; n.kind == client.MoveCreate {
			in.Card.ID, in.New.TypeID = "", n.card
		}
		a := account(i)
		a.ID = n.account
		m, err := open(t, journaltest.File(t)).Move(t.Context(), a, in) // no store has a say in numbers
		if err != nil {
			t.Fatal(err)
		}
		return m.OrderID
	}
	random := rand.New(rand.NewPCG(7, 7))
	few := func() string { // so few letters that the parts often run together to the same text
		text := make([]byte, 1+random.IntN(2))
		for n := range text {
			text[n] = "ab"[random.IntN(2)]
		}
		return string(text)
	}
	of, form := map[string]names{}, regexp.MustCompile(`^CW[A-Z2-7]{18,38}$`)
	for range 120 {
		n := names{few(), few(), few(), paymentKinds[random.IntN(len(paymentKinds))]}
		got := number(n)
		if before, known := of[got]; known && before != n || !form.MatchString(got) {
			t.Errorf("%+v and %+v: %s", before, n, got)
		}
		if of[got] = n; number(n) != got {
			t.Errorf("%+v has two numbers", n)
		}
	}
}

// A duplicate number is settled by what the issuer has under it, where it was made of a reference: a colleague may have sent it.
func TestADuplicateIsSettledByAsking(t *testing.T) {
	t.Parallel()
	duplicate := &client.Error{Kind: client.ErrRefused, Status: 200, Message: "Duplicate order", Duplicate: true}
	for _, test := range []struct {
		name    string
		answer  any
		ends    client.MovementStatus
		is      error
		history string
	}{
		{"done", client.Operation{Status: client.OperationSucceeded, Amount: usd("25")}, client.MovementSucceeded, nil, "success"},
		{"at work", client.Operation{Status: client.OperationProcessing}, client.MovementProcessing, nil, "processing"},
		{"failed", client.Operation{Status: client.OperationFailed}, client.MovementFailed, client.ErrRefused, "failed"},
		{"another amount", client.Operation{Status: client.OperationSucceeded, Amount: usd("30")}, client.MovementFailed,
			client.ErrReference, "failed"},
		{"another card", client.Operation{Status: client.OperationSucceeded, CardID: "9"}, client.MovementFailed, client.ErrReference, "failed"},
		{"another order", client.Operation{Status: client.OperationSucceeded, OrderID: "X", Amount: usd("30")}, client.MovementUnknown,
			client.ErrUnknown, "unknown"},
		{"not there", &client.Error{Kind: client.ErrNotFound, Status: 200}, client.MovementUnknown, client.ErrUnknown, "unknown"},
		{"unreachable", &client.Error{Kind: client.ErrUnreachable}, client.MovementUnknown, client.ErrUnknown, "unknown"},
	} {
		j, asked := open(t, newPath(t)), 0
		i := askable{answering(client.Operation{}, duplicate), answers(&asked, test.answer)}
		in := named(intent(client.MoveTopUp, "25"), "invoice 7")
		for range 2 { // the second time it is told
			m, err := j.Move(t.Context(), account(i), in)
			if m.Status != test.ends || !errors.Is(err, test.is) || states(t, j, m.OrderID) != "intended sent "+test.history || asked != 1 {
				t.Errorf("%s: %+v, %v, %s, asked %d times", test.name, m, err, states(t, j, m.OrderID), asked)
			}
		}
		if len(i.orders()) != 1 {
			t.Errorf("%s: %d sent", test.name, len(i.orders()))
		}
	}
}

// TestALateWordIsNotAboutTheNextRequest: what belongs to a request that was taken for dead says nothing of the one that was made after it
// under the same number.
func TestALateWordIsNotAboutTheNextRequest(t *testing.T) {
	t.Parallel()
	path := newPath(t)
	now := noon
	clock := journal.WithClock(func() time.Time { return now })
	l := &line{}
	one, two := remote(t, path, l, clock), remote(t, path, &line{}, clock)
	in := client.Intent{Kind: client.MoveTopUp, Card: card, Amount: usd("25"), Reference: "invoice 7"}
	l.write = func(n int) error {
		if n >= 2 { // it never learns whether it was marked as sent, and keeps that nothing left
			return errAway
		}
		return nil
	}
	none := answering(client.Operation{}, nil)
	if m, err := one.Move(t.Context(), account(none), in); m.Status != client.MovementFailed || len(none.orders()) != 0 {
		t.Fatalf("%v, %v", m, err)
	}
	if waiting, err := one.Waiting(); err != nil || len(waiting) != 1 {
		t.Fatalf("%v, %v", waiting, err)
	}
	journal.Abandon(one)
	now = now.Add(time.Minute)
	others := open(t, path, clock) // on another machine
	lost := answering(client.Operation{}, context.DeadlineExceeded)
	m, err := others.Move(t.Context(), account(lost), in)
	if !errors.Is(err, client.ErrUnknown) || len(lost.orders()) != 1 {
		t.Fatalf("made again: %v, %v", m, err)
	}
	if _, err := two.Settle(t.Context(), nil); err != nil { // it delivers what the first one kept
		t.Error(err)
	}
	if got := states(t, others, m.OrderID); got != "intended failed intended sent unknown" {
		t.Errorf("%s", got)
	}
	if waiting, err := two.Waiting(); err != nil || len(waiting) != 0 {
		t.Errorf("still waiting: %v, %v", waiting, err)
	}
}
