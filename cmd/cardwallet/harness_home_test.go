//go:build unix

package main

import (
	"os"
	"path/filepath"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"cardwallet/client/journal/postgres"
	"cardwallet/cmd/internal/run"
)

// home is a machine of the run: config, state and a wall clock of its own. Processes that share a home share its journal.
type home struct {
	dir            string
	ahead          time.Duration // of the true time, says the wall clock; negative is behind
	unserializable int           // see runOptions
}

func newHome(t *testing.T) *home {
	t.Helper()
	return &home{dir: t.TempDir()}
}

// wrongClocks are those of the machines of a team.
var wrongClocks = []time.Duration{0, 24 * time.Hour, -24 * time.Hour, 7 * time.Hour, -90 * time.Second, 30 * time.Minute, -3 * time.Hour,
	2 * time.Second}

// What a process of a home gets by its environment.
const (
	aheadVariable          = "CARDWALLET_TEST_AHEAD"
	unserializableVariable = "CARDWALLET_TEST_UNSERIALIZABLE"
)

func (h *home) configFile() string { return filepath.Join(h.dir, "config.toml") }

func (h *home) stateDir() string { return filepath.Join(h.dir, "state", "cardwallet") }

// environment is what a process of the home sees.
func (h *home) environment() []string {
	env := []string{"HOME=" + h.dir, "XDG_CONFIG_HOME=" + h.dir, "XDG_STATE_HOME=" + filepath.Join(h.dir, "state"),
		"CARDWALLET_CONFIG=" + h.configFile(), "TERM=dumb", "NO_PROXY=127.0.0.1,localhost",
		aheadVariable + "=" + h.ahead.String(), unserializableVariable + "=" + strconv.Itoa(h.unserializable)}
	for _, name := range []string{"PATH", "TMPDIR", "SYSTEMROOT", "GOCOVERDIR", "GORACE"} {
		if value, ok := os.LookupEnv(name); ok {
			env = append(env, name+"="+value)
		}
	}
	return env
}

// liveAt makes this process one of a home, where it was started as one.
func liveAt() {
	ahead, err := time.ParseDuration(os.Getenv(aheadVariable))
	if err != nil {
		return
	}
	run.TimeNow = func() time.Time { return time.Now().Add(ahead) }
	run.LeaseOptions = []postgres.Option{postgres.WithLease(lease)}
	if every, err := strconv.ParseInt(os.Getenv(unserializableVariable), 10, 64); err == nil && every > 0 {
		var tried atomic.Int64
		run.TeamOptions.Unserializable = func() bool { return tried.Add(1)%every == 0 }
	}
}
