//go:build unix

package audit_test

import (
	"os"
	"path/filepath"
	"testing"

	"cardwallet/client/audit"
)

func TestTheFilesAreOfThisUserAlone(t *testing.T) {
	t.Parallel()
	trail := audit.New(filepath.Join(t.TempDir(), "state"))
	record(t, trail, "one")
	private := func() {
		t.Helper()
		for _, name := range []string{"", audit.FileName, "audit.head", "audit.lock"} {
			info, err := os.Stat(filepath.Join(filepath.Dir(trail.Path()), name))
			if err != nil || info.Mode().Perm()&0o077 != 0 {
				t.Errorf("%q has mode %v, %v", name, info.Mode(), err)
			}
		}
	}
	private()
	for _, name := range []string{audit.FileName, "audit.head"} {
		if err := os.Chmod(filepath.Join(filepath.Dir(trail.Path()), name), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	record(t, trail, "two")
	private()
}

func TestALinkInItsPlaceIsNotFollowed(t *testing.T) {
	t.Parallel()
	for _, name := range []string{audit.FileName, "audit.head"} {
		dir := t.TempDir()
		target := filepath.Join(dir, "precious")
		if err := os.WriteFile(target, []byte("keep\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(target, filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
		if err := audit.New(dir).Record(t.Context(), entry("")); err == nil {
			t.Errorf("%s was written through the link", name)
		}
		if text, _ := os.ReadFile(target); string(text) != "keep\n" {
			t.Errorf("%s: %q", name, text)
		}
	}
}
