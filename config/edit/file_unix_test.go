//go:build unix

package edit

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"cardwallet/config"
)

const small = "# mine\n[profiles.ads]\nissuer = \"aurex\"\nuser_id = \"u\" # me\napi_key = \"env:K\"\n"

func file(t *testing.T, text string, mode os.FileMode) (path string, o config.Options) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "config.toml")
	if err := os.WriteFile(path, []byte(text), mode); err != nil {
		t.Fatal(err)
	}
	return path, config.Options{Path: path}
}

func theme(name string) func([]byte) ([]byte, error) {
	return func(text []byte) ([]byte, error) { return Set(text, Text(name), "ui", "theme") }
}

// holds wants that text in the file, its mode 0600, and nothing beside it.
func holds(t *testing.T, path, want string) {
	t.Helper()
	got, err := os.ReadFile(path)
	if err != nil || string(got) != want {
		t.Errorf("%q, want %q (%v)", got, want, err)
	}
	if info, err := os.Lstat(path); err != nil || info.Mode() != 0o600 {
		t.Errorf("%v, %v", info, err)
	}
	if files, err := os.ReadDir(filepath.Dir(path)); err != nil || len(files) != 1 {
		t.Errorf("beside it: %v (%v)", files, err)
	}
}

func TestChange(t *testing.T) {
	path, o := file(t, small, 0o600)
	if at, err := Change(t.Context(), o, false, theme("mono")); err != nil || at != path {
		t.Fatal(at, err)
	}
	holds(t, path, small+"\n[ui]\ntheme = \"mono\"\n")
}

// What is no good config is not written, whoever made it so.
func TestChangeRefuses(t *testing.T) {
	path, o := file(t, small, 0o600)
	for says, edit := range map[string]func([]byte) ([]byte, error){
		"ui.theme: must be auto": theme("green"),
		"must not stand in the file": func(text []byte) ([]byte, error) {
			return Set(text, Text("s3cret"), "profiles", "ads", "api_key")
		},
		"user_id is missing": func(text []byte) ([]byte, error) {
			text, _, err := Remove(text, "profiles", "ads", "user_id")
			return text, err
		},
		"not so": func([]byte) ([]byte, error) { return nil, errors.New("not so") },
		`unknown key "themes"; did you mean "theme"`: func(text []byte) ([]byte, error) {
			return Set(text, Int(1), "ui", "themes")
		},
		"no profile is set up": func([]byte) ([]byte, error) { return nil, nil },
	} {
		if _, err := Change(t.Context(), o, false, edit); err == nil || !strings.Contains(err.Error(), says) ||
			strings.Contains(err.Error(), "s3cret") {
			t.Errorf("%v, want %q", err, says)
		}
		holds(t, path, small)
	}
	for _, missing := range []string{"none.toml", "no/config.toml"} {
		o.Path = filepath.Join(t.TempDir(), missing)
		if _, err := Change(t.Context(), o, false, theme("mono")); !errors.Is(err, fs.ErrNotExist) {
			t.Error(err)
		}
	}
}

func TestChangeRefusesWhatOthersCanRead(t *testing.T) {
	path, o := file(t, small, 0o644)
	if _, err := Change(t.Context(), o, false, theme("mono")); err == nil || !strings.Contains(err.Error(), "chmod 600") {
		t.Error(err)
	}
	if got, _ := os.ReadFile(path); string(got) != small {
		t.Errorf("%q", got)
	}
}

// A link to the file stays a link.
func TestChangeFollowsLinks(t *testing.T) {
	path, o := file(t, small, 0o600)
	o.Path = filepath.Join(t.TempDir(), "link.toml")
	if err := os.Symlink(path, o.Path); err != nil {
		t.Fatal(err)
	}
	if _, err := Change(t.Context(), o, false, theme("mono")); err != nil {
		t.Fatal(err)
	}
	holds(t, path, small+"\n[ui]\ntheme = \"mono\"\n")
	if info, err := os.Lstat(o.Path); err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Errorf("%v, %v", info, err)
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if _, err := Change(t.Context(), o, true, theme("mono")); err == nil || !strings.Contains(err.Error(), "a link to a file") {
		t.Error(err)
	}
}

func TestCreate(t *testing.T) {
	path := filepath.Join(t.TempDir(), "new", "config.toml")
	edit := func(text []byte) ([]byte, error) {
		if text != nil {
			return nil, fmt.Errorf("there is %q", text)
		}
		return []byte(small), nil
	}
	if _, err := Change(t.Context(), config.Options{Path: path}, true, edit); err != nil {
		t.Fatal(err)
	}
	holds(t, path, small)
	if info, err := os.Stat(filepath.Dir(path)); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("%v, %v", info, err)
	}
}

// Writers at the same time lose nothing of each other.
func TestWritersDoNotLoseChanges(t *testing.T) {
	path, o := file(t, small, 0o600)
	const writers = 12
	var all sync.WaitGroup
	want := small + "\n[keys]\n"
	for i := range writers {
		all.Go(func() {
			_, err := Change(context.Background(), o, false, func(text []byte) ([]byte, error) {
				return Set(text, Text("x"), "keys", fmt.Sprintf("action-%02d", i))
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	got, err := os.ReadFile(path)
	if err != nil || !strings.HasPrefix(string(got), want) || strings.Count(string(got), "action-") != writers {
		t.Errorf("%q (%v)", got, err)
	}
	if files, err := os.ReadDir(filepath.Dir(path)); err != nil || len(files) != 1 {
		t.Errorf("beside it: %v (%v)", files, err)
	}
}

func TestValue(t *testing.T) {
	for _, tc := range []struct {
		path   string
		texts  []string
		want   Literal
		refuse string
	}{
		{"ui.theme", []string{"dark"}, `"dark"`, ""},
		{"ui.hide_on_blur", []string{"true"}, "true", ""},
		{"ui.hide_on_blur", []string{"maybe"}, "", "true or false"},
		{"profiles.x.rate_per_minute", []string{"60"}, "60", ""},
		{"profiles.x.rate_per_minute", []string{"6.5"}, "", "whole number"},
		{"profiles.x.card_ids", []string{"A", "B"}, `["A", "B"]`, ""},
		{"profiles.x.user_id", []string{`a"b\`}, `"a\"b\\"`, ""},
		{"ui.theme", []string{"dark", "light"}, "", "one value"},
	} {
		s, err := Find(nil, strings.Split(tc.path, ".")...)
		if err != nil {
			t.Fatal(err)
		}
		got, err := Value(s, tc.texts...)
		if got != tc.want || (err != nil) != (tc.refuse != "") || err != nil && !strings.Contains(err.Error(), tc.refuse) {
			t.Errorf("%s %q: %s, %v", tc.path, tc.texts, got, err)
		}
	}
}
