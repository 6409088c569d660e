package statement

import (
	"context"
	"fmt"
	"slices"
	"time"

	"cardwallet/client"
)

// SpendingReading reads the records that tell what was spent: of one card, or of all cards of an account, one card after another where the
// issuer lists those of one card at a time.
type SpendingReading struct {
	Listing     bool              // the account's cards are listed next
	Card, Cards int               // which card is read, of how many; 0 where records of all cards come together
	Read        int               // records
	Odd         client.OddRecords // what could not be read whole, beside what was read

	account  client.Account
	recorder client.Recorder
	query    client.RecordQuery
	ids      []string // of those cards
	pages    *Pages   // nil before the first
}

// NewSpendingReading begins before the first record. An empty cardID means all cards of the account. The error is an ErrUnsupported where
// its issuer keeps no records.
func NewSpendingReading(account client.Account, cardID string, since time.Time) (*SpendingReading, error) {
	recorder, ok := account.Issuer.(client.Recorder)
	if !ok {
		return nil, fmt.Errorf("%s: %s keeps no records: %w", account.Profile, client.IssuerName(account.Kind), client.ErrUnsupported)
	}
	kinds, needsCard := recorder.RecordKinds()
	kind := kinds[0]
	if slices.Contains(kinds, client.RecordAuthorizations) {
		kind = client.RecordAuthorizations
	}
	return &SpendingReading{
		account: account, recorder: recorder, query: client.RecordQuery{Kind: kind, CardID: cardID, Since: since},
		Listing: cardID == "" && needsCard,
	}, nil
}

// More reports whether there is more to read.
func (s *SpendingReading) More() bool { return s.Listing || s.Card < s.Cards || !s.Whole() }

// Whole reports whether all records of the card that was read last are there. Where the records of all cards come together, it is about
// all of them.
func (s *SpendingReading) Whole() bool { return s.pages != nil && !s.pages.More }

// Page is the number of the page that is read, or comes next, from 1 on.
func (s *SpendingReading) Page() int { return s.pages.Query.Page + 1 }

// Next returns a function that reads on, if there is more: several pages at once, as Pages.All does. That function can be called at any
// time and anywhere. It returns a second one, to be called where the reading is kept, which gives the new records; those before an error
// beside it. After an error the reading cannot go on.
func (s *SpendingReading) Next() func(context.Context) (take func() ([]client.Record, error)) {
	if s.Listing {
		account := s.account
		return func(ctx context.Context) func() ([]client.Record, error) {
			cards, err := account.Cards(ctx)
			return func() ([]client.Record, error) { return nil, s.onCards(cards, err) }
		}
	}
	if s.pages == nil || s.Whole() {
		if s.Card < s.Cards {
			s.query.CardID = s.ids[s.Card]
			s.Card++
		}
		s.pages = NewPages(s.recorder, s.query)
	}
	read := s.pages.nextFew()
	return func(ctx context.Context) func() ([]client.Record, error) {
		few := read(ctx)
		return func() ([]client.Record, error) { return s.onPages(few) }
	}
}

func (s *SpendingReading) onCards(cards []client.Card, err error) error {
	if err = s.Odd.Take(err); err != nil {
		return err
	}
	for _, card := range cards {
		s.ids = append(s.ids, card.ID)
	}
	s.Listing, s.Cards = false, len(cards)
	s.pages = &Pages{} // without a card there is nothing to read
	return nil
}

func (s *SpendingReading) onPages(few []answer) ([]client.Record, error) {
	fresh, err := s.pages.takeFew(few)
	s.Read += len(fresh)
	_ = s.Odd.Take(s.pages.Odd.Err()) // which is of no other kind
	s.pages.Odd = client.OddRecords{}
	return fresh, err
}
