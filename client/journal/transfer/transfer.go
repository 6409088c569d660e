package transfer

import (
	"context"
	"errors"
	"slices"
	"time"

	"cardwallet/client"
	"cardwallet/client/journal"
	"cardwallet/client/ticks"
)

// batch is how many orders one transaction brings.
const batch = 10

// Into brings orders into a store. It is used by one goroutine.
type Into struct {
	store        journal.Store
	person, host string // of movements that name nobody
	waiting      []Order
	report       Report
}

// Report is what came of it.
type Report struct {
	Added     int // movements that were not there
	Continued int // that were there, and had taken further steps since
	Present   int // that were there with the same outcome, or one that is newer
	Conflicts []Conflict
}

// Conflict is a movement that the store has otherwise. It was left as it is there.
type Conflict struct {
	OrderID string
	Reason  string
}

// NewInto brings orders into the store. person and host are those of movements that name nobody.
func NewInto(s journal.Store, person, host string) *Into {
	return &Into{store: s, person: person, host: host}
}

// Take brings an order, at the latest with End. One that is being sent belongs to its sender: it is a conflict.
func (i *Into) Take(ctx context.Context, o Order) error {
	if o.Row.Status == client.MovementIntended || o.Row.Status == client.MovementSent {
		i.conflict(o.Row.OrderID, ErrUnderWay.Error())
		return nil
	}
	if i.waiting = append(i.waiting, o); len(i.waiting) < batch {
		return nil
	}
	return i.flush(ctx)
}

// End brings what is left.
func (i *Into) End(ctx context.Context) (Report, error) {
	err := i.flush(ctx)
	return i.report, err
}

func (i *Into) conflict(orderID, reason string) {
	i.report.Conflicts = append(i.report.Conflicts, Conflict{orderID, reason})
}

