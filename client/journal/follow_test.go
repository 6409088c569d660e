package journal_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"cardwallet/client"
	"cardwallet/client/journal"
	"cardwallet/client/journal/journaltest"
)

// answers gives the next answer at each call and repeats the last one; asked counts the calls.
func answers(asked *int, list ...any) func(context.Context, string) (client.Operation, error) {
	return func(_ context.Context, id string) (client.Operation, error) {
		next := list[min(*asked, len(list)-1)]
		*asked++
		if err, ok := next.(error); ok {
			return client.Operation{}, err
		}
		op := next.(client.Operation)
		if op.OrderID == "" {
			op.OrderID = id
		}
		return op, nil
	}
}

func TestFollow(t *testing.T) {
	processing := client.Operation{Status: client.OperationProcessing}
	success := client.Operation{Status: client.OperationSucceeded, IssuerOrderID: "77", Amount: usd("25"), Fee: usd("0.5"),
		Description: "done"}
	notYet := &client.Error{Kind: client.ErrNotFound, Status: 200}
	busy := &client.Error{Kind: client.ErrRateLimited, Status: 429, RetryAfter: 30 * time.Second}
	tests := []struct {
		name    string
		sent    any // what the sender answers
		answers []any
		history string
		asked   int
		took    time.Duration
		is      error
	}{
		{"settled at the third question", processing, []any{processing, processing, success}, "intended sent processing success", 3,
			4 * time.Second, nil},
		{"failed later", processing, []any{processing, client.Operation{Status: client.OperationFailed, Description: "limit"}},
			"intended sent processing failed", 2, 2 * time.Second, client.ErrRefused},
		{"never settled", processing, []any{processing}, "intended sent processing", 30, 58 * time.Second, nil},
		{"not shown at first", processing, []any{notYet, notYet, success}, "intended sent processing success", 3, 4 * time.Second, nil},
		{"never shown", processing, []any{notYet}, "intended sent processing", 30, 58 * time.Second, client.ErrNotFound},
		{"a broken connection in between", processing, []any{&client.Error{Kind: client.ErrUnreachable}, success},
			"intended sent processing success", 2, 2 * time.Second, nil},
		{"waits as long as it is told to", processing, []any{busy, success}, "intended sent processing success", 2, 30 * time.Second, nil},
		{"not allowed to ask", processing, []any{&client.Error{Kind: client.ErrNotAllowed, Status: 401}}, "intended sent processing", 1,
			2 * time.Second, client.ErrNotAllowed},
		{"another order's record", processing, []any{client.Operation{OrderID: "OTHER", Status: client.OperationSucceeded}},
			"intended sent processing", 1, 2 * time.Second, errors.New("")},
		{"another amount", processing, []any{client.Operation{Amount: usd("1"), Status: client.OperationSucceeded}},
			"intended sent processing", 1, 2 * time.Second, errors.New("")},
		{"nonsense, then success", processing, []any{client.Operation{Status: "paused"}, success}, "intended sent processing success", 2,
			2 * time.Second, nil},
		{"unknown is settled by asking", context.DeadlineExceeded, []any{notYet, processing, success},
			"intended sent unknown processing success", 3, 4 * time.Second, nil},
		{"unknown stays unknown", context.DeadlineExceeded, []any{notYet}, "intended sent unknown", 30, 58 * time.Second, client.ErrUnknown},
		{"unknown turns out refused", context.DeadlineExceeded, []any{client.Operation{Status: client.OperationFailed}},
			"intended sent unknown failed", 1, 0, client.ErrRefused},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			path := journaltest.File(t) // a server's answers take time of the test's clock
			synctest.Test(t, func(t *testing.T) {
				j := open(t, path)
				i := &issuer{topUp: func(ctx context.Context, o client.Order) (client.Operation, error) {
					if err, ok := test.sent.(error); ok {
						return client.Operation{}, err
					}
					return test.sent.(client.Operation), nil
				}}
				m, _ := topUp(t.Context(), j, account(i), card, usd("25"), estimate(usd("25")))
				asked := 0
				reader := askable{i, answers(&asked, test.answers...)}
				start := time.Now()
				got, err := j.Follow(t.Context(), account(reader), m)
				if took := time.Since(start); took != test.took || asked != test.asked {
					t.Errorf("asked %d times in %v, want %d in %v", asked, took, test.asked, test.took)
				}
				if (err == nil) != (test.is == nil) || test.is != nil && test.is.Error() != "" && !errors.Is(err, test.is) {
					t.Errorf("error %v, want %v", err, test.is)
				}
				if history := states(t, j, m.OrderID); history != test.history {
					t.Errorf("history %q, want %q", history, test.history)
				}
				if row := only(t, j); row.Status != got.Status || !strings.HasSuffix(test.history, string(got.Status)) {
					t.Errorf("returned %v, row %v", got, row)
				}
				if got.Status == client.MovementSucceeded {
					if got.IssuerOrderID != "77" || !got.Fee.Amount.Equal(usd("0.5").Amount) || got.Description != "done" || got.SettledAt.IsZero() {
						t.Errorf("the answer's figures are not in %+v", got)
					}
				}
				if len(i.orders()) != 1 {
					t.Errorf("sent %d times", len(i.orders()))
				}
			})
		})
	}
}

func TestFollowEndsWithItsContext(t *testing.T) {
	path := newPath(t)
	synctest.Test(t, func(t *testing.T) {
		j := open(t, path)
		i := answering(client.Operation{Status: client.OperationProcessing}, nil)
		m, _ := topUp(t.Context(), j, account(i), card, usd("25"), client.Quote{})
		ctx, cancel := context.WithCancel(t.Context())
		stop := time.AfterFunc(5*time.Second, cancel)
		defer stop.Stop()
		asked := 0
		m, err := j.Follow(ctx, account(askable{i, answers(&asked, client.Operation{Status: client.OperationProcessing})}), m)
		if !errors.Is(err, context.Canceled) || m.Status != client.MovementProcessing || asked != 3 {
			t.Errorf("%v, %v after %d questions", m, err, asked)
		}
	})
}

