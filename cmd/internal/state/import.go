package state

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"

	"cardwallet/client/audit"
	"cardwallet/client/journal"
	"cardwallet/client/journal/postgres"
	"cardwallet/client/journal/sqlite"
	"cardwallet/client/journal/transfer"
	"cardwallet/client/labels"
	"cardwallet/client/team"
	"cardwallet/client/team/copies"
	"cardwallet/cmd/internal/documents"
	"cardwallet/cmd/internal/identity"
	"cardwallet/cmd/internal/run"
	"cardwallet/config"
)

// imported is what an import came to.
type imported struct {
	transfer.Report
	labels int
	others []labels.Other // labels that are otherwise there
	gone   []labels.Row   // labels of accounts that the config does not have any more
}

// takeOver brings what this machine's journal, labels and audit trail have into the team's database.
func (a *command) takeOver(ctx context.Context) error {
	db, err := a.database(ctx)
	if err != nil {
		return err
	}
	if err := db.Check(ctx); err != nil {
		return err
	}
	dir, err := a.StateDir()
	if err != nil {
		return err
	}
	var found imported
	if found.Report, err = a.bringJournal(ctx, dir); err != nil {
		return fmt.Errorf("cannot import the journal: %w", err)
	}
	if err := a.bringLabels(ctx, dir, &found); err != nil {
		return fmt.Errorf("cannot import the labels: %w", err)
	}
	table, _ := a.AuditCopies()
	if err := audit.New(dir).Copy(ctx, table); err != nil {
		return err
	}
	host, name := db.Place()
	if err := transfer.WriteMark(run.JournalPath(dir), transfer.Mark{At: a.Now(), Host: host, Database: name}); err != nil {
		return err
	}
	return a.tellImported(db, found)
}

// bringJournal brings the movements. The journal stays where it is, with a mark beside it.
func (a *command) bringJournal(ctx context.Context, dir string) (report transfer.Report, err error) {
	path := run.JournalPath(dir)
	if _, err := sqlite.Inspect(ctx, path); errors.Is(err, fs.ErrNotExist) {
		return report, nil
	} else if err != nil {
		return report, err
	}
	if err := settleDead(ctx, path); err != nil {
		return report, err
	}
	settings, err := a.Config()
	if err != nil {
		return report, err
	}
	person, host := identity.Person(settings)
	err = transfer.Use(ctx, sqlite.At(path), func(here journal.Store) error {
		if err := transfer.AtRest(ctx, here); err != nil {
			return err
		}
		return transfer.Use(ctx, postgres.In(a.Team), func(there journal.Store) error {
			into := transfer.NewInto(there, person, host)
			err := transfer.Each(ctx, here, func(o transfer.Order) error { return into.Take(ctx, o) })
			if err == nil {
				report, err = into.End(ctx)
			}
			return err
		})
	})
	return report, err
}

// settleDead takes the movements of programs that died to where they belong to nobody.
func settleDead(ctx context.Context, path string) error {
	book := run.NewJournal(path, nil)
	_, err := book.Settle(ctx, nil)
	return errors.Join(err, book.Close())
}

// labelsHere are the labels of this machine. Settings are nil where there is no config.
func labelsHere(dir string, settings *config.Config) *labels.Book {
	path := filepath.Join(dir, "labels.json")
	if settings != nil && !settings.UI.RememberLast4 {
		return labels.NewWithoutDigits(path)
	}
	return labels.New(path)
}

// bringLabels brings the labels, which are kept by account there.
func (a *command) bringLabels(ctx context.Context, dir string, found *imported) error {
	settings, err := a.Config()
	if err != nil {
		return err
	}
	w, err := a.QuietWallet(ctx)
	if err != nil {
		return err
	}
	rows, err := labelsHere(dir, settings).Rows()
	if err != nil {
		return err
	}
	ids := map[string]string{}
	for _, account := range w.Accounts() {
		ids[account.NamesID()] = account.ID
	}
	var known []labels.Row
	for _, r := range rows {
		id, ok := ids[r.Account]
		if ok {
			r.Account = id
			known = append(known, r)
		} else if r.Label != "" {
			found.gone = append(found.gone, r)
		}
	}
	person, _ := identity.Person(settings)
	found.labels, found.others, err = labels.Bring(ctx, known, copies.NewLabels(a.Team, person))
	return err
}

func (found imported) document(host, database string) documents.Import {
	return documents.Import{Host: host, Database: database,
		Movements: documents.ImportMovements{Added: found.Added, Continued: found.Continued, Present: found.Present,
			Conflicts: documents.List(found.Conflicts, func(c transfer.Conflict) documents.Conflict { return documents.Conflict(c) })},
		Labels: documents.ImportLabels{Added: found.labels,
			Kept: documents.List(found.others, func(o labels.Other) documents.OtherLabel {
				return documents.OtherLabel{Account: o.Account, CardID: o.CardID, Label: documents.Text(o.Label), TeamLabel: documents.Text(o.There)}
			}),
			UnknownAccounts: documents.List(found.gone, func(r labels.Row) documents.UnknownLabel {
				return documents.UnknownLabel{Account: r.Account, CardID: r.CardID, Label: documents.Text(r.Label)}
			})}}
}

// tellImported says what came of the import.
func (a *command) tellImported(db *team.Database, found imported) error {
	host, name := db.Place()
	err := differing(len(found.Conflicts))
	if a.Flags.JSON {
		return errors.Join(a.PrintJSON(found.document(host, name)), err)
	}
	for _, c := range found.Conflicts {
		a.Note("order %s %s; it was left as it is", c.OrderID, c.Reason)
	}
	for _, o := range found.others {
		a.Note("the team calls card %s %q, and not %q", o.CardID, o.There, o.Label)
	}
	for _, r := range found.gone {
		a.Note("the label %q of card %s was left: the config has no such account", r.Label, r.CardID)
	}
	return errors.Join(a.PrintFacts([][2]string{{"into", fmt.Sprintf("%s at %s", name, host)},
		{"movements", fmt.Sprintf("%d added, %d continued, %d there already, %d otherwise there", found.Added, found.Continued, found.Present,
			len(found.Conflicts))},
		{"labels", fmt.Sprintf("%d added, %d otherwise there", found.labels, len(found.others))},
		{"audit trail", "copied"}}), err)
}

// differing is the error where the team's journal has movements otherwise.
func differing(conflicts int) error {
	if conflicts == 0 {
		return nil
	}
	return fmt.Errorf("%s otherwise in the team's journal, and left as they are there\nsee both with: cardwallet activity show ORDER, "+
		"with and without CARDWALLET_STATE_URL", run.Plural(conflicts, "movement is", "movements are"))
}
