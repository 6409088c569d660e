//go:build unix

package clip

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The script runs on macOS only; here a recorder shows what osascript would get.
func TestConcealGivesTheTextOnStdinAlone(t *testing.T) {
	dir := t.TempDir()
	recorder := "#!/bin/sh\ncd '" + dir + "' && printf '%s\\n' \"$@\" >arguments && env >environment && cat >input && ! [ -e refuse ]\n"
	if err := os.WriteFile(filepath.Join(dir, "osascript"), []byte(recorder), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", dir+":"+os.Getenv("PATH"))
	t.Setenv("API_TOKEN", "s3cret")
	if err := conceal("482913"); err != nil {
		t.Fatal(err)
	}
	read := func(name string) string {
		data, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
	if got := read("input"); got != "482913" {
		t.Errorf("stdin %q", got)
	}
	if got := read("arguments"); !strings.HasPrefix(got, "-l\nJavaScript\n-e\n") || strings.Contains(got, "482913") ||
		!strings.Contains(got, `"org.nspasteboard.ConcealedType"`) || !strings.Contains(got, "fileHandleWithStandardInput") {
		t.Errorf("arguments %q", got)
	}
	if got := read("environment"); strings.Contains(got, "s3cret") || strings.Contains(got, "482913") {
		t.Errorf("environment %q", got)
	}
	if err := os.WriteFile(filepath.Join(dir, "refuse"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := conceal("482913"); err == nil || strings.Contains(err.Error(), "482913") {
		t.Errorf("refused: %v", err)
	}
}
