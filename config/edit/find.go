package edit

import (
	"fmt"
	"slices"
	"strings"

	"cardwallet/client/fold"
	"cardwallet/config"
)

// Find says which setting a path of the file means. actions are the names that [keys] takes. The error names the one that was probably
// meant.
func Find(actions []string, path ...string) (config.Setting, error) {
	table, rest := "", path
	switch {
	case len(path) > 2 && path[0] == "profiles":
		table, rest = config.ProfileTable, path[2:]
	case len(path) > 1:
		table, rest = path[0], path[1:]
	}
	all := config.Settings()
	at := slices.IndexFunc(all, func(s config.Setting) bool {
		return s.Table == table && (s.Name == rest[0] || table == config.KeysTable && slices.Contains(actions, rest[0]) ||
			table == config.AliasesTable)
	})
	if at < 0 && namesTable(all, path) {
		return config.Setting{}, fmt.Errorf("%s is a table of settings\n"+
			"name one of them, as in %s; all that are in force: cardwallet config show", Key(path...), Key(first(all, path)...))
	}
	if at < 0 {
		return config.Setting{}, fmt.Errorf("no setting %q%s", Key(path...), meant(all, actions, path, table, rest[0]))
	}
	s := all[at]
	switch many := s.Kind == config.KindAmount || s.Kind == config.KindPath; {
	case many && len(rest) == 2:
		if s.Names != nil && !slices.Contains(s.Names, rest[1]) {
			return config.Setting{}, fmt.Errorf("no setting %q%s\nthe names in it are: %s", Key(path...), fold.DidYouMean(rest[1], s.Names),
				strings.Join(s.Names, ", "))
		}
	case len(rest) > 1:
		return config.Setting{}, fmt.Errorf("no setting %q: %s is %s", Key(path...), Key(path[:len(path)-len(rest)+1]...), s.Kind)
	}
	return s, nil
}

// namesTable reports whether a path names a table of the file, or all profiles.
func namesTable(all []config.Setting, path []string) bool {
	if path[0] == "profiles" {
		return len(path) <= 2
	}
	return len(path) == 1 && slices.ContainsFunc(all, func(s config.Setting) bool { return s.Table == path[0] })
}

// first is the path of the first setting in a table, for an example.
func first(all []config.Setting, path []string) []string {
	table := path[0]
	switch {
	case table == "profiles" && len(path) == 1:
		return []string{"profiles", "fin", "issuer"}
	case table == "profiles":
		table = config.ProfileTable
	}
	at := slices.IndexFunc(all, func(s config.Setting) bool { return s.Table == table })
	return append(slices.Clone(path), all[at].Name)
}

// meant is the question after a path that is no setting: one like it in its table, a table like its own, the same name in another, or a
// name like it there.
func meant(all []config.Setting, actions, path []string, table, name string) string {
	question := func(path ...string) string { return fmt.Sprintf("; did you mean %q?", Key(path...)) }
	var here, tables []string
	for _, s := range all {
		tables = append(tables, strings.Split(s.Table, ".")[0])
		if s.Table == table {
			here = append(here, s.Name)
		}
	}
	if table == config.KeysTable {
		here = actions
	}
	if word := fold.Nearest(name, here); word != "" {
		return question(append(slices.Clone(path[:len(path)-1]), word)...)
	}
	if word := fold.Nearest(path[0], tables); word != "" && word != path[0] && len(path) > 1 {
		return question(append([]string{word}, path[1:]...)...)
	}
	for _, like := range []func(config.Setting) bool{
		func(s config.Setting) bool { return s.Name == name },
		func(s config.Setting) bool { return fold.Nearest(name, []string{s.Name}) != "" },
	} {
		for _, s := range all {
			if s.Table != "" && s.Table != table && like(s) {
				return question(append(strings.Split(s.Table, "."), s.Name)...)
			}
		}
	}
	return ""
}
