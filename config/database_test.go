package config

import (
	"context"
	"strings"
	"testing"
)

func TestDatabaseSettingsThatAreRefused(t *testing.T) {
	const reference = `state.url: must be a reference to a URL, as in "env:CARDWALLET_STATE_URL", or a URL such as ` +
		`"postgres://ops@db.example.com/cardwallet"`
	for text, want := range map[string]string{
		`url = 5`:                                    "6:1: state.url: must be a reference in quotes, or a URL such as",
		`url = "c4n4ry"`:                             reference,
		`url = "https://db.example.com/c4n4ry"`:      reference,
		`url = "host=db password=c4n4ry"`:            reference,
		`url = "env:"`:                               `state.url: env: must be followed by the name of a variable`,
		`url = "postgres://ops:c4n4ry@h/d"`:          "state.url: holds a password, and a secret must not stand in the file\n" + passwordHint,
		`url = "postgres://ops:@h/d"`:                "state.url: holds a password",
		`url = "postgres://h/d?password=c4n4ry"`:     "state.url: holds a password",
		`url = "postgres://h/?sslpassword=c4n4y"`:    "state.url: holds a password",
		`url = "postgres://h/d#c4n4ry"`:              "state.url: must not hold a # part",
		`url = "postgres://{c4n4ry}/d"`:              "state.url: still holds a placeholder",
		`url = "postgres:///c4n4ry"`:                 "state.url: names no host",
		`url = "postgres://h/c4n4ry\u202e"`:          "state.url: must be a URL such as",
		`url = "postgres://h/?a=%zzc4n4ry"`:          "state.url: must be a URL such as",
		`password = "c4n4ry"`:                        "state.password: a secret must not stand in the file",
		`person = ""`:                                "state.person: must not be empty",
		`person = " c4n4ry"`:                         "state.person: must be 1 to 64 characters that can be seen",
		`person = "c4n4ry\u001b"`:                    "state.person: holds a character that cannot be seen",
		`person = "` + strings.Repeat("ö", 65) + `"`: "state.person: must be 1 to 64 characters",
		`persn = "x"`:                                `state: unknown key "persn"; did you mean "person"?`,
		`urls = "x"`:                                 `did you mean "url"?`,
	} {
		_, err := Parse("c.toml", []byte(limitedProfile+"[state]\n"+text+"\n"))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v; want %q", text, err, want)
		}
		if err != nil && strings.Contains(err.Error(), "c4n4ry") {
			t.Errorf("%s: the message repeats it: %v", text, err)
		}
	}
	for text, want := range map[string]string{
		"sole_user = \"yes\"": "profiles.ads.sole_user: must be true or false", "sole_users = true": `did you mean "sole_user"?`,
	} {
		if _, err := Parse("c.toml", []byte(limitedProfile+text+"\n")); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v; want %q", text, err, want)
		}
	}
}

// The password is put into the URL, whatever is in it, and never found in an error.
func TestDatabase(t *testing.T) {
	t.Setenv("CARD_TEST_URL", "postgres://ops:f%2Fst@db.example.com/cardwallet")
	t.Setenv("CARD_TEST_BAD", "mysql://ops:c4n4ry@db.example.com/")
	t.Setenv("CARD_TEST_LINES", "postgres://h/d\nc4n4ry")
	t.Setenv("CARD_TEST_PASSWORD", "p@ss/w:rd c4n4ry")
	for _, test := range []struct{ text, want, err string }{
		{"", "", ""},
		{`url = "env:CARD_TEST_URL"`, "postgres://ops:f%2Fst@db.example.com/cardwallet", ""},
		{`url = "postgres://ops@h:5433/d?sslmode=require"`, "postgres://ops@h:5433/d?sslmode=require", ""},
		{"url = \"postgres://ops@h/d\"\npassword = \"env:CARD_TEST_PASSWORD\"", "postgres://ops:p%40ss%2Fw%3Ard%20c4n4ry@h/d", ""},
		{"url = \"postgres:///d?host=/run/pg&user=ops\"\npassword = \"env:CARD_TEST_PASSWORD\"",
			"postgres://ops:p%40ss%2Fw%3Ard%20c4n4ry@/d?host=%2Frun%2Fpg", ""},
		{`password = "env:CARD_TEST_PASSWORD"`, "", ""},
		{"url = \"env:CARD_TEST_URL\"\npassword = \"env:CARD_TEST_PASSWORD\"", "",
			"state.password: the URL has a password already\nkeep one of the two"},
		{"url = \"postgres://h/d\"\npassword = \"env:CARD_TEST_PASSWORD\"", "", "state.password: the URL names no user whose password it is"},
		{"url = \"postgres://ops@h/d\"\npassword = \"env:CARD_TEST_NONE\"", "", "state.password: env:CARD_TEST_NONE: the variable is not set"},
		{`url = "env:CARD_TEST_NONE"`, "", "state.url: env:CARD_TEST_NONE: the variable is not set"},
		{`url = "env:CARD_TEST_BAD"`, "", "state.url: env:CARD_TEST_BAD: what it gives must be a URL such as"},
		{`url = "env:CARD_TEST_LINES"`, "", "state.url: env:CARD_TEST_LINES: it has more than one line"},
	} {
		c, err := Parse("c.toml", []byte(limitedProfile+"[state]\n"+test.text+"\n"))
		if err != nil {
			t.Fatal(err)
		}
		got, ok, err := c.Database(t.Context())
		if string(got) != test.want || ok != strings.Contains(test.text, "url") || (err == nil) != (test.err == "") {
			t.Errorf("%s: %q, %v, %v", test.text, got, ok, err)
		}
		if err != nil && (!strings.HasPrefix(err.Error(), test.err) || strings.Contains(err.Error(), "c4n4ry")) {
			t.Errorf("%s: %v", test.text, err)
		}
	}
}

// The variable wins over the file. Children do not get it, and a config that is loaded again still does.
func TestDatabaseOfTheEnvironment(t *testing.T) {
	path := write(t, ads+"[state]\nurl = \"postgres://ops@h/d\"\n")
	for _, test := range []struct{ variable, shown, source, want string }{
		{"", "postgres://ops@h/d", "line 6", "postgres://ops@h/d"},
		{"postgres://me:secret@other/d", "env:CARDWALLET_STATE_URL", "CARDWALLET_STATE_URL", "postgres://me:secret@other/d"},
	} {
		t.Setenv(stateURLVariable, test.variable)
		for range 2 {
			c, err := Load(Options{Path: path})
			if err != nil {
				t.Fatal(err)
			}
			got, _, err := c.Database(context.Background())
			if c.State.URL.String() != test.shown || c.source("state.url") != test.source || string(got) != test.want || err != nil {
				t.Errorf("%s from %s: %q, %v", c.State.URL, c.source("state.url"), got, err)
			}
		}
	}
	if c, err := (Options{}).WithoutFile(); err != nil || !c.State.URL.IsZero() {
		t.Errorf("the demo shares %v, %v", c.State.URL, err)
	}
}
