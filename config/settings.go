package config

import (
	"fmt"
	"slices"
	"sync"
	"time"

	"cardwallet/config/guarded"

	"github.com/shopspring/decimal"
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
	KindCommand  Kind = "a command line"
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
	// Names are those that it takes, where it is a table of paths; none: all that fit.
	Names []string
	// Variable of the environment that overrides it; empty: none.
	Variable string
	// Issuers are those that have it; none: it is for all, or of no profile.
	Issuers []string
	Means   string
}

// The tables that are for each profile, for keys of the screen, and for commands of the person's own, as Setting.Table has them.
const (
	ProfileTable = "profiles.NAME"
	KeysTable    = "keys"
	AliasesTable = "aliases"
)

// Settings are all settings of the file, in the order of its tables. One whose names are the file's own, such as currencies, stands for all
// of them. The list is the caller's own; what its members refer to is not.
func Settings() []Setting { return slices.Clone(settings()) }

// settings are the same for every config. Each flag of each command asks for them when the program starts.
var settings = sync.OnceValue(func() []Setting {
	all := described("", rootKeys, map[string]*Config{"": Defaults()})
	of := map[string]*Profile{}
	for _, issuer := range issuers {
		p := NewProfile("", issuer)
		p.Issuer = ""
		of[issuer] = &p
	}
	all = append(all, described(ProfileTable, profileKeys, of)...)
	for _, s := range sections {
		all = append(all, described(s.name, s.keys, map[string]*Config{"": Defaults()})...)
	}
	return append(all, Setting{Table: KeysTable, Name: "ACTION", Kind: KindKeys, Means: "other keys for an action of the screen"},
		Setting{Table: AliasesTable, Name: "ALIAS", Kind: KindCommand, Means: "what a command of your own stands for"})
})

// described tells of the settings of a table. of has what holds without the file, by issuer.
func described[T any](table string, keys []key[T], of map[string]*T) (all []Setting) {
	for _, k := range keys {
		var zero T
		s := Setting{Table: table, Name: k.name, Kind: kindOf(k.field(&zero)), Takes: k.takes.words, Choices: k.takes.choices,
			Variable: k.variable, Issuers: k.issuers, Means: k.means, Defaults: map[string]string{}}
		if s.Kind == KindPath {
			s.Names = pathKeys
		}
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

// Value is what the setting at a path has in effect, a text, number, bool, list of text, map of text, or Amounts. For a secret it is the
// reference. from is a line of the file, a variable, a flag or the default; ok is false where nothing holds.
func (c *Config) Value(path ...string) (value any, from string, ok bool) {
	var held []shown
	rest := path
	switch {
	case len(path) > 2 && path[0] == "profiles":
		if p, known := c.Profile(path[1]); known {
			held, rest = settingsOf(c, path[:2], profileKeys, &p, p.Issuer), path[2:]
		}
	case len(path) > 1 && path[0] == KeysTable:
		held, rest = c.shownKeys(), path[1:]
	case len(path) > 1 && path[0] == AliasesTable:
		held, rest = c.shownAliases(), path[1:]
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
	if len(rest) > 1 {
		switch table := value.(type) {
		case map[string]string:
			value, ok = table[rest[1]]
		case Amounts:
			value, ok = table[rest[1]]
		}
	}
	return value, from, ok
}

// Parse reads a text as Load reads the file, with the same rules and the same messages, and applies nothing from outside.
func (o Options) Parse(path string, text []byte) (*Config, error) { return parse(path, text, o) }

// Text is the config file as it stands. It is refused as Load refuses it: one that others can read, or that is too large. named is whether
// a flag or the environment names it. Where no file is there the error is fs.ErrNotExist.
func (o Options) Text() (path string, text []byte, named bool, err error) {
	path, named, err = o.File()
	if err != nil {
		return "", nil, false, err
	}
	if text, err = guarded.ReadFile(path, maxFile); err != nil {
		err = fmt.Errorf("config %w", err)
	}
	return path, text, named, err
}
