package client

import (
	"context"
	"errors"
	"testing"
)

func TestAReadOnlyAccountNamesWhatMadeItSo(t *testing.T) {
	for by, want := range map[string]string{
		"":                     "fin: the profile is read-only\nremove read_only from the profile in the config to allow it",
		"CARDWALLET_READ_ONLY": "fin: the profile is read-only\nunset CARDWALLET_READ_ONLY, which makes every profile read-only, to allow it",
	} {
		err := Account{Profile: "fin", ReadOnly: true, ReadOnlyBy: by}.MayChange()
		if err == nil || err.Error() != want || !errors.Is(err, ErrReadOnly) {
			t.Errorf("by %q: %v", by, err)
		}
	}
	if err := (Account{Profile: "fin"}).MayChange(); err != nil {
		t.Errorf("one that is not read-only: %v", err)
	}
}

// listed lists one card without its last four digits, which it tells only where that card is read alone.
type listed struct{ Issuer }

func (listed) Cards(_ context.Context, take func(CardsPage)) error {
	take(CardsPage{Cards: []Card{{Profile: "ads", ID: "card_1", Name: "Marketing"}}, Done: 1, Pages: 1})
	return nil
}

func (listed) Card(context.Context, string) (Card, error) {
	return Card{Profile: "ads", ID: "card_1", Name: "Marketing", Last4: "7735"}, nil
}

// noted is a Namer in memory. It counts what it was given.
type noted struct {
	names map[string]CardName
	times int
}

func (n *noted) Names(string) map[string]CardName { return n.names }

func (n *noted) Note(_ context.Context, _ string, last4 map[string]string) error {
	n.times++
	for id, digits := range last4 {
		n.names[id] = CardName{Last4: digits}
	}
	return nil
}

// TestDigitsOfOneAnswerAreInTheNext: an issuer tells them in some of its answers only.
func TestDigitsOfOneAnswerAreInTheNext(t *testing.T) {
	names := &noted{names: map[string]CardName{}}
	heard := 0
	account := Account{Profile: "ads", Issuer: listed{}, Names: names, Heard: func(c Card) { heard++ }}
	end := func() string {
		t.Helper()
		cards, err := account.Cards(t.Context())
		if err != nil || len(cards) != 1 {
			t.Fatalf("%v, %v", cards, err)
		}
		return cards[0].Last4
	}
	if got := end(); got != "" || names.times != 0 || heard != 0 {
		t.Errorf("before: %q, noted %d times, heard %d times", got, names.times, heard)
	}
	for range 2 {
		if card, err := account.Card(t.Context(), "card_1"); err != nil || card.Last4 != "7735" {
			t.Fatalf("%+v, %v", card, err)
		}
	}
	if got := end(); got != "7735" || names.times != 1 || heard != 2 {
		t.Errorf("afterwards: %q, noted %d times, heard %d times", got, names.times, heard)
	}
}
