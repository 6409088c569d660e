package linora

import (
	"cmp"
	"context"

	"cardwallet/client"
	"cardwallet/client/transport"
)

// Funds reads the user's wallet, which pays for cards and top-ups. Its fields are inferred.
func (d *Driver) Funds(ctx context.Context) ([]client.Funds, error) {
	var wire struct {
		UserID         transport.ID     `json:"userId"`
		Balance        transport.Amount `json:"balance"`
		PendingBalance transport.Amount `json:"pendingBalance"`
		InCardsBalance transport.Amount `json:"inCardsBalance"`
		Currency       string           `json:"currency"`
	}
	if err := d.get(ctx, "read balances", "wallet", "", &wire); err != nil {
		return nil, err
	}
	code := cmp.Or(wire.Currency, currency)
	return []client.Funds{{
		Profile:   d.options.Profile,
		ID:        string(cmp.Or(wire.UserID, transport.ID(d.options.UserID))),
		Name:      "wallet",
		Kind:      client.FundsWallet,
		Available: wire.Balance.Money(code),
		Pending:   wire.PendingBalance.Money(code),
		InCards:   wire.InCardsBalance.Money(code),
	}}, nil
}
