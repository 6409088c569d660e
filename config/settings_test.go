package config

import (
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
	theme, err := Find(nil, "ui", "theme")
	if err != nil || theme.Takes != "auto, dark, light, high-contrast or mono" || theme.Defaults[""] != "auto" ||
		theme.Variable != "CARDWALLET_THEME" {
		t.Errorf("%+v, %v", theme, err)
	}
	base, err := Find(nil, "profiles", "x", "base_url")
	if err != nil || base.Defaults[Aurex] != "https://aurex.cash/api/dashboard" || base.Defaults[Linora] != "" {
		t.Errorf("%+v, %v", base, err)
	}
}

func TestFind(t *testing.T) {
	for path, want := range map[string]string{
		"ui.theme": "", "profiles.fin.tenant_id": "", "limits.per_day.USD": "", "limits.per_day": "", "keys.top-up": "",
		"profiles.lin.paths.cards": "", "default_profile": "",
		"theme":                 `no setting "theme"; did you mean "ui.theme"?`,
		"ui.themes":             `no setting "ui.themes"; did you mean "ui.theme"?`,
		"iu.theme":              `no setting "iu.theme"; did you mean "ui.theme"?`,
		"profiles.fin.tenant":   `no setting "profiles.fin.tenant"; did you mean "profiles.fin.tenant_id"?`,
		"profiles.fin.zebra":    `no setting "profiles.fin.zebra"`,
		"profiles.fin.tenantid": `no setting "profiles.fin.tenantid"; did you mean "profiles.fin.tenant_id"?`,
		"read_only":             `no setting "read_only"; did you mean "profiles.NAME.read_only"?`,
		"ui.theme.x":            `no setting "ui.theme.x"; ui.theme is text`,
		"keys.top-upp":          `no setting "keys.top-upp"; did you mean "keys.top-up"?`,
		"profiles.lin.paths.cardz": "no setting \"profiles.lin.paths.cardz\"; did you mean \"cards\"?\nthe paths are: " +
			strings.Join(pathKeys, ", "),
		"profiles": `no setting "profiles"`,
	} {
		got := ""
		if _, err := Find([]string{"top-up", "lock"}, strings.Split(path, ".")...); err != nil {
			got = err.Error()
		}
		if got != want {
			t.Errorf("%s: %q, want %q", path, got, want)
		}
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
