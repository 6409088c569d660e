// Package labels keeps what people call cards, and the last four digits of their numbers once an answer or a reveal told them. The file is
// JSON, the person's alone, and replaced as a whole under a lock, so that several processes can write.
//
// Nothing of it leaves the machine, unless a team shares its labels: then the file is a copy of those, see NewShared.
package labels

import (
	"context"
	"errors"
	"fmt"
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
	path     string
	noDigits bool // last four digits are kept in memory only
	remote   Remote
	now      func() time.Time // for a book with a remote

	mu     sync.Mutex
	read   time.Time // modification time of what is in memory
	size   int64
	names  map[string]map[string]client.CardName // by account and card id; the inner maps are never changed
	noted  map[string]map[string]string          // last four digits that this process noted, by account and card id
	unsent bool                                  // the file has digits that the remote lacks
	asked  time.Time                             // when the remote was read
	ids    map[string]string                     // what accounts are called at the remote
}

// New returns the book at path. Nothing is read yet, and a missing file is an empty book.
func New(path string) *Book { return &Book{path: path} }

// NewWithoutDigits returns the book at path, where last four digits are never written: they are known as long as this process runs. Those
// that stand in the file are not used, and go when digits are noted or a label is written.
func NewWithoutDigits(path string) *Book { return &Book{path: path, noDigits: true} }

// Names are the names of an account's cards, by card id. The map must not be changed. A file that cannot be read gives none, which Check
// explains.
func (b *Book) Names(account string) map[string]client.CardName {
	b.mu.Lock()
	defer b.mu.Unlock()
	_ = b.refresh()
	return b.names[b.id(account)]
}

// Check reports whether the file can be read; its error wraps ErrDamaged where it holds something else.
func (b *Book) Check() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.refresh()
}

// Set gives a card its label; an empty one takes it away. Its error wraps ErrLabel or ErrDamaged. A label of a team is set for everybody,
// and where the remote does not take it nothing is changed.
func (b *Book) Set(ctx context.Context, account, cardID, label string) error {
	label, err := Clean(label)
	if err != nil {
		return err
	}
	edit := func(cards map[string]entry) {
		e := cards[cardID]
		e.Label = label
		cards[cardID] = e
	}
	if b.remote != nil {
		return b.setShared(ctx, account, cardID, label, edit)
	}
	return b.change(ctx, account, edit)
}

// Note keeps the last four digits of PANs, by card id. They are known from then on even where they cannot be written. A team gets them with
// the next Send or Refresh.
func (b *Book) Note(ctx context.Context, account string, last4 map[string]string) error {
	for _, digits := range last4 {
		if !fourDigits(digits) {
			return errors.New("the last four digits of a card are four digits")
		}
	}
	b.remember(account, last4)
	if b.noDigits {
		if doc, _, err := load(b.path); err == nil && !doc.dropDigits() {
			return nil
		}
		return b.change(ctx, account, func(map[string]entry) {}) // those of the file go
	}
	return b.change(ctx, account, func(cards map[string]entry) {
		for id, digits := range last4 {
			e := cards[id]
			e.Unsent = e.Unsent || b.remote != nil && e.Last4 != digits
			e.Last4 = digits
			cards[id] = e
		}
	})
}

// remember makes last four digits known to this process.
func (b *Book) remember(account string, last4 map[string]string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	account = b.id(account)
	if b.noted == nil {
		b.noted = map[string]map[string]string{}
	}
	if b.noted[account] == nil {
		b.noted[account] = map[string]string{}
	}
	maps.Copy(b.noted[account], last4)
	b.read = time.Time{}
}

// Clean is the label without space around it. It refuses one that is too long or has characters that cannot be seen.
func Clean(label string) (string, error) {
	label = strings.TrimSpace(label)
	switch {
	case !utf8.ValidString(label):
		return "", fmt.Errorf("%w: it is not text", ErrLabel)
	case utf8.RuneCountInString(label) > Longest:
		return "", fmt.Errorf("%w: at most %d characters", ErrLabel, Longest)
	case strings.HasPrefix(label, client.IDBefore):
		return "", fmt.Errorf("%w: %s begins the end of a card's id", ErrLabel, client.IDBefore)
	case strings.HasPrefix(label, client.DigitsBefore):
		return "", fmt.Errorf("%w: %s begins the last four digits of a card", ErrLabel, client.DigitsBefore)
	case strings.ContainsFunc(label, func(r rune) bool { return !unicode.IsPrint(r) }):
		return "", fmt.Errorf("%w: it has characters that cannot be seen", ErrLabel)
	}
	return label, nil
}

