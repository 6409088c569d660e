// Package issuertest holds what every issuer's driver has to keep to, whatever its wire looks like. Each driver's tests run it.
package issuertest

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/shopspring/decimal"

	"cardwallet/client"
	"cardwallet/client/holder"
	"cardwallet/crypto"
)

// Driver is what is put to the test.
type Driver interface {
	client.Issuer
	client.Mover
	client.Session
}

// Card is a card at the server, which is active. Balance is the JSON value that stands for its balance in USD.
type Card struct{ ID, Balance string }

// Script says how the issuer's server answers, and what the test asks of it.
type Script struct {
	// Connect makes the driver for a server at the address. It asks for its key or token with secret, and owns and wipes what it gets.
	Connect func(t *testing.T, address string, secret func(context.Context) (crypto.Secret, error)) Driver
	// Record is a card as it stands in a list, and Cards the body of the answer to a request that changes nothing, with these records.
	Record func(Card) string
	Cards  func(path string, records []string) string
	// Moved is the body of the answer to an order that was carried out. An order for a new card has the card's id here.
	Moved    func(order client.Order) string
	Numbered bool // requests and answers have the order's id
	// Refused is the body of a refusal with the text, and RefusedStatus its HTTP status.
	Refused       func(text string) string
	RefusedStatus int
	// Proving are refusals that prove that nothing was done: one for every word that the driver takes for proof.
	Proving []string
	New     client.NewCard // what a creation is about
	Holder  holder.Person  // who a new holder is to be; zero where the issuer has none
}

// Run puts a driver to the test: ids and amounts are exact, one odd record hides no other, a fault leaves the outcome of a movement unknown
// and sends it once, only the issuer's own words prove that nothing was done, and secrets are wiped.
func Run(t *testing.T, s Script) {
	t.Run("cards", s.testCards)
	t.Run("reads", s.testReads)
	t.Run("movements", s.testMovements)
	t.Run("faults", s.testFaults)
	t.Run("statuses", s.testStatuses)
	t.Run("given up", s.testGivenUp)
	t.Run("refusals", s.testRefusals)
	t.Run("not sent", s.testNotSent)
	t.Run("keys", s.testKeys)
	t.Run("secrets of changes", s.testChanges)
	t.Run("holders", s.testHolders)
}

// server answers as it is told and keeps what it was asked.
type server struct {
	*httptest.Server
	mu       sync.Mutex
	answer   http.HandlerFunc
	requests []request
}

type request struct{ path, body string }

// serve starts a server and a driver for it, whose key no other test has: an issuer may count requests by the key.
func (s Script) serve(t *testing.T, answer http.HandlerFunc) (*server, Driver) {
	t.Helper()
	at := &server{answer: answer}
	at.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		at.mu.Lock()
		at.requests = append(at.requests, request{r.URL.Path, string(body)})
		answer := at.answer
		at.mu.Unlock()
		answer(w, r)
	}))
	t.Cleanup(at.Close)
	driver := s.Connect(t, at.URL, func(context.Context) (crypto.Secret, error) { return crypto.SecretFromString(t.Name()), nil })
	t.Cleanup(driver.Close)
	return at, driver
}

// set gives another answer from now on.
func (s *server) set(answer http.HandlerFunc) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.answer = answer
}

func (s *server) asked() []request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]request(nil), s.requests...)
}

// text answers a read so that it is not tried again: the issuer asks to wait for a minute.
func text(status int, kind, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", kind)
		w.Header().Set("Retry-After", "60")
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}
}

func jsonText(status int, body string) http.HandlerFunc {
	return text(status, "application/json", body)
}

func page(status int) http.HandlerFunc {
	return text(status, "text/html", "<html><body>please wait</body></html>")
}

func (s Script) reading(records ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) { jsonText(200, s.Cards(r.URL.Path, records))(w, r) }
}

func usd(digits string) client.Money {
	return client.NewMoney(decimal.RequireFromString(digits), "USD")
}

const (
	longID = "1844674407370955161" // binary fractions do not hold it
	exact  = "90071992547409.93"   // nor this amount
	pin    = "135246"
	code   = "20834698"
)

// orders are one order of each kind that the driver has. What the answer says of it, see answered.
func (s Script) orders(d client.Mover) map[client.MovementKind]client.Order {
	all := map[client.MovementKind]client.Order{}
	for _, kind := range client.Kinds() {
		o := client.Order{ID: "CW" + strings.Repeat("A", 26), Kind: kind, CardID: longID}
		if !kind.IsChange() {
			o.Amount = usd(exact)
		}
		switch kind {
		case client.MoveCreate:
			o.New, o.CardID = s.New, ""
		case client.MovePIN:
			o.Change.PIN = crypto.SecretFromString(pin)
		case client.MoveActivate:
			o.Change.PIN, o.Change.ActivationCode = crypto.SecretFromString(pin), crypto.SecretFromString(code)
		case client.MoveLimits:
			o.Change.Limits.NoPINAmount = usd("1500.25")
		case client.MoveHolder:
			o.Change.Holder, o.CardID = s.Holder.Clone(), ""
		default:
		}
		if d.Moves(kind) {
			all[kind] = o
		}
	}
	return all
}

// answered is the order as Script.Moved takes it: with the card that was created.
func answered(o client.Order) client.Order {
	if o.Kind == client.MoveCreate {
		o.CardID = longID
	}
	return o
}

// each runs a test for one order of every kind, by a driver and at a server of its own.
func (s Script) each(t *testing.T, test func(t *testing.T, at *server, d Driver, order client.Order)) {
	_, spare := s.serve(t, nil)
	for kind, order := range s.orders(spare) {
		t.Run(string(kind), func(t *testing.T) {
			at, d := s.serve(t, nil)
			test(t, at, d, order)
		})
	}
}

// holds reports whether a JSON text has the number, which ends where its digits end.
func holds(body, number string) bool {
	for _, end := range []string{",", "}"} {
		if strings.Contains(body, ":"+number+end) {
			return true
		}
	}
	return false
}

// failure is what is wrong with an error of a driver, whatever it is about; empty where nothing is.
func failure(e *client.Error) string {
	switch {
	case e.Profile == "" || e.Op == "":
		return fmt.Sprintf("it says not whose it is or what was done: %#v", e)
	case strings.Contains(e.Error(), pin) || strings.Contains(e.Error(), code):
		return "it shows a secret"
	}
	return ""
}
