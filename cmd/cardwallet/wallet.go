package main

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"sync"

	"cardwallet/client"
	"cardwallet/client/journal"
	"cardwallet/config"
	"cardwallet/crypto"
	"cardwallet/tui"
)

// openWallet runs the screen on the configured profiles.
func (a *app) openWallet(ctx context.Context) error {
	if a.flags.json {
		return usagef("the screen has no JSON\nuse a command, for example: cardwallet cards --json")
	}
	c, err := a.config()
	if err != nil {
		return err
	}
	if !a.interactive() {
		return usagef("the wallet needs a terminal\nuse a command, for example: cardwallet cards")
	}
	if err := a.unlockKeys(ctx, c.Selected()); err != nil {
		return err
	}
	w, err := a.wallet(ctx)
	if err != nil {
		return err
	}
	dir, err := config.StateDir()
	if err != nil {
		return err
	}
	return a.runScreen(ctx, c, w, filepath.Join(dir, "journal.db"), "")
}

// unlockKeys asks for the passphrases that no reference gives, before the screen takes the terminal. Only key files are looked
// at: other references run when they are needed.
func (a *app) unlockKeys(ctx context.Context, profiles []config.Profile) error {
	for _, p := range profiles {
		if !p.PrivateKey.IsFile() || !p.PrivateKeyPassphrase.IsZero() {
			continue
		}
		data, err := p.PrivateKey.Resolve(ctx)
		if err != nil {
			continue // said when a person wants to open something: the rest of the wallet works
		}
		_, err = crypto.ParsePrivateKey(data, nil)
		clear(data)
		if !errors.Is(err, crypto.ErrPassphraseNeeded) {
			continue
		}
		key, err := a.loadKey(ctx, p)
		if err != nil {
			return err
		}
		if a.unlocked == nil {
			a.unlocked = map[string]*crypto.PrivateKey{}
		}
		a.unlocked[p.Name] = key
	}
	return nil
}

// runScreen shows the wallet until the person leaves. badge is a word that the title wears.
func (a *app) runScreen(ctx context.Context, c *config.Config, w *client.Wallet, journalPath, badge string) error {
	payer := &lazyJournal{path: journalPath}
	a.onClose(payer.Close)
	a.screenUp = true
	defer func() { a.screenUp = false }()
	return tui.Run(ctx, tui.Options{
		Wallet: w, Payer: payer, Clipboard: board(c.Clipboard), Now: a.now,
		HideAfter: c.UI.HideAfter, ClearAfter: c.Clipboard.ClearAfter, Refresh: c.UI.Refresh, Theme: tui.Theme(c.UI.Theme), Badge: badge,
		OnExit: func() {
			for _, o := range slices.Backward(a.openers) {
				o.Wipe()
			}
		},
	})
}

// lazyJournal opens the journal when the first movement is made, so that the first frame does not wait for it.
type lazyJournal struct {
	path string
	mu   sync.Mutex
	book *journal.Journal
}

func (l *lazyJournal) open(ctx context.Context) (*journal.Journal, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.book == nil {
		book, err := journal.Open(ctx, l.path)
		if err != nil {
			return nil, err
		}
		l.book = book
	}
	return l.book, nil
}

// TopUp is journal.Journal.TopUp.
func (l *lazyJournal) TopUp(ctx context.Context, account client.Account, card client.Card, amount client.Money, quote client.Quote) (client.Movement, error) {
	book, err := l.open(ctx)
	if err != nil {
		return client.Movement{}, err
	}
	return book.TopUp(ctx, account, card, amount, quote)
}

// Follow is journal.Journal.Follow.
func (l *lazyJournal) Follow(ctx context.Context, account client.Account, m client.Movement) (client.Movement, error) {
	book, err := l.open(ctx)
	if err != nil {
		return m, err
	}
	return book.Follow(ctx, account, m)
}

// Close closes the journal if it was opened.
func (l *lazyJournal) Close() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.book != nil {
		_ = l.book.Close()
	}
}
