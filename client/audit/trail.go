package audit

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/gofrs/flock"

	"cardwallet/client"
)

// The files, in the state directory. There is no rotation: a trail in pieces proves less. Whoever wants a new one moves both away.
const (
	FileName = "audit.jsonl"
	headName = "audit.head"
	lockName = "audit.lock"
)

// lockWait is how long one process waits for the others, which take milliseconds.
const lockWait = 5 * time.Second

// Trail is the audit trail in one directory. It is safe for concurrent use, also by several processes.
type Trail struct {
	dir string
	mu  sync.Mutex
}

// New returns the trail of a directory of this user alone. Nothing is looked at before it is used.
func New(dir string) *Trail { return &Trail{dir: dir} }

// Path is where the trail is.
func (t *Trail) Path() string { return filepath.Join(t.dir, FileName) }

func (t *Trail) headPath() string { return filepath.Join(t.dir, headName) }

// Record appends the entries, in this order, and returns when they are on the disk. What is wrong with the end of the trail, as after
// a crash, is noted before them and never taken away. An entry without a time gets that of now.
func (t *Trail) Record(ctx context.Context, entries ...client.AuditEntry) error {
	if len(entries) == 0 {
		return nil
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if err := os.MkdirAll(t.dir, 0o700); err != nil {
		return fmt.Errorf("cannot write the audit trail: %w", err)
	}
	unlock, err := t.lock(ctx)
	if err != nil {
		return fmt.Errorf("cannot lock the audit trail: %w\nit is held by another program, or cannot be written: %s", err, t.dir)
	}
	defer unlock()
	if err := t.append(entries); err != nil {
		return fmt.Errorf("cannot write the audit trail: %w\ncheck that %s can be written", err, t.dir)
	}
	return nil
}

// lock keeps other processes out.
func (t *Trail) lock(ctx context.Context) (unlock func(), err error) {
	ctx, cancel := context.WithTimeout(ctx, lockWait)
	defer cancel()
	lock := flock.New(filepath.Join(t.dir, lockName), flock.SetPermissions(0o600))
	if _, err := lock.TryLockContext(ctx, 2*time.Millisecond); err != nil {
		return nil, errors.Join(err, lock.Close())
	}
	return func() { _ = lock.Close() }, nil // closing lets go of it
}

func (t *Trail) append(entries []client.AuditEntry) error {
	if info, err := os.Lstat(t.Path()); errors.Is(err, fs.ErrNotExist) || err == nil && info.Size() == 0 {
		// The head first: a trail without one is known to have lost it.
		if _, err := os.Lstat(t.headPath()); errors.Is(err, fs.ErrNotExist) {
			if err := writeHead(t.headPath(), position{0, start}); err != nil {
				return err
			}
		}
		defer syncDirectory(t.Path())
	}
	f, err := openPrivate(t.Path(), os.O_RDWR|os.O_APPEND|os.O_CREATE)
	if err != nil {
		return err
	}
	defer f.Close()
	end, err := lookAtEnd(f)
	if err != nil {
		return err
	}
	head, headErr := readHead(t.headPath())
	at, repairs := end.resume(head, headErr)
	for i := range entries {
		if entries[i].At.IsZero() {
			entries[i].At = time.Now()
		}
	}
	var text bytes.Buffer
	if end.open {
		text.WriteByte('\n')
	}
	for _, l := range repairs {
		l.Time, l.User, l.Origin, l.TTY = entries[0].At.UTC(), clean(entries[0].User), clean(entries[0].Origin), clean(entries[0].TTY)
		if at, err = chain(&text, l, at); err != nil {
			return err
		}
	}
	for _, e := range entries {
		if at, err = chain(&text, newLine(e), at); err != nil {
			return err
		}
	}
	if _, err := f.Write(text.Bytes()); err != nil {
		_ = f.Truncate(end.size) // only part of a line of our own; where even that fails the next to write says so
		return err
	}
	if err := f.Sync(); err != nil {
		return err
	}
	return writeHead(t.headPath(), at)
}

// chain writes a line that follows at, and gives where the trail is then.
func chain(w io.Writer, l line, at position) (position, error) {
	l.Seq, l.Prev = at.seq+1, at.hash
	text, hash, err := l.encode()
	if err != nil {
		return at, err
	}
	_, err = w.Write(text)
	return position{l.Seq, hash}, err
}
