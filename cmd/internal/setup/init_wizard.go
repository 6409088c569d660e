package setup

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"cardwallet/client"
	"cardwallet/cmd/internal/diagnosis"
	"cardwallet/cmd/internal/draft"
	"cardwallet/cmd/internal/run"
	"cardwallet/cmd/internal/wizard"
	"cardwallet/config"
	"cardwallet/crypto"
	"cardwallet/tui/ui"
)

// errLeft ends a set-up that a person left.
var errLeft = errors.New("left, nothing was written")

// guide sets up a profile with questions. Looking around first is among the answers.
func (a *command) guide(ctx context.Context, d *draft.Draft) (wizard.Result, error) {
	path, text, _, err := a.Options().Text()
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return wizard.Left, &run.UsageError{Err: err}
	}
	var taken []string
	theme := config.Defaults().UI.Theme
	if err == nil {
		c, err := a.Options().Parse(path, text)
		if err != nil {
			return wizard.Left, &run.UsageError{Err: err}
		}
		for _, p := range c.Profiles {
			taken = append(taken, p.Name)
		}
		theme = c.UI.Theme
	}
	run.Outlast()
	options := a.wizardOptions(d, path)
	options.Taken, options.Theme = taken, cmp.Or(os.Getenv("CARDWALLET_THEME"), theme)
	result, err := wizard.Run(ctx, options)
	defer d.Passphrase.Wipe()
	if err == nil && result == wizard.Written {
		a.Changed()
		a.choose(d.Name) // before the config is read for good
		a.handOn(ctx, d)
	}
	if err != nil && ctx.Err() == nil {
		err = fmt.Errorf("the screen failed: %w\nset up a profile by flags: cardwallet init --help", err)
	}
	return result, err
}

// handOn opens the new key of a profile with the passphrase that was typed for it a moment ago, which so nobody is asked for again. Where
// that fails, the wallet asks as it always does.
func (a *command) handOn(ctx context.Context, d *draft.Draft) {
	c, err := a.Config()
	if err != nil || d.Passphrase.IsZero() {
		return
	}
	p, _ := c.Profile(d.Name)
	data, err := p.PrivateKey.Resolve(ctx)
	if err != nil {
		return
	}
	defer clear(data)
	d.Passphrase.Reveal(func(passphrase []byte) {
		if key, err := crypto.ParsePrivateKey(data, passphrase); err == nil {
			a.Typed.Add(p, key)
		}
	})
}

func (a *command) wizardOptions(d *draft.Draft, path string) wizard.Options {
	tried := wizard.NewClipboard()
	return wizard.Options{
		Draft: d, Config: a.Options(), Path: config.ShownPath(shortened(path)), Home: shortened(filepath.Dir(path)), Demo: true,
		Keyring:  config.KeyringAnswers,
		Program:  func(name string) bool { _, err := exec.LookPath(name); return err == nil },
		Variable: func(name string) bool { return os.Getenv(name) != "" },
		Check:    a.try, Copy: tried.Copy, Clipboard: tried.Look, Arrived: tried.Keep,
		Write: func(ctx context.Context, d *draft.Draft) error {
			_, err := d.Write(ctx, a.Options())
			if err == nil {
				tried.Remember(a.Board(config.Defaults().Clipboard), a.Now())
			}
			return err
		},
		NoColour: ui.NoColour(os.Getenv), ASCII: ui.ASCIIOnly(os.Getenv),
	}
}

// shortened writes ~ for the home directory, as people do.
func shortened(dir string) string {
	home, err := config.Home()
	if rest, below := strings.CutPrefix(dir, home+string(filepath.Separator)); err == nil && below {
		return filepath.Join("~", rest)
	}
	return dir
}

// try makes the checks of doctor on a profile that is written nowhere yet. It leaves nothing behind.
func (a *command) try(ctx context.Context, d *draft.Draft, tell func(...diagnosis.Finding)) {
	p, release, err := d.Held(a.Options())
	if err != nil {
		tell(diagnosis.Failing("profile", "settings", diagnosis.Problem, err))
		return
	}
	defer release()
	dir, err := os.MkdirTemp("", "cardwallet-try-")
	if err != nil {
		tell(diagnosis.Failing("profile", "settings", diagnosis.Problem, err))
		return
	}
	defer func() { _ = os.RemoveAll(dir) }()
	apart := &command{&run.App{In: strings.NewReader(""), Out: io.Discard, Err: io.Discard, Now: a.Now, ScreenUp: true}}
	apart.Place = config.Place{Dir: dir, From: "the set-up"}
	defer apart.Close()
	apart.tryProfile(ctx, p, func(found ...diagnosis.Finding) {
		toRegister(d, found, "register its public half, which the page before shows; then test again")
		tell(found...)
	})
}

func (a *command) tryProfile(ctx context.Context, p config.Profile, tell func(...diagnosis.Finding)) {
	w, err := a.Connect([]config.Profile{p}, nil)
	if err != nil {
		tell(diagnosis.Failing(groupOf(p), "settings", diagnosis.Problem, err))
		return
	}
	here := a.checkReferences(ctx, p)
	tell(here...)
	account, ok := w.Account(p.Name)
	if !ok || !canSignIn(here) || ctx.Err() != nil {
		return
	}
	there := a.checkLogin(ctx, config.Defaults(), groupOf(p), account)
	tell(slices.DeleteFunc(slices.Clone(there), idle)...)
	if there[0].Status != diagnosis.Problem {
		tell(holdings(ctx, account))
	}
}

// idle is a finding that says nothing to who sets a profile up: a clock or a rate with which all is well.
func idle(f diagnosis.Finding) bool {
	return (f.Name == "clock" || f.Name == "rate") && (f.Status == diagnosis.OK || f.Status == diagnosis.Skipped)
}

// holdings says how many cards there are and what the wallet has: by that a person sees that it is the right account.
func holdings(ctx context.Context, account client.Account) diagnosis.Finding {
	ctx, cancel := context.WithTimeout(ctx, doctorPatience)
	defer cancel()
	cards, err := account.Cards(ctx)
	if client.Readable(err) != nil {
		return diagnosis.Failing("profile "+account.Profile, "cards", diagnosis.Warning, err)
	}
	words := run.Plural(len(cards), "card", "cards")
	if funds, err := account.Issuer.Funds(ctx); client.Readable(err) == nil {
		for _, f := range funds {
			if f.Kind == client.FundsWallet && f.Available.Known() {
				words += ", wallet " + f.Available.String()
			}
		}
	}
	return diagnosis.Fine("profile "+account.Profile, "cards", words)
}
