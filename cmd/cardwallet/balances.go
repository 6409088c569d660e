package main

import (
	"context"

	"github.com/spf13/cobra"

	"cardwallet/client"
)

func newBalances(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "balances",
		Short: "Show what each account has outside its cards",
		Args:  cobra.NoArgs,
	}
	a.does(cmd, func(ctx context.Context, _ []string) error { return a.balances(ctx) })
	return cmd
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

// digits is an amount for JSON, null when not known.
func digits(m client.Money) *string {
	if !m.Known() {
		return nil
	}
	s := m.Digits()
	return &s
}

func (a *app) balances(ctx context.Context) error {
	w, err := a.wallet(ctx)
	if err != nil {
		return err
	}
	rows := []fundsJSON{}
	t := table{header: []string{"PROFILE", "ACCOUNT", "KIND", "AVAILABLE", "FROZEN", "PENDING", "IN CARDS", "TOTAL"}, right: []int{3, 4, 5, 6, 7}}
	for _, r := range w.Funds(ctx) {
		if r.Err != nil {
			a.fail(r.Err)
		}
		for _, f := range r.Value {
			rows = append(rows, fundsJSON{
				Profile: r.Account.Profile, Issuer: r.Account.Kind, ID: f.ID, Name: f.Name, Kind: string(f.Kind),
				Currency: f.Available.Currency, Total: digits(f.Total), Available: digits(f.Available),
				Frozen: digits(f.Frozen), Pending: digits(f.Pending), InCards: digits(f.InCards), Unreadable: string(f.Unreadable),
			})
			name := f.Name
			if name == "" {
				name = f.ID
			}
			t.add(r.Account.Profile, name, withWords(string(f.Kind), f.Unreadable), shown(f.Available), shown(f.Frozen), shown(f.Pending), shown(f.InCards), shown(f.Total))
		}
	}
	if a.flags.json {
		return a.printJSON(rows)
	}
	return a.printTable(t)
}
