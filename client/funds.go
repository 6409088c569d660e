package client

// FundsKind tells what a balance at the issuer is for.
type FundsKind string

// The kinds of funds. An issuer's own word is kept in lower case where it is none of these.
const (
	FundsWallet FundsKind = "wallet" // pays for cards and top-ups
	FundsMargin FundsKind = "margin"
)

// Funds is one balance that an account has at its issuer, outside its cards. Parts that the issuer does not report are not known.
type Funds struct {
	ID        string
	Name      string
	Kind      FundsKind
	Total     Money
	Available Money
	Frozen    Money
	Pending   Money // deposits on their way
	InCards   Money // held by the cards

	Unreadable Unreadable
}

// FundingWallet picks the wallet that most likely pays for a movement in the currency: the one of that currency with the most available,
// or the only wallet there is. No document says which of several pays. ok is false when there is no wallet.
func FundingWallet(all []Funds, currency string) (f Funds, ok bool) {
	var wallets []Funds
	for _, w := range all {
		if w.Kind != FundsWallet {
			continue
		}
		wallets = append(wallets, w)
		if w.Available.Currency == currency && (!ok || w.Available.Amount.GreaterThan(f.Available.Amount)) {
			f, ok = w, true
		}
	}
	if !ok && len(wallets) == 1 {
		return wallets[0], true
	}
	return f, ok
}
