package audit

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"time"

	"cardwallet/client"
	"cardwallet/client/private"
)

// Entry is an entry as it stands in the trail.
type Entry struct {
	client.AuditEntry
	Line int   // in the file, from 1 on
	Seq  int64 // from 1 on
	// Changed says that it is not as it was written.
	Changed bool
	// Chain is its trail's in a team's table; empty where it was read here.
	Chain string
}

// Finding is something that was found about one line. The number after the last line stands for the end of the trail.
type Finding struct {
	Line int
	Text string
}

// keptFindings is how many problems, and how many notes, a report lists.
const keptFindings = 100

// Report is what reading the whole trail came to.
type Report struct {
	Entries     int // lines that are entries as they were written
	First, Last time.Time
	Problems    []Finding // the trail was changed, or lost something: the first 100
	Problem     int       // how many there are
	Notes       []Finding // what a crash leaves, or a full disk: the first 100
}

// Sound reports whether nothing is wrong.
func (r *Report) Sound() bool { return r.Problem == 0 }

func (r *Report) problem(line int, format string, args ...any) {
	if r.Problem++; len(r.Problems) < keptFindings {
		r.Problems = append(r.Problems, Finding{line, fmt.Sprintf(format, args...)})
	}
}

func (r *Report) note(line int, format string, args ...any) {
	if len(r.Notes) < keptFindings {
		r.Notes = append(r.Notes, Finding{line, fmt.Sprintf(format, args...)})
	}
}

// Read reads the whole trail from its first line on, gives every entry to visit unless that is nil, and says what is wrong with it. A
// trail that was never written is sound and empty. An error says that it could not be read.
func (t *Trail) Read(ctx context.Context, visit func(Entry)) (Report, error) {
	f, size, head, headErr, err := t.snapshot(ctx)
	if err != nil {
		return Report{}, fmt.Errorf("cannot read the audit trail: %w", err)
	}
	var text io.Reader = strings.NewReader("")
	if f != nil {
		defer f.Close()
		text = io.LimitReader(f, size)
	}
	r, err := check(ctx, text, head, headErr, visit)
	if err != nil {
		return r, fmt.Errorf("cannot read the audit trail: %w", err)
	}
	return r, nil
}

// snapshot opens the trail with the size and the head of one moment. f is nil where there is no trail.
func (t *Trail) snapshot(ctx context.Context) (f *os.File, size int64, head position, headErr, err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if _, err := os.Stat(t.dir); err == nil {
		// A directory that cannot be written has no writers either.
		if unlock, err := t.lock(ctx); err == nil {
			defer unlock()
		}
	}
	head, headErr = readHead(t.headPath())
	if headErr != nil && !errors.Is(headErr, fs.ErrNotExist) && !errors.Is(headErr, errHead) {
		return nil, 0, head, nil, headErr
	}
	f, err = private.Open(t.Path(), os.O_RDONLY)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, 0, head, headErr, nil
	}
	if err != nil {
		return nil, 0, head, nil, err
	}
	info, err := f.Stat()
	if err != nil {
		return nil, 0, head, nil, errors.Join(err, f.Close())
	}
	return f, info.Size(), head, headErr, nil
}

// checker reads one line after the other.
type checker struct {
	Report
	visit  func(Entry)
	line   int
	at     position // what the next line has to follow
	head   position
	atHead string // the hash of the entry that the head names

	stray *stray // a line that is no entry, until the next one said what it is
	cut   bool   // the last line is not finished
}

type stray struct {
	line, bytes int
	hash        string
}

// check reads a trail and compares its end with the head.
func check(ctx context.Context, text io.Reader, head position, headErr error, visit func(Entry)) (Report, error) {
	c := checker{visit: visit, at: position{0, start}, head: head, atHead: start}
	in := bufio.NewReaderSize(text, lineLimit)
	for empty := true; ; empty = false {
		if err := ctx.Err(); err != nil {
			return c.Report, err
		}
		piece, err := in.ReadSlice('\n')
		if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, bufio.ErrBufferFull) {
			return c.Report, err
		}
		if errors.Is(err, io.EOF) && len(piece) == 0 {
			c.judgeStray(line{}, false)
			if !empty || !neverWritten(headErr) {
				c.compareHead(headErr)
			}
			return c.Report, nil
		}
		c.line++
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			c.judgeStray(line{}, false)
			c.problem(c.line, "is longer than any entry")
			if err := skipLine(in); err != nil {
				return c.Report, err
			}
		case err != nil:
			c.unfinished(piece)
		default:
			c.whole(piece[:len(piece)-1])
		}
	}
}

