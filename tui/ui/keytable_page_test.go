package ui

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
)

var updateActions = flag.Bool("update", false, "write the actions of docs/screen.md as they are now")

// TestScreenPageHasEveryAction holds the actions and their usual keys in docs/screen.md to the bindings.
func TestScreenPageHasEveryAction(t *testing.T) {
	t.Parallel()
	const page, from, to = "../../docs/screen.md", "<!-- actions -->\n", "<!-- end of actions -->\n"
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, begins := strings.Cut(string(text), from)
	written, after, ends := strings.Cut(rest, to)
	if !begins || !ends {
		t.Fatalf("%s has not %q and %q", page, from, to)
	}
	keys := NewKeys()
	all := keys.named()
	want := "\n| action | does | keys |\n|---|---|---|\n"
	for _, action := range (KeyTable{}).Actions() {
		b := all[action]
		want += fmt.Sprintf("| `%s` | %s | `%s` |\n", action, b.Help().Desc, strings.Join(b.Keys(), "` `"))
	}
	want += "\n"
	if *updateActions {
		if err := os.WriteFile(page, []byte(before+from+want+to+after), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if written != want {
		t.Errorf("%s has other actions: go test ./tui/ui -run TestScreenPageHasEveryAction -update", page)
	}
}
