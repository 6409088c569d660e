package labels

import (
	"context"
	"fmt"
	"maps"
	"time"
)

// remoteWait is how long setting a label may take.
const remoteWait = 5 * time.Second

// Row is what a team knows of a card.
type Row struct {
	Account string // see client.Account.ID
	CardID  string
	Label   string // empty for none
	Last4   string // empty where it is not known
}

// Remote keeps the labels of a team. Its errors wrap client.ErrUnreachable where it does not answer.
type Remote interface {
	// Labels are all rows, as they stand at one moment.
	Labels(ctx context.Context) ([]Row, error)
	// SetLabel gives a card its label; an empty one takes it away. The last one to set it wins.
	SetLabel(ctx context.Context, account, cardID, label string) error
	// NoteLast4 keeps last four digits of PANs, by card id.
	NoteLast4(ctx context.Context, account string, last4 map[string]string) error
}

// NewShared returns the book of a team's labels. The file at path is a copy of them, which is read without waiting for anybody, and which
// Refresh brings up to date. Where digits is false, last four digits are neither written nor sent. now is the clock that dates the copy.
func NewShared(path string, remote Remote, digits bool, now func() time.Time) *Book {
	return &Book{path: path, noDigits: !digits, remote: remote, now: now}
}

// Alias says what an account is called at the remote, where it may have another name than on this machine. It does nothing for a book
// without one.
func (b *Book) Alias(account, id string) {
	if b.remote == nil {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.ids == nil {
		b.ids = map[string]string{}
	}
	b.ids[account] = id
}

// id is what the account's entries are kept under.
func (b *Book) id(account string) string {
	if id, ok := b.ids[account]; ok {
		return id
	}
	return account
}

// Shared reports whether the labels are those of a team.
func (b *Book) Shared() bool { return b.remote != nil }

// ReadAt is when the copy was read from the team's labels; the zero time for a book that is no copy, and before the first Refresh.
func (b *Book) ReadAt() time.Time {
	b.mu.Lock()
	defer b.mu.Unlock()
	_ = b.refresh()
	return b.asked
}

// Refresh copies the team's labels to this machine, and reports whether any were other than here. Digits that the team lacks are sent
// before. A copy that is damaged is made anew. A book without a remote has nothing to refresh.
func (b *Book) Refresh(ctx context.Context) (changed bool, err error) {
	if b.remote == nil {
		return false, nil
	}
	unlock, err := b.lock(ctx)
	if err != nil {
		return false, err
	}
	defer unlock()
	return b.pull(ctx)
}

// pull is Refresh for who holds the lock. The lock is held while the remote is asked, so that an older answer of it is never written over
// a newer one.
func (b *Book) pull(ctx context.Context) (changed bool, err error) {
	before, _, err := load(b.path)
	if err != nil {
		before = document{}
	}
	if _, err := b.push(ctx, before); err != nil {
		return false, err
	}
	rows, err := b.remote.Labels(ctx)
	if err != nil {
		return false, err
	}
	doc := document{ReadAt: b.now().UTC(), Accounts: map[string]map[string]entry{}}
	for _, row := range rows {
		e := entry{Label: row.Label, Last4: row.Last4}.sound()
		if b.noDigits {
			e.Last4 = ""
		}
		if e == (entry{}) {
			continue
		}
		if doc.Accounts[row.Account] == nil {
			doc.Accounts[row.Account] = map[string]entry{}
		}
		doc.Accounts[row.Account][row.CardID] = e
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	changed = !maps.EqualFunc(before.Accounts, doc.Accounts, maps.Equal)
	return changed, b.write(doc)
}

// Send sends last four digits that the team lacks. Where there are none, nobody is asked.
func (b *Book) Send(ctx context.Context) error {
	b.mu.Lock()
	_ = b.refresh()
	unsent := b.remote != nil && b.unsent
	b.mu.Unlock()
	if !unsent {
		return nil
	}
	unlock, err := b.lock(ctx)
	if err != nil {
		return err
	}
	defer unlock()
	doc, _, err := load(b.path)
	if err != nil {
		return err
	}
	sent, err := b.push(ctx, doc)
	if !sent {
		return err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.write(doc)
}

// push sends the digits of the document that are not sent yet, and marks them as sent there.
func (b *Book) push(ctx context.Context, doc document) (sent bool, err error) {
	if b.noDigits {
		return false, nil
	}
	for account, cards := range doc.Accounts {
		last4 := map[string]string{}
		for id, e := range cards {
			if e.Unsent {
				last4[id] = e.Last4
			}
		}
		if len(last4) == 0 {
			continue
		}
		if err := b.remote.NoteLast4(ctx, account, last4); err != nil {
			return false, err
		}
		for id := range last4 {
			e := cards[id]
			e.Unsent = false
			cards[id] = e
		}
		sent = true
	}
	return sent, nil
}

// setShared sets a label for everybody, and then in the copy.
func (b *Book) setShared(ctx context.Context, account, cardID, label string, edit func(map[string]entry)) error {
	ctx, cancel := context.WithTimeout(ctx, remoteWait)
	defer cancel()
	unlock, err := b.lock(ctx)
	if err != nil {
		return err
	}
	defer unlock()
	b.mu.Lock()
	id := b.id(account)
	b.mu.Unlock()
	if err := b.remote.SetLabel(ctx, id, cardID, label); err != nil {
		return fmt.Errorf("cannot set the label for the team: %w", err)
	}
	if err := b.edit(account, edit); err != nil { // the copy is damaged
		_, err = b.pull(ctx)
		return err
	}
	return nil
}
