package statement_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"cardwallet/client"
	"cardwallet/client/statement"
	"cardwallet/crypto"
)

// oneByOne is an issuer that lists the records of one card at a time, one record on a page.
type oneByOne struct {
	client.Issuer
	cards []client.Card
	err   error
	of    map[string][]client.Record // by card id
}

func (o oneByOne) Cards(_ context.Context, take func(client.CardsPage)) error {
	take(client.CardsPage{Cards: slices.Clone(o.cards), Done: 1, Pages: 1})
	return o.err
}

func (oneByOne) RecordKinds() ([]client.RecordKind, bool) {
	return []client.RecordKind{client.RecordHistory}, true
}

func (o oneByOne) Records(_ context.Context, q client.RecordQuery) (client.RecordPage, error) {
	own := o.of[q.CardID]
	if q.Page > len(own) {
		return client.RecordPage{}, nil
	}
	return client.RecordPage{Records: own[q.Page-1 : q.Page], More: q.Page < len(own)}, nil
}

func TestSpendingReadingTakesEachCardInTurn(t *testing.T) {
	failed := errors.New("unreachable")
	record := func(card, id string) client.Record {
		return client.Record{Profile: "ads", Kind: client.RecordHistory, CardID: card, ID: id, Amount: dollars("1")}
	}
	records := map[string][]client.Record{"b": {record("b", "1"), record("b", "2")}, "c": {record("c", "1")}}
	for name, tc := range map[string]struct {
		issuer oneByOne
		card   string
		want   []string // card and id of each record, and what stands between two cards
		err    error
	}{
		"all cards": {oneByOne{cards: []client.Card{{ID: "a"}, {ID: "b"}, {ID: "c"}}, of: records}, "",
			[]string{"|", "b1", "b2", "|", "c1", "|"}, nil},
		"one card":         {oneByOne{of: records}, "b", []string{"b1", "b2", "|"}, nil},
		"no cards":         {oneByOne{}, "", nil, nil},
		"no list of cards": {oneByOne{err: failed}, "", nil, failed},
		"odd cards": {oneByOne{cards: []client.Card{{ID: "c"}}, of: records,
			err: &client.OddRecords{Records: []client.OddRecord{{Name: "card x"}}}}, "", []string{"c1", "|"}, nil},
	} {
		reading, err := statement.NewSpendingReading(client.Account{Issuer: tc.issuer}, tc.card, time.Time{})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for err == nil && reading.More() {
			listing := reading.Listing
			var fresh []client.Record
			fresh, err = reading.Next()(t.Context())()
			for _, r := range fresh {
				got = append(got, r.CardID+r.ID)
			}
			if !listing && reading.Whole() {
				got = append(got, "|")
			}
		}
		if !errors.Is(err, tc.err) || !slices.Equal(got, tc.want) || (reading.Odd.Err() != nil) != (name == "odd cards") {
			t.Errorf("%s: %q, %v, odd %v", name, got, err, reading.Odd.Err())
		}
	}
}

func TestSpendingReadingOfAnIssuerWithoutRecords(t *testing.T) {
	_, err := statement.NewSpendingReading(client.Account{Profile: "new", Kind: "new"}, "", time.Time{})
	if !errors.Is(err, client.ErrUnsupported) {
		t.Errorf("%v", err)
	}
}

// TestPagesWipeValues: also those of records that came before, which nobody gets. Who wants values gets that of the first record.
func TestPagesWipeValues(t *testing.T) {
	for _, values := range []bool{false, true} {
		var secrets []crypto.Secret
		record := func() client.Record {
			secret := crypto.SecretFromString("20834698")
			secrets = append(secrets, secret)
			return client.Record{Kind: client.RecordHistory, ID: "same", CardID: "a", Value: client.PlainField(client.FieldCode, secret)}
		}
		issuer := oneByOne{of: map[string][]client.Record{"a": {record(), record()}}}
		pages := statement.NewPages(issuer, client.RecordQuery{CardID: "a"})
		pages.Values = values
		read := 0
		for records, err := range pages.All(t.Context()) {
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range records {
				if read++; r.Value.Present() != values {
					t.Errorf("values wanted: %v, there: %v", values, r.Value.Present())
				}
			}
		}
		for i, secret := range secrets {
			if there := secret.RevealString() == "20834698"; there != (values && i == 0) {
				t.Errorf("values wanted: %v, value %d is there: %v", values, i, there)
			}
		}
		if read != 1 {
			t.Errorf("%d records", read)
		}
	}
}
