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
	CardID     transport.ID                    `json:"cardId" read:"id"`
	CardName   string                          `json:"cardName"`
	Balance    transport.Amount                `json:"balance" read:"balance"`
	Currency   string                          `json:"currency" read:"currency"`
	Status     string                          `json:"status" read:"status"`
	CardNumber transport.Bytes                 `json:"cardNumber" read:"number"`
	ExpiryDate transport.Bytes                 `json:"expiryDate" read:"expiry"`
	CVV        transport.Bytes                 `json:"cvv" read:"cvv"`
	CreatedAt  transport.Loose[transport.Time] `json:"createdAt"`
	wireTerms
}

func (w wireCard) wipe() {
	clear(w.CardNumber)
	clear(w.ExpiryDate)
	clear(w.CVV)
}

// Cards lists all cards. Limit and offset are inferred; what a Linora without them sends twice counts once.
func (d *Driver) Cards(ctx context.Context, report func(done, total int)) ([]client.Card, error) {
	const op = "list cards"
	records, err := d.list(ctx, op, report)
	if err != nil {
		return nil, err
	}
	cards := make([]client.Card, 0, len(records))
	odd := client.OddRecords{Profile: d.options.Profile, Op: op}
	for _, r := range records {
		if odd.Add("card", string(r.Value.CardID), r.Place, r.Odd); r.Value.CardID != "" {
			cards = append(cards, d.card(r))
		}
		r.Value.wipe()
	}
	return cards, odd.Err()
}

// list reads all cards with what is said there of their terms. Who asks wipes them.
func (d *Driver) list(ctx context.Context, op string, report func(done, total int)) ([]transport.Record[wireCard], error) {
	return transport.List(wireKey, func(limit, offset int) (transport.Records[wireCard], error) {
		var wire transport.Records[wireCard]
		err := d.page(ctx, op, "cards", "", limit, offset, &wire)
		wire.From(offset)
		return wire, err
	}, func(page int, _ []transport.Record[wireCard], last bool) bool {
		if report != nil && last {
			report(page, page)
		} else if report != nil {
			report(page, page+1)
		}
		return false
	})
}

// wireKey tells the cards of a list apart.
func wireKey(r transport.Record[wireCard]) string { return r.Key(string(r.Value.CardID)) }

// Card reads one card with its balance. All but the last four digits of its number are dropped here.
func (d *Driver) Card(ctx context.Context, id string) (client.Card, error) {
	const op = "read the card"
	record, err := d.details(ctx, op, id)
	if err != nil {
		return client.Card{}, err
	}
	defer record.Value.wipe()
	odd := client.OddRecords{Profile: d.options.Profile, Op: op}
	odd.Add("card", id, 1, record.Odd)
	return d.card(record), odd.Err()
}

// Details reads number, expiry and CVV.
func (d *Driver) Details(ctx context.Context, id string) (client.Details, error) {
	const op = "read the card's details"
	record, err := d.details(ctx, op, id)
	if err != nil {
		return client.Details{}, err
	}
	wire := record.Value
	field := func(kind client.FieldKind, value transport.Bytes) client.Field {
		if record.Odd.Has(string(kind)) {
			return client.UnreadField(kind) // the others stand by themselves
		}
		return d.field(kind, value)
	}
	return client.Details{
		Number: field(client.FieldPAN, wire.CardNumber),
		CVV:    field(client.FieldCVV, wire.CVV),
		Expiry: field(client.FieldExpiry, wire.ExpiryDate),
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

func (d *Driver) details(ctx context.Context, op, id string) (transport.Record[wireCard], error) {
	var record transport.Record[wireCard]
	if err := d.get(ctx, op, "card", id, &record); err != nil {
		record.Value.wipe()
		return record, err
	}
	wire := record.Value
	switch {
	case wire.CardID != "" && string(wire.CardID) != id || record.Odd.Has("id"):
		wire.wipe()
		return record, d.garbage(op, "the answer is about another card")
	case wire.CardID == "" && wire.Status == "" && !wire.Balance.Set && len(wire.CardNumber) == 0:
		wire.wipe()
		return record, d.garbage(op, "the answer is not a card")
	}
	record.Value.CardID = transport.ID(id)
	return record, nil
}

func (d *Driver) card(record transport.Record[wireCard]) client.Card {
	w := record.Value
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
		Unreadable:   record.Odd,
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
