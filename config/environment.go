package config

import (
	"os"
	"sync"
)

// taken holds the values of the variables that "env:" references name, once a config was loaded. They are then gone from the
// environment, so that no command, clipboard tool or keyring program inherits them. They stay here as long as the process lives:
// nothing but a new start could give them again.
var taken = struct {
	sync.Mutex
	values map[string]string
}{values: map[string]string{}}

// takeVariables moves the variables that hold secrets out of the environment of this process.
func (c *Config) takeVariables() {
	refs := []Ref{c.State.URL.Ref, c.State.Password}
	for i := range c.Profiles {
		for _, k := range profileKeys {
			if ref, ok := k.field(&c.Profiles[i]).(*Ref); ok {
				refs = append(refs, *ref)
			}
		}
	}
	for _, ref := range refs {
		if ref.scheme == "env" {
			takeVariable(ref.rest)
		}
	}
}

func takeVariable(name string) {
	value, ok := os.LookupEnv(name)
	if !ok {
		return
	}
	taken.Lock()
	defer taken.Unlock()
	taken.values[name] = value
	_ = os.Unsetenv(name) // the name was in use, so it is a valid one
}

// secretVariable returns the value of a variable, taken or not, and nothing where it was never set.
func secretVariable(name string) string {
	if value, ok := os.LookupEnv(name); ok {
		return value
	}
	taken.Lock()
	defer taken.Unlock()
	return taken.values[name]
}
