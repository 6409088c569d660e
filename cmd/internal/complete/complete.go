// Package complete says what a shell offers where a person presses tab: cards, orders, profiles and words, from what is known on this
// machine. It asks no issuer and no database of a team, reads no secret, asks nobody, and changes no file; whatever goes wrong, it offers
// nothing and says nothing.
package complete

import (
	"io"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"cardwallet/cmd/internal/choice"
	"cardwallet/cmd/internal/run"
)

// most is how many values are offered at most: nobody reads more, and shells get slow.
const most = 500

// offer is what may stand in a place of the command line.
type offer struct {
	// values gives the values that begin with what was typed, or some more; nil: there are none to give.
	values    func(q *question) []cobra.Completion
	directive cobra.ShellCompDirective
}

// question is one press of tab.
type question struct {
	app   *run.App
	cmd   *cobra.Command
	given []string // the arguments before this one
	typed string
}

// Tree gives every command from root on what shells offer for its arguments and flags. An argument or a flag that it does not know gets
// nothing, and the shell offers files, which a test finds.
func Tree(app *run.App, root *cobra.Command) {
	root.PersistentFlags().VisitAll(func(f *pflag.Flag) { completeFlag(app, root, f) })
	each(root, func(cmd *cobra.Command) {
		if cmd.ValidArgsFunction == nil {
			completeArguments(app, cmd)
		}
		cmd.LocalNonPersistentFlags().VisitAll(func(f *pflag.Flag) { completeFlag(app, cmd, f) })
	})
}

// each visits a command and all below it.
func each(cmd *cobra.Command, visit func(*cobra.Command)) {
	visit(cmd)
	for _, sub := range cmd.Commands() {
		each(sub, visit)
	}
}

func completeArguments(app *run.App, cmd *cobra.Command) {
	if !cmd.HasParent() {
		cmd.ValidArgsFunction = func(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
			return aliasNames(app), cobra.ShellCompDirectiveNoFileComp
		}
		return
	}
	names, endless := Arguments(cmd)
	offers := make([]offer, 0, len(names))
	for _, name := range names {
		o, ok := offerFor(arguments, cmd, name)
		if !ok && strings.Contains(name, "|") {
			o, ok = oneOf(strings.Split(name, "|")...), true
		}
		if !ok {
			return
		}
		offers = append(offers, o)
	}
	cmd.ValidArgsFunction = func(cmd *cobra.Command, given []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
		at := len(given)
		if endless {
			at = min(at, len(offers)-1)
		}
		if at >= len(offers) {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		return offers[at].answer(question{aside(app), cmd, given, typed})
	}
}

// Arguments are the arguments of a command as its usage line names them, up to one that may stand several times: then it is endless.
func Arguments(cmd *cobra.Command) (names []string, endless bool) {
	for _, word := range strings.Fields(cmd.Use)[1:] {
		if strings.HasPrefix(word, "-") {
			break
		}
		word = strings.Trim(word, "[]")
		names = append(names, strings.TrimSuffix(word, "..."))
		if strings.HasSuffix(word, "...") {
			return names, true
		}
	}
	return names, false
}

func completeFlag(app *run.App, cmd *cobra.Command, f *pflag.Flag) {
	if f.NoOptDefVal != "" { // it takes no value
		return
	}
	o, ok := offerFor(flags, cmd, f.Name)
	if list, isChoice := choice.WordsOf(f); isChoice {
		o, ok = oneOf(list...), true
	}
	if !ok {
		if o, ok = settingFlag(f.Name); !ok {
			return
		}
	}
	_ = cmd.RegisterFlagCompletionFunc(f.Name,
		func(cmd *cobra.Command, given []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
			return o.answer(question{aside(app), cmd, given, typed})
		})
}

// offerFor finds a name in a table: that of the command first, as in "cards create type", then that of all commands.
func offerFor(table map[string]offer, cmd *cobra.Command, name string) (o offer, ok bool) {
	_, path, _ := strings.Cut(cmd.CommandPath(), " ")
	if o, ok = table[strings.TrimSpace(path+" "+name)]; !ok {
		o, ok = table[name]
	}
	return o, ok
}

func (o offer) answer(q question) ([]cobra.Completion, cobra.ShellCompDirective) {
	if o.values == nil {
		return nil, o.directive
	}
	q.typed = quotes.Replace(q.typed)
	var fitting []cobra.Completion
	for _, value := range o.values(&q) {
		if strings.HasPrefix(value, q.typed) && len(fitting) < most || o.directive&cobra.ShellCompDirectiveFilterFileExt != 0 {
			fitting = append(fitting, value)
		}
	}
	return fitting, o.directive
}

// quotes are left out of what was typed: fish gives the word as it stands in its line. No value that is offered has any.
var quotes = strings.NewReplacer(`\`, "", `"`, "", "'", "")

// aside is a run with the flags of the other one and nothing else of it: it prints nothing, and at its end nothing is sent to a team.
func aside(app *run.App) *run.App {
	return &run.App{In: strings.NewReader(""), Out: io.Discard, Err: io.Discard, Now: app.Now, Flags: app.Flags,
		Aliases: app.Aliases}
}
