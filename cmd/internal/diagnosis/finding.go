// Package diagnosis is what doctor and state check have in common: findings, how they are printed, and what is looked at of the team's
// database and of this process.
package diagnosis

import (
	"fmt"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"cardwallet/cmd/internal/documents"
	"cardwallet/cmd/internal/run"
)

// The outcomes of a check.
const (
	OK      = "ok"
	Warning = "warning" // works, but could be better
	Problem = "problem" // something will not work, or is not safe
	Skipped = "skipped" // not looked at, and why
)

// Finding is one line of a diagnosis.
type Finding struct {
	Group, Name, Status, Detail string
	Fix                         string // what to do; empty when there is nothing
}

// Document is the finding as JSON has it.
func (f Finding) Document() documents.Finding {
	return documents.Finding{Group: f.Group, Name: f.Name, Status: documents.FindingStatus(f.Status), Detail: documents.Text(f.Detail),
		Fix: documents.Text(f.Fix)}
}

// Fine is a finding of what is as it should be.
func Fine(group, name, detail string) Finding { return Finding{group, name, OK, detail, ""} }

// Warn is a finding of what works, but could be better, and what to do.
func Warn(group, name, detail, fix string) Finding { return Finding{group, name, Warning, detail, fix} }

// Wrong is a finding of what will not work, or is not safe, and what to do.
func Wrong(group, name, detail, fix string) Finding {
	return Finding{group, name, Problem, detail, fix}
}

// Skip is a finding of what was not looked at, why, and what to do; fix is empty where that is nothing.
func Skip(group, name, why, fix string) Finding { return Finding{group, name, Skipped, why, fix} }

// Failing makes a finding of an error. Its first line says what is wrong, the rest what to do.
func Failing(group, name, status string, err error) Finding {
	detail, fix, _ := strings.Cut(err.Error(), "\n")
	return Finding{group, name, status, detail, strings.ReplaceAll(fix, "\n", "; ")}
}

// Conclude prints how many there are of each outcome, or everything as one document, and fails where there is a problem.
func Conclude(a *run.App, found []Finding) error {
	count := map[string]int{}
	for _, f := range found {
		count[f.Status]++
	}
	problems := run.Plural(count[Problem], "problem", "problems")
	if a.Flags.JSON {
		if err := a.PrintJSON(documents.List(found, Finding.Document)); err != nil {
			return err
		}
	} else {
		fmt.Fprintf(a.Out, "\n"+
			"%d ok, %d skipped, %s, %s\n", count[OK], count[Skipped], run.Plural(count[Warning], "warning", "warnings"), problems)
	}
	if count[Problem] > 0 {
		return run.Usagef("%s\neach line marked as problem says what to do", problems)
	}
	return nil
}

// PrintGroup prints the lines of one group. What to do stands below the line that needs it.
func PrintGroup(a *run.App, found []Finding, first bool) {
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
		fmt.Fprintf(&b, "  %-7s  %-*s  %s\n", f.Status, width, run.SafeLine(f.Name), folded(a, run.SafeLine(f.Detail), margin+width+2))
		if f.Fix != "" {
			fmt.Fprintf(&b, "%*s-> %s\n", margin+width+2, "", folded(a, run.SafeLine(f.Fix), margin+width+5))
		}
	}
	fmt.Fprint(a.Out, b.String())
}

// folded breaks a line between words, where the terminal would break it within one, and begins the new lines at the column. A word that is
// longer than a line stays whole, since a person may want to copy it.
func folded(a *run.App, text string, column int) string {
	width, _, ok := a.Size()
	if !ok || width-column < 20 {
		return text
	}
	return strings.ReplaceAll(ansi.Wordwrap(text, width-column, ""), "\n", "\n"+strings.Repeat(" ", column))
}