func skipLine(in *bufio.Reader) error {
	for {
		_, err := in.ReadSlice('\n')
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
		case errors.Is(err, io.EOF):
			return nil
		default:
			return err
		}
	}
}

// whole takes a line that has its end.
func (c *checker) whole(text []byte) {
	l, err := decode(text)
	if errors.Is(err, errNoEntry) {
		c.judgeStray(line{}, false)
		c.stray = &stray{c.line, len(text), hashOf(text)}
		return
	}
	c.entry(l, err)
}

// unfinished takes what follows the last line end.
func (c *checker) unfinished(text []byte) {
	l, err := decode(text)
	if errors.Is(err, errNoEntry) {
		c.judgeStray(line{}, false)
		c.cut = true
		return
	}
	c.entry(l, err)
	c.note(c.line, "has no line end: a write was cut off")
}

func (c *checker) entry(l line, err error) {
	c.judgeStray(l, err == nil)
	if err != nil {
		c.problem(c.line, "was changed: the hash of entry %d is not that of what it says", l.Seq)
	} else {
		c.Entries++
	}
	switch {
	case l.Seq > c.at.seq+1:
		c.problem(c.line, "has entry %d after entry %d: %s", l.Seq, c.at.seq, gone(c.at.seq+1, l.Seq-1))
	case l.Seq <= c.at.seq:
		c.problem(c.line, "has entry %d after entry %d: it was moved, repeated or put in", l.Seq, c.at.seq)
	case l.Prev != c.at.hash:
		c.problem(c.line, "does not follow the line before: entry %d was written after another one", l.Seq)
	}
	c.at = l.position()
	if l.Seq == c.head.seq {
		c.atHead = l.Hash
	}
	if c.First.IsZero() {
		c.First = l.Time
	}
	c.Last = l.Time
	if err == nil && l.Action == string(client.AuditRepair) && l.Outcome == string(client.AuditFailed) {
		c.problem(c.line, "notes that %s", clean(l.Detail))
	} else if err == nil && l.Action == string(client.AuditRepair) {
		c.note(c.line, "notes that %s", clean(l.Detail))
	}
	if c.visit != nil {
		c.visit(Entry{AuditEntry: l.entry(), Line: c.line, Seq: l.Seq, Changed: err != nil})
	}
}

// judgeStray decides about the line before, which is no entry, by the one that follows it.
func (c *checker) judgeStray(next line, sound bool) {
	s := c.stray
	if s == nil {
		return
	}
	c.stray = nil
	if sound && next.Action == string(client.AuditRepair) && next.TornBytes == s.bytes && next.TornHash == s.hash {
		c.note(s.line, "has %d bytes of a line that was not finished: a write was cut off", s.bytes)
		return
	}
	c.problem(s.line, "is no entry")
}

// compareHead finds what is missing at the end, and what was added without the head.
func (c *checker) compareHead(headErr error) {
	end := c.line + 1
	more := headErr == nil && c.head.seq > c.at.seq
	if c.cut && !more {
		c.note(c.line, "is not finished: a write was cut off")
	}
	switch {
	case errors.Is(headErr, fs.ErrNotExist):
		c.problem(end, "ends the trail, whose head is missing: whether entries after %d are missing cannot be told", c.at.seq)
	case headErr != nil:
		c.problem(end, "ends the trail, whose head cannot be read: whether entries after %d are missing cannot be told", c.at.seq)
	case more && c.cut: // no crash did that: a line is whole before its head is written
		c.problem(c.line, "is cut off, and the head knows more: %s", gone(c.at.seq+1, c.head.seq))
	case more:
		c.problem(end, "ends the trail, whose head knows more: %s", gone(c.at.seq+1, c.head.seq))
	case c.head.hash != c.atHead:
		c.problem(end, "ends the trail, whose head has another hash for entry %d: entries were replaced", c.head.seq)
	case c.at.seq-c.head.seq == 1:
		c.note(c.line, "came after the head was written: a write was cut off, or entry %d was added by hand", c.at.seq)
	case c.at.seq > c.head.seq:
		c.problem(end-1, "is the last of %d entries that came after the head was written: they were added by hand", c.at.seq-c.head.seq)
	}
}
