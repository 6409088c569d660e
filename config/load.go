package config

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"

	"cardwallet/client/fold"
	"cardwallet/config/guarded"
)

// maxFile is the largest config file that is read, in bytes.
const maxFile = 1 << 20

// ErrNoConfig says that there is no file at the default place and that none was named.
var ErrNoConfig = errors.New("no config")

// NoConfig is an ErrNoConfig for that path.
func NoConfig(path string) error {
	return fmt.Errorf("%w at %s\nset up a first profile with cardwallet init, or look around with: cardwallet demo", ErrNoConfig, path)
}

// Options are what comes from outside the file. The zero value reads the default file with the process's environment.
type Options struct {
	// Path is the file that --config names; empty when it was not given.
	Path string
	// State is the directory that --state names; empty when it was not given.
	State string
	// Profiles are the names that --profile gives.
	Profiles []string
	// Env looks up an environment variable; nil means os.Getenv. Secret references always read the process's own.
	Env func(string) string
	// Keys checks what stands in [keys]; nil: nothing does.
	Keys KeyTable
	// Aliases checks what stands in [aliases]; nil: only its form is.
	Aliases AliasTable
}

// File returns the config file to read, and whether it was named by a flag or the environment rather than being the default.
func (o Options) File() (path string, named bool, err error) {
	if o.Path != "" {
		return o.Path, true, nil
	}
	if value := o.env("CARDWALLET_CONFIG"); value != "" {
		path, err = ExpandHome(value)
		return path, true, err
	}
	path, err = defaultPath()
	return path, false, err
}

func (o Options) env(name string) string {
	if o.Env == nil {
		return secretVariable(name) // one that an earlier Load has taken counts as set
	}
	return o.Env(name)
}

// Load finds, reads and checks the config.
//
// A file that others can read is refused with the chmod to run. Everything that is wrong inside the file comes as one [*Error].
// Without any file the error is [ErrNoConfig]; a named file that is missing is fs.ErrNotExist.
//
// The variables that "env:" references name are taken out of the environment of this process, so that its children do not get
// them; [Ref.Resolve] still does.
func Load(o Options) (*Config, error) {
	c, err := o.read()
	if err != nil {
		return nil, err
	}
	if err := c.override(o.env); err != nil {
		return nil, err
	}
	if err := c.selectProfiles(o); err != nil {
		return nil, err
	}
	c.takeVariables()
	return c, nil
}

// WithoutFile is Defaults with the environment applied, for a run that reads no config file. It shares nothing with a team.
func (o Options) WithoutFile() (*Config, error) {
	c := Defaults()
	err := c.override(o.env)
	c.State = State{}
	return c, err
}

// read is the config as the file has it.
func (o Options) read() (*Config, error) {
	path, named, err := o.File()
	if err != nil {
		return nil, err
	}
	data, err := guarded.ReadFile(path, maxFile)
	if errors.Is(err, fs.ErrNotExist) && !named {
		return nil, NoConfig(path)
	}
	if err != nil && named && o.Path == "" {
		return nil, fmt.Errorf("config %w\nCARDWALLET_CONFIG names it", err)
	}
	if err != nil {
		return nil, fmt.Errorf("config %w", err)
	}
	return parse(path, data, o)
}

// selectProfiles takes the profiles that the flag names. Without the flag it takes those of the environment.
func (c *Config) selectProfiles(o Options) error {
	if len(o.Profiles) > 0 {
		return c.choose("--profile", o.Profiles)
	}
	if value := o.env("CARDWALLET_PROFILE"); value != "" {
		return c.choose("CARDWALLET_PROFILE", strings.Split(value, ","))
	}
	return nil
}

// override applies the environment, each variable checked by the rule of the setting that it replaces.
func (c *Config) override(env func(string) string) error {
	for _, table := range sections {
		for _, k := range table.keys {
			field, text := k.field(c).(*string)
			if !text || k.variable == "" || k.takes.check == nil || env(k.variable) == "" { // the state's are read elsewhere
				continue
			}
			value := env(k.variable)
			if what := k.takes.refuses(value); what != "" {
				return fmt.Errorf("%s: %s", k.variable, what)
			}
			*field = value
			c.sources[dotted(table.name, k.name)] = k.variable
		}
	}
	if env(stateURLVariable) != "" {
		c.State.URL = DatabaseURL{Ref: Ref{scheme: "env", rest: stateURLVariable}}
		c.sources["state.url"] = stateURLVariable
	}
	if value := env("CARDWALLET_READ_ONLY"); value != "" {
		on, err := strconv.ParseBool(value)
		if err != nil {
			return errors.New("CARDWALLET_READ_ONLY: must be true or false")
		}
		for i := range c.Profiles {
			if on && !c.Profiles[i].ReadOnly {
				c.Profiles[i].ReadOnly, c.Profiles[i].ReadOnlyBy = true, "CARDWALLET_READ_ONLY"
				c.sources[dotted("profiles", c.Profiles[i].Name, "read_only")] = "CARDWALLET_READ_ONLY"
			}
		}
	}
	return nil
}

// choose selects the profiles of these names. from is the flag or variable that names them.
func (c *Config) choose(from string, names []string) error {
	var chosen []string
	for _, name := range names {
		name = strings.TrimSpace(name)
		if name == "" || slices.Contains(chosen, name) {
			continue
		}
		if _, ok := c.Profile(name); !ok {
			return fmt.Errorf("%s: no profile %q%s\n%s has: %s", from, name, fold.DidYouMean(name, c.profileNames()),
				c.Path, strings.Join(c.profileNames(), ", "))
		}
		chosen = append(chosen, name)
	}
	if len(chosen) == 0 {
		return fmt.Errorf("%s: names no profile\n%s has: %s", from, c.Path, strings.Join(c.profileNames(), ", "))
	}
	c.selected = chosen
	c.sources[selectedPath] = from
	return nil
}
