package main

import (
	"cmp"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"cardwallet/client/fold"
	"cardwallet/cmd/internal/manual"
	"cardwallet/cmd/internal/run"
)

// misused is the error of a command line that could not be read: with what was probably meant, and where to read on.
func misused(cmd *cobra.Command, err error) error {
	if _, told := errors.AsType[*run.UsageError](err); told {
		return err
	}
	text := err.Error()
	if unknown, ok := errors.AsType[*pflag.NotExistError](err); ok {
		typed := cmp.Or(unknown.GetSpecifiedShortnames(), unknown.GetSpecifiedName()) // -json is read as several short flags
		if name := fold.Nearest(typed, flagNames(cmd)); name != "" {
			text += fmt.Sprintf("; did you mean %q?", "--"+name)
		}
	} else if word, ok := unknownCommand(text); ok && cmd.HasAvailableSubCommands() {
		text += fold.DidYouMean(word, commandNames(cmd))
	} else if ok {
		text = fmt.Sprintf("%s takes no arguments, not %q", cmd.CommandPath(), word)
	}
	if !strings.Contains(text, "\n") {
		text += "\nsee: " + cmd.CommandPath() + " --help"
	}
	return &run.UsageError{Err: errors.New(text)}
}

// runnable makes the commands that only have others below them print their help: else they would print it for a word that is none of
// those, too, and call it done.
func runnable(root *cobra.Command) {
	for _, cmd := range root.Commands() {
		if !cmd.Runnable() {
			cmd.Args = cobra.NoArgs
			cmd.RunE = func(cmd *cobra.Command, _ []string) error { return cmd.Help() }
		}
	}
	root.SetHelpCommand(newHelp(root))
	root.InitDefaultHelpCmd()
}

// newHelp is help as a command, for who does not know --help. Unlike cobra's own it fails for what is no command.
func newHelp(root *cobra.Command) *cobra.Command {
	return &cobra.Command{
		Use:     "help [COMMAND...]",
		Short:   "Print the help of a command",
		Example: "cardwallet help keys generate",
		Args:    cobra.ArbitraryArgs,
		RunE: func(_ *cobra.Command, path []string) error {
			cmd, err := manual.Find(root, path)
			if err != nil {
				return misused(cmd, err)
			}
			return cmd.Help()
		},
	}
}

// unknownCommand is the word that cobra took for a command, also where the command has none below it.
func unknownCommand(text string) (word string, ok bool) {
	quoted, ok := strings.CutPrefix(text, "unknown command ")
	if !ok {
		return "", false
	}
	if quoted, err := strconv.QuotedPrefix(quoted); err == nil {
		word, err = strconv.Unquote(quoted)
		return word, err == nil
	}
	return "", false
}

func commandNames(cmd *cobra.Command) (names []string) {
	for _, sub := range cmd.Commands() {
		if sub.IsAvailableCommand() {
			names = append(names, sub.Name())
		}
	}
	return names
}

// flagNames are the flags of a command.
func flagNames(cmd *cobra.Command) (names []string) {
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		if !f.Hidden {
			names = append(names, f.Name)
		}
	})
	return names
}
