package manual

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"time"

	"github.com/spf13/cobra"

	"cardwallet/client/fold"
	"cardwallet/cmd/internal/run"
)

// New is the command that prints manual pages.
func New(a *run.App, version string) *cobra.Command {
	var dir string
	cmd := &cobra.Command{
		Use:   "man [COMMAND...]",
		Short: "Print the manual page of a command, or write them all",
		Long: "Print the manual page of the program or of one of its commands, in the form that man reads. With --dir all pages are written " +
			"into a directory, one for each command. Packages bring them along.",
		Example: "cardwallet man topup > cardwallet-topup.1\ncardwallet man --dir ~/.local/share/man/man1",
		Args:    cobra.ArbitraryArgs,
	}
	cmd.Flags().Var(run.PathFlag{Path: &dir}, "dir", "write all pages into DIRECTORY, which is made")
	return a.Does(cmd, func(_ context.Context, path []string) error {
		if dir != "" {
			if len(path) > 0 {
				return run.Usagef("--dir writes the pages of all commands\nleave out the command")
			}
			return writeAll(cmd.Root(), dir, version)
		}
		of, err := Find(cmd.Root(), path)
		if err == nil {
			_, err = a.Out.Write(Page(of, version, built()))
		}
		return err
	})
}

// Find is the command at a path below root. After an error it is the last one that there is on the way.
func Find(root *cobra.Command, path []string) (*cobra.Command, error) {
	cmd := root
	for _, word := range path {
		var names []string
		var next *cobra.Command
		for _, sub := range cmd.Commands() {
			if sub.Hidden {
				continue
			}
			if names = append(names, sub.Name()); sub.Name() == word {
				next = sub
			}
		}
		if next == nil {
			return cmd, run.Usagef("unknown command %q for %q%s", word, cmd.CommandPath(), fold.DidYouMean(word, names))
		}
		cmd = next
	}
	return cmd, nil
}

// writeAll writes a page for each command. Nothing in a page is anybody's own, and man runs for every user: all may read them.
func writeAll(root *cobra.Command, dir, version string) (err error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("cannot make the directory of the pages: %w", err)
	}
	date := built()
	Each(root, func(cmd *cobra.Command) {
		if err == nil {
			err = os.WriteFile(filepath.Join(dir, Name(cmd)+".1"), Page(cmd, version, date), 0o644)
		}
	})
	return err
}

// built is the time of the commit that the program was built from; the zero time where the build does not know it.
func built() time.Time {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return time.Time{}
	}
	for _, setting := range info.Settings {
		if setting.Key == "vcs.time" {
			at, _ := time.Parse(time.RFC3339, setting.Value)
			return at
		}
	}
	return time.Time{}
}
