package journal

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"cardwallet/client"
	"cardwallet/client/elsewhere"
)

// namelessMargin is how far apart the journal and the issuer may date the same movement.
const namelessMargin = 2 * time.Minute

// check looks for what forbids a movement: the guards, and what the issuer has that this journal does not know.
func (j *Journal) check(ctx context.Context, e errand, r Row) error {
	if told, err := j.isEarlier(ctx, e, r); told || err != nil {
		return err // nothing is sent, so that nothing is in its way
	}
	if err := j.forbid(ctx, j.store, e, r); err != nil {
		if told, _ := j.isEarlier(ctx, e, r); told { // what is in the way is itself: somebody noted it since
			return nil
		}
		return err
	}
	return j.checkStrangers(ctx, e, r)
}

// isEarlier reports whether an earlier request with the reference of r was made, whose outcome is told.
func (j *Journal) isEarlier(ctx context.Context, e errand, r Row) (bool, error) {
	earlier, err := j.findEarlier(ctx, j.store, e, r)
	return err == nil && earlier.OrderID != "" && !earlier.mayBeMadeAgain(), err
}

// asksElsewhere reports whether somebody whose movements are not in this journal can have moved money at the account, and the issuer tells.
func (e errand) asksElsewhere() bool {
	return !e.account.SoleUser && elsewhere.Asks(e.account, e.in.Kind)
}

// checkStrangers puts movements of money before the person that the issuer's records show and no row tells of. It says what the guards say
// of the journal's own rows, as far as records do. The number of r itself is nobody else's: the issuer refuses to have it twice.
func (j *Journal) checkStrangers(ctx context.Context, e errand, r Row) error {
	if !e.asksElsewhere() {
		return nil
	}
	now := j.now()
	found, err := j.looks.Movements(ctx, e.account, e.in, now, repeatWindow)
	if err != nil {
		return fmt.Errorf("nothing was sent: it cannot be seen what others did: %w", err)
	}
	var strange []client.Movement
	var own []Row // without a number in the issuer's records, that no record was taken for
	for n, m := range found {
		nameless := m.OrderID == m.IssuerOrderID
		if nameless && own == nil {
			if own, err = j.ownWithoutNumber(ctx, e, r, found[n:]); err != nil {
				return err
			}
		}
		switch known, err := j.knows(ctx, m); {
		case err != nil:
			return err
		case known, m.OrderID == r.OrderID, slices.Contains(e.in.Repeat, m.OrderID), nameless && take(&own, m, r.Noted, now):
			continue
		}
		strange = append(strange, m)
	}
	if len(strange) == 0 {
		return nil
	}
	g := &client.GuardError{Kind: client.ErrRepeat, Movement: strange[0], Others: strange[1:], Stranger: true,
		Hint: "confirm it again if you mean it; ask your colleagues, or look into the issuer's dashboard"}
	var details []string
	for _, m := range strange {
		details = append(details, "somebody else's "+j.about(m))
	}
	g.Detail = strings.Join(details, "; ") + ": not by this journal, so who made it is not known"
	return g
}

// knows reports whether the journal has the order.
func (j *Journal) knows(ctx context.Context, m client.Movement) (bool, error) {
	rows, err := j.find(ctx, j.store, Filter{MovementFilter: client.MovementFilter{OrderID: m.OrderID}})
	return len(rows) > 0, err
}

// ownWithoutNumber are the journal's movements of the last minutes that a record without an order number can be of: all that can have
// reached the issuer and that no record is of by its number.
func (j *Journal) ownWithoutNumber(ctx context.Context, e errand, r Row, found []client.Movement) ([]Row, error) {
	rows, err := j.find(ctx, j.store, Filter{Accounts: e.account.IDs(), Recent: Recent{r.Noted, repeatWindow + namelessMargin},
		MovementFilter: client.MovementFilter{Profile: r.Profile, CardID: r.CardID}})
	return slices.DeleteFunc(rows, func(o Row) bool {
		return o.Kind.IsChange() || o.neverLeft() || slices.ContainsFunc(found, func(m client.Movement) bool { return m.OrderID == o.OrderID })
	}), err
}

// take takes the row out of own that the record is of: the one with the issuer's number, else one of its kind, amount and age. Each row is
// taken once.
func take(own *[]Row, m client.Movement, noted Moment, now time.Time) bool {
	n := slices.IndexFunc(*own, func(o Row) bool { return o.IssuerOrderID != "" && o.IssuerOrderID == m.IssuerOrderID })
	if n < 0 {
		n = slices.IndexFunc(*own, func(o Row) bool {
			apart := o.Noted.since(noted) - now.Sub(m.CreatedAt)
			return o.IssuerOrderID == "" && o.Kind == m.Kind && o.Amount.Same(m.Amount) && apart.Abs() <= namelessMargin
		})
	}
	if n >= 0 {
		*own = slices.Delete(*own, n, n+1)
	}
	return n >= 0
}
