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
	takes rule
	// issuers are those that have the setting; nil: all.
	issuers []string
	// variable of the environment that overrides it; empty: none.
	variable string
	// means says in a few words what it does, for the reference of the settings.
	means string
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
	{name: "default_profile", field: func(c *Config) any { return &c.DefaultProfile }, variable: "CARDWALLET_PROFILE",
		means: "the profile in use where none is named; without it all are"},
}

// section is a table of the file, apart from the profiles.
type section struct {
	name string
	keys []key[Config]
}

var sections = []section{
	{"clipboard", []key[Config]{
		{name: "mode", field: func(c *Config) any { return &c.Clipboard.Mode }, takes: oneOf(clipboardModes...),
			variable: "CARDWALLET_CLIPBOARD",
			means:    "how values are copied: by what fits the terminal, by the system, by an escape sequence, or not at all"},
		{name: "clear_after", field: func(c *Config) any { return &c.Clipboard.ClearAfter }, takes: between(time.Second, time.Hour),
			means: "how long a copied value stays"},
	}},
	{"ui", []key[Config]{
		{name: "hide_after", field: func(c *Config) any { return &c.UI.HideAfter }, takes: between(time.Second, time.Hour),
			means: "how long a revealed value stays visible"},
		{name: "hide_on_blur", field: func(c *Config) any { return &c.UI.HideOnBlur },
			means: "hides revealed values also when the terminal loses the focus"},
		{name: "lock_after", field: func(c *Config) any { return &c.UI.LockAfter }, takes: zeroOr(between(10*time.Second, 24*time.Hour)),
			means: "the idle time until the wallet locks"},
		{name: "refresh", field: func(c *Config) any { return &c.UI.Refresh }, takes: zeroOr(between(5*time.Second, 24*time.Hour)),
			means: "the least time between two readings of the card list; one that takes t to read is read again after 100 t at the soonest, " +
				"the first time, and after a failure, after 10 t; never: only on request"},
		{name: "theme", field: func(c *Config) any { return &c.UI.Theme }, takes: oneOf(themes...), variable: "CARDWALLET_THEME",
			means: "the colours"},
		{name: "symbols", field: func(c *Config) any { return &c.UI.Symbols }, takes: oneOf(symbols...), variable: "CARDWALLET_SYMBOLS",
			means: "the characters that marks and lines are drawn with"},
		{name: "mouse", field: func(c *Config) any { return &c.UI.Mouse }, takes: oneOf(onOff...), variable: "CARDWALLET_MOUSE",
			means: "off: the mouse is the terminal's, to select text with"},
		{name: "motion", field: func(c *Config) any { return &c.UI.Motion }, takes: oneOf(onOff...), variable: "CARDWALLET_MOTION",
			means: "off: nothing turns while something is under way"},
		{name: "notify", field: func(c *Config) any { return &c.UI.Notify }, takes: oneOf(notifications...),
			means: "how the terminal tells of a new code; the last two also notify on the desktop"},
		{name: "remember_last4", field: func(c *Config) any { return &c.UI.RememberLast4 },
			means: "keeps the last four digits of card numbers beside the labels, once they are known"},
	}},
	{"limits", []key[Config]{
		{name: "per_movement", field: func(c *Config) any { return &c.Limits.PerMovement },
			means: "the most that one movement may have, fee included where it is known"},
		{name: "per_day", field: func(c *Config) any { return &c.Limits.PerDay },
			means: "the most that all movements of the last 24 hours may have, of the whole team where it shares a journal"},
		{name: "per_person_per_day", field: func(c *Config) any { return &c.Limits.PerPersonPerDay },
			means: "the most that the movements of one person of the last 24 hours may have"},
	}},
	{"state", []key[Config]{
		{name: "dir", field: func(c *Config) any { return &c.State.Dir }, variable: "CARDWALLET_STATE",
			means: "where journal, labels and audit trail are; a relative path starts from the file"},
		{name: "url", field: func(c *Config) any { return &c.State.URL }, variable: stateURLVariable,
			means: "the PostgreSQL database in which a team keeps one journal"},
		{name: "password", field: func(c *Config) any { return &c.State.Password },
			means: "the password of the database, where the URL has none"},
		{name: "person", field: func(c *Config) any { return &c.State.Person }, takes: person,
			means: "who you are to the others of a team; without it your user name at this machine"},
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
