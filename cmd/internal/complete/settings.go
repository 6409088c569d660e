package complete

import (
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"cardwallet/cmd/internal/run"
	"cardwallet/config"
	"cardwallet/config/edit"
	"cardwallet/tui/ui"
)

// settings offers the settings of the config as commands name them, those of profiles with the names of the profiles that there are.
func (q *question) settings() (out []cobra.Completion) {
	c, err := q.app.Config()
	if err != nil {
		c = config.Defaults()
	}
	for _, s := range config.Settings() {
		header, rest, ofProfiles := strings.Cut(s.Table, ".NAME")
		switch {
		case ofProfiles:
			for _, p := range c.Profiles {
				if len(s.Issuers) == 0 || slices.Contains(s.Issuers, p.Issuer) {
					out = append(out, cobra.CompletionWithDesc(key(header, p.Name, strings.Trim(rest, "."), s.Name), s.Means))
				}
			}
		case s.Kind == config.KindKeys:
			for _, action := range (ui.KeyTable{}).Actions() {
				out = append(out, key(s.Table, action))
			}
		default:
			out = append(out, cobra.CompletionWithDesc(key(s.Table, s.Name), s.Means))
		}
	}
	return out
}

// key joins what there is of a setting's name.
func key(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(part string) bool { return part == "" }), ".")
}

// settingValues offers the words that the setting takes which was named before.
func (q *question) settingValues() []cobra.Completion {
	path, err := edit.ParseKey(q.given[0])
	if err != nil {
		return nil
	}
	s, err := edit.Find(ui.KeyTable{}.Actions(), path...)
	switch {
	case err != nil:
		return nil
	case s.Kind == config.KindSwitch:
		return []cobra.Completion{"true", "false"}
	case s.Table == "" && s.Name == "default_profile":
		return profileNames(q)
	}
	return s.Choices
}

// settingFlag says what a flag takes that is called as a setting of a profile, or of the screen, as init has them.
func settingFlag(name string) (offer, bool) {
	setting := strings.ReplaceAll(name, "-", "_")
	for _, s := range config.Settings() {
		if s.Name != setting || s.Table != "ui" && !strings.HasPrefix(s.Table, "profiles.") {
			continue
		}
		switch {
		case len(s.Choices) > 0:
			return oneOf(s.Choices...), true
		case s.Kind == config.KindSecret:
			references := oneOf("env:", "file:", "cmd:", "keyring:")
			references.directive |= cobra.ShellCompDirectiveNoSpace
			return references, true
		}
		return nothing, true
	}
	return offer{}, false
}

// Aliases are those of the config in the order of their names; none where it cannot be read.
func Aliases(app *run.App) []config.Alias {
	c, err := aside(app).Config()
	if err != nil {
		return nil
	}
	return slices.SortedFunc(maps.Values(c.Aliases), func(x, y config.Alias) int { return strings.Compare(x.Name, y.Name) })
}

func aliasNames(app *run.App) (out []cobra.Completion) {
	for _, alias := range Aliases(app) {
		out = append(out, cobra.CompletionWithDesc(alias.Name, run.SafeLine("stands for: "+alias.Line)))
	}
	return out
}
