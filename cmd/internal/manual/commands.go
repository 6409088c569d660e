package manual

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// Commands is the page of all commands in the documentation, in Markdown.
func Commands(root *cobra.Command) string {
	var b strings.Builder
	b.WriteString("# Commands\n\nEvery command of cardwallet: how it is called, what it does, its flags, an example. For people who " +
		"write scripts. It is made of the program itself;\n`cardwallet COMMAND --help` prints the same, and `cardwallet man COMMAND` " +
		"the manual page.\n\n" +
		"CARD is a card id, `profile/id`, a label or name, or `#` and the end of the id as the list shows it. It is the last four " +
		"digits, too, once they are known:\nthe issuer told them, or a reveal did. In place of CARD, `-` takes names from " +
		"stdin, one a line;\nblank lines and those that begin with # are passed over. Exit codes are in [errors.md](errors.md), settings " +
		"and variables in [config.md](config.md).\n")
	b.WriteString("\n## Flags of every command\n\n" + flagLines(root.PersistentFlags()))
	Each(root, func(cmd *cobra.Command) {
		fmt.Fprintf(&b, "\n## %s\n\n    %s\n\n%s\n", cmd.CommandPath(), Synopsis(cmd), marked(cmp.Or(cmd.Long, cmd.Short+".")))
		if lines := flagLines(cmd.LocalNonPersistentFlags()); lines != "" {
			b.WriteString("\n" + lines)
		}
		if cmd.Example != "" {
			b.WriteString("\n```sh\n" + cmd.Example + "\n```\n")
		}
	})
	return b.String()
}

func flagLines(flags *pflag.FlagSet) string {
	var b strings.Builder
	flags.VisitAll(func(f *pflag.Flag) {
		if f.Hidden || f.Name == "help" {
			return
		}
		means := f.Usage
		if d := Default(f); d != "" {
			means += " (" + d + ")"
		}
		fmt.Fprintf(&b, "- `%s`: %s\n", Flag(f), marked(means))
	})
	return b.String()
}

// marked is a text in which Markdown finds nothing but words.
func marked(text string) string { return strings.NewReplacer("*", "\\*", "<", "\\<").Replace(text) }
