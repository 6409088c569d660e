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
	odd := client.OddRecords{Profile: d.options.Profile, Op: listCards}
	err := d.eachPage(ctx, func(page int, fresh []transport.Record[Card], last bool) {
		cards, err := transport.Named(d.api, listCards, "card", fresh, func(c client.Card) string { return c.ID }, d.card)
		_ = odd.Take(err) // Named has no other errors
		pages := page
		if !last {
			pages++
		}
		take(client.CardsPage{Cards: cards, Done: page, Pages: pages})
	})
	return cmp.Or(err, odd.Err())
}

// ListCards gives what the list says of all cards, without numbers, expiry dates and CVVs: for a dialect that finds its terms there.
func (d *Driver) ListCards(ctx context.Context) (cards []Card, err error) {
	err = d.eachPage(ctx, func(_ int, fresh []transport.Record[Card], _ bool) {
		for _, r := range fresh {
			r.Value.wipe()
			cards = append(cards, r.Value)
		}
	})
	return cards, err
}

// listCards is what errors call the reading of the list.
const listCards = "list cards"

// eachPage gives take the cards of each page that none before it had, and wipes the page after that.
func (d *Driver) eachPage(ctx context.Context, take func(page int, fresh []transport.Record[Card], last bool)) error {
	var came transport.Records[Card]
	return transport.List(func(r transport.Record[Card]) string { return r.Key(string(r.Value.ID)) },
		func(limit, offset int) (transport.Records[Card], error) {
			var err error
			came, err = d.dialect.Card.list(d.page(ctx, listCards, PathCards, "", limit, offset))
			came.From(offset)
			return came, err
		}, func(page int, fresh []transport.Record[Card], last bool) bool {
			defer func() {
				for i := range came {
					came[i].Value.wipe()
				}
			}()
			take(page, fresh, last)
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
