package table

import (
	"database/sql"
	"fmt"
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"cardwallet/client"
)

// storedDigits is how many digits an amount in a row may have before its point, and how many after it: more than any issuer's is taken
// with.
const storedDigits = 40

func storedAmount(text string) (decimal.Decimal, error) {
	d, err := decimal.NewFromString(text)
	if err == nil && !drawable(d) {
		err = fmt.Errorf("an amount of more than %d digits", storedDigits)
	}
	return d, err
}

func drawable(d decimal.Decimal) bool {
	return int32(d.NumDigits())+d.Exponent() <= storedDigits && d.Exponent() >= -storedDigits
}

func plausible(o client.Observation) bool {
	return drawable(o.Card.Amount) && drawable(o.Wallet.Amount) &&
		!slices.ContainsFunc(o.Transactions, func(t client.Transaction) bool { return !drawable(t.Amount.Amount) })
}

// feeColumns gives NULL for a fee that is not known, which is not the same as none.
func feeColumns(fee client.Money) (amount, currency sql.NullString) {
	if !fee.Known() {
		return amount, currency
	}
	return sql.NullString{String: fee.Amount.String(), Valid: true}, sql.NullString{String: fee.Currency, Valid: true}
}

// timeColumn gives NULL for the zero time.
func timeColumn(t time.Time) sql.NullInt64 {
	return sql.NullInt64{Int64: t.UnixMilli(), Valid: !t.IsZero()}
}

func instant(ms sql.NullInt64) time.Time {
	if !ms.Valid {
		return time.Time{}
	}
	return time.UnixMilli(ms.Int64).UTC()
}
