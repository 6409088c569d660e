package config

import (
	"slices"
	"strings"
	"testing"
)

// Every setting says what it means, and what it takes by itself is what holds without it.
func TestSettingsAreDescribed(t *testing.T) {
	for _, s := range Settings() {
		if s.Means == "" || s.Kind == "" || strings.HasSuffix(s.Means, ".") {
			t.Errorf("%s %s: %q, %q", s.Table, s.Name, s.Means, s.Kind)
		}
	}
	all := Settings()
	at := func(name string) Setting {
		return all[slices.IndexFunc(all, func(s Setting) bool { return s.Name == name })]
	}
	if theme := at("theme"); theme.Takes != "auto, dark, light, high-contrast or mono" || theme.Defaults[""] != "auto" ||
		theme.Variable != "CARDWALLET_THEME" {
		t.Errorf("%+v", theme)
	}
	if base := at("base_url"); base.Defaults[Aurex] != "https://aurex.cash/api/dashboard" || base.Defaults[Linora] != "" {
		t.Errorf("%+v", base)
	}
}

func TestValue(t *testing.T) {
	c, err := Load(Options{Path: write(t, everything), Env: environment(map[string]string{"CARDWALLET_THEME": "mono"})})
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string][2]any{
		"default_profile": {"fin", "line 1"}, "ui.theme": {"mono", "CARDWALLET_THEME"}, "ui.lock_after": {"1h30m", "line 18"},
		"profiles.fin.password": {"cmd:pass show 'it''s'", "line 6"}, "profiles.fin.rate_per_minute": {0, "default"},
		"limits.per_person_per_day.USD": {"1000", "line 20"},
	} {
		if value, from, ok := c.Value(strings.Split(path, ".")...); !ok || value != want[0] || from != want[1] {
			t.Errorf("%s: %v, %q, %v", path, value, from, ok)
		}
	}
	for _, path := range []string{"profiles.fin.token", "profiles.no.issuer", "limits.per_day.USD", "limits.per_person_per_day.EUR",
		"keys.no"} {
		if value, _, ok := c.Value(strings.Split(path, ".")...); ok {
			t.Errorf("%s: %v", path, value)
		}
	}
}

// TestSettingsAreDescribedOnce: each flag of each command looks among them when the program starts.
func TestSettingsAreDescribedOnce(t *testing.T) {
	first := Settings()
	if pieces := testing.AllocsPerRun(10, func() { Settings() }); pieces > 1 {
		t.Errorf("%v pieces of memory for a list that is known", pieces)
	}
	first[0].Name = "another"
	if Settings()[0].Name == "another" {
		t.Error("the list of one caller is that of all")
	}
}
