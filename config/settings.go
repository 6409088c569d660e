package config

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"cardwallet/client/fold"
)

// Kind is what a setting holds.
type Kind string

// The kinds of settings, in words.
const (
	KindText     Kind = "text"
	KindSwitch   Kind = "true or false"
	KindNumber   Kind = "a whole number"
	KindDuration Kind = "a duration such as 30s"
	KindList     Kind = "a list of texts"
	KindSecret   Kind = "a reference to a secret"
	KindDatabase Kind = "a URL without a password, or a reference to one"
	KindPath     Kind = "paths, by request"
	KindAmount   Kind = "amounts, by currency"
	KindKeys     Kind = "a key, or a list of keys"
)

// Setting is what is known of a setting of the config file, whatever a file says.
type Setting struct {
	// Table is the header of its table, as in "ui" and "profiles.NAME"; empty: it stands before the first one.
	Table string
	Name  string
	Kind  Kind
	// Takes says which values of its kind it takes; empty: all.
	Takes string
	// Choices are the words that it takes, where it takes no others.
	Choices []string
	// Defaults are what holds without it, as the file would have it, by issuer; one for "" where it is the same for all. None: nothing holds.
	Defaults map[string]string
	// Variable of the environment that overrides it; empty: none.
	Variable string
	// Issuers are those that have it; none: it is for all, or of no profile.
	Issuers []string
	Means   string
}

// The tables whose settings the file names itself, as Setting.Table has them.
const (
	profileTable = "profiles.NAME"
	pathsTable   = "profiles.NAME.paths"
	keysTable    = "keys"
)

// Settings are all settings of the file, in the order of its tables. One whose names are the file's own, such as currencies, stands for all
// of them.
func Settings() []Setting {
	all := described("", rootKeys, map[string]*Config{"": Defaults()})
	of := map[string]*Profile{}
	for _, issuer := range issuers {
		p := NewProfile("", issuer)
		p.Issuer = ""
		of[issuer] = &p
	}
	all = append(all, described(profileTable, profileKeys, of)...)
	for _, s := range sections {
		all = append(all, described(s.name, s.keys, map[string]*Config{"": Defaults()})...)
	}
	return append(all, Setting{Table: keysTable, Name: "ACTION", Kind: KindKeys, Means: "other keys for an action of the screen"})
}

// described tells of the settings of a table. of has what holds without the file, by issuer.
func described[T any](table string, keys []key[T], of map[string]*T) (all []Setting) {
	for _, k := range keys {
		var zero T
		s := Setting{Table: table, Name: k.name, Kind: kindOf(k.field(&zero)), Takes: k.takes.words, Choices: k.takes.choices,
			Variable: k.variable, Issuers: k.issuers, Means: k.means, Defaults: map[string]string{}}
		for issuer, from := range of {
			held := settingsOf(&Config{}, nil, []key[T]{k}, from, issuer)
			if len(held) == 1 {
				s.Defaults[issuer] = fmt.Sprint(held[0].value)
			}
		}
		if len(s.Defaults) == len(of) && len(of) > 1 && allSame(s.Defaults) {
			s.Defaults = map[string]string{"": s.Defaults[issuers[0]]}
		}
		all = append(all, s)
	}
	return all
}

func allSame(m map[string]string) bool {
	for _, text := range m {
		for _, other := range m {
			if text != other {
				return false
			}
		}
	}
	return true
}

func kindOf(field any) Kind {
	switch field.(type) {
	case *bool:
		return KindSwitch
	case *int:
		return KindNumber
	case *time.Duration:
		return KindDuration
	case *[]string:
		return KindList
	case *Ref:
		return KindSecret
	case *DatabaseURL:
		return KindDatabase
	case *map[string]string:
		return KindPath
	case *map[string]decimal.Decimal:
		return KindAmount
	}
	return KindText
}

