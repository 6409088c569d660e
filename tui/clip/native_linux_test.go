package clip

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// The real library picks its tool when the process starts, so the test runs itself again with a recorder in PATH.
func TestSystemClipboardThroughARealTool(t *testing.T) {
	if os.Getenv("CLIP_TEST_CHILD") != "" {
		b := New(Options{Mode: Auto})
		c, err := b.Put(t.Context(), []byte("482913"))
		if err != nil || c.Via != System {
			t.Fatalf("put: via %v (%v)", c.Via, err)
		}
		if got, err := os.ReadFile(os.Getenv("CLIP_TEST_CHILD")); err != nil || string(got) != "482913" {
			t.Fatalf("the tool got %q (%v)", got, err)
		}
		if via, err := b.Clear(t.Context(), c); err != nil || via != System {
			t.Fatalf("clear: via %v (%v)", via, err)
		}
		return
	}
	dir := t.TempDir()
	held := filepath.Join(dir, "held")
	xclip := "#!/bin/sh\ncase \" $* \" in *' -in '*) cat >'" + held + "';; *) cat '" + held + "';; esac\n"
	if err := os.WriteFile(filepath.Join(dir, "xclip"), []byte(xclip), 0o700); err != nil {
		t.Fatal(err)
	}
	child := exec.Command(os.Args[0], "-test.run=^TestSystemClipboardThroughARealTool$", "-test.count=1")
	child.Env = []string{"PATH=" + dir + ":" + os.Getenv("PATH"), "CLIP_TEST_CHILD=" + held}
	if out, err := child.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if left, err := os.ReadFile(held); err != nil || len(left) != 0 {
		t.Errorf("left on the clipboard: %q (%v)", left, err)
	}
}
