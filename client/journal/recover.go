package journal

import (
	"context"
	"fmt"
	"time"

	"cardwallet/client"
)

// Lost is a movement that another record has, as it stood last.
type Lost struct {
	client.Movement
	Account string // that it was sent for, see client.Account.ID; empty where that is not known
}

// Recover takes back movements from another record: those that this journal does not have, or has in an earlier state, since it was begun
// anew or is an older copy. Each is given as it stood last, with the status unknown where it is not settled. A movement that has an outcome
// here keeps it. Recover returns those that changed. It sends nothing.
func (j *Journal) Recover(ctx context.Context, movements []Lost, reason string) ([]client.Movement, error) {
	j.underWay.RLock()
	defer j.underWay.RUnlock()
	if err := j.Open(ctx); err != nil {
		return nil, err
	}
	var recovered []client.Movement
	for _, lost := range movements {
		m := lost.Movement
		if err := ctx.Err(); err != nil {
			return recovered, err
		}
		if !m.Status.Settled() {
			m.Status, m.SettledAt = client.MovementUnknown, time.Time{}
		}
		m.Description = reason
		if m.Person == "" { // the trail is of this machine
			m.Person, m.Host = j.person, j.host
		}
		if m.Status == client.MovementUnknown {
			m.Description += "; " + m.Kind.Doubt()
		}
		changed, err := j.restore(ctx, Row{Movement: m, Account: lost.Account, Noted: Moment{Time: m.CreatedAt}})
		if err != nil {
			return recovered, fmt.Errorf("order %s cannot be taken back: %w", m.OrderID, err)
		}
		if changed {
			recovered = append(recovered, m)
		}
	}
	return recovered, nil
}

// way lists the steps from the status that a movement has to the status that it is known to have. It is empty for a settled movement, and
// where both statuses are open.
func way(from, to client.MovementStatus) []client.MovementStatus {
	const sent, unknown = client.MovementSent, client.MovementUnknown
	switch {
	case from == "" && to == unknown:
		return []client.MovementStatus{client.MovementIntended, sent, unknown}
	case from == "":
		return []client.MovementStatus{client.MovementIntended, sent, unknown, to}
	case !to.Settled() || from.Settled():
		return nil
	case from == client.MovementIntended:
		return []client.MovementStatus{sent, unknown, to}
	case from == sent:
		return []client.MovementStatus{unknown, to}
	}
	return []client.MovementStatus{to}
}
