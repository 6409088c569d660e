package cards

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"cardwallet/client"
	"cardwallet/client/plan"
	"cardwallet/client/words"
	"cardwallet/cmd/internal/choice"
	"cardwallet/cmd/internal/documents"
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

// offeredType is a card type with the issuer that offers it.
type offeredType struct {
	issuer string
	client.CardType
}

func (o offeredType) document() documents.CardType { return documents.TypeOf(o.issuer, o.CardType) }

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
	t := run.Table{Header: []string{"PROFILE", "TYPE", "NAME", "KIND", "PRICE", "NEW CARD WITH", "TOP-UP", "FEE"}, Right: []int{4},
		ID: []int{0, 1}}
	for _, o := range offers {
		if !f.takes(o.CardType) {
			continue
		}
		t.AddBoth(o.document(), o.Profile, o.ID, run.WithWords(o.Name, o.Unreadable), words.Kind(o.CardType),
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
