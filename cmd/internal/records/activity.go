package records

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"cardwallet/client"
	"cardwallet/client/words"
	"cardwallet/cmd/internal/choice"
	"cardwallet/cmd/internal/documents"
	"cardwallet/cmd/internal/run"
)

func newActivity(a *command) *cobra.Command {
	var reconcile bool
	var since, expect string
	var limit int
	cmd := &cobra.Command{
		Use:   "activity",
		Short: "Show every movement that this tool made, newest first",
		Long: "Show the journal of movements. With --reconcile it first finds out what became of those whose outcome is not final, by asking " +
			"the issuers, and looks again at what succeeded in the last days, " +
			"which an issuer may have taken back; it never sends a movement. It ends with exit code 7 while an outcome is still unknown.\n\n" +
			"With --expect it holds the journal against a CSV file with the columns reference, card, amount and, if you like, currency: " +
			"which top-ups were paid so, which failed, are missing or differ. The exit code is 0 only where all were paid, 1 where one " +
			"differs, and 7 where the others are not settled. A card is named by its id, profile/id, label or last four digits.",
		Example: "cardwallet activity --since 24h\ncardwallet activity --reconcile --json\n" +
			"cardwallet activity --reconcile --expect paid-in-march.csv",
	}
	cmd.Flags().BoolVar(&reconcile, "reconcile", false, "settle what is not final")
	cmd.Flags().StringVar(&since, "since", "", "only movements since TIME: 24h, 30d, 2026-11-21, or 2026-11-21T10:00:00Z")
	cmd.Flags().IntVar(&limit, "limit", 0, "at most N movements")
	cmd.Flags().Var(run.PathFlag{Path: &expect}, "expect", "hold the journal against the top-ups in a CSV FILE; - is stdin")
	cmd.AddCommand(newActivityShow(a), newActivityMark(a), newActivityRecover(a))
	return a.Does(cmd, func(ctx context.Context, _ []string) error {
		from, err := a.ParseTime("--since", since)
		if err != nil {
			return err
		}
		if limit < 0 {
			return run.Usagef("--limit takes a number from 1 on")
		}
		if expect != "" {
			if limit > 0 || since != "" {
				return run.Usagef("--expect looks at all movements: leave out --limit and --since")
			}
			if a.Flags.Quiet {
				return run.ErrNoIDs
			}
			return a.activityExpected(ctx, expect, reconcile)
		}
		return a.activity(ctx, client.MovementFilter{Since: from, Limit: limit}, reconcile)
	})
}

func newActivityShow(a *command) *cobra.Command {
	return a.Does(&cobra.Command{
		Use:     "show ORDER",
		Short:   "Show one movement with its history",
		Example: "cardwallet activity show CW2ABC",
		Args:    run.Takes("ORDER"),
	}, func(ctx context.Context, args []string) error { return a.showMovement(ctx, args[0]) })
}

func newActivityMark(a *command) *cobra.Command {
	var reason, card string
	cmd := &cobra.Command{
		Use:   "mark ORDER success|failed --reason TEXT",
		Short: "Decide an unknown outcome yourself, after looking at the issuer's dashboard",
		Long: "Decide an unknown outcome yourself. It changes this journal only: no money moves. Look at the issuer's dashboard first, since " +
			"a wrong mark hides a lost or doubled movement. Of a card creation say with --card which card it made, so that it is not taken " +
			"for that of another creation.",
		Example: "cardwallet activity mark CW2ABC success --reason 'seen in the dashboard'\n" +
			"cardwallet activity mark CW2DEF success --reason 'it is in the list' --card ads/card_9",
		Args: run.Takes("ORDER", "success or failed"),
	}
	cmd.Flags().StringVar(&reason, "reason", "", "how you know (required)")
	cmd.Flags().StringVar(&card, "card", "", "the CARD that a card creation made")
	return a.Does(cmd, func(ctx context.Context, args []string) error {
		as := client.MovementStatus(args[1])
		if err := choice.Check(as, client.MovementSucceeded, client.MovementFailed); err != nil {
			return run.Usagef("%q is no outcome: it %w", args[1], err)
		}
		if reason == "" {
			return run.Usagef("say how you know with: --reason TEXT")
		}
		run.Outlast()
		book, err := a.Journal(ctx)
		if err != nil {
			return err
		}
		made, err := a.madeCard(ctx, book, args[0], card)
		if err != nil {
			return err
		}
		m, err := book.Mark(ctx, args[0], as, reason, made)
		if err != nil {
			return err
		}
		a.Changed()
		return a.printMovements(ctx, these(m))
	})
}

