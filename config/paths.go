package config

import (
	"errors"
	"fmt"
	"os"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"cardwallet/config/guarded"

	"github.com/adrg/xdg"
)

// xdgMu guards the package variables that xdg.Reload writes.
var xdgMu sync.Mutex

// Place is a directory that was decided on, and what decided.
type Place struct {
	// Dir is an absolute path. Nothing need be there yet.
	Dir string
	// From is what named it: a flag, a variable, a setting of the config, or the home directory.
	From string
}

// The words of [Place.From] that are no variable.
const (
	byFlag = "--state"
	byFile = "dir under [state] in the config"
	byHome = "the home directory"
)

// StatePlace says where the journal, the audit trail, labels, crash reports and what is remembered of the clipboard are. It is the
// directory that --state names, else CARDWALLET_STATE, else dir under [state] in the config, else cardwallet under XDG_STATE_HOME, else the
// system's own place in the home directory. All processes of one person must agree on it, because a journal that nobody reads guards
// nothing. So nothing is guessed: a place that cannot be known is an error.
//
// c is the config, where it was loaded already; with nil its file is read, which may be missing where none is named.
func (o Options) StatePlace(c *Config) (Place, error) {
	if o.State != "" {
		dir, err := filepath.Abs(o.State) // as git and ssh take a path that somebody types: from where they are
		return Place{dir, byFlag}, err
	}
	if value := o.env("CARDWALLET_STATE"); value != "" {
		dir, err := absolute("CARDWALLET_STATE", value)
		return Place{dir, "CARDWALLET_STATE"}, stateUnknown(err)
	}
	if c == nil {
		var err error
		if c, err = o.read(); err != nil && !errors.Is(err, ErrNoConfig) && !errors.Is(err, errNoHome) {
			return Place{}, fmt.Errorf("where the state is cannot be known without the config: %w", err)
		}
	}
	if c != nil && c.State.Dir != "" {
		return Place{c.State.Dir, byFile}, nil
	}
	dir, from, err := standard("XDG_STATE_HOME", func() string { return xdg.StateHome })
	return Place{filepath.Join(dir, "cardwallet"), from}, stateUnknown(err)
}

func stateUnknown(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("where the state is cannot be known: %w\nname it with --state, or set HOME or XDG_STATE_HOME to a whole path", err)
}

// defaultPath returns the place of the config file when neither --config nor CARDWALLET_CONFIG names one:
// cardwallet/config.toml under the XDG config home, which on macOS and Windows is the system's own place. The error says that there is no
// home directory to look in.
func defaultPath() (string, error) {
	dir, _, err := standard("XDG_CONFIG_HOME", func() string { return xdg.ConfigHome })
	if err != nil {
		return "", fmt.Errorf("where the config is cannot be known: %w\n"+
			"name it with --config, or set HOME or XDG_CONFIG_HOME to a whole path", err)
	}
	return filepath.Join(dir, "cardwallet", "config.toml"), nil
}

// standard is a base directory of XDG: the one that its variable names, else the system's own in the home directory. The library alone
// would take "/" for the home where HOME names none, and ignore a variable that is no absolute path.
func standard(variable string, dir func() string) (path, from string, err error) {
	if value := os.Getenv(variable); value != "" {
		path, err = absolute(variable, value)
		return path, variable, err
	}
	home, err := Home()
	if err != nil {
		return "", "", err
	}
	xdgMu.Lock()
	defer xdgMu.Unlock()
	xdg.Reload()
	path = dir()
	if xdg.Home == "/" {
		path = filepath.Join(home, path)
	}
	return path, byHome, nil
}

// absolute refuses the value of a variable that would mean another place in each working directory.
func absolute(variable, value string) (string, error) {
	path, err := ExpandHome(value)
	if err == nil && !filepath.IsAbs(path) {
		err = fmt.Errorf("%s is %q, which is not an absolute path", variable, value)
	}
	if err != nil {
		return "", err
	}
	return filepath.Clean(path), nil
}

// homeOfUser is the home directory that the user database has for the user of this process.
var homeOfUser = func() (string, error) {
	u, err := user.Current()
	if err != nil {
		return "", err
	}
	return u.HomeDir, nil
}

var errNoHome = errors.New("there is no home directory")

// Home returns the home directory: the one that HOME names (USERPROFILE on Windows), else the one of the user database, since services
// and containers may run without HOME. The root directory is nobody's home.
func Home() (string, error) {
	home, err := os.UserHomeDir()
	if err != nil {
		home, err = homeOfUser()
	} else if !filepath.IsAbs(home) {
		return "", fmt.Errorf("HOME is %q, which is not an absolute path", home)
	}
	if err != nil || !filepath.IsAbs(home) || filepath.Dir(home) == home {
		return "", errNoHome
	}
	return home, nil
}

// StateDir makes dir a directory that can be used: it is made with mode 0700 when it is missing; one that others can enter is closed to
// them.
func StateDir(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("state directory %s cannot be made: %w\n"+
			"name one of your own with --state, CARDWALLET_STATE or XDG_STATE_HOME", dir, guarded.Reason(err))
	}
	if err := guarded.Close(dir); err != nil {
		return fmt.Errorf("state directory %w", err)
	}
	return nil
}

// ShownPath is a path for people and terminals: in quotes, with escapes, where it holds what a terminal would obey or hide.
func ShownPath(path string) string {
	if !unprintable(path) && utf8.ValidString(path) {
		return path
	}
	return strconv.Quote(path)
}

// ExpandHome replaces a leading ~ by the home directory, as shells do, also where the shell did not: within quotes, or behind the = of
// a flag. Other people's homes (~name) are left alone.
func ExpandHome(path string) (string, error) {
	rest, ok := strings.CutPrefix(path, "~")
	if !ok || rest != "" && !os.IsPathSeparator(rest[0]) {
		return path, nil
	}
	home, err := Home()
	if err != nil {
		return "", err
	}
	return filepath.Join(home, rest), nil
}
