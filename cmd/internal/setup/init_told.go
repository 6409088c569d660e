package setup

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"cardwallet/client"
	"cardwallet/cmd/internal/diagnosis"
	"cardwallet/cmd/internal/documents"
	"cardwallet/cmd/internal/draft"
	"cardwallet/cmd/internal/run"
	"cardwallet/config"
)

// confirmInit shows what comes into the config and asks.
func (a *command) confirmInit(ctx context.Context, d *draft.Draft, c *config.Config, f initFlags) error {
	if f.yes {
		return nil
	}
	if !a.Interactive() {
		return run.CannotAsk("write it without a question with --yes")
	}
	added, err := d.Text(nil)
	if err != nil {
		return err
	}
	_, lines, _ := strings.Cut(string(added), "\n")
	fmt.Fprintf(a.Beside(), "to be added to %s:\n\n", config.ShownPath(c.Path))
	for line := range strings.Lines(strings.TrimSpace(lines)) {
		fmt.Fprintln(a.Beside(), "  "+run.SafeLine(strings.TrimRight(line, "\r\n")))
	}
	fmt.Fprintln(a.Beside())
	if err := a.Ask(ctx, "write it?"); errors.Is(err, run.ErrNotConfirmed) {
		return errors.New("not confirmed, nothing was written")
	} else if err != nil {
		return err
	}
	return nil
}

// tellInit says what was written and what to register, and makes the checks of doctor.
func (a *command) tellInit(ctx context.Context, d *draft.Draft, path string, f initFlags) error {
	if !a.Flags.JSON {
		fmt.Fprintf(a.Err, "wrote %s (profile %s)\n", config.ShownPath(path), d.Name)
		if d.Key != nil {
			fmt.Fprintf(a.Err, "wrote %s (%s)\n%s\n", config.ShownPath(f.newKey), keyWords(d.Key), registerAt(d.Get("issuer"), f.newKey))
			if err := a.printPublic(d.Key, false); err != nil {
				return err
			}
		}
	}
	c, err := a.Config()
	if err != nil {
		return err
	}
	if p, ok := c.Profile(d.Name); ok && !d.Passphrase.IsZero() {
		a.Typed.Add(p, d.Key) // its passphrase was typed a moment ago
	}
	var all []diagnosis.Finding
	a.checkProfiles(ctx, c, f.offline, func(found ...diagnosis.Finding) {
		toRegister(d, found, "register its public half, which stands above; then run: cardwallet doctor")
		if !a.Flags.JSON {
			diagnosis.PrintGroup(a.App, found, len(all) == 0)
		}
		all = append(all, found...)
	})
	if a.Flags.JSON {
		document := documents.NewProfile{Config: path, Profile: d.Name, Checks: documents.List(all, diagnosis.Finding.Document)}
		if d.Key != nil {
			key := keyDocument(d.Key)
			document.Key = &key
		}
		if err := a.PrintJSON(document); err != nil {
			return err
		}
	}
	if slices.ContainsFunc(all, func(f diagnosis.Finding) bool { return f.Status == diagnosis.Problem }) {
		return run.Usagef("the profile is written, and does not work yet\n" +
			"each line marked as problem says what to do; then run: cardwallet doctor")
	}
	return nil
}

// toRegister says of a key that was just made that the issuer cannot know it yet, and what to do: nothing is wrong with that.
func toRegister(d *draft.Draft, found []diagnosis.Finding, fix string) {
	for i, f := range found {
		if f.Name == sealedName && f.Status == diagnosis.Problem && d.Key != nil {
			found[i] = diagnosis.Warn(f.Group, f.Name, "the new key is not registered yet: what is sealed stays sealed until it is", fix)
		}
	}
}

// registerAt says what to do with the public half of the new key in a file.
func registerAt(issuer, file string) string {
	at := config.Registration(issuer)
	if at == "" {
		return "the public half of the key:"
	}
	return "register this public key at " + client.IssuerName(issuer) + " " + at + "\n" +
		"where one line is wanted: cardwallet keys public " + config.ShownPath(file) + " --base64"
}
