package journal_test

import (
	"io"
	"strings"
	"testing"
	"time"

	"cardwallet/client"
	"cardwallet/client/journal"
)

// TestWhatAnotherJournalNotedIsNotComparedWith: an imported movement can be older than the steps before it, and others are missing that
// happened meanwhile.
func TestWhatAnotherJournalNotedIsNotComparedWith(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		imported string // which of the two top-ups
		after    client.Observation
		want     client.MovementStatus
		says     string
	}{
		{"neither", seen("150", "448.50"), client.MovementSucceeded, "found carried out"},
		{"neither", seen("125", "474.25"), client.MovementFailed, "found not carried out"},
		{"unknown", seen("150", "448.50"), client.MovementUnknown, "looks done"},
		{"unknown", seen("125", "474.25"), client.MovementUnknown, "it seems not to have been carried out"},
		{"success", seen("150", "448.50"), client.MovementSucceeded, "found carried out"}, // it can only have been both
		{"success", seen("125", "474.25"), client.MovementUnknown, "does not decide it"},
	} {
		path, now := newPath(t), noon
		j := open(t, path, journal.WithClock(func() time.Time { return now }), journal.WithPolling(time.Microsecond, time.Second))
		states := seen("100", "500")
		lost := observed{issuer: answering(client.Operation{}, io.ErrUnexpectedEOF),
			observe: func(string) (client.Observation, error) { return states, nil }}
		done := observed{issuer: answering(client.Operation{Status: client.OperationSucceeded}, nil), observe: lost.observe}
		quote := client.Quote{Amount: usd("25"), Fee: usd("0.75"), Total: usd("25.75"), Estimated: true}
		m, err := topUp(t.Context(), j, account(lost), card, usd("25"), quote)
		if m.Status != client.MovementUnknown {
			t.Fatal(m, err)
		}
		if _, err := topUpOverriding(t.Context(), j, account(done), card, usd("25"), quote); err != nil {
			t.Fatal(err)
		}
		if _, err := raw(t, path).Exec("UPDATE movements SET left_boot = ? WHERE status = ?", journal.Imported, test.imported); err != nil {
			t.Fatal(err)
		}
		states, now = test.after, now.Add(time.Hour)
		if _, err := j.Settle(t.Context(), []client.Account{account(lost)}); err != nil {
			t.Fatal(err)
		}
		rows, err := j.Movements(t.Context(), client.MovementFilter{OrderID: m.OrderID})
		if err != nil || len(rows) != 1 || rows[0].Status != test.want || !strings.Contains(rows[0].Description, test.says) {
			t.Errorf("%s imported: %v, %v, want %s", test.imported, rows, err, test.want)
		}
	}
}
