package dashboard

import (
	"context"
	"errors"
	"slices"
	"strings"

	"cardwallet/client"
	"cardwallet/client/transport"
)

// Observe reads the card's balance, its newest transactions, and the wallet. For a creation it reads the ids of all cards and the wallet.
// It keeps the newest 25 to 100 transactions. If an earlier observation has none of them, there may be more in between. If the issuer has
// no page for transactions, the card's balance is left out too: without the transactions in between it proves nothing.
func (d *Driver) Observe(ctx context.Context, cardID string) (client.Observation, error) {
	var out client.Observation
	var err error
	if cardID == "" {
		if out.Wallet, err = d.wallet(ctx); err == nil {
			out.CardIDs, err = d.cardIDs(ctx)
		}
	} else {
		var card client.Card
		balances := func() (err error) {
			card, err = d.Card(ctx, cardID)
			// A balance that cannot be read is not known, and decides nothing.
			if err = client.Readable(err); err == nil {
				out.Wallet, err = d.wallet(ctx)
			}
			return err
		}
		out.Transactions, err = d.api.Steady(func() ([]client.Transaction, error) { return d.history(ctx, cardID) }, balances)
		out.Card = card.Balance
		if transport.NoPage(err) {
			err = balances() // where this fails, it is the card that is missing
			out.Card, out.Transactions = client.Money{}, nil
		}
	}
	if err != nil {
		return client.Observation{}, err
	}
	out.At = d.api.Observed()
	return out, nil
}

// wallet is what the wallet has; not known where that cannot be read.
func (d *Driver) wallet(ctx context.Context) (client.Money, error) {
	funds, err := d.Funds(ctx)
	if err = client.Readable(err); err != nil {
		return client.Money{}, err
	}
	return funds[0].Available, nil
}

// cardIDs gives the ids of all cards. It fails where one cannot be read: that could be the card that is looked for.
func (d *Driver) cardIDs(ctx context.Context) ([]string, error) {
	cards, err := client.CollectCards(ctx, d.Cards)
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
	read := d.transactions(ctx, cardID)
	return d.api.History(func(limit, offset int) ([]client.Transaction, error) {
		entries, err := read(limit, offset)
		if err != nil {
			return nil, err
		}
		page := make([]client.Transaction, 0, len(entries))
		for _, r := range entries {
			t := r.Value
			page = append(page, client.Transaction{
				ID:     string(t.ID),
				Amount: d.money(t.Amount, t.Currency),
				Status: client.TransactionStatus(strings.ToLower(t.Status)), // Aurex cards page: the four words of client
				At:     t.At.Time,
			})
		}
		return page, nil
	})
}
