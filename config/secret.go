package config

import (
	"bytes"
	"context"
)

// Secret is a setting of a profile whose value is one line: a password, a token, a key of an API, a passphrase.
type Secret struct {
	// Name is that of the setting.
	Name string
	Ref  Ref

	header bool // it goes into an HTTP header as it is
}

// Secrets are those settings of the profile that are set. The private key, which has lines, is not among them.
func (p Profile) Secrets() []Secret {
	var set []Secret
	for _, s := range []Secret{
		{"password", p.Password, false}, {"token", p.Token, true}, {"api_key", p.APIKey, true},
		{"private_key_passphrase", p.PrivateKeyPassphrase, false},
	} {
		if !s.Ref.IsZero() {
			set = append(set, s)
		}
	}
	return set
}

// Secret is the one of Secrets with that name; one that is not set is refused when it is resolved.
func (p Profile) Secret(name string) Secret {
	for _, s := range p.Secrets() {
		if s.Name == name {
			return s
		}
	}
	return Secret{Name: name}
}

// Resolve reads the secret, as [Ref.Resolve] does, and drops the line ends after it. It refuses an empty value, a value with further
// lines, which would be sent too, and a value for a header that no HTTP header can hold.
func (s Secret) Resolve(ctx context.Context) ([]byte, error) {
	value, err := s.Ref.Resolve(ctx)
	if err != nil {
		return nil, err
	}
	line := bytes.TrimRight(value, "\r\n")
	what, hint := "", ""
	switch {
	case len(line) == 0:
		what = "there is nothing in it"
	case bytes.ContainsAny(line, "\r\n"):
		what, hint = "it has more than one line", s.Ref.oneLine()
	case s.header && bytes.ContainsFunc(line, func(r rune) bool { return r < ' ' || r > '~' }):
		what, hint = "it has a character that cannot stand in an HTTP header", "look for one that cannot be seen, and copy it again"
	default:
		return line, nil
	}
	clear(value)
	return nil, &SecretError{Ref: s.Ref, What: what, Hint: hint}
}

// oneLine says how to get the first line alone.
func (r Ref) oneLine() string {
	if r.scheme == "cmd" {
		return `have the command print the secret alone, as in: cmd:sh -c "pass show NAME | head -n 1"`
	}
	return "keep the secret there alone, without notes"
}
