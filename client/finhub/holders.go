package finhub

import (
	"context"
	"encoding/json"

	"cardwallet/client"
	"cardwallet/client/finhub/holders"
	"cardwallet/client/holder"
	"cardwallet/client/transport"
)

// holderPage asks for a page of the holders that the filter selects (FinHub holder list page).
func (d *Driver) holderPage(op, filter string, value any) pageOf[holders.Wire] {
	return func(ctx context.Context, num, size int) (page[holders.Wire], error) {
		body := map[string]any{"pageNum": num, "pageSize": size}
		if filter != "" {
			body[filter] = value
		}
		return readPage[holders.Wire](ctx, d, op, "card/holder/list", body)
	}
}

// Holders lists the persons that cards can be made out to, all pages.
func (d *Driver) Holders(ctx context.Context) ([]client.Holder, error) {
	return d.holders(ctx, "list holders", "", nil)
}

func (d *Driver) holders(ctx context.Context, op, filter string, value any) ([]client.Holder, error) {
	records, err := allPages(ctx, d, op, holders.Wire.ID, d.holderPage(op, filter, value))
	if err != nil {
		return nil, err
	}
	return transport.Named(d.api, op, "holder", records, func(h client.Holder) string { return h.ID }, holders.At(d.options.Profile))
}

// Holder reads one holder. A FinHub that does not filter by the id answers with others too.
func (d *Driver) Holder(ctx context.Context, id string) (client.Holder, error) {
	const op = "read the holder"
	if !isLong(id) {
		return client.Holder{}, d.notFound(op, "a holder id has digits only")
	}
	all, err := d.holders(ctx, op, "cardholderId", json.Number(id))
	for _, h := range all {
		if h.ID == id {
			return h, nil
		}
	}
	if err != nil {
		return client.Holder{}, err
	}
	return client.Holder{}, d.notFound(op, "FinHub has no such holder")
}

// HolderForm is what FinHub wants to know of a holder for cards of the type.
func (d *Driver) HolderForm(ctx context.Context, typeID string) (holder.Form, error) {
	types, err := d.cardTypes(ctx)
	if err != nil {
		return holder.Form{}, err
	}
	return holders.Form(types[typeID], typeID, d.options.Now().UTC())
}

// ReadHolderOrder finds the order that made a holder by its merchantOrderNo in the list of holders. As with ReadOrder, ErrNotFound proves
// that there is no such order.
func (d *Driver) ReadHolderOrder(ctx context.Context, orderID string) (client.Operation, error) {
	const op = "read the order of a holder"
	found, err := findOrder(ctx, d, op, orderID, holders.Wire.Order, d.holderPage(op, "merchantOrderNo", orderID))
	if err != nil {
		return client.Operation{}, err
	}
	operation, err := holders.Found(found)
	if err != nil {
		return client.Operation{}, d.api.Garbage(op, err.Error())
	}
	return operation, nil
}

// sendHolder sends the request that makes a holder, once.
func (d *Driver) sendHolder(ctx context.Context, call transport.Call, order client.Order) (client.Operation, error) {
	var record transport.Record[holders.Wire]
	if err := d.api.Do(ctx, call, &record); err != nil {
		return client.Operation{}, holders.Discreet(err, order.Change.Holder)
	}
	operation, err := holders.Answer(record, order.ID, order.Change.Holder)
	if err != nil {
		return client.Operation{}, d.api.Garbage(call.Op, err.Error())
	}
	return operation, nil
}
