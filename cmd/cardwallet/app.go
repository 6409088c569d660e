package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"cardwallet/client"
	"cardwallet/client/audit"
	"cardwallet/client/journal"
	"cardwallet/client/journal/sqlite"
	"cardwallet/client/labels"
	"cardwallet/config"
	"cardwallet/tui/ui"
)

var timeNow = time.Now

// app is one run of the program: its streams, flags, and what was opened on the way.
type app struct {
	in       io.Reader
	out, err io.Writer
	now      func() time.Time
	flags    struct {
		config   string
		state    string
		profiles []string
		json     bool
		debug    string
	}
	settings *config.Config
	place    config.Place // of the state; empty until it is asked for
	accounts *client.Wallet
	book     *auditedJournal
	recorder *recorder
	names    *labels.Book
	openers  []*keyOpener
	typed    typedKeys
	tty      *console // opened where a question cannot be asked at stdin and stderr
	screenUp bool     // no question can be asked on the terminal
	closers  []func()

	interrupts interrupts
	done       bool    // what was to be changed is: see changed
	failure    error   // decides the exit code
	failures   []error // are printed at the end
}

// onClose runs f when the program ends, last first.
func (a *app) onClose(f func()) { a.closers = append(a.closers, f) }

func (a *app) close() {
	for i := len(a.closers) - 1; i >= 0; i-- {
		a.closers[i]()
	}
	a.closers = nil
}

// options are what the command line says about settings.
func (a *app) options() config.Options {
	return config.Options{Path: a.flags.config, State: a.flags.state, Profiles: a.flags.profiles}
}

// state says where all that is kept on this machine is, whether it is there or not. It is decided once.
func (a *app) state() (config.Place, error) {
	if a.place.Dir == "" {
		place, err := a.options().StatePlace(a.settings)
		if err != nil {
			return place, &usageError{err}
		}
		a.place = place
	}
	return a.place, nil
}

// stateDir is that directory, made where it is missing.
func (a *app) stateDir() (string, error) {
	place, err := a.state()
	if err != nil {
		return "", err
	}
	return place.Dir, config.StateDir(place.Dir)
}

// config loads the settings once.
func (a *app) config() (*config.Config, error) {
	if a.settings != nil {
		return a.settings, nil
	}
	c, err := config.Load(a.options())
	if errors.Is(err, config.ErrNoConfig) {
		return nil, usagef("%w\na commented example is printed by: cardwallet config example", err)
	}
	if err != nil {
		return nil, &usageError{err}
	}
	a.settings = c
	return c, nil
}

// wallet connects the selected profiles once. Nothing is sent yet.
func (a *app) wallet(ctx context.Context) (*client.Wallet, error) {
	if a.accounts != nil {
		return a.accounts, nil
	}
	c, err := a.config()
	if err != nil {
		return nil, err
	}
	logger, err := a.debugLog(ctx)
	if err != nil {
		return nil, err
	}
	w, err := a.connect(c.Selected(), logger)
	if err != nil {
		return nil, err
	}
	a.accounts = w
	return w, nil
}

// findCard resolves what a person calls a card. "profile/id" is asked for directly, so that a long list need not be read.
func (a *app) findCard(ctx context.Context, ref string) (client.Card, client.Account, error) {
	found, err := a.lookUp(ctx, ref)
	return found.Card, found.Account, err
}

// findPayable is findCard for moving money: the card must be the only one of that name, which is not known while an account does
// not answer.
func (a *app) findPayable(ctx context.Context, ref string) (client.Card, client.Account, error) {
	found, err := a.lookUp(ctx, ref)
	if err == nil {
		err = onlyOne(found, ref)
	}
	return found.Card, found.Account, err
}

// onlyOne refuses a card that need not be the only one of that name. An id that a list has is one.
func onlyOne(found client.Found, ref string) error {
	if found.Unasked == nil || ref == found.Card.ID && !found.Unlisted {
		return nil
	}
	return fmt.Errorf("cannot tell whether only one card is called %q: %w\nname it as %s", ref, found.Unasked, found.Card.Key())
}

