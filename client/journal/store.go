package journal

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"cardwallet/client"
	"cardwallet/client/journal/spent"
)

// What can be wrong with a store.
var (
	// ErrDamaged is returned for a store that cannot be read. The error says whether its content was set aside. After that a Journal stays
	// damaged: another try could begin an empty store and forget every open movement.
	ErrDamaged = errors.New("the journal is damaged")
	// ErrReplaced is returned when the opened store is no longer at its place, or not all of it.
	ErrReplaced = errors.New("the journal was removed, renamed or replaced while it was open")
)

// Opener opens a store, with the owner that is this handle. now is the journal's clock.
type Opener func(ctx context.Context, now func() time.Time) (Store, Owner, error)

// Store keeps movements and their history. Its transactions keep the writers of one card apart. The journal decides what is written, and
// when.
type Store interface {
	View
	// Write runs f in one transaction, as if nobody else wrote meanwhile. When Write returns, the result survives a power loss. An error of
	// f undoes it. f may run more than once, if the first try cannot be kept apart from other transactions.
	Write(ctx context.Context, f func(context.Context, Tx) error) error
	// History lists the steps of one movement, oldest first; none for an order that is not there.
	History(ctx context.Context, orderID string) ([]client.Step, error)
	// InPlace returns ErrReplaced where what was opened is not there any more.
	InPlace() error
	// Shared reports whether everybody who moves money at the accounts notes it here. Then nothing happens there that has no row.
	Shared() bool
	Close() error
}

// View reads rows.
type View interface {
	// Rows lists what the filter selects, newest first unless it says otherwise.
	Rows(ctx context.Context, f Filter) ([]Row, error)
	// Spent is what the rows come to that were noted as r has it, as spent.Sums counts them.
	Spent(ctx context.Context, r Recent) (spent.Sums, error)
}

// Tx is a store from within a transaction. What a method has to say beside what it reads, a later one may say, or Write at the end.
type Tx interface {
	View
	// MaySend returns an error, such as ErrReplaced, if other processes would not find a row that is written now, or take its owner for
	// dead. Then nothing is added and nothing sent.
	MaySend(ctx context.Context, owner string) error
	// Add writes a new row.
	Add(ctx context.Context, r Row) error
	// Update writes the parts of a row that a step or an amendment can change. If the Row has no Before, the stored one stays.
	Update(ctx context.Context, r Row) error
	// Note adds to the history of an order.
	Note(ctx context.Context, orderID string, s client.Step) error
}

// Owner is a handle's sign of life, which other handles see. It ends with its process, however that ends, and never comes back: who is dead
// stays dead.
type Owner interface {
	// Begin gives the name that the handle's next movement is noted under. It holds until end is called.
	Begin(ctx context.Context) (id string, end func(), err error)
	// Bound ends a context before other handles may take the owner for dead. It is called right after MaySend's transaction, and returns
	// an error if that is too late already.
	Bound(ctx context.Context, id string) (context.Context, context.CancelFunc, error)
	// Is reports whether the id is, or was, this handle's.
	Is(id string) bool
	// Lives reports whether another owner may be alive. One that cannot be looked at may be.
	Lives(ctx context.Context, id string) bool
	// Release ends the owner.
	Release()
}

// Clock is a Store that has a clock of its own, which stamps and ages the rows of all machines.
type Clock interface {
	Moment() Moment
}

// Filter selects rows.
type Filter struct {
	client.MovementFilter
	Recent    Recent   // noted less than so long ago
	Accounts  []string // also rows of an account with one of these ids, under another profile name; empty: the profile's own only
	BeingSent bool     // intended or sent: their owner is at work on them
	Around    string   // an order: only movements that were open at some time since it was noted; empty is any
	Succeeded bool     // called a success
	Unnamed   bool     // creations that succeeded and whose card is not known
	Before    bool     // read Row.Before too, which takes long
	Oldest    bool     // oldest first
	Past      int64    // only rows that come after the one with this number, in that order; 0 is all
}

// Recent selects rows that were noted less than D before Now, or in its future; of any time where D is 0.
type Recent struct {
	Now Moment
	D   time.Duration
}

// Row is a movement with what only the journal needs to know about it.
type Row struct {
	client.Movement
	Owner   string              // the handle that sends it; empty in rows from before version 2
	Number  int64               // where it stands among all rows, the newest highest; given by the store
	Account string              // which account it was sent for, see client.Account.ID; empty in rows from before version 3
	Subject string              // what a creation would create, to recognise the same one, or what a change of limits would set; else empty
	Before  *client.Observation // the issuer's state before it was sent, nil where none was noted, or it was not asked for
	Noted   Moment              // when it was noted; its time is CreatedAt
	Left    Moment              // when the request can have left at the latest: SentAt or EndedAt; zero before it was marked as sent
	SentAt  time.Time           // when it was marked as sent; zero before, and for what is known never to have left
	EndedAt time.Time           // when its sender gave up waiting for an answer, or its death was noticed; zero before
	Absent  bool                // it failed since the issuer was found not to have it, whatever had left
	Refused string              // the kind of refusal that it failed with, as client.Error.Kind says it; empty for others

	NotedStep, SentStep int64 // where its first step, and that to sent, stand among all steps of the journal; 0 where not asked for
}

// leftAt is when the request can have left at the latest, as far as is known.
func (r Row) leftAt() Moment {
	if r.Left.IsZero() {
		return r.Noted
	}
	return r.Left
}

// find lists what the filter selects, newest first, as it is called here.
func (j *Journal) find(ctx context.Context, v View, f Filter) ([]Row, error) {
	if f.Profile != "" && f.Accounts == nil {
		f.Accounts = j.accounts[f.Profile]
	}
	rows, err := v.Rows(ctx, f)
	for n := range rows {
		rows[n].tellChange()
		if j.store.Shared() {
			rows[n].Profile = j.profileOf(rows[n])
		}
	}
	if f.Profile != "" && j.store.Shared() {
		rows = slices.DeleteFunc(rows, func(r Row) bool { return r.Profile != f.Profile && !slices.Contains(f.Accounts, r.Account) })
	}
	return rows, err
}

// profileOf is what the account of a row is called on this machine: others may call it otherwise, and another account by the same name.
func (j *Journal) profileOf(r Row) string {
	ids, known := j.accounts[r.Profile]
	if r.Account == "" || slices.Contains(ids, r.Account) {
		return r.Profile
	}
	for _, profile := range slices.Sorted(maps.Keys(j.accounts)) {
		if slices.Contains(j.accounts[profile], r.Account) {
			return profile
		}
	}
	if known && r.Person != j.person {
		return r.Profile + " of " + r.Person
	}
	return r.Profile
}

// read reads the row of an order. It returns client.ErrNotFound for one that is not in the journal.
func (j *Journal) read(ctx context.Context, v View, orderID string) (Row, error) {
	found, err := j.find(ctx, v, Filter{MovementFilter: client.MovementFilter{OrderID: orderID}})
	if err == nil && len(found) == 0 {
		err = notInJournal(orderID)
	}
	if err != nil {
		return Row{}, err
	}
	return found[0], nil
}

func notInJournal(orderID string) error {
	return fmt.Errorf("order %s: %w in the journal\nsee what there is with: cardwallet activity", orderID, client.ErrNotFound)
}
