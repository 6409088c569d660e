package config

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// homeless has the user database say home for this test, or that it knows nobody.
func homeless(t *testing.T, home string) {
	t.Helper()
	old := homeOfUser
	t.Cleanup(func() { homeOfUser = old })
	homeOfUser = func() (string, error) {
		if home == "" {
			return "", errors.New("unknown userid 4711")
		}
		return home, nil
	}
}

// One person has one journal: every way to name the state directory, which of two wins, and what nobody can know is refused.
func TestStatePlace(t *testing.T) {
	here, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	withState := write(t, ads+"\n[state]\ndir = \"kept/here\"\n")
	inFile := filepath.Join(filepath.Dir(withState), "kept", "here")
	tests := map[string]struct {
		o                   Options
		variable, xdg, home string
		database            string
		want, from          string
		refused             []string
	}{
		"flag before all": {o: Options{State: dir + "/flag", Path: withState}, variable: dir + "/v", xdg: dir + "/x", home: dir,
			want: dir + "/flag", from: "--state"},
		"flag from where one is": {o: Options{State: "box/../state"}, home: dir, want: filepath.Join(here, "state"), from: "--state"},
		"variable before file": {o: Options{Path: withState}, variable: dir + "/v/", xdg: dir + "/x", home: dir, want: dir + "/v",
			from: "CARDWALLET_STATE"},
		"variable in the home": {variable: "~/v", home: dir, want: dir + "/v", from: "CARDWALLET_STATE"},
		"file before XDG": {o: Options{Path: withState}, xdg: dir + "/x", home: dir, want: inFile,
			from: "dir under [state] in the config"},
		"XDG before home":             {xdg: dir + "/x", home: dir, want: dir + "/x/cardwallet", from: "XDG_STATE_HOME"},
		"XDG in the home":             {xdg: "~/x", home: dir, want: dir + "/x/cardwallet", from: "XDG_STATE_HOME"},
		"home":                        {home: dir, want: dir + "/.local/state/cardwallet", from: "the home directory"},
		"no HOME, but a user":         {database: dir, want: dir + "/.local/state/cardwallet", from: "the home directory"},
		"no HOME, XDG":                {xdg: dir + "/x", want: dir + "/x/cardwallet", from: "XDG_STATE_HOME"},
		"no HOME, a variable":         {variable: dir + "/v", want: dir + "/v", from: "CARDWALLET_STATE"},
		"no home at all":              {refused: []string{"there is no home directory", "HOME", "XDG_STATE_HOME", "--state"}},
		"HOME is the root":            {home: "/", refused: []string{"there is no home directory", "HOME", "XDG_STATE_HOME", "--state"}},
		"the user's home is the root": {database: "/", refused: []string{"there is no home directory", "--state"}},
		"the user's home is relative": {database: "home/me", refused: []string{"there is no home directory", "--state"}},
		"HOME is relative":            {home: "home/me", refused: []string{`HOME is "home/me", which is not an absolute path`}},
		"XDG is relative": {xdg: "state", home: dir,
			refused: []string{`XDG_STATE_HOME is "state", which is not an absolute path`, "--state"}},
		"XDG is somebody else's home": {xdg: "~root/state", home: dir, refused: []string{"XDG_STATE_HOME", "not an absolute path"}},
		"the variable is relative": {variable: "./v", home: dir,
			refused: []string{`CARDWALLET_STATE is "./v", which is not an absolute path`}},
		"the named config is missing": {o: Options{Path: dir + "/none.toml"}, home: dir,
			refused: []string{"cannot be known without the config", "no such file"}},
		"the config cannot be read": {o: Options{Path: write(t, "[state]\n"+
			"dir = 5\n")}, home: dir, refused: []string{"cannot be known without the config", "state.dir: must be text"}},
		"a profile that is not there": {o: Options{Path: withState, Profiles: []string{"gone"}}, home: dir, want: inFile,
			from: "dir under [state] in the config"},
		"in the file's home, not set up": {o: Options{Path: write(t, ads+"[state]\n"+
			"dir = \"~/s\"\n")}, refused: []string{"state.dir: the home directory is not known"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			homeless(t, test.database)
			t.Setenv("HOME", test.home)
			t.Setenv("XDG_STATE_HOME", test.xdg)
			t.Setenv("XDG_CONFIG_HOME", "")
			test.o.Env = environment(map[string]string{"CARDWALLET_STATE": test.variable})
			got, err := test.o.StatePlace(nil)
			if len(test.refused) > 0 {
				for _, word := range test.refused {
					if err == nil || !strings.Contains(err.Error(), word) {
						t.Errorf("got %+v (%v), want a refusal with %q", got, err, word)
					}
				}
				return
			}
			if err != nil || got != (Place{test.want, test.from}) {
				t.Errorf("got %+v (%v), want %s by %s", got, err, test.want, test.from)
			}
		})
	}
}

func TestConfigPlaceWithoutHome(t *testing.T) {
	dir := t.TempDir()
	for name, test := range map[string]struct{ database, home, xdg, want, refused string }{
		"a user":          {database: dir, want: dir + "/.config/cardwallet/config.toml"},
		"XDG":             {xdg: dir, want: dir + "/cardwallet/config.toml"},
		"nobody":          {refused: "there is no home directory\nname it with --config, or set HOME or XDG_CONFIG_HOME"},
		"relative HOME":   {home: "me", refused: `HOME is "me"`},
		"relative XDG":    {home: dir, xdg: "c", refused: `XDG_CONFIG_HOME is "c"`},
		"the root's home": {home: "/", refused: "there is no home directory"},
	} {
		t.Run(name, func(t *testing.T) {
			homeless(t, test.database)
			t.Setenv("HOME", test.home)
			t.Setenv("XDG_CONFIG_HOME", test.xdg)
			got, named, err := Options{Env: environment(nil)}.File()
			if got != test.want || named || (err == nil) != (test.refused == "") || err != nil && !strings.Contains(err.Error(), test.refused) {
				t.Errorf("got %q, %v (%v), want %q (%s)", got, named, err, test.want, test.refused)
			}
			if test.refused == "" {
				return
			}
			if _, err := Load(Options{Env: environment(nil)}); err == nil || errors.Is(err, ErrNoConfig) ||
				!strings.Contains(err.Error(), test.refused) {
				t.Errorf("loaded: %v", err)
			}
		})
	}
}

func TestExpandHome(t *testing.T) {
	homeless(t, "")
	t.Setenv("HOME", "/home/me")
	for path, want := range map[string]string{
		"~": "/home/me", "~/": "/home/me", "~/a/b": "/home/me/a/b", "~root/a": "~root/a", "a/~": "a/~", "/~/a": "/~/a", "": "", "~~": "~~",
		"./~": "./~",
	} {
		if got, err := ExpandHome(path); got != want || err != nil {
			t.Errorf("%q: %q (%v), want %q", path, got, err, want)
		}
	}
	t.Setenv("HOME", "")
	if got, err := ExpandHome("~/a"); err == nil {
		t.Errorf("without a home: %q", got)
	}
	if got, err := ExpandHome("/a"); got != "/a" || err != nil {
		t.Errorf("nothing to expand: %q (%v)", got, err)
	}
}
