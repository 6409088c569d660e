package run

import (
	"context"
	"fmt"
	"os"
	"os/user"
	"strconv"
	"sync"
	"sync/atomic"

	"cardwallet/client"
	"cardwallet/client/audit"
	"cardwallet/client/journal"
	"cardwallet/tui/clip"
)

// recordFunc notes in the audit trail what is done and returns when that is on the disk. A failure to do so is told and stops nothing.
type recordFunc func(ctx context.Context, entries ...client.AuditEntry)

// recorder adds who does something, and from where.
type recorder struct {
	trail  *audit.Trail
	user   func() string
	failed func(error)
}

func NewRecorder(dir string, failed func(error)) *recorder {
	return &recorder{trail: audit.New(dir), user: sync.OnceValue(userName), failed: failed}
}

// NewScreenRecorder hands failures to the screen, which nothing may be printed over.
func NewScreenRecorder(dir string) (*recorder, <-chan error) {
	unrecorded := make(chan error, 1)
	return NewRecorder(dir, func(err error) {
		select {
		case unrecorded <- err:
		default: // one that nobody was told yet says enough
		}
	}), unrecorded
}

// WarnUnrecorded prints what the screen had no time for.
func (a *App) WarnUnrecorded(unrecorded <-chan error) {
	select {
	case err := <-unrecorded:
		a.Warn(err)
	default:
	}
}

// Record is a recordFunc. What was done is noted also when the person gives up.
func (r *recorder) Record(ctx context.Context, entries ...client.AuditEntry) {
	ctx = context.WithoutCancel(ctx)
	place := clip.Where(ctx, os.Getenv)
	for i := range entries {
		entries[i].User, entries[i].Origin, entries[i].TTY = r.user(), place.Origin, place.TTY
	}
	if err := r.trail.Record(ctx, entries...); err != nil {
		r.failed(err)
	}
}

// userName is the one whom the system runs this process for: the environment could name anybody.
func userName() string {
	if u, err := user.Current(); err == nil {
		return u.Username
	}
	return strconv.Itoa(os.Getuid())
}

// Record notes what a command does.
func (a *App) Record(ctx context.Context, entries ...client.AuditEntry) {
	if a.recorder == nil {
		dir, err := a.StateDir()
		if err != nil {
			a.Warn(fmt.Errorf("cannot write the audit trail: %w", err))
			return
		}
		a.recorder = NewRecorder(dir, a.Warn)
	}
	now := a.Now()
	for i := range entries {
		entries[i].At = now
	}
	a.recorder.Record(ctx, entries...)
}

// AuditedJournal is the journal, with everything that it does to money and cards noted in the audit trail too. A movement that is noted
// there as intended and has no outcome was under way when the program died; the journal knows more.
type AuditedJournal struct {
	*journal.Journal
	Record recordFunc    // may be nil
	Trail  *audit.Trail  // what the journal is held against; may be nil
	Moving *atomic.Int32 // counts what is under way; may be nil
}

func (j *AuditedJournal) note(ctx context.Context, entries ...client.AuditEntry) {
	if j.Record != nil {
		j.Record(ctx, entries...)
	}
}

// Check is journal.Journal.Check of a journal that is not behind the trail.
func (j *AuditedJournal) Check(ctx context.Context, account client.Account, in client.Intent) error {
	if err := j.Abreast(ctx); err != nil {
		return err
	}
	return j.Journal.Check(ctx, account, in)
}

// Move is journal.Journal.Move of a journal that is not behind the trail. The trail gets the order when it has its row and is not sent yet:
// an order that is only in the trail is one that the journal lost.
func (j *AuditedJournal) Move(ctx context.Context, account client.Account, in client.Intent) (client.Movement, error) {
	if err := j.Abreast(ctx); err != nil {
		return client.Movement{}, err
	}
	if j.Moving != nil {
		j.Moving.Add(1)
		defer j.Moving.Add(-1)
	}
	m, err := j.Journal.MoveNoted(ctx, account, in, func(m client.Movement) {
		e := movementEntry(m)
		e.Last4, e.Account = in.Card.Last4, account.ID
		j.note(ctx, e)
	})
	done := movementEntry(m)
	if m.OrderID == "" {
		done = movementEntry(client.Movement{Profile: account.Profile, CardID: in.Card.ID, Kind: in.Kind})
		done.Outcome, done.Detail = client.AuditFailed, "nothing was sent"
	}
	done.Last4 = in.Card.Last4
	j.note(ctx, done)
	return m, err
}

// Follow is journal.Journal.Follow.
func (j *AuditedJournal) Follow(ctx context.Context, account client.Account, m client.Movement) (client.Movement, error) {
	next, err := j.Journal.Follow(ctx, account, m)
	if next.Status != m.Status {
		j.note(ctx, movementEntry(next))
	}
	return next, err
}

// Settle is journal.Journal.Settle of a journal that is not behind the trail: what an older copy has as noted and not sent may have been
// sent since.
func (j *AuditedJournal) Settle(ctx context.Context, accounts []client.Account) ([]client.Movement, error) {
	if err := j.Abreast(ctx); err != nil {
		return nil, err
	}
	settled, err := j.Journal.Settle(ctx, accounts)
	var entries []client.AuditEntry
	for _, m := range settled {
		entries = append(entries, movementEntry(m))
	}
	if len(entries) > 0 {
		j.note(ctx, entries...)
	}
	return settled, err
}

// Mark is journal.Journal.Mark, likewise. The reason stays in the journal: the trail holds no text of people.
func (j *AuditedJournal) Mark(ctx context.Context, orderID string, as client.MovementStatus, reason, cardID string) (client.Movement,
	error) {
	if err := j.Abreast(ctx); err != nil {
		return client.Movement{}, err
	}
	m, err := j.Journal.Mark(ctx, orderID, as, reason, cardID)
	e := movementEntry(m)
	e.Action, e.OrderID, e.Outcome, e.Detail = client.AuditMark, orderID, client.AuditOutcome(as), markedByHand
	if err != nil {
		e.Outcome, e.Detail = client.AuditFailed, "not marked"
	}
	j.note(ctx, e)
	return m, err
}

// markedByHand is the detail of a mark that the journal took.
const markedByHand = "by hand"

// movementEntry is the entry about a movement as it stands, or about a change of a card.
func movementEntry(m client.Movement) client.AuditEntry {
	e := client.AuditEntry{
		Action: client.AuditMovement, What: string(m.Kind), Profile: m.Profile, CardID: m.CardID, OrderID: m.OrderID,
		Outcome: client.AuditOutcome(m.Status),
	}
	if m.Amount.Known() {
		e.Detail = m.Amount.String()
	}
	if m.Kind.IsChange() {
		e.Action = client.AuditChange
	}
	return e
}

// FieldsEntry is the entry about values of a card that were opened.
func FieldsEntry(action client.AuditAction, card client.Card, what string) client.AuditEntry {
	return client.AuditEntry{Action: action, What: what, Outcome: client.AuditDone}.ForCard(card)
}
