package journal_test

import (
	"testing"
	"time"

	"cardwallet/client"
)

// A transaction whose amount or time cannot be read decides nothing: an old one that stays as it was is in no difference, and any other
// leaves the outcome open. The card's balance went up by what was sent in each case.
func TestUnreadableTransactionsLeaveTheOutcomeOpen(t *testing.T) {
	t.Parallel()
	unreadable := func(o client.Observation, id, status string, minutes time.Duration) client.Observation {
		tx := client.Transaction{ID: id, Status: client.TransactionStatus(status)}
		if minutes != 0 {
			tx.At = noon.Add(minutes * time.Minute)
		}
		o.Transactions = append(o.Transactions, tx)
		return o
	}
	before, after := func() client.Observation { return seen("100", "500", "t0 5 completed -90") },
		func() client.Observation { return seen("125", "474.25", "t0 5 completed -90") }
	for name, c := range map[string]struct {
		before, after client.Observation
		want          client.MovementStatus
	}{
		"an old one that stays": {unreadable(before(), "t1", "completed", -60), unreadable(after(), "t1", "completed", -60),
			client.MovementSucceeded},
		"a new one":                   {before(), unreadable(after(), "t1", "completed", 2), client.MovementUnknown},
		"a new one that was declined": {before(), unreadable(after(), "t1", "declined", 2), client.MovementSucceeded},
		"one without a time":          {before(), unreadable(after(), "t1", "completed", 0), client.MovementUnknown},
		"one that changes": {unreadable(before(), "t1", "pending", -60), unreadable(after(), "t1", "completed", -60),
			client.MovementUnknown},
		"one that can be read now": {unreadable(before(), "t1", "completed", -60),
			seen("125", "474.25", "t0 5 completed -90", "t1 25 completed -60"),
			client.MovementUnknown},
		"one that was held and is gone": {unreadable(before(), "t1", "pending", -60), after(), client.MovementUnknown},
	} {
		if m, _ := compared(t, c.before, c.after, time.Hour); m.Status != c.want {
			t.Errorf("%s: %s, want %s (%s)", name, m.Status, c.want, m.Description)
		}
	}
}

// With as many transactions as drivers list, one without a time may still be new.
func TestATransactionWithoutATimeIsNotOld(t *testing.T) {
	t.Parallel()
	var entries []string
	for i := range 25 {
		entries = append(entries, "t"+string(rune('a'+i))+" 1 completed -"+string(rune('1'+i/10))+string(rune('0'+i%10)))
	}
	after := seen("125", "", entries...)
	after.Transactions = append(after.Transactions, client.Transaction{ID: "odd", Amount: usd("25"), Status: "completed"})
	if m, _ := compared(t, seen("100", "", entries...), after, time.Hour); m.Status != client.MovementUnknown {
		t.Errorf("got %s: what was spent or given back cannot be told from the top-up", m.Status)
	}
}
