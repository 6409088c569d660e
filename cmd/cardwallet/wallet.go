package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"sync"
	"sync/atomic"

	"golang.org/x/term"

	"cardwallet/client"
	"cardwallet/client/audit"
	"cardwallet/client/journal"
	"cardwallet/config"
	"cardwallet/crypto"
	"cardwallet/tui"
	"cardwallet/tui/ui"
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
	if !a.onScreen() {
		return usagef("the wallet needs a terminal on stdin and stdout\nuse a command, for example: cardwallet cards")
	}
	if err := drawable(); err != nil {
		return err
	}
	if err := a.unlockKeys(ctx, c.Selected()); err != nil {
		return err
	}
	w, err := a.wallet(ctx)
	if err != nil {
		return err
	}
	dir, err := a.stateDir()
	if err != nil {
		return err
	}
	return a.runScreen(ctx, c, w, filepath.Join(dir, "journal.db"), "")
}

// drawable refuses a terminal that knows no sequences: nobody could read the screen on it.
func drawable() error {
	if ui.Dumb(os.Getenv) {
		return usagef("the screen cannot be drawn on a terminal whose TERM is %q\nuse a command, for example: cardwallet cards; or set TERM to your terminal's name, for example xterm-256color", os.Getenv("TERM"))
	}
	return nil
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
		if errors.Is(err, errInterrupted) {
			return err
		}
		if err != nil {
			a.note("%s: without its passphrase what is sealed stays sealed", p.Name)
			continue
		}
		a.typed.add(p, key)
	}
	return nil
}

// runScreen shows the wallet until the person leaves. badge is a word that the title wears.
func (a *app) runScreen(ctx context.Context, c *config.Config, w *client.Wallet, journalPath, badge string) error {
	trail, unrecorded := newScreenRecorder(filepath.Dir(journalPath))
	payer := &lazyJournal{path: journalPath, settings: c, record: trail.record, moving: &a.interrupts.moving}
	a.onClose(payer.Close)
	outlast()
	a.screenUp = true
	defer func() { a.screenUp = false }()
	if state, err := term.GetState(int(os.Stdin.Fd())); err == nil {
		a.interrupts.screen.Store(state)
		defer a.interrupts.screen.Store(nil)
	}
	defer a.warnUnrecorded(unrecorded)
	board, theme := a.board(c.Clipboard), tui.Theme(c.UI.Theme)
	if ui.NoColour(os.Getenv) {
		theme = tui.Mono
	}
	return tui.Run(ctx, tui.Options{
		Wallet: w, Payer: payer, Labels: a.names, Export: writeRecords, Clipboard: board, Now: a.now, Notify: tui.Notify(c.UI.Notify), Reach: board.Reach,
		HideAfter: c.UI.HideAfter, ClearAfter: c.Clipboard.ClearAfter, Refresh: c.UI.Refresh, Theme: theme, ASCII: ui.ASCIIOnly(os.Getenv), Badge: badge,
		HideOnBlur: c.UI.HideOnBlur, LockAfter: c.UI.LockAfter, OnLock: func() { a.forget(w) }, Passphrases: &a.typed, StateDir: a.reportDir(),
		Record: trail.record, Unrecorded: unrecorded, OnExit: a.wipeKeys, Viewers: board.Viewers,
		GiveBack: func(locked bool) { giveBack(w, locked) }, NoShell: !shellContinues(),
	})
}

// forget wipes tokens, API keys and private keys. They are had again when they are needed, and where a person typed the passphrase of a
// private key, when that is typed again.
func (a *app) forget(w *client.Wallet) {
	a.typed.wipe() // at once: the rest may have to wait for a request or a reference
	for _, account := range w.Accounts() {
		if issuer, ok := account.Issuer.(client.Session); ok {
			issuer.Forget()
		}
	}
	a.wipeKeys()
}

