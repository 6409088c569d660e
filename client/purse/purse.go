// Package purse keeps many amounts in few bytes each. What comes out is what was put in, to the digit.
package purse

import (
	"github.com/shopspring/decimal"

	"cardwallet/client"
)

// Coin is an amount in a purse, in 16 bytes and without a pointer. The zero Coin is an amount that is not known, in every purse.
type Coin struct {
	coefficient int64
	exponent    int32
	currency    int32 // from 1 on; 0 where the amount is not known; large where the coefficient is its place among the large ones
}

const large = -1

// Purse has what its coins share. Its zero value is empty. It is used by one goroutine.
type Purse struct {
	currencies []string
	places     map[string]int32
	large      []client.Money
}

// Put gives the coin of an amount. One whose digits do not fit into 64 bits takes more room.
func (p *Purse) Put(m client.Money) Coin {
	switch {
	case m.Currency == "" && m.Amount.IsZero():
		return Coin{}
	case m.Currency == "" || !m.Amount.Coefficient().IsInt64():
		p.large = append(p.large, m)
		return Coin{coefficient: int64(len(p.large) - 1), currency: large}
	}
	at, there := p.places[m.Currency]
	if !there {
		if p.places == nil {
			p.places = map[string]int32{}
		}
		p.currencies = append(p.currencies, m.Currency)
		at = int32(len(p.currencies)) //nolint:gosec // as many currencies fit into no memory
		p.places[m.Currency] = at
	}
	return Coin{coefficient: m.Amount.CoefficientInt64(), exponent: m.Amount.Exponent(), currency: at}
}

// Get gives the amount of a coin that the purse made.
func (p *Purse) Get(c Coin) client.Money {
	switch c.currency {
	case 0:
		return client.Money{}
	case large:
		return p.large[c.coefficient]
	}
	return client.Money{Amount: decimal.New(c.coefficient, c.exponent), Currency: p.currencies[c.currency-1]}
}
