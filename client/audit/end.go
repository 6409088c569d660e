package audit

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"cardwallet/client"
)

// ending is what the trail ends with.
type ending struct {
	size int64
	none bool // no whole line
	last line // where sound
	// sound says that the last whole line is an entry as it was written.
	sound bool
	open  bool   // the file does not end with a line end
	torn  []byte // what follows the last whole line, where that is no entry
	huge  bool   // which is more than any line has
}

// lookAtEnd reads the last line without reading the file.
func lookAtEnd(f *os.File) (ending, error) {
	info, err := f.Stat()
	if err != nil {
		return ending{}, err
	}
	end := ending{size: info.Size()}
	for _, window := range []int64{4 << 10, 2 * lineLimit} {
		window = min(window, end.size)
		text := make([]byte, window)
		if _, err := f.ReadAt(text, end.size-window); err != nil && !errors.Is(err, io.EOF) {
			return end, err
		}
		if end.read(text, window == end.size) {
			break
		}
	}
	return end, nil
}

// read takes the last bytes of the file, all of it where whole. It reports whether they were enough.
func (e *ending) read(text []byte, whole bool) bool {
	lines := bytes.LastIndexByte(text, '\n')
	rest := text[lines+1:]
	e.open = len(rest) > 0
	e.torn, e.huge = rest, lines < 0 && !whole
	text = text[:max(0, lines)]
	from := bytes.LastIndexByte(text, '\n')
	e.none = lines < 0 && whole
	last, err := decode(text[from+1:])
	e.last, e.sound = last, err == nil && !e.none
	if l, err := decode(rest); err == nil { // nothing but its end is missing
		e.last, e.sound, e.none, e.torn = l, true, false, nil
	}
	return lines >= 0 && (from >= 0 || whole) || whole
}

// resume gives the position that the next line follows, and lines that say what is wrong. A finding that no crash explains has the
// outcome failed. resume never makes a fault look right. broken says that the head and the end of the trail do not fit; then the last
// line says why.
func (e *ending) resume(head position, headErr error) (at position, repairs []line, broken bool) {
	at, broken, what := e.compare(head, headErr)
	note := func(what, detail string, broken bool) *line {
		outcome := client.AuditDone
		if broken {
			outcome = client.AuditFailed
		}
		repairs = append(repairs, line{Action: string(client.AuditRepair), What: what, Outcome: string(outcome), Detail: detail})
		return &repairs[len(repairs)-1]
	}
	switch {
	case e.huge:
		note("line", "the file did not end with a line", true)
	case len(e.torn) > 0:
		l := note("line", fmt.Sprintf("%d bytes of a line that was not finished stand before this one", len(e.torn)), false)
		l.TornBytes, l.TornHash = len(e.torn), hashOf(e.torn)
	case e.open:
		note("line", "the end of the line before this one was missing", false)
	}
	if what != "" {
		note("head", what, broken)
	}
	return at, repairs, broken
}

// compare finds the position where the trail goes on, and says in words how its head and its end disagree. broken says that no crash
// explains this.
func (e *ending) compare(head position, headErr error) (at position, broken bool, what string) {
	last := e.last.position()
	switch {
	case headErr != nil:
		at = position{0, start}
		if e.sound {
			at = last
		}
		if errors.Is(headErr, fs.ErrNotExist) {
			return at, true, "the head was missing: entries before this one may be, too"
		}
		return at, true, "the head could not be read: entries before this one may be missing"
	case e.none && head.seq == 0:
		return head, false, ""
	case e.none:
		return head, true, gone(1, head.seq)
	case !e.sound:
		return head, true, "the last line was no entry as it was written"
	case head == last:
		return last, false, ""
	case head.seq > last.seq:
		return head, true, gone(last.seq+1, head.seq)
	case head.seq == last.seq-1 && head.hash == e.last.Prev:
		return last, false, "the head was one entry behind"
	}
	return last, true, "the head was not that of this trail: entries before this one were replaced or added"
}

// gone names entries that are missing.
func gone(from, to int64) string {
	if from == to {
		return fmt.Sprintf("entry %d is missing", from)
	}
	return fmt.Sprintf("entries %d to %d are missing", from, to)
}