func (a *app) wipeKeys() {
	a.typed.wipe()
	for _, o := range slices.Backward(a.openers) {
		o.Wipe()
	}
}

// giveBack drops the connections, whose buffers hold what was sent and received last, and gives free memory back to the system. An answer
// that was on its way when the program locked may have brought a token since.
func giveBack(w *client.Wallet, locked bool) {
	for _, account := range w.Accounts() {
		if issuer, ok := account.Issuer.(client.Disconnector); ok {
			issuer.Disconnect()
		}
		if issuer, ok := account.Issuer.(client.Session); ok && locked {
			issuer.Forget()
		}
	}
	debug.FreeOSMemory()
}

// lazyJournal opens the journal when it is first needed, so that the first frame does not wait for it.
type lazyJournal struct {
	path     string
	settings *config.Config
	mu       sync.Mutex
	book     *auditedJournal
	damaged  error
	record   recordFunc    // in the audit trail; may be nil
	moving   *atomic.Int32 // counts what is under way; may be nil
}

// open opens the journal once. One that was damaged has been set aside, so opening again would begin an empty one and forget every open
// movement: in this process it stays damaged, and only the next start, which the person makes knowing it, begins anew.
func (l *lazyJournal) open(ctx context.Context) (*auditedJournal, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.damaged != nil {
		return nil, l.damaged
	}
	if l.book == nil {
		book, err := openJournal(ctx, l.path, l.settings)
		if errors.Is(err, journal.ErrDamaged) {
			l.damaged = err
		}
		if err != nil {
			return nil, err
		}
		l.book = &auditedJournal{book, l.record, audit.New(filepath.Dir(l.path))}
	}
	return l.book, nil
}

// Check is journal.Journal.Check.
func (l *lazyJournal) Check(ctx context.Context, account client.Account, in client.Intent) error {
	book, err := l.open(ctx)
	if err != nil {
		return err
	}
	return book.Check(ctx, account, in)
}

// Move is journal.Journal.Move.
func (l *lazyJournal) Move(ctx context.Context, account client.Account, in client.Intent) (client.Movement, error) {
	book, err := l.open(ctx)
	if err != nil {
		return client.Movement{}, err
	}
	if l.moving != nil {
		l.moving.Add(1)
		defer l.moving.Add(-1)
	}
	return book.Move(ctx, account, in)
}

// Follow is journal.Journal.Follow.
func (l *lazyJournal) Follow(ctx context.Context, account client.Account, m client.Movement) (client.Movement, error) {
	book, err := l.open(ctx)
	if err != nil {
		return m, err
	}
	return book.Follow(ctx, account, m)
}

// Settle is journal.Journal.Settle.
func (l *lazyJournal) Settle(ctx context.Context, accounts []client.Account) ([]client.Movement, error) {
	book, err := l.open(ctx)
	if err != nil {
		return nil, err
	}
	return book.Settle(ctx, accounts)
}

// Mark is journal.Journal.Mark.
func (l *lazyJournal) Mark(ctx context.Context, orderID string, as client.MovementStatus, reason, cardID string) (client.Movement, error) {
	book, err := l.open(ctx)
	if err != nil {
		return client.Movement{}, err
	}
	return book.Mark(ctx, orderID, as, reason, cardID)
}

// Movements is journal.Journal.Movements.
func (l *lazyJournal) Movements(ctx context.Context, f client.MovementFilter) ([]client.Movement, error) {
	book, err := l.open(ctx)
	if err != nil {
		return nil, err
	}
	return book.Movements(ctx, f)
}

// History is journal.Journal.History.
func (l *lazyJournal) History(ctx context.Context, orderID string) ([]client.Step, error) {
	book, err := l.open(ctx)
	if err != nil {
		return nil, err
	}
	return book.History(ctx, orderID)
}

// Close closes the journal if it was opened.
func (l *lazyJournal) Close() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.book != nil {
		_ = l.book.Close()
	}
}
