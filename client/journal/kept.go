package journal

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"cardwallet/client"
)

// A store that is not on this machine can be away when the outcome of a movement is to be noted. The outcome is then kept on this machine,
// and noted as soon as the store is back. Until then the others see the row as sent, and as unknown once its owner counts as dead.

// ErrMaybe is returned by a store whose answer to a write did not come: it may have been written.
var ErrMaybe = errors.New("the journal may have taken it or not")

// Spool keeps outcomes on this machine, also beyond the end of the process. It is safe for use by several processes.
type Spool interface {
	// Keep returns when the outcome survives a power loss.
	Keep(k Kept) error
	// All are those that are kept, of all processes, oldest first. One that cannot be read is in the error, and hides no other.
	All() ([]Kept, error)
	// Drop forgets the outcome of an order; one that is not kept is no error.
	Drop(orderID string) error
}

// Kept is what became of a movement, as it is to be noted.
type Kept struct {
	OrderID       string                `json:"order_id"`
	Of            time.Time             `json:"of"` // when the request was noted
	To            client.MovementStatus `json:"to"`
	IssuerOrderID string                `json:"issuer_order_id,omitempty"`
	CardID        string                `json:"card_id,omitempty"`
	Fee           client.Money          `json:"fee"`
	Description   string                `json:"description"`
	NeverLeft     bool                  `json:"never_left,omitempty"`
	Refused       string                `json:"refused,omitempty"`
	Ended         bool                  `json:"ended,omitempty"`
	At            time.Time             `json:"at"` // on the store's clock
	Boot          string                `json:"boot"`
	Ticks         time.Duration         `json:"ticks"` // nanoseconds
}

func kept(orderID string, s step) Kept {
	return Kept{OrderID: orderID, Of: s.of, To: s.to, IssuerOrderID: s.issuerOrderID, CardID: s.cardID, Fee: s.fee, Description: s.description,
		NeverLeft: s.neverLeft, Refused: s.refused, Ended: s.ended, At: s.at.Time, Boot: s.at.Boot, Ticks: s.at.Ticks}
}

func (k Kept) step() step {
	return step{of: k.Of, to: k.To, issuerOrderID: k.IssuerOrderID, cardID: k.CardID, fee: k.Fee, description: k.Description,
		neverLeft: k.NeverLeft, refused: k.Refused, ended: k.Ended, at: Moment{k.At, k.Boot, k.Ticks}}
}

// WithSpool keeps outcomes that cannot be noted. Without it they are lost to the journal, which then finds them out by asking.
func WithSpool(s Spool) Option {
	return func(j *Journal) { j.spool = s }
}

// Waiting lists the movements whose outcome is kept on this machine until the store is back, as far as this machine knows them.
func (j *Journal) Waiting() ([]Kept, error) {
	if j.spool == nil {
		return nil, nil
	}
	return j.spool.All()
}

// withWaiting adds to the error of a store that does not answer how many outcomes wait for it.
func (j *Journal) withWaiting(err error) error {
	if !away(err) {
		return err
	}
	waiting, _ := j.Waiting()
	switch len(waiting) {
	case 0:
		return err
	case 1:
		return adding(err, "1 outcome waits for it on this machine")
	}
	return adding(err, fmt.Sprintf("%d outcomes wait for it on this machine", len(waiting)))
}

// adding is the error with more in its first line.
func adding(err error, more string) error {
	what, hint, _ := strings.Cut(err.Error(), "\n")
	return restated{strings.TrimSuffix(what+": "+more+"\n"+hint, "\n"), err}
}

// keptHere is added to the description of what is kept.
const keptHere = "the journal does not answer: this is kept on this machine and noted as soon as it is back"

const (
	// noteTries is how often noting is tried while the store does not answer: a connection can break whose store is there.
	noteTries = 3
	notePause = 200 * time.Millisecond
)

// noteOutcome notes what came of a movement that this handle is at work on. Where the store does not answer, the outcome is kept, and the
// movement is given as it is known here.
func (j *Journal) noteOutcome(ctx context.Context, m client.Movement, s step) (client.Movement, error) {
	s.at, s.of = j.moment(), m.CreatedAt
	var next client.Movement
	var err error
	for try := range noteTries {
		if try > 0 && client.Sleep(context.WithoutCancel(ctx), notePause) != nil {
			break
		}
		if next, err = j.noteAt(ctx, m.OrderID, s); !away(err) {
			break
		}
	}
	if errors.Is(err, errTransition) { // noted by a try whose answer did not come, or others have found out more
		switch r, readErr := j.reload(context.WithoutCancel(ctx), m); {
		case readErr == nil && r.Status == s.to:
			return r, nil
		case readErr == nil && r.Status != client.MovementIntended:
			return r, err
		}
	}
	if err == nil || j.spool == nil || !away(err) {
		return next, err
	}
	if keepErr := j.spool.Keep(kept(m.OrderID, s)); keepErr != nil {
		return m, errors.Join(err, keepErr)
	}
	r := Row{Movement: m}
	r.apply(s)
	r.Description = clip(join(r.Description, keptHere))
	return r.Movement, nil
}

// join puts two parts of a description together.
func join(a, b string) string {
	if a == "" {
		return b
	}
	return a + "; " + b
}

// away reports whether the store did not answer.
func away(err error) bool { return errors.Is(err, client.ErrUnreachable) || errors.Is(err, ErrMaybe) }

// deliver notes what is kept. An outcome that cannot be noted yet stays. A row that others have settled meanwhile keeps its outcome, and
// its history tells the one that was kept.
func (j *Journal) deliver(ctx context.Context) error {
	if j.spool == nil {
		return nil
	}
	all, err := j.spool.All()
	for _, k := range all {
		if deliverErr := j.deliverOne(ctx, k); deliverErr != nil {
			err = errors.Join(err, fmt.Errorf("order %s: its outcome (%s) is kept on this machine: %w", k.OrderID, k.To, deliverErr))
			if away(deliverErr) {
				return deliverErr
			}
			continue
		}
		err = errors.Join(err, j.spool.Drop(k.OrderID))
	}
	return err
}

func (j *Journal) deliverOne(ctx context.Context, k Kept) error {
	_, err := j.noteAt(ctx, k.OrderID, k.step())
	switch {
	case errors.Is(err, client.ErrNotFound):
		return nil // its row never got there: nothing was sent
	case !errors.Is(err, errTransition):
		return err
	}
	return j.store.Write(ctx, func(ctx context.Context, tx Tx) error {
		r, err := j.read(ctx, tx, k.OrderID)
		if err != nil || !k.To.Settled() || r.Status == k.To || k.NeverLeft {
			return err
		}
		said := fmt.Sprintf("the sender knows another outcome, which came late: %s: %s", k.To, k.Description)
		return tx.Note(ctx, k.OrderID, client.Step{From: r.Status, To: r.Status, Description: clip(said), At: k.At})
	})
}
