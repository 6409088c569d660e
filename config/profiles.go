package config

import (
	"regexp"
	"slices"
	"strings"

	"cardwallet/client/fold"
)

var profileName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]*$`)

// profiles reads all [profiles.NAME] tables and checks each against the rules of its issuer.
func (r *reader) profiles(c *Config) {
	table, ok := r.table("profiles")
	if _, given := r.doc.values["profiles"]; len(table) == 0 && (ok || !given) {
		r.refuse("a first profile begins with the line [profiles.NAME]", "no profile is set up")
	}
	for _, name := range r.doc.ordered(table, "profiles") {
		if len(name) > 64 || !profileName.MatchString(name) {
			line, column := r.doc.position("profiles", name)
			r.problems = append(r.problems, Problem{line, column,
				"profiles: the name of a profile is 1 to 64 letters, digits, -, _ and ., the first a letter or digit", ""})
			continue
		}
		settings, ok := table[name].(map[string]any)
		if !ok {
			r.misplaced(name)
			continue
		}
		c.Profiles = append(c.Profiles, r.profile(name, settings))
	}
	_, named := r.doc.values["default_profile"].(string)
	if _, ok := table[c.DefaultProfile]; named && !ok && c.DefaultProfile != "" {
		r.refuse("", "no such profile"+fold.DidYouMean(c.DefaultProfile, c.profileNames()), "default_profile")
	}
}

// misplaced refuses what stands in [profiles] and is not the table of a profile.
func (r *reader) misplaced(name string) {
	if slices.Contains(keyNames(profileKeys), name) {
		r.unknown([]string{"profiles"}, name, nil)
		return
	}
	r.refuse("", "must be a table: write ["+dotted("profiles", name)+"]", "profiles", name)
}

func (r *reader) profile(name string, settings map[string]any) Profile {
	path := []string{"profiles", name}
	// The issuer decides which other settings the profile may have. A wrong issuer is refused, and then the other settings are taken as they
	// come.
	issuer, _ := settings["issuer"].(string)
	if !slices.Contains(issuers, issuer) {
		issuer = ""
	}
	p := NewProfile(name, issuer)
	fill(r, path, settings, profileKeys, &p, nil, issuer)
	p.BaseURL = strings.TrimRight(p.BaseURL, "/")
	rules := issuerRules[issuer]
	for _, n := range append([]need{{name: "issuer"}}, rules.needs...) {
		if _, ok := settings[n.name]; !ok {
			r.refuse("", n.name+" is missing"+n.why, path...)
		}
	}
	if rules.check != nil {
		rules.check(r, path, settings, &p)
	}
	if _, ok := settings["private_key"]; !ok {
		if _, ok := settings["private_key_passphrase"]; ok {
			r.refuse("", "is of no use without private_key", append(path, "private_key_passphrase")...)
		}
	}
	return p
}