// flush adds those that are not there, each with its outcome and all of its steps at once: nobody finds one that seems to be under way.
func (i *Into) flush(ctx context.Context) error {
	orders := i.waiting
	i.waiting = nil
	if len(orders) == 0 {
		return nil
	}
	now := i.moment()
	var there []Order
	err := i.store.Write(ctx, func(ctx context.Context, tx journal.Tx) error {
		there = nil
		for _, o := range orders {
			found, err := tx.Rows(ctx, rowsOf(o))
			if err == nil && len(found) > 0 {
				there = append(there, o)
				continue
			}
			if err == nil {
				err = i.add(ctx, tx, o, now)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
	if errors.Is(err, journal.ErrMaybe) { // what was written is found there
		i.waiting = orders
	}
	if err != nil {
		return err
	}
	i.report.Added += len(orders) - len(there)
	for _, o := range there {
		if err := i.compare(ctx, o, now); err != nil {
			return err
		}
	}
	return nil
}

func rowsOf(o Order) journal.Filter {
	return journal.Filter{MovementFilter: client.MovementFilter{OrderID: o.Row.OrderID}}
}

func (i *Into) add(ctx context.Context, tx journal.Tx, o Order, now journal.Moment) error {
	r := i.row(o.Row, now)
	if err := tx.Add(ctx, r); err != nil {
		return err
	}
	if err := tx.Update(ctx, r); err != nil {
		return err
	}
	return note(ctx, tx, r.OrderID, o.Steps)
}

func note(ctx context.Context, tx journal.Tx, orderID string, steps []client.Step) error {
	for _, s := range steps {
		if err := tx.Note(ctx, orderID, s); err != nil {
			return err
		}
	}
	return nil
}

// row is the row as it stands in the other store. It belongs to no sender, and its age goes by the clocks there. Where nothing is final yet
// the issuer gets its time anew, since the wall clock of another machine says little about when a request left.
func (i *Into) row(r journal.Row, now journal.Moment) journal.Row {
	r.Owner = ""
	if r.Person == "" {
		r.Person, r.Host = i.person, i.host
	}
	age := max(now.Sub(r.CreatedAt), 0)
	if boot, since := ticks.SinceBoot(); boot != "" && boot == r.Noted.Boot {
		age = max(since-r.Noted.Ticks, 0)
	}
	r.Noted.Boot, r.Noted.Ticks = "", 0
	if now.Boot != "" {
		r.Noted.Boot, r.Noted.Ticks = now.Boot, now.Ticks-age
	}
	if !r.Status.Settled() {
		r.EndedAt = now.Time
	}
	r.Left.Boot, r.Left.Ticks = journal.Imported, 0
	return r
}

// moment is now by the store's clock.
func (i *Into) moment() journal.Moment {
	if c, ok := i.store.(journal.Clock); ok {
		return c.Moment()
	}
	boot, since := ticks.SinceBoot()
	return journal.Moment{Time: time.Now().UTC().Truncate(time.Millisecond), Boot: boot, Ticks: since}
}

// tries is how often an order is looked at that takes steps meanwhile.
const tries = 3

// errMoved says that an order took a step since its history was read.
var errMoved = errors.New("it took a step meanwhile")

// compare looks at an order that is there, and takes it further where it knows more.
func (i *Into) compare(ctx context.Context, o Order, now journal.Moment) error {
	for range tries {
		steps, err := i.store.History(ctx, o.Row.OrderID)
		if err != nil {
			return err
		}
		found, err := i.store.Rows(ctx, rowsOf(o))
		switch {
		case err != nil:
			return err
		case len(found) != 1 || !sameMovement(found[0], o.Row):
			i.conflict(o.Row.OrderID, "is another movement there")
		case begins(o.Steps, steps) || found[0].Status == o.Row.Status:
			i.report.Present++
		case begins(steps, o.Steps) && !found[0].Status.Settled():
			err := i.goOn(ctx, o, steps, now)
			if errors.Is(err, errMoved) {
				continue
			}
			if err != nil {
				return err
			}
			i.report.Continued++
		default:
			i.conflict(o.Row.OrderID, "is "+string(found[0].Status)+" there and "+string(o.Row.Status)+" here")
		}
		return nil
	}
	i.conflict(o.Row.OrderID, "is changing there")
	return nil
}

// goOn writes the steps that are not there yet.
func (i *Into) goOn(ctx context.Context, o Order, steps []client.Step, now journal.Moment) error {
	return i.store.Write(ctx, func(ctx context.Context, tx journal.Tx) error {
		found, err := tx.Rows(ctx, rowsOf(o))
		if err != nil {
			return err
		}
		if len(found) != 1 || len(steps) == 0 || found[0].Status != steps[len(steps)-1].To {
			return errMoved
		}
		r := i.row(o.Row, now)
		r.Noted, r.Person, r.Host = found[0].Noted, found[0].Person, found[0].Host
		if r.CardID == "" {
			r.CardID = found[0].CardID
		}
		if err := tx.Update(ctx, r); err != nil {
			return err
		}
		return note(ctx, tx, r.OrderID, o.Steps[len(steps):])
	})
}

// sameMovement reports whether two rows are of one movement, however it went. The card of a creation is known later.
func sameMovement(a, b journal.Row) bool {
	return a.Kind == b.Kind && a.Amount.Same(b.Amount) && a.Subject == b.Subject &&
		(a.Account == b.Account || a.Account == "" || b.Account == "") &&
		(a.CardID == b.CardID || a.Kind == client.MoveCreate && (a.CardID == "" || b.CardID == ""))
}

// begins reports whether all steps of the one history are the first ones of the other. Words are not compared: not every store keeps an
// issuer's as they were.
func begins(with, long []client.Step) bool {
	return len(with) <= len(long) && slices.EqualFunc(with, long[:len(with)], func(a, b client.Step) bool {
		return a.From == b.From && a.To == b.To && a.At.Equal(b.At)
	})
}
