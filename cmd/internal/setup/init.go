package setup

import (
	"context"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"cardwallet/cmd/internal/draft"
	"cardwallet/cmd/internal/run"
	"cardwallet/cmd/internal/wizard"
	"cardwallet/config"
	"cardwallet/crypto"
)

// initFlags are what the command line says beside the settings of the profile, which have a flag each.
type initFlags struct {
	newKey      string
	passphrase  bool
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
	flags.BoolVar(&f.passphrase, "passphrase", false, "ask for a passphrase that protects the new key")
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

// initOnScreen asks for what the flags do not say, and opens the wallet.
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
	return OpenWallet(ctx, a.App)
}

// choose selects a profile that was just written where the config, the environment or --profile selects others.
func (a *command) choose(profile string) {
	c, err := config.Load(a.Options())
	if err != nil || !slices.ContainsFunc(c.Selected(), func(p config.Profile) bool { return p.Name == profile }) {
		a.Flags.Profiles = []string{profile}
	}
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
	if f.passphrase && f.newKey == "" {
		return nil, run.Usagef("--passphrase protects a key that --new-key makes")
	}
	if f.newKey != "" {
		if d.Get("private_key") != "" {
			return nil, run.Usagef("--new-key makes the private key, so --private-key has no place beside it")
		}
		ref, err := a.fileRef(f.newKey)
		if err != nil {
			return nil, err
		}
		d.Set("private_key", ref)
	}
	return d, nil
}

// fileRef is a reference to a file as it stands in the config: a path that still leads there where the config's directory, or the home, is
// another one, as in a container. A relative path in the config starts from the config.
func (a *command) fileRef(path string) (string, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	at, _, err := a.Options().File()
	if err != nil {
		return "", err
	}
	if at, err = filepath.Abs(at); err != nil {
		return "", err
	}
	if rest, below := strings.CutPrefix(path, filepath.Dir(at)+string(filepath.Separator)); below && rest[0] != '~' {
		return "file:" + rest, nil
	}
	return "file:" + shortened(path), nil
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
		if err := a.newKeyFor(ctx, d, f.passphrase); err != nil {
			return err
		}
		defer d.Key.Wipe()
		defer d.Passphrase.Wipe()
	}
	path, err := d.Write(ctx, a.Options())
	if err != nil {
		return a.unchanged(err)
	}
	a.Changed()
	return a.tellInit(ctx, d, path, f)
}

// newKeyFor makes the private key of a profile, and asks for a passphrase first where one is wanted.
func (a *command) newKeyFor(ctx context.Context, d *draft.Draft, protect bool) (err error) {
	if protect {
		passphrase, err := a.newPassphrase(ctx)
		if err != nil {
			return err
		}
		d.Passphrase = crypto.NewSecret(passphrase)
	}
	d.Key, err = crypto.GenerateKey(newKeyBits)
	return err
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
