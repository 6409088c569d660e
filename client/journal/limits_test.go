package journal_test

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"cardwallet/client"
	"cardwallet/client/journal"
)

// refusedByGuard wants Check and Move to refuse alike, and nothing to be noted or sent.
func refusedByGuard(t *testing.T, j *journal.Journal, in client.Intent, kind error) *client.GuardError {
	t.Helper()
	before, err := j.Movements(t.Context(), client.MovementFilter{})
	if err != nil {
		t.Fatal(err)
	}
	i := answering(client.Operation{Status: client.OperationSucceeded}, nil)
	checked := j.Check(t.Context(), account(i), in)
	m, moved := j.Move(t.Context(), account(i), in)
	var guard *client.GuardError
	if !errors.Is(checked, kind) || !errors.As(moved, &guard) || checked.Error() != moved.Error() {
		t.Fatalf("Check says %v, Move says %v; want %v", checked, moved, kind)
	}
	after, err := j.Movements(t.Context(), client.MovementFilter{})
	if diff := cmp.Diff(before, after); diff != "" || err != nil || m.OrderID != "" || len(i.orders()) != 0 {
		t.Errorf("%v, %v, sent %v\n%s", m, err, i.orders(), diff)
	}
	if guard.Hint == "" || strings.Contains(guard.Detail, "\n") {
		t.Errorf("detail %q, hint %q", guard.Detail, guard.Hint)
	}
	return guard
}

// allowed wants Check to let pass what Move then does.
func allowed(t *testing.T, j *journal.Journal, i *issuer, in client.Intent) client.Movement {
	t.Helper()
	if err := j.Check(t.Context(), account(i), in); err != nil {
		t.Errorf("check: %v", err)
	}
	m, err := j.Move(t.Context(), account(i), in)
	if m.OrderID == "" {
		t.Errorf("move: %v", err)
	}
	return m
}

func intent(kind client.MovementKind, amount string) client.Intent {
	in := client.Intent{Kind: kind, Amount: usd(amount)}
	if kind == client.MoveCreate {
		in.New = client.NewCard{TypeID: "111", Name: "Ads"}
	} else {
		in.Card = card
	}
	return in
}

func TestRepeatIsAskedAbout(t *testing.T) {
	t.Parallel()
	now := at("2026-11-05T10:00:00Z")
	j := open(t, newPath(t), journal.WithClock(func() time.Time { return now }))
	done := answering(client.Operation{Status: client.OperationSucceeded}, nil)
	for _, kind := range paymentKinds {
		first := allowed(t, j, done, intent(kind, "25"))
		now = now.Add(10*time.Minute - time.Millisecond)
		guard := refusedByGuard(t, j, intent(kind, "25.00"), client.ErrRepeat)
		if !cmp.Equal(guard.Movement, first) || !strings.Contains(guard.Detail, first.OrderID) {
			t.Errorf("%s: told of %v", kind, guard.Movement)
		}
		allowed(t, j, done, intent(kind, "25.01"))
		again := intent(kind, "25")
		again.Repeat = guard.Orders()
		allowed(t, j, done, again)
		now = now.Add(10 * time.Minute)
		allowed(t, j, done, intent(kind, "25"))
		now = now.Add(10 * time.Minute)
	}
}

func TestWhatIsNoRepeat(t *testing.T) {
	t.Parallel()
	j := open(t, newPath(t))
	allowed(t, j, answering(client.Operation{}, &client.Error{Kind: client.ErrUnreachable, NotSent: true}), intent(client.MoveTopUp, "25"))
	done := answering(client.Operation{Status: client.OperationSucceeded}, nil)
	allowed(t, j, done, intent(client.MoveTopUp, "25")) // the first one never left
	allowed(t, j, done, intent(client.MoveWithdraw, "25"))
	elsewhere := intent(client.MoveTopUp, "25")
	elsewhere.Card.ID = "another"
	allowed(t, j, done, elsewhere)
	euro := intent(client.MoveTopUp, "25")
	euro.Amount.Currency = "EUR"
	allowed(t, j, done, euro)
	allowed(t, j, done, intent(client.MoveCreate, "25"))
	for _, change := range []func(*client.NewCard){
		func(n *client.NewCard) { n.Name = "Travel" }, func(n *client.NewCard) { n.TypeID = "112" },
		func(n *client.NewCard) { n.HolderID = "7" }, func(n *client.NewCard) { n.AccountID = "8" },
		func(n *client.NewCard) { n.CardNumber = "900012345678" },
	} {
		in := intent(client.MoveCreate, "25")
		change(&in.New)
		allowed(t, j, done, in)
		refusedByGuard(t, j, in, client.ErrRepeat)
	}
}

