package audit

import (
	"bufio"
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"unicode/utf8"

	"cardwallet/client/private"
)

// chainName is the file that says which chain of a team's table this trail is, and how far it was copied there.
const chainName = "audit.chain"

// batch is how many lines are copied at a time.
const batch = 200

// Copied is a line of a chain as it stands in a team's table.
type Copied struct {
	Chain  string
	Number int64 // the line's seq
	Text   string
}

// Table is where a team keeps copies of all its trails. A line that stands there is never changed by this program.
type Table interface {
	// Last is the line of a chain with the highest number; the zero Copied where there is none.
	Last(ctx context.Context, chain string) (Copied, error)
	// Add puts lines of one chain there whose numbers are not taken. It returns the first number that another line has; 0 where none has.
	Add(ctx context.Context, lines []Copied) (other int64, err error)
	// Lines gives all lines to visit, one chain after the other, each in the order of its numbers.
	Lines(ctx context.Context, visit func(Copied)) error
}

// ErrCopy is wrapped where the team's copy of this trail is not as this program left it.
var ErrCopy = errors.New("the team's copy of the audit trail differs")

func differs(format string, args ...any) error {
	return fmt.Errorf("%w: %s\nsee what is wrong with: cardwallet audit verify --team", ErrCopy, fmt.Sprintf(format, args...))
}

// copyMark is what chainName holds. The zero copyMark is that of a trail that was never copied.
type copyMark struct {
	chain  string
	copied int64 // the last entry that is known to be copied
}

const markFormat = "%s %016d\n"

func (t *Trail) markPath() string { return filepath.Join(t.dir, chainName) }

func (t *Trail) readMark() (copyMark, error) {
	text, err := private.ReadFile(t.markPath(), lineLimit)
	if errors.Is(err, fs.ErrNotExist) {
		return copyMark{}, nil
	}
	if err != nil {
		return copyMark{}, err
	}
	chain, copied, _ := strings.Cut(strings.TrimSuffix(string(text), "\n"), " ")
	n, err := strconv.ParseInt(copied, 10, 64)
	if m := (copyMark{chain, n}); err == nil && n >= 0 && isChain(chain) && fmt.Sprintf(markFormat, chain, n) == string(text) {
		return m, nil
	}
	return copyMark{}, fmt.Errorf("%s cannot be read\nwhere it is moved away the trail is copied again, as another chain", t.markPath())
}

// isChain reports whether s is an id as it is made here.
func isChain(s string) bool { return len(s) == 32 && strings.Trim(s, "0123456789abcdef") == "" }

// mark changes the mark under the lock, and gives the one that is there then. Its chain is made with the first.
func (t *Trail) mark(ctx context.Context, copied int64) (copyMark, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	unlock, err := t.lock(ctx)
	if err != nil {
		return copyMark{}, err
	}
	defer unlock()
	m, err := t.readMark()
	if err != nil || m.chain != "" && m.copied >= copied {
		return m, err
	}
	if m.chain == "" {
		var id [16]byte
		_, _ = rand.Read(id[:]) // it never fails
		m.chain = hex.EncodeToString(id[:])
	}
	m.copied = max(m.copied, copied)
	return m, private.Replace(t.markPath(), fmt.Appendf(nil, markFormat, m.chain, m.copied))
}

// Uncopied reports whether the trail may have entries that were not copied yet. It asks no table.
func (t *Trail) Uncopied() bool {
	head, err := readHead(t.headPath())
	if neverWritten(err) {
		return false
	}
	m, markErr := t.readMark()
	return err != nil || markErr != nil || head.seq > m.copied
}

// Copy puts the lines into the table that it does not have yet, in their order. Lines that are no entries as they were written are left
// out. Lines that the table had and lost are put there again. An error that wraps ErrCopy says that the table does not have what this
// trail has, or the other way round; what stands there is left, and all that could be copied is.
func (t *Trail) Copy(ctx context.Context, table Table) error {
	if err := t.copyTo(ctx, table); err != nil {
		if errors.Is(err, ErrCopy) {
			return err
		}
		return fmt.Errorf("cannot copy the audit trail: %w", err)
	}
	return nil
}

