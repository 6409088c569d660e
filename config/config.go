// Package config reads the settings: where the file is, what may stand in it, what overrides it, and where secrets come from.
//
// The file is the one that --config names, else the one that CARDWALLET_CONFIG names, else cardwallet/config.toml under the
// XDG config home. A setting comes from a flag, else from the environment, else from the file, else it has its default.
//
// Environment variables; an empty one counts as not set:
//
//	CARDWALLET_CONFIG     the config file, like --config
//	CARDWALLET_STATE      the state directory, like --state, as an absolute path
//	CARDWALLET_STATE_URL  the PostgreSQL URL of the team's database, instead of url in [state]; it may hold a password
//	CARDWALLET_PROFILE    the profiles to use, separated by commas, like --profile
//	CARDWALLET_THEME      auto, dark, light, high-contrast or mono, instead of theme in [ui]
//	CARDWALLET_SYMBOLS    auto, unicode or ascii, instead of symbols in [ui]
//	CARDWALLET_MOUSE      on or off, instead of mouse in [ui]
//	CARDWALLET_MOTION     on or off, instead of motion in [ui]
//	CARDWALLET_CLIPBOARD  auto, system, osc52 or off, instead of mode in [clipboard]
//	CARDWALLET_TIMEOUT    the time that a command has, such as 30s, like --timeout; package run reads it
//	CARDWALLET_READ_ONLY  true: every profile is read-only; false leaves it to the file, since a guard is not lowered from outside
//
// The file never holds a secret, only a reference to one: see [Ref].
package config

import (
	"slices"
	"time"

	_ "embed"

	"github.com/shopspring/decimal"
)

// Example is a commented config file with one profile for each issuer. [Parse] accepts it as it stands.
//
//go:embed example.toml
var Example string

// Config is everything that one config file says, with the overrides of flags and environment applied.
type Config struct {
	// Path is the file it came from, as it was given; empty for none.
	Path string
	// DefaultProfile is the profile that is used when none is named; empty: all of them.
	DefaultProfile string
	// Profiles holds all profiles in the order of the file.
	Profiles  []Profile
	Clipboard Clipboard
	UI        UI
	Limits    Limits
	State     State
	// Keys are the keys of actions of the screen that are not to have their usual ones.
	Keys map[string][]string
	// Aliases are command lines under names of the person's own, by name.
	Aliases map[string]Alias

	selected []string          // by flag or environment; empty: DefaultProfile, else all
	sources  map[string]string // where a setting came from, by path; what is missing here is a default
}

// Clipboard says how values are copied and for how long they stay.
type Clipboard struct {
	// Mode is auto, system, osc52 or off.
	Mode string
	// ClearAfter is how long a copied value stays, from 1s to 1h.
	ClearAfter time.Duration
}

// UI holds the settings of the screen. screen.Settings has the same fields.
type UI struct {
	// HideAfter is how long a revealed value stays visible, from 1s to 1h.
	HideAfter time.Duration
	// HideOnBlur hides revealed values also when the terminal loses the focus.
	HideOnBlur bool
	// LockAfter is the idle time until the wallet locks, from 10s to 24h; 0: never.
	LockAfter time.Duration
	// Refresh is the time between two readings of the card list, from 5s to 24h; 0: only on request.
	Refresh time.Duration
	// Theme is auto, dark, light, high-contrast or mono.
	Theme string
	// Symbols is auto, unicode or ascii: the characters that marks and lines are drawn with.
	Symbols string
	// Mouse is on or off. While it is off the terminal keeps the mouse, to select text with.
	Mouse string
	// Motion is on or off: whether a mark turns while something is under way.
	Motion string
	// Notify is how the terminal tells of a new code: off, bell, osc9 or osc777; the last two notify on the desktop too.
	Notify string
	// RememberLast4 keeps the last four digits of card numbers on this machine once they are known.
	RememberLast4 bool
}

// Defaults returns what holds without a config file: no profiles, and the default of every other setting.
func Defaults() *Config {
	return &Config{
		Clipboard: Clipboard{Mode: "auto", ClearAfter: 30 * time.Second},
		UI: UI{
			HideAfter: 20 * time.Second, LockAfter: 5 * time.Minute, Refresh: 30 * time.Second,
			Theme: "auto", Symbols: "auto", Mouse: "on", Motion: "on", Notify: "bell", RememberLast4: true,
		},
		sources: map[string]string{},
	}
}

// Limits bound the money that leaves through this program, by currency code. A currency that is not there has no limit.
type Limits struct {
	// PerMovement is the most that one movement may have.
	PerMovement map[string]decimal.Decimal
	// PerDay is the most that all movements of the last 24 hours may have together; those of the whole team where it has a database.
	PerDay map[string]decimal.Decimal
	// PerPersonPerDay is the most that the movements of one person of the last 24 hours may have together.
	PerPersonPerDay map[string]decimal.Decimal
}

// State says where the program keeps its files, and what it shares with a team.
type State struct {
	// Dir is the state directory as an absolute path; empty: the one of the person. In the file a relative path starts from the file.
	Dir string
	// URL is where the team's database is; not set: the journal is in Dir. See [Config.Database].
	URL DatabaseURL
	// Password is put into the URL; not set: the URL has it, or none is needed.
	Password Ref
	// Person is who moves money, as the team sees it: 1 to 64 characters; empty: the user of this process at this machine.
	Person string
}

// Selected returns the profiles to use: those that --profile or CARDWALLET_PROFILE names, in that order, else the default
// profile, else all of them.
func (c *Config) Selected() []Profile {
	names := c.selected
	if len(names) == 0 && c.DefaultProfile != "" {
		names = []string{c.DefaultProfile}
	}
	if len(names) == 0 {
		return slices.Clone(c.Profiles)
	}
	var chosen []Profile
	for _, name := range names {
		if p, ok := c.Profile(name); ok {
			chosen = append(chosen, p)
		}
	}
	return chosen
}

// Profile returns the profile of that name.
func (c *Config) Profile(name string) (Profile, bool) {
	i := slices.IndexFunc(c.Profiles, func(p Profile) bool { return p.Name == name })
	if i < 0 {
		return Profile{}, false
	}
	return c.Profiles[i], true
}

func (c *Config) profileNames() []string {
	names := make([]string, len(c.Profiles))
	for i, p := range c.Profiles {
		names[i] = p.Name
	}
	return names
}