// What failed after it left counts like any other, whatever the issuer said: a refusal may have been told of a second try.
func TestWhatFailedIsRepeated(t *testing.T) {
	t.Parallel()
	now := at("2026-11-05T10:00:00Z")
	j := open(t, newPath(t), journal.WithClock(func() time.Time { return now }))
	done := answering(client.Operation{Status: client.OperationSucceeded}, nil)
	for _, kind := range paymentKinds {
		failed := allowed(t, j, answering(client.Operation{Status: client.OperationFailed}, nil), intent(kind, "25"))
		now = now.Add(10*time.Minute - time.Millisecond)
		guard := refusedByGuard(t, j, intent(kind, "25.00"), client.ErrRepeat)
		if failed.Status != client.MovementFailed || !cmp.Equal(guard.Movement, failed) || !strings.Contains(guard.Detail, "(failed)") {
			t.Errorf("%s: told of %v", kind, guard)
		}
		now = now.Add(time.Millisecond)
		allowed(t, j, done, intent(kind, "25"))
		now = now.Add(10 * time.Minute)
	}
	// Given up between the row and the request: it never left.
	ctx, cancel := context.WithCancel(t.Context())
	i := &observedOnce{issuer: answering(client.Operation{Status: client.OperationSucceeded}, nil), then: cancel}
	if m, err := j.Move(ctx, account(i), intent(client.MoveTopUp, "25")); m.Status != client.MovementFailed || len(i.orders()) != 0 {
		t.Fatalf("%v, %v", m, err)
	}
	allowed(t, j, done, intent(client.MoveTopUp, "25"))
}

// observedOnce gives up as soon as it was looked at.
type observedOnce struct {
	*issuer
	then func()
}

func (o *observedOnce) Observe(context.Context, string) (client.Observation, error) {
	o.then()
	return client.Observation{}, nil
}

// The same card is recognised however its name was typed, and at an issuer without order numbers also without its only type.
func TestSameCreation(t *testing.T) {
	t.Parallel()
	noted := func(string) (client.Observation, error) { return seen("100", "500"), nil }
	for _, test := range []struct {
		name          string
		first, second client.NewCard
		compared      bool
		repeat        bool
	}{
		{"space around the name", client.NewCard{Name: "Ads", TypeID: "1"}, client.NewCard{Name: " Ads\t", TypeID: "1"}, false, true},
		{"space around the first name", client.NewCard{Name: "Ads "}, client.NewCard{Name: "Ads"}, false, true},
		{"a type that is left out", client.NewCard{Name: "Ads"}, client.NewCard{Name: "Ads", TypeID: "card"}, true, true},
		{"a type that is left out first", client.NewCard{Name: "Ads", TypeID: "card"}, client.NewCard{Name: "Ads"}, true, true},
		{"a type that matters", client.NewCard{Name: "Ads", TypeID: "1"}, client.NewCard{Name: "Ads", TypeID: "2"}, false, false},
		{"another name", client.NewCard{Name: "Ads"}, client.NewCard{Name: "Ad s"}, true, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			j := open(t, newPath(t))
			a := account(answering(client.Operation{Status: client.OperationSucceeded}, nil))
			if test.compared {
				a = account(observed{issuer: answering(client.Operation{Status: client.OperationSucceeded}, nil), observe: noted})
			}
			in := client.Intent{Kind: client.MoveCreate, Amount: usd("25"), New: test.first}
			if _, err := j.Move(t.Context(), a, in); err != nil {
				t.Fatal(err)
			}
			in.New = test.second
			if err := j.Check(t.Context(), a, in); errors.Is(err, client.ErrRepeat) != test.repeat || !test.repeat && err != nil {
				t.Errorf("%v", err)
			}
		})
	}
}

