package config

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// environment answers for os.Getenv.
func environment(vars map[string]string) func(string) string {
	return func(name string) string { return vars[name] }
}

// write puts text into a private file of a new directory and returns its path.
func write(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "config.toml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func names(profiles []Profile) []string {
	var out []string
	for _, p := range profiles {
		out = append(out, p.Name)
	}
	return out
}

func TestLoadFindsTheFile(t *testing.T) {
	flag, variable := write(t, fin), write(t, ads)
	home := t.TempDir()
	t.Setenv("XDG_CONFIG_HOME", home)
	place := filepath.Join(home, "cardwallet", "config.toml")
	if got, err := defaultPath(); got != place || err != nil {
		t.Fatalf("default path %s (%v), want %s", got, err, place)
	}
	if err := os.Mkdir(filepath.Dir(place), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(place, []byte(lin), 0o600); err != nil {
		t.Fatal(err)
	}
	tests := []struct{ name, flag, variable, want string }{
		{"flag before variable", flag, variable, flag},
		{"variable before default", "", variable, variable},
		{"default", "", "", place},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			c, err := Load(Options{Path: test.flag, Env: environment(map[string]string{"CARDWALLET_CONFIG": test.variable})})
			if err != nil {
				t.Fatal(err)
			}
			if c.Path != test.want {
				t.Errorf("read %s, want %s", c.Path, test.want)
			}
		})
	}
}

func TestLoadReadsTheProcessEnvironment(t *testing.T) {
	t.Setenv("CARDWALLET_CONFIG", write(t, ads))
	t.Setenv("CARDWALLET_THEME", "mono")
	c, err := Load(Options{})
	if err != nil {
		t.Fatal(err)
	}
	if c.UI.Theme != "mono" {
		t.Errorf("theme %q, want mono", c.UI.Theme)
	}
}

func TestLoadWithoutFile(t *testing.T) {
	home := t.TempDir()
	t.Setenv("XDG_CONFIG_HOME", home)
	_, err := Load(Options{Env: environment(nil)})
	want := "no config at " + filepath.Join(home, "cardwallet", "config.toml") +
		"\nset up a first profile with cardwallet init, or look around with: cardwallet demo"
	if !errors.Is(err, ErrNoConfig) || err.Error() != want {
		t.Errorf("got  %v\nwant %s", err, want)
	}

	missing := filepath.Join(home, "none.toml")
	_, err = Load(Options{Path: missing})
	if want := "config " + missing + " cannot be read: no such file or directory"; err == nil || err.Error() != want {
		t.Errorf("got  %v\nwant %s", err, want)
	}
	if errors.Is(err, ErrNoConfig) || !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a named file that is missing must be fs.ErrNotExist alone: %v", err)
	}
}

func TestLoadRefusesWhatIsNoFile(t *testing.T) {
	dir := t.TempDir()
	large := write(t, string(make([]byte, maxFile+1)))
	tests := []struct{ path, want string }{
		{dir, "config " + dir + " is a directory, not a file"},
		{large, "config " + large + " is too large: 1048577 bytes, at most 1048576 are read"},
	}
	for _, test := range tests {
		if _, err := Load(Options{Path: test.path}); err == nil || err.Error() != test.want {
			t.Errorf("got  %v\nwant %s", err, test.want)
		}
	}
}

func TestLoadNamesTheFileInProblems(t *testing.T) {
	path := write(t, ads+"x = 1\n")
	_, err := Load(Options{Path: path})
	if want := path + `:5:1: profiles.ads: unknown key "x"`; err == nil || err.Error() != want {
		t.Errorf("got  %v\nwant %s", err, want)
	}
}

