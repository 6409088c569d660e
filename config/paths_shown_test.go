package config

import (
	"strings"
	"testing"
)

func TestShownPath(t *testing.T) {
	for path, want := range map[string]string{
		"/home/me/a b/c.toml": "/home/me/a b/c.toml", "/home/zoë/日本": "/home/zoë/日本",
		"/a\x1b[2J": `"/a\x1b[2J"`, "/a\n" +
			"b": `"/a\nb"`, "/a\u202eb": `"/a\u202eb"`, "/a\u009b1m": `"/a\u009b1m"`, "/a\xff": `"/a\xff"`, "/a\u200bb": `"/a\u200bb"`,
	} {
		if got := ShownPath(path); got != want {
			t.Errorf("%q: %s, want %s", path, got, want)
		}
	}
}

// The name of the file is a comment in what is shown, and stays one.
func TestShowKeepsThePathInItsComment(t *testing.T) {
	c, err := Parse("a\n[evil]\x1b[2J.toml", []byte(ads))
	if err != nil {
		t.Fatal(err)
	}
	shown, err := c.Show()
	if err != nil {
		t.Fatal(err)
	}
	if strings.ContainsRune(shown, '\x1b') || strings.Contains(shown, "\n[evil]") {
		t.Errorf("shown\n%q", shown)
	}
	if _, err := Parse("c.toml", []byte(shown)); err != nil {
		t.Error(err)
	}
}
