// Package meaning tells what the records of FinHub mean.
package meaning

import (
	"strings"

	"cardwallet/client"
)

// Of tells by list and type what became of money (FinHub cards page).
func Of(kind client.RecordKind, typ string) client.Meaning {
	typ = strings.ToLower(typ)
	switch kind {
	case client.RecordPurchases:
		return client.MeansTaken
	case client.RecordFees:
		return client.MeansSpent
	case client.RecordAuthorizations:
		switch typ {
		case "auth", "maintain_fee":
			return client.MeansSpent
		case "refund", "void", "reversal":
			return client.MeansRefunded
		}
	case client.RecordOperations, client.RecordOperationsV1:
		switch {
		case typ == "create" && kind == client.RecordOperations, typ == "deposit":
			return client.MeansLoaded // the older list has the card's price as the amount of a creation, which is its fee too
		case typ == "withdraw":
			return client.MeansTaken
		}
	default: // the other lists tell of no money
	}
	return client.MeansNothing
}

// Moves tells which of an account's own movements of money a record is of (FinHub cards page).
func Moves(kind client.RecordKind, typ string) client.MovementKind {
	if kind != client.RecordOperations { // the older list has the price of a card as the amount of a creation
		return ""
	}
	return map[string]client.MovementKind{
		"deposit": client.MoveTopUp, "withdraw": client.MoveWithdraw, "create": client.MoveCreate,
	}[strings.ToLower(typ)]
}

// Stage tells by its status how far a record has come (FinHub cards page). What is authorized holds its amount until it is settled.
func Stage(status string) client.Stage {
	switch strings.ToLower(status) {
	case "wait_process", "processing":
		return client.StageUnderWay
	case "success", "succeed", "completed":
		return client.StageDone
	case "fail", "failed", "declined":
		return client.StageFailed
	}
	return client.StageOpen
}
