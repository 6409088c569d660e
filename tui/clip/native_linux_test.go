package clip

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
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

func TestWaylandIsAskedToKeepTheValueOutOfHistories(t *testing.T) {
	if os.Getenv("CLIP_TEST_WAYLAND") != "" {
		b := New(Options{Mode: Auto})
		c, err := b.Put(t.Context(), []byte("482913"))
		if err != nil || c.Via != System {
			t.Fatalf("put: via %v (%v)", c.Via, err)
		}
		if via, err := b.Clear(t.Context(), c); err != nil || via != System {
			t.Fatalf("clear: via %v (%v)", via, err)
		}
		return
	}
	for help, want := range map[string]string{
		"--sensitive": "--sensitive --type text/plain;charset=utf-8\n--clear\n",
		"--clear":     "--type text/plain;charset=utf-8\n--clear\n",
	} {
		dir := t.TempDir()
		script := func(name, text string) {
			if err := os.WriteFile(filepath.Join(dir, name), []byte("#!/bin/sh\n"+text), 0o700); err != nil {
				t.Fatal(err)
			}
		}
		script("wl-copy", "case $1 in --help) echo '"+help+"'; exit;; esac\n"+
			"cd '"+dir+"' && echo \"$*\" >>arguments && env >>environment && cat >held\n")
		script("wl-paste", "cat '"+dir+"/held'\n")
		child := exec.Command(os.Args[0], "-test.run=^TestWaylandIsAskedToKeepTheValueOutOfHistories$", "-test.count=1")
		child.Env = []string{"PATH=" + dir + ":" + os.Getenv("PATH"), "CLIP_TEST_WAYLAND=1", "WAYLAND_DISPLAY=wayland-9", "API_TOKEN=s3cret"}
		if out, err := child.CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		if got, err := os.ReadFile(filepath.Join(dir, "arguments")); err != nil || string(got) != want {
			t.Errorf("called with %q (%v), want %q", got, err, want)
		}
		got, err := os.ReadFile(filepath.Join(dir, "environment"))
		if err != nil || !strings.Contains(string(got), "WAYLAND_DISPLAY=wayland-9") || strings.Contains(string(got), "s3cret") {
			t.Errorf("environment %q (%v)", got, err)
		}
	}
}