// Past an open movement the same amount is still asked about: these are two questions.
func TestOverrideIsNoRepeat(t *testing.T) {
	t.Parallel()
	j := open(t, newPath(t))
	open := allowed(t, j, answering(client.Operation{}, io.EOF), intent(client.MoveTopUp, "25")).OrderID
	in := intent(client.MoveTopUp, "25")
	refusedByGuard(t, j, in, client.ErrOpenMovement)
	in.OverrideOpen = []string{open}
	refusedByGuard(t, j, in, client.ErrRepeat)
	in.OverrideOpen, in.Repeat = nil, []string{open}
	refusedByGuard(t, j, in, client.ErrOpenMovement)
	in.OverrideOpen = []string{open}
	allowed(t, j, answering(client.Operation{Status: client.OperationSucceeded}, nil), in)
}

func TestOpenMovementOfEachKind(t *testing.T) {
	t.Parallel()
	done := answering(client.Operation{Status: client.OperationSucceeded}, nil)
	unknown := answering(client.Operation{}, io.EOF)
	for _, kind := range []client.MovementKind{client.MoveTopUp, client.MoveWithdraw} {
		j := open(t, newPath(t))
		first := allowed(t, j, unknown, intent(kind, "25"))
		for _, next := range []client.MovementKind{client.MoveTopUp, client.MoveWithdraw} {
			if guard := refusedByGuard(t, j, intent(next, "3"), client.ErrOpenMovement); !cmp.Equal(guard.Movement, first) {
				t.Errorf("told of %v", guard.Movement)
			}
		}
		allowed(t, j, done, intent(client.MoveCreate, "25"))
	}
}

// A creation has no card to close. With order numbers it keeps only the same one from being sent, without them every other.
func TestOpenCreation(t *testing.T) {
	t.Parallel()
	done, unknown := answering(client.Operation{Status: client.OperationSucceeded}, nil), answering(client.Operation{}, io.EOF)
	other := intent(client.MoveCreate, "25")
	other.New.Name = "Travel"

	j := open(t, newPath(t))
	allowed(t, j, unknown, intent(client.MoveCreate, "25"))
	refusedByGuard(t, j, intent(client.MoveCreate, "30"), client.ErrOpenMovement)
	allowed(t, j, done, intent(client.MoveTopUp, "25"))
	allowed(t, j, done, other)

	j = open(t, newPath(t))
	i := observed{issuer: unknown, observe: func(string) (client.Observation, error) { return seen("100", "500"), nil }}
	if _, err := j.Move(t.Context(), account(i), intent(client.MoveCreate, "25")); !errors.Is(err, client.ErrUnknown) {
		t.Fatal(err)
	}
	if err := j.Check(t.Context(), account(i), other); !errors.Is(err, client.ErrOpenMovement) {
		t.Errorf("another creation where new cards are compared: %v", err)
	}
	if err := j.Check(t.Context(), client.Account{Profile: "two", Issuer: i}, other); err != nil {
		t.Errorf("another profile: %v", err)
	}
}

// A card that is being created is closed too as soon as its id is known.
func TestCardThatIsBeingCreated(t *testing.T) {
	t.Parallel()
	j := open(t, newPath(t))
	m := allowed(t, j, answering(client.Operation{Status: client.OperationProcessing, CardID: "new"}, nil), intent(client.MoveCreate, "25"))
	if m.CardID != "new" {
		t.Fatalf("%v", m)
	}
	in := intent(client.MoveTopUp, "30")
	in.Card.ID = "new"
	refusedByGuard(t, j, in, client.ErrOpenMovement)
}

func limit(perMovement, perDay string) journal.Option {
	some := func(text string) (d decimal.NullDecimal) {
		if text != "" {
			d = decimal.NewNullDecimal(decimal.RequireFromString(text))
		}
		return d
	}
	return journal.WithLimits(map[string]journal.Limit{"usd": {PerMovement: some(perMovement), PerDay: some(perDay)}})
}

