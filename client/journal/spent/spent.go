// Package spent adds up what counts to the limits of a day.
package spent

import (
	"github.com/shopspring/decimal"

	"cardwallet/client"
)

// Spender is a person, empty for rows that name none, with a currency as rows have it.
type Spender struct{ Person, Currency string }

// Sums are what left through this program towards the limits of a day, exactly: amounts in major units with their known fees in the same
// currency.
type Sums map[Spender]decimal.Decimal

// Count adds a movement, if it counts: a top-up or a creation that did not fail.
func (s Sums) Count(m client.Movement) {
	if m.Kind == client.MoveWithdraw || m.Status == client.MovementFailed || !m.Amount.Known() {
		return
	}
	who := Spender{m.Person, m.Amount.Currency}
	s[who] = s[who].Add(Leaves(m).Amount)
}

// Add adds what another one has.
func (s Sums) Add(more Sums) {
	for who, sum := range more {
		s[who] = s[who].Add(sum)
	}
}

// In is what all have spent in a currency, and what of that counts as the person's: also what names nobody.
func (s Sums) In(currency, person string) (all, own client.Money) {
	all = client.NewMoney(decimal.Zero, currency)
	own = all
	for who, sum := range s {
		if who.Currency != all.Currency {
			continue
		}
		part := client.Money{Amount: sum, Currency: all.Currency}
		all = all.Add(part)
		if who.Person == person || who.Person == "" {
			own = own.Add(part)
		}
	}
	return all, own
}

// Leaves is what a movement takes with it as far as is known, in the currency of its amount. A fee in another currency is left out.
func Leaves(m client.Movement) client.Money {
	if total := m.Total(); total.Known() {
		return total
	}
	return m.Amount
}
