package setup

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"cardwallet/cmd/internal/diagnosis"
	"cardwallet/cmd/internal/run"
	"cardwallet/config"
)

// doctorFlags say what is left out.
type doctorFlags struct{ offline, noClipboard bool }

func newDoctor(a *command) *cobra.Command {
	var f doctorFlags
	cmd := &cobra.Command{
		Use:   "doctor",
		Short: "Check settings, keys, logins, clocks, clipboard, terminal and process",
		Long: "Check everything that the wallet depends on. Each line is ok, a warning, or a problem with what to do about it, or was skipped. " +
			"It signs in, reads balances, tries the private key on one card, changes nothing, and prints no secret. " +
			"In a terminal it also copies a harmless word and asks whether it " +
			"arrived, which later copies are then told by. It ends with exit code 2 when there is a problem.",
		Example: "cardwallet doctor\ncardwallet --profile fin doctor --offline --json",
	}
	cmd.Flags().BoolVar(&f.offline, "offline", false, "ask no issuer, and no database of a team")
	cmd.Flags().BoolVar(&f.noClipboard, "no-clipboard", false, "copy nothing")
	return a.Does(cmd, func(ctx context.Context, _ []string) error { return a.doctor(ctx, f) })
}

func (a *command) doctor(ctx context.Context, f doctorFlags) error {
	if a.Flags.Quiet {
		return run.ErrNoIDs
	}
	var all []diagnosis.Finding
	tell := func(found ...diagnosis.Finding) {
		if !a.Flags.JSON {
			diagnosis.PrintGroup(a.App, found, len(all) == 0)
		}
		all = append(all, found...)
	}
	c, found := a.checkConfig()
	tell(found...)
	// Before the program opens the directory, which closes it to others.
	tell(append(a.checkState(ctx), diagnosis.Team(ctx, a.App, f.offline)...)...)
	if c != nil {
		a.checkProfiles(ctx, c, f.offline, tell)
	}
	settings := c
	if settings == nil {
		settings = config.Defaults()
	}
	b := a.Board(settings.Clipboard)
	at := b.Look(ctx)
	tell(a.checkClipboard(ctx, settings, b, at, f.noClipboard)...)
	tell(append(a.checkTerminal(), tmuxFindings(ctx, settings.UI, b, at)...)...)
	tell(diagnosis.Process()...)
	if err := ctx.Err(); err != nil {
		return err
	}
	return diagnosis.Conclude(a.App, all)
}

// checkConfig reads the settings; c is nil if they cannot be used.
func (a *command) checkConfig() (c *config.Config, found []diagnosis.Finding) {
	const group = "config"
	path, _, err := a.Options().File()
	if err != nil {
		return nil, []diagnosis.Finding{diagnosis.Failing(group, "file", diagnosis.Problem, err)}
	}
	c, err = a.Config()
	switch {
	case err == nil:
		found = append(found, diagnosis.Fine(group, "file", c.Path))
	case errors.Is(err, config.ErrNoConfig):
		return nil, []diagnosis.Finding{diagnosis.Wrong(group, "file", "there is none at "+path,
			"set up a first profile with: cardwallet init; or look around first: cardwallet demo")}
	default:
		return nil, []diagnosis.Finding{diagnosis.Failing(group, "file", diagnosis.Problem, err)}
	}
	if n := len(c.Selected()); n < len(c.Profiles) {
		found = append(found, diagnosis.Fine(group, "profiles", fmt.Sprintf("%d of %d are looked at", n, len(c.Profiles))))
	}
	if c.UI.LockAfter == 0 {
		found = append(found, diagnosis.Warn(group, "lock", "the wallet never locks by itself", "set lock_after = \"5m\" under [ui]"))
	}
	return c, found
}
