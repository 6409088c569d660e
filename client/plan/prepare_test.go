package plan

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"cardwallet/client"
)

// reader is an issuer that answers about a card and its terms, and notes what it was asked.
type reader struct {
	client.Issuer
	client.Mover
	card     client.Card
	err, bad error
	asked    string
	refusal  string
}

func (r *reader) Card(context.Context, string) (client.Card, error) {
	r.asked += "card "
	return r.card, r.err
}

func (r *reader) Moves(client.MovementKind) bool { return true }

func (r *reader) Terms(_ context.Context, in client.Intent) (client.Terms, error) {
	r.asked += "terms as " + string(in.Card.Status)
	return client.Terms{Currency: "EUR", Refusal: r.refusal}, r.bad
}

func (*reader) StatusRules() client.StatusRules {
	return client.StatusRules{client.MoveTopUp: client.OnlyActive, client.MoveWithdraw: {}}
}

func TestPrepareAPayment(t *testing.T) {
	down := errors.New("down")
	active, frozen := client.Card{ID: "c", Status: client.CardActive}, client.Card{ID: "c", Status: client.CardFrozen, Balance: usd("1")}
	for name, c := range map[string]struct {
		issuer reader
		kind   client.MovementKind
		want   string // card, currency, refusal, doubts, error; what was asked
	}{
		"well":     {reader{card: active}, client.MoveTopUp, "active EUR  [] <nil>; card terms as active"},
		"no card":  {reader{err: down}, client.MoveTopUp, "   [] down; card "},
		"no terms": {reader{card: active, bad: down}, client.MoveTopUp, "active EUR  [] down; card terms as active"},
		"refused":  {reader{card: active, refusal: "no"}, client.MoveTopUp, "active EUR no [] <nil>; card terms as active"},
		"frozen":   {reader{card: frozen}, client.MoveTopUp, "frozen USD the card is frozen [] <nil>; card "},
		"in doubt": {reader{card: frozen}, client.MoveWithdraw,
			"frozen EUR  [the card is frozen; the issuer may refuse this] <nil>; card terms as frozen"},
	} {
		account := client.Account{Profile: "fin", Issuer: &c.issuer}
		p, err := Prepare(t.Context(), account, client.Card{ID: "c", Status: client.CardPending}, Always(c.kind))
		got := fmt.Sprintf("%s %s %s %v %v; %s", p.Card.Status, p.Terms.Currency, p.Refusal(), p.Doubts, err, c.issuer.asked)
		if got != c.want {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
}
