package finhub

import (
	"context"
	"errors"
	"strings"

	"cardwallet/client"
	"cardwallet/client/transport"
)

// wireAccount is an account (FinHub accounts page).
type wireAccount struct {
	AccountID        transport.ID     `json:"accountId" read:"id"`
	AccountName      string           `json:"accountName"`
	AccountType      string           `json:"accountType" read:"type"`
	Currency         string           `json:"currency" read:"currency"`
	TotalBalance     transport.Amount `json:"totalBalance" read:"total"`
	AvailableBalance transport.Amount `json:"availableBalance" read:"balance"`
	FrozenBalance    transport.Amount `json:"frozenBalance"`
}

// Funds reads the accounts outside the cards, all pages of the list, or at once where there is no list.
func (d *Driver) Funds(ctx context.Context) ([]client.Funds, error) {
	const op = "read balances"
	ask := func(ctx context.Context, num, _ int) (page[wireAccount], error) {
		// 10 is the most (FinHub accounts page)
		return readPage[wireAccount](ctx, d, op, "account/list", map[string]any{"pageNum": num, "pageSize": safePage})
	}
	accounts, err := allPages(ctx, d, op, func(a wireAccount) string { return string(a.AccountID) }, ask)
	if errors.Is(err, client.ErrNotFound) || errors.Is(err, client.ErrRefused) {
		var wire transport.Records[wireAccount]
		err = d.read(ctx, op, "account/info", map[string]any{}, &wire)
		accounts = wire
	}
	if err != nil {
		return nil, err
	}
	means := func(record transport.Record[wireAccount]) client.Funds {
		a := record.Value
		return client.Funds{
			ID:        string(a.AccountID),
			Name:      a.AccountName,
			Kind:      client.FundsKind(strings.ToLower(a.AccountType)),
			Total:     a.TotalBalance.Money(a.Currency),
			Available: a.AvailableBalance.Money(a.Currency),
			Frozen:    a.FrozenBalance.Money(a.Currency),

			Unreadable: record.Odd,
		}
	}
	return transport.Entries(d.api, op, "account", accounts, func(f client.Funds) string { return f.ID }, means)
}
