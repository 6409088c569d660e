package config

import (
	"strings"
	"testing"
	"time"
)

// everyWay gives a value to each kind of reference in turn.
func everyWay(t *testing.T, value string) map[string]Ref {
	t.Helper()
	t.Setenv("CARDWALLET_TEST_SECRET", value)
	path := write(t, value)
	old := system
	t.Cleanup(func() { system = old })
	system = &resolver{commandLimit: old.commandLimit, keyringLimit: time.Minute, asking: make(chan struct{}, 1),
		keyring: func(string, string) (string, error) { return value, nil }}
	return map[string]Ref{
		"env": mustRef(t, "env:CARDWALLET_TEST_SECRET"), "file": mustRef(t, "file:"+path),
		"cmd": mustRef(t, "cmd:cat "+path), "keyring": mustRef(t, "keyring:cardwallet/fin"),
	}
}

// A password program shows notes below the password: all of it is not the password.
func TestSecretsAreOneLine(t *testing.T) {
	for value, want := range map[string]string{
		"horse":                      "horse",
		"horse\n":                    "horse",
		"horse\r\n":                  "horse",
		"horse\n\n":                  "horse",
		"correct horse é":            "correct horse é",
		"horse\nurl: https://a.test": "",
		"horse\r\nzebra\r\n":         "",
		"horse\rzebra":               "",
		"\nhorse":                    "",
		"\n\n":                       "",
	} {
		for way, ref := range everyWay(t, value) {
			got, err := Secret{Name: "password", Ref: ref}.Resolve(t.Context())
			switch {
			case want != "":
				if string(got) != want || err != nil {
					t.Errorf("%s, %q: %q (%v)", way, value, got, err)
				}
			case err == nil || got != nil:
				t.Errorf("%s, %q: %q", way, value, got)
			case strings.Trim(value, "\n") != "" && !strings.Contains(err.Error(), "has more than one line\n"):
				t.Errorf("%s, %q: %v", way, value, err)
			case strings.Contains(err.Error(), "horse") || strings.Contains(err.Error(), "zebra"):
				t.Errorf("%s: the secret is told: %v", way, err)
			}
		}
	}
}

func TestSecretsThatNoHeaderHolds(t *testing.T) {
	for value, ok := range map[string]bool{
		"a.b-c_d~e+f/g=": true, "two words": true, "tab\tin it": false, "nul\x00": false, "esc\x1b[0m": false, "zero\u200bwidth": false,
		"é": false, "\xff": false,
	} {
		path := write(t, value)
		for _, s := range (Profile{Token: mustRef(t, "file:"+path), APIKey: mustRef(t, "file:"+path)}).Secrets() {
			_, err := s.Resolve(t.Context())
			if ok != (err == nil) || err != nil &&
				(!strings.Contains(err.Error(), "cannot stand in an HTTP header") || strings.Contains(err.Error(), value)) {
				t.Errorf("%s %q: %v", s.Name, value, err)
			}
		}
		if _, err := (Profile{Password: mustRef(t, "file:"+path)}).Secret("password").Resolve(t.Context()); err != nil {
			t.Errorf("a password goes into a body: %v", err)
		}
	}
}

// What has lines by nature is read whole.
func TestResolveKeepsTheLinesOfAKey(t *testing.T) {
	const pem = "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----"
	path := write(t, pem+"\n")
	if got, err := mustRef(t, "file:"+path).Resolve(t.Context()); string(got) != pem || err != nil {
		t.Errorf("%q (%v)", got, err)
	}
	if _, err := (Profile{}).Secret("api_key").Resolve(t.Context()); err == nil {
		t.Error("what is not set was resolved")
	}
}
