package cards

import (
	"cmp"
	"context"

	"github.com/spf13/cobra"

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
	w, err := a.Wallet(ctx)
	if err != nil {
		return err
	}
	t := run.Table{Header: []string{"PROFILE", "ACCOUNT", "KIND", "AVAILABLE", "FROZEN", "PENDING", "IN CARDS", "TOTAL"},
		Right: []int{3, 4, 5, 6, 7}}
	for account, f := range run.Values(a.App, w.Funds(ctx)) {
		document := run.Object{{"profile", account.Profile}, {"issuer", account.Kind}, {"id", f.ID}, {"name", f.Name}, {"kind", f.Kind},
			{"currency", f.Available.Currency}, {"total", run.Digits(f.Total)}, {"available", run.Digits(f.Available)},
			{"frozen", run.Digits(f.Frozen)}, {"pending", run.Digits(f.Pending)}, {"in_cards", run.Digits(f.InCards)},
			{"unreadable", run.Given(f.Unreadable)}}
		t.AddBoth(document, account.Profile, cmp.Or(f.Name, f.ID), run.WithWords(string(f.Kind), f.Unreadable),
			f.Available.Shown(), f.Frozen.Shown(), f.Pending.Shown(), f.InCards.Shown(), f.Total.Shown())
	}
	return a.Print(t)
}
