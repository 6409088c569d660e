package dashboard

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"cardwallet/client"
	"cardwallet/client/transport"
)

// recordsOnPage is how many transactions a page is asked to have. A full page has at least leastOnPage: the smallest default limit that
// the client documentation of Aurex names is 10. For Linora both are inferred.
const recordsOnPage, leastOnPage = 100, 10

const readTransactions = "read the card's transactions"

// RecordKinds gives the one list there is: a card's history.
func (d *Driver) RecordKinds() (kinds []client.RecordKind, needsCard bool) {
	return []client.RecordKind{client.RecordHistory}, true
}

// Records reads one page of a card's history (Aurex and Linora cards pages). Its length and order are not documented: the driver sorts each
// page, newest first, and after a full page there may be another. Every entry counts as spent, by its own sign: the documents do not tell
// refunds from purchases.
func (d *Driver) Records(ctx context.Context, q client.RecordQuery) (client.RecordPage, error) {
	if q.Kind != client.RecordHistory || q.CardID == "" {
		return client.RecordPage{}, &client.Error{Kind: client.ErrUnsupported, Profile: d.options.Profile, Op: readTransactions,
			Cause: fmt.Errorf("%s has the %s of one card at a time, and no %s", client.IssuerName(d.dialect.Issuer), client.RecordHistory, q.Kind)}
	}
	size := cmp.Or(min(max(q.Size, 0), recordsOnPage), recordsOnPage)
	page := max(q.Page, 1)
	entries, err := transport.Window(page, size, d.transactions(ctx, q.CardID))
	if err != nil {
		return client.RecordPage{}, err
	}
	out := client.RecordPage{Total: -1, More: len(entries) <= size && len(entries) >= min(size, leastOnPage), Unordered: true}
	entries.From((page - 1) * size)
	means := func(r transport.Record[Transaction]) client.Record {
		t := r.Value
		return client.Record{Profile: d.options.Profile, Kind: q.Kind, ID: string(t.ID), CardID: q.CardID,
			Status: t.Status, Stage: d.dialect.Stages[strings.ToLower(t.Status)], At: t.At.Time,
			Amount: d.money(t.Amount, t.Currency), Unreadable: r.Odd}
	}
	out.Records, err = transport.Entries(d.api, readTransactions, "transaction", entries, func(r client.Record) string { return r.ID }, means)
	out.Records = slices.DeleteFunc(out.Records, func(r client.Record) bool { return !r.Selected(q) })
	client.SortRecords(out.Records)
	return out, err
}

// transactions reads a part of a card's history.
func (d *Driver) transactions(ctx context.Context, cardID string) func(limit, offset int) (transport.Records[Transaction], error) {
	return func(limit, offset int) (transport.Records[Transaction], error) {
		return d.dialect.Transaction.list(d.page(ctx, readTransactions, PathTransactions, cardID, limit, offset))
	}
}
