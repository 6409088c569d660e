package setup

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"al.essio.dev/pkg/shellescape"
	"github.com/charmbracelet/x/ansi"
	"github.com/spf13/cobra"

	"cardwallet/cmd/internal/run"
	"cardwallet/config"
)

// The outcomes of a check.
const (
	CheckOK      = "ok"
	CheckWarning = "warning" // works, but could be better
	checkProblem = "problem" // something will not work, or is not safe
	checkSkipped = "skipped" // not looked at, and why
)

// Finding is one line of the diagnosis.
type Finding struct {
	Group  string `json:"group"`
	Name   string `json:"name"`
	Status string `json:"status"`
	Detail string `json:"detail"`
	Fix    string `json:"fix"` // what to do; empty when there is nothing
}

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
	cmd.Flags().BoolVar(&f.offline, "offline", false, "ask no issuer")
	cmd.Flags().BoolVar(&f.noClipboard, "no-clipboard", false, "copy nothing")
	return a.Does(cmd, func(ctx context.Context, _ []string) error { return a.doctor(ctx, f) })
}

func (a *command) doctor(ctx context.Context, f doctorFlags) error {
	var all []Finding
	tell := func(found ...Finding) {
		if !a.Flags.JSON {
			a.printGroup(found, len(all) == 0)
		}
		all = append(all, found...)
	}
	c, found := a.checkConfig()
	tell(found...)
	tell(a.checkState(ctx)...) // before the program opens the directory, which closes it to others
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
	return a.conclude(all)
}

// conclude prints how many there are of each outcome, or everything as one document, and fails where there is a problem.
func (a *command) conclude(found []Finding) error {
	count := map[string]int{}
	for _, f := range found {
		count[f.Status]++
	}
	problems := run.Plural(count[checkProblem], "problem", "problems")
	if a.Flags.JSON {
		if err := a.PrintJSON(found); err != nil {
			return err
		}
	} else {
		fmt.Fprintf(a.Out, "\n"+
			"%d ok, %d skipped, %s, %s\n", count[CheckOK], count[checkSkipped], run.Plural(count[CheckWarning], "warning", "warnings"), problems)
	}
	if count[checkProblem] > 0 {
		return run.Usagef("%s\neach line marked as problem says what to do", problems)
	}
	return nil
}

// failing makes a finding of an error. Its first line says what is wrong, the rest what to do.
func failing(group, name, status string, err error) Finding {
	detail, fix, _ := strings.Cut(err.Error(), "\n")
	return Finding{group, name, status, detail, strings.ReplaceAll(fix, "\n", "; ")}
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

// printGroup prints the lines of one group. What to do stands below the line that needs it.
func (a *command) printGroup(found []Finding, first bool) {
	if len(found) == 0 {
		return
	}
	var b strings.Builder
	if !first {
		b.WriteString("\n")
	}
	b.WriteString(run.SafeLine(found[0].Group) + "\n")
	width := 0
	for _, f := range found {
		width = max(width, len(run.SafeLine(f.Name)))
	}
	const margin = 2 + 7 + 2
	for _, f := range found {
		fmt.Fprintf(&b, "  %-7s  %-*s  %s\n", f.Status, width, run.SafeLine(f.Name), a.folded(run.SafeLine(f.Detail), margin+width+2))
		if f.Fix != "" {
			fmt.Fprintf(&b, "%*s-> %s\n", margin+width+2, "", a.folded(run.SafeLine(f.Fix), margin+width+5))
		}
	}
	fmt.Fprint(a.Out, b.String())
}

// folded breaks a line between words, where the terminal would break it within one, and begins the new lines at the column. A word that is
// longer than a line stays whole, since a person may want to copy it.
func (a *command) folded(text string, column int) string {
	width, _, ok := a.Size()
	if !ok || width-column < 20 {
		return text
	}
	return strings.ReplaceAll(ansi.Wordwrap(text, width-column, ""), "\n", "\n"+strings.Repeat(" ", column))
}
