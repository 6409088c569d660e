package edit

import (
	"strings"
	"testing"
)

func TestFind(t *testing.T) {
	const shows = "; all that are in force: cardwallet config show"
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
		"ui.theme.x":            `no setting "ui.theme.x": ui.theme is text`,
		"keys.top-upp":          `no setting "keys.top-upp"; did you mean "keys.top-up"?`,
		"profiles.lin.paths.cardz": "no setting \"profiles.lin.paths.cardz\"; did you mean \"cards\"?\nthe names in it are: " +
			"wallet, cards, card, topup, transactions, otp, deposits",
		"profiles":     "profiles is a table of settings\nname one of them, as in profiles.fin.issuer" + shows,
		"profiles.fin": "profiles.fin is a table of settings\nname one of them, as in profiles.fin.issuer" + shows,
		"limits":       "limits is a table of settings\nname one of them, as in limits.per_movement" + shows,
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