// Find says which setting a path of the file means. actions are the names that [keys] takes. The error names the one that was probably
// meant.
func Find(actions []string, path ...string) (Setting, error) {
	table, rest := home{}, path
	switch {
	case len(path) > 2 && path[0] == "profiles":
		table, rest = home{profileTable, keyNames(profileKeys)}, path[2:]
	case len(path) > 1 && path[0] == keysTable:
		table, rest = home{keysTable, actions}, path[1:]
	case len(path) > 1:
		table, rest = home{path[0], nil}, path[1:]
		for _, s := range sections {
			if s.name == path[0] {
				table.keys = keyNames(s.keys)
			}
		}
	default:
		table.keys = keyNames(rootKeys)
	}
	if !slices.Contains(table.keys, rest[0]) {
		return Setting{}, fmt.Errorf("no setting %q%s", dotted(path...), meantByPath(path, table, rest[0]))
	}
	name := rest[0]
	if table.place == keysTable {
		name = "ACTION"
	}
	all := Settings()
	s := all[slices.IndexFunc(all, func(s Setting) bool { return s.Table == table.place && s.Name == name })]
	switch many := s.Kind == KindAmount || s.Kind == KindPath; {
	case many && len(rest) == 2:
		if s.Kind == KindPath && !slices.Contains(pathKeys, rest[1]) {
			return Setting{}, fmt.Errorf("no setting %q%s\nthe paths are: %s", dotted(path...), fold.DidYouMean(rest[1], pathKeys),
				strings.Join(pathKeys, ", "))
		}
		return s, nil
	case len(rest) > 1:
		return Setting{}, fmt.Errorf("no setting %q; %s is %s", dotted(path...), dotted(path[:len(path)-len(rest)+1]...), s.Kind)
	}
	return s, nil
}

// meantByPath is the question after a path that is no setting: one like it in its table, the same name in another, or a table like its own.
func meantByPath(path []string, table home, name string) string {
	question := func(path ...string) string { return fmt.Sprintf("; did you mean %q?", dotted(path...)) }
	if len(table.keys) > 0 {
		if word := fold.Nearest(name, table.keys); word != "" {
			return question(append(slices.Clone(path[:len(path)-1]), word)...)
		}
	}
	for _, s := range Settings() {
		if s.Name == name && s.Table != table.place {
			return question(append(strings.Split(s.Table, "."), name)...)
		}
	}
	tables := []string{"profiles", keysTable}
	for _, s := range sections {
		tables = append(tables, s.name)
	}
	if word := fold.Nearest(path[0], tables); word != "" && word != path[0] {
		return question(append([]string{word}, path[1:]...)...)
	}
	for _, s := range Settings() {
		if word := fold.Nearest(name, []string{s.Name}); word != "" && s.Table != "" {
			return question(append(strings.Split(s.Table, "."), word)...)
		}
	}
	return ""
}

// Value is what the setting at a path has in effect, in the form that JSON takes: text, number, bool, list of text, or map of text. For a
// secret it is the reference. from is a line of the file, a variable, a flag or the default; ok is false where nothing holds.
func (c *Config) Value(path ...string) (value any, from string, ok bool) {
	var held []shown
	rest := path
	switch {
	case len(path) > 2 && path[0] == "profiles":
		if p, known := c.Profile(path[1]); known {
			held, rest = settingsOf(c, path[:2], profileKeys, &p, p.Issuer), path[2:]
		}
	case len(path) > 1 && path[0] == keysTable:
		held, rest = c.shownKeys(), path[1:]
	case len(path) > 1:
		for _, s := range sections {
			if s.name == path[0] {
				held, rest = settingsOf(c, path[:1], s.keys, c, ""), path[1:]
			}
		}
	default:
		held = settingsOf(c, nil, rootKeys, c, "")
	}
	at := slices.IndexFunc(held, func(s shown) bool { return s.name == rest[0] })
	if at < 0 {
		return nil, "", false
	}
	value, from, ok = held[at].value, held[at].source, true
	if table, many := value.(map[string]string); many && len(rest) > 1 {
		value, ok = table[rest[1]]
	}
	return value, from, ok
}

// Parse reads a text as Load reads the file, with the same rules and the same messages, and applies nothing from outside.
func (o Options) Parse(path string, text []byte) (*Config, error) { return parse(path, text, o.Keys) }

// Text is the config file as it stands. It is refused as Load refuses it: one that others can read, or that is too large. named is whether
// a flag or the environment names it. Where no file is there the error is fs.ErrNotExist.
func (o Options) Text() (path string, text []byte, named bool, err error) {
	path, named, err = o.File()
	if err != nil {
		return "", nil, false, err
	}
	if text, err = readPrivate(path, maxFile); err != nil {
		err = fmt.Errorf("config %w", err)
	}
	return path, text, named, err
}
