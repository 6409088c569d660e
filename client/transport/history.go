package transport

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"cardwallet/client"
)

const (
	historyEnough = 25  // of the newest transactions are enough, where a list is known to begin with them
	historyKept   = 100 // of the newest transactions are kept
	historyPages  = 50  // of one card that are looked through, where a list does not begin with the newest
	historyTries  = 4

	readHistory = "read the card's transactions"
)

// History reads a card's newest transactions, newest first, 25 to 100 of them if there are as many. ask reads a page. In which order an
// issuer lists them is not documented, so the whole list is read unless its first pages show that it begins with the newest. An entry
// without an id gets one made of what it says.
func (c *Client) History(ask func(limit, offset int) ([]client.Transaction, error)) ([]client.Transaction, error) {
	var all []client.Transaction
	cut := false
	err := List(func(t client.Transaction) string { return t.ID }, func(limit, offset int) ([]client.Transaction, error) {
		page, err := ask(limit, offset)
		nameEntries(page)
		return page, err
	}, func(page int, fresh []client.Transaction, last bool) bool {
		all = append(all, fresh...)
		cut = page == historyPages && !last
		return cut || len(all) >= historyEnough && newestFirst(all)
	})
	switch {
	case err != nil:
		return nil, err
	case cut:
		return nil, c.Garbage(readHistory, "too many to look through, and not the newest first")
	}
	slices.SortFunc(all, func(a, b client.Transaction) int {
		return cmp.Or(b.At.Compare(a.At), cmp.Compare(b.ID, a.ID))
	})
	return newest(all), nil
}

// newest keeps the first of a sorted history, and those without a time behind them: each of these may be newer than all others.
func newest(all []client.Transaction) []client.Transaction {
	if len(all) <= historyKept {
		return all
	}
	dated := len(all)
	if i := slices.IndexFunc(all, func(t client.Transaction) bool { return t.At.IsZero() }); i >= 0 {
		dated = i
	}
	undated := all[dated:min(len(all), dated+historyKept)]
	return slices.Concat(all[:min(dated, historyKept-len(undated))], undated)
}

// nameEntries gives entries without an id one made of time, amount, and how many before them on the page say the same.
func nameEntries(page []client.Transaction) {
	alike := map[string]int{}
	for i, t := range page {
		if t.ID == "" {
			what := fmt.Sprintf("%d %s", t.At.UnixMilli(), t.Amount)
			alike[what]++
			page[i].ID = fmt.Sprintf("%s #%d", what, alike[what])
		}
	}
}

func newestFirst(all []client.Transaction) bool {
	return all[0].At.After(all[len(all)-1].At) &&
		slices.IsSortedFunc(all, func(a, b client.Transaction) int { return b.At.Compare(a.At) })
}

// Steady reads balances with read between two readings of a card's history that do not differ, so that no transaction falls between the
// one and the other, and returns that history. It tries a few times.
func (c *Client) Steady(history func() ([]client.Transaction, error), read func() error) ([]client.Transaction, error) {
	before, err := history()
	for try := 1; err == nil; try++ {
		if err = read(); err != nil {
			break
		}
		var after []client.Transaction
		if after, err = history(); err != nil {
			break
		}
		if slices.EqualFunc(before, after, sameTransaction) {
			return after, nil
		}
		if try == historyTries {
			err = c.named(readHistory, &client.Error{Kind: client.ErrUnreachable, Cause: errors.New("they change faster than they can be read")})
		}
		before = after
	}
	return nil, err
}

func sameTransaction(a, b client.Transaction) bool {
	return a.ID == b.ID && a.Status == b.Status && a.At.Equal(b.At) &&
		a.Amount.Currency == b.Amount.Currency && a.Amount.Amount.Equal(b.Amount.Amount)
}
