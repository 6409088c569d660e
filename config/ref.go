package config

import (
	"errors"
	"fmt"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/mattn/go-shellwords"
)

// Ref says where a secret is; it is not the secret and can be shown. The zero Ref is not set.
//
//	env:NAME               an environment variable
//	file:PATH              a file that only its owner can read; ~ is the home directory, a relative path starts from the config file
//	cmd:COMMAND LINE       what a command prints: split into words with quotes and backslashes as in a shell (\n and \t are a line end and
//	                       a tab), run without one, so that $, ; and > are letters like others
//	keyring:SERVICE/USER   the keyring of the operating system
//
// One line end after the secret is dropped. Nothing is read or run before [Ref.Resolve].
type Ref struct {
	scheme, rest string
	dir          string // where a relative file starts; empty: the working directory
}

const referenceHint = `write a reference to the secret: "env:NAME", "file:PATH", "cmd:COMMAND LINE" or "keyring:SERVICE/USER"`

var variable = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)

// ParseRef reads a reference. Its errors do not repeat s, which may be a secret that someone wrote there by mistake.
func ParseRef(s string) (Ref, error) {
	scheme, rest, _ := strings.Cut(s, ":")
	switch scheme {
	case "env":
		if !variable.MatchString(rest) {
			return Ref{}, errors.New(`env: must be followed by the name of a variable, as in "env:FINHUB_PASSWORD"`)
		}
	case "file":
		if rest == "" {
			return Ref{}, errors.New(`file: must be followed by a path, as in "file:~/.config/cardwallet/fin.pem"`)
		}
	case "cmd":
		if words, err := commandWords(rest); err != nil || len(words) == 0 || words[0] == "" {
			return Ref{}, errors.New(`cmd: must be followed by a command, with its quotes closed, as in "cmd:pass show finhub/password"`)
		}
	case "keyring":
		if service, user, _ := strings.Cut(rest, "/"); service == "" || user == "" {
			return Ref{}, errors.New(`keyring: must be followed by a service and a user, as in "keyring:cardwallet/fin"`)
		}
	default:
		return Ref{}, errors.New("a secret must not stand in the file\n" + referenceHint)
	}
	return Ref{scheme: scheme, rest: rest}, nil
}

// CommandWords splits a command line into words, as the references of cmd: have it. Nothing in it is carried out or replaced. Its error
// says that a quote is not closed.
func CommandWords(line string) ([]string, error) { return commandWords(line) }

// commandWords splits a command line. Nothing in it is carried out or replaced.
func commandWords(line string) ([]string, error) {
	parser := shellwords.NewParser()
	parser.SetExcludeSeparators(';', '&', '|', '<', '>', '(', ')', '`')
	return parser.Parse(line)
}

// IsZero reports whether no reference is set.
func (r Ref) IsZero() bool { return r == Ref{} }

// IsFile reports whether the secret is in a file, which costs nothing to look at.
func (r Ref) IsFile() bool { return r.scheme == "file" }

// String returns the reference as it is written in the file, and nothing for the zero Ref.
func (r Ref) String() string {
	switch {
	case r.IsZero():
		return ""
	case r.scheme == heldScheme:
		return r.rest
	}
	return r.scheme + ":" + r.rest
}

// MarshalText returns the reference as it is written in the file.
func (r Ref) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// SecretError says that the secret behind a reference cannot be had. It never holds what a command or keyring gave.
type SecretError struct {
	Ref  Ref
	What string
	Hint string // may be empty
	Err  error  // the cause, if there is one to ask for with errors.Is
}

// Error returns the reference with what is wrong, and the hint on a line of its own. It shows only the name of a command.
func (e *SecretError) Error() string {
	where := e.Ref.String()
	if words, err := commandWords(e.Ref.rest); e.Ref.scheme == "cmd" && err == nil && len(words) > 0 {
		where = "cmd:" + words[0]
	}
	s := fmt.Sprintf("%s: %s", where, e.What)
	if e.Hint != "" {
		s += "\n" + e.Hint
	}
	return s
}

// Unwrap returns the cause.
func (e *SecretError) Unwrap() error { return e.Err }

// File is the path of the file that the secret is in; ok is false where it is in no file, or its home directory is not known.
func (r Ref) File() (path string, ok bool) {
	path, err := ExpandHome(r.rest)
	if err != nil || !r.IsFile() {
		return "", false
	}
	if !filepath.IsAbs(path) {
		path = filepath.Join(r.dir, path)
	}
	return path, true
}
