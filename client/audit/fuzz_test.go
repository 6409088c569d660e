package audit_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"cardwallet/client/audit"
)

// Whatever stands in the files, reading ends, and going on neither fails nor hides that something was wrong.
func FuzzTrail(f *testing.F) {
	dir := f.TempDir()
	trail := audit.New(dir)
	for _, d := range []string{"one", "two", "three"} {
		if err := trail.Record(f.Context(), entry(d)); err != nil {
			f.Fatal(err)
		}
	}
	text, err := os.ReadFile(trail.Path())
	if err != nil {
		f.Fatal(err)
	}
	head, err := os.ReadFile(filepath.Join(dir, "audit.head"))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(text, head)
	f.Add(text[:len(text)-1], head)
	f.Add(text[:len(text)-30], head)
	f.Add(append(bytes.Clone(text), "junk"...), head)
	f.Add(append(bytes.Clone(text), "junk\n"...), head)
	f.Add(bytes.Replace(text, []byte("two"), []byte("owt"), 1), head)
	f.Add(text[strings.Index(string(text), "\n")+1:], head)
	f.Add(text, []byte{})
	f.Add([]byte{}, head)
	f.Add([]byte("\n\n\x00\xff"), []byte("0000000000000000 x\n"))
	f.Add(text, []byte(strings.Replace(string(head), "0000000000000003", "9007199254740992", 1)))
	f.Fuzz(func(t *testing.T, text, head []byte) {
		dir := t.TempDir()
		trail := audit.New(dir)
		for name, content := range map[string][]byte{audit.FileName: text, "audit.head": head} {
			if err := os.WriteFile(filepath.Join(dir, name), content, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		_, before := read(t, trail)
		record(t, trail, "next")
		_, after := read(t, trail)
		if before.Sound() && !after.Sound() || !before.Sound() && after.Sound() {
			t.Fatalf("before %+v\nafter %+v", before, after)
		}
		if len(before.Notes) > 0 && len(after.Notes) == 0 && after.Sound() {
			t.Fatalf("before %+v\nafter %+v", before, after)
		}
		got, err := os.ReadFile(trail.Path())
		if err != nil || !bytes.HasPrefix(got, text) {
			t.Fatalf("what was there was touched: %v", err)
		}
	})
}
