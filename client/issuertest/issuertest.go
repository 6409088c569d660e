// Package issuertest holds what every issuer's driver has to keep to, whatever its wire looks like. Each driver's tests run it.
package issuertest

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/shopspring/decimal"

	"cardwallet/client"
	"cardwallet/crypto"
)

// Driver is what is put to the test.
type Driver interface {
	client.Issuer
	client.Mover
	client.Session
}

// Card is a card at the server. Balance is the JSON value that stands for its balance in USD.
type Card struct{ ID, Balance string }

// Script says how the issuer's server answers, and what the test asks of it.
type Script struct {
	// Connect makes the driver for a server at the address. It asks for its key or token with secret, and owns and wipes what it gets.
	Connect func(t *testing.T, address string, secret func(context.Context) (crypto.Secret, error)) Driver
	// Read is the body of the answer to a request that changes nothing; the cards are all active.
	Read func(path string, cards []Card) string
	// Moved is the body of the answer to an order that was carried out.
	Moved func(order client.Order) string
	// Refused is the body of a refusal with the text, and RefusedStatus its HTTP status.
	Refused       func(text string) string
	RefusedStatus int
	New           client.NewCard // what a creation is about
}

// server answers as it is told and keeps what it was asked.
type server struct {
	*httptest.Server
	mu     sync.Mutex
	answer http.HandlerFunc
	bodies []string
}

func (s Script) serve(t *testing.T, answer http.HandlerFunc) (*server, Driver) {
	t.Helper()
	at := &server{answer: answer}
	at.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		at.mu.Lock()
		at.bodies = append(at.bodies, string(body))
		answer := at.answer
		at.mu.Unlock()
		answer(w, r)
	}))
	t.Cleanup(at.Close)
	driver := s.Connect(t, at.URL, func(context.Context) (crypto.Secret, error) { return crypto.SecretFromString("key"), nil })
	t.Cleanup(driver.Close)
	return at, driver
}

// set gives another answer from now on.
func (s *server) set(answer http.HandlerFunc) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.answer = answer
}

func (s *server) asked() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string(nil), s.bodies...)
}

func text(status int, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}
}

// usd is an amount that binary fractions do not hold.
func usd(digits string) client.Money {
	return client.NewMoney(decimal.RequireFromString(digits), "USD")
}

// orders are one order of each kind that the driver has and that needs no secret.
func (s Script) orders(d client.Mover) map[client.MovementKind]client.Order {
	all := map[client.MovementKind]client.Order{}
	for _, kind := range []client.MovementKind{client.MoveTopUp, client.MoveWithdraw, client.MoveCreate, client.MoveFreeze,
		client.MoveUnfreeze,
		client.MoveCancel} {
		o := client.Order{ID: "CW" + strings.Repeat("A", 26), Kind: kind, CardID: "1844674407370955161"}
		if !kind.IsChange() {
			o.Amount = usd("2500.07")
		}
		if kind == client.MoveCreate {
			o.New = s.New
		}
		if d.Moves(kind) {
			all[kind] = o
		}
	}
	return all
}

// Run puts a driver to the test: ids and amounts are exact, one odd record hides no other, a fault leaves the outcome of a movement unknown
// and sends it once, only the issuer's own words prove that nothing was done, and secrets are wiped.
func Run(t *testing.T, s Script) {
	t.Run("cards", s.testCards)
	t.Run("movements", s.testMovements)
	t.Run("faults", s.testFaults)
	t.Run("given up", s.testGivenUp)
	t.Run("refusals", s.testRefusals)
	t.Run("not sent", s.testNotSent)
	t.Run("secrets", s.testSecrets)
}

func (s Script) reading(cards ...Card) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) { text(200, s.Read(r.URL.Path, cards))(w, r) }
}

func (s Script) testCards(t *testing.T) {
	_, d := s.serve(t, s.reading(Card{"1844674407370955161", "0.1"}, Card{"c2", `{"no":"amount"}`}, Card{"c3", "1234567890.12"}))
	cards, err := d.Cards(t.Context(), nil)
	if err == nil || client.Readable(err) != nil {
		t.Errorf("an odd record is not told, or hides the others: %v", err)
	}
	balances := map[string]client.Money{"1844674407370955161": usd("0.1"), "c3": usd("1234567890.12")}
	for _, card := range cards {
		want, known := balances[card.ID]
		if known && (!card.Balance.Amount.Equal(want.Amount) || card.Balance.Currency != want.Currency) {
			t.Errorf("card %s has %s, want %s", card.ID, card.Balance, want)
		}
		if card.Profile == "" || card.Issuer == "" || known && card.Status != client.CardActive {
			t.Errorf("incomplete: %+v", card)
		}
		if !known && (card.ID != "c2" || card.Balance.Known() || card.Unreadable == "") {
			t.Errorf("the odd card is %+v", card)
		}
		delete(balances, card.ID)
	}
	if len(balances) > 0 {
		t.Errorf("cards are missing: %v", balances)
	}
}

