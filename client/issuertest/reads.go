package issuertest

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"cardwallet/client"
	"cardwallet/crypto"
)

// testCards: an odd record and an empty one are told, and hide neither the others nor their own ids.
func (s Script) testCards(t *testing.T) {
	_, d := s.serve(t, s.reading(s.Record(Card{longID, "0.1"}), s.Record(Card{"c2", `{"no":"amount"}`}), "null",
		s.Record(Card{"c4", exact})))
	cards, err := client.CollectCards(t.Context(), d.Cards)
	if err == nil || client.Readable(err) != nil {
		t.Errorf("an odd record is not told, or hides the others: %v", err)
	}
	want := map[string]client.Money{longID: usd("0.1"), "c2": {}, "c4": usd(exact)}
	for _, card := range cards {
		balance, known := want[card.ID]
		odd := !balance.Known()
		if !known || card.Profile == "" || card.Issuer == "" || card.Status != client.CardActive || odd != (card.Unreadable != "") ||
			card.Balance.Known() == odd || !card.Balance.Amount.Equal(balance.Amount) || card.Balance.Currency != balance.Currency {
			t.Errorf("card %+v, want %s", card, balance)
		}
		delete(want, card.ID)
	}
	if len(want) > 0 {
		t.Errorf("cards are missing: %v", want)
	}
}

// statuses are HTTP statuses and what they mean, whatever the issuer's text is.
var statuses = map[int]error{401: client.ErrNotAllowed, 403: client.ErrNotAllowed, 404: client.ErrNotFound, 409: client.ErrRefused,
	429: client.ErrRateLimited, 500: client.ErrUnreachable, 502: client.ErrUnreachable, 503: client.ErrUnreachable,
	504: client.ErrUnreachable}

// testReads: a status means the same at every issuer, and the page of a gateway says nothing about credentials.
func (s Script) testReads(t *testing.T) {
	for status, want := range statuses {
		t.Run(fmt.Sprint(status), func(t *testing.T) {
			_, d := s.serve(t, jsonText(status, s.Refused("Something else")))
			_, err := d.Card(t.Context(), longID)
			e := asError(t, err)
			if e.Kind != want || e.Status != status || e.Gateway || e.Untouched {
				t.Errorf("%#v, want %v", e, want)
			}
		})
	}
	for _, status := range []int{200, 400, 401, 403, 407, 502} {
		t.Run(fmt.Sprint("page ", status), func(t *testing.T) {
			_, d := s.serve(t, page(status))
			_, err := d.Card(t.Context(), longID)
			if e := asError(t, err); !e.Gateway || client.BadCredentials(err) || errors.Is(err, client.ErrNotFound) {
				t.Errorf("%#v", e)
			}
		})
	}
}

// asError finds the error of a driver, and checks what every one of them says.
func asError(t *testing.T, err error) *client.Error {
	t.Helper()
	var e *client.Error
	if !errors.As(err, &e) {
		t.Fatalf("no error of the driver: %v", err)
	}
	if wrong := failure(e); wrong != "" {
		t.Error(wrong)
	}
	return e
}

// testKeys: a key is asked for once, kept until Forget or Close, and then wiped.
func (s Script) testKeys(t *testing.T) {
	at, spare := s.serve(t, s.reading(s.Record(Card{"c1", "1"})))
	spare.Close()
	var mu sync.Mutex
	var given []crypto.Secret
	d := s.Connect(t, at.URL, func(context.Context) (crypto.Secret, error) {
		mu.Lock()
		defer mu.Unlock()
		given = append(given, crypto.SecretFromString("key"))
		return given[len(given)-1], nil
	})
	for round := 1; round <= 2; round++ {
		for range 2 {
			if _, err := client.CollectCards(t.Context(), d.Cards); err != nil || len(given) != round {
				t.Errorf("round %d: asked for the secret %d times: %v", round, len(given), err)
			}
		}
		if round == 1 {
			d.Forget()
		} else {
			d.Close()
		}
		for _, secret := range given {
			if !secret.IsZero() {
				t.Errorf("round %d: a secret is still in memory", round)
			}
		}
	}
}
