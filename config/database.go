package config

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"unicode/utf8"
)

// stateURLVariable gives the URL of the team's database, in place of url in [state].
const stateURLVariable = "CARDWALLET_STATE_URL"

// DatabaseURL says where the team's database is. It can be shown. The zero DatabaseURL is not set.
type DatabaseURL struct {
	// Ref is the reference to the URL, which may then hold a password.
	Ref Ref
	// Plain is the URL itself, which holds no password; empty where there is a reference.
	Plain string
}

// IsZero reports whether no URL is set.
func (u DatabaseURL) IsZero() bool { return u == DatabaseURL{} }

// String returns it as it is written in the file, and nothing for the zero DatabaseURL.
func (u DatabaseURL) String() string {
	if u.Plain != "" {
		return u.Plain
	}
	return u.Ref.String()
}

const (
	databaseExample = `a URL such as "postgres://ops@db.example.com/cardwallet"`
	passwordHint    = `write the password as a reference, as in password = "env:NAME" under [state], or the whole url, as in url = "env:NAME"`
)

// setURL reads the url of [state]: a reference, or a URL without a password.
func (r *reader) setURL(value any, field *DatabaseURL) (what, hint string) {
	text, ok := value.(string)
	if !ok {
		return "must be a reference in quotes, or " + databaseExample, ""
	}
	if postgresURL(text) {
		u, what := parseDatabaseURL(text)
		switch {
		case what != "":
			return what, ""
		case givesPassword(u):
			return "holds a password, and a secret must not stand in the file", passwordHint
		}
		field.Plain = text
		return "", ""
	}
	if _, err := ParseRef(text); err != nil && !strings.Contains(err.Error(), " must be followed by ") {
		return `must be a reference to a URL, as in "env:CARDWALLET_STATE_URL", or ` + databaseExample, ""
	}
	return r.setRef(value, &field.Ref)
}

func postgresURL(s string) bool {
	return strings.HasPrefix(s, "postgres://") || strings.HasPrefix(s, "postgresql://")
}

// parseDatabaseURL says what is wrong with the URL of a database, without repeating it.
func parseDatabaseURL(s string) (*url.URL, string) {
	u, err := url.Parse(s)
	switch {
	case strings.ContainsAny(s, "{}"):
		return nil, "still holds a placeholder in {}: write the value in its place"
	case err != nil || !postgresURL(s) || strings.ContainsAny(s, " \\") || unprintable(s):
		return nil, "must be " + databaseExample
	case u.Fragment != "" || strings.HasSuffix(s, "#"):
		return nil, "must not hold a # part"
	}
	options, err := url.ParseQuery(u.RawQuery)
	switch {
	case err != nil:
		return nil, "must be " + databaseExample
	case u.Host == "" && options.Get("host") == "":
		return nil, "names no host: write " + databaseExample
	}
	return u, ""
}

// givesPassword reports whether a URL holds a password, at either of the places where PostgreSQL's programs look for one.
func givesPassword(u *url.URL) bool {
	_, has := u.User.Password()
	options := u.Query()
	return has || options.Has("password") || options.Has("sslpassword")
}

// personName checks who moves money, as the others of a team see it.
func personName(v any) string {
	s := v.(string)
	if utf8.RuneCountInString(s) > 64 || s != strings.TrimSpace(s) || unprintable(s) {
		return "must be 1 to 64 characters that can be seen, without spaces at the ends"
	}
	return ""
}

// Database reads where the team's database is: its URL with the password in it, where there is one. ok is false where the config names no
// database; then nothing is read. The caller owns the bytes and wipes them. No error holds a part of the URL.
func (c *Config) Database(ctx context.Context) (text []byte, ok bool, err error) {
	at := c.State.URL
	if at.IsZero() {
		return nil, false, nil
	}
	text = []byte(at.Plain)
	if at.Plain == "" {
		if text, err = (Secret{Name: "url", Ref: at.Ref}).Resolve(ctx); err != nil {
			return nil, true, fmt.Errorf("state.url: %w", err)
		}
	}
	u, what := parseDatabaseURL(string(text))
	if what != "" {
		clear(text)
		return nil, true, fmt.Errorf("state.url: %w", &SecretError{Ref: at.Ref, What: "what it gives " + what})
	}
	if c.State.Password.IsZero() {
		return text, true, nil
	}
	clear(text)
	text, err = c.State.withPassword(ctx, u)
	return text, true, err
}

// withPassword puts the password into the URL. Two passwords, or one of nobody, are refused.
func (s State) withPassword(ctx context.Context, u *url.URL) ([]byte, error) {
	switch {
	case givesPassword(u):
		return nil, fmt.Errorf("state.password: the URL has a password already\nkeep one of the two")
	case u.User.Username() == "" && u.Query().Get("user") == "":
		return nil, fmt.Errorf("state.password: the URL names no user whose password it is\nwrite %s", databaseExample)
	}
	password, err := Secret{Name: "password", Ref: s.Password}.Resolve(ctx)
	if err != nil {
		return nil, fmt.Errorf("state.password: %w", err)
	}
	defer clear(password)
	name := u.User.Username()
	if name == "" {
		options := u.Query()
		name = options.Get("user")
		options.Del("user")
		u.RawQuery = options.Encode()
	}
	u.User = url.UserPassword(name, string(password))
	return []byte(u.String()), nil
}
