package client

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// Deposit is money that a person sends to the wallet at the issuer from outside.
type Deposit struct {
	Profile   string
	ID        string
	Amount    Money     // what it is worth, in USD whatever the asset is (the vendor's SDK, whose example is 100, SOL, a fee of 5 % and 5 USD)
	Net       Money     // what arrives after fees; not known in lists
	Fee       Money     // all that is kept of it; not known in lists
	FeeRate   string    // the platform's share in percent, as the issuer wrote it; empty where it did not
	Asset     string    // what is sent: SOL, USDT, USDC (Aurex users page); how much of it is in no documented field
	Address   string    // where to send it; known only in the answer to a request
	Status    string    // the issuer's word: waiting, confirmed, failed, expired
	Stage     Stage     // StageOpen until it has arrived or never will
	CreatedAt time.Time // zero where not known
	ExpiresAt time.Time // when the address is good for no more; zero where not known

	Unreadable Unreadable
}

// ParseDeposit reads how much a person wants to deposit, in USD. Its error wraps ErrAmount.
func ParseDeposit(text string) (Money, error) {
	amount, err := ParseMoney(text, "USD")
	if places := CurrencyDecimals("USD"); err == nil && !amount.Amount.Equal(amount.Amount.Truncate(places)) {
		return Money{}, fmt.Errorf("%w: dollars have %s, whatever they are sent in", ErrAmount, decimals(places))
	}
	return amount, err
}

// Depositor is an Issuer whose wallet is filled by deposits to an address.
type Depositor interface {
	// DepositAssets lists what can be sent.
	DepositAssets() []string
	// Deposits lists what was requested, newest first.
	Deposits(ctx context.Context) ([]Deposit, error)
	// RequestDeposit asks for an address to send the asset to, once: asking again would make another request. It moves no money by
	// itself. The amount is in USD whatever the asset is.
	RequestDeposit(ctx context.Context, amount Money, asset string) (Deposit, error)
}

// MaybeRequested gives a hint of its own to the error of a failed deposit request that may be at the issuer all the same. Such a request
// moves no money, but asking again makes another one. look says where to look first. An err that proves that there is no request stays as
// it is.
func MaybeRequested(err error, look string) error {
	if NotSent(err) || errors.Is(err, ErrRefused) || errors.Is(err, ErrNotAllowed) || errors.Is(err, ErrNotFound) {
		return err
	}
	return &maybeRequestedError{err, look}
}

type maybeRequestedError struct {
	err  error
	look string
}

func (e *maybeRequestedError) Error() string {
	return FirstLine(e.err) + "\nit may have been requested all the same: " + e.look
}

func (e *maybeRequestedError) Unwrap() error { return e.err }

// IsDepositAddress reports whether a text can be an address to send money to: 1 to 128 printable ASCII characters, none of them a space.
// What a person copies, scans and compares must be the same text.
func IsDepositAddress(text string) bool {
	if text == "" || len(text) > 128 {
		return false
	}
	for _, b := range []byte(text) {
		if b <= ' ' || b > '~' {
			return false
		}
	}
	return true
}