func (a *app) lookUp(ctx context.Context, ref string) (client.Found, error) {
	w, err := a.wallet(ctx)
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

// journal opens the record of money movements once.
func (a *app) journal(ctx context.Context) (*auditedJournal, error) {
	if a.book != nil {
		return a.book, nil
	}
	dir, err := a.stateDir()
	if err != nil {
		return nil, err
	}
	book := newJournal(filepath.Join(dir, "journal.db"), a.settings)
	if err := book.Open(ctx); err != nil {
		return nil, err
	}
	a.book = &auditedJournal{book, a.record, audit.New(dir), nil}
	a.onClose(func() { _ = book.Close() })
	return a.book, nil
}

// journalOptions are for tests, which have less patience.
var journalOptions []journal.Option

// newJournal gives the journal at path with the limits of the config, where there is one. It is opened on first use, so that the first frame
// does not wait for it.
func newJournal(path string, c *config.Config) *journal.Journal {
	limits := map[string]journal.Limit{}
	if c != nil {
		for currency, amount := range c.Limits.PerMovement {
			limits[currency] = journal.Limit{PerMovement: decimal.NewNullDecimal(amount)}
		}
		for currency, amount := range c.Limits.PerDay {
			l := limits[currency]
			l.PerDay = decimal.NewNullDecimal(amount)
			limits[currency] = l
		}
	}
	return journal.New(sqlite.At(path), append(slices.Clone(journalOptions), journal.WithLimits(limits))...)
}

// debugLog opens the file of --debug for appending. Without the flag it returns nil.
func (a *app) debugLog(ctx context.Context) (*slog.Logger, error) {
	if a.flags.debug == "" {
		return nil, nil
	}
	f, err := aside(ctx, func() (*os.File, error) { // a named pipe opens when somebody reads it
		return os.OpenFile(a.flags.debug, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	})
	if errors.Is(err, errInterrupted) {
		return nil, err
	}
	if err != nil {
		return nil, usagef("cannot write the debug log: %w\nchoose another file for --debug", err)
	}
	a.onClose(func() { _ = f.Close() })
	return slog.New(slog.NewTextHandler(f, &slog.HandlerOptions{Level: slog.LevelDebug})), nil
}

// warn prints a failure that does not end the command.
func (a *app) warn(err error) { fmt.Fprintln(a.err, warning(err)) }

func warning(err error) string { return "cardwallet: " + ui.SafeText(err.Error()) }

// note prints one line beside the output.
func (a *app) note(format string, args ...any) {
	fmt.Fprintln(a.err, "note: "+safeLine(fmt.Sprintf(format, args...)))
}

// explain is note for the one who is asked something.
func (a *app) explain(format string, args ...any) {
	fmt.Fprintln(a.beside(), "note: "+safeLine(fmt.Sprintf(format, args...)))
}

// safeLine makes text that may hold an issuer's words fit for the terminal.
func safeLine(s string) string { return ui.Safe(s) }

// askThose asks every account whose issuer is an I, and reports whether there is one. What fails is told at the end.
func askThose[I, T any](ctx context.Context, a *app, ask func(I, context.Context) ([]T, error)) (found []T, offered bool, err error) {
	w, err := a.wallet(ctx)
	if err != nil {
		return nil, false, err
	}
	for _, r := range client.Ask(ctx, w, func(ctx context.Context, account client.Account) ([]T, error) {
		if issuer, ok := account.Issuer.(I); ok {
			return ask(issuer, ctx)
		}
		return nil, nil
	}) {
		if _, ok := r.Account.Issuer.(I); !ok {
			continue
		}
		offered = true
		if r.Err != nil {
			a.fail(r.Err)
		}
		found = append(found, r.Value...)
	}
	return found, offered, nil
}
