package linora

import (
	"cmp"
	"context"
	"strings"

	"cardwallet/client"
	"cardwallet/client/transport"
	"cardwallet/crypto"
)

// wireCard is a card; the list may leave out number, expiry and CVV. The documents name cardId and describe the rest (Linora cards
// page): the other names are inferred.
type wireCard struct {
	CardID     transport.ID                    `json:"cardId"`
	CardName   string                          `json:"cardName"`
	Balance    transport.Amount                `json:"balance"`
	Currency   string                          `json:"currency"`
	Status     string                          `json:"status"`
	CardNumber transport.Bytes                 `json:"cardNumber"`
	ExpiryDate transport.Bytes                 `json:"expiryDate"`
	CVV        transport.Bytes                 `json:"cvv"`
	CreatedAt  transport.Loose[transport.Time] `json:"createdAt"`
	wireTerms
}

func (w wireCard) wipe() {
	clear(w.CardNumber)
	clear(w.ExpiryDate)
	clear(w.CVV)
}

// listed is a card of the list with what was said there of its terms.
type listed struct {
	client.Card
	terms wireTerms
}

// Cards lists all cards. Limit and offset are inferred; what a Linora without them sends twice counts once.
func (d *Driver) Cards(ctx context.Context, report func(done, total int)) ([]client.Card, error) {
	all, err := d.list(ctx, report)
	if err != nil {
		return nil, err
	}
	cards := make([]client.Card, 0, len(all))
	for _, l := range all {
		cards = append(cards, l.Card)
	}
	return cards, nil
}

func (d *Driver) list(ctx context.Context, report func(done, total int)) ([]listed, error) {
	const op = "list cards"
	return transport.List(listed.Key, func(limit, offset int) ([]listed, error) {
		var wire []wireCard
		if err := d.page(ctx, op, "cards", "", limit, offset, &wire); err != nil {
			return nil, err
		}
		cards := make([]listed, 0, len(wire))
		for _, w := range wire {
			if w.CardID == "" {
				return nil, d.garbage(op, "a card without an id")
			}
			cards = append(cards, listed{d.card(w), w.wireTerms})
			w.wipe()
		}
		return cards, nil
	}, func(page int, _ []listed, last bool) bool {
		if report != nil && last {
			report(page, page)
		} else if report != nil {
			report(page, page+1)
		}
		return false
	})
}

// Card reads one card with its balance. All but the last four digits of its number are dropped here.
func (d *Driver) Card(ctx context.Context, id string) (client.Card, error) {
	wire, err := d.details(ctx, "read the card", id)
	if err != nil {
		return client.Card{}, err
	}
	defer wire.wipe()
	return d.card(wire), nil
}

// Details reads number, expiry and CVV.
func (d *Driver) Details(ctx context.Context, id string) (client.Details, error) {
	wire, err := d.details(ctx, "read the card's details", id)
	if err != nil {
		return client.Details{}, err
	}
	return client.Details{
		Number: d.field(client.FieldPAN, wire.CardNumber),
		CVV:    d.field(client.FieldCVV, wire.CVV),
		Expiry: d.field(client.FieldExpiry, wire.ExpiryDate),
	}, nil
}

// shortestSealed is what the smallest RSA block takes in base64 (512 bits): no plain value is as long.
const shortestSealed = 86

// field takes ownership of value. That card data comes in the clear is inferred; what is too long for that must be sealed.
func (d *Driver) field(kind client.FieldKind, value transport.Bytes) client.Field {
	if len(value) >= shortestSealed {
		return client.SealedField(kind, string(value), d.options.Opener)
	}
	return client.PlainField(kind, crypto.NewSecret(value))
}

func (d *Driver) details(ctx context.Context, op, id string) (wireCard, error) {
	var wire wireCard
	if err := d.get(ctx, op, "card", id, &wire); err != nil {
		wire.wipe()
		return wireCard{}, err
	}
	if wire.CardID != "" && string(wire.CardID) != id {
		wire.wipe()
		return wireCard{}, d.garbage(op, "the answer is about another card")
	}
	if wire.CardID == "" && wire.Status == "" && !wire.Balance.Set && len(wire.CardNumber) == 0 {
		return wireCard{}, d.garbage(op, "the answer is not a card")
	}
	wire.CardID = transport.ID(id)
	return wire, nil
}

func (d *Driver) card(w wireCard) client.Card {
	id := string(w.CardID)
	card := client.Card{
		Profile:      d.options.Profile,
		Issuer:       "linora",
		ID:           id,
		Name:         cmp.Or(strings.TrimSpace(w.CardName), "card "+id[max(0, len(id)-6):]),
		Status:       cardStatus(w.Status),
		IssuerStatus: w.Status,
		Balance:      w.Balance.Money(cmp.Or(w.Currency, currency)),
		CreatedAt:    w.CreatedAt.Value.Time,
	}
	if n := len(w.CardNumber); n >= 12 && n < shortestSealed && strings.Trim(string(w.CardNumber[n-4:]), "0123456789") == "" {
		card.Last4 = string(w.CardNumber[n-4:])
	}
	return card
}

// cardStatus reads Aurex's words, inferred, and the usual ones beside them: a Standard card "becomes inactive" when it is spent (Linora
// fees page).
func cardStatus(word string) client.CardStatus {
	switch strings.ToLower(word) {
	case "active":
		return client.CardActive
	case "inactive":
		return client.CardInactive
	case "pending":
		return client.CardPending
	case "frozen":
		return client.CardFrozen
	case "blocked":
		return client.CardBlocked
	case "expired":
		return client.CardExpired
	case "canceled", "cancelled":
		return client.CardCanceled
	}
	return client.CardUnknown
}
