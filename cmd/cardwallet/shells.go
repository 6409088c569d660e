package main

import (
	"context"
	"io"

	"github.com/spf13/cobra"

	"cardwallet/cmd/internal/choice"
	"cardwallet/cmd/internal/run"
)

// shells are those that completion knows, with what writes the script for each. bare leaves the descriptions out.
var shells = []struct {
	name  string
	write func(root *cobra.Command, out io.Writer, bare bool) error
}{
	{"bash", func(root *cobra.Command, out io.Writer, bare bool) error { return root.GenBashCompletionV2(out, !bare) }},
	{"zsh", func(root *cobra.Command, out io.Writer, bare bool) error {
		if bare {
			return root.GenZshCompletionNoDesc(out)
		}
		return root.GenZshCompletion(out)
	}},
	{"fish", func(root *cobra.Command, out io.Writer, bare bool) error { return root.GenFishCompletion(out, !bare) }},
	{"powershell", func(root *cobra.Command, out io.Writer, bare bool) error {
		if bare {
			return root.GenPowerShellCompletion(out)
		}
		return root.GenPowerShellCompletionWithDesc(out)
	}},
}

// newCompletion prints the script that makes a shell ask this program where a person presses tab.
func newCompletion(a *run.App) *cobra.Command {
	var bare bool
	cmd := &cobra.Command{
		Use:   "completion bash|zsh|fish|powershell",
		Short: "Print what makes a shell complete commands, cards and words",
		Long: "Print the script that makes a shell complete commands, flags, cards, orders and words. Packages bring it along. What is " +
			"offered is known on this machine: no issuer is asked.\n\n" +
			"For one session: source <(cardwallet completion bash), or cardwallet completion fish | source. To keep it, write it where " +
			"the shell looks: ~/.local/share/bash-completion/completions/cardwallet for bash, a file _cardwallet in a directory of fpath " +
			"for zsh, ~/.config/fish/completions/cardwallet.fish for fish; for PowerShell add it to the file that $PROFILE names.",
		Example: "cardwallet completion bash > ~/.local/share/bash-completion/completions/cardwallet\n" +
			"cardwallet completion zsh > ~/.zfunc/_cardwallet\ncardwallet completion fish > ~/.config/fish/completions/cardwallet.fish",
		Args: run.Takes("one of bash, zsh, fish, powershell"),
	}
	cmd.Flags().BoolVar(&bare, "no-descriptions", false, "offer no words about each value")
	return a.Does(cmd, func(_ context.Context, args []string) error {
		names := make([]string, 0, len(shells))
		for _, s := range shells {
			if names = append(names, s.name); s.name == args[0] {
				return s.write(cmd.Root(), a.Out, bare)
			}
		}
		return run.Usagef("%q is no shell that is known: it %w", args[0], choice.Check(args[0], names...))
	})
}