func TestFollowPollingIsConfigurable(t *testing.T) {
	path := newPath(t)
	synctest.Test(t, func(t *testing.T) {
		j := open(t, path, journal.WithPolling(100*time.Millisecond, time.Second))
		i := answering(client.Operation{Status: client.OperationProcessing}, nil)
		m, _ := topUp(t.Context(), j, account(i), card, usd("25"), client.Quote{})
		asked := 0
		start := time.Now()
		if _, err := j.Follow(t.Context(), account(askable{i, answers(&asked, client.Operation{Status: client.OperationProcessing})}),
			m); err != nil {
			t.Error(err)
		}
		if took := time.Since(start); took != 900*time.Millisecond || asked != 10 {
			t.Errorf("asked %d times in %v", asked, took)
		}
	})
}

// A question that hangs ends with the time limit.
func TestFollowHangs(t *testing.T) {
	path := newPath(t)
	synctest.Test(t, func(t *testing.T) {
		j := open(t, path)
		i := answering(client.Operation{Status: client.OperationProcessing}, nil)
		m, _ := topUp(t.Context(), j, account(i), card, usd("25"), client.Quote{})
		start := time.Now()
		m, err := j.Follow(t.Context(), account(askable{i, func(ctx context.Context, _ string) (client.Operation, error) {
			<-ctx.Done()
			return client.Operation{}, ctx.Err()
		}}), m)
		if err != nil || m.Status != client.MovementProcessing || time.Since(start) != time.Minute {
			t.Errorf("%v, %v after %v", m, err, time.Since(start))
		}
	})
}

func TestFollowNothingToAsk(t *testing.T) {
	t.Parallel()
	j := open(t, newPath(t))
	i := answering(client.Operation{Status: client.OperationProcessing}, nil)
	m, _ := topUp(t.Context(), j, account(i), card, usd("25"), client.Quote{})
	if got, err := j.Follow(t.Context(), account(i), m); err != nil || got.Status != client.MovementProcessing {
		t.Errorf("an issuer that cannot be asked: %v, %v", got, err)
	}
	if _, err := j.Follow(t.Context(), client.Account{Profile: "ads", Issuer: i}, m); err == nil {
		t.Error("followed with another account")
	}
	m.OrderID = "NONE"
	if _, err := j.Follow(t.Context(), account(i), m); !errors.Is(err, client.ErrNotFound) {
		t.Errorf("an order that is not there: %v", err)
	}
}

// Another process settles the movement between two questions: its word stands.
func TestFollowSettledElsewhere(t *testing.T) {
	t.Parallel()
	for _, now := range []client.OperationStatus{client.OperationSucceeded, client.OperationFailed} {
		path := newPath(t)
		j := open(t, path)
		other := open(t, path)
		i := answering(client.Operation{Status: client.OperationProcessing}, nil)
		m, _ := topUp(t.Context(), j, account(i), card, usd("25"), client.Quote{})
		got, err := j.Follow(t.Context(), account(askable{i, func(context.Context, string) (client.Operation, error) {
			asked := 0
			success := askable{i, answers(&asked, client.Operation{Status: client.OperationSucceeded})}
			if _, err := other.Follow(t.Context(), account(success), m); err != nil {
				t.Error(err)
			}
			return client.Operation{Status: now}, nil
		}}), m)
		if err != nil || got.Status != client.MovementSucceeded {
			t.Errorf("%v, %v", got, err)
		}
		if history := states(t, j, m.OrderID); history != "intended sent processing success" {
			t.Errorf("history %q", history)
		}
	}
}

// A record that never matches is told of in the row, where a person looks who wonders why the movement stays open.
func TestMismatchIsNoted(t *testing.T) {
	t.Parallel()
	const mismatch = "the issuer's record does not match what was sent: the issuer's answer is about another amount"
	for status, want := range map[client.MovementStatus]string{
		client.MovementProcessing: mismatch,
		client.MovementUnknown:    mismatch + "; the money may have moved",
	} {
		j := open(t, newPath(t))
		m := openMovement(t, j, status)
		asked := 0
		reader := account(askable{&issuer{}, answers(&asked, client.Operation{Status: client.OperationSucceeded, Amount: usd("26")})})
		for range 2 {
			settled, err := j.Settle(t.Context(), []client.Account{reader})
			if row := only(t, j); err == nil || len(settled) != 0 || row.Status != status || row.Description != want {
				t.Errorf("%v, %v: %s, %q", settled, err, row.Status, row.Description)
			}
		}
		if got := states(t, j, m.OrderID); !strings.HasSuffix(got, string(status)) {
			t.Errorf("history %q", got)
		}
	}
}

// What another process has settled already is not asked for.
func TestFollowSeesTheRow(t *testing.T) {
	t.Parallel()
	path := newPath(t)
	j := open(t, path)
	asked := 0
	i := answering(client.Operation{Status: client.OperationProcessing}, nil)
	reader := account(askable{i, answers(&asked, client.Operation{Status: client.OperationSucceeded})})
	stale, _ := topUp(t.Context(), j, reader, card, usd("25"), client.Quote{})
	for range 2 {
		if m, err := j.Follow(t.Context(), reader, stale); err != nil || m.Status != client.MovementSucceeded {
			t.Errorf("%v, %v", m, err)
		}
	}
	if asked != 1 {
		t.Errorf("asked %d times", asked)
	}
}
