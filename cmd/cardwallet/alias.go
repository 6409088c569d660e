package main

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"cardwallet/client"
	"cardwallet/cmd/internal/run"
	"cardwallet/config"
)

// aliasTable looks at the aliases of a config for the tree of commands.
type aliasTable struct{ root *cobra.Command }

// Refuse implements config.AliasTable: an alias hides no command, and stands for one, so that none can go round in a circle.
func (t aliasTable) Refuse(name string, words []string) string {
	if t.command(name) {
		return "hides the command of that name: choose another name"
	}
	at := firstWord(t.root, words)
	if at == len(words) {
		return "must name a command"
	}
	if !t.command(words[at]) {
		return "must begin with a command of cardwallet, and not with another alias"
	}
	return ""
}

// command reports whether the program has a command of that name, seen or not.
func (t aliasTable) command(name string) bool {
	return strings.HasPrefix(name, "__") || slices.ContainsFunc(t.root.Commands(), func(cmd *cobra.Command) bool { return cmd.Name() == name })
}

// firstWord is the place of the first argument that is neither a flag of every command nor the value of one; it is len(args) where there is
// none.
func firstWord(root *cobra.Command, args []string) int {
	for i := 0; i < len(args); i++ {
		arg := args[i]
		switch {
		case arg == "--":
			return len(args)
		case !strings.HasPrefix(arg, "-") || arg == "-":
			return i
		case takesNext(root.PersistentFlags(), arg):
			i++
		}
	}
	return len(args)
}

// takesNext reports whether an argument is a flag whose value is the next argument.
func takesNext(flags *pflag.FlagSet, arg string) bool {
	name, long := strings.CutPrefix(arg, "--")
	if !long || strings.Contains(name, "=") {
		return false
	}
	f := flags.Lookup(name)
	return f != nil && f.NoOptDefVal == ""
}

// commandLine is what the program is to carry out.
type commandLine struct {
	args    []string
	alias   config.Alias // that was typed; none where it has no name
	unknown error        // why nobody knows whether the first word is an alias
}

// expand puts what an alias stands for in its place. Nothing is read where the first word is a command.
func expand(a *run.App, root *cobra.Command, args []string) (line commandLine) {
	line.args = args
	at := firstWord(root, args)
	asked, typing := at, 0 // what is only asked about stands behind help, or behind what shells ask
	if at < len(args) && (args[at] == "help" || strings.HasPrefix(args[at], cobra.ShellCompRequestCmd)) {
		if args[at] != "help" {
			typing = 1 // the last word is not whole
		}
		asked = at + 1 + firstWord(root, args[at+1:])
	}
	if asked >= len(args)-typing || (aliasTable{root}).command(args[asked]) {
		return line
	}
	c, err := config.Load(optionsOf(a, args))
	if err != nil {
		if !errors.Is(err, config.ErrNoConfig) && !errors.Is(err, fs.ErrNotExist) {
			line.unknown = err
		}
		return line
	}
	alias, ok := c.Aliases[args[asked]]
	if !ok {
		return line
	}
	line.alias = alias
	line.args = slices.Concat(args[:asked], alias.Words, args[asked+1:])
	if args[at] == "help" {
		line.args = slices.Concat(args[:at], alias.Words, []string{"--help"})
	}
	return line
}

// optionsOf are the options of the config as they stand in the arguments, which nobody has read yet. Profiles are left out: one that there
// is not hides no alias.
func optionsOf(a *run.App, args []string) config.Options {
	o := a.Options()
	for i, arg := range args {
		name, value, inOne := strings.Cut(arg, "=")
		if name != "--config" {
			continue
		}
		if !inOne && i+1 < len(args) {
			value = args[i+1]
		}
		if path, err := config.ExpandHome(value); err == nil {
			o.Path = path
		}
	}
	return o
}

// explained is the error of a line in the words of the alias that was typed, and says where no alias could be looked for.
func (l commandLine) explained(err error) error {
	switch {
	case l.alias.Name != "":
		return &run.UsageError{Err: fmt.Errorf("alias %q (%s): %w", l.alias.Name, l.alias.Line, err)}
	case l.unknown != nil:
		return &run.UsageError{Err: fmt.Errorf("%w\nno alias can be looked for: %s", err, client.FirstLine(l.unknown))}
	}
	return err
}

// asksForHelp reports whether the line is to print help.
func (l commandLine) asksForHelp() bool {
	end := slices.Index(l.args, "--")
	if end < 0 {
		end = len(l.args)
	}
	return slices.ContainsFunc(l.args[:end], func(arg string) bool { return arg == "-h" || arg == "--help" })
}
