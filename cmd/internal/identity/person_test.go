package identity

import (
	"strings"
	"testing"

	"cardwallet/config"
)

func TestPerson(t *testing.T) {
	t.Parallel()
	name, host := Person(nil)
	if user, at, ok := strings.Cut(name, "@"); !ok || user == "" || at == "" || !strings.HasPrefix(host, at) {
		t.Errorf("without a config: %q at %q", name, host)
	}
	c := config.Defaults()
	c.State.Person = "ops-1"
	if name, _ := Person(c); name != "ops-1" {
		t.Errorf("the config's is %q", name)
	}
	for system, want := range map[string]string{"a\x1b[2J b\u202e": "a[2Jb", strings.Repeat("ö", 80): strings.Repeat("ö", 64)} {
		if got := named(system); got != want {
			t.Errorf("%q is named %q", system, got)
		}
	}
}