func TestEnvironmentOverrides(t *testing.T) {
	path := write(t, fin+"read_only = false\n"+ads+"read_only = true\n[ui]\ntheme = \"dark\"\n[clipboard]\nmode = \"system\"\n")
	load := func(t *testing.T, vars map[string]string) *Config {
		t.Helper()
		c, err := Load(Options{Path: path, Env: environment(vars)})
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	t.Run("none", func(t *testing.T) {
		c := load(t, nil)
		if c.UI.Theme != "dark" || c.Clipboard.Mode != "system" || c.Profiles[0].ReadOnly || !c.Profiles[1].ReadOnly {
			t.Errorf("the file's word does not hold: %+v", c)
		}
	})
	t.Run("all", func(t *testing.T) {
		c := load(t, map[string]string{"CARDWALLET_THEME": "light", "CARDWALLET_CLIPBOARD": "off", "CARDWALLET_READ_ONLY": "true"})
		if c.UI.Theme != "light" || c.Clipboard.Mode != "off" || !c.Profiles[0].ReadOnly || !c.Profiles[1].ReadOnly {
			t.Errorf("the environment's word does not hold: %+v", c)
		}
	})
	t.Run("the screen", func(t *testing.T) {
		vars := map[string]string{"CARDWALLET_SYMBOLS": "ascii", "CARDWALLET_MOUSE": "off", "CARDWALLET_MOTION": "off"}
		c := load(t, vars)
		if c.UI.Symbols != "ascii" || c.UI.Mouse != "off" || c.UI.Motion != "off" || c.UI.Theme != "dark" {
			t.Errorf("the environment's word does not hold: %+v", c.UI)
		}
		vars["CARDWALLET_THEME"] = "light"
		c, err := Options{Path: path, Env: environment(vars)}.WithoutFile()
		if err != nil || c.UI.Theme != "light" || c.UI.Symbols != "ascii" || c.UI.Mouse != "off" || c.UI.Motion != "off" || len(c.Profiles) > 0 {
			t.Errorf("without a file: %v, %+v", err, c)
		}
	})
	t.Run("read-only is not lifted", func(t *testing.T) {
		c := load(t, map[string]string{"CARDWALLET_READ_ONLY": "0"})
		if c.Profiles[0].ReadOnly || !c.Profiles[1].ReadOnly {
			t.Errorf("read-only %v and %v, want the file's false and true", c.Profiles[0].ReadOnly, c.Profiles[1].ReadOnly)
		}
	})
	refused := []struct{ variable, value, want string }{
		{"CARDWALLET_THEME", "blue", "CARDWALLET_THEME: must be auto, dark, light, high-contrast or mono"},
		{"CARDWALLET_SYMBOLS", "utf8", "CARDWALLET_SYMBOLS: must be auto, unicode or ascii"},
		{"CARDWALLET_MOUSE", "true", "CARDWALLET_MOUSE: must be on or off"},
		{"CARDWALLET_MOTION", "none", `CARDWALLET_MOTION: must be on or off; did you mean "on"?`},
		{"CARDWALLET_CLIPBOARD", "ocs52", `CARDWALLET_CLIPBOARD: must be auto, system, osc52 or off; did you mean "osc52"?`},
		{"CARDWALLET_READ_ONLY", "yes", "CARDWALLET_READ_ONLY: must be true or false"},
		{"CARDWALLET_PROFILE", "fin,adds", `CARDWALLET_PROFILE: no profile "adds"; did you mean "ads"?` + "\n" + path + " has: fin, ads"},
		{"CARDWALLET_PROFILE", " , ", "CARDWALLET_PROFILE: names no profile\n" + path + " has: fin, ads"},
	}
	for _, test := range refused {
		t.Run(test.variable+"="+test.value, func(t *testing.T) {
			_, err := Load(Options{Path: path, Env: environment(map[string]string{test.variable: test.value})})
			if err == nil || err.Error() != test.want {
				t.Errorf("got  %v\nwant %s", err, test.want)
			}
		})
	}
}

func TestSelected(t *testing.T) {
	all := fin + ads + lin
	tests := []struct {
		name, text, variable string
		flag, want           []string
	}{
		{"all", all, "", nil, []string{"fin", "ads", "lin"}},
		{"default_profile", "default_profile = \"ads\"\n" + all, "", nil, []string{"ads"}},
		{"variable before file", "default_profile = \"ads\"\n" + all, "lin, fin", nil, []string{"lin", "fin"}},
		{"flag before variable", all, "lin", []string{"ads", "fin", "ads"}, []string{"ads", "fin"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			c, err := Load(Options{Path: write(t, test.text), Profiles: test.flag,
				Env: environment(map[string]string{"CARDWALLET_PROFILE": test.variable})})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, names(c.Selected())); diff != "" {
				t.Errorf("selected (-want +got):\n%s", diff)
			}
			if len(c.Profiles) != 3 {
				t.Errorf("%d profiles, want all 3 to stay known", len(c.Profiles))
			}
		})
	}
	path := write(t, all)
	_, err := Load(Options{Path: path, Profiles: []string{"fun"}})
	if want := `--profile: no profile "fun"; did you mean "fin"?` + "\n" + path + " has: fin, ads, lin"; err == nil || err.Error() != want {
		t.Errorf("got  %v\nwant %s", err, want)
	}
}
