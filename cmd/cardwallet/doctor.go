package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"cardwallet/config"
)

// The outcomes of a check.
const (
	checkOK      = "ok"
	checkWarning = "warning" // works, but could be better
	checkProblem = "problem" // something will not work, or is not safe
)

// finding is one line of the diagnosis.
type finding struct {
	Group  string `json:"group"`
	Name   string `json:"name"`
	Status string `json:"status"`
	Detail string `json:"detail"`
	Fix    string `json:"fix"` // what to do; empty when ok
}

// doctorFlags say what is left out.
type doctorFlags struct{ offline, noClipboard bool }

func newDoctor(a *app) *cobra.Command {
	var f doctorFlags
	cmd := &cobra.Command{
		Use:   "doctor",
		Short: "Check settings, keys, logins, clocks, clipboard, terminal and process",
		Long: "Check everything that the wallet depends on. Each line is ok, a warning, or a problem with what to do about it. It signs in and\n" +
			"reads balances, changes nothing, and prints no secret. In a terminal it also copies a harmless word and asks whether it\n" +
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
	c, found := a.checkConfig()
	found = append(found, a.checkState(ctx, c)...)
	if c != nil {
		found = append(found, a.checkProfiles(ctx, c, f.offline)...)
	}
	found = append(found, a.checkClipboard(ctx, c, f.noClipboard)...)
	found = append(found, a.checkTerminal()...)
	found = append(found, checkProcess()...)
	if err := a.printFindings(found); err != nil {
		return err
	}
	problems := 0
	for _, one := range found {
		if one.Status == checkProblem {
			problems++
		}
	}
	if problems > 0 {
		return usagef("%s\neach line above marked as problem says what to do", plural(problems, "problem", "problems"))
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
	path, _ := config.Options{Path: a.flags.config}.File()
	c, err := a.config()
	var missing *usageError
	switch {
	case err == nil:
		found = append(found, finding{group, "file", checkOK, c.Path, ""})
	case errors.Is(err, config.ErrNoConfig):
		return nil, []finding{{group, "file", checkProblem, "there is none at " + path,
			"write one: cardwallet config example > " + path + "; or look around first: cardwallet demo"}}
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

// printFindings writes the lines by group, with what to do below each that is not ok, and how many there are of each.
func (a *app) printFindings(found []finding) error {
	if a.flags.json {
		return a.printJSON(append([]finding{}, found...))
	}
	width := 0
	for _, f := range found {
		width = max(width, len(safeLine(f.Name)))
	}
	var b strings.Builder
	group := ""
	counts := map[string]int{}
	for _, f := range found {
		if f.Group != group {
			if group = f.Group; b.Len() > 0 {
				b.WriteString("\n")
			}
			b.WriteString(safeLine(group) + "\n")
		}
		counts[f.Status]++
		fmt.Fprintf(&b, "  %-7s  %-*s  %s\n", f.Status, width, safeLine(f.Name), safeLine(f.Detail))
		if f.Fix != "" {
			fmt.Fprintf(&b, "  %-7s  %-*s  -> %s\n", "", width, "", safeLine(f.Fix))
		}
	}
	fmt.Fprintf(&b, "\n%d ok, %s, %s\n", counts[checkOK], plural(counts[checkWarning], "warning", "warnings"), plural(counts[checkProblem], "problem", "problems"))
	_, err := fmt.Fprint(a.out, b.String())
	return err
}
