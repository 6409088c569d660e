// Package run is one run of the program on the command line: its streams, flags, prompts, tables, JSON and exit codes, with accounts,
// journal, audit trail and labels wired together.
package run

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"strings"
	"time"

	"cardwallet/client"
	"cardwallet/client/labels"
	"cardwallet/cmd/internal/terminal"
	"cardwallet/config"
	"cardwallet/tui/ui"
)

// TimeNow is the clock of the program. Tests replace it.
var TimeNow = time.Now

// App is one run of the program: its streams, flags, and what was opened on the way.
type App struct {
	In       io.Reader
	Out, Err io.Writer
	Now      func() time.Time
	Flags    struct {
		Config   string
		State    string
		Profiles []string
		JSON     bool
		Quiet    bool
		Debug    string
		Timeout  TimeoutFlag
	}
	Aliases     config.AliasTable // looks at the aliases of the config
	JSONNotices bool              // errors, warnings and notes are JSON, as with --json
	settings    *config.Config
	Place       config.Place // of the state; empty until it is asked for
	Accounts    *client.Wallet
	book        *AuditedJournal
	recorder    *Recorder
	Names       *labels.Book
	rates       rates
	Openers     []*KeyOpener
	Typed       typedKeys
	tty         *terminal.Console // opened where a question cannot be asked at stdin and stderr
	ScreenUp    bool              // no question can be asked on the terminal
	closers     []func()
	team        teamDatabase

	Interrupts Interrupts
	over       func() string // see timedOut
	done       bool          // see Changed
	Failure    error         // the one that decides the exit code
	failures   []error       // printed at the end
}

// OnClose runs f when the program ends, last first.
func (a *App) OnClose(f func()) { a.closers = append(a.closers, f) }

// Close runs what OnClose was given. Before, a team gets what was recorded.
func (a *App) Close() {
	a.copyAtTheEnd()
	defer a.team.close()
	for i := len(a.closers) - 1; i >= 0; i-- {
		a.closers[i]()
	}
	a.closers = nil
}

// Options are what the command line says about settings.
func (a *App) Options() config.Options {
	return config.Options{Path: a.Flags.Config, State: a.Flags.State, Profiles: a.Flags.Profiles, Keys: ui.KeyTable{}, Aliases: a.Aliases}
}

// State says where the program keeps its files on this machine, whether the place is there or not. It is decided once.
func (a *App) State() (config.Place, error) {
	if a.Place.Dir == "" {
		place, err := a.Options().StatePlace(a.settings)
		if err != nil {
			return place, unusable(err)
		}
		a.Place = place
	}
	return a.Place, nil
}

// StateDir is the directory of State. It is made where it is missing.
func (a *App) StateDir() (string, error) {
	place, err := a.State()
	if err != nil {
		return "", err
	}
	if err := config.StateDir(place.Dir); err != nil {
		return "", fmt.Errorf("%w\nit is named by %s", err, place.From)
	}
	return place.Dir, nil
}

// Config loads the settings once.
func (a *App) Config() (*config.Config, error) {
	if a.settings != nil {
		return a.settings, nil
	}
	c, err := config.Load(a.Options())
	if errors.Is(err, config.ErrNoConfig) {
		return nil, Usagef("%w\na commented example is printed by: cardwallet config example", err)
	}
	if err != nil {
		return nil, unusable(err)
	}
	a.settings = c
	return c, nil
}

// ConfigOrNone is Config, and nil where there is no config.
func (a *App) ConfigOrNone() (*config.Config, error) {
	c, err := a.Config()
	if errors.Is(err, config.ErrNoConfig) {
		return nil, nil
	}
	return c, err
}

// Wallet connects the selected profiles once. Nothing is sent to an issuer yet; a team's labels are brought up to date.
func (a *App) Wallet(ctx context.Context) (*client.Wallet, error) {
	w, err := a.QuietWallet(ctx)
	if err == nil {
		a.refreshNames(ctx)
	}
	return w, err
}