// madeCard is the id of the card that a creation made, as a person says: the account of the order must have that card. It is empty where
// the person names none.
func (a *command) madeCard(ctx context.Context, book *run.AuditedJournal, orderID, ref string) (string, error) {
	if ref == "" {
		return "", nil
	}
	rows, err := book.Movements(ctx, client.MovementFilter{OrderID: orderID})
	if err != nil {
		return "", err
	}
	card, _, err := a.FindCard(ctx, ref)
	if err != nil {
		return "", err
	}
	if len(rows) == 1 && rows[0].Profile != card.Profile {
		return "", run.Usagef("order %s is of profile %q, and card %s is not", orderID, rows[0].Profile, card.Key())
	}
	return card.ID, nil
}

// activityExpected holds the movements of the selected profiles against the file.
func (a *command) activityExpected(ctx context.Context, path string, reconcile bool) error {
	all, err := a.readExpected(ctx, path)
	if err != nil {
		return err
	}
	book, err := a.settled(ctx, reconcile)
	if err != nil {
		return err
	}
	named := map[string]bool{}
	for _, e := range all {
		named[e.reference] = true
	}
	var rows []client.Movement
	for m, err := range a.movements(ctx, book, client.MovementFilter{}) {
		if err != nil {
			return err
		}
		if named[m.Reference] {
			rows = append(rows, m)
		}
	}
	return a.expect(ctx, rows, all)
}

// settled gives the journal, after it asked about the movements that are open where reconcile says so.
func (a *command) settled(ctx context.Context, reconcile bool) (*run.AuditedJournal, error) {
	book, err := a.Journal(ctx)
	if err != nil {
		return nil, err
	}
	if reconcile {
		run.Outlast()
		if err := a.reconcile(ctx, book); err != nil {
			return nil, err
		}
		a.Changed()
	} else if err := book.Abreast(ctx); err != nil {
		a.Warn(err)
	}
	return book, nil
}

func (a *command) activity(ctx context.Context, filter client.MovementFilter, reconcile bool) error {
	book, err := a.settled(ctx, reconcile)
	if err != nil {
		return err
	}
	if err := a.printMovements(ctx, a.movements(ctx, book, filter)); !reconcile {
		return err
	}
	open, err := book.Movements(ctx, client.MovementFilter{Unsettled: true})
	if err != nil || len(open) == 0 {
		return err
	}
	if !slices.ContainsFunc(open, func(m client.Movement) bool { return m.Status == client.MovementUnknown }) {
		return fmt.Errorf("%w: the issuers are still at work on %d of the movements\n"+
			"ask again later with: cardwallet activity --reconcile", client.ErrUnknown, len(open))
	}
	return fmt.Errorf("%w: %d of the movements cannot be decided from what the issuers tell\n"+
		"look at the issuer's dashboard, then: cardwallet activity mark ORDER success|failed --reason TEXT",
		client.ErrUnknown, len(open))
}

// reconcile asks the issuers about every open movement of the selected profiles.
func (a *command) reconcile(ctx context.Context, book *run.AuditedJournal) error {
	w, err := a.Wallet(ctx)
	if err != nil {
		return err
	}
	settled, err := book.Settle(ctx, w.Accounts())
	if errors.Is(err, run.ErrBehind) {
		return err // nobody was asked
	}
	for _, m := range settled {
		if m.Reversed() {
			a.Warn(fmt.Errorf("%s of order %s: %s", m.Kind.Noun(), m.OrderID, run.SafeLine(m.Description)))
			continue
		}
		a.Note("order %s is %s", m.OrderID, m.Status)
	}
	if err != nil {
		a.Warn(err)
	}
	return nil
}

func (a *command) showMovement(ctx context.Context, orderID string) error {
	book, err := a.Journal(ctx)
	if err != nil {
		return err
	}
	rows, err := book.Movements(ctx, client.MovementFilter{OrderID: orderID})
	if err != nil {
		return err
	}
	if len(rows) == 0 {
		return fmt.Errorf("no movement has order %q: %w\nlist them with: cardwallet activity", orderID, client.ErrNotFound)
	}
	steps, err := book.History(ctx, orderID)
	if err != nil {
		return err
	}
	if a.Flags.JSON {
		return a.PrintJSON(documents.MovementHistory{Movement: documents.MovementOf(rows[0]), History: documents.HistoryOf(steps)})
	}
	if err := a.printMovements(ctx, these(rows...)); err != nil || a.Flags.Quiet {
		return err
	}
	t := run.Table{Header: []string{"", "", ""}}
	for _, s := range steps {
		t.Add(a.At(s.At), words.OfMovement(s.To).Word, s.Description)
	}
	return a.PrintTable(t)
}
