package journal_test

import (
	"slices"
	"testing"
	"time"

	"cardwallet/client"
	"cardwallet/client/journal"
	"cardwallet/client/journal/journaltest"
)

// Rows that are read one part after another come once each, in the order of the whole list, also with a time and while others are added.
func TestRowsInParts(t *testing.T) {
	now := noon
	j, err := openAt(t.Context(), journaltest.File(t), journal.WithClock(func() time.Time { return now }))
	if err != nil {
		t.Fatal(err)
	}
	defer j.Close()
	add := func() {
		now = now.Add(time.Minute)
		i := answering(client.Operation{Status: client.OperationSucceeded}, nil)
		if _, err := topUp(t.Context(), j, account(i), card, usd("25"), estimate(usd("25"))); err != nil {
			t.Fatal(err)
		}
		now = now.Add(time.Hour) // it is no repetition
	}
	for range 7 {
		add()
	}
	for _, since := range []time.Time{{}, noon.Add(2 * time.Hour)} {
		whole, err := j.Movements(t.Context(), client.MovementFilter{Since: since})
		if err != nil {
			t.Fatal(err)
		}
		var got []client.Movement
		for past := int64(0); ; {
			part, last, err := j.Part(t.Context(), client.MovementFilter{Since: since, Limit: 2}, past)
			if err != nil {
				t.Fatal(err)
			}
			if got = append(got, part...); len(part) < 2 {
				break
			}
			past = last
			add()
		}
		same := func(a, b client.Movement) bool { return a.OrderID == b.OrderID }
		if len(whole) < 5 || !slices.EqualFunc(got, whole, same) {
			t.Errorf("%d rows in parts, %d in all", len(got), len(whole))
		}
	}
}
