package dashboard

import (
	"cmp"
	"context"
	"strings"

	"cardwallet/client"
	"cardwallet/client/transport"
	"cardwallet/crypto"
)

// Cards lists all cards. The documents do not say whether the list comes in parts, or takes limit and offset. So the driver asks until
// nothing new comes, and counts once what comes twice.
func (d *Driver) Cards(ctx context.Context, take func(client.CardsPage)) error {
	const op = "list cards"
	pages := 0
	records, err := d.list(ctx, op, func(done, total int) {
		pages = done
		if done < total {
			take(client.CardsPage{Done: done, Pages: total})
		}
	})
	if err != nil {
		return err
	}
	defer func() {
		for _, r := range records {
			r.Value.wipe()
		}
	}()
	cards, err := transport.Named(d.api, op, "card", records, func(c client.Card) string { return c.ID }, d.card)
	take(client.CardsPage{Cards: cards, Done: pages, Pages: pages})
	return err
}

// ListCards gives what the list says of all cards, without numbers, expiry dates and CVVs: for a dialect that finds its terms there.
func (d *Driver) ListCards(ctx context.Context) ([]Card, error) {
	records, err := d.list(ctx, "list cards", nil)
	cards := make([]Card, 0, len(records))
	for _, r := range records {
		r.Value.wipe()
		cards = append(cards, r.Value)
	}
	return cards, err
}

// list reads all cards. The caller wipes them.
func (d *Driver) list(ctx context.Context, op string, report func(done, total int)) ([]transport.Record[Card], error) {
	return transport.List(func(r transport.Record[Card]) string { return r.Key(string(r.Value.ID)) },
		func(limit, offset int) (transport.Records[Card], error) {
			records, err := d.dialect.Card.list(d.page(ctx, op, PathCards, "", limit, offset))
			records.From(offset)
			return records, err
		}, func(page int, _ []transport.Record[Card], last bool) bool {
			if report != nil && last {
				report(page, page)
			} else if report != nil {
				report(page, page+1)
			}
			return false
		})
}

// Card reads one card with its balance. Number, expiry and CVV may come along; all but the last four digits are dropped here.
func (d *Driver) Card(ctx context.Context, id string) (client.Card, error) {
	const op = "read the card"
	record, err := d.read(ctx, op, id)
	if err != nil {
		return client.Card{}, err
	}
	defer record.Value.wipe()
	return d.card(record), d.api.Odd(op, "card", id, record.Odd)
}

// ReadCard gives what an answer about one card says, without number, expiry and CVV: for a dialect that finds its terms there.
func (d *Driver) ReadCard(ctx context.Context, op, id string) (Card, error) {
	record, err := d.read(ctx, op, id)
	record.Value.wipe()
	return record.Value, err
}

// Details reads number, CVV and expiry.
func (d *Driver) Details(ctx context.Context, id string) (client.Details, error) {
	record, err := d.read(ctx, "read the card's details", id)
	if err != nil {
		return client.Details{}, err
	}
	field := func(kind client.FieldKind, value transport.Bytes) client.Field {
		if record.Odd.Has(string(kind)) {
			return client.UnreadField(kind) // the others stand by themselves
		}
		return d.field(kind, value)
	}
	return client.Details{
		Number: field(client.FieldPAN, record.Value.Number),
		CVV:    field(client.FieldCVV, record.Value.CVV),
		Expiry: field(client.FieldExpiry, record.Value.Expiry),
	}, nil
}

// shortestSealed is the length of the smallest RSA block (512 bits) in base64. No plain value is so long.
const shortestSealed = 86

// field takes ownership of value.
func (d *Driver) field(kind client.FieldKind, value transport.Bytes) client.Field {
	if d.dialect.MaySeal && len(value) >= shortestSealed {
		return client.SealedField(kind, string(value), d.options.Opener)
	}
	return client.PlainField(kind, crypto.NewSecret(value))
}

// read reads one card, with all that the answer has. The caller wipes it.
func (d *Driver) read(ctx context.Context, op, id string) (transport.Record[Card], error) {
	record, err := d.dialect.Card.one(d.get(ctx, op, PathCard, id))
	card := &record.Value
	if d.dialect.IDOptional && err == nil && card.ID == "" && !record.Odd.Has("id") {
		if card.Status == "" && !card.Balance.Set && len(card.Number) == 0 {
			err = d.api.Garbage(op, "the answer is not a card")
		}
		card.ID = transport.ID(id)
	}
	if err == nil && string(card.ID) != id {
		err = d.api.Garbage(op, "the answer is about another card")
	}
	if err != nil {
		card.wipe()
	}
	return record, err
}

func (d *Driver) card(record transport.Record[Card]) client.Card {
	c := record.Value
	id := string(c.ID)
	card := client.Card{
		Profile:      d.options.Profile,
		Issuer:       d.dialect.Issuer,
		ID:           id,
		Name:         cmp.Or(strings.TrimSpace(c.Name), "card "+id[max(0, len(id)-6):]),
		Status:       d.Status(c.Status),
		IssuerStatus: c.Status,
		Balance:      d.money(c.Balance, c.Currency),
		CreatedAt:    c.CreatedAt.Time,
		Unreadable:   record.Odd,
	}
	if n := len(c.Number); n >= 12 && n < shortestSealed && strings.Trim(string(c.Number[n-4:]), "0123456789") == "" {
		card.Last4 = string(c.Number[n-4:])
	}
	return card
}

// Status reads the issuer's word for the state of a card.
func (d *Driver) Status(word string) client.CardStatus {
	return cmp.Or(d.dialect.Statuses[strings.ToLower(word)], client.CardUnknown)
}
