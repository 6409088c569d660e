package identity

import (
	"os"
	"os/user"
	"strconv"
	"strings"
	"unicode"

	"cardwallet/config"
)

// personLimit is how many characters the name of a person or machine may have.
const personLimit = 64

// Person is who moves money with this program, and on which machine, as movements are noted: what the config says, else the user of this
// process at the machine. c may be nil.
func Person(c *config.Config) (name, host string) {
	host, err := os.Hostname()
	if err != nil || named(host) == "" {
		host = "unknown"
	}
	host = named(host)
	if c != nil && c.State.Person != "" {
		return c.State.Person, host
	}
	return named(UserName() + "@" + host), host
}

// named is a name of the system as it can be shown in a list.
func named(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) && r != ' ' {
			return r
		}
		return -1
	}, s)
	if letters := []rune(s); len(letters) > personLimit {
		s = string(letters[:personLimit])
	}
	return s
}

// UserName is the user of this process, as the system says: the environment could name anybody.
func UserName() string {
	if u, err := user.Current(); err == nil {
		return u.Username
	}
	return strconv.Itoa(os.Getuid())
}
