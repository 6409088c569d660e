package state

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"

	"github.com/spf13/cobra"

	"cardwallet/client/audit"
	"cardwallet/client/journal"
	"cardwallet/client/journal/postgres"
	"cardwallet/client/journal/sqlite"
	"cardwallet/client/journal/transfer"
	"cardwallet/client/labels"
	"cardwallet/client/private"
	"cardwallet/client/team/copies"
	"cardwallet/cmd/internal/documents"
	"cardwallet/cmd/internal/run"
	"cardwallet/config"
)

func newExport(a *command) *cobra.Command {
	var withAudit bool
	cmd := &cobra.Command{
		Use:   "export [FILE]",
		Short: "Write the journal and the labels as JSON lines",
		Long: "Write all movements with their history, and the labels of cards, one JSON object a line: what the team has where its database " +
			"is set, else what this machine has. The member record of each line says which it is: movement, label, or audit. FILE is made for " +
			"you alone, and nothing is written over. No secret is in it; who reads it knows who paid what with which card. It is a record: " +
			"state import does not read it.",
		Example: "cardwallet state export team.jsonl --audit",
		Args:    cobra.MaximumNArgs(1),
	}
	cmd.Flags().BoolVar(&withAudit, "audit", false, "the copies of the team's audit trails, too")
	return a.Does(cmd, func(ctx context.Context, args []string) error {
		e := export{command: a, audit: withAudit}
		if len(args) == 0 {
			return e.to(ctx, a.Out)
		}
		return e.toFile(ctx, args[0])
	})
}

// export is one of the journal and the labels that are in use. It counts what it wrote.
type export struct {
	*command
	audit                    bool // the copies of a team's audit trails, too
	movements, labels, lines int
}

func (e *export) toFile(ctx context.Context, file string) error {
	path, err := config.ExpandHome(file)
	if err != nil {
		return &run.UsageError{Err: err}
	}
	err = private.WriteNew(path, func(out io.Writer) error { return e.to(ctx, out) })
	if errors.Is(err, fs.ErrExist) {
		return run.Usagef("%s is there already\ngive another name: nothing is written over", path)
	}
	if err != nil {
		return fmt.Errorf("cannot export into %s: %w", path, err)
	}
	if e.Flags.JSON {
		return e.PrintJSON(documents.Export{File: path, Movements: e.movements, Labels: e.labels, Audit: e.lines})
	}
	facts := [][2]string{{"file", path}, {"movements", fmt.Sprint(e.movements)}, {"labels", fmt.Sprint(e.labels)}}
	if e.audit {
		facts = append(facts, [2]string{"audit lines", fmt.Sprint(e.lines)})
	}
	return e.PrintFacts(facts)
}

func (e *export) to(ctx context.Context, out io.Writer) error {
	settings, err := e.ConfigOrNone()
	if err != nil {
		return err
	}
	place, err := e.State()
	if err != nil {
		return err
	}
	if e.HasTeam() {
		return e.ofTeam(ctx, out)
	}
	if e.audit {
		return run.Usagef("--audit is for the copies that a team has: the audit trail of this machine is a file of JSON lines already\n" +
			"its name is told by: cardwallet audit verify --json")
	}
	e.TellImported(place.Dir)
	path := run.JournalPath(place.Dir)
	_, err = sqlite.Inspect(ctx, path)
	if err == nil {
		err = e.writeOrders(ctx, out, sqlite.At(path))
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	rows, err := labelsHere(place.Dir, settings).Rows()
	if err != nil {
		return err
	}
	return e.writeLabels(out, rows)
}

func (e *export) ofTeam(ctx context.Context, out io.Writer) error {
	db, err := e.database(ctx)
	if err == nil {
		err = db.Check(ctx)
	}
	if err == nil {
		err = e.writeOrders(ctx, out, postgres.In(e.Team))
	}
	if err != nil {
		return err
	}
	rows, err := copies.NewLabels(e.Team, "").Labels(ctx)
	if err != nil {
		return err
	}
	labels.Sort(rows)
	if err := e.writeLabels(out, rows); err != nil || !e.audit {
		return err
	}
	return e.writeAudit(ctx, out)
}

func (e *export) writeOrders(ctx context.Context, out io.Writer, from journal.Opener) error {
	return transfer.Use(ctx, from, func(s journal.Store) error {
		return transfer.Each(ctx, s, func(o transfer.Order) error {
			e.movements++
			return documents.WriteLine(out, orderLine(o))
		})
	})
}

func orderLine(o transfer.Order) documents.ExportedMovement {
	return documents.ExportedMovement{Line: "movement", Account: documents.Text(o.Row.Account),
		MovementHistory: documents.MovementHistory{Movement: documents.MovementOf(o.Row.Movement), History: documents.HistoryOf(o.Steps)}}
}

func (e *export) writeLabels(out io.Writer, rows []labels.Row) error {
	for _, r := range rows {
		line := documents.ExportedLabel{Line: "label", Account: r.Account, CardID: r.CardID, Label: documents.Text(r.Label),
			Last4: documents.Text(r.Last4)}
		if err := documents.WriteLine(out, line); err != nil {
			return err
		}
		e.labels++
	}
	return nil
}

// writeAudit writes the lines of the trails as text: their hashes are of each character.
func (e *export) writeAudit(ctx context.Context, out io.Writer) error {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	table, _ := e.AuditCopies()
	err := table.Lines(ctx, func(l audit.Copied) {
		if context.Cause(ctx) != nil {
			return
		}
		line := documents.ExportedAudit{Line: "audit", Chain: l.Chain, Number: l.Number, Text: l.Text}
		if err := documents.WriteLine(out, line); err != nil {
			stop(err)
			return
		}
		e.lines++
	})
	if cause := context.Cause(ctx); cause != nil {
		return cause
	}
	return err
}
