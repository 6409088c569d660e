package journal_test

import (
	"strings"
	"testing"
	"time"

	"cardwallet/client"
)

// TestWhatAnotherPersonsMovementShowsTooDecidesNothing: where others move money at the account, a balance that moved by exactly the amount
// may be theirs.
func TestWhatAnotherPersonsMovementShowsTooDecidesNothing(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name          string
		before, after client.Observation
		sole, others  client.MovementStatus
		says          string
	}{
		{"the balance moved by exactly this", seen("100", "500"), seen("125", "474.25"), client.MovementSucceeded, client.MovementUnknown,
			"looks done: the balance moved by exactly this, but somebody else's movement would look the same"},
		{"nothing moved", seen("100", "500"), seen("100", "500"), client.MovementFailed, client.MovementFailed, "found not carried out"},
		{"only the wallet tells", seen("100", "500"), seen("125", "500", "r 25 completed 3"), client.MovementFailed, client.MovementUnknown,
			"seems not to have been carried out"},
		{"the card and the wallet tell", seen("100", "500"), seen("100", "474.25", "a 25 completed 3"), client.MovementSucceeded,
			client.MovementUnknown, "looks done"},
	} {
		for sole, want := range map[bool]client.MovementStatus{true: test.sole, false: test.others} {
			m, _ := comparedBy(t, sole, test.before, test.after, time.Hour)
			if m.Status != want || !sole && !strings.Contains(m.Description, test.says) {
				t.Errorf("%s, sole user %v: %s, want %s: %s", test.name, sole, m.Status, want, m.Description)
			}
		}
	}
}
