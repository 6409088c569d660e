package dashboard

import (
	"context"
	"slices"
	"strings"

	"cardwallet/client"
	"cardwallet/client/transport"
)

// DepositAssets lists what can be sent.
func (d *Driver) DepositAssets() []string { return slices.Clone(d.dialect.Assets) }

func (d *Driver) deposit(record transport.Record[Deposit]) client.Deposit {
	w, code := record.Value, d.dialect.Currency
	out := client.Deposit{
		Profile:   d.options.Profile,
		ID:        string(w.ID),
		Amount:    w.Amount.Money(code), // whatever is sent (the SDK of Aurex; of Linora inferred)
		Net:       w.Net.Money(code),    // inferred: the wallet's currency, as the fees' names say
		Fee:       w.Fees.Total.Money(code),
		Asset:     w.Asset,
		Address:   strings.TrimSpace(w.Address),
		Status:    strings.ToLower(w.Status),
		Stage:     d.dialect.DepositStages[strings.ToLower(w.Status)],
		CreatedAt: w.Created.Time,
		ExpiresAt: w.ExpiresAt.Time,

		Unreadable: record.Odd,
	}
	if !w.Fees.Total.Set && (w.Fees.PlatformUSD.Set || w.Fees.MerchantUSD.Set) {
		out.Fee = client.NewMoney(w.Fees.PlatformUSD.Decimal.Add(w.Fees.MerchantUSD.Decimal), code)
	}
	if w.Fees.PlatformPercent.Set || w.Fees.MerchantPercent.Set {
		out.FeeRate = w.Fees.PlatformPercent.Decimal.Add(w.Fees.MerchantPercent.Decimal).String()
	}
	return out
}

// Deposits lists what was requested, newest first; an address comes only with the answer to a request.
func (d *Driver) Deposits(ctx context.Context) ([]client.Deposit, error) {
	const op = "list deposits"
	var records []transport.Record[Deposit]
	err := transport.List(func(r transport.Record[Deposit]) string { return r.Key(string(r.Value.ID)) },
		func(limit, offset int) (transport.Records[Deposit], error) {
			records, err := d.dialect.Deposit.list(d.page(ctx, op, PathDeposits, "", limit, offset))
			records.From(offset)
			return records, err
		}, func(_ int, fresh []transport.Record[Deposit], _ bool) bool {
			records = append(records, fresh...)
			return false
		})
	if err != nil {
		return nil, err
	}
	all, err := transport.Named(d.api, op, "deposit", records, func(d client.Deposit) string { return d.ID }, d.deposit)
	slices.SortStableFunc(all, func(a, b client.Deposit) int { return b.CreatedAt.Compare(a.CreatedAt) })
	return all, err
}

// RequestDeposit asks for an address to send the asset to, once. Nothing moves before somebody pays.
func (d *Driver) RequestDeposit(ctx context.Context, amount client.Money, asset string) (client.Deposit, error) {
	const op = "request a deposit"
	call, err := d.call(op, PathDeposits, "")
	if err != nil {
		return client.Deposit{}, err
	}
	call.Body = d.dialect.DepositBody(transport.Number(amount.Amount), asset)
	record, err := d.dialect.Deposit.one(d.send(ctx, call))
	if err != nil {
		return client.Deposit{}, err
	}
	switch out := d.deposit(record); {
	case record.Odd.Without("status") != "": // the status of what was just requested decides nothing
		return client.Deposit{}, d.api.Garbage(op, "the deposit is "+record.Odd.Words())
	case out.ID == "" || out.Address == "":
		return client.Deposit{}, d.api.Garbage(op, "the answer has no address")
	case !client.IsDepositAddress(out.Address):
		return client.Deposit{}, d.api.Garbage(op, "the answer has an address that cannot be one")
	case out.Asset != "" && !strings.EqualFold(out.Asset, asset):
		return client.Deposit{}, d.api.Garbage(op, "the answer is about another asset")
	case out.Amount.Known() && !out.Amount.Amount.Equal(amount.Amount):
		return client.Deposit{}, d.api.Garbage(op, "the answer is about another amount")
	default:
		out.Amount, out.Asset = amount, asset
		return out, nil
	}
}
