package run

import (
	"context"
	"fmt"
	"os"
	"sync"
	"sync/atomic"

	"cardwallet/client"
	"cardwallet/client/audit"
	"cardwallet/client/journal"
	"cardwallet/cmd/internal/identity"
	"cardwallet/tui/clip"
)

// recordFunc writes entries to the audit trail and returns when they are on the disk. If it fails it says so, and stops nothing.
type recordFunc func(ctx context.Context, entries ...client.AuditEntry)

// Recorder writes entries to the audit trail. It adds who did what they tell of, and from where.
type Recorder struct {
	trail  *audit.Trail
	user   func() string
	failed func(error)

	noDigits bool   // no last four digits go into the trail
	recorded func() // is called after entries are in it; may be nil
}

// NewRecorder returns a recorder for the trail in dir. failed gets what goes wrong.
func NewRecorder(dir string, failed func(error)) *Recorder {
	return &Recorder{trail: audit.New(dir), user: sync.OnceValue(identity.UserName), failed: failed}
}

// recorderIn is NewRecorder. Where lines go to a team, too, it keeps digits out that the person wants kept nowhere.
func (a *App) recorderIn(dir string, failed func(error)) *Recorder {
	r := NewRecorder(dir, failed)
	r.noDigits = a.HasTeam() && !a.settings.UI.RememberLast4
	return r
}

// ScreenRecorder returns a recorder that hands its failures to the screen, since nothing may be printed over that. end ends what copies the
// trail to a team meanwhile.
func (a *App) ScreenRecorder(dir string) (r *Recorder, unrecorded <-chan error, end func()) {
	failures := make(chan error, 1)
	failed := func(err error) {
		select {
		case failures <- err:
		default: // one that nobody was told yet says enough
		}
	}
	r = a.recorderIn(dir, failed)
	r.recorded, end = a.CopyAlong(failed)
	return r, failures, end
}

// WarnUnrecorded prints the failure that the screen had no time to show.
func (a *App) WarnUnrecorded(unrecorded <-chan error) {
	select {
	case err := <-unrecorded:
		a.Warn(err)
	default:
	}
}

// Record is a recordFunc. It writes the entries even where the person gave up, since what they tell of was done.
func (r *Recorder) Record(ctx context.Context, entries ...client.AuditEntry) {
	ctx = context.WithoutCancel(ctx)
	place := clip.Where(ctx, os.Getenv)
	for i := range entries {
		entries[i].User, entries[i].Origin, entries[i].TTY = r.user(), place.Origin, place.TTY
		if r.noDigits {
			entries[i].Last4 = ""
		}
	}
	if err := r.trail.Record(ctx, entries...); err != nil {
		r.failed(err)
	}
	if r.recorded != nil {
		r.recorded()
	}
}

// Record writes what a command does to the audit trail.
func (a *App) Record(ctx context.Context, entries ...client.AuditEntry) {
	if a.recorder == nil {
		dir, err := a.StateDir()
		if err != nil {
			a.Warn(fmt.Errorf("cannot write the audit trail: %w", err))
			return
		}
		a.recorder = a.recorderIn(dir, a.Warn)
	}
	now := a.Now()
	for i := range entries {
		entries[i].At = now
	}
	a.recorder.Record(ctx, entries...)
}

// AuditedJournal is the journal, and notes what it does to money and cards in the audit trail too. If the trail has a movement as intended
// and without an outcome, the program died while it was under way. The journal then knows more.
type AuditedJournal struct {
	*journal.Journal
	Record recordFunc    // may be nil
	Trail  *audit.Trail  // the journal must not be behind it; may be nil
	Moving *atomic.Int32 // counts what is under way; may be nil
}

func (j *AuditedJournal) note(ctx context.Context, entries ...client.AuditEntry) {
	if j.Record != nil {
		j.Record(ctx, entries...)
	}
}

// Check is journal.Journal.Check. It refuses a journal that is behind the trail.
func (j *AuditedJournal) Check(ctx context.Context, account client.Account, in client.Intent) error {
	if err := j.Abreast(ctx); err != nil {
		return err
	}
	return j.Journal.Check(ctx, account, in)
}

// Move is MoveNoted for a caller who waits for the outcome.
func (j *AuditedJournal) Move(ctx context.Context, account client.Account, in client.Intent) (client.Movement, error) {
	return j.MoveNoted(ctx, account, in, func(client.Movement) {})
}

// MoveNoted is journal.Journal.MoveNoted. It refuses a journal that is behind the trail. The order goes into the trail after its row is
// written and before it is sent. So if an order is in the trail alone, the journal lost it.
func (j *AuditedJournal) MoveNoted(ctx context.Context, account client.Account, in client.Intent, noted func(client.Movement),
) (client.Movement, error) {
	if err := j.Abreast(ctx); err != nil {
		return client.Movement{}, err
	}
	if j.Moving != nil {
		j.Moving.Add(1)
		defer j.Moving.Add(-1)
	}
	m, err := j.Journal.MoveNoted(ctx, account, in, func(m client.Movement) {
		if m.Status == client.MovementIntended {
			e := movementEntry(m)
			e.Last4, e.Account = in.Card.Last4, account.ID
			j.note(ctx, e)
		}
		noted(m)
	})
	if m.Repeated { // an earlier movement is told, which has its entries
		return m, err
	}
	done := movementEntry(m)
	if m.OrderID == "" {
		done = movementEntry(client.Movement{Profile: account.Profile, CardID: in.Card.ID, Kind: in.Kind})
		done.Outcome, done.Detail = client.AuditFailed, "nothing was sent"
	}
	done.Last4 = in.Card.Last4
	j.note(ctx, done)
	return m, err
}

// Earlier is journal.Journal.Earlier. It refuses a journal that is behind the trail, which may have forgotten the movement. What is only
// told is no entry of the trail.
func (j *AuditedJournal) Earlier(ctx context.Context, account client.Account, in client.Intent) (earlier client.Earlier, found bool,
	err error) {
	if in.Reference == "" {
		return earlier, false, nil
	}
	if err := j.Abreast(ctx); err != nil {
		return earlier, false, err
	}
	return j.Journal.Earlier(ctx, account, in)
}

// Follow is journal.Journal.Follow.
func (j *AuditedJournal) Follow(ctx context.Context, account client.Account, m client.Movement) (client.Movement, error) {
	next, err := j.Journal.Follow(ctx, account, m)
	if next.Status != m.Status {
		j.note(ctx, movementEntry(next))
	}
	return next, err
}

// Settle is journal.Journal.Settle. It refuses a journal that is behind the trail: an order that is not sent in an older copy may have been
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

// Mark is journal.Journal.Mark. It refuses a journal that is behind the trail. The reason stays in the journal: the trail holds nothing
// that people typed.
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

// movementEntry is the entry about a movement, or a change of a card, as it stands.
func movementEntry(m client.Movement) client.AuditEntry {
	e := client.AuditEntry{
		Action: client.AuditMovement, What: string(m.Kind), Profile: m.Profile, CardID: m.CardID, OrderID: m.OrderID,
		Outcome: client.AuditOutcome(m.Status),
	}
	if m.Amount.Known() {
		e.Detail = m.Amount.Plain()
	}
	if m.Kind.IsChange() {
		e.Action = client.AuditChange
	}
	return e
}

// FieldsEntry is the entry about values of a card, called what, that were opened.
func FieldsEntry(action client.AuditAction, card client.Card, what string) client.AuditEntry {
	return client.AuditEntry{Action: action, What: what, Outcome: client.AuditDone}.ForCard(card)
}