// QuietWallet is Wallet for who cannot wait: nobody is asked for anything.
func (a *App) QuietWallet(ctx context.Context) (*client.Wallet, error) {
	if a.Accounts != nil {
		return a.Accounts, nil
	}
	c, err := a.Config()
	if err != nil {
		return nil, err
	}
	logger, err := a.debugLog(ctx)
	if err != nil {
		return nil, err
	}
	w, err := a.Connect(c.Selected(), logger)
	if err != nil {
		return nil, err
	}
	a.Accounts = w
	return w, nil
}

// FindCard finds the card that a person calls ref. It asks for "profile/id" directly, so that no long list has to be read.
func (a *App) FindCard(ctx context.Context, ref string) (client.Card, client.Account, error) {
	found, err := a.LookUp(ctx, ref)
	return found.Card, found.Account, err
}

// FindPayable is FindCard for moving money. The card must be the only one of that name, and while an account does not answer nobody knows
// that.
func (a *App) FindPayable(ctx context.Context, ref string) (client.Card, client.Account, error) {
	found, err := a.LookUp(ctx, ref)
	if err == nil {
		err = OnlyOne(found, ref)
	}
	return found.Card, found.Account, err
}

// OnlyOne refuses a card that may not be the only one called ref. An id that stands in a list is good enough.
func OnlyOne(found client.Found, ref string) error {
	if found.Unasked == nil || ref == found.Card.ID && !found.Unlisted {
		return nil
	}
	return fmt.Errorf("cannot tell whether only one card is called %q: %w\nname it as %s", ref, found.Unasked, found.Card.Key())
}

// LookUp is FindCard with what is known of the accounts that could not be asked.
func (a *App) LookUp(ctx context.Context, ref string) (client.Found, error) {
	w, err := a.Wallet(ctx)
	if err != nil {
		return client.Found{}, err
	}
	if profile, id, ok := strings.Cut(ref, "/"); ok {
		if account, ok := w.Account(profile); ok {
			card, err := account.Card(ctx, id)
			return client.Found{Card: card, Account: account}, client.Readable(err)
		}
	}
	return w.Find(ctx, ref)
}

// debugLog opens the file of --debug for appending. Without the flag it returns nil.
func (a *App) debugLog(ctx context.Context) (*slog.Logger, error) {
	if a.Flags.Debug == "" {
		return nil, nil
	}
	f, err := terminal.Aside(ctx, func() (*os.File, error) { // a named pipe opens when somebody reads it
		return os.OpenFile(a.Flags.Debug, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	})
	if err != nil && ctx.Err() != nil {
		return nil, err
	}
	if err != nil {
		return nil, Usagef("cannot write the debug log: %w\nchoose another file for --debug", err)
	}
	a.OnClose(func() { _ = f.Close() })
	return slog.New(slog.NewTextHandler(f, &slog.HandlerOptions{Level: slog.LevelDebug})), nil
}

// SafeLine makes a line that may hold an issuer's words fit for the terminal and its locale.
func SafeLine(s string) string { return inLocale(ui.Safe(s)) }

// Verbatim is SafeLine for what must keep its symbols in every locale: what would be sent, and a command to paste, which would name
// another file without them.
func Verbatim(s string) string { return ui.Safe(s) }

// ourSymbols are those of sentences and tables, with what stands for them where the locale has ASCII alone. They are replaced in the whole
// line or cell, also where a label or an issuer's text has them: another character that is not ASCII stays as it came.
var ourSymbols = strings.NewReplacer("\u2212", "-", "→", "->", "·", "-", "…", "~")

func inLocale(s string) string {
	if ui.ASCIIOnly(os.Getenv) {
		return ourSymbols.Replace(s)
	}
	return s
}

// ReadCard reads a card again and keeps what only the list knew. If a part of it cannot be read, that is told at the end.
func (a *App) ReadCard(ctx context.Context, account client.Account, listed client.Card) (client.Card, error) {
	card, err := account.Card(ctx, listed.ID)
	if client.Readable(err) != nil {
		return card, err
	}
	if err != nil {
		a.Fail(err)
	}
	return listed.Renewed(card), nil
}

// CardOf is a card of which the program knows only the id and the label.
func CardOf(account client.Account, id string) client.Card {
	return account.Named(client.Card{Profile: account.Profile, Issuer: account.Kind, ID: id})
}
