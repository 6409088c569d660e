package journal

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"cardwallet/client"
)

// step is one transition with what became known by it. Empty values leave what is there.
type step struct {
	of            time.Time             // CreatedAt of the request that it is about; zero where any may be meant
	from          client.MovementStatus // what the conclusion was drawn from, empty where that does not matter
	to            client.MovementStatus
	issuerOrderID string
	cardID        string
	fee           client.Money
	description   string
	before        *client.Observation
	neverLeft     bool // it ended before a byte of it left: then it was not sent
	absent        bool // it failed since the issuer was found not to have it
	refused       string
	reversal      bool // the issuer has undone a success: the only step from there
	ended         bool // nobody waits for the answer any more: the sender gave up, or is dead
	at            Moment
}

// amendment is what became known of a movement whose state stays. Empty values leave what is there. A card id that is there is
// never replaced.
type amendment struct {
	cardID      string
	description string
}

// insert commits the movement as intended, unless something forbids it. The same transaction asks for that, so that both are one step for
// all processes that share the store.
func (j *Journal) insert(ctx context.Context, e errand, r Row) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), noteLimit)
	defer cancel()
	return j.store.Write(ctx, func(ctx context.Context, tx Tx) error {
		if err := tx.MaySend(ctx, r.Owner); err != nil {
			return err
		}
		earlier, err := j.findEarlier(ctx, tx, e, r)
		if err != nil {
			return err
		}
		if earlier.OrderID != "" && !earlier.mayBeMadeAgain() {
			return &earlierError{earlier.repeated()}
		}
		if err := j.forbid(ctx, tx, e, r); err != nil {
			return err
		}
		if earlier.OrderID != "" {
			return again(ctx, tx, earlier, r)
		}
		return add(ctx, tx, r)
	})
}

// add writes a new row with its first step.
func add(ctx context.Context, tx Tx, r Row) error {
	if err := checkTransition("", r.Status); err != nil {
		return err
	}
	if err := tx.Add(ctx, r); err != nil {
		return err
	}
	return tx.Note(ctx, r.OrderID, client.Step{To: r.Status, Description: r.Description, At: r.CreatedAt})
}

// advance takes a movement one step further and returns it. It returns errTransition if the step is not allowed or the movement has left
// its from meanwhile, and client.ErrNotFound for an unknown order. It goes to sent only while the store lets it be sent.
func (j *Journal) advance(ctx context.Context, orderID string, next step) (m client.Movement, err error) {
	err = j.store.Write(ctx, func(ctx context.Context, tx Tx) error {
		r, err := j.read(ctx, tx, orderID)
		if err != nil {
			return err
		}
		if next.to == client.MovementSent {
			if err := tx.MaySend(ctx, r.Owner); err != nil {
				return err
			}
		}
		if !next.of.IsZero() && !next.of.Equal(r.CreatedAt) { // it was made again since
			return fmt.Errorf("order %s: %w: it is of another request", r.OrderID, errTransition)
		}
		if next.from != "" && next.from != r.Status {
			return fmt.Errorf("order %s: %w: it is %q and was %q", r.OrderID, errTransition, r.Status, next.from)
		}
		if err := next.check(r.Status); err != nil {
			return fmt.Errorf("order %s: %w", r.OrderID, err)
		}
		m, err = r.take(ctx, tx, next)
		return err
	})
	return m, err
}

// amend notes what became known without a step, also for a caller whose context has ended, and returns the movement.
func (j *Journal) amend(ctx context.Context, orderID string, a amendment) (m client.Movement, err error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), noteLimit)
	defer cancel()
	err = j.store.Write(ctx, func(ctx context.Context, tx Tx) error {
		r, err := j.read(ctx, tx, orderID)
		if err != nil {
			return err
		}
		if r.CardID == "" {
			r.CardID = a.cardID
		}
		if a.description != "" && !r.Status.Settled() {
			r.Description = a.description
		}
		m = r.Movement
		return tx.Update(ctx, r)
	})
	return m, err
}

// restore takes a movement to where it is known to stand, all of its steps at once, and adds it where there is none. It reports whether
// anything changed: a settled one stays as it is.
func (j *Journal) restore(ctx context.Context, r Row) (changed bool, err error) {
	at := j.moment()
	err = j.store.Write(ctx, func(ctx context.Context, tx Tx) error {
		found, err := j.find(ctx, tx, Filter{MovementFilter: client.MovementFilter{OrderID: r.OrderID}})
		if err != nil {
			return err
		}
		is := Row{}
		if len(found) > 0 {
			is = found[0]
		}
		steps := way(is.Status, r.Status)
		changed = len(steps) > 0
		for _, to := range steps {
			if is.Status == "" {
				is, is.Status = r, to
				err = add(ctx, tx, is)
			} else {
				ended := to == client.MovementUnknown
				_, err = is.take(ctx, tx, step{to: to, at: at, cardID: r.CardID, description: r.Description, ended: ended})
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
	return changed, err
}

// take writes a step with all that it says, and returns the movement as it then stands.
func (r *Row) take(ctx context.Context, tx Tx, next step) (client.Movement, error) {
	noted := client.Step{From: r.Status, To: next.to, Description: next.description, At: next.at.Time}
	r.apply(next)
	if err := tx.Update(ctx, *r); err != nil {
		return r.Movement, err
	}
	return r.Movement, tx.Note(ctx, r.OrderID, noted)
}

// apply makes the row what it is after a step.
func (r *Row) apply(next step) {
	r.Status, r.Description = next.to, next.description
	if next.issuerOrderID != "" {
		r.IssuerOrderID = next.issuerOrderID
	}
	if r.CardID == "" {
		r.CardID = next.cardID
	}
	if next.fee.Known() {
		r.Fee = next.fee
	}
	if next.before != nil {
		r.Before = next.before
	}
	if next.to == client.MovementSent {
		r.SentAt, r.Left = next.at.Time, next.at
	}
	if next.neverLeft {
		r.SentAt, r.Left = time.Time{}, Moment{}
	}
	if next.ended {
		r.EndedAt, r.Left = next.at.Time, next.at
	}
	r.Absent, r.Refused = next.absent, next.refused
	if r.Status.Settled() {
		r.SettledAt = next.at.Time
	}
}

// transitions are the steps that a movement may take, apart from a reversal. The store checks every write against them.
var transitions = map[client.MovementStatus][]client.MovementStatus{
	"":                        {client.MovementIntended},
	client.MovementIntended:   {client.MovementSent, client.MovementFailed},
	client.MovementSent:       {client.MovementProcessing, client.MovementSucceeded, client.MovementFailed, client.MovementUnknown},
	client.MovementProcessing: {client.MovementSucceeded, client.MovementFailed},
	client.MovementUnknown:    {client.MovementProcessing, client.MovementSucceeded, client.MovementFailed},
	client.MovementSucceeded:  {},
	client.MovementFailed:     {},
}

// errTransition is returned by the store for a step that transitions does not have.
var errTransition = errors.New("not a step that a movement may take")

// check allows a step from a state. Only a reversal leaves a success, so that a late answer cannot change it.
func (s step) check(from client.MovementStatus) error {
	if s.reversal && from == client.MovementSucceeded && s.to == client.MovementFailed {
		return nil
	}
	return checkTransition(from, s.to)
}

func checkTransition(from, to client.MovementStatus) error {
	if !slices.Contains(transitions[from], to) {
		return fmt.Errorf("%w: from %q to %q", errTransition, from, to)
	}
	return nil
}
