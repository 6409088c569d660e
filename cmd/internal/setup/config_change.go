package setup

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"cardwallet/cmd/internal/run"
	"cardwallet/config"
	"cardwallet/config/edit"
	"cardwallet/tui/ui"
)

// aboutKeys says how a setting is named on the command line.
const aboutKeys = "KEY names a setting with its table, as in ui.theme, profiles.fin.read_only, limits.per_day.USD or keys.top-up."

func newConfigGet(a *command) *cobra.Command {
	return a.Does(&cobra.Command{
		Use:   "get KEY",
		Short: "Print the value of a setting that is in force",
		Long: "Print the value of a setting that is in force, wherever it comes from; of a secret only the reference. " +
			"Where nothing holds, nothing is printed, with exit code 3.\n\n" + aboutKeys,
		Example: "cardwallet config get ui.theme",
		Args:    run.Takes("KEY"),
	}, func(_ context.Context, args []string) error {
		path, _, err := setting(args[0])
		if err != nil {
			return err
		}
		return a.configGet(path)
	})
}

func newConfigSet(a *command) *cobra.Command {
	var unset bool
	cmd := &cobra.Command{
		Use:   "set KEY VALUE...",
		Short: "Change a setting in the config file and leave all else in it alone",
		Long: "Change a setting in the config file. Comments, order and spaces stay. The file is checked first as always, and " +
			"replaced as a whole. A list takes several values. A secret is never written, only where it is.\n\n" + aboutKeys,
		Example: "cardwallet config set ui.theme dark\ncardwallet config set limits.per_day.USD 5000\n" +
			"cardwallet config set --unset profiles.fin.read_only",
		Args: run.TakesSome("KEY and VALUE..."),
	}
	cmd.Flags().BoolVar(&unset, "unset", false, "take the setting out of the file")
	return a.Changes(cmd, func(ctx context.Context, args []string) error {
		if unset {
			if len(args) > 1 {
				return run.Usagef("--unset takes a KEY and no value")
			}
			return a.configUnset(ctx, args[0])
		}
		return a.configSet(ctx, args[0], args[1:])
	})
}

func newConfigUnset(a *command) *cobra.Command {
	return a.Changes(&cobra.Command{
		Use:     "unset KEY",
		Short:   "Take a setting, or a whole table, out of the config file",
		Long:    "Take a setting, or a table such as profiles.fin, out of the config file. All else stays.\n\n" + aboutKeys,
		Example: "cardwallet config unset limits.per_day.USD",
		Args:    run.Takes("KEY"),
	}, func(ctx context.Context, args []string) error { return a.configUnset(ctx, args[0]) })
}

// setting reads a KEY.
func setting(key string) (path []string, s config.Setting, err error) {
	if path, err = edit.ParseKey(key); err == nil {
		s, err = edit.Find(ui.KeyTable{}.Actions(), path...)
	} else if name, value, ok := strings.Cut(key, "="); ok {
		err = fmt.Errorf("%w\nwrite the value apart: cardwallet config set %s %s", err, name, value)
	}
	if err != nil {
		return nil, s, &run.UsageError{Err: err}
	}
	return path, s, nil
}

func (a *command) configGet(path []string) error {
	c, err := a.Config()
	if err != nil {
		return err
	}
	if err := knownProfile(c, path); err != nil {
		return err
	}
	value, from, ok := c.Value(path...)
	if a.Flags.JSON {
		if err := a.PrintJSON(settingDocument(path, value, from)); err != nil {
			return err
		}
	}
	switch {
	case !ok:
		return fmt.Errorf("%s is not set, and has no default: %w", edit.Key(path...), run.ErrNothing)
	case a.Flags.JSON:
		return nil
	}
	return a.printValue(value)
}

// printValue prints a list one a line, and a table as the file has it.
func (a *command) printValue(value any) error {
	lines := []string{fmt.Sprint(value)}
	if amounts, ok := value.(config.Amounts); ok {
		value = map[string]string(amounts)
	}
	switch value := value.(type) {
	case []string:
		lines = value
	case map[string]string:
		lines = nil
		for name, text := range value {
			lines = append(lines, edit.Key(name)+" = "+string(edit.Text(text)))
		}
		slices.Sort(lines)
	}
	for _, line := range lines {
		if _, err := fmt.Fprintln(a.Out, run.Verbatim(line)); err != nil {
			return err
		}
	}
	return nil
}

// knownProfile refuses a setting of a profile that the file does not have.
func knownProfile(c *config.Config, path []string) error {
	if path[0] != "profiles" {
		return nil
	}
	var names []string
	for _, p := range c.Profiles {
		if p.Name == path[1] {
			return nil
		}
		names = append(names, p.Name)
	}
	return run.Usagef("no profile %q\n%s has: %s", path[1], config.ShownPath(c.Path), strings.Join(names, ", "))
}

func (a *command) configSet(ctx context.Context, key string, values []string) error {
	path, s, err := setting(key)
	if err != nil {
		return err
	}
	table, many := path[:len(path)-1], s.Kind == config.KindAmount || s.Kind == config.KindPath
	if many && path[len(path)-1] == s.Name {
		return run.Usagef("%s is a table: name what to set in it, as in %s", key,
			map[config.Kind]string{config.KindAmount: key + ".USD", config.KindPath: key + ".cards"}[s.Kind])
	}
	value, err := edit.Value(s, values...)
	if err != nil {
		return &run.UsageError{Err: err}
	}
	return a.changeConfig(ctx, path, func(text []byte) ([]byte, error) {
		if many && !edit.HasTable(text, table...) {
			return edit.Set(text, edit.Inline(edit.Pair{Name: path[len(path)-1], Value: value}), table...)
		}
		return edit.Set(text, value, path...)
	})
}

func (a *command) configUnset(ctx context.Context, key string) error {
	path, err := edit.ParseKey(key)
	if err != nil {
		return &run.UsageError{Err: err}
	}
	return a.changeConfig(ctx, path, func(text []byte) ([]byte, error) {
		text, was, err := edit.Remove(text, path...)
		if err == nil && !was {
			if _, _, wrong := setting(key); wrong != nil {
				return nil, wrong
			}
			err = fmt.Errorf("%s does not stand in the file: %w", key, run.ErrNothing)
		}
		return text, err
	})
}

// changeConfig changes the file, and says what goes before it where that is something else.
func (a *command) changeConfig(ctx context.Context, path []string, change func([]byte) ([]byte, error)) error {
	var profiles error
	_, err := edit.Change(ctx, a.Options(), false, func(text []byte) ([]byte, error) {
		if path[0] == "profiles" && len(path) > 1 && !edit.HasTable(text, path[:2]...) {
			profiles = run.Usagef("no profile %q in the file", path[1])
			return nil, profiles
		}
		return change(text)
	})
	if err != nil {
		return a.unchanged(err)
	}
	a.Changed()
	c, err := a.Config()
	if err != nil {
		return err
	}
	value, from, _ := c.Value(path...)
	if os.Getenv(from) != "" {
		a.Note("%s is set and goes before the file", from)
	}
	if a.Flags.JSON {
		return a.PrintJSON(settingDocument(path, value, from))
	}
	return nil
}

// unchanged is why a config file was not changed: it, or what should come into it, cannot be used. A full disk is nobody's wrong use.
func (a *command) unchanged(err error) error {
	if run.ExitCode(err) != run.ExitFailed || errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) {
		return err
	}
	return &run.UsageError{Err: err}
}
