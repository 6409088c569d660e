package config

import (
	"os"
	"path/filepath"
	"testing"
)

func TestTheFlagHidesTheEnvironmentsProfiles(t *testing.T) {
	path := filepath.Join(t.TempDir(), "c.toml")
	if err := os.WriteFile(path, []byte(limitedProfile), 0o600); err != nil {
		t.Fatal(err)
	}
	env := func(name string) string {
		if name == "CARDWALLET_PROFILE" {
			return "gone"
		}
		return ""
	}
	c, err := Load(Options{Path: path, Profiles: []string{"ads"}, Env: env})
	if err != nil || len(c.Selected()) != 1 {
		t.Fatalf("with --profile ads and a variable that names no profile: %v", err)
	}
	if _, err := Load(Options{Path: path, Env: env}); err == nil {
		t.Error("without the flag the variable counts, and names no profile")
	}
}
