package config

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
)

// AliasTable knows the commands, which this package cannot ask.
type AliasTable interface {
	// Refuse says what is wrong with an alias of that name that stands for these words, or nothing.
	Refuse(name string, words []string) string
}

// Alias is a command line under a name of the person's own.
type Alias struct {
	Name string
	// Line is what it stands for, as the file has it.
	Line string
	// Words are those of the line: split as those of a cmd: reference, and never by a shell.
	Words []string
}

var aliasName = regexp.MustCompile(`^[a-z0-9][a-z0-9-]*$`)

// aliases reads [aliases]: what each name stands for, as one text.
func (r *reader) aliases(c *Config, known AliasTable) {
	table, ok := r.table(AliasesTable)
	if !ok {
		return
	}
	c.Aliases = map[string]Alias{}
	for _, name := range r.doc.ordered(table, AliasesTable) {
		a, what := aliasOf(name, table[name])
		if what == "" && known != nil {
			what = known.Refuse(name, a.Words)
		}
		if what != "" {
			r.refuse("", what, AliasesTable, name)
			continue
		}
		c.Aliases[name] = a
		line, _ := r.doc.position(AliasesTable, name)
		r.sources[dotted(AliasesTable, name)] = fmt.Sprintf("line %d", line)
	}
}

func aliasOf(name string, value any) (a Alias, what string) {
	if len(name) > 32 || !aliasName.MatchString(name) {
		return a, "the name of an alias is at most 32 small letters, digits and -"
	}
	a.Name = name
	if setText(value, &a.Line, false) != "" {
		return a, `must be a command line in quotes, such as "topup --repeat"`
	}
	var err error
	if a.Words, err = commandWords(a.Line); err != nil || len(a.Words) == 0 {
		return a, "must be a command line with its quotes closed"
	}
	return a, ""
}

func (c *Config) shownAliases() []shown {
	var out []shown
	for _, name := range slices.Sorted(maps.Keys(c.Aliases)) {
		out = append(out, shown{name, c.Aliases[name].Line, c.source(dotted(AliasesTable, name))})
	}
	return out
}
