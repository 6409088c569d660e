package config

import (
	"os"
	"path/filepath"
	"testing"
)

// A token from the environment is not passed on to any child, and can be had again as often as the wallet is locked.
func TestLoadTakesSecretVariables(t *testing.T) {
	t.Setenv("CARD_TEST_TOKEN", "s3cret")
	t.Setenv("CARD_TEST_OTHER", "kept")
	path := filepath.Join(t.TempDir(), "config.toml")
	text := "[profiles.ads]\nissuer = \"aurex\"\nuser_id = \"u\"\napi_key = \"env:CARD_TEST_TOKEN\"\n" +
		"[profiles.two]\nissuer = \"aurex\"\nuser_id = \"v\"\napi_key = \"env:CARD_TEST_TOKEN\"\n"
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if _, err := Load(Options{Path: path}); err != nil {
			t.Fatal(err)
		}
		if value, set := os.LookupEnv("CARD_TEST_TOKEN"); set {
			t.Errorf("a child still gets %q", value)
		}
		if got := os.Getenv("CARD_TEST_OTHER"); got != "kept" {
			t.Errorf("another variable is %q", got)
		}
		resolves(t, system, "env:CARD_TEST_TOKEN", "s3cret", "")
	}
	// A new value, as a test or a wrapper sets it, counts from then on.
	t.Setenv("CARD_TEST_TOKEN", "newer")
	resolves(t, system, "env:CARD_TEST_TOKEN", "newer", "")
}
