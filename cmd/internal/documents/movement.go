package documents

import (
	"encoding/json"

	"cardwallet/client"
)

// Movement is a movement of money or a change of a card, wherever one is printed.
type Movement struct {
	OrderID       string                `json:"order_id"`        // its number in the journal, and at an issuer that takes one
	IssuerOrderID *string               `json:"issuer_order_id"` // the issuer's number for it
	Profile       string                `json:"profile"`         // the account, by its name in the config
	CardID        *string               `json:"card_id"`         // null for a holder, and for a new card until the issuer has told it
	HolderID      *string               `json:"holder_id"`       // the holder that it made; null for other kinds
	Kind          client.MovementKind   `json:"kind"`            // what it does
	Amount        *Amount               `json:"amount"`          // what moves; null for a change of a card
	Currency      *string               `json:"currency"`        // of the amount
	Fee           *Money                `json:"fee"`             // what it costs: an estimate until the issuer has told it
	Total         *Money                `json:"total"`           // what leaves the wallet, or, for a withdrawal, the card
	Change        *string               `json:"change"`          // what a change of limits was to set, in words
	Status        client.MovementStatus `json:"status"`          // where it stands
	Description   *string               `json:"description"`     // what is known of that, in words
	Reference     *string               `json:"reference"`       // the caller's own name for it
	Repeated      bool                  `json:"repeated"`        // it was made before with the same reference: nothing was sent now
	Person        *string               `json:"person"`          // who sent it
	Host          *string               `json:"host"`            // on which machine
	CreatedAt     Time                  `json:"created_at"`      // when it was noted, before it was sent
	SettledAt     *Time                 `json:"settled_at"`      // when its outcome was final; null until then
}

// MovementOf is a row of the journal.
func MovementOf(m client.Movement) Movement {
	out := Movement{
		OrderID: m.OrderID, IssuerOrderID: Text(m.IssuerOrderID), Profile: m.Profile, CardID: Text(m.CardID), Kind: m.Kind,
		Fee: MoneyOf(m.Fee), Total: MoneyOf(m.Total()), Change: Text(m.Change), Status: m.Status, Description: Text(m.Description),
		Reference: Text(m.Reference), Repeated: m.Repeated, Person: Text(m.Person), Host: Text(m.Host),
		CreatedAt: TimeOf(m.CreatedAt), SettledAt: KnownTime(m.SettledAt),
	}
	out.Amount, out.Currency = Own(m.Amount)
	if m.Kind == client.MoveHolder {
		out.HolderID = out.IssuerOrderID
	}
	return out
}

// MovementHistory is a movement with its history.
type MovementHistory struct {
	Movement
	History []Step `json:"history"` // how it came to stand there, oldest first
}

// Step is one step in the history of a movement.
type Step struct {
	From        *client.MovementStatus `json:"from"`        // where it stood before; null for the first step
	To          client.MovementStatus  `json:"to"`          // where it stood then
	At          Time                   `json:"at"`          // when
	Description *string                `json:"description"` // what was known, in words
}

// HistoryOf is the history of a movement.
func HistoryOf(steps []client.Step) []Step {
	return List(steps, func(s client.Step) Step {
		out := Step{To: s.To, At: TimeOf(s.At), Description: Text(s.Description)}
		if s.From != "" {
			out.From = &s.From
		}
		return out
	})
}

// DryRun is what would be sent, while nothing is.
type DryRun struct {
	Profile  string              `json:"profile"`  // the account, by its name in the config
	CardID   *string             `json:"card_id"`  // the card; null for a new card
	Kind     client.MovementKind `json:"kind"`     // what it would do
	Amount   *Amount             `json:"amount"`   // what would move; null for a change of a card
	Currency *string             `json:"currency"` // of the amount
	Fee      *Money              `json:"fee"`      // what it would cost
	Total    *Money              `json:"total"`    // what would leave the wallet, or, for a withdrawal, the card
	Method   *string             `json:"method"`   // of the request; null where nothing would be sent
	URL      *string             `json:"url"`      // of the request
	Body     json.RawMessage     `json:"body"`     // of the request, as the issuer takes it
	Refused  *string             `json:"refused"`  // why it would not be sent
	Earlier  *Movement           `json:"earlier"`  // the movement that was made before with the same reference
}
