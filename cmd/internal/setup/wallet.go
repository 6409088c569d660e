package setup

import (
	"context"
	"errors"
	"os"
	"runtime/debug"
	"slices"

	"golang.org/x/term"

	"cardwallet/client"
	"cardwallet/client/audit"
	"cardwallet/cmd/internal/documents"
	"cardwallet/cmd/internal/draft"
	"cardwallet/cmd/internal/identity"
	"cardwallet/cmd/internal/run"
	"cardwallet/cmd/internal/terminal"
	"cardwallet/cmd/internal/wizard"
	"cardwallet/config"
	"cardwallet/crypto"
	"cardwallet/tui"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

// OpenWallet runs the screen on the configured profiles.
func OpenWallet(ctx context.Context, app *run.App) error {
	a := &command{app}
	if a.Flags.JSON {
		return run.Usagef("the screen has no JSON\nuse a command, for example: cardwallet cards --json")
	}
	c, err := a.Config()
	if errors.Is(err, config.ErrNoConfig) && a.OnScreen() && !ui.Dumb(os.Getenv) {
		return a.offerSetUp(ctx, err)
	}
	if err != nil {
		return err
	}
	if err := a.drawable("the wallet", "use a command, for example: cardwallet cards"); err != nil {
		return err
	}
	if err := a.unlockKeys(ctx, c.Selected()); err != nil {
		return err
	}
	w, err := a.QuietWallet(ctx)
	if err != nil {
		return err
	}
	return RunScreen(ctx, app, c, w, "", nil)
}

// offerSetUp sets up a first profile, or opens the demo. A person who wants neither is told why there is no wallet.
func (a *command) offerSetUp(ctx context.Context, none error) error {
	d := &draft.Draft{}
	switch result, err := a.guide(ctx, d); {
	case err != nil:
		return err
	case result == wizard.Demo:
		return a.demo(ctx)
	case result == wizard.Left:
		return none
	}
	return OpenWallet(ctx, a.App)
}

// drawable returns an error if no screen can be drawn: there is no terminal, or it knows no sequences. what is the name of the screen in
// the error, and instead is the hint.
func (a *command) drawable(what, instead string) error {
	if !a.OnScreen() {
		return run.Usagef("%s needs a terminal on stdin and stdout\n%s", what, instead)
	}
	if ui.Dumb(os.Getenv) {
		return run.Usagef("the screen cannot be drawn on a terminal whose TERM is %q\n"+
			"use a command, for example: cardwallet cards; or set TERM to your terminal's name, for example xterm-256color", os.Getenv("TERM"))
	}
	return nil
}

// unlockKeys asks for the passphrases that the config does not give, before the screen takes the terminal. It looks at key files only,
// since other references are read when they are needed.
func (a *command) unlockKeys(ctx context.Context, profiles []config.Profile) error {
	for _, p := range profiles {
		if !p.PrivateKey.IsFile() || !p.PrivateKeyPassphrase.IsZero() || slices.Contains(a.Typed.Wanted(), p.Name) {
			continue
		}
		data, err := p.PrivateKey.Resolve(ctx)
		if err != nil {
			continue // the person learns it when something has to be opened; the rest of the wallet works
		}
		_, err = crypto.ParsePrivateKey(data, nil)
		clear(data)
		if !errors.Is(err, crypto.ErrPassphraseNeeded) {
			continue
		}
		key, err := a.LoadKey(ctx, p)
		if errors.Is(err, terminal.ErrInterrupted) {
			return err
		}
		if err != nil {
			a.Note("%s: without its passphrase what is sealed stays sealed", p.Name)
			continue
		}
		a.Typed.Add(p, key)
	}
	return nil
}

// RunScreen shows the wallet until the person leaves. badge is a word that the title wears. awaited is told of each card whose codes a
// person opens; it may be nil.
func RunScreen(ctx context.Context, a *run.App, c *config.Config, w *client.Wallet, badge string, awaited func(client.Card)) error {
	dir, err := a.StateDir()
	if err != nil {
		return err
	}
	a.TellImported(dir)
	trail, unrecorded, end := a.ScreenRecorder(dir)
	defer end()
	payer := &run.AuditedJournal{Journal: a.NewJournal(dir, c), Record: trail.Record,
		Trail: audit.New(dir), Moving: &a.Interrupts.Moving}
	a.OnClose(func() { _ = payer.Close() })
	run.Outlast()
	a.ScreenUp = true
	defer func() { a.ScreenUp = false }()
	if state, err := term.GetState(int(os.Stdin.Fd())); err == nil {
		a.Interrupts.Screen.Store(state)
		defer a.Interrupts.Screen.Store(nil)
	}
	defer a.WarnUnrecorded(unrecorded)
	board, settings := a.Board(c.Clipboard), screen.Settings(c.UI)
	if ui.NoColour(os.Getenv) {
		settings.Theme = ui.Mono
	}
	options := tui.Options{
		Settings: settings, Keys: c.Keys, Wallet: w, Payer: payer, Labels: a.Names, Export: documents.WriteRecords, ExpandHome: config.ExpandHome,
		Clipboard: board, ClearAfter: c.Clipboard.ClearAfter, Reach: board.Reach, Viewers: board.Viewers,
		Now: a.Now, ASCII: ui.ASCIIOnly(os.Getenv), Badge: badge, NoShell: !terminal.ShellContinues(),
		OnLock: func() { a.Forget(w) }, Passphrases: &a.Typed, GiveBack: func(locked bool) { giveBack(w, locked) },
		Awaited: awaited, Record: trail.Record, Unrecorded: unrecorded, StateDir: a.ReportDir(), OnExit: a.WipeKeys,
	}
	if !c.State.URL.IsZero() {
		options.Team = a.Watcher()
		options.Person, _ = identity.Person(c)
	}
	return tui.Run(ctx, options)
}

// giveBack drops the connections, whose buffers hold what was sent and received last, and gives free memory back to the system. In a locked
// wallet it forgets tokens once more, since an answer that was on its way may have brought one.
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
