// Package transfer brings what one journal has into another, from a machine into the database of a team, and reads all of it. It sends
// nothing, and what it brought it brings no second time.
package transfer

import (
	"context"
	"errors"
	"fmt"
	"time"

	"cardwallet/client"
	"cardwallet/client/journal"
)

// Order is a movement with all steps that it took, oldest first.
type Order struct {
	Row   journal.Row
	Steps []client.Step
}

// ErrUnderWay is wrapped where a movement is being sent.
var ErrUnderWay = errors.New("is being sent right now")

// Use opens a store, runs f over it and closes it.
func Use(ctx context.Context, opener journal.Opener, f func(journal.Store) error) error {
	s, owner, err := opener(ctx, time.Now)
	if err != nil {
		return err
	}
	err = f(s)
	err = errors.Join(err, s.Close())
	owner.Release()
	return err
}

// AtRest returns ErrUnderWay where a movement of the store is being sent.
func AtRest(ctx context.Context, s journal.Store) error {
	rows, err := s.Rows(ctx, journal.Filter{BeingSent: true})
	if err != nil || len(rows) == 0 {
		return err
	}
	return fmt.Errorf("order %s %w\nclose the other cardwallet first", rows[0].OrderID, ErrUnderWay)
}

// part is how many rows are read at once.
const part = 500

// Each gives all orders of a store to visit, oldest first, until that returns an error.
func Each(ctx context.Context, s journal.Store, visit func(Order) error) error {
	f := journal.Filter{Before: true, Oldest: true, MovementFilter: client.MovementFilter{Limit: part}}
	for {
		rows, err := s.Rows(ctx, f)
		if err != nil {
			return err
		}
		for _, r := range rows {
			f.Past = r.Number
			o, err := whole(ctx, s, r)
			if err == nil {
				err = visit(o)
			}
			if err != nil {
				return err
			}
		}
		if len(rows) < part {
			return nil
		}
	}
}

// whole adds the steps. Where the movement took one since its row was read, that is read again.
func whole(ctx context.Context, s journal.Store, r journal.Row) (Order, error) {
	for {
		if err := ctx.Err(); err != nil {
			return Order{}, err
		}
		steps, err := s.History(ctx, r.OrderID)
		if err != nil {
			return Order{}, err
		}
		if len(steps) > 0 && steps[len(steps)-1].To == r.Status {
			return Order{Row: r, Steps: steps}, nil
		}
		rows, err := s.Rows(ctx, journal.Filter{Before: true, MovementFilter: client.MovementFilter{OrderID: r.OrderID}})
		if err != nil {
			return Order{}, err
		}
		if len(rows) != 1 || rows[0].Status == r.Status {
			return Order{}, fmt.Errorf("the history of order %s does not lead to what became of it (%s)", r.OrderID, r.Status)
		}
		r = rows[0]
	}
}
