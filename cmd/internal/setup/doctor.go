package setup

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"al.essio.dev/pkg/shellescape"
	"github.com/spf13/cobra"

	"cardwallet/cmd/internal/diagnosis"
	"cardwallet/config"
)

// Finding is one line of the diagnosis.
type Finding diagnosis.Finding

// The outcomes of a check.
const (
	CheckOK      = diagnosis.OK
	CheckWarning = diagnosis.Warning
	checkProblem = diagnosis.Problem
	checkSkipped = diagnosis.Skipped
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
	var all []Finding
	tell := func(found ...Finding) {
		if !a.Flags.JSON {
			diagnosis.PrintGroup(a.App, lines(found), len(all) == 0)
		}
		all = append(all, found...)
	}
	c, found := a.checkConfig()
	tell(found...)
	tell(append(a.checkState(ctx), a.checkTeam(ctx, f.offline)...)...) // before the program opens the directory, which closes it to others
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
	tell(checkProcess()...)
	if err := ctx.Err(); err != nil {
		return err
	}
	return diagnosis.Conclude(a.App, lines(all))
}

func failing(group, name, status string, err error) Finding {
	return Finding(diagnosis.Failing(group, name, status, err))
}

// lines are findings as they are printed.
func lines(found []Finding) []diagnosis.Finding {
	all := make([]diagnosis.Finding, len(found))
	for i, f := range found {
		all[i] = diagnosis.Finding(f)
	}
	return all
}

// checkTeam looks at the database of the team, where there is one.
func (a *command) checkTeam(ctx context.Context, offline bool) (found []Finding) {
	for _, f := range diagnosis.Team(ctx, a.App, offline) {
		found = append(found, Finding(f))
	}
	return found
}

// checkConfig reads the settings; c is nil if they cannot be used.
func (a *command) checkConfig() (c *config.Config, found []Finding) {
	const group = "config"
	path, _, err := a.Options().File()
	if err != nil {
		return nil, []Finding{failing(group, "file", checkProblem, err)}
	}
	c, err = a.Config()
	switch {
	case err == nil:
		found = append(found, Finding{group, "file", CheckOK, c.Path, ""})
	case errors.Is(err, config.ErrNoConfig):
		return nil, []Finding{{group, "file", checkProblem, "there is none at " + path,
			"write one: (umask 077; mkdir -p " + shellescape.Quote(filepath.Dir(path)) + "; cardwallet config example > " +
				shellescape.Quote(path) + "); or look around first: cardwallet demo"}}
	default:
		return nil, []Finding{failing(group, "file", checkProblem, err)}
	}
	if n := len(c.Selected()); n < len(c.Profiles) {
		found = append(found, Finding{group, "profiles", CheckOK, fmt.Sprintf("%d of %d are looked at", n, len(c.Profiles)), ""})
	}
	if c.UI.LockAfter == 0 {
		found = append(found, Finding{group, "lock", CheckWarning, "the wallet never locks by itself", "set lock_after = \"5m\" under [ui]"})
	}
	return c, found
}
