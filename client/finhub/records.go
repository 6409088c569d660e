package finhub

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"cardwallet/client"
	"cardwallet/client/finhub/meaning"
	"cardwallet/client/transport"
)

// recordList says where FinHub keeps a kind of records, and what it can be asked by. The filters are those of the cards page, and of the
// platform under FinHub; an empty one is not documented for the list.
type recordList struct {
	op, path string
	kind     string // filter by type
	id       string
	origin   string
	byCard   bool
}

var recordLists = map[client.RecordKind]recordList{
	client.RecordAuthorizations: {op: "read authorizations", path: "card/authorize/transaction", kind: "type", id: "tradeNo", byCard: true},
	client.RecordOperations:     {op: "read operations", path: "card/v2/transaction", kind: "type", id: "orderNo", byCard: true},
	client.RecordOperationsV1:   {op: "read operations", path: "card/transaction", kind: "type", id: "orderNo", byCard: true},
	client.RecordPurchases:      {op: "read purchases", path: "card/purchase/transaction", id: "orderNo"},
	client.RecordFees: {op: "read authorization fees", path: "card/auth/fee/transaction", kind: "tradeType", id: "tradeNo",
		origin: "originTradeNo", byCard: true},
	client.Record3DS: {op: "read 3DS records", path: "card/3ds/transaction", kind: "type", id: "tradeNo", byCard: true},
}

// RecordKinds lists FinHub's five transaction queries, one of them in two versions.
func (d *Driver) RecordKinds() (kinds []client.RecordKind, needsCard bool) {
	return []client.RecordKind{client.RecordAuthorizations, client.RecordOperations, client.RecordPurchases, client.RecordFees,
		client.Record3DS, client.RecordOperationsV1}, false
}

// RecordTypes are the words for types of records that FinHub documents for a kind (cards page); none for purchases.
func (d *Driver) RecordTypes(kind client.RecordKind) []string {
	switch kind {
	case client.RecordAuthorizations:
		return []string{"auth", "refund", "verification", "Void", "maintain_fee"}
	case client.RecordOperations, client.RecordOperationsV1:
		return []string{"create", "deposit", "cancel", "Freeze", "UnFreeze", "withdraw", "update_pin", "blocked", "card_update",
			"overdraft_statement"}
	case client.RecordFees:
		return []string{"card_patch_fee", "card_patch_cross_border"}
	case client.Record3DS:
		return []string{string(client.CodeOTP), string(client.CodeAuthURL), string(client.CodeActivation)}
	default:
		return nil
	}
}

// Records reads one page. The driver itself applies a filter that FinHub does not document for the list, or ignores. Then the page has
// fewer records than it could, perhaps none although more follow, and the total is not known. Purchases do not name their card: the
// purchase of one card is found by the order that created the card.
func (d *Driver) Records(ctx context.Context, q client.RecordQuery) (client.RecordPage, error) {
	list, ours := recordLists[q.Kind]
	switch {
	case !ours:
		return client.RecordPage{}, &client.Error{Kind: client.ErrUnsupported, Profile: d.options.Profile, Op: "read records",
			Cause: fmt.Errorf("FinHub has no list of %q", string(q.Kind))}
	case !q.Until.IsZero() && !q.Since.Before(q.Until):
		return client.RecordPage{}, nil // nothing is in an empty span
	}
	switch q.Kind {
	case client.RecordAuthorizations:
		return readRecords[wireAuthorization](ctx, d, list, q, nil)
	case client.RecordFees:
		return readRecords[wireFee](ctx, d, list, q, nil)
	case client.Record3DS:
		return readRecords[wireCode](ctx, d, list, q, nil)
	case client.RecordPurchases:
		return d.purchases(ctx, list, q)
	default:
		return readRecords[wireOrder](ctx, d, list, q, nil)
	}
}

// purchases reads what cards cost.
func (d *Driver) purchases(ctx context.Context, list recordList, q client.RecordQuery) (client.RecordPage, error) {
	if q.CardID == "" {
		return readRecords[wirePurchase](ctx, d, list, q, nil)
	}
	created, err := d.creation(ctx, q.CardID)
	if err != nil || created.ID+created.OrderID == "" {
		return client.RecordPage{Total: -1}, err
	}
	order := map[string]any{"orderNo": created.ID}
	if created.OrderID != "" {
		order = map[string]any{"merchantOrderNo": created.OrderID}
	}
	page, err := readRecords[wirePurchase](ctx, d, list, q, order)
	kept := page.Records[:0]
	for _, p := range page.Records {
		if p.ID == created.ID || created.OrderID != "" && p.OrderID == created.OrderID {
			p.CardID = q.CardID
			kept = append(kept, p)
		} else {
			page.Total = -1
		}
	}
	page.Records = kept
	return page, err
}

