package sqlite

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/gofrs/flock"

	"cardwallet/client/private"
)

// A row that is intended or sent belongs to the handle that sends it. Each handle holds the lock of a file of its own beside the
// journal for as long as it lives. The system lets go of the lock when the process ends, however it ends, so that a held lock is a
// living owner and anything else is a dead one: process numbers, which are used again, are not needed. Names are random and never used
// again: who is dead stays dead.
//
// A handle that ends well takes its file away. One that is left says that a program ended in the middle: it stays until the journal was
// checked.

// owner is a handle's own lock.
type owner struct {
	path string // of the journal
	id   string
	lock *flock.Flock
}

func ownerPath(path, id string) string { return path + "-owner-" + id }

// own takes a new owner's lock.
func own(file string) (*owner, error) {
	for {
		id := rand.Text()
		path := ownerPath(file, id)
		lock, err := private.NewLock(path)
		held := false
		if err == nil {
			held, err = lock.TryLock()
		}
		if err != nil {
			return nil, fmt.Errorf("cannot lock %s: %w\ncheck that the directory is on a local disk and can be written", path, err)
		}
		// Someone who looks can have locked the file, or removed it, before it was locked here.
		if held && isAt(lock, path) {
			return &owner{path: file, id: id, lock: lock}, nil
		}
		discard(lock)
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

// Begin gives the handle's only id, which is random and never used again.
func (o *owner) Begin(context.Context) (string, func(), error) { return o.id, func() {}, nil }

// Is reports whether the id is this handle's.
func (o *owner) Is(id string) bool { return id == o.id }

// Bound has no end: who lives keeps the lock.
func (o *owner) Bound(ctx context.Context, _ string) (context.Context, context.CancelFunc, error) {
	return ctx, func() {}, nil
}

// Release removes the lock file.
func (o *owner) Release() { discard(o.lock) }

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

// Lives reports whether another owner is alive. One that cannot be looked at counts as alive.
func (o *owner) Lives(_ context.Context, id string) bool {
	if id == "" || strings.ContainsAny(id, `/\`) {
		return false
	}
	found, lock := lookAt(ownerPath(o.path, id))
	if lock != nil {
		_ = lock.Close()
	}
	return found == living || found == unseen
}

// sign is what a lock file says of its owner.
type sign int

const (
	gone   sign = iota // there is no file
	dead               // there is a file that nobody holds
	living             // somebody holds it
	unseen             // it cannot be looked at
)

// lookAt looks at a lock file. That of a dead owner it locks for reading, as others can at the same moment.
func lookAt(path string) (sign, *flock.Flock) {
	if _, err := os.Lstat(path); errors.Is(err, fs.ErrNotExist) {
		return gone, nil
	}
	lock, err := private.NewLock(path)
	if err != nil {
		return unseen, nil
	}
	switch held, err := lock.TryRLock(); {
	case err != nil:
		return unseen, nil
	case !held:
		return living, nil
	}
	return dead, lock
}

// others is what the files of other handles say.
type others struct {
	living bool     // one may be alive
	unsure bool     // one cannot be looked at
	dead   []string // files of those that did not end well
}

// others looks at all other handles that have the journal open, or had.
func (o *owner) others() (found others) {
	paths, err := filepath.Glob(globEscape(o.path) + "-owner-*")
	if err != nil { // cannot happen: the pattern is well-formed
		return others{living: true, unsure: true}
	}
	for _, path := range paths {
		if path == ownerPath(o.path, o.id) {
			continue
		}
		switch is, lock := lookAt(path); is {
		case dead:
			_ = lock.Close()
			found.dead = append(found.dead, path)
		case living:
			found.living = true
		case unseen:
			found.living, found.unsure = true, true
		case gone:
		}
	}
	return found
}

// bury removes what dead handles left.
func (o others) bury() {
	for _, path := range o.dead {
		if _, lock := lookAt(path); lock != nil {
			discard(lock)
		}
	}
}

// globEscape makes a path match itself.
func globEscape(path string) string {
	return strings.NewReplacer(`*`, `[*]`, `?`, `[?]`, `[`, `[[]`).Replace(path)
}
