package journal_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"cardwallet/client"
	"cardwallet/client/journal"
)

// A movement that was taken back guards under each name of its account, and another account's ignorance of it proves nothing.
func TestWhatWasTakenBackBelongsToItsAccount(t *testing.T) {
	t.Parallel()
	none := &client.Error{Kind: client.ErrNotFound, Status: 200}
	of := func(profile, id string) client.Account {
		a := account(askable{answering(client.Operation{Status: client.OperationSucceeded}, nil),
			func(context.Context, string) (client.Operation, error) { return client.Operation{}, none }})
		a.Profile, a.ID = profile, id
		return a
	}
	for name, tt := range map[string]struct {
		noted   string // the account in the other record
		guarded bool   // under another name of the account
		settles client.MovementStatus
	}{
		"its account is known":     {"A", true, client.MovementUnknown},
		"its account is not known": {"", false, client.MovementUnknown},
	} {
		t.Run(name, func(t *testing.T) {
			c := newClocks()
			j := open(t, newPath(t), c.options()...)
			lost := journal.Lost{Account: tt.noted, Movement: client.Movement{OrderID: "CWLOST00000000000000000000", Profile: "fin", CardID: card.ID,
				Kind: client.MoveTopUp, Amount: usd("25"), Status: client.MovementUnknown, CreatedAt: c.wall}}
			if _, err := j.Recover(t.Context(), []journal.Lost{lost}, "taken over"); err != nil {
				t.Fatal(err)
			}
			other := card
			other.Profile = "fin2"
			err := j.Check(t.Context(), of("fin2", "A"), client.Intent{Kind: client.MoveTopUp, Card: other, Amount: usd("25")})
			if errors.Is(err, client.ErrOpenMovement) != tt.guarded {
				t.Errorf("under the second name: %v", err)
			}
			c.pass(3 * time.Minute)
			if _, err := j.Settle(t.Context(), []client.Account{of("fin", "B")}); err != nil {
				t.Fatal(err)
			}
			if got := states(t, j, lost.OrderID); !strings.HasSuffix(got, string(tt.settles)) {
				t.Errorf("settled at another account: %s", got)
			}
		})
	}
	t.Run("at its own account", func(t *testing.T) {
		c := newClocks()
		j := open(t, newPath(t), c.options()...)
		lost := journal.Lost{Account: "A", Movement: client.Movement{OrderID: "CWLOST00000000000000000000", Profile: "fin", CardID: card.ID,
			Kind: client.MoveTopUp, Amount: usd("25"), Status: client.MovementUnknown, CreatedAt: c.wall,
			SettledAt: c.wall}} // which an order without an outcome does not have
		if _, err := j.Recover(t.Context(), []journal.Lost{lost}, "taken over"); err != nil {
			t.Fatal(err)
		}
		c.pass(3 * time.Minute)
		if _, err := j.Settle(t.Context(), []client.Account{of("fin", "A")}); err != nil {
			t.Fatal(err)
		}
		if got := states(t, j, lost.OrderID); !strings.HasSuffix(got, string(client.MovementFailed)) {
			t.Errorf("settled at its own account: %s", got)
		}
	})
}
