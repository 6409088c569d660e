package run

import (
	"context"
	"strings"

	"github.com/spf13/cobra"
)

// Takes wants exactly these arguments. Its error names them.
func Takes(names ...string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) == len(names) {
			return nil
		}
		return Usagef("%s takes %s, not %d arguments\n"+
			"see: %s --help", cmd.CommandPath(), strings.Join(names, " and "), len(args), cmd.CommandPath())
	}
}

// TakesSome wants at least one argument. Its error names it.
func TakesSome(name string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) > 0 {
			return nil
		}
		return Usagef("%s takes %s\nsee: %s --help", cmd.CommandPath(), name, cmd.CommandPath())
	}
}

// Changes is Does for a command that changes something: see Outlast.
func (a *App) Changes(cmd *cobra.Command, f func(context.Context, []string) error) *cobra.Command {
	return a.Does(cmd, func(ctx context.Context, args []string) error {
		Outlast()
		return f(ctx, args)
	})
}

// Does makes the command run f, keeps its error for the report at the end, and returns the command. A command without Args takes no
// arguments. In place of an argument that its Use calls CARD, "-" stands for names from stdin.
func (a *App) Does(cmd *cobra.Command, f func(context.Context, []string) error) *cobra.Command {
	if cmd.Args == nil {
		cmd.Args = cobra.NoArgs
	}
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		err := a.inTime(cmd.Context(), func(ctx context.Context) error {
			args, err := a.named(ctx, cmd, args)
			if err != nil {
				return err
			}
			return f(ctx, args)
		})
		if err != nil {
			a.Fail(err)
		}
		return nil
	}
	return cmd
}

// Draws is Does for a command that opens a screen, which stays as long as the person wants.
func (a *App) Draws(cmd *cobra.Command, f func(context.Context) error) *cobra.Command {
	a.Does(cmd, nil)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		err := Usagef("a screen has no --timeout\nleave it out")
		if !a.Flags.Timeout.given {
			err = f(cmd.Context())
		}
		if err != nil {
			a.Fail(err)
		}
		return nil
	}
	return cmd
}
