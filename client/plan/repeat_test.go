package plan

import (
	"testing"
	"time"

	"cardwallet/client"
)

func TestRepeatWords(t *testing.T) {
	t.Parallel()
	own := client.Movement{OrderID: "CWOWN", Kind: client.MoveTopUp, Amount: usd("100"), Status: client.MovementSucceeded}
	other := own
	other.OrderID, other.CreatedAt = "CWELSE", time.Date(2026, 11, 30, 11, 2, 31, 0, time.UTC)
	running := other
	running.OrderID, running.Status, running.Amount = "CWTHIRD", client.MovementProcessing, client.Money{}
	for _, tt := range []struct {
		g    client.GuardError
		want string
	}{
		{client.GuardError{Movement: own}, "the same top-up was made 3 min ago"},
		{client.GuardError{Movement: own, Others: []client.Movement{own}}, "the same top-up was made 3 min ago, and once before"},
		{client.GuardError{Movement: own, Others: []client.Movement{own, own}}, "the same top-up was made 3 min ago, and 2 times before"},
		{client.GuardError{Movement: other, Stranger: true},
			"somebody else's top-up of 100.00 USD at 11:02:31 UTC, 3 min ago, done, order CWELSE: " +
				"not by this journal, so who made it is not known"},
		{client.GuardError{Movement: running, Others: []client.Movement{other}, Stranger: true},
			"somebody else's top-up at 11:02:31 UTC, 3 min ago, the issuer is working on it, order CWTHIRD and …ELSE: " +
				"not by this journal, so who made it is not known"},
	} {
		tt.g.Kind = client.ErrRepeat
		if got := RepeatWords(client.MoveTopUp, &tt.g, "3 min ago"); got != tt.want {
			t.Errorf("%q\nwant %q", got, tt.want)
		}
	}
}
