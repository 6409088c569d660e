package linora

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"cardwallet/client"
	"cardwallet/client/transport"
)

// DepositAssets lists what can be sent; inferred: Aurex's.
func (d *Driver) DepositAssets() []string { return []string{"USDC", "USDT", "SOL"} }

// wireDeposit is a deposit. That there are deposits is documented (Linora users page); names are inferred.
type wireDeposit struct {
	DepositID      transport.ID     `json:"depositId"`
	Amount         transport.Amount `json:"amount"`
	NetAmount      transport.Amount `json:"netAmount"`
	Currency       string           `json:"currency"`
	DepositAddress string           `json:"depositAddress"`
	Status         string           `json:"status"`
	Fees           wireDepositFees  `json:"fees"`
	ExpiresAt      transport.Time   `json:"expiresAt"`
	CreatedAt      transport.Time   `json:"createdAt"`
}

type wireDepositFees struct {
	PlatformPercent transport.Amount `json:"platformFeePercent"`
	PlatformUSD     transport.Amount `json:"platformFeeUsd"`
	MerchantPercent transport.Amount `json:"merchantCommissionPercent"`
	MerchantUSD     transport.Amount `json:"merchantCommissionUsd"`
	Total           transport.Amount `json:"totalCollected"`
}

func (d *Driver) deposit(w wireDeposit) client.Deposit {
	out := client.Deposit{
		Profile:   d.options.Profile,
		ID:        string(w.DepositID),
		Amount:    w.Amount.Money(currency),    // whatever is sent (the SDK of Aurex, inferred)
		Net:       w.NetAmount.Money(currency), // inferred: the wallet's currency, as the fees' names say
		Fee:       w.Fees.Total.Money(currency),
		Asset:     w.Currency,
		Address:   strings.TrimSpace(w.DepositAddress),
		Status:    strings.ToLower(w.Status),
		CreatedAt: w.CreatedAt.Time,
		ExpiresAt: w.ExpiresAt.Time,
	}
	if !w.Fees.Total.Set && (w.Fees.PlatformUSD.Set || w.Fees.MerchantUSD.Set) {
		out.Fee = client.NewMoney(w.Fees.PlatformUSD.Decimal.Add(w.Fees.MerchantUSD.Decimal), currency)
	}
	if w.Fees.PlatformPercent.Set || w.Fees.MerchantPercent.Set {
		out.FeeRate = w.Fees.PlatformPercent.Decimal.Add(w.Fees.MerchantPercent.Decimal).String()
	}
	return out
}

// Deposits lists what was requested, newest first; an address comes only with the answer to a request.
func (d *Driver) Deposits(ctx context.Context) ([]client.Deposit, error) {
	const op = "list deposits"
	all, err := transport.List(func(p client.Deposit) string { return p.ID }, func(limit, offset int) ([]client.Deposit, error) {
		var wire []wireDeposit
		if err := d.page(ctx, op, "deposits", "", limit, offset, &wire); err != nil {
			return nil, err
		}
		page := make([]client.Deposit, 0, len(wire))
		for _, w := range wire {
			if w.DepositID == "" {
				return nil, d.garbage(op, "a deposit without an id")
			}
			page = append(page, d.deposit(w))
		}
		return page, nil
	}, func(int, []client.Deposit, bool) bool { return false })
	slices.SortStableFunc(all, func(a, b client.Deposit) int { return b.CreatedAt.Compare(a.CreatedAt) })
	return all, err
}

// RequestDeposit asks for an address to send the asset to, once. Nothing moves before somebody pays.
func (d *Driver) RequestDeposit(ctx context.Context, amount client.Money, asset string) (client.Deposit, error) {
	const op = "request a deposit"
	call, err := d.expand("deposits", "")
	if err != nil {
		return client.Deposit{}, err
	}
	call.Op, call.Method = op, http.MethodPost
	call.Body = map[string]any{"amount": transport.Number(amount.Amount), "currency": asset}
	var wire wireDeposit
	if err := d.api.Do(ctx, call, &wire); err != nil {
		return client.Deposit{}, err
	}
	switch out := d.deposit(wire); {
	case out.ID == "" || out.Address == "":
		return client.Deposit{}, d.garbage(op, "the answer has no address")
	case !client.IsDepositAddress(out.Address):
		return client.Deposit{}, d.garbage(op, "the answer has an address that cannot be one")
	case out.Asset != "" && !strings.EqualFold(out.Asset, asset):
		return client.Deposit{}, d.garbage(op, "the answer is about another asset")
	case out.Amount.Known() && !out.Amount.Amount.Equal(amount.Amount):
		return client.Deposit{}, d.garbage(op, "the answer is about another amount")
	default:
		out.Amount, out.Asset = amount, asset
		return out, nil
	}
}
