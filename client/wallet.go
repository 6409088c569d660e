package client

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"cardwallet/client/fold"
)

// Wallet holds all accounts and asks them at once. One failing does not hide the others.
type Wallet struct {
	accounts []Account
}

// NewWallet keeps the accounts in the given order.
func NewWallet(accounts ...Account) *Wallet { return &Wallet{accounts: slices.Clone(accounts)} }

// Accounts returns all accounts in their order.
func (w *Wallet) Accounts() []Account { return slices.Clone(w.accounts) }

// Account finds one by its profile name.
func (w *Wallet) Account(profile string) (Account, bool) {
	i := slices.IndexFunc(w.accounts, func(a Account) bool { return a.Profile == profile })
	if i < 0 {
		return Account{}, false
	}
	return w.accounts[i], true
}

// Result is what one account answered.
type Result[T any] struct {
	Account Account
	Value   T
	Err     error
}

// Ask calls f for every account at once and returns the answers in the accounts' order.
func Ask[T any](ctx context.Context, w *Wallet, f func(context.Context, Account) (T, error)) []Result[T] {
	results := make([]Result[T], len(w.accounts))
	var wg sync.WaitGroup
	var panics Panics
	for i, a := range w.accounts {
		wg.Go(func() {
			defer panics.Catch()
			value, err := f(ctx, a)
			results[i] = Result[T]{Account: a, Value: value, Err: err}
		})
	}
	wg.Wait()
	panics.Raise()
	return results
}

// Cards lists the cards of every account.
func (w *Wallet) Cards(ctx context.Context) []Result[[]Card] {
	return Ask(ctx, w, func(ctx context.Context, a Account) ([]Card, error) { return a.Cards(ctx, nil) })
}

// Funds reads the balances of every account.
func (w *Wallet) Funds(ctx context.Context) []Result[[]Funds] {
	return Ask(ctx, w, func(ctx context.Context, a Account) ([]Funds, error) { return a.Issuer.Funds(ctx) })
}

// Found is a card that a person named.
type Found struct {
	Card    Card
	Account Account
	// Unasked joins the errors of the accounts that could not be asked; they may have a card of that name too.
	Unasked error
}

// Find resolves what a person calls a card; see MatchCard. It returns ErrNotFound or ErrAmbiguous; where an account could not be
// asked and no other has the card, that account's error instead.
func (w *Wallet) Find(ctx context.Context, ref string) (Found, error) {
	var cards []Card
	var failed []error
	for _, r := range w.Cards(ctx) {
		cards = append(cards, r.Value...)
		var odd *OddRecords
		if r.Err != nil && (!errors.As(r.Err, &odd) || !odd.AllNamed()) { // else each card is there
			failed = append(failed, r.Err)
		}
	}
	unasked := errors.Join(failed...)
	card, err := MatchCard(cards, ref)
	if errors.Is(err, ErrNotFound) && unasked != nil {
		return Found{}, fmt.Errorf("cannot look for card %q everywhere: %w", ref, unasked)
	}
	if err != nil {
		return Found{}, err
	}
	account, _ := w.Account(card.Profile)
	return Found{Card: card, Account: account, Unasked: unasked}, nil
}

// MatchCard finds the one card that ref names: id or "profile/id" exactly, else label or name (see fold.Same) or last four digits, or "#" and the
// end of the id, as lists show it where the last four digits are not known. It returns ErrNotFound or ErrAmbiguous with a hint.
func MatchCard(cards []Card, ref string) (Card, error) {
	rules := []func(Card) bool{
		func(c Card) bool { return c.Key() == ref },
		func(c Card) bool { return c.ID == ref },
		func(c Card) bool {
			// One rule, so that what one card is called cannot stand before what tells another one in lists.
			return fold.Same(c.Name, ref) || c.IssuerName != "" && fold.Same(c.IssuerName, ref) || c.Last4 != "" && c.Last4 == ref ||
				len(ref) > 4 && ref[0] == '#' && strings.HasSuffix(c.ID, ref[1:])
		},
	}
	for _, rule := range rules {
		var found []Card
		for _, c := range cards {
			if rule(c) {
				found = append(found, c)
			}
		}
		if len(found) == 1 {
			return found[0], nil
		}
		if len(found) > 1 {
			keys := make([]string, 0, 3)
			for _, c := range found[:min(3, len(found))] {
				keys = append(keys, c.Key())
			}
			return Card{}, fmt.Errorf("%w is called %q (%d)\nname it by its id, for example %s",
				ErrAmbiguous, ref, len(found), strings.Join(keys, " or "))
		}
	}
	return Card{}, fmt.Errorf("no card is called %q: %w\nlist what there is with: cardwallet cards", ref, ErrNotFound)
}
