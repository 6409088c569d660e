package config

import (
	"fmt"
	"slices"
	"time"

	"cardwallet/client/fold"
)

// key is one setting of the table that fills a T.
type key[T any] struct {
	name string
	// field points at where the value goes: *string, *bool, *int, *time.Duration, *[]string, *Ref, *DatabaseURL, *map[string]string or
	// *map[string]decimal.Decimal.
	field func(*T) any
	// check returns what is wrong with a value of the right type, or nothing.
	check func(any) string
	// issuers are those that have the setting; nil: all.
	issuers []string
}

func (k key[T]) fits(issuer string) bool {
	return k.issuers == nil || issuer == "" || slices.Contains(k.issuers, issuer)
}

var (
	paddings       = []string{"pkcs1v15", "oaep-sha1", "oaep-sha256", "oaep-sha256-mgf1-sha1"}
	clipboardModes = []string{"auto", "system", "osc52", "off"}
	themes         = []string{"auto", "dark", "light", "high-contrast", "mono"}
	symbols        = []string{"auto", "unicode", "ascii"}
	onOff          = []string{"on", "off"}
	notifications  = []string{"off", "bell", "osc9", "osc777"}
)

var rootKeys = []key[Config]{
	{name: "default_profile", field: func(c *Config) any { return &c.DefaultProfile }},
}

// sections are the tables of the file, apart from the profiles.
var sections = []struct {
	name string
	keys []key[Config]
}{
	{"clipboard", []key[Config]{
		{name: "mode", field: func(c *Config) any { return &c.Clipboard.Mode }, check: oneOf(clipboardModes...)},
		{name: "clear_after", field: func(c *Config) any { return &c.Clipboard.ClearAfter }, check: between(time.Second, time.Hour)},
	}},
	{"ui", []key[Config]{
		{name: "hide_after", field: func(c *Config) any { return &c.UI.HideAfter }, check: between(time.Second, time.Hour)},
		{name: "hide_on_blur", field: func(c *Config) any { return &c.UI.HideOnBlur }},
		{name: "lock_after", field: func(c *Config) any { return &c.UI.LockAfter }, check: zeroOr(between(10*time.Second, 24*time.Hour))},
		{name: "refresh", field: func(c *Config) any { return &c.UI.Refresh }, check: zeroOr(between(5*time.Second, 24*time.Hour))},
		{name: "theme", field: func(c *Config) any { return &c.UI.Theme }, check: oneOf(themes...)},
		{name: "symbols", field: func(c *Config) any { return &c.UI.Symbols }, check: oneOf(symbols...)},
		{name: "mouse", field: func(c *Config) any { return &c.UI.Mouse }, check: oneOf(onOff...)},
		{name: "motion", field: func(c *Config) any { return &c.UI.Motion }, check: oneOf(onOff...)},
		{name: "notify", field: func(c *Config) any { return &c.UI.Notify }, check: oneOf(notifications...)},
		{name: "remember_last4", field: func(c *Config) any { return &c.UI.RememberLast4 }},
	}},
	{"limits", []key[Config]{
		{name: "per_movement", field: func(c *Config) any { return &c.Limits.PerMovement }},
		{name: "per_day", field: func(c *Config) any { return &c.Limits.PerDay }},
		{name: "per_person_per_day", field: func(c *Config) any { return &c.Limits.PerPersonPerDay }},
	}},
	{"state", []key[Config]{
		{name: "dir", field: func(c *Config) any { return &c.State.Dir }},
		{name: "url", field: func(c *Config) any { return &c.State.URL }},
		{name: "password", field: func(c *Config) any { return &c.State.Password }},
		{name: "person", field: func(c *Config) any { return &c.State.Person }, check: personName},
	}},
}

func keyNames[T any](keys []key[T]) []string {
	names := make([]string, len(keys))
	for i, k := range keys {
		names[i] = k.name
	}
	return names
}

// home is a table of the file with its settings.
type home struct {
	place string
	keys  []string
}

// homes are all tables, to say where a setting belongs that stands elsewhere.
var homes = func() []home {
	all := []home{
		{"at the top of the file, before the first [table]", keyNames(rootKeys)},
		{"in [profiles.NAME]", keyNames(profileKeys)},
	}
	for _, s := range sections {
		all = append(all, home{"in [" + s.name + "]", keyNames(s.keys)})
	}
	return all
}()

// meant says what someone probably meant who wrote name where only valid is: a setting of another table, or a word like it.
func meant(name string, valid []string) string {
	for _, h := range homes {
		if slices.Contains(h.keys, name) {
			return "; it belongs " + h.place
		}
	}
	if s := fold.DidYouMean(name, valid); s != "" {
		return s
	}
	for _, h := range homes {
		if word := fold.Nearest(name, h.keys); word != "" {
			return fmt.Sprintf("; did you mean %q, which belongs %s?", word, h.place)
		}
	}
	return ""
}
