package records

import (
	"context"
	"slices"

	"github.com/spf13/cobra"

	"cardwallet/client/audit"
	"cardwallet/client/journal"
	"cardwallet/cmd/internal/run"
)

func newActivityRecover(a *command) *cobra.Command {
	return a.Does(&cobra.Command{
		Use:   "recover",
		Short: "Take movements back that the audit trail has and the journal lost",
		Long: "Take movements back into the journal that the audit trail beside it has: after the journal was lost or damaged, " +
			"or an older copy was put back. Until then nothing is sent, since what the journal does not know it cannot guard against. What " +
			"had no final " +
			"outcome is unknown then: find out what became of it with --reconcile, or at the issuer. Where there is a newer copy of the journal, " +
			"put that back instead: the trail has no fees, and nothing to compare balances with. No money moves.",
		Example: "cardwallet doctor\ncardwallet activity recover\ncardwallet activity --reconcile",
	}, func(ctx context.Context, _ []string) error { return a.recover(ctx) })
}

func (a *command) recover(ctx context.Context) error {
	dir, err := a.StateDir()
	if err != nil {
		return err
	}
	c, err := a.ConfigOrNone()
	if err != nil {
		return err
	}
	told, err := run.OrdersTold(ctx, audit.New(dir))
	if err != nil {
		return err
	}
	run.Outlast()
	book := a.NewJournal(dir, c)
	a.OnClose(func() { _ = book.Close() })
	var movements []journal.Lost
	for _, o := range told {
		movements = append(movements, o.Movement())
	}
	recovered, err := book.Recover(ctx, movements, "taken over from the audit trail")
	if err != nil {
		return err
	}
	a.Changed()
	if len(recovered) == 0 {
		a.Note("the journal has all that the audit trail knows")
	}
	slices.Reverse(recovered)
	return a.printMovements(ctx, these(recovered...))
}
