package wizard

import (
	"path/filepath"
	"strings"

	"cardwallet/config"
)

// place is where a secret can be.
type place struct {
	scheme string // "keyring", "env", "cmd" or "file"
	words  string
	ref    string // what is offered
}

// secretOf is the setting with the secret that signs in usually, and what it is called.
func secretOf(issuer string) (setting, called string) {
	needs := config.Needs(issuer)
	setting = needs[len(needs)-1]
	return setting, strings.ReplaceAll(strings.ReplaceAll(setting, "_", " "), "api", "API")
}

// places are where the secret of a profile can be, what works on this machine first. A keyring is among them where one answers.
func (m *model) places(setting string) []place {
	issuer, short := m.d.Get("issuer"), strings.TrimPrefix(setting, "api_")
	dashed := strings.ReplaceAll(setting, "_", "-")
	variable := strings.ToUpper(issuer + "_" + short)
	keyring := place{"keyring", "in this system's keyring", "keyring:cardwallet/" + m.d.Name}
	env := place{"env", "an environment variable", "env:" + variable}
	pass := place{"cmd", "a command prints it", "cmd:pass show " + issuer + "/" + dashed}
	file := place{"file", "a file only you can read", "file:" + filepath.Join(m.opts.Home, m.d.Name+"."+short)}
	var works, rest []place
	sort := func(p place, here bool) {
		if here {
			works = append(works, p)
		} else {
			rest = append(rest, p)
		}
	}
	sort(env, m.opts.Variable(variable))
	if m.keyring {
		works = append(works, keyring)
	}
	sort(pass, m.opts.Program("pass"))
	works = append(works, file)
	return append(works, rest...)
}
