package config

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/pelletier/go-toml/v2"
	"github.com/shopspring/decimal"
)

// selectedPath is the entry of sources for the selection, which no setting of the file has as its path.
const selectedPath = "selected"

// shown is one effective setting in the form that the file takes: text, number, bool, list of text, or map of text.
type shown struct {
	name   string
	value  any
	source string
}

// Show writes the effective settings as TOML that [Parse] reads again, each with where it came from: a line of the file, an
// environment variable, a flag, or the default. Secrets appear as their references and are not read.
func (c *Config) Show() (string, error) {
	var b strings.Builder
	var failed error
	if c.Path != "" {
		fmt.Fprintf(&b, "# %s\n", ShownPath(c.Path))
	}
	if from, ok := c.sources[selectedPath]; ok {
		fmt.Fprintf(&b, "# in use: %s (%s)\n", strings.Join(c.selected, ", "), from)
	}
	for _, table := range c.tables() {
		if len(table.settings) > 0 {
			b.WriteString("\n")
		}
		if len(table.path) > 0 && len(table.settings) > 0 {
			fmt.Fprintf(&b, "[%s]\n", dotted(table.path...))
		}
		for _, s := range table.settings {
			text, err := settingLine(s)
			failed = errors.Join(failed, err)
			fmt.Fprintf(&b, "%-60s # %s\n", text, s.source)
		}
	}
	return b.String(), failed
}

// shownTable is a table of the file with its settings in force.
type shownTable struct {
	path     []string // none for what stands before the first table
	settings []shown
}

func (c *Config) tables() []shownTable {
	all := []shownTable{{nil, settingsOf(c, nil, rootKeys, c, "")}}
	for i := range c.Profiles {
		p := &c.Profiles[i]
		path := []string{"profiles", p.Name}
		settings := settingsOf(c, path, profileKeys, p, p.Issuer)
		settings = slices.DeleteFunc(settings, func(s shown) bool { return s.name == "paths" })
		paths := shownTable{path: []string{"profiles", p.Name, "paths"}}
		for _, name := range slices.Sorted(maps.Keys(p.Paths)) {
			paths.settings = append(paths.settings, shown{name, p.Paths[name], c.source(dotted(append(paths.path, name)...))})
		}
		all = append(all, shownTable{path, settings}, paths)
	}
	for _, table := range sections {
		all = append(all, shownTable{[]string{table.name}, settingsOf(c, []string{table.name}, table.keys, c, "")})
	}
	return append(all, shownTable{[]string{KeysTable}, c.shownKeys()}, shownTable{[]string{AliasesTable}, c.shownAliases()})
}

func (c *Config) shownKeys() []shown {
	var out []shown
	for _, action := range slices.Sorted(maps.Keys(c.Keys)) {
		out = append(out, shown{action, c.Keys[action], c.source(dotted("keys", action))})
	}
	return out
}

// settingLine writes one setting as TOML, a table within it inline, so that its source can stand behind it.
func settingLine(s shown) (string, error) {
	var text strings.Builder
	enc := toml.NewEncoder(&text)
	enc.SetTablesInline(true)
	err := enc.Encode(map[string]any{s.name: s.value})
	return strings.TrimSuffix(text.String(), "\n"), err
}

// Held is a setting in force.
type Held struct {
	Path  []string // its name behind those of its tables
	Value any      // a text, a number, true or false, a list of texts, or Amounts; of a secret its reference
	From  string   // a line of the file, an environment variable, a flag, or the default
}

// Amounts are amounts of money by their currencies.
type Amounts map[string]string

// InForce lists the settings in force, in the order of Show.
func (c *Config) InForce() (all []Held) {
	for _, table := range c.tables() {
		for _, s := range table.settings {
			all = append(all, Held{append(slices.Clone(table.path), s.name), s.value, s.source})
		}
	}
	return all
}

// settingsOf lists what a table holds in effect. Settings that are not set and have no default are left out.
func settingsOf[T any](c *Config, path []string, keys []key[T], from *T, issuer string) []shown {
	var out []shown
	for _, k := range keys {
		if !k.fits(issuer) {
			continue
		}
		at := dotted(append(slices.Clone(path), k.name)...)
		_, set := c.sources[at]
		var value any
		switch field := k.field(from).(type) {
		case *string:
			value, set = *field, set || *field != ""
		case *bool:
			value, set = *field, true
		case *int:
			value, set = *field, true
		case *time.Duration:
			value, set = short(*field), true
		case *[]string:
			value, set = *field, len(*field) > 0
		case *Ref:
			value, set = field.String(), !field.IsZero()
		case *DatabaseURL:
			value, set = field.String(), !field.IsZero()
		case *map[string]string:
			value, set = *field, len(*field) > 0
		case *map[string]decimal.Decimal:
			amounts := Amounts{}
			for currency, amount := range *field {
				amounts[currency] = amount.String()
			}
			value, set = amounts, len(amounts) > 0
		}
		if set {
			out = append(out, shown{k.name, value, c.source(at)})
		}
	}
	return out
}

func (c *Config) source(path string) string {
	if from, ok := c.sources[path]; ok {
		return from
	}
	return "default"
}
