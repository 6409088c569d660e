package setup

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"

	"github.com/mattn/go-shellwords"
	"github.com/spf13/cobra"
	"golang.org/x/term"

	"cardwallet/cmd/internal/run"
	"cardwallet/config"
	"cardwallet/config/edit"
)

func newConfigEdit(a *command) *cobra.Command {
	return a.Changes(&cobra.Command{
		Use:     "edit",
		Short:   "Open the config file in your editor, and check it before it is taken",
		Example: "EDITOR=vim cardwallet config edit",
		Long: "Open a copy of the config file in $VISUAL or $EDITOR. It is checked when the editor ends. Where something is wrong the file " +
			"stays as it was, and you are asked whether to go back to the editor.",
	}, func(ctx context.Context, _ []string) error { return a.configEdit(ctx) })
}

func (a *command) configEdit(ctx context.Context) error {
	if a.Flags.JSON {
		return run.Usagef("an editor has no JSON\nfor scripts run: cardwallet config set KEY VALUE")
	}
	path, before, _, err := a.Options().Text()
	if err != nil {
		_, err := a.Config() // which says what to do where there is none
		return cmp.Or(err, errors.New("the config changed while it was read\ntry again"))
	}
	dir, err := os.MkdirTemp("", "cardwallet-config-")
	if err != nil {
		return err
	}
	keep := false
	defer func() {
		if !keep {
			_ = os.RemoveAll(dir)
		}
	}()
	draft := filepath.Join(dir, filepath.Base(path))
	if err := os.WriteFile(draft, before, 0o600); err != nil {
		return err
	}
	after, err := a.draftEdited(ctx, path, draft)
	if err != nil {
		return err
	}
	if bytes.Equal(before, after) {
		a.Note("nothing was changed")
		return nil
	}
	_, err = edit.Change(ctx, a.Options(), false, func(text []byte) ([]byte, error) {
		if keep = !bytes.Equal(text, before); keep {
			return nil, run.Usagef("the config was changed by somebody else meanwhile, and stays so\nwhat you wrote is in %s",
				config.ShownPath(draft))
		}
		return after, nil
	})
	if err != nil {
		return a.unchanged(err)
	}
	a.Changed()
	a.Note("wrote %s", config.ShownPath(path))
	return nil
}

// draftEdited runs the editor until the draft is a good config, or the person leaves it.
func (a *command) draftEdited(ctx context.Context, path, draft string) ([]byte, error) {
	for {
		if err := a.runEditor(ctx, draft); err != nil {
			return nil, err
		}
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		after, err := os.ReadFile(draft)
		if err != nil {
			return nil, err
		}
		_, wrong := a.Options().Parse(path, after)
		if wrong == nil {
			return after, nil
		}
		if !a.Interactive() {
			return nil, &run.UsageError{Err: fmt.Errorf("%w\nthe file stays as it was", wrong)}
		}
		a.Warn(wrong)
		if err := a.Ask(ctx, "back to the editor?"); errors.Is(err, run.ErrNotConfirmed) {
			return nil, run.Usagef("the file stays as it was")
		} else if err != nil {
			return nil, err
		}
	}
}

// runEditor runs the person's editor on a file. An interrupt is the editor's.
func (a *command) runEditor(ctx context.Context, file string) error {
	named := cmp.Or(os.Getenv("VISUAL"), os.Getenv("EDITOR"))
	if named == "" {
		named = map[bool]string{true: "notepad", false: "vi"}[runtime.GOOS == "windows"]
	}
	words, err := shellwords.Parse(named)
	if err != nil || len(words) == 0 {
		return run.Usagef("VISUAL or EDITOR cannot be read as a command: %q", named)
	}
	editor := exec.CommandContext(context.WithoutCancel(ctx), words[0], append(words[1:], file)...)
	editor.Stdin, editor.Stdout, editor.Stderr = os.Stdin, os.Stdout, os.Stderr
	if state, err := term.GetState(int(os.Stdin.Fd())); err == nil {
		a.Interrupts.Screen.Store(state)
		defer a.Interrupts.Screen.Store(nil)
	}
	switch err := editor.Run(); {
	case errors.Is(err, exec.ErrNotFound):
		return run.Usagef("there is no editor %q\nname yours in VISUAL or EDITOR", words[0])
	case err != nil:
		return fmt.Errorf("the editor failed, and the file stays as it was: %w", err)
	}
	return nil
}
