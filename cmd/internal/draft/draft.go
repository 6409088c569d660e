// Package draft is a profile before it stands in the config: what a person chose, and the files that come with it. It can be tried as it
// is, and is then written as a whole or not at all.
package draft

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"cardwallet/client/private"
	"cardwallet/config"
	"cardwallet/config/edit"
	"cardwallet/crypto"
)

// Draft is what is chosen for a new profile and, beside it, for all.
type Draft struct {
	Name string
	// Values are the settings of the profile, by their names in the file, as a person types them: one text, or several for a list. A path of
	// a request is "NAME=PATH".
	Values map[string][]string
	// Theme is that of [ui]; empty: it is left as it is.
	Theme string
	// Limits are amounts by their place in [limits], such as "per_day.USD".
	Limits map[string]string
	// Secret was typed, and is kept where Values say that the setting has it. The zero Secret: none was.
	Secret Secret
	// Key is new, and written to the file that private_key refers to; nil: none is.
	Key *crypto.PrivateKey
	// Passphrase protects the file of Key; the zero Secret: its mode alone does.
	Passphrase crypto.Secret
}

// Secret is a secret with the setting that refers to it.
type Secret struct {
	Setting string
	Value   crypto.Secret
}

// Set gives a setting of the profile one value; an empty one takes it away.
func (d *Draft) Set(name, value string) {
	if d.Values == nil {
		d.Values = map[string][]string{}
	}
	d.Values[name] = []string{value}
	if value == "" {
		delete(d.Values, name)
	}
}

// Get is the value of a setting of the profile; empty where it has none.
func (d *Draft) Get(name string) string {
	if len(d.Values[name]) == 0 {
		return ""
	}
	return d.Values[name][0]
}

// ErrThere says that the config has a profile of that name already.
var ErrThere = errors.New("the profile is there already")

// header begins a config that was not there before.
const header = "# The settings of cardwallet. What else may stand here: cardwallet config example\n"

// Text puts the profile into the text of a config; nil is a config that is not there.
func (d *Draft) Text(text []byte) ([]byte, error) {
	if edit.HasTable(text, "profiles", d.Name) {
		return nil, fmt.Errorf("%s: %w\nchange it with: cardwallet config set profiles.%s.KEY VALUE", d.Name, ErrThere, edit.Key(d.Name))
	}
	if text == nil {
		text = []byte(header)
	}
	pairs, err := d.pairs()
	if err == nil {
		text, err = edit.AddTable(text, nil, pairs, "profiles", d.Name)
	}
	for _, place := range slices.Sorted(maps.Keys(d.Limits)) {
		if err == nil {
			text, err = setLimit(text, place, d.Limits[place])
		}
	}
	if err == nil && d.Theme != "" {
		text, err = edit.Set(text, edit.Text(d.Theme), "ui", "theme")
	}
	return text, err
}

// pairs are the settings in the order of the reference.
func (d *Draft) pairs() (pairs []edit.Pair, err error) {
	for _, s := range config.Settings() {
		values, ok := d.Values[s.Name]
		if !ok || s.Table != config.ProfileTable {
			continue
		}
		pair := edit.Pair{Name: s.Name}
		if s.Kind == config.KindPath {
			pair.Value, err = table(s, values)
		} else {
			pair.Value, err = edit.Value(s, values...)
		}
		if err != nil {
			return nil, err
		}
		pairs = append(pairs, pair)
	}
	return pairs, nil
}

func table(s config.Setting, values []string) (edit.Literal, error) {
	var pairs []edit.Pair
	for _, text := range values {
		name, value, ok := strings.Cut(text, "=")
		if !ok || !slices.Contains(s.Names, name) {
			return "", fmt.Errorf("%s takes NAME=PATH, where NAME is one of %s", s.Name, strings.Join(s.Names, ", "))
		}
		pairs = append(pairs, edit.Pair{Name: name, Value: edit.Text(value)})
	}
	return edit.Inline(pairs...), nil
}

