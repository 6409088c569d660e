package linora

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"cardwallet/client"
	"cardwallet/client/transport"
)

// wireTransaction is an entry of a card's history. Documented are amount, timestamp and status (Linora cards page), but no names and no
// id: the names are inferred.
type wireTransaction struct {
	TransactionID transport.ID     `json:"transactionId" read:"id"`
	ID            transport.ID     `json:"id" read:"id"`
	Amount        transport.Amount `json:"amount" read:"amount"`
	Currency      string           `json:"currency" read:"currency"`
	Status        string           `json:"status" read:"status"`
	CreatedAt     transport.Time   `json:"createdAt"`
	Timestamp     transport.Time   `json:"timestamp"`
}

func (w wireTransaction) at() time.Time {
	if w.CreatedAt.IsZero() {
		return w.Timestamp.Time
	}
	return w.CreatedAt.Time
}

// Observe reads the card's balance and newest transactions and the wallet, or for a creation the ids of all cards and the wallet. Of the
// transactions it keeps the newest 25 to 100: where none of an earlier observation is among them, there may be more in between. Where Linora
// has no page for transactions, the card's balance is left out too: it proves nothing without what was spent in between.
func (d *Driver) Observe(ctx context.Context, cardID string) (client.Observation, error) {
	var out client.Observation
	wallet := func() error {
		funds, err := d.Funds(ctx)
		if len(funds) > 0 {
			out.Wallet = funds[0].Available
		}
		return client.Readable(err)
	}
	var err error
	if cardID == "" {
		if err = wallet(); err == nil {
			out.CardIDs, err = d.cardIDs(ctx)
		}
	} else {
		var card client.Card
		out.Transactions, err = d.api.Steady(func() ([]client.Transaction, error) { return d.history(ctx, cardID) }, func() (err error) {
			card, err = d.Card(ctx, cardID)
			// A balance that cannot be read is not known, and decides nothing.
			if err = client.Readable(err); err != nil {
				return err
			}
			return wallet()
		})
		out.Card = card.Balance
		if transport.NoPage(err) {
			out.Card, out.Transactions = client.Money{}, nil
			_, err = d.Card(ctx, cardID)
			if err = client.Readable(err); err == nil { // else it is the card that is missing
				err = wallet()
			}
		}
	}
	if err != nil {
		return client.Observation{}, err
	}
	out.At = d.api.Observed()
	return out, nil
}

// cardIDs must be all of them: one that cannot be read could be the one that is looked for.
func (d *Driver) cardIDs(ctx context.Context) ([]string, error) {
	cards, err := d.Cards(ctx, nil)
	var odd *client.OddRecords
	if errors.As(err, &odd) && odd.AllNamed() {
		err = nil
	}
	if err != nil {
		return nil, err
	}
	ids := make([]string, 0, len(cards))
	for _, card := range cards {
		ids = append(ids, card.ID)
	}
	slices.Sort(ids)
	return ids, nil
}

func (d *Driver) history(ctx context.Context, cardID string) ([]client.Transaction, error) {
	return d.api.History(func(limit, offset int) ([]client.Transaction, error) {
		var wire transport.Records[wireTransaction]
		if err := d.page(ctx, "read the card's transactions", "transactions", cardID, limit, offset, &wire); err != nil {
			return nil, err
		}
		page := make([]client.Transaction, 0, len(wire))
		for _, record := range wire {
			w := record.Value
			page = append(page, client.Transaction{
				ID:     string(cmp.Or(w.TransactionID, w.ID)),
				Amount: w.Amount.Money(cmp.Or(w.Currency, currency)),
				Status: strings.ToLower(w.Status),
				At:     w.at(),
			})
		}
		return page, nil
	})
}
