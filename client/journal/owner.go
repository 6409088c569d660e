package journal

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/gofrs/flock"

	"cardwallet/client"
	"cardwallet/client/private"
)

// A row that is intended or sent belongs to the handle that sends it. Each handle holds the lock of a file of its own beside the
// journal for as long as it lives. The system lets go of the lock when the process ends, however it ends, so that a held lock is a
// living owner and anything else is a dead one: process numbers, which are used again, are not needed. Names are random and never used
// again: who is dead stays dead.

// ownerless is how old a row must be that names no owner, as version 1 wrote them, before its owner counts as dead.
const ownerless = 10 * time.Minute

// owner is a handle's own lock.
type owner struct {
	journal string // path
	id      string
	lock    *flock.Flock
}

func ownerPath(journal, id string) string { return journal + "-owner-" + id }

// own takes a new owner's lock.
func own(journal string) (*owner, error) {
	for {
		id := rand.Text()
		path := ownerPath(journal, id)
		lock, err := private.NewLock(path)
		held := false
		if err == nil {
			held, err = lock.TryLock()
		}
		if err != nil {
			return nil, fmt.Errorf("cannot lock %s: %w\ncheck that the directory is on a local disk and can be written", path, err)
		}
		// Someone who tidies up can have locked the file, or removed it, before it was locked here.
		if held && isAt(lock, path) {
			return &owner{journal: journal, id: id, lock: lock}, nil
		}
		_ = lock.Close() // it is nobody's: the next to tidy up removes it
	}
}

// isAt reports whether the open file still has its name.
func isAt(lock *flock.Flock, path string) bool {
	opened, err := lock.Stat()
	if err != nil {
		return false
	}
	named, err := os.Lstat(path)
	return err == nil && os.SameFile(opened, named)
}

// release ends the owner.
func (o *owner) release() { discard(o.lock) }

// discard removes a lock file that is held here. Windows cannot remove it while it is open.
func discard(lock *flock.Flock) {
	if os.Remove(lock.Path()) == nil {
		_ = lock.Close() // closing a file that is gone loses nothing
		return
	}
	if lock.Close() == nil {
		_ = os.Remove(lock.Path()) // what stays is removed by the next to tidy up
	}
}

// lives reports whether another owner is alive, and removes the lock file of one that is not. An owner that cannot be looked at
// counts as alive.
func lives(journal, id string) bool {
	path := ownerPath(journal, id)
	if id == "" || strings.ContainsAny(id, `/\`) {
		return false
	}
	if _, err := os.Lstat(path); errors.Is(err, fs.ErrNotExist) {
		return false
	}
	lock, err := private.NewLock(path)
	if err != nil {
		return true
	}
	held, err := lock.TryLock()
	if err != nil || !held {
		return true
	}
	discard(lock)
	return false
}

// others reports whether a living handle apart from o has the journal open, and removes the lock files of dead ones.
func (o *owner) others() bool {
	found := false
	paths, err := filepath.Glob(globEscape(o.journal) + "-owner-*")
	if err != nil {
		return true // cannot happen: the pattern is well-formed
	}
	for _, path := range paths {
		id := strings.TrimPrefix(path, ownerPath(o.journal, ""))
		found = id != o.id && lives(o.journal, id) || found
	}
	return found
}

// globEscape makes a path match itself.
func globEscape(path string) string {
	return strings.NewReplacer(`*`, `[*]`, `?`, `[?]`, `[`, `[[]`).Replace(path)
}

// settleOwnerless takes the movements of owners that died one step further: what was sent is unknown, what was not is failed. It returns
// those, and ErrReplaced where the journal is not in its place.
func (j *Journal) settleOwnerless(ctx context.Context) ([]client.Movement, error) {
	if err := j.store.inPlace(); err != nil {
		return nil, err
	}
	working, err := j.store.rows(ctx, filter{beingSent: true})
	if err != nil {
		return nil, err
	}
	var settled []client.Movement
	alive := map[string]bool{}
	for _, r := range working {
		if j.ownerLives(r, alive) {
			continue
		}
		s := step{to: client.MovementFailed, description: "the program ended before it was sent"}
		if r.Status == client.MovementSent {
			s = step{to: client.MovementUnknown, description: "the program ended while it was sending; " + r.Kind.Doubt()}
			s.ended = true // how long it was sending is not known: it can have left the moment before
		}
		s.from = r.Status // its owner can have sent it, and died, since the row was read
		m, err := j.note(ctx, r.OrderID, s)
		if errors.Is(err, errTransition) {
			continue // another process did it, or it is looked at again
		}
		if err != nil {
			return settled, err
		}
		settled = append(settled, m)
	}
	return settled, nil
}

// ownerLives reports whether the row's owner may still be at work on it; known keeps what was found out.
func (j *Journal) ownerLives(r row, known map[string]bool) bool {
	switch r.owner {
	case "":
		return !r.noted.surelySince(j.moment(), ownerless)
	case j.owner.id:
		j.mu.Lock()
		defer j.mu.Unlock()
		return j.sending[r.OrderID]
	}
	living, looked := known[r.owner]
	if !looked {
		living = lives(j.owner.journal, r.owner)
		known[r.owner] = living
	}
	return living
}

// begin marks an order as being worked on by this handle, and the function that it returns as not any more.
func (j *Journal) begin(orderID string) (end func()) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.sending[orderID] = true
	return func() {
		j.mu.Lock()
		defer j.mu.Unlock()
		delete(j.sending, orderID)
	}
}