func (t *Trail) copyTo(ctx context.Context, table Table) error {
	if _, err := os.Stat(t.Path()); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	m, err := t.mark(ctx, 0)
	if err != nil {
		return err
	}
	last, err := table.Last(ctx, m.chain)
	if err != nil {
		return err
	}
	// The trail comes after the table: another process may record and copy meanwhile, and what the table has is here then.
	f, size, _, _, err := t.snapshot(ctx)
	if f == nil {
		return err
	}
	defer f.Close()
	from, wrong, err := resumeCopy(f, size, last)
	if err != nil {
		return err
	}
	if last.Number < m.copied {
		wrong = differs("%s there (now put there again)", gone(last.Number+1, m.copied))
	}
	c := copier{table: table, chain: m.chain, last: last.Number}
	err = eachLine(ctx, io.NewSectionReader(f, from, size-from), func(text []byte) error { return c.line(ctx, text) })
	if err == nil {
		err = c.flush(ctx)
	}
	if c.done > m.copied {
		if _, markErr := t.mark(ctx, c.done); err == nil {
			err = markErr
		}
	}
	switch {
	case err != nil:
		return err
	case wrong == nil && c.other > 0:
		wrong = differs("entry %d is another one there", c.other)
	}
	return wrong
}

// resumeCopy finds where the lines begin that follow the last one of the table. wrong says that the trail does not have that one.
func resumeCopy(f io.ReaderAt, size int64, last Copied) (from int64, wrong, err error) {
	if last.Number == 0 {
		return 0, nil, nil
	}
	var at line
	text := ""
	err = backwards(f, size, size, func(end int64, line []byte) bool {
		l, err := decode(line)
		if errors.Is(err, errNoEntry) || l.Seq > last.Number {
			return true
		}
		at, text, from = l, string(line), min(end+1, size)
		return false
	})
	switch {
	case err != nil:
	case at.Seq < last.Number:
		wrong = differs("it goes on to entry %d, which is not here", last.Number)
	case text != last.Text:
		wrong = differs("entry %d is another one there", last.Number)
	}
	return from, wrong, err
}

// copier collects lines and puts them into the table.
type copier struct {
	table Table
	chain string
	last  int64 // the number of the last line that the table had
	lines []Copied
	done  int64 // the number of the last line that was put there
	other int64 // the first number that another line has there
}

func (c *copier) line(ctx context.Context, text []byte) error {
	l, err := decode(text)
	if err != nil || l.Seq <= c.last || !utf8.Valid(text) {
		return nil //nolint:nilerr // it is no entry as it was written
	}
	c.lines = append(c.lines, Copied{Chain: c.chain, Number: l.Seq, Text: string(text)})
	if len(c.lines) < batch {
		return nil
	}
	return c.flush(ctx)
}

func (c *copier) flush(ctx context.Context) error {
	if len(c.lines) == 0 {
		return nil
	}
	other, err := c.table.Add(ctx, c.lines)
	if err != nil {
		return err
	}
	if c.other == 0 {
		c.other = other
	}
	c.done = max(c.done, c.lines[len(c.lines)-1].Number)
	c.lines = c.lines[:0:0]
	return nil
}

// eachLine gives the lines that have their end to visit, until that returns an error. Lines that are longer than any entry are left out.
func eachLine(ctx context.Context, text io.Reader, visit func([]byte) error) error {
	in := bufio.NewReaderSize(text, lineLimit)
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		piece, err := in.ReadSlice('\n')
		switch {
		case err == nil:
			err = visit(piece[:len(piece)-1])
		case errors.Is(err, bufio.ErrBufferFull):
			err = skipLine(in)
		case errors.Is(err, io.EOF):
			return nil
		}
		if err != nil {
			return err
		}
	}
}
