package cards

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"cardwallet/client"
)

// recorder has the records of one card at a time, and may fail at one.
type recorder struct {
	client.Issuer
	kinds   []client.RecordKind
	records map[string][]client.Record
	errs    map[string]error
}

func (r recorder) RecordKinds() ([]client.RecordKind, bool) { return r.kinds, true }

func (r recorder) Records(_ context.Context, q client.RecordQuery) (client.RecordPage, error) {
	return client.RecordPage{Records: r.records[q.CardID]}, r.errs[q.CardID]
}

// A card is called idle only where all of its records since then were read.
func TestIdleIsKnown(t *testing.T) {
	t.Parallel()
	since := time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)
	nameless := &client.OddRecords{}
	nameless.Add("record", "", 1, client.NoRecord)
	r := recorder{
		kinds: []client.RecordKind{client.RecordHistory},
		records: map[string][]client.Record{
			"used":    {{ID: "1", At: since.Add(time.Hour)}},
			"idle":    {{ID: "2", At: since.Add(-time.Hour)}},
			"undated": {{ID: "3"}},
		},
		errs: map[string]error{
			"unread": &client.Error{Kind: client.ErrGarbage}, "gone": &client.Error{Kind: client.ErrNotFound}, "odd": nameless,
		},
	}
	account := client.Account{Profile: "ads", Issuer: r}
	var cards []listed
	for _, id := range []string{"used", "idle", "undated", "unread", "gone", "odd", "new"} {
		c := client.Card{Profile: "ads", ID: id}
		if id == "new" {
			c.CreatedAt = since.Add(time.Minute)
		}
		cards = append(cards, listed{Card: c})
	}
	got, err := idle(t.Context(), account, cards, since)
	if err != nil || len(got.cards) != 1 || got.cards[0].ID != "idle" || len(got.faults) != 3 {
		t.Errorf("%v, %v", got, err)
	}
	for i, card := range []string{"ads/unread", "ads/gone", "ads/odd"} {
		if i < len(got.faults) && !strings.HasPrefix(got.faults[i].Error(), card+": whether it is idle is not known: ") {
			t.Error(got.faults[i])
		}
	}
	r.errs["gone"] = &client.Error{Kind: client.ErrRateLimited} // the next one would fail alike
	if got, err := idle(t.Context(), account, cards, since); !errors.Is(err, client.ErrRateLimited) || len(got.cards) != 0 {
		t.Errorf("%v, %v", got, err)
	}
	r.kinds = []client.RecordKind{client.RecordFees} // nothing that tells of use
	account.Issuer = r
	if got, err := idle(t.Context(), account, cards, since); !errors.Is(err, client.ErrUnsupported) || len(got.cards) != 0 {
		t.Errorf("%v, %v", got, err)
	}
}
