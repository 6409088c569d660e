package run

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"cardwallet/client"
	"cardwallet/client/audit"
	"cardwallet/client/labels"
	"cardwallet/client/team"
	"cardwallet/client/team/copies"
	"cardwallet/cmd/internal/identity"
)

// teamLimit is how long a command waits for the team's database where it can do without: for labels before it names cards, and for copies
// at its end.
const teamLimit = 1500 * time.Millisecond

// teamDatabase is the connection to the team's database, made when it is first asked for.
type teamDatabase struct {
	mu sync.Mutex
	db *team.Database

	copying sync.Mutex
	away    bool // it did not answer this command
	fresh   bool // labels were asked for
}

// HasTeam reports whether the config names a team's database. Nothing of it is read or asked.
func (a *App) HasTeam() bool { return a.settings != nil && !a.settings.State.URL.IsZero() }

// TeamOptions are for tests, which let transactions collide.
var TeamOptions team.Options

// Team is the team's database, the one for all that is kept there; nil where the config names none. Where it is and with which password
// is read when it is first asked for, and nothing is asked of the database yet. It may be called by several goroutines; Close closes it.
func (a *App) Team(ctx context.Context) (*team.Database, error) {
	if !a.HasTeam() {
		return nil, nil
	}
	a.team.mu.Lock()
	defer a.team.mu.Unlock()
	if a.team.db != nil {
		return a.team.db, nil
	}
	url, _, err := a.settings.Database(ctx)
	if err != nil {
		return nil, err
	}
	defer clear(url)
	o := TeamOptions
	o.URL = string(url)
	o.Person, o.Host = identity.Person(a.settings)
	db, err := team.Connect(o)
	if err != nil {
		return nil, unusable(err)
	}
	a.team.db = db
	return db, nil
}

func (t *teamDatabase) close() {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.db != nil {
		_ = t.db.Close()
	}
	t.db = nil
}

// Person is who moves money with this program where a team shares its journal; else it is empty.
func (a *App) Person() string {
	if !a.HasTeam() {
		return ""
	}
	name, _ := identity.Person(a.settings)
	return name
}

// Watcher tells of changes of the team's journal and labels. It reads where the database is when it is first asked to watch.
func (a *App) Watcher() *Watcher { return &Watcher{a} }

// Watcher watches the team's database for the screen.
type Watcher struct{ a *App }

// watchAgain is how long a watcher waits where it cannot find out where the database is.
const watchAgain = 5 * time.Second

// Watch tells within a second or so that something has changed, until ctx ends: then the channel is closed. Labels are brought up to date
// before.
func (w *Watcher) Watch(ctx context.Context) <-chan struct{} {
	changed := make(chan struct{}, 1)
	go func() {
		defer close(changed)
		db, err := w.a.Team(ctx)
		for ; err != nil; db, err = w.a.Team(ctx) {
			if client.Sleep(ctx, watchAgain) != nil {
				return
			}
		}
		for range db.Watch(ctx) {
			if w.a.Names != nil {
				_, _ = w.a.Names.Refresh(ctx) // the copy is used until it is read again
			}
			select {
			case changed <- struct{}{}:
			default:
			}
		}
	}()
	return changed
}

// teamLabels is the book of the team's labels, with its copy at path.
func (a *App) teamLabels(path string) *labels.Book {
	person, _ := identity.Person(a.settings)
	return labels.NewShared(path, copies.NewLabels(a.Team, person), a.settings.UI.RememberLast4, a.Now)
}

// AuditCopies are the copies of the team's audit trails; false where the config names no database.
func (a *App) AuditCopies() (table audit.Table, ok bool) { return copies.NewAudit(a.Team), a.HasTeam() }

// refreshNames brings the team's labels up to date, once, before cards are named by them. Where the team's database is away the copy is
// used, and that is said.
func (a *App) refreshNames(ctx context.Context) {
	if !a.HasTeam() || a.Names == nil || a.team.fresh {
		return
	}
	a.team.fresh = true
	ctx, cancel := context.WithTimeout(ctx, teamLimit)
	defer cancel()
	_, err := a.Names.Refresh(ctx)
	if err == nil || errors.Is(err, context.Canceled) {
		return
	}
	a.team.away = errors.Is(err, client.ErrUnreachable)
	of := "no labels are known"
	if at := a.Names.ReadAt(); !at.IsZero() {
		of = "labels are those of " + a.At(at)
	}
	a.Note("%s: %s", of, client.FirstLine(err))
}

// copyToTeam copies what was recorded and learned here to the team. It asks nothing where nothing is left to copy.
func (a *App) copyToTeam(ctx context.Context) error {
	if !a.HasTeam() {
		return nil
	}
	a.team.copying.Lock()
	defer a.team.copying.Unlock()
	var err error
	if a.Names != nil {
		err = a.Names.Send(ctx)
	}
	dir, dirErr := a.StateDir()
	if dirErr != nil {
		return errors.Join(err, dirErr)
	}
	if trail := audit.New(dir); trail.Uncopied() {
		table, _ := a.AuditCopies()
		err = errors.Join(err, trail.Copy(ctx, table))
	}
	return err
}

// copyAtTheEnd is copyToTeam for the end of the program. What does not get there follows with the next command, and fails nothing.
func (a *App) copyAtTheEnd() {
	if !a.HasTeam() || a.team.away || a.timedOut() != "" {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), teamLimit)
	defer cancel()
	switch err := a.copyToTeam(ctx); {
	case err == nil:
	case errors.Is(err, client.ErrUnreachable), ctx.Err() != nil:
		a.Note("the audit trail is copied to the team later: %s", client.FirstLine(err))
	default:
		a.Warn(err)
	}
}

// The pauses between two tries to copy while the team's database is away.
const (
	firstCopyPause = 2 * time.Second
	lastCopyPause  = time.Minute
)

// CopyAlong copies what is recorded to the team while the screen is up: soon calls for it and waits for nothing, end ends it. Failures
// that do not pass by themselves go to failed, once each.
func (a *App) CopyAlong(failed func(error)) (soon, end func()) {
	if !a.HasTeam() {
		return func() {}, func() {}
	}
	ctx, cancel := context.WithCancel(context.Background())
	due, ended := make(chan struct{}, 1), make(chan struct{})
	go func() {
		defer close(ended)
		told := ""
		for pause := time.Duration(0); ; {
			if !await(ctx, due, pause) {
				return
			}
			err := a.copyToTeam(ctx)
			if errors.Is(err, client.ErrUnreachable) {
				pause = min(max(firstCopyPause, 2*pause), lastCopyPause)
				continue
			}
			pause = 0
			if err != nil && ctx.Err() == nil && err.Error() != told {
				told = err.Error()
				failed(fmt.Errorf("not copied to the team: %w", err))
			}
		}
	}()
	soon = func() {
		select {
		case due <- struct{}{}:
		default:
		}
	}
	return soon, func() { cancel(); <-ended }
}

// await waits for something that is due, or for the pause where that is not zero. It reports false when ctx ends.
func await(ctx context.Context, due <-chan struct{}, pause time.Duration) bool {
	var over <-chan time.Time
	if pause > 0 {
		timer := time.NewTimer(pause)
		defer timer.Stop()
		over = timer.C
	}
	select {
	case <-due:
	case <-over:
	case <-ctx.Done():
		return false
	}
	return true
}
