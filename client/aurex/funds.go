package aurex

import (
	"cmp"
	"context"

	"cardwallet/client"
	"cardwallet/client/transport"
)

// Funds reads the user's wallet, which pays for cards and top-ups.
func (d *Driver) Funds(ctx context.Context) ([]client.Funds, error) {
	const op = "read balances"
	type wallet struct {
		UserID         transport.ID     `json:"userId"`
		Balance        transport.Amount `json:"balance" read:"balance"`
		PendingBalance transport.Amount `json:"pendingBalance"`
		InCardsBalance transport.Amount `json:"inCardsBalance"`
		Currency       string           `json:"currency" read:"currency"`
	}
	var record transport.Record[wallet]
	if err := d.get(ctx, op, nil, &record, "wallet"); err != nil {
		return nil, err
	}
	wire := record.Value
	odd := client.OddRecords{Profile: d.options.Profile, Op: op}
	odd.Add("account", cmp.Or(string(wire.UserID), d.options.UserID), 1, record.Odd)
	code := cmp.Or(wire.Currency, currency)
	return []client.Funds{{
		ID:        string(cmp.Or(wire.UserID, transport.ID(d.options.UserID))),
		Name:      "wallet",
		Kind:      client.FundsWallet,
		Available: wire.Balance.Money(code),
		Pending:   wire.PendingBalance.Money(code),
		InCards:   wire.InCardsBalance.Money(code),

		Unreadable: record.Odd,
	}}, odd.Err()
}
