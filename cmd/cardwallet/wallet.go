package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"

	"golang.org/x/term"

	"cardwallet/client"
	"cardwallet/client/audit"
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
	payer := &auditedJournal{newJournal(journalPath, c), trail.record, audit.New(filepath.Dir(journalPath)), &a.interrupts.moving}
	a.onClose(func() { _ = payer.Close() })
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
		Wallet: w, Payer: payer, Labels: a.names, Export: writeRecords, ExpandHome: config.ExpandHome, Clipboard: board, Now: a.now,
		Notify: tui.Notify(c.UI.Notify), Reach: board.Reach,
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
