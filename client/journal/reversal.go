package journal

import (
	"cmp"
	"context"
	"slices"
	"time"

	"cardwallet/client"
)

const (
	// reversalWindow is how long after it was made a success is still looked at.
	reversalWindow = 72 * time.Hour
	// reviewEvery is how many graces lie between two looks of one program at an account's successes: ten minutes, unless a test asks
	// otherwise.
	reviewEvery = 5
	// One look is at the newest reviewRows successes, reads reviewPages of records, and asks about reviewOrders orders, at most.
	reviewRows, reviewPages, reviewOrders = 500, 5, 20
	// clockMargin is how far the issuer's clock may be off.
	clockMargin = 10 * time.Minute
)

// review finds successes that the issuer has undone since: it reads the account's operation records once and asks by order number about
// those that are no longer called a success there. Where the order has failed, the row gets that step. Issuers without order numbers have
// nothing to be asked about.
func (j *Journal) review(ctx context.Context, a client.Account) (undone []client.Movement, err error) {
	reader, asked := a.Issuer.(client.OrderReader)
	recorder, keeps := a.Issuer.(client.Recorder)
	if !asked || !keeps || !j.dueForReview(a) {
		return nil, nil
	}
	now := j.moment()
	rows, err := j.find(ctx, j.store, Filter{Accounts: a.IDs(), Succeeded: true, Recent: Recent{now, reversalWindow},
		MovementFilter: client.MovementFilter{Profile: a.Profile, Limit: reviewRows}})
	if err != nil {
		return nil, err
	}
	rows = slices.DeleteFunc(rows, func(r Row) bool { return r.foreign(a) || r.Kind.IsChange() })
	if len(rows) == 0 {
		return nil, nil
	}
	oldest := rows[len(rows)-1].Noted.since(now) // the newest come first
	suspects, err := suspects(ctx, recorder, a.Now(now.Time).Add(-oldest-clockMargin), rows)
	if err != nil {
		return nil, err
	}
	for _, r := range suspects {
		answer, err := reader.ReadOrder(ctx, r.OrderID)
		if err != nil {
			return undone, err
		}
		if answer.Status != client.OperationFailed || mismatch(r.Movement, answer) != "" {
			continue
		}
		s := step{to: client.MovementFailed, reversal: true, description: clip(client.Reversed + because(answer.Description))}
		m, err := j.conclude(ctx, r.Movement, s)
		if err != nil {
			return undone, err
		}
		undone = append(undone, m)
	}
	return undone, nil
}

// because is an issuer's reason, to be put after a sentence.
func because(text string) string {
	if text == "" {
		return ""
	}
	return ": " + text
}

// dueForReview reports whether it is time to look at the account's successes, and notes that it is done.
func (j *Journal) dueForReview(a client.Account) bool {
	j.mu.Lock()
	defer j.mu.Unlock()
	key := cmp.Or(a.ID, a.Profile)
	if last, looked := j.reviewed[key]; looked && time.Since(last) < reviewEvery*j.grace {
		return false
	}
	j.reviewed[key] = time.Now()
	return true
}

// suspects are the rows that the issuer's records since then do not call a success. A record that does not name its order tells nothing.
func suspects(ctx context.Context, recorder client.Recorder, since time.Time, rows []Row) (found []Row, err error) {
	byOrder := map[string]Row{}
	for _, r := range rows {
		byOrder[r.OrderID] = r
	}
	q := client.RecordQuery{Kind: client.RecordOperations, Since: since}
	for q.Page = 1; q.Page <= reviewPages && len(found) < reviewOrders; q.Page++ {
		page, err := recorder.Records(ctx, q)
		if err != nil {
			return nil, err
		}
		for _, record := range page.Records {
			r, ours := byOrder[record.OrderID]
			if ours && record.Status != "" && record.Stage != client.StageDone {
				found = append(found, r)
				delete(byOrder, record.OrderID)
			}
		}
		if !page.More {
			break
		}
	}
	return found[:min(len(found), reviewOrders)], nil
}
