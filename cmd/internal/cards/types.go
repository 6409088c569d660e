package cards

import (
	"context"
	"strings"

	"github.com/shopspring/decimal"
	"github.com/spf13/cobra"

	"cardwallet/client"
	"cardwallet/client/plan"
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
	flags.StringVar(&f.organization, "organization", "", "only those of NAME: Visa, MasterCard, Discover")
	flags.StringVar(&f.country, "country", "", "only those issued in CODE (ISO 3166, two letters)")
	flags.StringVar(&f.mode, "mode", "", "only MODE: PREPAID_CARD or BUDGET_CARD")
	flags.StringVar(&f.kind, "type", "", "only TYPE: Virtual or Physical")
	flags.StringVar(&f.category, "category", "", "only CATEGORY: GIFT, PURCHASE, SUBSCRIPTION, PHYSICAL")
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

type cardTypeJSON struct {
	Unreadable   string     `json:"unreadable,omitempty"` // what decides of it and came in a form that cannot be read
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
	OpenNeeds    bool       `json:"open_needs_deposit"`
	NeedsHolder  bool       `json:"needs_holder"`
	HolderModel  string     `json:"holder_model"`
	HolderFrom   []string   `json:"holder_regions"`
	HolderCodes  []string   `json:"holder_area_codes"`
	MaxCards     int        `json:"max_cards_per_holder"`
	SetsMCC      bool       `json:"supports_mcc"`
	SetsNoPIN    bool       `json:"supports_no_pin_amount"`
	NoPINMin     *string    `json:"no_pin_amount_min"`
	NoPINMax     *string    `json:"no_pin_amount_max"`
	NoPINDefault *string    `json:"no_pin_amount_default"`
	Controls     []ctrlJSON `json:"spending_controls"`
	CanOpen      bool       `json:"can_open"`
	CanFreeze    bool       `json:"can_freeze"`
	CanUnfreeze  bool       `json:"can_unfreeze"`
	Estimated    bool       `json:"estimated"`
	Supported    []string   `json:"supported_merchants"`
	Risky        []string   `json:"risky_merchants"`
}

// ctrlJSON is a spending limit that cards of a type begin with.
type ctrlJSON struct {
	Interval string  `json:"interval"`
	Amount   *string `json:"amount"`
	Settable bool    `json:"settable"`
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
		Unreadable: string(ct.Unreadable), Profile: ct.Profile, Issuer: kind, ID: ct.ID, Name: ct.Name, Description: ct.Description,
		Organization: ct.Organization,
		Country:      ct.Country, Mode: ct.Mode, Type: ct.Type, Category: ct.Category, BIN: ct.BIN, Online: ct.Online, Currency: ct.Currency,
		Price: run.Digits(ct.Price), OpenMin: run.Digits(ct.OpenMin), OpenMax: run.Digits(ct.OpenMax), Retention: run.Digits(ct.Retention),
		NeedsHolder: ct.NeedsHolder, CanOpen: ct.CanOpen, CanFreeze: ct.CanFreeze, CanUnfreeze: ct.CanUnfreeze, Estimated: ct.Estimated,
		Supported: append([]string{}, ct.Supported...), Risky: append([]string{}, ct.Risky...),
		OpenNeeds: ct.OpenNeedsDeposit, HolderModel: ct.HolderModel, HolderFrom: append([]string{}, ct.HolderRegions...),
		HolderCodes: append([]string{}, ct.HolderAreaCodes...), MaxCards: ct.MaxCardsPerHolder, SetsMCC: ct.SupportsMCC,
		SetsNoPIN: ct.SupportsNoPIN,
		NoPINMin:  run.Digits(ct.NoPINAmountMin), NoPINMax: run.Digits(ct.NoPINAmountMax), NoPINDefault: run.Digits(ct.NoPINAmountDefault),
		Controls: []ctrlJSON{},
	}
	for _, c := range ct.SpendingControls {
		out.Controls = append(out.Controls, ctrlJSON{c.Interval, run.Digits(c.Amount), c.Settable})
	}
	t := ct.TopUp
	out.TopUp = &topUpJSON{
		Min: limit(t.Min, t.Currency), Max: limit(t.Max, t.Currency), RatePercent: percent(t.Rate),
		Fixed:    client.NewMoney(t.Fixed, t.Currency).Digits(),
		Decimals: t.Decimals, FeeUnknown: t.FeeUnknown, Estimated: t.Estimated, Refusal: t.Refusal,
	}
	return out
}

func limit(d decimal.NullDecimal, currency string) *string {
	if !d.Valid {
		return nil
	}
	return run.Digits(client.NewMoney(d.Decimal, currency))
}

func percent(rate decimal.Decimal) string { return rate.Shift(2).String() }

// offeredType is a card type with the issuer that offers it.
type offeredType struct {
	issuer string
	client.CardType
}

// offers asks every account that has a catalog. Where none has, that is said rather than an empty table shown.
func (a *command) offers(ctx context.Context) ([]offeredType, error) {
	w, err := a.Wallet(ctx)
	if err != nil {
		return nil, err
	}
	var out []offeredType
	offered := false
	for _, r := range client.Ask(ctx, w, askTypes) {
		if _, ok := r.Account.Issuer.(client.Catalog); !ok {
			a.Note("%s: %s has no card types to list", r.Account.Profile, r.Account.Kind)
			continue
		}
		offered = true
		if r.Err != nil {
			a.Fail(r.Err)
		}
		for _, ct := range r.Value {
			out = append(out, offeredType{r.Account.Kind, ct})
		}
	}
	if !offered {
		return nil, run.NobodyHas("card types", func(i client.IssuerFacts) bool { return i.Types })
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
		t.AddBoth(toCardTypeJSON(o.issuer, o.CardType), o.Profile, o.ID, run.WithWords(o.Name, o.Unreadable), plainKind(o.CardType),
			run.Shown(o.Price), newCardWith(o.CardType), plan.LimitWords(o.TopUp), plan.FeeWords(o.TopUp))
	}
	return a.Print(t)
}

// plainKind is organization, type and category, unless the last two say the same.
func plainKind(ct client.CardType) string {
	category := strings.ToLower(ct.Category)
	if strings.EqualFold(category, ct.Type) {
		category = ""
	}
	return run.Joined(ct.Organization, ct.Type, category)
}

// newCardWith is the initial deposit, or why there can be no new card.
func newCardWith(ct client.CardType) string {
	switch {
	case !ct.Online:
		return "offline"
	case !ct.CanOpen:
		return "not at present"
	}
	return plan.OpenWords(ct)
}

func askTypes(ctx context.Context, account client.Account) ([]client.CardType, error) {
	catalog, ok := account.Issuer.(client.Catalog)
	if !ok {
		return nil, nil
	}
	return catalog.CardTypes(ctx)
}
