package client

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"cardwallet/client/abreast"
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
	_ = abreast.Each(ctx, len(results), len(results), func(_ context.Context, i int) error {
		value, err := f(ctx, w.accounts[i])
		results[i] = Result[T]{Account: w.accounts[i], Value: value, Err: err}
		return nil
	})
	return results
}

// Cards lists the cards of every account.
func (w *Wallet) Cards(ctx context.Context) []Result[[]Card] {
	return Ask(ctx, w, func(ctx context.Context, a Account) ([]Card, error) { return a.Cards(ctx) })
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
	// Unlisted is true where the account could not list its cards, and has one of that id.
	Unlisted bool
}

// Unsearched is the error of a look-up that found no card while there are accounts whose cards could not be listed.
type Unsearched struct {
	Ref     string
	Failed  []error   // why, for each of those accounts
	MayHave []Account // those of them that could not say either whether they have a card of that id
}

// Error names what failed, and how to name a card of which no list is needed.
func (e *Unsearched) Error() string {
	return fmt.Sprintf("cannot look for card %q everywhere: %v\nname it as PROFILE/ID, for which no list is read",
		e.Ref, errors.Join(e.Failed...))
}

// Unwrap returns why the accounts could not be asked.
func (e *Unsearched) Unwrap() []error { return e.Failed }

// Find resolves what a person calls a card; see matchCard. It returns ErrNotFound or ErrAmbiguous. If no list has the card, Find asks the
// accounts whose lists failed for a card of that id. The error is *Unsearched if none of them has it.
func (w *Wallet) Find(ctx context.Context, ref string) (Found, error) {
	var cards []Card
	var failed []error
	var unlisted []Account
	for _, r := range w.Cards(ctx) {
		cards = append(cards, r.Value...)
		var odd *OddRecords
		if r.Err != nil && (!errors.As(r.Err, &odd) || !odd.AllNamed()) { // else each card is there
			failed, unlisted = append(failed, r.Err), append(unlisted, r.Account)
		}
	}
	card, err := matchCard(cards, ref)
	if errors.Is(err, ErrNotFound) && len(failed) > 0 {
		return NewWallet(unlisted...).findUnlisted(ctx, ref, failed)
	}
	if err != nil {
		return Found{}, err
	}
	account, _ := w.Account(card.Profile)
	return Found{Card: card, Account: account, Unasked: errors.Join(failed...)}, nil
}

// findUnlisted asks each account, whose list failed as said, for the card of that id.
func (w *Wallet) findUnlisted(ctx context.Context, ref string, failed []error) (Found, error) {
	unsearched := &Unsearched{Ref: ref, Failed: failed}
	if !mayBeID(ref) || ctx.Err() != nil {
		return Found{}, unsearched
	}
	var having []Found
	var unasked []error
	for i, r := range Ask(ctx, w, func(ctx context.Context, a Account) (Card, error) { return a.Card(ctx, ref) }) {
		switch {
		case Readable(r.Err) == nil && r.Value.ID == ref:
			having = append(having, Found{Card: r.Value, Account: r.Account, Unlisted: true})
		case !isNoCard(r.Err):
			unsearched.MayHave, unasked = append(unsearched.MayHave, r.Account), append(unasked, failed[i])
		}
	}
	if len(having) == 0 {
		return Found{}, unsearched
	}
	cards := make([]Card, 0, len(having))
	for _, found := range having {
		cards = append(cards, found.Card)
	}
	if _, err := matchCard(cards, ref); err != nil {
		return Found{}, err
	}
	having[0].Unasked = errors.Join(unasked...)
	return having[0], nil
}

// lastFour are the digits that people call a card by.
var lastFour = regexp.MustCompile(`^[0-9]{4}$`)

// mayBeID reports whether ref can be the id of a card, and not only what it is called.
func mayBeID(ref string) bool { return isPlainID(ref) && !lastFour.MatchString(ref) }

// matchCard finds the one card that ref names: id or "profile/id" exactly, else label or name (see fold.Same) or last four digits, or "#"
// and the end of the id, as lists show it where the last four digits are not known. The digits may have what lists show before them. It
// returns ErrNotFound or ErrAmbiguous with a hint.
func matchCard(cards []Card, ref string) (Card, error) {
	digits := strings.TrimPrefix(ref, DigitsBefore)
	rules := []func(Card) bool{
		func(c Card) bool { return c.Key() == ref },
		func(c Card) bool { return c.ID == ref },
		func(c Card) bool {
			// One rule for all of these: a card's name must not win over the last four digits or the end of the id that lists show for another
			// card.
			return fold.Same(c.Name, ref) || c.IssuerName != "" && fold.Same(c.IssuerName, ref) || c.Last4 != "" && c.Last4 == digits ||
				len(ref) > 4 && strings.HasPrefix(ref, IDBefore) && strings.HasSuffix(c.ID, ref[1:])
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
