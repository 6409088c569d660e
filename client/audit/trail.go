package audit

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"
	"time"

	"cardwallet/client"
	"cardwallet/client/private"
)

// The files, in the state directory. There is no rotation: a trail in pieces proves less. Whoever wants a new one moves both away.
const (
	FileName = "audit.jsonl"
	headName = "audit.head"
	lockName = "audit.lock"
)

const (
	// lockWait is how long one process waits for the others, which take milliseconds each, while they write.
	lockWait = 5 * time.Second
	// stuckWait is how long it waits for a process that holds the lock and writes nothing. It waits so long only once: while that process
	// still holds the lock, later entries are given up at once.
	stuckWait = time.Second
)

// Trail is the audit trail in one directory. It is safe for concurrent use, also by several processes.
type Trail struct {
	dir string

	mu    sync.Mutex
	stuck int64 // the size of the trail when another program held the lock and wrote nothing; -1 when none did
}

// New returns the trail of a directory of this user alone. Nothing is looked at before it is used.
func New(dir string) *Trail { return &Trail{dir: dir, stuck: -1} }

// Path is where the trail is.
func (t *Trail) Path() string { return filepath.Join(t.dir, FileName) }

func (t *Trail) headPath() string { return filepath.Join(t.dir, headName) }

// Record appends the entries in this order and returns when they are on the disk. After an error the first of them may be there. If
// something is wrong with the end of the trail, as after a crash, Record first writes a note about it; it never removes anything. An
// entry without a time gets the present one.
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
		return fmt.Errorf("cannot lock the audit trail: %w\n"+
			"what was done is unrecorded; see who has %s open", err, filepath.Join(t.dir, lockName))
	}
	defer unlock()
	if err := t.append(entries); err != nil {
		return fmt.Errorf("cannot write the audit trail: %w\ncheck that %s can be written", err, t.dir)
	}
	return nil
}

// errHeld is returned when another program holds the lock for too long.
var errHeld = errors.New("another program holds it")

// lock keeps other processes out.
func (t *Trail) lock(ctx context.Context) (unlock func(), err error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	lock, err := private.NewLock(filepath.Join(t.dir, lockName))
	if err != nil {
		return nil, err
	}
	size, start := t.size(), time.Now()
	for since := start; ; {
		held, err := lock.TryLock()
		if err == nil && !held {
			err = ctx.Err()
		}
		if held {
			t.stuck = -1
			return func() { _ = lock.Close() }, nil // closing lets go of it
		}
		if now := t.size(); now != size {
			size, since = now, time.Now()
		}
		if err == nil && (t.stuck == size || time.Since(since) > stuckWait || time.Since(start) > lockWait) {
			t.stuck, err = size, errHeld
		}
		if err != nil {
			return nil, errors.Join(err, lock.Close())
		}
		time.Sleep(2 * time.Millisecond)
	}
}

// size is how much was written to the trail.
func (t *Trail) size() int64 {
	info, err := os.Stat(t.Path())
	if err != nil {
		return 0
	}
	return info.Size()
}

func (t *Trail) append(entries []client.AuditEntry) error {
	f, err := private.OpenOwn(t.Path(), os.O_RDWR|os.O_APPEND|os.O_CREATE)
	if err != nil {
		return err
	}
	defer f.Close()
	end, err := lookAtEnd(f)
	if err != nil {
		return err
	}
	if end.size == 0 {
		_ = private.SyncDirectory(t.dir) // the file may be new; some file systems cannot
	}
	head, headErr := readHead(t.headPath())
	return appendTo(&files{trail: f, size: end.size, headPath: t.headPath()}, end, head, headErr, entries)
}

// disk is what a trail is written to, one step at a time: a program can die between any two.
type disk interface {
	write(text []byte) error
	sync() error
	head(position) error
}

// appendTo puts one line after the other on the disk, each with its head before the next: wherever the program dies, no more than one
// line is beyond the head.
func appendTo(d disk, end ending, head position, headErr error, entries []client.AuditEntry) error {
	if end.size == 0 && neverWritten(headErr) {
		// The head first: a trail without one is known to have lost it.
		head, headErr = position{0, start}, nil
		if err := d.head(head); err != nil {
			return err
		}
	}
	at, repairs, broken := end.resume(head, headErr)
	if !broken && at != head {
		// The head is one line behind. It catches up before that is noted: otherwise the note would be the second line beyond it.
		if err := d.sync(); err != nil {
			return err
		}
		if err := d.head(at); err != nil {
			return err
		}
	}
	now := time.Now()
	for i := range entries {
		if entries[i].At.IsZero() {
			entries[i].At = now
		}
	}
	a := appender{disk: d, at: at, open: end.open}
	for i, l := range repairs {
		l.Time, l.User, l.Origin, l.TTY = entries[0].At.UTC(), clean(entries[0].User), clean(entries[0].Origin), clean(entries[0].TTY)
		if err := a.line(l); err != nil {
			return err
		}
		if broken && i < len(repairs)-1 {
			continue // the head is the proof until the last repair, which says what is wrong, is on the disk
		}
		if err := d.head(a.at); err != nil {
			return err
		}
	}
	for _, e := range entries {
		if err := a.line(newLine(e)); err != nil {
			return err
		}
		if err := d.head(a.at); err != nil {
			return err
		}
	}
	return nil
}

// appender writes lines that follow each other.
type appender struct {
	disk disk
	at   position
	open bool // what is there does not end with a line end
}

// line puts one on the disk, without its head.
func (a *appender) line(l line) error {
	var text bytes.Buffer
	if a.open {
		text.WriteByte('\n')
	}
	next, err := chain(&text, l, a.at)
	if err != nil {
		return err
	}
	if err := a.disk.write(text.Bytes()); err != nil {
		return err
	}
	a.at, a.open = next, false
	return a.disk.sync()
}

// files is the disk of a Trail.
type files struct {
	trail    *os.File
	size     int64 // of the trail
	headPath string
}

func (f *files) write(text []byte) error {
	if _, err := f.trail.Write(text); err != nil {
		_ = f.trail.Truncate(f.size) // only part of a line of our own; where even that fails the next to write says so
		return err
	}
	f.size += int64(len(text))
	return nil
}

func (f *files) sync() error { return f.trail.Sync() }

func (f *files) head(p position) error {
	if err := writeHead(f.headPath, p); err != nil {
		return err
	}
	if f.size == 0 {
		_ = private.SyncDirectory(filepath.Dir(f.headPath))
	}
	return nil
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
