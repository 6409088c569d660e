package audit

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"cardwallet/client"
	"cardwallet/client/private"
)

const (
	newestWindow = 64 << 10 // bytes that are read at a time
	newestLimit  = 4 << 20  // bytes that are read at most: about 10,000 entries
)

// Newest gives the entries to visit from the last one back, until that wants no more, or about 10,000 were read. It waits for nobody, and
// leaves out what is no entry as it was written. A trail that was never written has none.
func (t *Trail) Newest(visit func(client.AuditEntry) (more bool)) error {
	f, err := private.Open(t.Path(), os.O_RDONLY)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("cannot read the audit trail: %w", err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err == nil {
		err = backwards(f, info.Size(), newestLimit, func(_ int64, text []byte) bool {
			l, err := decode(text)
			return err != nil || visit(l.entry())
		})
	}
	if err != nil {
		return fmt.Errorf("cannot read the audit trail: %w", err)
	}
	return nil
}

// backwards gives the lines to visit from the last one back, each with where its end is, until that wants no more, about limit bytes were
// read, or one is longer than any entry. The first is what follows the last line end.
func backwards(f io.ReaderAt, size, limit int64, visit func(end int64, text []byte) (more bool)) error {
	var rest []byte // the end of a line whose beginning was not read yet
	for from := size; from > 0 && size-from < limit; {
		window := min(newestWindow, from)
		from -= window
		text := make([]byte, window, int(window)+len(rest))
		if _, err := f.ReadAt(text, from); err != nil {
			return err
		}
		text = append(text, rest...)
		for {
			begin := bytes.LastIndexByte(text, '\n') + 1
			if begin == 0 && from > 0 {
				break
			}
			if !visit(from+int64(len(text)), text[begin:]) || begin == 0 {
				return nil
			}
			text = text[:begin-1]
		}
		if rest = text; len(rest) > lineLimit {
			return nil // no entry is that long
		}
	}
	return nil
}
