package main

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/charmbracelet/x/ansi"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"cardwallet/cmd/internal/complete"
	"cardwallet/cmd/internal/manual"
	"cardwallet/cmd/internal/run"
	"cardwallet/config"
	"cardwallet/tui/ui"
)

// maxHelp is how wide a line of help gets: longer ones are hard to read.
const maxHelp = 120

// setHelp gives every command the help of this program. It sends no question to the terminal: help appears at once on one that does not
// answer, and no question gets into a log.
func setHelp(a *run.App, root *cobra.Command) {
	root.SilenceErrors, root.SilenceUsage = true, true
	root.SetHelpFunc(func(cmd *cobra.Command, _ []string) {
		width, _, ok := a.Size()
		switch {
		case !ok:
			width = maxHelp
		case width == 0:
			width = ui.DefaultWidth
		}
		var aliases []config.Alias
		if !cmd.HasParent() {
			aliases = complete.Aliases(a)
		}
		if _, err := fmt.Fprint(a.Out, helpText(cmd, min(width, maxHelp), a.Decorated(), aliases...)); err != nil {
			a.Fail(err)
		}
	})
}

// helpText is the help of a command, with the aliases that are beside it, in lines of at most width cells. If decorated, the headings are
// bold, which people can read on every background.
func helpText(cmd *cobra.Command, width int, decorated bool, aliases ...config.Alias) string {
	cmd.InitDefaultHelpFlag() // --help is listed too
	var b strings.Builder
	section := func(name string) {
		if decorated {
			name = "\x1b[1m" + name + "\x1b[0m"
		}
		b.WriteString("\n" + name + "\n")
	}
	b.WriteString(ansi.Wordwrap(strings.TrimSpace(cmp.Or(cmd.Long, cmd.Short)), width, "") + "\n")
	section("usage")
	b.WriteString("  " + usageLine(cmd, cmd.CommandPath()) + "\n")
	if cmd.Example != "" {
		section("examples")
		for line := range strings.Lines(cmd.Example) {
			b.WriteString("  " + strings.TrimSuffix(line, "\n") + "\n")
		}
	}
	var commands, flags [][2]string
	for _, sub := range cmd.Commands() {
		if !sub.Hidden {
			commands = append(commands, [2]string{usageLine(sub, sub.Name()), sub.Short})
		}
	}
	visit := func(f *pflag.Flag) {
		name := "--" + f.Name
		if f.Shorthand != "" {
			name = "-" + f.Shorthand + ", " + name
		}
		usage := f.Usage
		if d := manual.Default(f); d != "" {
			usage += " (" + d + ")"
		}
		if !f.Hidden {
			flags = append(flags, [2]string{name, usage})
		}
	}
	cmd.LocalFlags().VisitAll(visit)
	list := func(name string, entries [][2]string) {
		if len(entries) > 0 {
			section(name)
			b.WriteString(columns(entries, width))
		}
	}
	list("commands", commands)
	var own [][2]string
	for _, alias := range aliases {
		own = append(own, [2]string{alias.Name, run.SafeLine(alias.Line)})
	}
	list("aliases of your config", own)
	list("flags", flags)
	flags = nil
	cmd.InheritedFlags().VisitAll(visit)
	list("flags of every command", flags)
	return b.String()
}

// usageLine is how the command is called.
func usageLine(cmd *cobra.Command, name string) string {
	_, arguments, _ := strings.Cut(cmd.Use, " ")
	words := []string{name}
	if cmd.HasAvailableSubCommands() {
		words = append(words, "[command]")
	}
	if arguments != "" {
		words = append(words, arguments)
	}
	if cmd.HasAvailableLocalFlags() {
		words = append(words, "[--flags]")
	}
	return strings.Join(words, " ")
}

// columns puts what each entry is for beside its name, or below it where there is no room.
func columns(entries [][2]string, width int) string {
	const gap, least = 2, 30
	column := 0
	for _, e := range entries {
		column = max(column, len(e[0]))
	}
	column += 2 * gap
	var b strings.Builder
	for _, e := range entries {
		indent, first := column, fmt.Sprintf("%*s%-*s", gap, "", column-gap, e[0])
		if width-column < least {
			indent, first = 3*gap, fmt.Sprintf("%*s%s\n%*s", gap, "", e[0], 3*gap, "")
		}
		text := ansi.Wordwrap(e[1], max(least, width-indent), "")
		b.WriteString(first + strings.ReplaceAll(text, "\n", "\n"+strings.Repeat(" ", indent)) + "\n")
	}
	return b.String()
}
