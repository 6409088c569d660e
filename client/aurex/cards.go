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
	CardID     transport.ID                    `json:"cardId" read:"id"`
	CardName   string                          `json:"cardName"`
	Balance    transport.Amount                `json:"balance" read:"balance"`
	Currency   string                          `json:"currency" read:"currency"`
	Status     string                          `json:"status" read:"status"`
	CardNumber transport.Bytes                 `json:"cardNumber" read:"number"` // in groups of four
	ExpiryDate transport.Bytes                 `json:"expiryDate" read:"expiry"` // MM/YY
	CVV        transport.Bytes                 `json:"cvv" read:"cvv"`
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
	records, err := transport.List(wireKey, func(limit, offset int) (transport.Records[wireCard], error) {
		var wire transport.Records[wireCard]
		err := d.get(ctx, op, window(limit, offset), &wire, "cards")
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

// wireKey tells the cards of a list apart.
func wireKey(r transport.Record[wireCard]) string { return r.Key(string(r.Value.CardID)) }

// window is the part of a list that is asked for; limit 0 asks for no part.
func window(limit, offset int) map[string][]string {
	if limit == 0 {
		return nil
	}
	return map[string][]string{"limit": {strconv.Itoa(limit)}, "offset": {strconv.Itoa(offset)}}
}

// Card reads one card with its balance. Aurex sends number, expiry and CVV along; all but the last four digits are dropped here.
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

// Details reads number, CVV and expiry, which come in the clear.
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
		return client.PlainField(kind, crypto.NewSecret(value))
	}
	return client.Details{
		Number: field(client.FieldPAN, wire.CardNumber),
		CVV:    field(client.FieldCVV, wire.CVV),
		Expiry: field(client.FieldExpiry, wire.ExpiryDate),
	}, nil
}

func (d *Driver) details(ctx context.Context, op, id string) (transport.Record[wireCard], error) {
	var record transport.Record[wireCard]
	if err := d.get(ctx, op, nil, &record, "cards", id); err != nil {
		record.Value.wipe()
		return record, err
	}
	if string(record.Value.CardID) != id {
		record.Value.wipe()
		return record, d.garbage(op, "the answer is about another card")
	}
	return record, nil
}

func (d *Driver) card(record transport.Record[wireCard]) client.Card {
	w := record.Value
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
		Unreadable:   record.Odd,
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
