package screen

import (
	"strconv"

	"cardwallet/client"
)

// Refused has why issuers refuse some changes to the cards of a type, whatever their status, so that a person is not let in to be sent
// away again. It is of this run. The zero Refused is ready.
type Refused struct{ reasons map[string]string }

// Note keeps what the issuer's terms for a change of a card say. An empty reason is that the cards of its type have the change.
func (r *Refused) Note(card client.Card, kind client.MovementKind, reason string) {
	if r.reasons == nil {
		r.reasons = map[string]string{}
	}
	r.reasons[refusedKey(card, kind)] = reason
}

// Reason is what Note kept; known is false where nothing is known. It is not made safe to draw.
func (r *Refused) Reason(card client.Card, kind client.MovementKind) (reason string, known bool) {
	reason, known = r.reasons[refusedKey(card, kind)]
	return reason, known
}

// refusedKey is of the type of the card, or of the card where its type is not known.
func refusedKey(card client.Card, kind client.MovementKind) string {
	of := "card " + card.ID
	if card.TypeID != "" {
		of = "type " + card.TypeID
	}
	return strconv.Quote(card.Profile) + " " + strconv.Quote(of) + " " + string(kind)
}
