package client

import (
	"slices"
	"strings"
)

// IssuerFacts are what is known of an issuer without an account there. A driver keeps to them; a test compares the two.
type IssuerFacts struct {
	Kind string // as the config names it, see Account.Kind
	Name string // as the issuer writes it
	// Moves are the kinds of movements that it has.
	Moves []MovementKind
	// What else it has: deposits to the account, cardholders, types of cards, data that only the account's key opens, codes with a merchant.
	Deposits, Holders, Types, Seals, Merchants bool
}

// issuers are all that the program has a driver for, in the order in which sentences name them.
var issuers = []IssuerFacts{
	{Kind: "finhub", Name: "FinHub", Holders: true, Types: true, Seals: true, Merchants: true, Moves: []MovementKind{
		MoveTopUp, MoveWithdraw, MoveCreate, MoveFreeze, MoveUnfreeze, MoveCancel, MovePIN, MoveLimits, MoveActivate,
		MoveHolder}},
	{Kind: "aurex", Name: "Aurex", Deposits: true, Types: true, Moves: []MovementKind{MoveTopUp, MoveCreate}},
	{Kind: "linora", Name: "Linora", Deposits: true, Moves: []MovementKind{MoveTopUp, MoveCreate}},
}

// Issuers are the facts about all issuers.
func Issuers() []IssuerFacts { return slices.Clone(issuers) }

// IssuerName is the name of an issuer of the kind; the kind itself where there is none.
func IssuerName(kind string) string {
	for _, facts := range issuers {
		if facts.Kind == kind {
			return facts.Name
		}
	}
	return kind
}

// Sealing reports whether an issuer of the kind seals card data.
func Sealing(kind string) bool {
	return slices.ContainsFunc(issuers, func(facts IssuerFacts) bool { return facts.Kind == kind && facts.Seals })
}

// Moving selects the issuers that have movements of the kind.
func Moving(kind MovementKind) func(IssuerFacts) bool {
	return func(facts IssuerFacts) bool { return slices.Contains(facts.Moves, kind) }
}

// IssuersThat is a sentence about the issuers selected, called by kind or name: "aurex and linora have them" or "finhub has them", where
// has is the end of it for one and have for several. It is empty where all issuers are selected, or none is.
func IssuersThat(has, have string, call func(IssuerFacts) string, selected func(IssuerFacts) bool) string {
	var called []string
	for _, facts := range issuers {
		if selected(facts) {
			called = append(called, call(facts))
		}
	}
	last := len(called) - 1
	switch {
	case last < 0 || last == len(issuers)-1:
		return ""
	case last == 0:
		return called[0] + " " + has
	}
	return strings.Join(called[:last], ", ") + " and " + called[last] + " " + have
}
