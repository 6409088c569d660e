package cards

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/shopspring/decimal"
	"github.com/spf13/cobra"

	"cardwallet/client"
	"cardwallet/client/fold"
	"cardwallet/client/plan"
	"cardwallet/cmd/internal/choice"
	"cardwallet/cmd/internal/run"
)

// listFlags say which cards are listed, and how. A card is listed where each flag fits that is given, and a flag where one of its values
// does.
type listFlags struct {
	statuses, holders, types, labels []string
	below, sort, idle                string
	limit                            int
	csv                              bool

	floor    decimal.Decimal // of below
	currency string          // of below; empty for that of each card
	since    time.Time       // of idle
}

// listed is a card with its account and what type and holder are called.
type listed struct {
	client.Card
	account            client.Account
	typeName, holdName string
}

func (c listed) label() string {
	if c.IssuerName == "" || c.Name == c.IssuerName {
		return ""
	}
	return c.Name
}

// orders are the fields that cards can be sorted by. What is not known comes last.
var orders = []order{
	byText("name", func(c listed) string { return fold.Text(c.Name) }),
	{"balance", func(c listed) bool { return c.Balance.Known() }, func(a, b listed) int {
		return cmp.Or(cmp.Compare(a.Balance.Currency, b.Balance.Currency), a.Balance.Amount.Cmp(b.Balance.Amount))
	}},
	{"status", func(listed) bool { return true }, func(a, b listed) int { return plan.CompareStatus(a.Status, b.Status) }},
	byText("profile", func(c listed) string { return c.Profile }),
	byText("id", func(c listed) string { return c.ID }),
	byText("last4", func(c listed) string { return c.Last4 }),
	byText("type", func(c listed) string { return c.TypeID }),
	byText("holder", func(c listed) string { return fold.Text(cmp.Or(c.holdName, c.HolderID)) }),
	{"created", func(c listed) bool { return !c.CreatedAt.IsZero() }, func(a, b listed) int { return a.CreatedAt.Compare(b.CreatedAt) }},
}

// order is how cards are sorted by a field.
type order struct {
	field   string
	known   func(listed) bool
	compare func(a, b listed) int
}

func byText(field string, text func(listed) string) order {
	return order{field, func(c listed) bool { return text(c) != "" }, func(a, b listed) int { return cmp.Compare(text(a), text(b)) }}
}

func fieldsOfOrders() (fields []string) {
	for _, o := range orders {
		fields = append(fields, o.field)
	}
	return fields
}

func (f *listFlags) register(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringSliceVar(&f.statuses, "status", nil, "only cards with the STATUS: "+run.Listed(plan.CardStatuses))
	flags.StringSliceVar(&f.holders, "holder", nil, "only cards of the HOLDER, by id or name")
	flags.StringSliceVar(&f.types, "type", nil, "only cards of the TYPE, by id or name")
	flags.StringSliceVar(&f.labels, "label", nil, "only cards with the LABEL")
	flags.StringVar(&f.below, "balance-below", "", "only cards with less than the AMOUNT, such as 100 or '100 USD'")
	flags.StringVar(&f.idle, "idle", "", "only cards without a payment or another record since TIME: 30d, 24h, 2026-11-21")
	flags.StringVar(&f.sort, "sort", "", "sort by the FIELD, with - before it the other way round: "+run.Listed(fieldsOfOrders()))
	flags.IntVar(&f.limit, "limit", 0, "at most N cards; 0 is all of them")
	flags.BoolVar(&f.csv, "csv", false, "print comma-separated values, with all fields of --json")
}