func setLimit(text []byte, place, amount string) ([]byte, error) {
	path, err := edit.ParseKey("limits." + place)
	if err == nil {
		_, err = edit.Find(nil, path...)
	}
	if err == nil && len(path) != 3 {
		err = fmt.Errorf("a limit is named as in per_day.USD")
	}
	if err != nil {
		return nil, err
	}
	if !edit.HasTable(text, path[:2]...) {
		return edit.Set(text, edit.Inline(edit.Pair{Name: path[2], Value: edit.Text(amount)}), path[:2]...)
	}
	return edit.Set(text, edit.Text(amount), path...)
}

// Config is what the config would say with the profile, read by the rules of the file. Nothing is written. What is wrong comes back as
// sentences without lines, since the file is not there yet.
func (d *Draft) Config(o config.Options) (*config.Config, error) {
	path, text, _, err := o.Text()
	if errors.Is(err, fs.ErrNotExist) {
		text, err = nil, nil
	}
	if err != nil {
		return nil, err
	}
	if text, err = d.Text(text); err != nil {
		return nil, err
	}
	c, err := o.Parse(path, text)
	return c, unplaced(err)
}

// unplaced takes the lines from what is wrong in a config.
func unplaced(err error) error {
	wrong, ok := errors.AsType[*config.Error](err)
	if !ok {
		return err
	}
	var lines, hints []string
	for _, p := range wrong.Problems {
		lines = append(lines, p.What)
		if p.Hint != "" && !slices.Contains(hints, p.Hint) {
			hints = append(hints, p.Hint)
		}
	}
	return errors.New(strings.Join(append(lines, hints...), "\n"))
}

// Write writes the secret, the key and the config. Where that fails, what was written is taken away again. path is that of the config.
func (d *Draft) Write(ctx context.Context, o config.Options) (path string, err error) {
	c, err := d.Config(o)
	if err != nil {
		return "", err
	}
	p, _ := c.Profile(d.Name)
	var undo []func()
	defer func() {
		for _, take := range undo {
			if err != nil {
				take()
			}
		}
	}()
	if d.Secret.Setting != "" {
		take, err := keep(ctx, p.Secret(d.Secret.Setting).Ref, d.Secret.Value)
		if err != nil {
			return "", err
		}
		undo = append(undo, take)
	}
	if d.Key != nil {
		file, _ := p.PrivateKey.File()
		d.Passphrase.Reveal(func(passphrase []byte) { err = crypto.WriteKeyFile(file, d.Key, passphrase) })
		if err != nil {
			return "", err
		}
		undo = append(undo, func() { _ = os.Remove(file) })
	}
	path, err = edit.Change(ctx, o, true, d.Text)
	return path, unplaced(err)
}

// keep writes a secret to a new file that only its owner can read, or into the keyring. undo takes it away again.
func keep(ctx context.Context, ref config.Ref, secret crypto.Secret) (undo func(), err error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if place, ok := strings.CutPrefix(ref.String(), "keyring:"); ok {
		if undo, err = storeInKeyring(ctx, place, secret); err != nil {
			return nil, fmt.Errorf("the keyring does not take the secret: %w", err)
		}
		return undo, nil
	}
	file, ok := ref.File()
	if !ok {
		return nil, fmt.Errorf("a secret is written to a file or into the keyring only\nname it as in file:~/.config/cardwallet/NAME.key")
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		return nil, fmt.Errorf("the directory of the secret cannot be made: %w\nchoose a place that you may write to", err)
	}
	secret.Reveal(func(value []byte) {
		err = private.WriteNew(file, func(w io.Writer) error { _, err := w.Write(value); return err })
	})
	if errors.Is(err, fs.ErrExist) {
		return nil, fmt.Errorf("the secret cannot be written: %w\nname another file, or use the one that is there", err)
	}
	if err != nil {
		return nil, fmt.Errorf("the secret cannot be written: %w\ncheck the directory's permissions and the space on the disk", err)
	}
	return func() { _ = os.Remove(file) }, nil
}
