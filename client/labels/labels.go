// Package labels keeps what people call cards on this machine, and the last four digits that reveals found where an issuer's lists have
// none. Nothing of it leaves the machine. The file is JSON, the person's alone, and replaced as a whole under a lock, so that several
// processes can write.
package labels

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"
	"unicode"
	"unicode/utf8"

	"cardwallet/client"
	"cardwallet/client/private"
)

// Longest is how many characters a label may have.
const Longest = 40

const (
	version  = 1
	maxFile  = 32 << 20 // bytes; a hundred thousand cards take a fifth of it
	lockWait = 5 * time.Second
)

// ErrDamaged is wrapped where the file cannot be read as labels. It is left as it is.
var ErrDamaged = errors.New("the labels file cannot be read")

// ErrLabel is wrapped by what a label may not be.
var ErrLabel = errors.New("not a label")

// Book is the file of labels. It is safe for concurrent use.
type Book struct {
	path string

	mu    sync.Mutex
	read  time.Time // modification time of what is in memory
	size  int64
	names map[string]map[string]client.CardName // by account and card id; the inner maps are never changed
}

// New returns the book at path. Nothing is read yet, and a missing file is an empty book.
func New(path string) *Book { return &Book{path: path} }

// document is the file.
type document struct {
	Version  int                         `json:"version"`
	Accounts map[string]map[string]entry `json:"accounts"`
}

type entry struct {
	Label string `json:"label,omitempty"`
	Last4 string `json:"last4,omitempty"`
}

// Names are the names of an account's cards, by card id. The map must not be changed. A file that cannot be read gives none, which Check
// explains.
func (b *Book) Names(account string) map[string]client.CardName {
	b.mu.Lock()
	defer b.mu.Unlock()
	_ = b.refresh()
	return b.names[account]
}

// Check reports whether the file can be read; its error wraps ErrDamaged where it holds something else.
func (b *Book) Check() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.refresh()
}

// Set gives a card its label; an empty one takes it away. Its error wraps ErrLabel or ErrDamaged.
func (b *Book) Set(ctx context.Context, account, cardID, label string) error {
	label, err := Clean(label)
	if err != nil {
		return err
	}
	return b.change(ctx, account, cardID, func(e entry) entry { e.Label = label; return e })
}

// Note keeps the last four digits of a card's PAN.
func (b *Book) Note(ctx context.Context, account, cardID, last4 string) error {
	if !fourDigits(last4) {
		return fmt.Errorf("the last four digits of a card are four digits")
	}
	return b.change(ctx, account, cardID, func(e entry) entry { e.Last4 = last4; return e })
}

// Clean is the label without space around it. It refuses one that is too long or has characters that cannot be seen.
func Clean(label string) (string, error) {
	label = strings.TrimSpace(label)
	switch {
	case !utf8.ValidString(label):
		return "", fmt.Errorf("%w: it is not text", ErrLabel)
	case utf8.RuneCountInString(label) > Longest:
		return "", fmt.Errorf("%w: at most %d characters", ErrLabel, Longest)
	case strings.HasPrefix(label, "#"):
		return "", fmt.Errorf("%w: # begins the end of a card's id", ErrLabel)
	case strings.ContainsFunc(label, func(r rune) bool { return !unicode.IsPrint(r) }):
		return "", fmt.Errorf("%w: it has characters that cannot be seen", ErrLabel)
	}
	return label, nil
}

// change writes the book with one card's entry replaced. What another process wrote meanwhile is kept.
func (b *Book) change(ctx context.Context, account, cardID string, edit func(entry) entry) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if err := os.MkdirAll(filepath.Dir(b.path), 0o700); err != nil {
		return fmt.Errorf("cannot make the directory of the labels: %w", err)
	}
	lock, err := private.NewLock(b.path + ".lock")
	if err != nil {
		return fmt.Errorf("cannot lock the labels: %w", err)
	}
	wait, cancel := context.WithTimeout(ctx, lockWait)
	defer cancel()
	if _, err := lock.TryLockContext(wait, 10*time.Millisecond); err != nil {
		return fmt.Errorf("another cardwallet is writing the labels: %w", err)
	}
	defer func() { _ = lock.Unlock() }()
	doc, _, err := load(b.path)
	if err != nil {
		return err
	}
	before := doc.Accounts[account][cardID]
	after := edit(before)
	if before == after {
		return b.refresh()
	}
	if doc.Accounts[account] == nil {
		doc.Accounts[account] = map[string]entry{}
	}
	doc.Accounts[account][cardID] = after
	if after == (entry{}) {
		delete(doc.Accounts[account], cardID)
	}
	if err := store(b.path, doc); err != nil {
		return fmt.Errorf("cannot write the labels: %w", err)
	}
	b.read = time.Time{}
	return b.refresh()
}

// refresh reads the file where it changed since it was read last.
func (b *Book) refresh() error {
	info, err := os.Stat(b.path)
	if errors.Is(err, fs.ErrNotExist) {
		b.names, b.read, b.size = nil, time.Time{}, 0
		return nil
	}
	if err != nil {
		return fmt.Errorf("cannot look at the labels: %w", err)
	}
	if !b.read.IsZero() && info.ModTime().Equal(b.read) && info.Size() == b.size {
		return nil
	}
	doc, info, err := load(b.path)
	if err != nil {
		b.names, b.read = nil, time.Time{}
		return err
	}
	names := make(map[string]map[string]client.CardName, len(doc.Accounts))
	for account, cards := range doc.Accounts {
		of := make(map[string]client.CardName, len(cards))
		for id, e := range cards {
			of[id] = client.CardName{Label: e.Label, Last4: e.Last4}
		}
		names[account] = of
	}
	b.names = names
	if info != nil {
		b.read, b.size = info.ModTime(), info.Size()
	}
	return nil
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
			label, err := Clean(e.Label)
			if err != nil {
				label = ""
			}
			if !fourDigits(e.Last4) {
				e.Last4 = ""
			}
			cards[id] = entry{Label: label, Last4: e.Last4}
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
	return private.Replace(path, append(data, '\n'))
}

func fourDigits(s string) bool {
	return len(s) == 4 && strings.Trim(s, "0123456789") == ""
}
