package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/shopspring/decimal"
	"github.com/spf13/cobra"

	"cardwallet/client"
)

func newTypes(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "types",
		Short: "Show the card types on offer with fees and limits",
		Args:  cobra.NoArgs,
	}
	a.does(cmd, func(ctx context.Context, _ []string) error { return a.types(ctx) })
	return cmd
}

type cardTypeJSON struct {
	Profile      string     `json:"profile"`
	Issuer       string     `json:"issuer"`
	ID           string     `json:"id"`
	Name         string     `json:"name"`
	Description  string     `json:"description"`
	Organization string     `json:"organization"`
	Country      string     `json:"country"`
	Mode         string     `json:"mode"`
	Type         string     `json:"type"`
	Category     string     `json:"category"`
	BIN          string     `json:"bin"`
	Online       bool       `json:"online"`
	Currency     string     `json:"currency"`
	Price        *string    `json:"price"`
	OpenMin      *string    `json:"open_min"`
	OpenMax      *string    `json:"open_max"`
	Retention    *string    `json:"balance_retention"`
	TopUp        *topUpJSON `json:"topup"`
	NeedsHolder  bool       `json:"needs_holder"`
	CanOpen      bool       `json:"can_open"`
	CanFreeze    bool       `json:"can_freeze"`
	CanUnfreeze  bool       `json:"can_unfreeze"`
	Estimated    bool       `json:"estimated"`
	Supported    []string   `json:"supported_merchants"`
	Risky        []string   `json:"risky_merchants"`
}

type topUpJSON struct {
	Min         *string `json:"min"`
	Max         *string `json:"max"`
	RatePercent string  `json:"rate_percent"`
	Fixed       string  `json:"fixed_fee"`
	Decimals    int32   `json:"decimals"`
	FeeUnknown  bool    `json:"fee_unknown"`
	Estimated   bool    `json:"estimated"`
	Refusal     string  `json:"refusal"`
}

func toCardTypeJSON(kind string, ct client.CardType) cardTypeJSON {
	out := cardTypeJSON{
		Profile: ct.Profile, Issuer: kind, ID: ct.ID, Name: ct.Name, Description: ct.Description, Organization: ct.Organization,
		Country: ct.Country, Mode: ct.Mode, Type: ct.Type, Category: ct.Category, BIN: ct.BIN, Online: ct.Online, Currency: ct.Currency,
		Price: digits(ct.Price), OpenMin: digits(ct.OpenMin), OpenMax: digits(ct.OpenMax), Retention: digits(ct.Retention),
		NeedsHolder: ct.NeedsHolder, CanOpen: ct.CanOpen, CanFreeze: ct.CanFreeze, CanUnfreeze: ct.CanUnfreeze, Estimated: ct.Estimated,
		Supported: append([]string{}, ct.Supported...), Risky: append([]string{}, ct.Risky...),
	}
	t := ct.TopUp
	out.TopUp = &topUpJSON{
		Min: limit(t.Min, t.Currency), Max: limit(t.Max, t.Currency), RatePercent: percent(t.Rate), Fixed: client.NewMoney(t.Fixed, t.Currency).Digits(),
		Decimals: t.Decimals, FeeUnknown: t.FeeUnknown, Estimated: t.Estimated, Refusal: t.Refusal,
	}
	return out
}

func limit(d decimal.NullDecimal, currency string) *string {
	if !d.Valid {
		return nil
	}
	return digits(client.NewMoney(d.Decimal, currency))
}

func percent(rate decimal.Decimal) string { return rate.Shift(2).String() }

// types asks every account that has a catalog. Where none has, that is said rather than an empty table shown.
func (a *app) types(ctx context.Context) error {
	w, err := a.wallet(ctx)
	if err != nil {
		return err
	}
	rows := []cardTypeJSON{}
	t := table{header: []string{"PROFILE", "TYPE", "NAME", "KIND", "PRICE", "TOP-UP", "FEE"}, right: []int{4}}
	offered := false
	for _, r := range client.Ask(ctx, w, askTypes) {
		if _, ok := r.Account.Issuer.(client.Catalog); !ok {
			a.note("%s: %s has no card types to list", r.Account.Profile, r.Account.Kind)
			continue
		}
		offered = true
		if r.Err != nil {
			a.fail(r.Err)
			continue
		}
		for _, ct := range r.Value {
			rows = append(rows, toCardTypeJSON(r.Account.Kind, ct))
			t.add(r.Account.Profile, ct.ID, ct.Name, joined(ct.Organization, ct.Type, strings.ToLower(ct.Category)), shown(ct.Price), limits(ct.TopUp), feeWords(ct))
		}
	}
	if !offered {
		return fmt.Errorf("card types are %w", client.ErrUnsupported)
	}
	if a.flags.json {
		return a.printJSON(rows)
	}
	return a.printTable(t)
}

func askTypes(ctx context.Context, account client.Account) ([]client.CardType, error) {
	catalog, ok := account.Issuer.(client.Catalog)
	if !ok {
		return nil, nil
	}
	return catalog.CardTypes(ctx)
}

func joined(parts ...string) string {
	return strings.Join(strings.Fields(strings.Join(parts, " ")), " ")
}

func limits(t client.Terms) string {
	switch {
	case t.Refusal != "":
		return "no"
	case t.Min.Valid && t.Max.Valid:
		return t.Min.Decimal.String() + " to " + client.NewMoney(t.Max.Decimal, t.Currency).String()
	case t.Min.Valid:
		return "from " + client.NewMoney(t.Min.Decimal, t.Currency).String()
	case t.Max.Valid:
		return "to " + client.NewMoney(t.Max.Decimal, t.Currency).String()
	}
	return ""
}

func feeWords(ct client.CardType) string {
	t := ct.TopUp
	if t.FeeUnknown {
		return "in the answer"
	}
	out := percent(t.Rate) + " %"
	if t.Fixed.IsPositive() {
		out += " + " + client.NewMoney(t.Fixed, t.Currency).String()
	}
	if t.Estimated {
		out += " (estimate)"
	}
	return out
}
