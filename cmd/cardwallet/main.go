// Command cardwallet is a terminal wallet for virtual payment cards.
package main

import (
	"context"
	"errors"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"
)

func main() {
	harden()
	os.Exit(execute(os.Args[1:]))
}

// execute carries out one command line and returns the exit code.
func execute(args []string) (code int) {
	// Help is printed before flags are looked at, so this one has to be seen early.
	if slices.Contains(args, "--no-color") {
		_ = os.Setenv("NO_COLOR", "1")
	}
	out := &stdout{file: os.Stdout}
	a := &app{in: os.Stdin, out: out, err: os.Stderr, now: timeNow}
	ctx, stop := a.heed()
	defer stop()
	defer a.close()
	defer a.rescue(&code)
	root := newRoot(a)
	root.SetArgs(args)
	root.SetOut(out)
	if err := root.ExecuteContext(ctx); err != nil && a.failure == nil && out.failure() == nil {
		a.fail(&usageError{err})
	}
	return a.report()
}

// newRoot builds the command tree.
func newRoot(a *app) *cobra.Command {
	root := &cobra.Command{
		Use:   "cardwallet",
		Short: "A terminal wallet for virtual payment cards",
		Long: "Codes, cards, balances, reveal and top-up for the virtual cards you hold at FinHub FinCard, Aurex and Linora.\n\n" +
			"Without a command it opens the wallet on the profiles of your config. Try it without any: cardwallet demo",
		Example: "cardwallet demo\ncardwallet otp 4242 --wait 2m --copy\ncardwallet topup ads/card_1 100.00",
		Args:    cobra.NoArgs,
		Version: version(),
	}
	a.setHelp(root)
	a.does(root, func(ctx context.Context, _ []string) error { return a.openWallet(ctx) })
	flags := root.PersistentFlags()
	flags.Var(pathFlag{&a.flags.config}, "config", "config FILE (default $CARDWALLET_CONFIG, else cardwallet/config.toml in the config home)")
	flags.Var(pathFlag{&a.flags.state}, "state", "state DIRECTORY with journal and labels (default $CARDWALLET_STATE, else dir under [state], else in the state home)")
	flags.StringArrayVar(&a.flags.profiles, "profile", nil, "use only the profile NAME (repeatable)")
	flags.BoolVar(&a.flags.json, "json", false, "print one JSON document")
	flags.Bool("no-color", false, "no colours (the same as NO_COLOR=1)")
	flags.Var(pathFlag{&a.flags.debug}, "debug", "append a redacted log of requests to FILE")
	root.AddCommand(cardsCommands(a, moneyCardCommands(a)...)...)
	root.AddCommand(codesCommands(a)...)
	root.AddCommand(moneyCommands(a)...)
	root.AddCommand(recordsCommands(a)...)
	root.AddCommand(setupCommands(a)...)
	root.AddCommand(newCleaner(a), newMan(a))
	return root
}

// takes wants exactly these arguments, and names them where they are not there.
func takes(names ...string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) == len(names) {
			return nil
		}
		return usagef("%s takes %s, not %d arguments\nsee: %s --help", cmd.CommandPath(), strings.Join(names, " and "), len(args), cmd.CommandPath())
	}
}

// changes is does for a command that changes something: see outlast.
func (a *app) changes(cmd *cobra.Command, f func(context.Context, []string) error) {
	a.does(cmd, func(ctx context.Context, args []string) error {
		outlast()
		return f(ctx, args)
	})
}

// does runs f for the command and keeps its error for the report at the end.
func (a *app) does(cmd *cobra.Command, f func(context.Context, []string) error) {
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if err := f(cmd.Context(), args); err != nil && !errors.Is(err, errReported) {
			a.fail(err)
		}
		return nil
	}
}
