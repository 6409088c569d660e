package run

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"cardwallet/cmd/internal/terminal"
)

// namesOnStdin stands in place of CARD for names that come from stdin.
const namesOnStdin = "-"

// mostNames is how many bytes of names are read.
const mostNames = 1 << 20

// named puts the names from stdin in the place of "-" among the arguments that the command calls CARD.
func (a *App) named(ctx context.Context, cmd *cobra.Command, args []string) ([]string, error) {
	from, to, several := cardPlaces(takes(cmd), len(args))
	at := slices.Index(args[from:to], namesOnStdin)
	if at < 0 {
		return args, nil
	}
	at += from
	if slices.Contains(args[at+1:to], namesOnStdin) {
		return nil, Usagef("%q stands for the names on stdin, and is given once", namesOnStdin)
	}
	secret := ""
	cmd.Flags().Visit(func(f *pflag.Flag) {
		if strings.HasSuffix(f.Name, "-stdin") {
			secret = f.Name
		}
	})
	if secret != "" {
		return nil, Usagef("use one of %q and --%s: both read stdin", namesOnStdin, secret)
	}
	names, err := a.readNames(ctx)
	if err != nil {
		return nil, err
	}
	if !several && len(names) > 1 {
		return nil, Usagef("%s takes one card, and stdin names %d\nrun it for each of them", cmd.CommandPath(), len(names))
	}
	args = slices.Concat(args[:at], names, args[at+1:])
	return args, cmd.ValidateArgs(args)
}

// InPlaceOf annotates a flag with the argument that it stands for.
const InPlaceOf = "in place of"

// takes are the arguments of a command with its flags, as it is used.
func takes(cmd *cobra.Command) (words []string) {
	words = strings.Fields(cmd.Use)[1:]
	cmd.Flags().Visit(func(f *pflag.Flag) {
		words = slices.DeleteFunc(words, func(word string) bool { return slices.Contains(f.Annotations[InPlaceOf], word) })
	})
	return words
}

// cardPlaces says which of n arguments are cards, by what the command takes, and whether there may be several.
func cardPlaces(words []string, n int) (from, to int, several bool) {
	is := func(word string) bool { return strings.HasPrefix(strings.TrimPrefix(word, "["), "CARD") }
	i := slices.IndexFunc(words, is)
	if i < 0 || i >= n {
		return 0, 0, false
	}
	if strings.Contains(words[i], "...") {
		return i, max(i, n-(len(words)-1-i)), true
	}
	return i, i + 1, false
}

// readNames reads names from stdin, one a line. It passes over blank lines and those that begin with #.
func (a *App) readNames(ctx context.Context) ([]string, error) {
	data, err := terminal.Aside(ctx, func() ([]byte, error) { return io.ReadAll(io.LimitReader(a.In, mostNames+1)) })
	switch {
	case err != nil && ctx.Err() != nil:
		return nil, err
	case err != nil:
		return nil, fmt.Errorf("cannot read stdin: %w", err)
	case len(data) > mostNames:
		return nil, Usagef("stdin has more than %d bytes of names", mostNames)
	}
	var names []string
	for line := range strings.Lines(string(data)) {
		if name := strings.TrimSpace(line); name != "" && !strings.HasPrefix(name, "#") {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return nil, Usagef("stdin names no card\nwrite one a line, as in: cardwallet cards --quiet")
	}
	return names, nil
}