// creation finds the order that created a card; zero where the first pages of what was asked for do not have it.
func (d *Driver) creation(ctx context.Context, cardID string) (client.Record, error) {
	q := client.RecordQuery{Kind: client.RecordOperations, CardID: cardID, Type: "create"}
	for q.Page = 1; q.Page <= mostCodePages; q.Page++ {
		page, err := d.Records(ctx, q)
		if err != nil && !client.OnlyOdd(err) {
			return client.Record{}, err
		}
		for _, r := range page.Records {
			if r.CardID == cardID {
				return r, nil
			}
		}
		if !page.More {
			break
		}
	}
	return client.Record{}, nil
}

// wireRecord is a record of one of the lists.
type wireRecord interface {
	record(d *Driver) client.Record
}

// readRecords reads one page of a list; more are further members of the question.
func readRecords[W wireRecord](
	ctx context.Context, d *Driver, list recordList, q client.RecordQuery, more map[string]any,
) (client.RecordPage, error) {
	num, size := max(q.Page, 1), min(cmp.Or(max(q.Size, 0), maxPage), int(d.size.Load()))
	ask := func(size int) (page[W], error) {
		body := list.question(q, d.RecordTypes(q.Kind))
		body["pageNum"], body["pageSize"] = num, size
		maps.Copy(body, more)
		return readPage[W](ctx, d, list.op, list.path, body)
	}
	p, err := ask(size)
	if num == 1 && size > safePage && mayBeSize(err) {
		if p, err = ask(safePage); err == nil {
			size = safePage
			d.size.Store(safePage) // for the pages that follow too
		}
	}
	if err != nil {
		return client.RecordPage{}, err
	}
	total, err := strconv.Atoi(string(p.Total.Value))
	n := len(p.Records)
	if num == 1 && n >= safePage && n < size && n < total {
		size = n // cut down without a word: so are the pages that follow
		d.size.Store(int64(n))
	}
	before := (num - 1) * size
	// On the first page the total may be that of this page alone, so a full page may have another one after it.
	out := client.RecordPage{Total: total, More: before+n < total || n >= size && num == 1}
	switch {
	case err != nil || total < before+n: // it does not say how long it is, or is wrong about that
		out.Total, out.More = -1, n >= size
	case n < size && before+n < total:
		return client.RecordPage{}, d.api.Garbage(list.op, fmt.Sprintf("the list says that it has %d entries, and %d came", total, before+n))
	}
	p.Records.From(before)
	means := func(w transport.Record[W]) client.Record {
		r := w.Value.record(d)
		r.Profile, r.Kind, r.Unreadable = d.options.Profile, q.Kind, w.Odd
		r.Means, r.Moves, r.Stage = meaning.Of(q.Kind, r.Type), meaning.Moves(q.Kind, r.Type), meaning.Stage(r.Status)
		return r
	}
	records, err := transport.Entries(d.api, list.op, "entry", p.Records, func(r client.Record) string { return r.ID }, means)
	nameRecords(records)
	for _, r := range records {
		if !r.Selected(q) {
			r.Value.Wipe()
			out.Total = -1
			continue
		}
		out.Records = append(out.Records, r)
	}
	if n := len(records); n > 0 && records[0].At.Before(records[n-1].At) {
		slices.Reverse(out.Records) // FinHub lists the oldest first, which is not documented: so are those of one time
	}
	client.SortRecords(out.Records)
	return out, err
}

// question is what FinHub is asked to select. types are its words for types: they are written as it writes them; its times include their
// ends.
func (l recordList) question(q client.RecordQuery, types []string) map[string]any {
	body := map[string]any{}
	set := func(name, value string) {
		if name != "" && value != "" {
			body[name] = value
		}
	}
	kind := q.Type
	for _, word := range types {
		if strings.EqualFold(word, kind) {
			kind = word
		}
	}
	set(l.kind, kind)
	set(l.id, q.ID)
	set(l.origin, q.OriginID)
	if l.byCard {
		set("cardNo", q.CardID)
	}
	if !q.Since.IsZero() {
		body["startTime"] = max(0, q.Since.Add(999_999).UnixMilli()) // whole milliseconds from there on
	}
	if !q.Until.IsZero() {
		body["endTime"] = max(0, q.Until.Add(-1).UnixMilli())
	}
	return body
}

// nameRecords gives each record of a page its own id. A record without an id gets one made from its content. If several records have the
// same id, a number is added.
func nameRecords(records []client.Record) {
	seen := map[string]int{}
	for i := range records {
		r := &records[i]
		made := r.ID == ""
		if made {
			r.ID = strings.TrimSpace(fmt.Sprintf("%d %s %s", r.At.UnixMilli(), r.Type, r.Amount.Digits()))
		}
		id := r.ID
		if seen[id]++; seen[id] > 1 {
			if !made {
				r.Trade = id
			}
			r.ID = fmt.Sprintf("%s #%d", id, seen[id])
		}
	}
}
