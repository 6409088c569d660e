package aurex

import (
	"cmp"
	"context"
	"strconv"
	"strings"

	"cardwallet/client"
	"cardwallet/client/transport"
	"cardwallet/crypto"
)

// wireCard is a card in the list, which has no number, expiry or CVV, and by itself, which has them in the clear.
type wireCard struct {
	CardID     transport.ID                    `json:"cardId"`
	CardName   string                          `json:"cardName"`
	Balance    transport.Amount                `json:"balance"`
	Currency   string                          `json:"currency"`
	Status     string                          `json:"status"`
	CardNumber transport.Bytes                 `json:"cardNumber"` // in groups of four
	ExpiryDate transport.Bytes                 `json:"expiryDate"` // MM/YY
	CVV        transport.Bytes                 `json:"cvv"`
	CreatedAt  transport.Loose[transport.Time] `json:"createdAt"`
}

// wipe removes what must not stay in memory.
func (w wireCard) wipe() {
	clear(w.CardNumber)
	clear(w.ExpiryDate)
	clear(w.CVV)
}

// Cards lists all cards. Whether Aurex cuts the list is not documented, so it is asked with limit and offset until nothing new comes.
func (d *Driver) Cards(ctx context.Context, report func(done, total int)) ([]client.Card, error) {
	const op = "list cards"
	return transport.List(client.Card.Key, func(limit, offset int) ([]client.Card, error) {
		var wire []wireCard
		if err := d.get(ctx, op, window(limit, offset), &wire, "cards"); err != nil {
			return nil, err
		}
		cards := make([]client.Card, 0, len(wire))
		for _, w := range wire {
			if w.CardID == "" {
				return nil, d.garbage(op, "a card without an id")
			}
			cards = append(cards, d.card(w))
			w.wipe()
		}
		return cards, nil
	}, func(page int, _ []client.Card, last bool) bool {
		if report != nil && last {
			report(page, page)
		} else if report != nil {
			report(page, page+1)
		}
		return false
	})
}

// window is the part of a list that is asked for; limit 0 asks for no part.
func window(limit, offset int) map[string][]string {
	if limit == 0 {
		return nil
	}
	return map[string][]string{"limit": {strconv.Itoa(limit)}, "offset": {strconv.Itoa(offset)}}
}

// Card reads one card with its balance. Aurex sends number, expiry and CVV along; all but the last four digits are dropped here.
func (d *Driver) Card(ctx context.Context, id string) (client.Card, error) {
	wire, err := d.details(ctx, "read the card", id)
	if err != nil {
		return client.Card{}, err
	}
	defer wire.wipe()
	return d.card(wire), nil
}

// Details reads number, CVV and expiry, which come in the clear.
func (d *Driver) Details(ctx context.Context, id string) (client.Details, error) {
	wire, err := d.details(ctx, "read the card's details", id)
	if err != nil {
		return client.Details{}, err
	}
	return client.Details{
		Number: client.PlainField(client.FieldPAN, crypto.NewSecret(wire.CardNumber)),
		CVV:    client.PlainField(client.FieldCVV, crypto.NewSecret(wire.CVV)),
		Expiry: client.PlainField(client.FieldExpiry, crypto.NewSecret(wire.ExpiryDate)),
	}, nil
}

func (d *Driver) details(ctx context.Context, op, id string) (wireCard, error) {
	var wire wireCard
	if err := d.get(ctx, op, nil, &wire, "cards", id); err != nil {
		wire.wipe()
		return wireCard{}, err
	}
	if string(wire.CardID) != id {
		wire.wipe()
		return wireCard{}, d.garbage(op, "the answer is about another card")
	}
	return wire, nil
}

func (d *Driver) card(w wireCard) client.Card {
	id := string(w.CardID)
	card := client.Card{
		Profile:      d.options.Profile,
		Issuer:       "aurex",
		ID:           id,
		Name:         cmp.Or(strings.TrimSpace(w.CardName), "card "+id[max(0, len(id)-6):]),
		Status:       cardStatus(w.Status),
		IssuerStatus: w.Status,
		Balance:      w.Balance.Money(cmp.Or(w.Currency, currency)),
		CreatedAt:    w.CreatedAt.Value.Time,
	}
	if tail := w.CardNumber[max(0, len(w.CardNumber)-4):]; len(w.CardNumber) >= 12 && strings.Trim(string(tail), "0123456789") == "" {
		card.Last4 = string(tail)
	}
	return card
}

// cardStatus reads the four documented words (Aurex cards page).
func cardStatus(word string) client.CardStatus {
	switch strings.ToLower(word) {
	case "active":
		return client.CardActive
	case "frozen":
		return client.CardFrozen
	case "blocked":
		return client.CardBlocked
	case "expired":
		return client.CardExpired
	}
	return client.CardUnknown
}
