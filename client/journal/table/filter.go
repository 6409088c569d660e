package table

import (
	"context"
	"database/sql"
	"strings"

	"cardwallet/client"
	"cardwallet/client/journal"
)

// place is where an order stands among all rows, and its first step among all steps; NULL for an order that is not there. It never changes.
type place struct {
	row, step sql.NullInt64
}

// placeOf is asked before the rows that Around selects: only by the numbers themselves can a planner tell how few come after them.
func (d Dialect) placeOf(ctx context.Context, h Handle, orderID string) (found place, err error) {
	err = h.Ask(ctx, func(row func(...any) error) error { return row(&found.row, &found.step) }, d.text(`SELECT
		(SELECT seq FROM @movements WHERE order_id = ?), (SELECT min(seq) FROM @history WHERE order_id = ?)`), orderID, orderID)
	return found, err
}

// conditions put a filter into SQL, with their arguments. The place is that of the order in Around.
func (d Dialect) conditions(f journal.Filter, around place) (where []string, args []any) {
	where = []string{"TRUE"}
	add := func(condition string, arg ...any) { where, args = append(where, condition), append(args, arg...) }
	if f.OrderID != "" {
		add("order_id = ?", f.OrderID)
	}
	// What is not steered by keeps the planner from going by the profile, the account or the card, which can have most of the rows, while
	// a time or being open leaves few.
	profile := d.Unsteered("profile")
	switch {
	case f.Profile != "" && len(f.Accounts) > 0:
		ids := []any{f.Profile}
		for _, id := range f.Accounts {
			ids = append(ids, id)
		}
		add("("+profile+" = ? OR "+d.Unsteered("account")+" IN (?"+strings.Repeat(", ?", len(f.Accounts)-1)+"))", ids...)
	case f.Profile != "" && (f.Unsettled || f.CardID == "" || f.Recent.D > 0):
		add(profile+" = ?", f.Profile)
	case f.Profile != "":
		add("profile = ?", f.Profile)
	}
	switch {
	case f.CardID != "" && f.Recent.D > 0:
		add(d.Unsteered("card_id")+" = ?", f.CardID)
	case f.CardID != "":
		add("card_id = ?", f.CardID)
	}
	switch {
	case f.Past != 0 && f.Oldest:
		add("seq > ?", f.Past)
	case f.Past != 0:
		add("seq < ?", f.Past)
	}
	switch {
	case !f.Since.IsZero() && f.Past != 0: // read on by the order: an index by time would sort all that is left, for each part of it
		add("created_at + 0 >= ?", f.Since.UnixMilli())
	case !f.Since.IsZero():
		add("created_at >= ?", f.Since.UnixMilli())
	}
	if f.Recent.D > 0 {
		// There are two ranges, each with an index of its own. The second does not go by the rows of all other starts.
		now, ago, boot := f.Recent.Now, f.Recent.D.Milliseconds(), d.Unsteered("boot")
		by, created := "boot", "created_at"
		if f.Unnamed { // there are fewer of these than of a day
			by, created = boot, d.Unsteered(created)
		}
		add("("+by+" = ? AND boot != '' AND ticks > ? OR ("+boot+" != ? OR "+boot+" = '') AND "+created+" > ?)",
			now.Boot, now.Ticks.Milliseconds()-ago, now.Boot, now.UnixMilli()-ago)
	}
	if f.Unsettled {
		add("settled_at IS NULL")
	}
	if f.BeingSent {
		add("settled_at IS NULL AND status IN (?, ?)", string(client.MovementIntended), string(client.MovementSent))
	}
	if f.Around != "" {
		// By the order of rows and steps, not by time: the clock can have been set.
		add(`seq IN (SELECT seq FROM @movements WHERE settled_at IS NULL
			UNION ALL SELECT seq FROM @movements WHERE seq >= ?
			UNION ALL SELECT seq FROM @movements WHERE order_id IN (SELECT order_id FROM @history WHERE seq >= ?))`, around.row, around.step)
	}
	if f.Succeeded {
		add("status = ?", string(client.MovementSucceeded))
	}
	if f.Unnamed {
		add("kind = 'create' AND card_id = '' AND status = ?", string(client.MovementSucceeded))
	}
	return where, args
}

// columnsFor are the columns that scan reads. Those that take long to find are NULL where the filter does not ask for them.
func columnsFor(f journal.Filter) string {
	columns := rowColumns + ", NULL"
	if f.Before {
		columns = rowColumns + ", before"
	}
	if !f.Before && f.Around == "" {
		return columns + ", NULL, NULL"
	}
	return columns + `, (SELECT max(seq) FROM @history WHERE order_id = movements.order_id AND to_status = 'intended'),
		(SELECT max(seq) FROM @history WHERE order_id = movements.order_id AND to_status = 'sent')`
}
