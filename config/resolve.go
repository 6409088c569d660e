package config

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os/exec"
	"runtime"
	"strings"
	"time"
	"unicode"

	"cardwallet/config/guarded"

	"al.essio.dev/pkg/shellescape"
	"github.com/godbus/dbus/v5"
	"github.com/zalando/go-keyring"
)

// maxSecret is the largest secret that is read, in bytes.
const maxSecret = 64 << 10

// resolver reads secrets, with limits that tests can shorten.
type resolver struct {
	commandLimit time.Duration
	keyringLimit time.Duration
	keyring      func(service, user string) (string, error)
	// asking has room for one question to the keyring. One that hangs cannot be stopped, so no second one is put beside it.
	asking chan struct{}
}

var system = &resolver{
	commandLimit: 10 * time.Second,
	keyringLimit: 3 * time.Second,
	keyring:      keyring.Get,
	asking:       make(chan struct{}, 1),
}

// Resolve reads the secret: at most 64 KiB, within 10 s for a command and 3 s for a keyring, never empty. The caller owns the
// bytes and wipes them.
//
// The error is a [*SecretError]; when ctx ended, it wraps the cause of that.
func (r Ref) Resolve(ctx context.Context) ([]byte, error) {
	return system.resolve(ctx, r)
}

func (s *resolver) resolve(ctx context.Context, r Ref) ([]byte, error) {
	if err := context.Cause(ctx); err != nil {
		return nil, &SecretError{Ref: r, What: "given up", Err: err}
	}
	var secret []byte
	var err error
	switch r.scheme {
	case "env":
		secret, err = fromEnv(r)
	case "file":
		secret, err = fromFile(r)
	case "cmd":
		secret, err = s.fromCommand(ctx, r)
	case "keyring":
		secret, err = s.fromKeyring(ctx, r)
	case heldScheme:
		secret, err = fromMemory(r)
	default:
		return nil, &SecretError{Ref: r, What: "no reference is set", Hint: referenceHint}
	}
	if err != nil {
		return nil, err
	}
	if secret = trimNewline(secret); len(secret) == 0 {
		return nil, &SecretError{Ref: r, What: "there is nothing in it"}
	}
	return secret, nil
}

func fromEnv(r Ref) ([]byte, error) {
	value := secretVariable(r.rest)
	if value == "" {
		return nil, &SecretError{Ref: r, What: "the variable is not set", Hint: "set " + r.rest + " before starting cardwallet"}
	}
	if len(value) > maxSecret {
		return nil, tooLarge(r)
	}
	return []byte(value), nil
}

func fromFile(r Ref) ([]byte, error) {
	path, ok := r.File()
	if !ok {
		return nil, &SecretError{Ref: r, What: "the home directory is not known", Hint: "write the whole path", Err: errNoHome}
	}
	secret, err := guarded.ReadFile(path, maxSecret)
	if err != nil {
		what, hint, _ := strings.Cut(err.Error(), "\n")
		return nil, &SecretError{Ref: r, What: what, Hint: hint, Err: err}
	}
	return secret, nil
}

func tooLarge(r Ref) error {
	return &SecretError{Ref: r, What: fmt.Sprintf("it is larger than %d bytes, which no secret here is", maxSecret)}
}

// fromKeyring asks the keyring of the system. It waits no longer than the limit for a D-Bus that hangs: the goroutine ends with a late
// answer, which nobody sees, or with the process.
func (s *resolver) fromKeyring(ctx context.Context, r Ref) ([]byte, error) {
	service, user, _ := strings.Cut(r.rest, "/")
	ctx, cancel := context.WithTimeout(ctx, s.keyringLimit)
	defer cancel()
	select {
	case s.asking <- struct{}{}:
	case <-ctx.Done():
		return nil, s.keyringSilent(ctx, r)
	}
	type answer struct {
		secret string
		err    error
	}
	answers := make(chan answer, 1)
	go func() {
		defer func() { <-s.asking }()
		secret, err := s.keyring(service, user)
		answers <- answer{secret, err}
	}()
	select {
	case <-ctx.Done():
		return nil, s.keyringSilent(ctx, r)
	case a := <-answers:
		switch {
		case errors.Is(a.err, keyring.ErrNotFound):
			return nil, &SecretError{Ref: r, What: "the keyring has no such entry", Hint: storeHint(service, user), Err: a.err}
		case noKeyring(a.err):
			return nil, &SecretError{Ref: r, What: "this machine has no keyring", Hint: insteadOfKeyring, Err: a.err}
		case a.err != nil:
			return nil, &SecretError{Ref: r, What: "the keyring cannot be used: " + oneLine(a.err), Hint: insteadOfKeyring, Err: a.err}
		case len(a.secret) > maxSecret:
			return nil, tooLarge(r)
		}
		return []byte(a.secret), nil
	}
}

const insteadOfKeyring = `use "file:PATH" (mode 600), "cmd:COMMAND LINE" for a password program, or "env:NAME" instead`

func (s *resolver) keyringSilent(ctx context.Context, r Ref) error {
	err := context.Cause(ctx)
	if !errors.Is(err, context.DeadlineExceeded) {
		return &SecretError{Ref: r, What: "given up", Err: err}
	}
	return &SecretError{Ref: r, What: fmt.Sprintf("the keyring does not answer within %s", short(s.keyringLimit)),
		Hint: "unlock it, or " + insteadOfKeyring, Err: err}
}

// noKeyring recognises how a machine without a keyring answers: no D-Bus at all, or no Secret Service on it.
func noKeyring(err error) bool {
	if errors.Is(err, exec.ErrNotFound) || errors.Is(err, fs.ErrNotExist) || errors.Is(err, keyring.ErrUnsupportedPlatform) {
		return true
	}
	if e, ok := errors.AsType[dbus.Error](err); ok {
		return e.Name == "org.freedesktop.DBus.Error.ServiceUnknown"
	}
	return false
}

// oneLine takes what can be printed from the first line of an error of the system.
func oneLine(err error) string {
	line, _, _ := strings.Cut(err.Error(), "\n")
	return strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return -1
	}, line)
}

// storeHint says how to put an entry where go-keyring looks for it.
func storeHint(service, user string) string {
	switch runtime.GOOS {
	case "darwin":
		return "store it with: " + shellescape.QuoteCommand([]string{"security", "add-generic-password", "-s", service, "-a", user, "-w"})
	case "windows":
		return "store it in the Credential Manager as a generic credential named " + service + ":" + user
	default:
		return "store it with: " +
			shellescape.QuoteCommand([]string{"secret-tool", "store", "--label", service + "/" + user, "service", service, "username", user})
	}
}

// trimNewline removes one line end at the end, which editors and commands add to a secret.
func trimNewline(b []byte) []byte {
	if line, ok := bytes.CutSuffix(b, []byte("\n")); ok {
		return bytes.TrimSuffix(line, []byte("\r"))
	}
	return b
}
