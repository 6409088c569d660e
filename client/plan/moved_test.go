package plan

import (
	"slices"
	"testing"
	"time"

	"cardwallet/client"
)

func TestMovedBy(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 11, 30, 11, 0, 0, 0, time.UTC)
	move := func(kind client.MovementKind, amount string, status client.MovementStatus, after time.Duration) client.Movement {
		return client.Movement{Kind: kind, Amount: usd(amount), Status: status, SettledAt: at.Add(after)}
	}
	const by = "the card had 100.00 USD when the list was read and has 200.00 USD now: "
	for name, tt := range map[string]struct {
		was, is client.Card
		own     []client.Movement
		want    string
	}{
		"nothing":         {was: client.Card{Balance: usd("100")}, is: client.Card{Balance: usd("100.00")}},
		"not known":       {was: client.Card{}, is: client.Card{Balance: usd("200")}},
		"shared":          {was: client.Card{Balance: usd("100"), Shared: true}, is: client.Card{Balance: usd("200"), Shared: true}},
		"somebody else's": {own: []client.Movement{}, want: by + "not by this wallet"},
		"one's own":       {own: []client.Movement{move(client.MoveTopUp, "100", client.MovementSucceeded, time.Minute)}},
		"from before": {own: []client.Movement{move(client.MoveTopUp, "100", client.MovementSucceeded, -time.Hour)},
			want: by + "not by this wallet"},
		"failed": {own: []client.Movement{move(client.MoveTopUp, "100", client.MovementFailed, time.Minute)}, want: by + "not by this wallet"},
		"in part": {own: []client.Movement{move(client.MoveTopUp, "40", client.MovementSucceeded, time.Minute)},
			want: by + "not all of it by this wallet"},
		"up and down": {own: []client.Movement{move(client.MoveTopUp, "140", client.MovementSucceeded, time.Minute),
			move(client.MoveWithdraw, "40", client.MovementSucceeded, time.Minute)}},
		"perhaps":    {own: []client.Movement{move(client.MoveTopUp, "30", client.MovementSucceeded, -time.Second)}},
		"under way":  {own: []client.Movement{move(client.MoveTopUp, "30", client.MovementUnknown, 0)}},
		"only moves": {own: []client.Movement{move(client.MoveFreeze, "", client.MovementSucceeded, 1)}, want: by + "not by this wallet"},
	} {
		if tt.own != nil {
			tt.was, tt.is = client.Card{Balance: usd("100")}, client.Card{Balance: usd("200")}
		}
		var want []string
		if tt.want != "" {
			want = []string{tt.want}
		}
		if got := MovedBy(tt.was, tt.is, tt.own, at); !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}
