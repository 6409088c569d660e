package cards

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"cardwallet/client"
	"cardwallet/client/statement"
)

// usesOfCards are the lists of records that tell of the use of a card: payments, and what was done with it. Fees are none.
var usesOfCards = []client.RecordKind{client.RecordAuthorizations, client.RecordOperations, client.RecordHistory}

// idleCards are those of an account that are idle. faults say of which cards that is not known; these are not called idle.
type idleCards struct {
	cards  []listed
	faults []error
}

// idle gives those of an account's cards that were not used since then, nor made. A record without a time counts as use: a card that may
// be in use is not called idle.
func idle(ctx context.Context, account client.Account, cards []listed, since time.Time) (out idleCards, err error) {
	recorder, _ := account.Issuer.(client.Recorder)
	var kinds []client.RecordKind
	oneCard := false
	if recorder != nil {
		kinds, oneCard = recorder.RecordKinds()
	}
	kinds = slices.DeleteFunc(slices.Clone(kinds), func(k client.RecordKind) bool { return !slices.Contains(usesOfCards, k) })
	if len(kinds) == 0 {
		return out, fmt.Errorf("%s: records are %w", account.Profile, client.ErrUnsupported)
	}
	used := map[string]bool{}
	for _, kind := range kinds {
		if !oneCard {
			if err := readUses(ctx, recorder, client.RecordQuery{Kind: kind, Since: since}, used); err != nil {
				return out, fmt.Errorf("%s: whether cards are idle is not known: %w", account.Profile, err)
			}
			continue
		}
		for _, c := range cards {
			if used[c.ID] {
				continue
			}
			err := readUses(ctx, recorder, client.RecordQuery{Kind: kind, CardID: c.ID, Since: since}, used)
			if err == nil {
				continue
			}
			used[c.ID] = true
			out.faults = append(out.faults, fmt.Errorf("%s: whether it is idle is not known: %w", c.Key(), err))
			if ctx.Err() != nil || ofAccount(err) {
				return idleCards{}, fmt.Errorf("%s: whether cards are idle is not known: %w", account.Profile, err)
			}
		}
	}
	out.cards = slices.DeleteFunc(slices.Clone(cards), func(c listed) bool { return used[c.ID] || !c.CreatedAt.Before(since) })
	return out, nil
}

// ofAccount reports whether the next card's records would not be read either.
func ofAccount(err error) bool {
	return slices.ContainsFunc([]error{client.ErrNotAllowed, client.ErrRateLimited, client.ErrUnreachable, client.ErrUnsendable},
		func(kind error) bool { return errors.Is(err, kind) })
}

// readUses notes the cards that the records since then are about. Of the records of one card it reads no more than it has to.
func readUses(ctx context.Context, recorder client.Recorder, q client.RecordQuery, used map[string]bool) error {
	pages := statement.NewPages(recorder, q)
	if q.CardID != "" {
		pages.Wants = 1
	}
	for records, err := range pages.All(ctx) {
		if err != nil {
			return err
		}
		for _, r := range records {
			card := cmp.Or(q.CardID, r.CardID)
			switch {
			case !r.At.IsZero() && r.At.Before(q.Since):
			case card == "":
				return fmt.Errorf("the record %s names no card", r.ID)
			default:
				used[card] = true
			}
		}
		if used[q.CardID] {
			return nil
		}
	}
	if !pages.Odd.AllNamed() { // a record is missing
		return pages.Odd.Err()
	}
	return nil
}
