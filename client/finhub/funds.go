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
	AccountID        transport.ID     `json:"accountId"`
	AccountName      string           `json:"accountName"`
	AccountType      string           `json:"accountType"`
	Currency         string           `json:"currency"`
	TotalBalance     transport.Amount `json:"totalBalance"`
	AvailableBalance transport.Amount `json:"availableBalance"`
	FrozenBalance    transport.Amount `json:"frozenBalance"`
}

// Funds reads the accounts outside the cards, all pages of the list, or at once where there is no list.
func (d *Driver) Funds(ctx context.Context) ([]client.Funds, error) {
	const op = "read balances"
	ask := func(ctx context.Context, num, _ int) (p page[wireAccount], err error) {
		err = d.read(ctx, op, "account/list", map[string]any{"pageNum": num, "pageSize": safePage}, &p) // 10 is the most (FinHub accounts page)
		return p, err
	}
	accounts, err := allPages(ctx, d, nil, func(a wireAccount) string { return string(a.AccountID) }, ask)
	if errors.Is(err, client.ErrNotFound) || errors.Is(err, client.ErrRefused) {
		err = d.read(ctx, op, "account/info", map[string]any{}, &accounts)
	}
	if err != nil {
		return nil, err
	}
	funds := make([]client.Funds, 0, len(accounts))
	for _, a := range accounts {
		funds = append(funds, client.Funds{
			Profile:   d.options.Profile,
			ID:        string(a.AccountID),
			Name:      a.AccountName,
			Kind:      client.FundsKind(strings.ToLower(a.AccountType)),
			Total:     a.TotalBalance.Money(a.Currency),
			Available: a.AvailableBalance.Money(a.Currency),
			Frozen:    a.FrozenBalance.Money(a.Currency),
		})
	}
	return funds, nil
}
