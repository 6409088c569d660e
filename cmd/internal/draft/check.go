package draft

import (
	"context"
	"errors"
	"os"
	"strings"

	"github.com/zalando/go-keyring"

	"cardwallet/config"
	"cardwallet/crypto"
)

// Wrong says what is wrong with a value of a setting of a profile, by the rules of the file; empty: nothing is.
func Wrong(o config.Options, issuer, setting, value string) string {
	d := &Draft{Name: "x"}
	d.Set("issuer", issuer)
	d.Set(setting, value)
	return d.about(o, "profiles.x."+setting+": ")
}

// WrongName says what is wrong with the name of a new profile.
func WrongName(o config.Options, name string) string {
	d := &Draft{Name: name}
	d.Set("issuer", config.Aurex)
	return d.about(o, "profiles: ")
}

// WrongLimit says what is wrong with an amount of a limit.
func WrongLimit(o config.Options, place, amount string) string {
	d := &Draft{Name: "x", Limits: map[string]string{place: amount}}
	d.Set("issuer", config.Aurex)
	return d.about(o, "limits."+place+": ")
}

// about is the problem of the draft whose sentence begins so.
func (d *Draft) about(o config.Options, begins string) string {
	text, err := d.Text([]byte{})
	if err == nil {
		_, err = o.Parse("config", text)
	}
	if wrong, ok := errors.AsType[*config.Error](err); ok {
		for _, p := range wrong.Problems {
			if what, about := strings.CutPrefix(p.What, begins); about {
				return what
			}
		}
		return ""
	}
	if err != nil {
		return err.Error()
	}
	return ""
}

// Taken reports whether the file of a reference is there already, so that no secret can be written to it.
func Taken(o config.Options, ref string) bool {
	d := &Draft{Name: "x"}
	d.Set("issuer", config.Aurex)
	d.Set("user_id", "u")
	d.Set("api_key", ref)
	path, _, err := o.File()
	if err != nil {
		return false
	}
	text, err := d.Text([]byte{})
	if err != nil {
		return false
	}
	c, err := o.Parse(path, text)
	if err != nil {
		return false
	}
	file, ok := c.Profiles[0].APIKey.File()
	_, gone := os.Lstat(file)
	return ok && gone == nil
}

// Held is the profile of the draft as it can be tried before anything is written: what was typed or made is held in memory until release.
func (d *Draft) Held(o config.Options) (p config.Profile, release func(), err error) {
	c, err := d.Config(o)
	if err != nil {
		return p, nil, err
	}
	p, _ = c.Profile(d.Name)
	var releases []func()
	hold := func(name string, ref config.Ref, value []byte) {
		to, release := config.Hold(ref, value)
		p.SetSecret(name, to)
		releases = append(releases, release)
	}
	if d.Secret.Setting != "" {
		d.Secret.Value.Reveal(func(value []byte) { hold(d.Secret.Setting, p.Secret(d.Secret.Setting).Ref, value) })
	}
	if d.Key != nil {
		text, err := d.Key.PEM()
		if err != nil {
			return p, nil, err
		}
		defer clear(text)
		hold("private_key", p.PrivateKey, text)
	}
	return p, func() {
		for _, release := range releases {
			release()
		}
	}, nil
}

// storeInKeyring puts a secret into the keyring of this machine, and says how to take it out again. One that is there stays: it may be the
// only copy.
func storeInKeyring(ctx context.Context, place string, secret crypto.Secret) (undo func(), err error) {
	service, user, _ := strings.Cut(place, "/")
	undo = func() { _ = keyring.Delete(service, user) }
	done := make(chan error)
	go func() { // ends with the answer of the keyring, or with the process
		err := putIntoKeyring(service, user, secret)
		select {
		case done <- err:
		case <-ctx.Done(): // nobody waits any more, and all else was left, too
			if err == nil {
				undo()
			}
		}
	}()
	select {
	case err = <-done:
	case <-ctx.Done():
		err = context.Cause(ctx)
	}
	return undo, err
}

func putIntoKeyring(service, user string, secret crypto.Secret) (err error) {
	switch _, err := keyring.Get(service, user); {
	case err == nil:
		return errors.New("it has one at " + service + "/" + user + " already\nleave the secret empty to use that, or name another place")
	case !errors.Is(err, keyring.ErrNotFound):
		return err
	}
	secret.Reveal(func(value []byte) { err = keyring.Set(service, user, string(value)) })
	return err
}

// Added is what the draft adds to a config, for a person to read.
func (d *Draft) Added() string {
	text, err := d.Text([]byte{})
	if err != nil {
		return err.Error()
	}
	return strings.TrimSpace(string(text))
}
