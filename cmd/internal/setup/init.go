package setup

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"cardwallet/client"
	"cardwallet/cmd/internal/diagnosis"
	"cardwallet/cmd/internal/documents"
	"cardwallet/cmd/internal/draft"
	"cardwallet/cmd/internal/run"
	"cardwallet/cmd/internal/wizard"
	"cardwallet/config"
	"cardwallet/crypto"
)

// initFlags are what the command line says beside the settings of the profile, which have a flag each.
type initFlags struct {
	newKey      string
	secretStdin bool
	theme       string
	limits      map[string]string
	yes         bool
	offline     bool
}

func newInit(a *command) *cobra.Command {
	var f initFlags
	cmd := &cobra.Command{
		Use:   "init",
		Short: "Set up a profile: by flags, or with questions in a terminal",
		Long: "Add a profile to the config, which is made where there is none. All else in it stays as it is. " +
			"--profile names the new profile; without it it is called as its issuer. The settings of a profile have a flag each. " +
			"A secret is never given here, only where it is: env:NAME, file:PATH, cmd:COMMAND LINE or keyring:SERVICE/USER. " +
			"With --secret-stdin the secret that signs in is read from stdin, or asked for unseen, and written to a new file that only you " +
			"can read.\n\n" +
			"When the profile is written the checks of doctor are made, and the command ends with exit code 2 where one finds a problem.",
		Example: "cardwallet init --profile ads --issuer aurex --user-id 507f1f77bcf86cd799439011 --api-key env:AUREX_KEY --yes\n" +
			"cardwallet init --issuer finhub --tenant-id tenant_acme --email ops@example.com --password cmd:'pass show fin' " +
			"--new-key ~/.config/cardwallet/fin.pem\n" +
			"cardwallet init --issuer aurex --user-id 507f1f77bcf86cd799439011 --api-key file:~/.config/cardwallet/aurex.key --secret-stdin",
	}
	flags := cmd.Flags()
	settingFlags(flags)
	flags.Var(run.PathFlag{Path: &f.newKey}, "new-key", "make a private key in FILE, and print its public half")
	flags.BoolVar(&f.secretStdin, "secret-stdin", false, "read the secret that signs in from stdin, and write it to its file")
	flags.StringVar(&f.theme, "theme", "", "colours of the screen: auto, dark, light, high-contrast or mono")
	flags.StringToStringVar(&f.limits, "limit", nil, "the most that may be sent, as in per_day.USD=5000 (repeatable)")
	flags.BoolVar(&f.yes, "yes", false, "write without asking")
	flags.BoolVar(&f.offline, "offline", false, "do not ask the issuer afterwards")
	return a.Changes(cmd, func(ctx context.Context, _ []string) error {
		d, err := a.draftOf(flags, f)
		if err != nil {
			return err
		}
		if d.Get("issuer") == "" && a.OnScreen() && !a.Flags.JSON && !f.yes {
			return a.initOnScreen(ctx, d)
		}
		return a.initByFlags(ctx, d, f)
	})
}

// initOnScreen asks for what the flags do not say, and opens the wallet on the new profile.
func (a *command) initOnScreen(ctx context.Context, d *draft.Draft) error {
	if err := a.drawable("the set-up", "set up a profile by flags: cardwallet init --help"); err != nil {
		return err
	}
	switch result, err := a.guide(ctx, d); {
	case err != nil:
		return err
	case result == wizard.Demo:
		return a.demo(ctx)
	case result == wizard.Left:
		return errLeft
	}
	a.Changed()
	return OpenWallet(ctx, a.App)
}

// settingFlags gives each setting of a profile a flag of its name, with dashes.
func settingFlags(flags *pflag.FlagSet) {
	for _, s := range config.Settings() {
		if s.Table != config.ProfileTable {
			continue
		}
		about := s.Means
		if len(s.Issuers) > 0 {
			about += " (" + strings.Join(s.Issuers, ", ") + ")"
		}
		switch name := flagName(s); s.Kind {
		case config.KindSwitch:
			flags.Bool(name, false, about)
		case config.KindList, config.KindPath:
			flags.StringArray(name, nil, about+"; repeatable")
		case config.KindSecret:
			flags.String(name, "", "REFERENCE to the secret: "+about)
		default:
			flags.String(name, "", about)
		}
	}
}

func flagName(s config.Setting) string { return strings.ReplaceAll(s.Name, "_", "-") }

