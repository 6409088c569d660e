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
