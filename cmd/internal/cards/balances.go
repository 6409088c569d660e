package cards

import (
	"cmp"
	"context"

	"github.com/spf13/cobra"

	"cardwallet/cmd/internal/documents"
	"cardwallet/cmd/internal/run"
)

func newBalances(a *command) *cobra.Command {
	return a.Does(&cobra.Command{
		Use:     "balances",
		Short:   "Show what each account has outside its cards",
		Example: "cardwallet balances\ncardwallet --profile fin balances --json",
	}, func(ctx context.Context, _ []string) error { return a.balances(ctx) })
}

func (a *command) balances(ctx context.Context) error {
	if a.Flags.Quiet {
		return run.ErrNoIDs
	}
	w, err := a.Wallet(ctx)
	if err != nil {
		return err
	}
	t := run.Table{Header: []string{"PROFILE", "ACCOUNT", "KIND", "AVAILABLE", "FROZEN", "PENDING", "IN CARDS", "TOTAL"},
		Right: []int{3, 4, 5, 6, 7}}
	for account, f := range run.Values(a.App, w.Funds(ctx)) {
		t.AddBoth(documents.BalanceOf(account, f), account.Profile, cmp.Or(f.Name, f.ID), run.WithWords(string(f.Kind), f.Unreadable),
			f.Available.Shown(), f.Frozen.Shown(), f.Pending.Shown(), f.InCards.Shown(), f.Total.Shown())
	}
	return a.Print(t)
}