func (s Script) testMovements(t *testing.T) {
	at, d := s.serve(t, nil)
	if len(s.orders(d)) == 0 {
		t.Error("the driver moves nothing")
	}
	sent := 0
	for kind, o := range s.orders(d) {
		at.set(text(200, s.Moved(o)))
		sent++
		got, err := d.Send(t.Context(), o)
		asked := at.asked()
		if err != nil || len(asked) != sent || got.OrderID != o.ID || kind != client.MoveCreate && got.CardID != o.CardID {
			t.Errorf("%s: %+v, %v, %d requests for %d movements", kind, got, err, len(asked), sent)
		}
		if kind.IsChange() {
			continue
		}
		if body := asked[len(asked)-1]; !strings.Contains(body, "2500.07") {
			t.Errorf("%s: sent %s", kind, body)
		}
		if got.Amount.Known() && !got.Amount.Amount.Equal(o.Amount.Amount) {
			t.Errorf("%s: the answer says %s", kind, got.Amount)
		}
	}
}

// faults are answers that tell nothing about an order.
func (s Script) faults(order client.Order) map[string]http.HandlerFunc {
	whole := s.Moved(order)
	other := order
	other.ID, other.CardID = "CW"+strings.Repeat("B", 26), "another"
	all := map[string]http.HandlerFunc{
		"nothing": text(200, ""), "null": text(200, "null"), "no JSON": text(200, "<html>welcome</html>"),
		"half": text(200, whole[:len(whole)/2]),
		"500":  text(500, whole), "502": text(502, "<html>bad gateway</html>"), "503": text(503, "{}"), "504": text(504, ""),
		"408": text(408, ""),
		"redirect": func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "/elsewhere", http.StatusTemporaryRedirect)
		},
		"dropped": func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
		"cut off": func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Length", "100000")
			text(200, whole)(w, r)
		},
	}
	if order.Kind != client.MoveCreate {
		all["of another card"] = text(200, s.Moved(other))
	}
	return all
}

func (s Script) testFaults(t *testing.T) {
	at, d := s.serve(t, nil)
	sent := 0
	for kind, order := range s.orders(d) {
		for name, fault := range s.faults(order) {
			at.set(fault)
			got, err := d.Send(t.Context(), order)
			s.unknown(t, string(kind)+" with "+name, got, err)
			if sent++; len(at.asked()) != sent {
				t.Fatalf("%s with %s: %d requests for %d movements", kind, name, len(at.asked()), sent)
			}
		}
	}
}

// unknown wants an error that proves nothing: not that it was not sent, and not that nothing was done.
func (s Script) unknown(t *testing.T, name string, got client.Operation, err error) {
	t.Helper()
	var e *client.Error
	if err == nil || client.NotSent(err) || errors.As(err, &e) && e.Untouched {
		t.Errorf("%s: %+v, %v: the outcome is not known", name, got, err)
	}
}

func (s Script) testGivenUp(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	at, d := s.serve(t, func(_ http.ResponseWriter, r *http.Request) {
		cancel()
		<-r.Context().Done()
	})
	order := client.Order{}
	for _, order = range s.orders(d) {
		break
	}
	got, err := d.Send(ctx, order)
	s.unknown(t, "given up while it is under way", got, err)
	if n := len(at.asked()); n != 1 {
		t.Errorf("%d requests", n)
	}
}

func (s Script) testRefusals(t *testing.T) {
	at, d := s.serve(t, nil)
	for kind, order := range s.orders(d) {
		for words, proves := range map[string]bool{"Insufficient balance": true, "Insufficient balance, try again": false,
			"Something else": false} {
			at.set(text(s.RefusedStatus, s.Refused(words)))
			var e *client.Error
			_, err := d.Send(t.Context(), order)
			if !errors.As(err, &e) || e.NotSent || e.Untouched != proves || !errors.Is(err, client.ErrRefused) || e.Message != words {
				t.Errorf("%s refused with %q: %#v", kind, words, err)
			}
		}
	}
}

func (s Script) testNotSent(t *testing.T) {
	at, d := s.serve(t, nil)
	order := client.Order{ID: "CW" + strings.Repeat("A", 26), Kind: "made up", CardID: "c1"}
	if _, err := d.Send(t.Context(), order); !client.NotSent(err) || !errors.Is(err, client.ErrUnsupported) || d.Moves(order.Kind) {
		t.Errorf("a movement of a kind that there is not: %v", err)
	}
	if _, err := d.Terms(t.Context(), client.Intent{Kind: order.Kind}); !errors.Is(err, client.ErrUnsupported) {
		t.Errorf("terms of a kind that there is not: %v", err)
	}
	at.Close()
	for kind, order := range s.orders(d) {
		if _, err := d.Send(t.Context(), order); !client.NotSent(err) || !errors.Is(err, client.ErrUnreachable) {
			t.Errorf("%s where nobody listens: %v", kind, err)
		}
	}
	if n := len(at.asked()); n != 0 {
		t.Errorf("%d requests", n)
	}
}

func (s Script) testSecrets(t *testing.T) {
	at, spare := s.serve(t, s.reading(Card{"c1", "1"}))
	spare.Close()
	var mu sync.Mutex
	var lent []crypto.Secret
	d := s.Connect(t, at.URL, func(context.Context) (crypto.Secret, error) {
		mu.Lock()
		defer mu.Unlock()
		lent = append(lent, crypto.SecretFromString("key"))
		return lent[len(lent)-1], nil
	})
	for round := 1; round <= 2; round++ {
		if _, err := d.Cards(t.Context(), nil); err != nil || len(lent) != round {
			t.Errorf("round %d: asked for the secret %d times: %v", round, len(lent), err)
		}
		if round == 1 {
			d.Forget()
		} else {
			d.Close()
		}
		for _, secret := range lent {
			if !secret.IsZero() {
				t.Errorf("round %d: a secret is still in memory", round)
			}
		}
	}
}
