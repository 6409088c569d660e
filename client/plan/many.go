package plan

import (
	"errors"
	"slices"

	"github.com/shopspring/decimal"

	"cardwallet/client"
)

// Part is what one of several movements would cost, or has cost, an account.
type Part struct {
	Profile string
	Quote   client.Quote
}

// Sum is what movements of one account, or of all, come to in one currency.
type Sum struct {
	Profile string       // empty for all accounts
	Parts   int          // how many there are
	Quote   client.Quote // no figure of it is known for changes, nor the fee where the issuer says it only afterwards
}

// Sums adds up the parts by account and currency, in the order in which they come, and by currency over all accounts.
func Sums(parts []Part) (accounts, currencies []Sum) {
	for _, p := range parts {
		accounts = addTo(accounts, p)
		p.Profile = ""
		currencies = addTo(currencies, p)
	}
	return accounts, currencies
}

func addTo(sums []Sum, p Part) []Sum {
	at := slices.IndexFunc(sums, func(s Sum) bool {
		return s.Profile == p.Profile && s.Quote.Amount.Currency == p.Quote.Amount.Currency
	})
	if at < 0 {
		return append(sums, Sum{p.Profile, 1, p.Quote})
	}
	s, q := &sums[at], p.Quote
	s.Parts++
	s.Quote = client.Quote{Amount: s.Quote.Amount.Add(q.Amount), Fee: s.Quote.Fee.Add(q.Fee), Total: s.Quote.Total.Add(q.Total),
		Estimated: s.Quote.Estimated || q.Estimated}
	return sums
}

// WalletFor is what is available for movements in a currency; not known where the funds do not say.
func WalletFor(funds []client.Funds, currency string) client.Money {
	if wallet, ok := client.FundingWallet(funds, currency); ok && wallet.Available.Currency == currency {
		return wallet.Available
	}
	return client.Money{}
}

// ShortOf names the account whose wallet certainly cannot pay for all movements of the kind. fundsOf gives what a profile has. What a
// withdrawal takes is on the cards. The error wraps client.ErrInsufficient.
func ShortOf(kind client.MovementKind, accounts []Sum, fundsOf func(profile string) []client.Funds) (profile string, err error) {
	if kind.IsChange() || kind == client.MoveWithdraw {
		return "", nil
	}
	for _, s := range accounts {
		b := Balances{Wallet: WalletFor(fundsOf(s.Profile), s.Quote.Amount.Currency)}
		if err := b.Short(kind, s.Quote); err != nil {
			return s.Profile, err
		}
	}
	return "", nil
}

// IsOpen reports whether a movement that ended with err may have been carried out without anybody knowing. No more of several movements
// is sent after such a one.
func IsOpen(m client.Movement, err error) bool {
	switch m.Status {
	case client.MovementSucceeded, client.MovementFailed, client.MovementProcessing:
		return false
	case "":
		return errors.Is(err, client.ErrUnknown)
	default: // also what was noted and perhaps sent
		return true
	}
}

// NextAlike reports whether the next of several movements would end as the one that ended with err: it never left, for a reason that is
// not its own. What the journal objects to is about one card alone, unless a limit is reached.
func NextAlike(m client.Movement, err error) bool {
	if g, is := errors.AsType[*client.GuardError](err); is && m.Status == "" {
		return errors.Is(g, client.ErrLimit)
	}
	return err != nil && (m.Status == "" || client.NotSent(err) && !errors.Is(err, client.ErrRefused))
}

// Missing is what has to be moved onto a card that has so much for it to have the floor: nothing where it has that. The amount has as many
// decimals as the terms allow, rounded up, and is no less than the least that they allow, which raised tells. It is not known where the
// balance is not, or is in another currency.
func Missing(terms client.Terms, has, floor client.Money) (missing client.Money, raised bool) {
	missing = floor.Sub(has)
	switch {
	case !missing.Known():
	case !missing.Amount.IsPositive() || client.Near(missing.Amount, decimal.Zero):
		missing.Amount = decimal.Zero
	default:
		missing = missing.Rounded()
		missing.Amount = missing.Amount.RoundCeil(terms.Decimals)
		if least := terms.Least(); least.Known() && missing.Amount.LessThan(least.Amount) {
			return least, true
		}
	}
	return missing, false
}
