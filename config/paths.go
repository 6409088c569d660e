package config

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"github.com/adrg/xdg"
)

// xdgMu guards the package variables that xdg.Reload writes.
var xdgMu sync.Mutex

// DefaultPath returns the place of the config file when neither --config nor CARDWALLET_CONFIG names one:
// cardwallet/config.toml under the XDG config home, which on macOS and Windows is the system's own place.
func DefaultPath() string {
	xdgMu.Lock()
	defer xdgMu.Unlock()
	xdg.Reload()
	return filepath.Join(xdg.ConfigHome, "cardwallet", "config.toml")
}

// StatePath returns where the directory of the journal, labels and log is, cardwallet under the XDG state home, whether it is
// there or not.
func StatePath() string {
	xdgMu.Lock()
	defer xdgMu.Unlock()
	xdg.Reload()
	return filepath.Join(xdg.StateHome, "cardwallet")
}

// StateDir returns StatePath as a directory that can be used: it is made with mode 0700 when it is missing; one that others can
// enter is closed to them.
func StateDir() (string, error) {
	dir := StatePath()
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", fmt.Errorf("state directory %s cannot be made: %w\nset XDG_STATE_HOME to a directory of your own", dir, reason(err))
	}
	if err := closeToOthers(dir); err != nil {
		return "", fmt.Errorf("state directory %w", err)
	}
	return dir, nil
}

// expandHome replaces a leading ~ by the home directory, as shells do. Other people's homes (~name) are left alone.
func expandHome(path string) (string, error) {
	rest, ok := strings.CutPrefix(path, "~")
	if !ok || rest != "" && !os.IsPathSeparator(rest[0]) {
		return path, nil
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", err
	}
	return filepath.Join(home, rest), nil
}
