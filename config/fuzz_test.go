package config

import (
	"errors"
	"net/url"
	"strings"
	"testing"
)

// Whatever stands around a literal secret: Parse does not panic, does not accept it, and does not repeat it.
func FuzzParse(f *testing.F) {
	const canary = "c4n4ryS3cret"
	f.Add("[profiles.fin]\nissuer = \"finhub\"\n", "\ntenant_id = \"t\"\n")
	f.Add("[profiles.ads]\nissuer = \"aurex\"\n", "\n[ui]\ntheme = \"dark\"\n")
	f.Add("x = '''\n", "\n'''\n")
	f.Add("x = { ", " }\n")
	f.Add("\"", "\" = 1\n")
	f.Add("[", "]\n[a]\n[a]\n")
	f.Add("[[profiles]]\n", "\na = 1e9999\n")
	f.Add("[profiles.lin.paths]\ncards = \"/{\"\n", "\xff")
	f.Add(Example, "")
	f.Add(ads+"[state]\n", "\nperson = \"ops-1\"\n")
	f.Fuzz(func(t *testing.T, before, after string) {
		if len(before)+len(after) > 10_000 {
			return
		}
		for _, middle := range []string{"", "password = \"" + canary + "\"", "api_key = '" + canary + "'", "token = " + canary,
			"url = \"postgres://ops:" + canary + "@h/d\"", "url = 'postgres://ops@h/d?password=" + canary + "'"} {
			text := before + middle + after
			if middle != "" && strings.Contains(before+after, canary) {
				return
			}
			c, err := Parse("c.toml", []byte(text))
			switch {
			case err == nil && c == nil:
				t.Fatal("neither a config nor an error")
			case err == nil:
				checkAccepted(t, c)
			case strings.Contains(err.Error(), canary):
				t.Fatalf("the message repeats the secret: %v", err)
			default:
				checkProblems(t, err)
			}
		}
	})
}

// checkAccepted holds a config to what a right one is: every reference is one, and what it shows reads back.
func checkAccepted(t *testing.T, c *Config) {
	t.Helper()
	for _, p := range c.Profiles {
		for _, secret := range []Ref{p.Password, p.Token, p.APIKey, p.PrivateKey, p.PrivateKeyPassphrase} {
			if _, err := ParseRef(secret.String()); err != nil && !secret.IsZero() {
				t.Fatalf("accepted the secret %q", secret)
			}
		}
	}
	if u, err := url.Parse(c.State.URL.Plain); err != nil || givesPassword(u) {
		t.Fatalf("accepted the database %q", c.State.URL)
	}
	shown, err := c.Show()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Parse("shown.toml", []byte(shown)); err != nil {
		t.Fatalf("%v\n%s", err, shown)
	}
}

func checkProblems(t *testing.T, err error) {
	t.Helper()
	problems, ok := errors.AsType[*Error](err)
	if !ok || len(problems.Problems) == 0 {
		t.Fatalf("%T without problems: %v", err, err)
	}
	line := 0
	for _, p := range problems.Problems {
		if p.Line < max(1, line) || p.Column < 1 || p.What == "" {
			t.Fatalf("problem %+v after line %d", p, line)
		}
		line = p.Line
	}
}
