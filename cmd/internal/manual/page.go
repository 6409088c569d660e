// Package manual writes about the commands: manual pages, and the page of all commands in the documentation. Both are made of the tree of
// commands.
package manual

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/cpuguy83/go-md2man/v2/md2man"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// Page is the manual page of a command, in roff. version and date stand in its frame; a zero date is left out.
func Page(cmd *cobra.Command, version string, date time.Time) []byte {
	day := ""
	if !date.IsZero() {
		day = date.UTC().Format(time.DateOnly)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%% %q \"1\" %q %q \"Manual of cardwallet\"\n", strings.ToUpper(Name(cmd)), day, "cardwallet "+version)
	section := func(title, text string) {
		if text != "" {
			fmt.Fprintf(&b, "\n# %s\n\n%s\n", title, strings.TrimRight(text, "\n"))
		}
	}
	section("NAME", Name(cmd)+" - "+cmd.Short)
	cmd.InitDefaultHelpFlag() // --help is listed, too
	section("SYNOPSIS", "**"+escaped(cmd.CommandPath())+"**"+escaped(strings.TrimPrefix(Synopsis(cmd), cmd.CommandPath())))
	section("DESCRIPTION", escaped(cmp.Or(cmd.Long, cmd.Short+".")))
	section("COMMANDS", commandList(cmd))
	section("OPTIONS", flagList(cmd.LocalNonPersistentFlags()))
	section("OPTIONS OF EVERY COMMAND", flagList(cmd.Root().PersistentFlags()))
	section("EXAMPLES", codeBlock(cmd.Example))
	section("EXIT STATUS", definitions(exitStatus())+"\nOnce an order was sent its outcome is the exit code: 0, 1 or 5 as the issuer "+
		"decided, and 7 where that is not known or not final: see cardwallet activity --reconcile.\n")
	section("ENVIRONMENT", definitions(environment()))
	section("FILES", definitions(files))
	section("SEE ALSO", seeAlso(cmd))
	return md2man.Render([]byte(b.String()))
}

// Name is what the page of a command is called.
func Name(cmd *cobra.Command) string { return strings.ReplaceAll(cmd.CommandPath(), " ", "-") }

// Synopsis is how a command is called, with its path.
func Synopsis(cmd *cobra.Command) string {
	_, arguments, _ := strings.Cut(cmd.Use, " ")
	words := []string{cmd.CommandPath()}
	if cmd.HasAvailableSubCommands() {
		words = append(words, "[COMMAND]")
	}
	if arguments != "" {
		words = append(words, arguments)
	}
	options := false
	cmd.LocalNonPersistentFlags().VisitAll(func(f *pflag.Flag) { options = options || !f.Hidden && f.Name != "help" })
	if options {
		words = append(words, "[OPTIONS]")
	}
	return strings.Join(words, " ")
}

// Each visits a command and all below it that people see.
func Each(cmd *cobra.Command, visit func(*cobra.Command)) {
	if cmd.Hidden {
		return
	}
	visit(cmd)
	for _, sub := range cmd.Commands() {
		Each(sub, visit)
	}
}

// entry is a line about something: an option, a variable, a file.
type entry struct{ name, means string }

// definitions are entries as a list in Markdown.
func definitions(entries []entry) string {
	var b strings.Builder
	for _, e := range entries {
		fmt.Fprintf(&b, "**%s**\n: %s\n\n", escaped(e.name), escaped(e.means))
	}
	return b.String()
}

func commandList(cmd *cobra.Command) string {
	var entries []entry
	Each(cmd, func(sub *cobra.Command) {
		if sub != cmd && (sub.Parent() == cmd || !cmd.HasParent()) { // the page of the program has them all
			entries = append(entries, entry{strings.TrimPrefix(sub.CommandPath(), cmd.CommandPath()+" "), sub.Short + "."})
		}
	})
	return definitions(entries)
}

// Flag is how a flag is written, with what its usage line calls its value, else with a word for the type of that.
func Flag(f *pflag.Flag) string {
	name := "--" + f.Name
	if f.Shorthand != "" {
		name = "-" + f.Shorthand + ", " + name
	}
	if f.NoOptDefVal != "" {
		return name
	}
	for _, word := range capitals.FindAllString(f.Usage, -1) {
		if !slices.Contains(noPlace, word) {
			return name + " " + word
		}
	}
	return name + " " + cmp.Or(values[f.Value.Type()], f.Value.Type())
}

// Usage lines write in capitals what stands for the value of a flag. noPlace are words that are always written so.
var (
	capitals = regexp.MustCompile(`\b[A-Z]+\b`)
	noPlace  = []string{"API", "CSV", "CVV", "EUR", "F", "HTTP", "JSON", "M", "MCC", "ORG", "PIN", "QR", "RSA", "URL", "USD", "USER", "UTC",
		"X"}
)

// values stand for the value of a flag whose usage line names none, by its type.
var values = map[string]string{
	"duration": "TIME", "int": "N", "string": "TEXT", "stringArray": "TEXT", "stringSlice": "TEXT", "stringToString": "KEY=VALUE",
	"uint64": "N",
}

// Default is what holds without a flag; empty where that is nothing.
func Default(f *pflag.Flag) string {
	switch f.DefValue {
	case "", "false", "0", "0s", "[]":
		return ""
	}
	return f.DefValue
}

func flagList(flags *pflag.FlagSet) string {
	var entries []entry
	flags.VisitAll(func(f *pflag.Flag) {
		if f.Hidden {
			return
		}
		means := f.Usage
		if d := Default(f); d != "" {
			means += " (" + d + ")"
		}
		entries = append(entries, entry{Flag(f), means})
	})
	return definitions(entries)
}

func codeBlock(text string) string {
	if text == "" {
		return ""
	}
	return "```\n" + text + "\n```\n"
}

func seeAlso(cmd *cobra.Command) string {
	var pages []string
	add := func(other *cobra.Command) { pages = append(pages, "**"+escaped(Name(other))+"**(1)") }
	if cmd.HasParent() {
		add(cmd.Root())
		if cmd.Parent() != cmd.Root() {
			add(cmd.Parent())
		}
	}
	for _, sub := range cmd.Commands() {
		if !sub.Hidden {
			add(sub)
		}
	}
	return strings.Join(pages, ", ")
}

// special are the characters that Markdown could take for more than themselves.
var special = strings.NewReplacer("\\", "\\\\", "`", "\\`", "*", "\\*", "_", "\\_", "[", "\\[", "]", "\\]", "<", "\\<", ">", "\\>",
	"&", "\\&", "|", "\\|", "~", "\\~", "#", "\\#")

func escaped(text string) string { return special.Replace(text) }