// check refuses what no card can fit, before anybody is asked.
func (f *listFlags) check(a *run.App, cmd *cobra.Command) error {
	for _, name := range []string{"status", "holder", "type", "label", "balance-below", "idle", "sort"} {
		if flag := cmd.Flags().Lookup(name); flag.Changed && strings.Trim(flag.Value.String(), "[]") == "" {
			return run.Usagef("--%s is empty\nleave it out to list all cards", name)
		}
	}
	for i, status := range f.statuses {
		f.statuses[i] = strings.TrimSpace(status)
		if err := choice.Check(client.CardStatus(f.statuses[i]), plan.CardStatuses...); err != nil {
			return run.Usagef("--status %q: %w", status, err)
		}
	}
	if f.sort != "" {
		if err := choice.Check(strings.TrimPrefix(f.sort, "-"), fieldsOfOrders()...); err != nil {
			return run.Usagef("--sort %q: %w", f.sort, err)
		}
	}
	if f.below != "" {
		fields := strings.Fields(f.below)
		if len(fields) == 2 {
			f.currency = strings.ToUpper(fields[1])
		}
		money, err := client.ParseMoney(f.below, cmp.Or(f.currency, "USD"))
		if err != nil {
			return fmt.Errorf("--balance-below %q: %w", f.below, err)
		}
		f.floor = money.Amount
	}
	switch {
	case f.limit < 0:
		return run.Usagef("--limit must not be negative")
	case f.csv && a.Flags.JSON:
		return run.Usagef("use one of --csv and --json")
	case f.csv && a.Flags.Quiet:
		return run.Usagef("use one of --csv and --quiet")
	}
	var err error
	f.since, err = a.ParseTime("--idle", f.idle)
	return err
}

// needNames reports whether the names of types and holders have to be asked for.
func (f *listFlags) needNames() bool {
	return f.csv || len(f.holders) > 0 || len(f.types) > 0 || strings.HasSuffix(f.sort, "holder")
}

// of selects and sorts the cards. Where all accounts were read, a value that nothing has is refused: it may be misspelled.
// unknown are cards that are left out since their balance is not known.
func (f *listFlags) of(all []listed, n names, complete bool) (out []listed, unknown []string, err error) {
	var holders, types, labels []string
	for _, called := range n {
		for id, name := range called.holders {
			holders = append(holders, id, name)
		}
		for id, name := range called.types {
			types = append(types, id, name)
		}
	}
	for _, c := range all {
		holders, types, labels = append(holders, c.HolderID), append(types, c.TypeID), append(labels, c.label())
	}
	for _, asked := range []struct {
		flag          string
		values, known []string
	}{{"holder", f.holders, holders}, {"type", f.types, types}, {"label", f.labels, labels}} {
		for _, value := range asked.values {
			if complete && !slices.ContainsFunc(asked.known, func(k string) bool { return fold.Same(k, value) }) {
				return nil, nil, run.Usagef("--%s %q: there is no such %s%s", asked.flag, value, asked.flag, fold.DidYouMean(value, asked.known))
			}
		}
	}
	out = slices.DeleteFunc(slices.Clone(all), func(c listed) bool { return !f.fits(c) })
	if f.below != "" {
		for _, c := range out {
			if !c.Balance.Known() {
				unknown = append(unknown, c.Key())
			}
		}
		out = slices.DeleteFunc(out, func(c listed) bool { return !c.Balance.Known() || !f.isBelow(c) })
	}
	if f.sort != "" {
		sortBy(out, f.sort)
	}
	return out, unknown, nil
}

// isBelow reports whether the card's balance, which is known, fits.
func (f *listFlags) isBelow(c listed) bool {
	b := c.Balance
	return (f.currency == "" || b.Currency == f.currency) && b.Amount.LessThan(f.floor) && !client.Near(b.Amount, f.floor)
}

// fits reports whether the card fits the flags about other things than its balance.
func (f *listFlags) fits(c listed) bool {
	one := func(values []string, is ...string) bool {
		return len(values) == 0 || slices.ContainsFunc(values, func(v string) bool {
			return slices.ContainsFunc(is, func(text string) bool { return text != "" && fold.Same(text, v) })
		})
	}
	return one(f.statuses, string(c.Status)) && one(f.holders, c.HolderID, c.holdName) && one(f.types, c.TypeID, c.typeName) &&
		one(f.labels, c.label())
}

// sortBy sorts by a field, with - before it the other way round. Cards that are alike stay in their order.
func sortBy(cards []listed, by string) {
	field, falls := strings.CutPrefix(by, "-")
	o := orders[slices.IndexFunc(orders, func(o order) bool { return o.field == field })]
	slices.SortStableFunc(cards, func(a, b listed) int {
		switch knownA, knownB := o.known(a), o.known(b); {
		case !knownA && !knownB:
			return 0
		case !knownA:
			return 1
		case !knownB:
			return -1
		case falls:
			return o.compare(b, a)
		}
		return o.compare(a, b)
	})
}
