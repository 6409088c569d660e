package finhub

import (
	"cmp"
	"context"
	"errors"

	"cardwallet/client"
)

// SampleCard gives the id of one card, an active one where the first page of the list has any, for a test of what can be opened. It
// returns ErrNotFound where there is no card.
func (d *Driver) SampleCard(ctx context.Context) (string, error) {
	const op = "list cards"
	var p page[wireCard]
	err := d.read(ctx, op, "card/list", map[string]any{"pageNum": 1, "pageSize": safePage}, &p)
	if ids := d.options.CardIDs; len(ids) > 0 && errors.Is(err, client.ErrNotFound) {
		return ids[0], nil
	}
	if err != nil {
		return "", err
	}
	sample := ""
	for _, record := range p.Records {
		if cardStatus(cmp.Or(record.Value.Status, record.Value.CardStatus), record.Value.Blocked) == client.CardActive {
			sample = record.Value.id()
			break
		}
		sample = cmp.Or(sample, record.Value.id())
	}
	if sample == "" {
		return "", d.notFound(op, "this account has no card")
	}
	return sample, nil
}
