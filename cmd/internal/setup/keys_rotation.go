package setup

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"cardwallet/client"
	"cardwallet/cmd/internal/documents"
	"cardwallet/cmd/internal/run"
	"cardwallet/config"
	"cardwallet/crypto"
)

// rotation is a change of a profile's key, and where it stands. The files tell: the next key has the name of the one in use with the next
// number, and the one before stays under its own.
type rotation struct {
	profile     config.Profile
	used        string // the key file that the config names
	next, prior string // the files after and before it; prior is empty where the one in use is the first
}

// rotation finds the one selected profile with a key in a file.
func (a *command) rotation() (r rotation, err error) {
	c, err := a.Config()
	if err != nil {
		return r, err
	}
	var with []config.Profile
	for _, p := range c.Selected() {
		if !p.PrivateKey.IsZero() {
			with = append(with, p)
		}
	}
	if len(with) != 1 {
		return r, run.Usagef("%s\nname one with --profile", run.Plural(len(with), "profile has a private key", "profiles have a private key"))
	}
	r.profile = with[0]
	if !r.profile.PrivateKey.IsFile() {
		return r, run.Usagef("%s: private_key is %s, and only a key in a file can be changed by this command\n"+
			"make one with: cardwallet keys generate FILE", r.profile.Name, r.profile.PrivateKey)
	}
	used, ok := r.profile.PrivateKey.File()
	if !ok {
		return r, run.Usagef("%s: the home directory is not known\nwrite the whole path of private_key", r.profile.Name)
	}
	r.used = used
	r.next, r.prior = keyNames(r.used)
	return r, nil
}

var numbered = regexp.MustCompile(`^(.+)\.([1-9][0-9]{0,5})$`)

// keyNames are the names of the key files after and before one: fin.pem, fin.2.pem, fin.3.pem.
func keyNames(path string) (next, prior string) {
	ext := filepath.Ext(path)
	if strings.Trim(ext, ".0123456789") == "" { // no ending, or a number
		ext = ""
	}
	base, n := strings.TrimSuffix(path, ext), 1
	if m := numbered.FindStringSubmatch(base); m != nil {
		if of, err := strconv.Atoi(m[2]); err == nil && of > 1 {
			base, n = m[1], of
		}
	}
	name := func(n int) string {
		if n == 1 {
			return base + ext
		}
		return base + "." + strconv.Itoa(n) + ext
	}
	if n > 1 {
		prior = name(n - 1)
	}
	return name(n + 1), prior
}

// there reports whether something is at the path, be it a link that leads nowhere.
func there(path string) bool {
	_, err := os.Lstat(path)
	return !errors.Is(err, fs.ErrNotExist)
}

// withKey is the profile with another key file.
func (r rotation) withKey(path string) (config.Profile, error) {
	p := r.profile
	ref, err := config.ParseRef("file:" + path)
	p.PrivateKey = ref
	return p, err
}

// tellSharing names other profiles that use the key.
func (a *command) tellSharing(r rotation) {
	c, err := a.Config()
	if err != nil {
		return
	}
	for _, p := range c.Profiles {
		if p.Name != r.profile.Name && p.PrivateKey == r.profile.PrivateKey {
			a.Note("profile %s still uses %s", p.Name, r.used)
		}
	}
}

// recordKey notes a step in the audit trail.
func (a *command) recordKey(ctx context.Context, r rotation, step string, failed error) {
	e := client.AuditEntry{Action: client.AuditKey, What: step, Profile: r.profile.Name, Outcome: client.AuditDone}
	if failed != nil {
		e.Outcome = client.AuditFailed
	}
	a.Record(ctx, e)
}

// printRotation prints where the change stands: as text the public half of a key that is to be registered, or what came of a test.
func (a *command) printRotation(r rotation, step documents.RotationStep, key *crypto.PrivateKey, tried []triedKey) error {
	if a.Flags.JSON {
		out := documents.Rotation{Profile: r.profile.Name, Step: step, Key: r.used,
			Checks: documents.List(tried, func(t triedKey) documents.Finding { return t.found.Document() })}
		if there(r.next) {
			out.NextKey = documents.Text(r.next)
		}
		if r.prior != "" && there(r.prior) {
			out.PriorKey = documents.Text(r.prior)
		}
		if key != nil {
			public := keyDocument(key)
			out.Register = &public
		}
		return a.PrintJSON(out)
	}
	for _, t := range tried {
		if _, err := fmt.Fprintf(a.Err, "%-8s %s: %s\n", t.found.Status, t.found.Name, run.SafeLine(t.found.Detail)); err != nil {
			return err
		}
	}
	if key == nil {
		return nil
	}
	return a.printPublic(key, false)
}