// draftOf is the profile that the flags describe.
func (a *command) draftOf(flags *pflag.FlagSet, f initFlags) (*draft.Draft, error) {
	d := &draft.Draft{Theme: f.theme, Limits: f.limits, Values: map[string][]string{}}
	for _, s := range config.Settings() {
		flag := flags.Lookup(flagName(s))
		if s.Table != config.ProfileTable || !flag.Changed {
			continue
		}
		if list, ok := flag.Value.(pflag.SliceValue); ok {
			d.Values[s.Name] = list.GetSlice()
		} else {
			d.Values[s.Name] = []string{flag.Value.String()}
		}
	}
	switch names := a.Flags.Profiles; len(names) {
	case 0:
		d.Name = d.Get("issuer")
	case 1:
		d.Name = names[0]
	default:
		return nil, run.Usagef("--profile names one new profile, not %d", len(names))
	}
	if f.newKey != "" {
		if d.Get("private_key") != "" {
			return nil, run.Usagef("--new-key makes the private key, so --private-key has no place beside it")
		}
		path, err := filepath.Abs(f.newKey) // a path in the config starts from the config
		if err != nil {
			return nil, err
		}
		d.Set("private_key", "file:"+path)
	}
	return d, nil
}

// initByFlags writes the profile and checks it.
func (a *command) initByFlags(ctx context.Context, d *draft.Draft, f initFlags) error {
	if !slices.Contains(config.Issuers(), d.Get("issuer")) {
		return run.Usagef("name the issuer: --issuer %s", strings.Join(config.Issuers(), ", or --issuer "))
	}
	a.Flags.Profiles = []string{d.Name}
	if f.secretStdin {
		d.Secret.Setting = signInSecret(d)
		if d.Get(d.Secret.Setting) == "" {
			d.Set(d.Secret.Setting, "file:"+d.Name+"."+strings.ReplaceAll(d.Secret.Setting, "_", "-")) // beside the config
		}
	}
	c, err := d.Config(a.Options())
	if err != nil {
		return &run.UsageError{Err: err}
	}
	if err := a.confirmInit(ctx, d, c, f); err != nil {
		return err
	}
	if f.secretStdin {
		if err := a.readSecret(ctx, d); err != nil {
			return err
		}
		defer d.Secret.Value.Wipe()
	}
	if f.newKey != "" {
		if d.Key, err = crypto.GenerateKey(newKeyBits); err != nil {
			return err
		}
		defer d.Key.Wipe()
	}
	path, err := d.Write(ctx, a.Options())
	if err != nil {
		return a.unchanged(err)
	}
	a.Changed()
	return a.tellInit(ctx, d, path, f)
}

// signInSecret is the setting with the secret that signs in: the one that was given a place, or the usual one of the issuer.
func signInSecret(d *draft.Draft) string {
	usual := ""
	for _, s := range config.Settings() {
		if s.Kind != config.KindSecret || s.Table != config.ProfileTable || s.Issuers == nil || !slices.Contains(s.Issuers, d.Get("issuer")) {
			continue
		}
		if d.Get(s.Name) != "" {
			return s.Name
		}
		if usual == "" {
			usual = s.Name
		}
	}
	return usual
}

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

// readSecret reads the secret that signs in: unseen at a terminal, else the one line of stdin.
func (a *command) readSecret(ctx context.Context, d *draft.Draft) error {
	if a.OnTerminal() {
		value, err := a.ReadPassphrase(ctx, d.Secret.Setting+" of "+d.Name+": ")
		if err == nil && len(value) == 0 {
			err = run.Usagef("an empty %s signs nobody in", d.Secret.Setting)
		}
		d.Secret.Value = crypto.NewSecret(value)
		return err
	}
	lines, err := a.StdinLines(ctx, 1)
	if err != nil {
		return err
	}
	d.Secret.Value = crypto.NewSecret(lines[0])
	if len(lines[0]) == 0 {
		return run.Usagef("stdin has no %s", d.Secret.Setting)
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
	var all []diagnosis.Finding
	a.checkProfiles(ctx, c, f.offline, func(found ...diagnosis.Finding) {
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

// registerAt says what to do with the public half of the new key in a file.
func registerAt(issuer, file string) string {
	at := config.Registration(issuer)
	if at == "" {
		return "the public half of the key:"
	}
	return "register this public key at " + client.IssuerName(issuer) + " " + at + "\n" +
		"where one line is wanted: cardwallet keys public " + config.ShownPath(file) + " --base64"
}
