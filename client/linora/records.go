package linora

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"cardwallet/client"
	"cardwallet/client/transport"
)

// recordsOnPage is what a page of a history is asked to hold, and the least that a full one holds; both are inferred: they are Aurex's.
const recordsOnPage, leastOnPage = 100, 10

// RecordKinds gives the one list there is: a card's history.
func (d *Driver) RecordKinds() (kinds []client.RecordKind, needsCard bool) {
	return []client.RecordKind{client.RecordHistory}, true
}

// Records reads one page of a card's history (Linora cards page: amounts, timestamps, status). How long it is and in which order it comes
// is not documented: a page is sorted, newest first, and a full one means that there may be another. All counts as
// spent, as its own sign has it: refunds are not told from what they refund.
func (d *Driver) Records(ctx context.Context, q client.RecordQuery) (client.RecordPage, error) {
	const op = "read the card's transactions"
	if q.Kind != client.RecordHistory || q.CardID == "" {
		return client.RecordPage{}, &client.Error{Kind: client.ErrUnsupported, Profile: d.options.Profile, Op: op,
			Cause: fmt.Errorf("linora has the %s of one card at a time, and no %s", client.RecordHistory, q.Kind)}
	}
	size := cmp.Or(min(max(q.Size, 0), recordsOnPage), recordsOnPage)
	page := max(q.Page, 1)
	wire, err := transport.Window(page, size, func(limit, offset int) (wire transport.Records[wireTransaction], err error) {
		err = d.page(ctx, op, "transactions", q.CardID, limit, offset, &wire)
		return wire, err
	})
	if err != nil {
		return client.RecordPage{}, err
	}
	out := client.RecordPage{Total: -1, More: len(wire) <= size && len(wire) >= min(size, leastOnPage)}
	wire.From((page - 1) * size)
	odd := client.OddRecords{Profile: d.options.Profile, Op: op}
	for _, r := range wire {
		w := r.Value
		if r.Odd != "" {
			odd.Add("transaction", string(cmp.Or(w.TransactionID, w.ID)), r.Place, r.Odd)
		}
		if r.Odd == client.NoRecord {
			continue
		}
		record := client.Record{Profile: d.options.Profile, Kind: q.Kind, ID: string(cmp.Or(w.TransactionID, w.ID)), CardID: q.CardID,
			Status: w.Status, Stage: stageOf(w.Status), At: w.at(), Amount: w.Amount.Money(cmp.Or(w.Currency, currency)), Unreadable: r.Odd}
		if record.Selected(q) {
			out.Records = append(out.Records, record)
		}
	}
	client.SortRecords(out.Records)
	return out, odd.Err()
}

// stageOf tells by its status how far a record has come (inferred: Aurex's words). What is pending holds its amount.
func stageOf(status string) client.Stage {
	switch strings.ToLower(status) {
	case "processing":
		return client.StageUnderWay
	case "completed", "success", "succeed":
		return client.StageDone
	case "declined", "failed", "fail":
		return client.StageFailed
	}
	return client.StageOpen
}
