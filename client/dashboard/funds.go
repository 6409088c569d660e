package dashboard

import (
	"cmp"
	"context"

	"cardwallet/client"
)

// Funds reads the user's wallet, which pays for cards and top-ups.
func (d *Driver) Funds(ctx context.Context) ([]client.Funds, error) {
	const op = "read balances"
	record, err := d.dialect.Wallet.one(d.get(ctx, op, PathWallet, ""))
	if err != nil {
		return nil, err
	}
	wallet := record.Value
	id := cmp.Or(string(wallet.UserID), d.options.UserID)
	return []client.Funds{{
		ID:        id,
		Name:      "wallet",
		Kind:      client.FundsWallet,
		Available: d.money(wallet.Balance, wallet.Currency),
		Pending:   d.money(wallet.PendingBalance, wallet.Currency),
		InCards:   d.money(wallet.InCardsBalance, wallet.Currency),

		Unreadable: record.Odd,
	}}, d.api.Odd(op, "account", id, record.Odd)
}
