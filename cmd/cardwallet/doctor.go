package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"al.essio.dev/pkg/shellescape"
	"github.com/charmbracelet/x/ansi"
	"github.com/spf13/cobra"

	"cardwallet/config"
)

// The outcomes of a check.
const (
	checkOK      = "ok"
	checkWarning = "warning" // works, but could be better
	checkProblem = "problem" // something will not work, or is not safe
	checkSkipped = "skipped" // not looked at, and why
)

// finding is one line of the diagnosis.
type finding struct {
	Group  string `json:"group"`
	Name   string `json:"name"`
	Status string `json:"status"`
	Detail string `json:"detail"`
	Fix    string `json:"fix"` // what to do; empty when there is nothing
}

// doctorFlags say what is left out.
type doctorFlags struct{ offline, noClipboard bool }

func newDoctor(a *app) *cobra.Command {
	var f doctorFlags
	cmd := &cobra.Command{
		Use:   "doctor",
		Short: "Check settings, keys, logins, clocks, clipboard, terminal and process",
		Long: "Check everything that the wallet depends on. Each line is ok, a warning, or a problem with what to do about it, or was skipped. " +
			"It signs in, reads balances, tries the private key on one card, changes nothing, and prints no secret. In a terminal it also copies a harmless word and asks whether it " +
			"arrived, which later copies are then told by. It ends with exit code 2 when there is a problem.",
		Example: "cardwallet doctor\ncardwallet --profile fin doctor --offline --json",
		Args:    cobra.NoArgs,
	}
	cmd.Flags().BoolVar(&f.offline, "offline", false, "ask no issuer")
	cmd.Flags().BoolVar(&f.noClipboard, "no-clipboard", false, "copy nothing")
	a.does(cmd, func(ctx context.Context, _ []string) error { return a.doctor(ctx, f) })
	return cmd
}

func (a *app) doctor(ctx context.Context, f doctorFlags) error {
	var all []finding
	tell := func(found ...finding) {
		if !a.flags.json {
			a.printGroup(found, len(all) == 0)
		}
		all = append(all, found...)
	}
	c, found := a.checkConfig()
	tell(found...)
	tell(a.checkState(ctx)...) // first: what is used next closes the directory to others
	if c != nil {
		a.checkProfiles(ctx, c, f.offline, tell)
	}
	settings := c
	if settings == nil {
		settings = config.Defaults()
	}
	b := a.board(settings.Clipboard)
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
func (a *app) conclude(found []finding) error {
	count := map[string]int{}
	for _, f := range found {
		count[f.Status]++
	}
	problems := plural(count[checkProblem], "problem", "problems")
	if a.flags.json {
		if err := a.printJSON(found); err != nil {
			return err
		}
	} else {
		fmt.Fprintf(a.out, "\n%d ok, %d skipped, %s, %s\n", count[checkOK], count[checkSkipped], plural(count[checkWarning], "warning", "warnings"), problems)
	}
	if count[checkProblem] > 0 {
		return usagef("%s\neach line marked as problem says what to do", problems)
	}
	return nil
}

func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// failing makes a finding of an error: its first line is what is wrong, the rest what to do.
func failing(group, name, status string, err error) finding {
	detail, fix, _ := strings.Cut(err.Error(), "\n")
	return finding{group, name, status, detail, strings.ReplaceAll(fix, "\n", "; ")}
}

// checkConfig reads the settings; c is nil where there are none that can be used.
func (a *app) checkConfig() (c *config.Config, found []finding) {
	const group = "config"
	path, _, err := a.options().File()
	if err != nil {
		return nil, []finding{failing(group, "file", checkProblem, err)}
	}
	c, err = a.config()
	var missing *usageError
	switch {
	case err == nil:
		found = append(found, finding{group, "file", checkOK, c.Path, ""})
	case errors.Is(err, config.ErrNoConfig):
		return nil, []finding{{group, "file", checkProblem, "there is none at " + path,
			"write one: (umask 077; mkdir -p " + shellescape.Quote(filepath.Dir(path)) + "; cardwallet config example > " + shellescape.Quote(path) + "); or look around first: cardwallet demo"}}
	case errors.As(err, &missing):
		return nil, []finding{failing(group, "file", checkProblem, missing.err)}
	default:
		return nil, []finding{failing(group, "file", checkProblem, err)}
	}
	if n := len(c.Selected()); n < len(c.Profiles) {
		found = append(found, finding{group, "profiles", checkOK, fmt.Sprintf("%d of %d are looked at", n, len(c.Profiles)), ""})
	}
	if c.UI.LockAfter == 0 {
		found = append(found, finding{group, "lock", checkWarning, "the wallet never locks by itself", "set lock_after = \"5m\" under [ui]"})
	}
	return c, found
}

// printGroup writes the lines of one group, with what to do below each that needs it.
func (a *app) printGroup(found []finding, first bool) {
	if len(found) == 0 {
		return
	}
	var b strings.Builder
	if !first {
		b.WriteString("\n")
	}
	b.WriteString(safeLine(found[0].Group) + "\n")
	width := 0
	for _, f := range found {
		width = max(width, len(safeLine(f.Name)))
	}
	const margin = 2 + 7 + 2
	for _, f := range found {
		fmt.Fprintf(&b, "  %-7s  %-*s  %s\n", f.Status, width, safeLine(f.Name), a.folded(safeLine(f.Detail), margin+width+2))
		if f.Fix != "" {
			fmt.Fprintf(&b, "%*s-> %s\n", margin+width+2, "", a.folded(safeLine(f.Fix), margin+width+5))
		}
	}
	fmt.Fprint(a.out, b.String())
}

// folded breaks a line between words where the terminal would break it within them, and begins the next ones at the same column. A word
// that is longer than a line stays whole, since it may be there to be copied.
func (a *app) folded(text string, column int) string {
	width, _, ok := a.size()
	if !ok || width-column < 20 {
		return text
	}
	return strings.ReplaceAll(ansi.Wordwrap(text, width-column, ""), "\n", "\n"+strings.Repeat(" ", column))
}
