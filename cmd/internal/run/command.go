// Command cardwallet is a terminal wallet for virtual payment cards.
package run

import (
	"context"
	"errors"
	"strings"

	"github.com/spf13/cobra"
)

// Takes wants exactly these arguments, and names them where they are not there.
func Takes(names ...string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) == len(names) {
			return nil
		}
		return Usagef("%s takes %s, not %d arguments\nsee: %s --help", cmd.CommandPath(), strings.Join(names, " and "), len(args), cmd.CommandPath())
	}
}

// Changes is does for a command that changes something: see outlast.
func (a *App) Changes(cmd *cobra.Command, f func(context.Context, []string) error) {
	a.Does(cmd, func(ctx context.Context, args []string) error {
		Outlast()
		return f(ctx, args)
	})
}

// Does runs f for the command and keeps its error for the report at the end.
func (a *App) Does(cmd *cobra.Command, f func(context.Context, []string) error) {
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if err := f(cmd.Context(), args); err != nil && !errors.Is(err, errReported) {
			a.Fail(err)
		}
		return nil
	}
}
