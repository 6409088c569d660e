package records

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"cardwallet/client/audit"
	"cardwallet/cmd/internal/run"
)

// teamCopies are the copies of the team's audit trails.
func (a *command) teamCopies() (audit.Table, error) {
	if _, err := a.Config(); err != nil {
		return nil, err
	}
	table, ok := a.AuditCopies()
	if !ok {
		return nil, run.Usagef("the config names no database of a team\nset url under [state], or leave --team out")
	}
	return table, nil
}

// teamEntries are the entries of all the team's trails that the filter takes, by their times. What is wrong with them is said.
func (a *command) teamEntries(ctx context.Context, trail *audit.Trail, f auditFilter) (entries []audit.Entry, err error) {
	table, err := a.teamCopies()
	if err != nil {
		return nil, err
	}
	report, err := trail.Verify(ctx, table, func(e audit.Entry) {
		if f.takes(e.AuditEntry) {
			entries = append(entries, e)
		}
	})
	if err == nil && !report.Sound() {
		a.Warn(brokenTeam(report))
	}
	slices.SortStableFunc(entries, func(x, y audit.Entry) int { return x.At.Compare(y.At) })
	return entries, err
}

// printTeam prints what a comparison with the team's table came to.
func (a *command) printTeam(r audit.TeamReport) error {
	var lines []string
	for _, f := range r.Problems {
		lines = append(lines, "broken   "+a.foundInTeam(f))
	}
	if r.Uncopied > 0 {
		lines = append(lines, "note     "+run.Plural(int(r.Uncopied), "entry", "entries")+" of this machine not copied to the team yet")
	}
	for _, c := range r.Chains {
		if c.Problem > 0 {
			continue
		}
		proved := "none changed, none missing before the last"
		if c.Own {
			proved = "as in the trail here"
		}
		lines = append(lines, fmt.Sprintf("ok       chain %s of %s: %s from %s to %s, %s", c.ID, strings.Join(c.People, ", "),
			run.Plural(c.Entries, "entry", "entries"), a.At(c.First), a.At(c.Last), proved))
	}
	if len(r.Chains) == 0 && r.Sound() {
		lines = append(lines, "ok       nothing was copied to the team yet")
	}
	for _, line := range lines {
		if _, err := fmt.Fprintln(a.Out, run.SafeLine(line)); err != nil {
			return err
		}
	}
	return nil
}

// foundInTeam names the line, as far as it is known, and what was found.
func (a *command) foundInTeam(f audit.TeamFinding) string {
	of := ""
	if f.Person != "" {
		of += " of " + f.Person
	}
	if !f.At.IsZero() {
		of += " from " + a.At(f.At)
	}
	return fmt.Sprintf("chain %s: entry %d%s: %s", f.Chain, f.Number, of, f.Text)
}

// brokenTeam names the first of the problems.
func brokenTeam(r audit.TeamReport) error {
	first := r.Problems[0]
	more := ""
	if r.Problem > 1 {
		more = fmt.Sprintf(", and %d more", r.Problem-1)
	}
	return fmt.Errorf("%w: the team's copy, chain %s, entry %d: %s%s\n"+
		"keep the trail and the database as they are, and find out who could write them; every line: cardwallet audit verify --team",
		errAudit, first.Chain, first.Number, first.Text, more)
}
