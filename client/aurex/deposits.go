package aurex

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"cardwallet/client"
	"cardwallet/client/transport"
)

// DepositAssets lists what can be sent (Aurex users page).
func (d *Driver) DepositAssets() []string { return []string{"USDC", "USDT", "SOL"} }

// wireDeposit is a deposit; lists have less of it (Aurex users page).
type wireDeposit struct {
	DepositID      transport.ID     `json:"depositId" read:"id"`
	Amount         transport.Amount `json:"amount" read:"amount"`
	NetAmount      transport.Amount `json:"netAmount"`
	Currency       string           `json:"currency" read:"asset"`
	DepositAddress string           `json:"depositAddress" read:"address"`
	Status         string           `json:"status" read:"status"`
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

func (d *Driver) deposit(record transport.Record[wireDeposit]) client.Deposit {
	w := record.Value
	out := client.Deposit{
		Profile:   d.options.Profile,
		ID:        string(w.DepositID),
		Amount:    w.Amount.Money(currency),    // whatever is sent (the SDK of Aurex)
		Net:       w.NetAmount.Money(currency), // inferred: the wallet's currency, as the fees' names say
		Fee:       w.Fees.Total.Money(currency),
		Asset:     w.Currency,
		Address:   strings.TrimSpace(w.DepositAddress),
		Status:    strings.ToLower(w.Status),
		CreatedAt: w.CreatedAt.Time,
		ExpiresAt: w.ExpiresAt.Time,

		Unreadable: record.Odd,
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
	records, err := transport.List(func(r transport.Record[wireDeposit]) string { return r.Key(string(r.Value.DepositID)) },
		func(limit, offset int) (transport.Records[wireDeposit], error) {
			var wire transport.Records[wireDeposit]
			err := d.get(ctx, op, window(limit, offset), &wire, "deposits")
			wire.From(offset)
			return wire, err
		}, func(int, []transport.Record[wireDeposit], bool) bool { return false })
	if err != nil {
		return nil, err
	}
	all := make([]client.Deposit, 0, len(records))
	odd := client.OddRecords{Profile: d.options.Profile, Op: op}
	for _, r := range records {
		if odd.Add("deposit", string(r.Value.DepositID), r.Place, r.Odd); r.Value.DepositID != "" {
			all = append(all, d.deposit(r))
		}
	}
	slices.SortStableFunc(all, func(a, b client.Deposit) int { return b.CreatedAt.Compare(a.CreatedAt) })
	return all, odd.Err()
}

// RequestDeposit asks for an address to send the asset to, once. Nothing moves before somebody pays.
func (d *Driver) RequestDeposit(ctx context.Context, amount client.Money, asset string) (client.Deposit, error) {
	const op = "request a deposit"
	call := transport.Call{Op: op, Method: http.MethodPost, Path: []string{"users", d.options.UserID, "deposits"},
		Body: map[string]any{"amount": transport.Number(amount.Amount), "currency": asset}}
	var record transport.Record[wireDeposit]
	if err := d.api.Do(ctx, call, &record); err != nil {
		return client.Deposit{}, err
	}
	switch out := d.deposit(record); {
	case record.Odd.Without("status") != "": // the status of what was just requested decides nothing
		return client.Deposit{}, d.garbage(op, "the deposit is "+record.Odd.Words())
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
