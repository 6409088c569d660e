package cards

import (
	"cmp"
	"context"

	"github.com/spf13/cobra"

	"cardwallet/cmd/internal/run"
)

func newBalances(a *command) *cobra.Command {
	return a.Does(&cobra.Command{
		Use:   "balances",
		Short: "Show what each account has outside its cards",
	}, func(ctx context.Context, _ []string) error { return a.balances(ctx) })
}

type fundsJSON struct {
	Profile   string  `json:"profile"`
	Issuer    string  `json:"issuer"`
	ID        string  `json:"id"`
	Name      string  `json:"name"`
	Kind      string  `json:"kind"`
	Currency  string  `json:"currency"`
	Total     *string `json:"total"`
	Available *string `json:"available"`
	Frozen    *string `json:"frozen"`
	Pending   *string `json:"pending"`
	InCards   *string `json:"in_cards"`

	Unreadable string `json:"unreadable,omitempty"` // what decides of it and came in a form that cannot be read
}

func (a *command) balances(ctx context.Context) error {
	w, err := a.Wallet(ctx)
	if err != nil {
		return err
	}
	t := run.Table{Header: []string{"PROFILE", "ACCOUNT", "KIND", "AVAILABLE", "FROZEN", "PENDING", "IN CARDS", "TOTAL"},
		Right: []int{3, 4, 5, 6, 7}}
	for _, r := range w.Funds(ctx) {
		if r.Err != nil {
			a.Fail(r.Err)
		}
		for _, f := range r.Value {
			document := fundsJSON{
				Profile: r.Account.Profile, Issuer: r.Account.Kind, ID: f.ID, Name: f.Name, Kind: string(f.Kind),
				Currency: f.Available.Currency, Total: run.Digits(f.Total), Available: run.Digits(f.Available),
				Frozen: run.Digits(f.Frozen), Pending: run.Digits(f.Pending), InCards: run.Digits(f.InCards), Unreadable: string(f.Unreadable),
			}
			t.AddBoth(document, r.Account.Profile, cmp.Or(f.Name, f.ID), run.WithWords(string(f.Kind), f.Unreadable),
				run.Shown(f.Available), run.Shown(f.Frozen), run.Shown(f.Pending), run.Shown(f.InCards), run.Shown(f.Total))
		}
	}
	return a.Print(t)
}
