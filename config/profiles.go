package config

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

var profileName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$`)

// profiles reads all [profiles.NAME] tables and checks each against the rules of its issuer.
func (r *reader) profiles(c *Config) {
	table, ok := r.table("profiles")
	if _, given := r.doc.values["profiles"]; len(table) == 0 && (ok || !given) {
		r.refuse("a first profile begins with the line [profiles.NAME]", "no profile is set up")
	}
	for _, name := range r.doc.ordered(table, "profiles") {
		if !profileName.MatchString(name) {
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
		r.refuse("", "no such profile"+suggest(c.DefaultProfile, c.profileNames()), "default_profile")
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
	// The issuer decides about all other settings. A wrong one is refused with them, and they are then taken as they come.
	issuer, _ := settings["issuer"].(string)
	if !slices.Contains(issuers, issuer) {
		issuer = ""
	}
	p := NewProfile(name, issuer)
	fill(r, path, settings, profileKeys, &p, nil, issuer)
	p.BaseURL = strings.TrimRight(p.BaseURL, "/")

	need := func(why string, names ...string) {
		for _, n := range names {
			if _, ok := settings[n]; !ok {
				r.refuse("", n+" is missing"+why, path...)
			}
		}
	}
	switch need("", "issuer"); issuer {
	case FinHub:
		need("", "tenant_id")
		r.signIn(path, settings)
		if u, err := url.Parse(p.BaseURL); err == nil && p.LoginURL == "" && p.SignIn() == SignInLogin {
			p.LoginURL = u.Scheme + "://" + u.Host + "/api/auth/login"
		}
	case Aurex:
		need("", "user_id", "api_key")
	case Linora:
		need(": linora publishes no address, so ask linora for yours", "base_url")
		need("", "user_id", "api_key")
	}
	if _, ok := settings["private_key"]; !ok {
		if _, ok := settings["private_key_passphrase"]; ok {
			r.refuse("", "is of no use without private_key", append(path, "private_key_passphrase")...)
		}
	}
	return p
}

// signIn checks that a FinHub profile has exactly one way to sign in, and all of it.
func (r *reader) signIn(path []string, settings map[string]any) {
	has := func(name string) bool { _, ok := settings[name]; return ok }
	given := slices.DeleteFunc([]string{"token", "session_url", "login_url", "username", "email", "password"},
		func(n string) bool { return !has(n) })
	clash := func(setting, with string) {
		r.refuse("", fmt.Sprintf("cannot stand beside %s: keep one way to sign in", with), append(slices.Clone(path), setting)...)
	}
	switch {
	case len(given) == 0:
		r.refuse(`finhub signs in with email and password, with session_url, username and password, or with token`,
			"no way to sign in", path...)
	case has("token"):
		for _, n := range given[1:] {
			clash(n, "token")
		}
	case has("session_url"):
		if has("login_url") {
			clash("login_url", "session_url")
		}
		if has("username") && has("email") {
			clash("email", "username")
		}
		if !has("username") && !has("email") {
			r.refuse("", "username is missing: session_url needs it", path...)
		}
		if !has("password") {
			r.refuse("", "password is missing: session_url needs it", path...)
		}
	default:
		if has("username") {
			r.refuse("", "belongs to session_url; without one finhub signs in with email", append(slices.Clone(path), "username")...)
		}
		if !has("email") && !has("username") {
			r.refuse("", "email is missing: finhub signs in with email and password", path...)
		}
		if !has("password") {
			r.refuse("", "password is missing: finhub signs in with email and password", path...)
		}
	}
}
