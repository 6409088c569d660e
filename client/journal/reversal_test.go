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

// recorded is an issuer that knows orders and keeps records of them.
type recorded struct {
	askable
	records func(client.RecordQuery) (client.RecordPage, error)
}

func (r recorded) RecordKinds() ([]client.RecordKind, bool) {
	return []client.RecordKind{client.RecordOperations}, false
}

func (r recorded) Records(_ context.Context, q client.RecordQuery) (client.RecordPage, error) {
	return r.records(q)
}

// An issuer may take back what it had called done. The records show it, the order proves it, and the row gets that step once.
func TestReversedSuccessIsTold(t *testing.T) {
	t.Parallel()
	failed := client.Operation{Status: client.OperationFailed, Description: "Rejected by the card network"}
	for _, test := range []struct {
		name   string
		record string // its status there; empty where it is not listed
		stage  client.Stage
		order  any
		age    time.Duration
		ends   client.MovementStatus
		asked  int
		fails  bool
	}{
		{"taken back", "fail", client.StageFailed, failed, time.Hour, client.MovementFailed, 1, false},
		{"taken back after days", "FAILED", client.StageFailed, failed, 71 * time.Hour, client.MovementFailed, 1, false},
		{"long ago", "fail", client.StageFailed, failed, 73 * time.Hour, client.MovementSucceeded, 0, false},
		{"still done", "success", client.StageDone, failed, time.Hour, client.MovementSucceeded, 0, false},
		{"still done, in the other dialect", "COMPLETED", client.StageDone, failed, time.Hour, client.MovementSucceeded, 0, false},
		{"not listed", "", 0, failed, time.Hour, client.MovementSucceeded, 0, false},
		{"at work again", "processing", client.StageUnderWay, client.Operation{Status: client.OperationProcessing}, time.Hour,
			client.MovementSucceeded, 1, false},
		{"the order says otherwise", "fail", client.StageFailed, client.Operation{Status: client.OperationSucceeded}, time.Hour,
			client.MovementSucceeded, 1, false},
		{"another order's", "fail", client.StageFailed, client.Operation{OrderID: "X", Status: client.OperationFailed}, time.Hour,
			client.MovementSucceeded, 1, false},
		{"a word that is not known", "reversed", 0, &client.Error{Kind: client.ErrGarbage}, time.Hour, client.MovementSucceeded, 1, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			now := at("2026-11-05T10:00:00Z")
			j := open(t, newPath(t), journal.WithClock(func() time.Time { return now }))
			asked, looks := 0, 0
			i := recorded{askable: askable{issuer: answering(client.Operation{Status: client.OperationSucceeded, Fee: usd("1")}, nil),
				read: answers(&asked, test.order)}}
			m := allowedBy(t, j, account(i), intent(client.MoveTopUp, "25"))
			i.records = func(q client.RecordQuery) (client.RecordPage, error) {
				looks++
				if q.Kind != client.RecordOperations || q.Since.After(m.CreatedAt.Add(-time.Minute)) {
					t.Errorf("asked for %+v", q)
				}
				page := client.RecordPage{Records: []client.Record{{Status: "fail", Stage: client.StageFailed},
					{OrderID: "OTHER", Status: "fail", Stage: client.StageFailed}}, More: q.Page == 1}
				if q.Page == 2 && test.record != "" {
					page.Records = []client.Record{{OrderID: m.OrderID, Status: test.record, Stage: test.stage}}
				}
				return page, nil
			}
			now = now.Add(test.age)
			told, err := j.Settle(t.Context(), []client.Account{account(i)})
			row := only(t, j)
			if row.Status != test.ends || asked != test.asked || (err != nil) != test.fails {
				t.Fatalf("%v, asked %d times, %v", row, asked, err)
			}
			if test.ends == client.MovementSucceeded {
				if len(told) != 0 || row.Reversed() {
					t.Errorf("told of %v", told)
				}
				return
			}
			if len(told) != 1 || !cmp.Equal(told[0], row) || !row.Reversed() || !row.SettledAt.Equal(now) ||
				!strings.HasSuffix(row.Description, failed.Description) {
				t.Errorf("told of %v, row %v", told, row)
			}
			if got := states(t, j, m.OrderID); got != "intended sent success failed" {
				t.Errorf("history %q", got)
			}
			before := looks
			if told, err := j.Settle(t.Context(), []client.Account{account(i)}); len(told) != 0 || err != nil || looks != before {
				t.Errorf("at once again: %v, %v, %d looks", told, err, looks-before)
			}
		})
	}
}

// Records that cannot be read lose nothing: the next program looks again.
func TestReversalIsNotLost(t *testing.T) {
	t.Parallel()
	path := newPath(t)
	j := open(t, path)
	asked := 0
	i := recorded{askable: askable{issuer: answering(client.Operation{Status: client.OperationSucceeded}, nil),
		read: answers(&asked, client.Operation{Status: client.OperationFailed})}}
	m := allowedBy(t, j, account(i), intent(client.MoveTopUp, "25"))
	i.records = func(client.RecordQuery) (client.RecordPage, error) {
		return client.RecordPage{}, &client.Error{Kind: client.ErrUnreachable}
	}
	if _, err := j.Settle(t.Context(), []client.Account{account(i)}); !errors.Is(err, client.ErrUnreachable) {
		t.Errorf("got %v", err)
	}
	i.records = func(client.RecordQuery) (client.RecordPage, error) {
		return client.RecordPage{Records: []client.Record{{OrderID: m.OrderID, Status: "fail", Stage: client.StageFailed}}}, nil
	}
	told, err := open(t, path).Settle(t.Context(), []client.Account{account(i)})
	if err != nil || len(told) != 1 || !told[0].Reversed() {
		t.Errorf("%v, %v", told, err)
	}
}

// Only a reversal leaves a success: the sender's late word and another settler's do not.
func TestSuccessIsNotOvertaken(t *testing.T) {
	t.Parallel()
	j := open(t, newPath(t))
	m := allowedBy(t, j, account(answering(client.Operation{Status: client.OperationSucceeded}, nil)), intent(client.MoveTopUp, "25"))
	if err := journal.Advance(t.Context(), j, m.OrderID, client.MovementFailed, time.Now()); err == nil {
		t.Error("a success became a failure")
	}
}

func allowedBy(t *testing.T, j *journal.Journal, a client.Account, in client.Intent) client.Movement {
	t.Helper()
	m, err := j.Move(t.Context(), a, in)
	if err != nil {
		t.Fatalf("%v, %v", m, err)
	}
	return m
}
