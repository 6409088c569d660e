package main

import (
	"context"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"cardwallet/client"
	"cardwallet/client/audit"
	"cardwallet/client/journal"
)

func newActivityRecover(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "recover",
		Short: "Take movements back that the audit trail has and the journal lost",
		Long: "Take movements back into the journal that the audit trail beside it has: after the journal was lost or damaged, or an older copy " +
			"was put back. Until then nothing is sent, since what the journal does not know it cannot guard against. What had no final " +
			"outcome is unknown then: find out what became of it with --reconcile, or at the issuer. Where there is a newer copy of the journal, " +
			"put that back instead: the trail has no fees, and nothing to compare balances with. No money moves.",
		Example: "cardwallet doctor\ncardwallet activity recover\ncardwallet activity --reconcile",
		Args:    cobra.NoArgs,
	}
	a.does(cmd, func(ctx context.Context, _ []string) error { return a.recover(ctx) })
	return cmd
}

func (a *app) recover(ctx context.Context) error {
	dir, err := a.stateDir()
	if err != nil {
		return err
	}
	told, err := ordersTold(ctx, audit.New(dir))
	if err != nil {
		return err
	}
	outlast()
	book := newJournal(filepath.Join(dir, "journal.db"), nil)
	a.onClose(func() { _ = book.Close() })
	var movements []journal.Lost
	for _, o := range told {
		movements = append(movements, o.movement())
	}
	recovered, err := book.Recover(ctx, movements, "taken over from the audit trail")
	if err != nil {
		return err
	}
	a.changed()
	if len(recovered) == 0 {
		a.note("the journal has all that the audit trail knows")
	}
	slices.Reverse(recovered)
	return a.printMovements(ctx, recovered)
}

// orderTold is what the trail tells of one order.
type orderTold struct {
	first, last client.AuditEntry
	cardID      string // of a creation it comes later
}

// ordersTold reads the whole trail and gives its orders, oldest first. A line that was changed tells nothing.
func ordersTold(ctx context.Context, trail *audit.Trail) ([]*orderTold, error) {
	byID := map[string]*orderTold{}
	var told []*orderTold
	_, err := trail.Read(ctx, func(e audit.Entry) {
		if e.Changed || !concerns(e.AuditEntry) {
			return
		}
		o := byID[e.OrderID]
		if o == nil {
			o = &orderTold{first: e.AuditEntry}
			byID[e.OrderID], told = o, append(told, o)
		}
		o.last = e.AuditEntry
		if e.CardID != "" {
			o.cardID = e.CardID
		}
	})
	return told, err
}

// movement is the order as a row of the journal, as far as the trail knows it.
func (o *orderTold) movement() journal.Lost {
	m := client.Movement{
		OrderID: o.first.OrderID, Profile: o.first.Profile, CardID: o.cardID, Kind: client.MovementKind(o.first.What),
		Status: client.MovementStatus(o.last.Outcome), CreatedAt: o.first.At,
	}
	if amount, currency, ok := strings.Cut(o.first.Detail, " "); ok {
		m.Amount, _ = client.ParseMoneyOrZero(amount, currency) // not known where it cannot be read
	}
	return journal.Lost{Movement: m, Account: o.first.Account}
}
