package audit

import (
	"bytes"
	"errors"
	"fmt"
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
	if err != nil {
		return fmt.Errorf("cannot read the audit trail: %w", err)
	}
	var rest []byte // the end of a line whose beginning was not read yet
	for end := info.Size(); end > 0 && info.Size()-end < newestLimit; {
		window := min(newestWindow, end)
		end -= window
		text := make([]byte, window, int(window)+len(rest))
		if _, err := f.ReadAt(text, end); err != nil {
			return fmt.Errorf("cannot read the audit trail: %w", err)
		}
		lines := bytes.Split(append(text, rest...), []byte("\n"))
		from := 1
		if end == 0 {
			from = 0
		}
		for n := len(lines) - 1; n >= from; n-- {
			if l, err := decode(lines[n]); err == nil && !visit(l.entry()) {
				return nil
			}
		}
		if rest = lines[0]; len(rest) > lineLimit {
			return nil // no entry is that long
		}
	}
	return nil
}
