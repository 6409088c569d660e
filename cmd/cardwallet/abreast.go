package main

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"cardwallet/client"
)

// newestOrders is how many orders of the trail the journal is held against before it is used: where the newest have their rows, it is no
// older copy.
const newestOrders = 20

// errBehind says that the journal is older than the audit trail beside it.
var errBehind = errors.New("the journal is behind the audit trail")

// concerns reports whether an entry says how an order stands. A mark that was refused does not, and can name any order.
func concerns(e client.AuditEntry) bool {
	switch e.Action {
	case client.AuditMovement, client.AuditChange:
		return e.OrderID != ""
	case client.AuditMark:
		return e.OrderID != "" && e.Detail == markedByHand
	}
	return false
}

// lacks reports whether the journal has no row for what the trail told (its status is empty then), or one that is not as far. A failure that
// only the trail has is found out again, and harms nobody meanwhile. succeeded tells of a failed one whether it was a success before, and
// was reversed.
func lacks(status client.MovementStatus, told client.AuditEntry, succeeded func() (bool, error)) (bool, error) {
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

// abreast refuses a journal that is behind the trail. It takes about a millisecond. The trail has an order only when its row is committed,
// and is read first, so that nothing of another process is missing; where it is not there or cannot be read, it tells nothing.
func (j *auditedJournal) abreast(ctx context.Context) error {
	if err := j.Open(ctx); err != nil || j.trail == nil {
		return err
	}
	told := map[string]bool{}
	var newest []client.AuditEntry
	_ = j.trail.Newest(func(e client.AuditEntry) bool {
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
	return behind(missing)
}

func (j *auditedJournal) lacks(ctx context.Context, e client.AuditEntry) (bool, error) {
	rows, err := j.Movements(ctx, client.MovementFilter{OrderID: e.OrderID})
	if err != nil {
		return false, err
	}
	status := client.MovementStatus("")
	if len(rows) > 0 {
		status = rows[0].Status
	}
	return lacks(status, e, func() (bool, error) {
		steps, err := j.History(ctx, e.OrderID)
		return slices.ContainsFunc(steps, func(s client.Step) bool { return s.To == client.MovementSucceeded }), err
	})
}

// behind names the newest of what is missing.
func behind(missing []client.AuditEntry) error {
	e := missing[0]
	return fmt.Errorf("%w: it lacks %s, the newest of %s (order %s, %s)\n"+
		"nothing was sent: put the newest copy of journal.db back, or take over what the trail knows with: cardwallet activity recover",
		errBehind, plural(len(missing), "movement", "movements"), e.At.UTC().Format("2006-01-02 15:04 UTC"), e.OrderID, e.Outcome)
}