// change writes the book with an account's entries edited. What another process wrote meanwhile is kept.
func (b *Book) change(ctx context.Context, account string, edit func(map[string]entry)) error {
	unlock, err := b.lock(ctx)
	if err != nil {
		return err
	}
	defer unlock()
	return b.edit(account, edit)
}

// lock keeps other writers out, those of this process too. It is taken before the mutex: whoever asks for names waits for nobody.
func (b *Book) lock(ctx context.Context) (unlock func(), err error) {
	if err := os.MkdirAll(filepath.Dir(b.path), 0o700); err != nil {
		return nil, fmt.Errorf("cannot make the directory of the labels: %w", err)
	}
	lock, err := private.NewLock(b.path + ".lock")
	if err != nil {
		return nil, fmt.Errorf("cannot lock the labels: %w", err)
	}
	wait, cancel := context.WithTimeout(ctx, lockWait)
	defer cancel()
	if _, err := lock.TryLockContext(wait, 10*time.Millisecond); err != nil {
		return nil, fmt.Errorf("another cardwallet is writing the labels: %w", err)
	}
	return func() { _ = lock.Unlock() }, nil
}

// edit is change for who holds the lock.
func (b *Book) edit(account string, edit func(map[string]entry)) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	account = b.id(account)
	doc, _, err := load(b.path)
	if err != nil {
		return err
	}
	dropped := b.noDigits && doc.dropDigits()
	cards := maps.Clone(doc.Accounts[account])
	if cards == nil {
		cards = map[string]entry{}
	}
	edit(cards)
	maps.DeleteFunc(cards, func(_ string, e entry) bool { return e == entry{} })
	if !dropped && maps.Equal(cards, doc.Accounts[account]) {
		return b.refresh()
	}
	doc.Accounts[account] = cards
	return b.write(doc)
}

// write replaces the file, and what is in memory.
func (b *Book) write(doc document) error {
	if err := store(b.path, doc); err != nil {
		return fmt.Errorf("cannot write the labels: %w", err)
	}
	b.read = time.Time{}
	return b.refresh()
}

// refresh reads the file where it changed since it was read last, and adds what this process noted.
func (b *Book) refresh() error {
	info, err := os.Stat(b.path)
	if err == nil && !b.read.IsZero() && info.ModTime().Equal(b.read) && info.Size() == b.size {
		return nil
	}
	b.read, b.size = time.Time{}, 0
	var doc document
	switch {
	case errors.Is(err, fs.ErrNotExist):
		err = nil
	case err != nil:
		err = fmt.Errorf("cannot look at the labels: %w", err)
	default:
		if doc, info, err = load(b.path); err != nil {
			doc = document{} // nothing in it was checked
		} else if info != nil {
			b.read, b.size = info.ModTime(), info.Size()
		}
	}
	b.names, b.asked, b.unsent = b.known(doc), doc.ReadAt, doc.unsent()
	return err
}

// known are the names of the file, and the digits that this process noted.
func (b *Book) known(doc document) map[string]map[string]client.CardName {
	if b.noDigits {
		doc.dropDigits()
	}
	names := make(map[string]map[string]client.CardName, len(doc.Accounts))
	for account, cards := range doc.Accounts {
		of := make(map[string]client.CardName, len(cards))
		for id, e := range cards {
			of[id] = client.CardName{Label: e.Label, Last4: e.Last4}
		}
		names[account] = of
	}
	for account, cards := range b.noted {
		if names[account] == nil {
			names[account] = make(map[string]client.CardName, len(cards))
		}
		for id, digits := range cards {
			names[account][id] = client.CardName{Label: names[account][id].Label, Last4: digits}
		}
	}
	return names
}