// What is sent before a movement is not noted yet when that is checked, and counts all the same.
func TestLimitPerDayOfSeveral(t *testing.T) {
	t.Parallel()
	j := open(t, newPath(t), limit("", "100"))
	done := answering(client.Operation{Status: client.OperationSucceeded}, nil)
	allowed(t, j, done, intent(client.MoveTopUp, "30"))
	in := intent(client.MoveTopUp, "35")
	in.Ahead = []client.Quote{{Amount: usd("30"), Fee: usd("5.01")}, {Amount: client.Money{Amount: usd("90").Amount, Currency: "EUR"}}}
	refusedByGuard(t, j, in, client.ErrLimit)
	in.Ahead[0].Fee = usd("5")
	allowed(t, j, done, in)
}

func TestLimitPerMovement(t *testing.T) {
	t.Parallel()
	j := open(t, newPath(t), limit("100", ""))
	done := answering(client.Operation{Status: client.OperationSucceeded}, nil)
	for _, kind := range paymentKinds {
		guard := refusedByGuard(t, j, intent(kind, "100.01"), client.ErrLimit)
		if guard.Detail != "100.01 USD is more than 100.00 USD per movement" || !strings.Contains(guard.Hint, "per_movement") ||
			guard.Movement.OrderID != "" {
			t.Errorf("%+v", guard)
		}
		over := intent(kind, "100.01")
		over.OverrideOpen, over.Repeat = []string{"CW"}, []string{"CW"} // there is no way around it
		refusedByGuard(t, j, over, client.ErrLimit)
		allowed(t, j, done, intent(kind, "100"))
	}
	euro := intent(client.MoveTopUp, "5000")
	euro.Amount.Currency = "EUR"
	allowed(t, j, done, euro)
}

func TestLimitPerDay(t *testing.T) {
	t.Parallel()
	now := at("2026-11-05T10:00:00Z")
	path := newPath(t)
	clock := journal.WithClock(func() time.Time { return now })
	j := open(t, path, clock, limit("", "100"))
	done := answering(client.Operation{Status: client.OperationSucceeded}, nil)
	allowed(t, j, done, intent(client.MoveTopUp, "40"))
	allowed(t, j, answering(client.Operation{Status: client.OperationFailed}, nil), intent(client.MoveTopUp, "50")) // moved nothing
	// takes nothing from the wallet
	allowed(t, j, done, intent(client.MoveWithdraw, "500"))
	now = now.Add(time.Hour)
	allowed(t, open(t, path, clock), done, intent(client.MoveCreate, "30")) // another program's count as well
	unknown := allowed(t, j, answering(client.Operation{}, io.EOF), intent(client.MoveTopUp, "20"))
	over := intent(client.MoveTopUp, "10.01")
	over.OverrideOpen = []string{unknown.OrderID}
	guard := refusedByGuard(t, j, over, client.ErrLimit)
	if guard.Detail != "10.01 USD and 90.00 USD of the last 24 hours are more than 100.00 USD per day" ||
		!strings.Contains(guard.Hint, "per_day") {
		t.Errorf("%+v", guard)
	}
	over.Amount = usd("10")
	allowed(t, j, done, over)
	now = now.Add(23*time.Hour - time.Millisecond)
	over.Amount = usd("40")
	refusedByGuard(t, j, over, client.ErrLimit)
	now = now.Add(time.Millisecond) // the first 40 are a day old
	allowed(t, j, done, over)
}

