package run

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"cardwallet/client"
	"cardwallet/client/audit"
	"cardwallet/client/journal"
)

// newestOrders is how many orders of the trail are looked up in the journal before it is used. A journal that has the newest orders is no
// older copy.
const newestOrders = 20

// ErrBehind says that the journal is older than the audit trail beside it.
var ErrBehind = errors.New("the journal is behind the audit trail")

// concerns reports whether an entry says how an order stands. A mark that was refused does not: it can name any order.
func concerns(e client.AuditEntry) bool {
	switch e.Action {
	case client.AuditMovement, client.AuditChange:
		return e.OrderID != ""
	case client.AuditMark:
		return e.OrderID != "" && e.Detail == markedByHand
	default:
		return false
	}
}

// Lacks reports whether the journal has no row for an order that the trail told of (then status is empty), or a row that is behind. A
// failure that only the trail knows does not count: the journal finds it out again, and until then it harms nobody. succeeded says
// whether an order that failed was a success before, which the issuer then reversed.
func Lacks(status client.MovementStatus, told client.AuditEntry, succeeded func() (bool, error)) (bool, error) {
	switch {
	case status == "":
		return true, nil
	case client.MovementStatus(told.Outcome) != client.MovementSucceeded || status == client.MovementSucceeded:
		return false, nil
	case status != client.MovementFailed:
		return true, nil
	}
	reversed, err := succeeded()
	return !reversed && err == nil, err
}

// Abreast refuses a journal that is behind the trail. It takes about a millisecond. An order gets into the trail after its row is
// committed. The trail is read first, so the rows of what other processes send meanwhile are there as well. A trail that is missing or
// cannot be read proves nothing.
func (j *AuditedJournal) Abreast(ctx context.Context) error {
	if err := j.Open(ctx); err != nil || j.Trail == nil {
		return err
	}
	told := map[string]bool{}
	var newest []client.AuditEntry
	_ = j.Trail.Newest(func(e client.AuditEntry) bool {
		if concerns(e) && !told[e.OrderID] {
			told[e.OrderID] = true
			newest = append(newest, e)
		}
		return len(newest) < newestOrders
	})
	var missing []client.AuditEntry
	for _, e := range newest {
		lacking, err := j.lacks(ctx, e)
		if err != nil {
			return err
		}
		if lacking {
			missing = append(missing, e)
		}
	}
	if len(missing) == 0 {
		return nil
	}
	return behind(missing, j.Shared())
}

func (j *AuditedJournal) lacks(ctx context.Context, e client.AuditEntry) (bool, error) {
	rows, err := j.Movements(ctx, client.MovementFilter{OrderID: e.OrderID})
	if err != nil {
		return false, err
	}
	status := client.MovementStatus("")
	if len(rows) > 0 {
		status = rows[0].Status
	}
	return Lacks(status, e, func() (bool, error) {
		steps, err := j.History(ctx, e.OrderID)
		return slices.ContainsFunc(steps, func(s client.Step) bool { return s.To == client.MovementSucceeded }), err
	})
}

// behind is the error of a journal that misses these orders. It names the newest.
func behind(missing []client.AuditEntry, shared bool) error {
	e, remedy := missing[0], "put the newest copy of journal.db back"
	if shared {
		remedy = "take over the journal of this machine with: cardwallet state import"
	}
	return fmt.Errorf("%w: it lacks %s, the newest of %s (order %s, %s)\n"+
		"nothing was sent: %s, or take over what the trail knows with: cardwallet activity recover",
		ErrBehind, Plural(len(missing), "movement", "movements"), e.At.UTC().Format("2006-01-02 15:04 UTC"), e.OrderID, e.Outcome, remedy)
}

// OrderTold is what the trail tells of one order.
type OrderTold struct {
	First, Last client.AuditEntry
	cardID      string // for a creation a later entry has it
}

// OrdersTold reads the whole trail and gives its orders, oldest first. A line that was changed tells nothing.
func OrdersTold(ctx context.Context, trail *audit.Trail) ([]*OrderTold, error) {
	byID := map[string]*OrderTold{}
	var told []*OrderTold
	_, err := trail.Read(ctx, func(e audit.Entry) {
		if e.Changed || !concerns(e.AuditEntry) {
			return
		}
		o := byID[e.OrderID]
		if o == nil {
			o = &OrderTold{First: e.AuditEntry}
			byID[e.OrderID], told = o, append(told, o)
		}
		o.Last = e.AuditEntry
		if e.CardID != "" {
			o.cardID = e.CardID
		}
	})
	return told, err
}

// Movement makes a row of the journal from what the trail knows of the order.
func (o *OrderTold) Movement() journal.Lost {
	m := client.Movement{
		OrderID: o.First.OrderID, Profile: o.First.Profile, CardID: o.cardID, Kind: client.MovementKind(o.First.What),
		Status: client.MovementStatus(o.Last.Outcome), CreatedAt: o.First.At,
	}
	if amount, currency, ok := strings.Cut(o.First.Detail, " "); ok {
		m.Amount, _ = client.ParseMoneyOrZero(amount, currency) // not known where it cannot be read
	}
	return journal.Lost{Movement: m, Account: o.First.Account}
}
