package audit_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"cardwallet/client/audit"
)

var shellBlock = regexp.MustCompile("(?s)```sh\n(.*?)```")

// The check by hand that docs/audit.md gives finds what verify finds.
func TestTheCheckByHand(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../../docs/audit.md")
	if err != nil {
		t.Fatal(err)
	}
	block := shellBlock.FindSubmatch(text)
	if block == nil {
		t.Fatal("the document has no check")
	}
	dir := t.TempDir()
	trail := audit.New(dir)
	record(t, trail, "one", `two \ "quoted" é`, "three")
	byHand := func() string {
		cmd := exec.Command("sh", "-c", string(block[1]))
		cmd.Dir = dir
		out, err := cmd.CombinedOutput()
		if err != nil && cmd.ProcessState.ExitCode() != 1 {
			t.Fatalf("%v: %s", err, out)
		}
		return strings.TrimSpace(string(out))
	}
	if got := byHand(); got != "3 lines are as they were written, and the head fits" {
		t.Errorf("nothing was changed: %s", got)
	}
	sound, err := os.ReadFile(trail.Path())
	if err != nil {
		t.Fatal(err)
	}
	head, err := os.ReadFile(filepath.Join(dir, "audit.head"))
	if err != nil {
		t.Fatal(err)
	}
	for want, edit := range map[string]func(string) string{
		"line 3 was changed":               func(s string) string { return strings.Replace(s, "three", "eight", 1) },
		"line 2 does not follow line 1":    lines(func(l []string) []string { return append(l[:1:1], l[2:]...) }),
		"the head is not that of the last": lines(func(l []string) []string { return l[:2] }),
	} {
		put(t, trail.Path(), edit(string(sound)))
		put(t, filepath.Join(dir, "audit.head"), string(head))
		if got := byHand(); !strings.HasPrefix(got, want) {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
