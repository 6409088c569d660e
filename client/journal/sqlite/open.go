package sqlite

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"cardwallet/client"
	"cardwallet/client/journal"
)

// At gives the opener of the journal at path. The opener creates the journal (0600, in a directory of 0700) if there is none. It fails
// with ErrNewer or ErrExposed and a hint, and then changes nothing. It sets a damaged journal aside under another name in the same
// directory and never overwrites it. The error is then journal.ErrDamaged, which says where that file is and that open movements must be
// checked at the issuers; the next opener starts a new journal. Opening reads the whole file where it was not found well within the last 24
// hours, or may have been damaged since; that takes about a second for a million rows, and money waits for it.
func At(path string) journal.Opener {
	return func(ctx context.Context, now func() time.Time) (journal.Store, journal.Owner, error) {
		s, o, err := open(ctx, path, now)
		if err != nil {
			return nil, nil, err
		}
		return s, o, nil
	}
}

// open opens the file with an owner for this handle.
func open(ctx context.Context, path string, now func() time.Time) (*store, *owner, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, nil, fmt.Errorf("journal: %w", err)
	}
	if err := prepareDirectory(path); err != nil {
		return nil, nil, err
	}
	// Before the file is opened: whoever sets a file aside sees everybody who could be at work in it.
	o, err := own(path)
	if err != nil {
		return nil, nil, err
	}
	seen, _ := os.Lstat(path) // nil where there is none
	others := o.others()
	s, err := openStore(ctx, path, others)
	if errors.Is(err, journal.ErrDamaged) {
		err = setAside(o, path, seen, err, now())
	}
	if err != nil {
		o.Release()
		return nil, nil, err
	}
	others.bury()
	return s, o, nil
}

// setAside renames a damaged journal with its logs, so that the next start begins a new one, and says so. Its movements are not in the
// new one: that is why this start fails.
func setAside(o *owner, path string, seen fs.FileInfo, damage error, now time.Time) error {
	first := client.FirstLine(damage)
	explain := func(hint string) error {
		return fmt.Errorf("%w%s\n%s", journal.ErrDamaged, strings.TrimPrefix(first, journal.ErrDamaged.Error()), hint)
	}
	if o.others().living {
		return explain("another cardwallet has it open: close that and start again; nothing was changed")
	}
	named, err := os.Lstat(path)
	if gone := errors.Is(err, fs.ErrNotExist); gone != (seen == nil) || !gone && (err != nil || !os.SameFile(seen, named)) {
		return explain("another cardwallet has set it aside meanwhile: start again")
	}
	aside := path + ".damaged-" + now.UTC().Format("20060102-150405")
	for n := 2; occupied(aside); n++ {
		aside = fmt.Sprintf("%s.damaged-%s-%d", path, now.UTC().Format("20060102-150405"), n)
	}
	// The journal first: without it nobody reads its log, but a journal without its log would pass for an older one.
	for _, suffix := range suffixes {
		if err := os.Rename(path+suffix, aside+suffix); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return explain(fmt.Sprintf("it could not be set aside (%v): move it away yourself, "+
				"and check at the issuers what became of its open movements", err))
		}
	}
	if err := syncName(path); err != nil {
		return err
	}
	return explain(fmt.Sprintf("it was set aside as %s, and the next start begins a new one: "+
		"check at the issuers what became of its open movements first", aside))
}

// occupied reports whether the name, or that of a log beside it, is taken.
func occupied(path string) bool {
	for _, suffix := range suffixes {
		if _, err := os.Lstat(path + suffix); err == nil {
			return true
		}
	}
	return false
}
