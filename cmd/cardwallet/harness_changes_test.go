//go:build unix

package main

import (
	"fmt"
	"slices"

	"cardwallet/client"
	"cardwallet/client/sandbox"
)

// changeOf translates the issuers' word for a change of a card.
var changeOf = map[string]client.MovementKind{"Freeze": client.MoveFreeze, "UnFreeze": client.MoveUnfreeze,
	"card_update": client.MoveLimits}

// compareChanges holds the journal's changes against the issuer's books, order by order. It returns what is wrong in words.
func (b books) compareChanges(f *figures) (wrong []string) {
	complain := func(format string, args ...any) { wrong = append(wrong, fmt.Sprintf(format, args...)) }
	applied := map[string][]sandbox.Movement{}
	for _, m := range b.after[sandbox.IssuerFinHub].Changes {
		if m.RequestID != "" && m.Applied > 0 { // else it was there from the start, or did not happen
			applied[m.Order] = append(applied[m.Order], m)
			f.applied += m.Applied
			f.byKind["finhub "+string(changeOf[m.Kind])]++
		}
	}
	for _, row := range b.rows {
		if !row.Kind.IsChange() {
			continue
		}
		done := applied[row.OrderID]
		delete(applied, row.OrderID)
		mine := len(done) == 1 && changeOf[done[0].Kind] == row.Kind && done[0].CardID == row.CardID
		switch {
		case !row.Status.Settled():
			f.unsettled++
			complain("open: %s of %s, order %s is %s: %s", row.Kind, row.CardID, row.OrderID, row.Status, row.Description)
		case len(done) > 1:
			f.doubled++
			complain("doubled: %s of %s, order %s was carried out %d times", row.Kind, row.CardID, row.OrderID, len(done))
		case mine != (row.Status == client.MovementSucceeded):
			f.lost++
			complain("lost: %s of %s, order %s is %s (%s), at the issuer %+v", row.Kind, row.CardID, row.OrderID, row.Status, row.Description, done)
		}
	}
	for order, done := range applied {
		f.lost++
		complain("lost: the issuer carried out %s of %s as order %s, of which the journal has no row", done[0].Kind, done[0].CardID, order)
	}
	return wrong
}

// cardsAsNoted works out from the journal alone whether each card that was changed is frozen and what a payment may cost with it, and
// compares that with what the issuer says. Changes of one card come one after the other, since an open one is in the way.
func (b books) cardsAsNoted(truth func(cardID string) (sandbox.Truth, bool)) (wrong []string) {
	type state struct{ status, limit string }
	want := map[string]state{}
	for _, row := range slices.Backward(b.rows) { // oldest first
		if !row.Kind.IsChange() || row.Status != client.MovementSucceeded {
			continue
		}
		s := want[row.CardID]
		switch row.Kind {
		case client.MoveFreeze:
			s.status = "Freeze"
		case client.MoveUnfreeze:
			s.status = "Normal"
		case client.MoveLimits:
			s.limit = row.Change
		default: // leaves both as they are, or is none of the harness's changes
		}
		want[row.CardID] = s
	}
	for id, s := range want {
		is, known := truth(id)
		limit := ""
		if is.PerTransaction != nil {
			limit = "PER_TRANSACTION up to " + client.NewMoney(*is.PerTransaction, "USD").String()
		}
		if !known || s.status != "" && is.Status != s.status || s.limit != "" && limit != s.limit {
			wrong = append(wrong, fmt.Sprintf("card %s is %q with %q, by the journal %q with %q", id, is.Status, limit, s.status, s.limit))
		}
	}
	return wrong
}
