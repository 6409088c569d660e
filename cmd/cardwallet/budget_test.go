package main

import (
	"bytes"
	"errors"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"cardwallet/client/sandbox"
)

// limited is an issuer that allows 60 requests a minute, and how its cards are read by a process each.
type limited struct {
	*sandbox.Sandbox
	env []string
}

func limitedBox(t *testing.T, opts sandbox.Options) limited {
	t.Helper()
	box, err := sandbox.Start(t.Context(), opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = box.Close() })
	dir := t.TempDir()
	config, at := filepath.Join(dir, "config.toml"), box.Aurex()
	text := "[profiles.ads]\nissuer = \"aurex\"\nbase_url = \"" + at.BaseURL + "\"\nuser_id = \"" + at.UserID +
		"\"\napi_key = \"env:AUREX_KEY\"\n"
	if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return limited{box, append(os.Environ(), "CARDWALLET_CONFIG="+config, "CARDWALLET_STATE="+filepath.Join(dir, "state"),
		"AUREX_KEY="+at.APIKey, "NO_PROXY=127.0.0.1,localhost")}
}

// show reads a card, and returns the exit code.
func (b limited) show(t *testing.T, card string) int {
	t.Helper()
	var out bytes.Buffer
	cmd := exec.CommandContext(t.Context(), "cardwallet", "cards", "show", "ads/"+card)
	cmd.Env, cmd.Stdout, cmd.Stderr = b.env, &out, &out
	err := cmd.Run()
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		return exit.ExitCode()
	}
	if err != nil {
		t.Errorf("%s: %v\n%s", card, err, out.String())
	}
	return 0
}

// arrived is when the requests arrived, in order. None was over the limit.
func (b limited) arrived(t *testing.T) (times []time.Time) {
	t.Helper()
	for _, r := range b.Requests() {
		if r.Status == http.StatusTooManyRequests && len(r.Faults) == 0 {
			t.Errorf("%s was over the limit", r.Path)
		}
		times = append(times, r.At)
	}
	slices.SortFunc(times, time.Time.Compare)
	return times
}

// TestProcessesShareTheRateLimit reads cards with a process for each. Each asks twice. The burst is 20 and belongs to all of them: what is
// behind it comes one by one. With a burst each, all would be there at once.
func TestProcessesShareTheRateLimit(t *testing.T) {
	t.Parallel()
	const burst, more, pace = 20, 6, 1600 * time.Millisecond
	box := limitedBox(t, sandbox.Options{Seed: 7, Cards: (burst + more) / 2})
	var running sync.WaitGroup
	for _, id := range box.CardIDs(sandbox.IssuerAurex) {
		running.Go(func() {
			if code := box.show(t, id); code != 0 {
				t.Errorf("%s: exit code %d", id, code)
			}
		})
	}
	running.Wait()
	times := box.arrived(t)
	if len(times) < burst+more {
		t.Fatalf("%d requests", len(times))
	}
	if took, least := times[burst+more-1].Sub(times[0]), (more-1)*pace; took < least {
		t.Errorf("%d requests within %v, which is less than %v", burst+more, took, least)
	}
}

// TestProcessesShareAPause: what one process was told by the issuer, the next one obeys.
func TestProcessesShareAPause(t *testing.T) {
	t.Parallel()
	const pause = 11 * time.Second // longer than a read waits by itself
	box := limitedBox(t, sandbox.Options{Seed: 7, Faults: []sandbox.Fault{
		{Issuer: sandbox.IssuerAurex, Path: "*", Kind: sandbox.FaultTooMany, Delay: pause, Count: 1}}})
	id := box.CardIDs(sandbox.IssuerAurex)[0]
	if code := box.show(t, id); code != 6 {
		t.Errorf("exit code %d where the issuer says that it is too much", code)
	}
	if code := box.show(t, id); code != 0 {
		t.Errorf("exit code %d of the next", code)
	}
	if times := box.arrived(t); len(times) < 2 || times[1].Sub(times[0]) < pause-time.Second {
		t.Errorf("requests at %v", times)
	}
}
