package labels

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"strings"
	"time"

	"cardwallet/client/private"
)

// document is the file.
type document struct {
	Version  int                         `json:"version"`
	ReadAt   time.Time                   `json:"read_at,omitzero"` // when it was copied from the team's labels
	Accounts map[string]map[string]entry `json:"accounts"`
}

type entry struct {
	Label string `json:"label,omitempty"`
	Last4 string `json:"last4,omitempty"`
	// Unsent says that the team does not have the digits yet.
	Unsent bool `json:"unsent,omitempty"`
}

// sound is the entry without what could not have been set.
func (e entry) sound() entry {
	label, err := Clean(e.Label)
	if err != nil {
		label = ""
	}
	if !fourDigits(e.Last4) {
		e.Last4 = ""
	}
	return entry{Label: label, Last4: e.Last4, Unsent: e.Unsent && e.Last4 != ""}
}

// unsent reports whether there are digits that the team does not have yet.
func (d document) unsent() bool {
	for _, cards := range d.Accounts {
		for _, e := range cards {
			if e.Unsent {
				return true
			}
		}
	}
	return false
}

// dropDigits takes all last four digits out, and reports whether there were any.
func (d document) dropDigits() (dropped bool) {
	for _, cards := range d.Accounts {
		for id, e := range cards {
			dropped = dropped || e.Last4 != ""
			cards[id] = entry{Label: e.Label}
		}
		maps.DeleteFunc(cards, func(_ string, e entry) bool { return e == entry{} })
	}
	return dropped
}

// load reads the file as it is now; info is nil where there is none.
func load(path string) (doc document, info fs.FileInfo, err error) {
	doc.Accounts = map[string]map[string]entry{}
	f, err := private.Open(path, os.O_RDONLY)
	if errors.Is(err, fs.ErrNotExist) {
		return doc, nil, nil
	}
	var data []byte
	if err == nil {
		defer f.Close()
		if info, err = f.Stat(); err == nil {
			data, err = io.ReadAll(io.LimitReader(f, maxFile+1))
		}
	}
	if err != nil {
		return doc, nil, fmt.Errorf("cannot read the labels: %w", err)
	}
	if err := parse(data, &doc); err != nil {
		return doc, nil, fmt.Errorf("%w: %s: %w\nmend it, or move it away to begin without labels", ErrDamaged, path, err)
	}
	return doc, info, nil
}

// parse takes what store writes. Entries that could not have been set are dropped: the file may have been edited.
func parse(data []byte, doc *document) error {
	if len(data) > maxFile {
		return errors.New("it is too large")
	}
	if err := json.Unmarshal(data, doc); err != nil {
		return errors.New("it is not JSON of the right form")
	}
	if doc.Version != version {
		return fmt.Errorf("it is of version %d, and this cardwallet knows %d", doc.Version, version)
	}
	if doc.Accounts == nil {
		doc.Accounts = map[string]map[string]entry{}
	}
	for _, cards := range doc.Accounts {
		for id, e := range cards {
			cards[id] = e.sound()
		}
		maps.DeleteFunc(cards, func(_ string, e entry) bool { return e == entry{} })
	}
	return nil
}

// store replaces the file: after a crash there is the old one or the new one.
func store(path string, doc document) error {
	doc.Version = version
	data, err := json.MarshalIndent(doc, "", "\t")
	if err != nil {
		return err
	}
	if len(data) >= maxFile {
		return errors.New("they are too many for one file")
	}
	return private.Replace(path, append(data, '\n'))
}

func fourDigits(s string) bool {
	return len(s) == 4 && strings.Trim(s, "0123456789") == ""
}