// One person's limit counts what that person sent, from wherever, and nothing of the others; the limit of all counts everybody's.
func TestLimitPerPersonAndDay(t *testing.T) {
	t.Parallel()
	now := at("2026-11-05T10:00:00Z")
	path := newPath(t)
	of := func(person, host string) *journal.Journal {
		return open(t, path, journal.WithClock(func() time.Time { return now }), journal.WithPerson(person, host),
			journal.WithLimits(map[string]journal.Limit{"USD": {
				PerDay:       decimal.NewNullDecimal(decimal.NewFromInt(150)),
				PerPersonDay: decimal.NewNullDecimal(decimal.NewFromInt(100)),
			}}))
	}
	mine, elsewhere, other := of("ops-1", "desk"), of("ops-1", "laptop"), of("ops-2", "desk")
	done := answering(client.Operation{Status: client.OperationSucceeded}, nil)
	allowed(t, mine, done, intent(client.MoveTopUp, "50"))
	allowed(t, mine, done, intent(client.MoveWithdraw, "500")) // takes nothing from the wallet
	allowed(t, elsewhere, done, intent(client.MoveCreate, "30"))
	for _, j := range []*journal.Journal{mine, elsewhere} {
		guard := refusedByGuard(t, j, intent(client.MoveTopUp, "20.01"), client.ErrLimit)
		if guard.Detail != "20.01 USD and 80.00 USD of ops-1 of the last 24 hours are more than 100.00 USD per person and day" ||
			!strings.Contains(guard.Hint, "change per_person_per_day in [limits]") {
			t.Errorf("%+v", guard)
		}
	}
	allowed(t, other, done, intent(client.MoveTopUp, "20.01"))
	allowed(t, mine, done, intent(client.MoveTopUp, "20"))
	guard := refusedByGuard(t, other, intent(client.MoveTopUp, "30"), client.ErrLimit) // 120.01 of all
	if !strings.Contains(guard.Hint, "change per_day in [limits]") {
		t.Errorf("%+v", guard)
	}
	now = now.Add(24 * time.Hour)
	allowed(t, mine, done, intent(client.MoveTopUp, "100"))
}

// Limits are about what leaves, fees included; earlier rows count with the fee that the issuer took in the end.
func TestLimitsCountFees(t *testing.T) {
	t.Parallel()
	withFee := func(kind client.MovementKind, amount string, fee client.Money) client.Intent {
		in := intent(kind, amount)
		in.Quote = client.Quote{Fee: fee, Estimated: true}
		return in
	}
	done := answering(client.Operation{Status: client.OperationSucceeded}, nil)
	j := open(t, newPath(t), limit("60", "100"))
	for _, kind := range []client.MovementKind{client.MoveTopUp, client.MoveCreate} {
		guard := refusedByGuard(t, j, withFee(kind, "58.26", usd("1.75")), client.ErrLimit)
		if guard.Detail != "60.01 USD with its fee is more than 60.00 USD per movement" {
			t.Errorf("%+v", guard)
		}
	}
	// 60
	allowed(t, j, done, withFee(client.MoveTopUp, "58.25", usd("1.75")))
	// 10.50
	allowed(t, j, answering(client.Operation{Status: client.OperationSucceeded, Fee: usd("0.50")}, nil),
		withFee(client.MoveTopUp, "10", usd("1")))
	// 9
	allowed(t, j, done, withFee(client.MoveTopUp, "9", client.NewMoney(usd("50").Amount, "EUR")))
	// 0.50
	allowed(t, j, done, withFee(client.MoveTopUp, "0.50", client.Money{}))
	// its fee does not leave the wallet
	allowed(t, j, done, withFee(client.MoveWithdraw, "60", usd("2")))
	guard := refusedByGuard(t, j, withFee(client.MoveTopUp, "19.01", usd("1")), client.ErrLimit)
	if guard.Detail != "20.01 USD with its fee and 80.00 USD of the last 24 hours are more than 100.00 USD per day" {
		t.Errorf("%+v", guard)
	}
	allowed(t, j, done, withFee(client.MoveTopUp, "19", usd("1")))
}

// The guards hold for all processes at once: two that fill the same limit do not both get through.
func TestLimitIsOneStepWithTheRow(t *testing.T) {
	t.Parallel()
	path := newPath(t)
	handles := []*journal.Journal{open(t, path, limit("", "100")), open(t, path, limit("", "100"))}
	done := answering(client.Operation{Status: client.OperationSucceeded}, nil)
	results := make(chan error)
	for n := range 20 {
		go func() {
			in := intent(client.MoveTopUp, "30")
			in.Card.ID = string(rune('a' + n))
			_, err := handles[n%2].Move(context.WithoutCancel(t.Context()), account(done), in)
			results <- err
		}()
	}
	through := 0
	for range 20 {
		if err := <-results; err == nil {
			through++
		} else if !errors.Is(err, client.ErrLimit) {
			t.Errorf("error %v", err)
		}
	}
	if through != 3 || len(done.orders()) != 3 {
		t.Errorf("%d went through, %d were sent; want 3 of 30 within 100", through, len(done.orders()))
	}
}
