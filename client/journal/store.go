package journal

import (
	"context"
	"time"

	"cardwallet/client"
)

// store keeps movements and their history. Each write is one transaction, durable against power loss when it returns.
type store interface {
	view
	// insert adds an intended movement, unless the store is not in its place. guard sees the rows as they are in the same transaction; its error undoes the insertion.
	// That is one step for all processes that share the store.
	insert(ctx context.Context, r row, guard func(context.Context, view) error) error
	// advance takes a movement one step further and returns it. It returns errTransition for a step that is not allowed or whose
	// from is no longer so, and client.ErrNotFound for an order that is not there. To sent it goes only while the store is in its place.
	advance(ctx context.Context, orderID string, s step) (client.Movement, error)
	// amend adds what became known without a step and returns the movement.
	amend(ctx context.Context, orderID string, a amendment) (client.Movement, error)
	// restore takes a movement to where it is known to stand, all of its steps at once, and adds it where there is none. It reports
	// whether anything changed: a settled one stays as it is.
	restore(ctx context.Context, r row, at moment) (changed bool, err error)
	// history lists the steps of one movement, oldest first.
	history(ctx context.Context, orderID string) ([]client.Step, error)
	// inPlace returns ErrReplaced where what was opened is not there any more.
	inPlace() error
	close() error
}

// view reads rows.
type view interface {
	// rows lists what the filter selects, newest first.
	rows(ctx context.Context, f filter) ([]row, error)
}

// filter selects rows.
type filter struct {
	client.MovementFilter
	recent    recent   // noted less than so long ago
	accounts  []string // rows of the account with these ids under another profile name too; none is the profile's own only
	beingSent bool     // intended or sent: their owner is at work on them
	around    string   // an order: those that were open at some time since it was noted; empty is any
	succeeded bool     // called a success
	unnamed   bool     // creations that succeeded and whose card is not known
	before    bool     // read row.before too, which takes long
}

// recent selects rows that were noted less than d before now, or in its future; of any time where d is 0.
type recent struct {
	now moment
	d   time.Duration
}

// row is a movement with what only the journal needs to know about it.
type row struct {
	client.Movement
	owner   string              // the handle that sends it; empty in rows from before version 2
	account string              // which account it was sent for, see client.Account.ID; empty in rows from before version 3
	subject string              // what a creation would create, to recognise the same one; what a change of limits would set; else empty
	before  *client.Observation // the issuer's state before it was sent, nil where none was noted, or it was not asked for
	noted   moment              // when it was noted; its time is CreatedAt
	left    moment              // when the request can have left at the latest: sentAt or endedAt; zero before it was marked as sent
	sentAt  time.Time           // when it was marked as sent; zero before, and for what is known never to have left
	endedAt time.Time           // when its sender gave up waiting for an answer, or its death was noticed; zero before

	notedStep, sentStep int64 // where its first step, and that to sent, stand among all steps of the journal; 0 where not asked for
}

// leftAt is when the request can have left at the latest, as far as is known.
func (r row) leftAt() moment {
	if r.left.IsZero() {
		return r.noted
	}
	return r.left
}

// step is one transition with what became known by it. Empty values leave what is there.
type step struct {
	from          client.MovementStatus // what the conclusion was drawn from, empty where that does not matter
	to            client.MovementStatus
	issuerOrderID string
	cardID        string
	fee           client.Money
	description   string
	before        *client.Observation
	neverLeft     bool // it ended before a byte of it left: then it was not sent
	reversal      bool // the issuer has undone a success: the only step from there
	ended         bool // nobody waits for the answer any more: the sender gave up, or is dead
	at            moment
}

// amendment is what became known of a movement whose state stays. Empty values leave what is there. A card id that is there is
// never replaced.
type amendment struct {
	cardID      string
	description string
}
