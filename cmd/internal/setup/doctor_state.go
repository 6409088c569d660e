package setup

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"cardwallet/client/audit"
	"cardwallet/client/journal/sqlite"
	"cardwallet/client/journal/transfer"
	"cardwallet/client/labels"
	"cardwallet/cmd/internal/diagnosis"
	"cardwallet/cmd/internal/run"
	"cardwallet/config/guarded"
)

// checkState looks at the files that the wallet keeps on this machine. It creates and mends nothing. It leaves a damaged journal as it
// is: the person's next movement would set it aside and begin a new one.
func (a *command) checkState(ctx context.Context) []diagnosis.Finding {
	const group = "state"
	place, err := a.State()
	if err != nil {
		return []diagnosis.Finding{diagnosis.Failing(group, "directory", diagnosis.Problem, err)}
	}
	dir, named := place.Dir, " ("+place.From+")"
	switch _, err := os.Stat(dir); {
	case errors.Is(err, fs.ErrNotExist):
		return []diagnosis.Finding{diagnosis.Fine(group, "directory", dir+", made when it is needed"+named)}
	case err != nil:
		return []diagnosis.Finding{diagnosis.Failing(group, "directory", diagnosis.Problem, err)}
	}
	found := []diagnosis.Finding{diagnosis.Fine(group, "directory", dir+named)}
	if err := guarded.Exposed(dir); err != nil {
		found[0] = diagnosis.Failing(group, "directory", diagnosis.Warning, err)
	}
	found = append(found, checkFiles(group, dir)...)
	if m, marked := transfer.ReadMark(run.JournalPath(dir)); marked && !a.HasTeam() {
		found = append(found, diagnosis.Warn(group, "journal", m.String(),
			"name the team's database with url under [state], or CARDWALLET_STATE_URL"))
	}
	kept, condition := checkJournal(ctx, group, run.JournalPath(dir))
	found = append(found, kept, checkTrail(ctx, group, audit.New(dir)))
	if kept.Status != diagnosis.Problem {
		found = append(found, checkAbreast(ctx, group, condition, audit.New(dir))...)
	}
	if err := labels.New(filepath.Join(dir, "labels.json")).Check(); err != nil {
		found = append(found, diagnosis.Failing(group, "labels", diagnosis.Problem, err))
	}
	return found
}

// checkFiles names the files that others can read.
func checkFiles(group, dir string) (found []diagnosis.Finding) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return []diagnosis.Finding{diagnosis.Failing(group, "files", diagnosis.Problem, err)}
	}
	for _, entry := range entries {
		if !entry.Type().IsRegular() {
			continue
		}
		if err := guarded.Exposed(filepath.Join(dir, entry.Name())); err != nil && !errors.Is(err, fs.ErrNotExist) {
			found = append(found, diagnosis.Failing(group, "files", diagnosis.Warning, err))
		}
	}
	return found
}

func checkJournal(ctx context.Context, group, path string) (diagnosis.Finding, sqlite.Condition) {
	const name = "journal"
	c, err := sqlite.Inspect(ctx, path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return diagnosis.Fine(group, name, "none yet: it begins with the first movement"), c
	case err != nil:
		return diagnosis.Failing(group, name, diagnosis.Problem, err), c
	case c.Open > 0:
		return diagnosis.Warn(group, name, fmt.Sprintf("%s of %d without a final outcome, %d of them unknown",
			run.Plural(c.Open, "movement", "movements"), c.Movements, c.Unknown),
			"find out: cardwallet activity --reconcile"), c
	}
	return diagnosis.Fine(group, name, fmt.Sprintf("whole, %s, each with its outcome", run.Plural(c.Movements, "movement", "movements"))), c
}

// checkAbreast compares the journal with the audit trail. An order that only the journal has is no fault: maybe the trail began later, or
// could not be written.
func checkAbreast(ctx context.Context, group string, c sqlite.Condition, trail *audit.Trail) []diagnosis.Finding {
	const name = "journal and trail"
	told, err := run.OrdersTold(ctx, trail)
	if err != nil || len(told) == 0 {
		return nil // what is wrong with the trail was said
	}
	var missing, later []string
	both := 0
	for _, o := range told {
		id := o.First.OrderID
		st, known := c.Orders[id]
		if known {
			both++
		}
		lacking, _ := run.Lacks(st.Status, o.Last, func() (bool, error) { return st.Succeeded, nil })
		switch {
		case lacking && known:
			later = append(later, id)
		case lacking:
			missing = append(missing, id)
		}
	}
	const hint = "no money is sent until they fit: put the newest copy of journal.db back, " +
		"or take over what the trail knows with: cardwallet activity recover"
	if len(missing)+len(later) == 0 {
		text := fmt.Sprintf("the journal has the %s of the trail", run.Plural(both, "order", "orders"))
		if more := len(c.Orders) - both; more > 0 {
			text += fmt.Sprintf(", and %d that the trail has not", more)
		}
		return []diagnosis.Finding{diagnosis.Fine(group, name, text)}
	}
	var found []diagnosis.Finding
	for _, part := range []struct {
		what   string
		orders []string
	}{{"the trail has what the journal lacks", missing}, {"the trail knows a success that the journal does not", later}} {
		if n := len(part.orders); n > 0 {
			text := fmt.Sprintf("%s: %s, the newest is %s", part.what, run.Plural(n, "movement", "movements"), part.orders[n-1])
			found = append(found, diagnosis.Wrong(group, name, text, hint))
		}
	}
	return found
}

func checkTrail(ctx context.Context, group string, trail *audit.Trail) diagnosis.Finding {
	const name = "audit trail"
	report, err := trail.Read(ctx, nil)
	switch {
	case err != nil:
		return diagnosis.Failing(group, name, diagnosis.Problem, err)
	case !report.Sound():
		return diagnosis.Wrong(group, name, fmt.Sprintf("changed, or not whole, in %s", run.Plural(report.Problem, "place", "places")),
			"see where: cardwallet audit verify")
	case report.Entries == 0:
		return diagnosis.Fine(group, name, "nothing was recorded yet")
	}
	return diagnosis.Fine(group, name, fmt.Sprintf("%s, none changed, none missing", run.Plural(report.Entries, "entry", "entries")))
}
