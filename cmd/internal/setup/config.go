package setup

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"cardwallet/cmd/internal/documents"
	"cardwallet/cmd/internal/run"
	"cardwallet/config"
	"cardwallet/crypto"
)

func newConfig(a *command) *cobra.Command {
	cmd := &cobra.Command{
		Use:     "config",
		Short:   "Find, check, show and change the settings",
		Example: "cardwallet config check\ncardwallet config set ui.theme dark",
		Args:    cobra.NoArgs,
	}
	path := &cobra.Command{Use: "path", Short: "Print where the config file is looked for, and where the state is",
		Example: "cardwallet config path"}
	check := &cobra.Command{Use: "check", Short: "Check the config, every secret reference and every key, without asking an issuer",
		Example: "cardwallet config check\ncardwallet --profile fin config check --json"}
	show := &cobra.Command{Use: "show", Short: "Show the settings in force and where each comes from",
		Example: "cardwallet config show"}
	example := &cobra.Command{Use: "example", Short: "Print a commented config to start from",
		Example: "cardwallet config example > config.toml"}
	cmd.AddCommand(
		a.Does(path, func(context.Context, []string) error { return a.configPath() }),
		a.Does(check, func(ctx context.Context, _ []string) error { return a.configCheck(ctx) }),
		a.Does(show, func(context.Context, []string) error { return a.configShow() }),
		a.Does(example, func(context.Context, []string) error {
			_, err := fmt.Fprint(a.Out, config.Example)
			return err
		}),
		newConfigGet(a), newConfigSet(a), newConfigUnset(a), newConfigEdit(a),
	)
	return cmd
}

func (a *command) configPath() error {
	path, _, err := a.Options().File()
	if err != nil {
		return &run.UsageError{Err: err}
	}
	state, unknown := a.State() // needs no config that can be read: here a person learns which file to mend
	if unknown != nil {
		a.Warn(unknown)
	}
	if a.Flags.JSON {
		return a.PrintJSON(documents.Places{Path: path, State: documents.Text(state.Dir), StateFrom: documents.Text(state.From)})
	}
	if unknown == nil && !a.Flags.Quiet {
		a.Note("the state is in %s (%s)", config.ShownPath(state.Dir), state.From)
	}
	_, err = fmt.Fprintln(a.Out, config.ShownPath(path)) // alone, for $(cardwallet config path)
	return err
}

// configCheck resolves every reference of every profile, so that a wrong one is found before it is needed.
func (a *command) configCheck(ctx context.Context) error {
	c, err := a.Config()
	if err != nil {
		return err
	}
	var checks []documents.Check
	for _, p := range c.Selected() {
		for _, secret := range p.Secrets() {
			checks = append(checks, checkReference(ctx, p.Name, secret))
		}
		if !p.PrivateKey.IsZero() {
			checks = append(checks, a.checkKey(ctx, p))
		}
	}
	if db, ok := checkDatabase(ctx, c); ok {
		checks = append(checks, db)
	}
	return a.printChecks(c, checks)
}

// checkDatabase reads where the team's database is, without asking it.
func checkDatabase(ctx context.Context, c *config.Config) (documents.Check, bool) {
	text, ok, err := c.Database(ctx)
	clear(text)
	if err != nil {
		return documents.Check{What: "state", Detail: err.Error()}, ok
	}
	detail := c.State.URL.String()
	if !c.State.Password.IsZero() {
		detail += ", password " + c.State.Password.String()
	}
	return documents.Check{What: "state", OK: true, Detail: detail}, ok
}

func checkReference(ctx context.Context, profile string, s config.Secret) documents.Check {
	value, err := s.Resolve(ctx)
	clear(value)
	if err != nil {
		return documents.Check{Profile: &profile, What: s.Name, Detail: err.Error()}
	}
	return documents.Check{Profile: &profile, What: s.Name, OK: true, Detail: s.Ref.String()}
}

func (a *command) checkKey(ctx context.Context, p config.Profile) documents.Check {
	key, err := a.LoadKey(ctx, p)
	if err != nil {
		return documents.Check{Profile: &p.Name, What: "private_key", Detail: err.Error()}
	}
	defer key.Wipe()
	return documents.Check{Profile: &p.Name, What: "private_key", OK: true, Detail: keyWords(key)}
}

// plainKey says what can be seen of a key.
func plainKey(key *crypto.PrivateKey) string {
	return fmt.Sprintf("RSA, %d bits, public key %s", key.Bits(), key.Fingerprint())
}

// keyWords describes a key without giving any of it away.
func keyWords(key *crypto.PrivateKey) string {
	words := plainKey(key)
	if key.Weak() {
		words += ", weak: use 2048 bits where the issuer allows"
	}
	return words
}

func (a *command) printChecks(c *config.Config, checks []documents.Check) error {
	bad := 0
	for _, check := range checks {
		if !check.OK {
			bad++
		}
	}
	if a.Flags.JSON {
		if err := a.PrintJSON(append([]documents.Check{}, checks...)); err != nil {
			return err
		}
	} else {
		fmt.Fprintf(a.Out, "ok       %s\n", config.ShownPath(c.Path))
		for _, check := range checks {
			word := "ok"
			if !check.OK {
				word = "problem"
			}
			what, hint, _ := strings.Cut(check.Detail, "\n")
			name := check.What
			if check.Profile != nil {
				name = *check.Profile + " " + name
			}
			fmt.Fprintf(a.Out, "%-7s  %s: %s\n", word, name, run.SafeLine(what))
			if hint != "" {
				fmt.Fprintf(a.Out, "         %s\n", run.SafeLine(hint))
			}
		}
	}
	if bad > 0 {
		return run.Usagef("%d of %d settings cannot be used\nsee the lines marked as problem", bad, len(checks))
	}
	return nil
}

func (a *command) configShow() error {
	c, err := a.Config()
	if err != nil {
		return err
	}
	if a.Flags.JSON {
		return a.PrintJSON(settingsDocument(c))
	}
	text, err := c.Show()
	if err != nil {
		return err
	}
	_, err = fmt.Fprint(a.Out, text)
	return err
}
