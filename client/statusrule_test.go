package client_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"cardwallet/client"
)

// checker is an issuer that can read nothing, or says what it is told to.
type checker struct {
	client.Issuer
	card     client.Card
	err, bad error
	terms    client.ChangeTerms
}

func (c checker) Card(context.Context, string) (client.Card, error) { return c.card, c.err }

func (c checker) ChangeTerms(context.Context, client.Card, client.MovementKind) (client.ChangeTerms, error) {
	return c.terms, c.bad
}

func (checker) StatusRules() client.StatusRules {
	type in = []client.CardStatus
	return client.StatusRules{
		client.MoveFreeze: {Allows: in{client.CardActive}, Forbids: in{client.CardFrozen}},
		client.MoveCancel: {Allows: in{client.CardActive, client.CardFrozen}},
		client.MovePIN:    {Allows: in{client.CardActive}},
		client.MoveLimits: {Forbids: in{client.CardCanceled}},
	}
}

func TestCheckChange(t *testing.T) {
	down := &client.Error{Kind: client.ErrUnreachable, Op: "read the card", Status: 503}
	for name, tt := range map[string]struct {
		issuer checker
		kind   client.MovementKind
		want   string // status, refusal, doubts; or the error
	}{
		"well": {checker{card: client.Card{Status: client.CardActive}}, client.MoveFreeze, "active||"},
		"card down": {checker{err: down}, client.MoveFreeze,
			"frozen||could not check the card's status: asked all the same (read the card: unreachable (http 503)); the card was listed as " +
				"frozen; the issuer may refuse this"},
		"card down, refused by its stale status": {checker{err: down, terms: client.ChangeTerms{Refusal: "the card is frozen", Hint: "wait"}},
			client.MoveFreeze,
			"frozen||could not check the card's status: asked all the same (read the card: unreachable (http 503)); the card was listed as " +
				"frozen; the issuer may refuse this"},
		"card down, refused by type": {checker{err: down, terms: client.ChangeTerms{Refusal: "no"}}, client.MoveCancel,
			"frozen|no|could not check the card's status: asked all the same (read the card: unreachable (http 503))"},
		"frozen, as read": {checker{card: client.Card{Status: client.CardFrozen}}, client.MoveFreeze, "frozen|the card is frozen|"},
		"card down, cancel": {checker{err: down}, client.MoveCancel,
			"frozen||could not check the card's status: asked all the same (read the card: unreachable (http 503))"},
		"card down, other": {checker{err: down}, client.MoveUnfreeze, "error unreachable"},
		"terms down": {checker{card: client.Card{Status: client.CardActive}, bad: down}, client.MoveFreeze,
			"active||could not check what the issuer allows: asked all the same (read the card: unreachable (http 503))"},
		"terms down, other": {checker{card: client.Card{Status: client.CardActive}, bad: down}, client.MovePIN, "error unreachable"},
		"garbage": {checker{err: &client.Error{Kind: client.ErrGarbage}}, client.MoveCancel,
			"frozen||could not check the card's status: asked all the same (unreadable answer)"},
		"no page": {checker{err: &client.Error{Kind: client.ErrNotFound, Status: 404}}, client.MoveCancel,
			"frozen||could not check the card's status: asked all the same (not found (http 404))"},
		"says nothing of it": {checker{err: &client.Error{Kind: client.ErrNotFound}}, client.MoveCancel,
			"frozen||could not check the card's status: asked all the same (not found)"},
		"no such card": {checker{err: &client.Error{Kind: client.ErrNotFound, Status: 200}}, client.MoveCancel, "error not found"},
		"blocked": {checker{card: client.Card{Status: client.CardBlocked}}, client.MoveCancel,
			"blocked||the card is blocked; the issuer may refuse this"},
		"forbidden": {checker{card: client.Card{Status: client.CardCanceled}}, client.MoveLimits, "canceled|the card is canceled|"},
		"refused by type": {checker{card: client.Card{Status: client.CardBlocked}, terms: client.ChangeTerms{Refusal: "no"}},
			client.MovePIN, "blocked|no|"},
		"doubts of the driver": {checker{card: client.Card{Status: client.CardUnknown, IssuerStatus: "Lost"},
			terms: client.ChangeTerms{Doubts: []string{"type"}}}, client.MovePIN,
			"unknown||the card is of a status that is not known here, Lost; the issuer may refuse this; type"},
	} {
		listed := client.Card{ID: "c1", Status: client.CardFrozen}
		account := client.Account{Profile: "fin", Issuer: tt.issuer}
		card, terms, err := account.CheckChange(t.Context(), listed, func(client.Card) client.MovementKind { return tt.kind })
		got := fmt.Sprintf("%s|%s|%s", card.Status, terms.Refusal, strings.Join(terms.Doubts, "; "))
		if err != nil {
			got = "error " + errors.Unwrap(fmt.Errorf("%w", err)).(*client.Error).Kind.Error()
		}
		if got != tt.want {
			t.Errorf("%s: got %q, want %q", name, got, tt.want)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	account := client.Account{Profile: "fin", Issuer: checker{err: down}}
	if _, _, err := account.CheckChange(ctx, client.Card{ID: "c1"},
		func(client.Card) client.MovementKind { return client.MoveFreeze }); err == nil {
		t.Error("goes on although the person has given up")
	}
}
