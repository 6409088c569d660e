package config

import (
	"net/url"
	"path"
	"slices"
	"strings"
	"testing"
	"unicode"
)

// Whatever stands where a reference to a secret belongs: it is one that reads back the same, or it is refused without being repeated.
func FuzzParseRef(f *testing.F) {
	const canary = "c4n4ryS3cret"
	for _, seed := range []string{"env:FINHUB_TOKEN", "file:~/.config/cardwallet/fin.pem", "cmd:pass show 'a b'/\"c\" \\d",
		"keyring:cardwallet/fin", "cmd:'", "keyring:/", "cmd:$(x)", ":", ""} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if _, err := ParseRef(text + canary); err != nil && strings.Contains(err.Error(), canary) {
			t.Fatalf("the message repeats the secret: %v", err)
		}
		ref, err := ParseRef(text)
		if err != nil {
			if !ref.IsZero() {
				t.Fatalf("%q is refused, and %v comes back", text, ref)
			}
			return
		}
		if again, err := ParseRef(ref.String()); err != nil || again != ref || ref.IsZero() {
			t.Fatalf("%q reads as %v, then as %v: %v", text, ref, again, err)
		}
		words, _ := commandWords(strings.TrimPrefix(text, "cmd:"))
		if ref.scheme == "cmd" && (len(words) == 0 || words[0] == "") {
			t.Fatalf("%q runs nothing", text)
		}
		if shown := (&SecretError{Ref: ref, What: "fails"}).Error(); ref.scheme == "cmd" && shown != "cmd:"+words[0]+": fails" {
			t.Fatalf("%q shows its arguments: %q", text, shown)
		}
	})
}

// Whatever stands where an address, a path or a header belongs: what is taken goes nowhere else than it says.
func FuzzSetting(f *testing.F) {
	for _, seed := range []string{"https://aurex.cash/api/dashboard", "http://127.0.0.1:8080", "http://[::1]:1/", "https://u:p@h/",
		"https://h/#x", "https://h/?q=1", "http://localhost.evil.example",
		"/users/{userId}/cards/{cardId}?x={cardId}", "/../{cardId}", "/{cardId}/%2e%2e/x", "//h/{cardId}", "ops@example.com", "X-Request-Id",
		"2001:db8::1%eth0", "https://h\\@evil", "https://[::ffff:127.0.0.1]", "/{cardId}\u202e", "a@b\u009b",
		"postgres://ops@db.example.com/cardwallet", "postgres://a:b@h1,h2:1/d?x=1", "postgresql:///d?host=/run/pg", "postgres://h/\u202e"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if u, what := parseURL(text); what == "" {
			again, err := url.Parse(u.String())
			switch {
			case err != nil || again.Host != u.Host || again.Scheme != u.Scheme:
				t.Fatalf("%q is taken, and goes to %v (%v)", text, again, err)
			case u.User != nil || u.Fragment != "" || u.Hostname() == "" || u.Scheme != "https" && !loopback(u.Hostname()):
				t.Fatalf("%q is taken", text)
			case strings.ContainsFunc(text, hidden):
				t.Fatalf("%q is taken with what a terminal would obey", text)
			}
			if baseURL(text) == "" && strings.Contains(u.String(), "?") {
				t.Fatalf("%q is taken as a base with a query", text)
			}
		}
		if u, what := parseDatabaseURL(text); what == "" {
			again, err := url.Parse(u.String())
			if err != nil || again.Host != u.Host || !postgresURL(text) || strings.ContainsFunc(text, hidden) {
				t.Fatalf("%q is taken for a database, and goes to %v (%v)", text, again, err)
			}
		}
		if pathTemplate("card", text) == "" {
			checkTemplate(t, text)
		}
		if headerText(text) == "" && strings.ContainsAny(text, "\r\n\x00") || headerName(text) == "" && strings.ContainsAny(text, ": \r\n") ||
			email(text) == "" && (strings.ContainsAny(text, " <>") || strings.ContainsFunc(text, hidden)) {
			t.Fatalf("%q is taken for a header or an address", text)
		}
	})
}

func hidden(r rune) bool {
	return unicode.IsControl(r) || unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp)
}

// checkTemplate fills a path that was taken: it stays below the base, and holds the card.
func checkTemplate(t *testing.T, template string) {
	t.Helper()
	filled := strings.NewReplacer("{userId}", "USER", "{cardId}", "CARD").Replace(template)
	u, err := url.Parse("https://base.example/v1" + filled)
	if err != nil || u.Host != "base.example" || !strings.Contains(u.RequestURI(), "CARD") {
		t.Fatalf("%q goes to %v (%v)", template, u, err)
	}
	if strings.ContainsFunc(template, hidden) || slices.Contains(strings.Split(u.Path, "/"), "..") ||
		!strings.HasPrefix(path.Clean(u.Path), "/v1") {
		t.Fatalf("%q goes to %s", template, path.Clean(u.Path))
	}
}
