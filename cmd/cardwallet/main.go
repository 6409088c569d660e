// Command cardwallet is a terminal wallet for virtual payment cards.
package main

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	_ "time/tzdata" // times are those of the person's place, also where no zones are installed, as in a container

	"github.com/spf13/cobra"

	"cardwallet/cmd/internal/cards"
	"cardwallet/cmd/internal/codes"
	"cardwallet/cmd/internal/complete"
	"cardwallet/cmd/internal/documents"
	"cardwallet/cmd/internal/manual"
	"cardwallet/cmd/internal/money"
	"cardwallet/cmd/internal/records"
	"cardwallet/cmd/internal/run"
	"cardwallet/cmd/internal/setup"
	"cardwallet/cmd/internal/state"
)

func main() {
	harden()
	os.Exit(execute(os.Args[1:]))
}

// execute carries out one command line and returns the exit code.
func execute(args []string) (code int) {
	out := &run.Stdout{File: os.Stdout}
	a := &run.App{In: os.Stdin, Out: out, Err: os.Stderr, Now: run.TimeNow}
	ctx, stop := a.Heed()
	defer stop()
	defer a.Close()
	defer a.Rescue(&code)
	root := newRoot(a)
	line := expand(a, root, args)
	a.JSONNotices = wantsJSON(line.args)
	// Help is printed before flags are looked at, so this one has to be seen early.
	if slices.Contains(line.args, "--no-color") {
		_ = os.Setenv("NO_COLOR", "1")
	}
	if line.alias.Name != "" && line.asksForHelp() {
		fmt.Fprintln(out, run.SafeLine(line.alias.Name+" stands for: cardwallet "+line.alias.Line)+"\n")
	}
	if asksForOffers(line.args) {
		complete.Tree(a, root)
	}
	root.SetArgs(line.args)
	root.SetOut(out)
	if cmd, err := root.ExecuteContextC(ctx); err != nil && a.Failure == nil && out.Failure() == nil {
		a.Fail(line.explained(misused(cmd, err)))
	}
	return a.Report()
}

// wantsJSON reports whether the arguments have --json or --jsonl. An error of reading them is told as they want it, too.
func wantsJSON(args []string) bool {
	for _, arg := range args {
		name, value, given := strings.Cut(arg, "=")
		switch on, err := strconv.ParseBool(value); {
		case arg == "--":
			return false
		case name != "--json" && name != "--jsonl":
		case !given || err == nil && on:
			return true
		}
	}
	return false
}

// printsJSON refuses --json of a command that has no document.
func printsJSON(a *run.App, cmd *cobra.Command) error {
	if a.Flags.Quiet && a.Flags.JSON {
		return run.Usagef("use one of --quiet and --json")
	}
	path := strings.TrimPrefix(strings.TrimPrefix(cmd.CommandPath(), cmd.Root().Name()), " ")
	if !a.Flags.JSON || documents.Prints(path) || cmd.HasAvailableSubCommands() && path != "" {
		return nil
	}
	return run.Usagef("%s prints no JSON\nleave out --json", cmd.CommandPath())
}

// asksForOffers reports whether a shell asks what a person may type. Nobody else needs that of every command and flag.
func asksForOffers(args []string) bool {
	return slices.ContainsFunc(args, func(arg string) bool { return strings.HasPrefix(arg, cobra.ShellCompRequestCmd) })
}

// newRoot builds the command tree.
func newRoot(a *run.App) *cobra.Command {
	root := &cobra.Command{
		Use:   "cardwallet",
		Short: "A terminal wallet for virtual payment cards",
		Long: "Codes, cards, balances, reveal and top-up for the virtual cards you hold at FinHub FinCard, Aurex and Linora.\n\n" +
			"Without a command it opens the wallet on the profiles of your config. Try it without any: cardwallet demo",
		Example: "cardwallet demo\ncardwallet otp 4242 --wait 2m --copy\ncardwallet topup ads/card_1 100.00",
		Args:    cobra.NoArgs,
		Version: version(),
	}
	setHelp(a, root)
	root.PersistentPreRunE = func(cmd *cobra.Command, _ []string) error { return printsJSON(a, cmd) }
	a.Draws(root, func(ctx context.Context) error { return setup.OpenWallet(ctx, a) })
	flags := root.PersistentFlags()
	flags.Var(run.PathFlag{Path: &a.Flags.Config}, "config",
		"config FILE (default $CARDWALLET_CONFIG, else cardwallet/config.toml in the config home)")
	flags.Var(run.PathFlag{Path: &a.Flags.State}, "state",
		"state DIRECTORY with journal and labels (default $CARDWALLET_STATE, else dir under [state], else in the state home)")
	flags.StringArrayVar(&a.Flags.Profiles, "profile", nil, "use only the profile NAME (repeatable)")
	flags.BoolVar(&a.Flags.JSON, "json", false, "print one JSON document")
	flags.BoolVar(&a.Flags.Quiet, "quiet", false, "print ids only, one a line; of a code the code alone")
	flags.Var(&a.Flags.Timeout, "timeout", "end within the TIME, such as 30s or 2m (default $CARDWALLET_TIMEOUT, else no limit)")
	flags.Bool("no-color", false, "no colours (the same as NO_COLOR=1)")
	flags.Var(run.PathFlag{Path: &a.Flags.Debug}, "debug", "append a redacted log of requests to FILE")
	root.AddCommand(cards.Commands(a, money.CardCommands(a), money.HolderCommands(a))...)
	root.AddCommand(codes.Commands(a)...)
	root.AddCommand(money.Commands(a)...)
	root.AddCommand(records.Commands(a)...)
	root.AddCommand(setup.Commands(a)...)
	root.AddCommand(state.Commands(a)...)
	root.AddCommand(run.NewCleaner(a), manual.New(a, version()), newCompletion(a))
	runnable(root)
	a.Aliases = aliasTable{root}
	return root
}
