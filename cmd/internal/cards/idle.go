package cards

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"cardwallet/client"
	"cardwallet/client/statement"
)

// usesOfCards are the lists of records that tell of the use of a card: payments, and what was done with it. Fees are none.
var usesOfCards = []client.RecordKind{client.RecordAuthorizations, client.RecordOperations, client.RecordHistory}

// idle gives those of an account's cards that were not used since then, nor made. A record without a time counts as use: a card that may
// be in use is not called idle.
func idle(ctx context.Context, account client.Account, cards []listed, since time.Time) ([]listed, error) {
	recorder, ok := account.Issuer.(client.Recorder)
	if !ok {
		return nil, fmt.Errorf("%s: records are %w", account.Profile, client.ErrUnsupported)
	}
	used := map[string]bool{}
	read := func(q client.RecordQuery) error {
		pages := statement.NewPages(recorder, q)
		for records, err := range pages.All(ctx) {
			if err != nil {
				return fmt.Errorf("%s: whether cards are idle is not known: %w", account.Profile, err)
			}
			for _, r := range records {
				card := cmp.Or(q.CardID, r.CardID)
				switch {
				case !r.At.IsZero() && r.At.Before(since):
				case card == "":
					return fmt.Errorf("%s: whether cards are idle is not known: the record %s names no card", account.Profile, r.ID)
				default:
					used[card] = true
				}
			}
			if q.CardID != "" && used[q.CardID] {
				break
			}
		}
		return nil
	}
	kinds, oneCard := recorder.RecordKinds()
	for _, kind := range kinds {
		if !slices.Contains(usesOfCards, kind) {
			continue
		}
		queries := []client.RecordQuery{{Kind: kind, Since: since}}
		if oneCard {
			queries = nil
			for _, c := range cards {
				queries = append(queries, client.RecordQuery{Kind: kind, CardID: c.ID, Since: since})
			}
		}
		for _, q := range queries {
			if err := read(q); err != nil {
				return nil, err
			}
		}
	}
	return slices.DeleteFunc(slices.Clone(cards), func(c listed) bool { return used[c.ID] || !c.CreatedAt.Before(since) }), nil
}
