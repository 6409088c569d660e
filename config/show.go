package config

import (
	"encoding/json"
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

// shown is one effective setting in the form that the file and JSON take: text, number, bool, list of text, or map of text.
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
	write := func(header string, settings []shown) {
		if len(settings) > 0 {
			fmt.Fprintf(&b, "%s\n", header)
		}
		for _, s := range settings {
			text, err := settingLine(s)
			failed = errors.Join(failed, err)
			fmt.Fprintf(&b, "%-60s # %s\n", text, s.source)
		}
	}
	write("", settingsOf(c, nil, rootKeys, c, ""))
	for i := range c.Profiles {
		p := &c.Profiles[i]
		path := []string{"profiles", p.Name}
		settings := settingsOf(c, path, profileKeys, p, p.Issuer)
		settings = slices.DeleteFunc(settings, func(s shown) bool { return s.name == "paths" })
		write("\n["+dotted(path...)+"]", settings)
		var paths []shown
		for _, name := range slices.Sorted(maps.Keys(p.Paths)) {
			paths = append(paths, shown{name, p.Paths[name], c.source(dotted(append(path, "paths", name)...))})
		}
		write("\n["+dotted(append(path, "paths")...)+"]", paths)
	}
	for _, table := range sections {
		write("\n["+table.name+"]", settingsOf(c, []string{table.name}, table.keys, c, ""))
	}
	write("\n[keys]", c.shownKeys())
	return b.String(), failed
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

// MarshalJSON gives the effective settings with the names of the file, and under "sources" where each came from.
func (c *Config) MarshalJSON() ([]byte, error) {
	sources := map[string]string{}
	object := func(path []string, settings []shown) map[string]any {
		m := map[string]any{}
		for _, s := range settings {
			m[s.name] = s.value
			sources[dotted(append(slices.Clone(path), s.name)...)] = s.source
		}
		return m
	}
	document := object(nil, settingsOf(c, nil, rootKeys, c, ""))
	profiles := []map[string]any{}
	for i := range c.Profiles {
		p := &c.Profiles[i]
		path := []string{"profiles", p.Name}
		m := object(path, settingsOf(c, path, profileKeys, p, p.Issuer))
		m["name"] = p.Name
		profiles = append(profiles, m)
	}
	selected := []string{}
	for _, p := range c.Selected() {
		selected = append(selected, p.Name)
	}
	document["path"] = c.Path
	document["profiles"] = profiles
	document["selected"] = selected
	for _, table := range sections {
		document[table.name] = object([]string{table.name}, settingsOf(c, []string{table.name}, table.keys, c, ""))
	}
	document["keys"] = object([]string{"keys"}, c.shownKeys())
	document["sources"] = sources
	return json.Marshal(document)
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
			amounts := map[string]string{}
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
