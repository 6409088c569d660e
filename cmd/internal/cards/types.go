package cards

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"cardwallet/client"
	"cardwallet/client/plan"
	"cardwallet/client/words"
	"cardwallet/cmd/internal/choice"
	"cardwallet/cmd/internal/run"
)

// typeFilter selects card types; an empty part selects all.
type typeFilter struct {
	organization, country, mode, kind, category string
	available                                   bool
}

func newTypes(a *command) *cobra.Command {
	var f typeFilter
	cmd := &cobra.Command{
		Use:     "types",
		Short:   "Show the card types on offer with fees and limits",
		Example: "cardwallet types --category PURCHASE --available\ncardwallet types show 111001\ncardwallet types compare 111001 111002",
	}
	flags := cmd.Flags()
	flags.Var(choice.Like(&f.organization, "Visa", "MasterCard", "Discover"), "organization", "only those of NAME: Visa, MasterCard, Discover")
	flags.StringVar(&f.country, "country", "", "only those issued in CODE (ISO 3166, two letters)")
	flags.Var(choice.Like(&f.mode, "PREPAID_CARD", "BUDGET_CARD"), "mode", "only MODE: PREPAID_CARD or BUDGET_CARD")
	flags.Var(choice.Like(&f.kind, "Virtual", "Physical"), "type", "only TYPE: Virtual or Physical")
	flags.Var(choice.Like(&f.category, "GIFT", "PURCHASE", "SUBSCRIPTION", "PHYSICAL"), "category",
		"only CATEGORY: GIFT, PURCHASE, SUBSCRIPTION, PHYSICAL")
	flags.BoolVar(&f.available, "available", false, "only those that cards can be created of now")
	cmd.AddCommand(newTypesShow(a), newTypesCompare(a))
	return a.Does(cmd, func(ctx context.Context, _ []string) error { return a.types(ctx, f) })
}

func (f typeFilter) takes(ct client.CardType) bool {
	for _, part := range [][2]string{{f.organization, ct.Organization}, {f.country, ct.Country}, {f.mode, ct.Mode}, {f.kind, ct.Type},
		{f.category, ct.Category}} {
		if part[0] != "" && !strings.EqualFold(part[0], part[1]) {
			return false
		}
	}
	return !f.available || ct.CanOpen
}

func (o offeredType) object() run.Object {
	texts := func(list []string) []string { return append([]string{}, list...) } // never null
	controls := run.Objects(o.SpendingControls, func(c client.SpendingControl) run.Object {
		return run.Object{{"interval", c.Interval}, {"amount", run.Digits(c.Amount)}, {"settable", c.Settable}}
	})
	t := o.TopUp
	return run.Object{{"unreadable", run.Given(o.Unreadable)}, {"profile", o.Profile}, {"issuer", o.issuer}, {"id", o.ID}, {"name", o.Name},
		{"description", o.Description}, {"organization", o.Organization}, {"country", o.Country}, {"mode", o.Mode}, {"type", o.Type},
		{"category", o.Category}, {"bin", o.BIN}, {"online", o.Online}, {"currency", o.Currency}, {"price", run.Digits(o.Price)},
		{"open_min", run.Digits(o.OpenMin)}, {"open_max", run.Digits(o.OpenMax)}, {"balance_retention", run.Digits(o.Retention)},
		{"topup", run.Object{{"min", run.Digits(t.Least())}, {"max", run.Digits(t.Most())}, {"rate_percent", t.Rate.Shift(2).String()},
			{"fixed_fee", client.NewMoney(t.Fixed, t.Currency).Digits()}, {"decimals", t.Decimals}, {"fee_unknown", t.FeeUnknown},
			{"estimated", t.Estimated}, {"refusal", t.Refusal}}},
		{"open_needs_deposit", o.OpenNeedsDeposit}, {"needs_holder", o.NeedsHolder}, {"holder_model", o.HolderModel},
		{"holder_regions", texts(o.HolderRegions)}, {"holder_area_codes", texts(o.HolderAreaCodes)},
		{"max_cards_per_holder", o.MaxCardsPerHolder}, {"supports_mcc", o.SupportsMCC}, {"supports_no_pin_amount", o.SupportsNoPIN},
		{"no_pin_amount_min", run.Digits(o.NoPINAmountMin)}, {"no_pin_amount_max", run.Digits(o.NoPINAmountMax)},
		{"no_pin_amount_default", run.Digits(o.NoPINAmountDefault)}, {"spending_controls", controls}, {"can_open", o.CanOpen},
		{"can_freeze", o.CanFreeze}, {"can_unfreeze", o.CanUnfreeze}, {"estimated", o.Estimated},
		{"supported_merchants", texts(o.Supported)}, {"risky_merchants", texts(o.Risky)}}
}

// offeredType is a card type with the issuer that offers it.
type offeredType struct {
	issuer string
	client.CardType
}

// offers asks every account that has a catalog. If none has, it is an error and no empty table.
func (a *command) offers(ctx context.Context) ([]offeredType, error) {
	answers, err := run.AskThose(ctx, a.App, "card types", func(i client.IssuerFacts) bool { return i.Types }, client.Catalog.CardTypes)
	for _, r := range answers {
		if _, ok := r.Account.Issuer.(client.Catalog); !ok {
			a.Note("%s: %s has no card types to list", r.Account.Profile, client.IssuerName(r.Account.Kind))
		}
	}
	if err != nil {
		return nil, err
	}
	var out []offeredType
	for account, ct := range run.Values(a.App, answers) {
		out = append(out, offeredType{account.Kind, ct})
	}
	return out, nil
}

func (a *command) types(ctx context.Context, f typeFilter) error {
	offers, err := a.offers(ctx)
	if err != nil {
		return err
	}
	t := run.Table{Header: []string{"PROFILE", "TYPE", "NAME", "KIND", "PRICE", "NEW CARD WITH", "TOP-UP", "FEE"}, Right: []int{4}}
	for _, o := range offers {
		if !f.takes(o.CardType) {
			continue
		}
		t.AddBoth(o.object(), o.Profile, o.ID, run.WithWords(o.Name, o.Unreadable), words.Kind(o.CardType),
			o.Price.Shown(), newCardWith(o.CardType), plan.LimitWords(o.TopUp), plan.FeeWords(o.TopUp))
	}
	return a.Print(t)
}

// newCardWith is the initial deposit, or the reason why no new card can be made.
func newCardWith(ct client.CardType) string {
	switch {
	case !ct.Online:
		return "offline"
	case !ct.CanOpen:
		return "not at present"
	}
	return plan.OpenWords(ct)
}
