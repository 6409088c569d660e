package records

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/shopspring/decimal"
	"github.com/spf13/cobra"

	"cardwallet/client"
	"cardwallet/client/fold"
	"cardwallet/client/statement"
	"cardwallet/cmd/internal/choice"
	"cardwallet/cmd/internal/documents"
	"cardwallet/cmd/internal/run"
)

const (
	spendingMost      = 366 // days
	spendingMerchants = 10  // in a table; JSON has all of them
	spendingCells     = 28  // of the longest bar: a line fits into 60 cells
)

// spendingFlags are the flags of the command.
type spendingFlags struct {
	days                   int
	since, until, merchant string
	by                     []string
	csv, lines             bool
}

func newSpending(a *command) *cobra.Command {
	f := spendingFlags{days: 30}
	cmd := &cobra.Command{
		Use:   "spending [CARD...]",
		Short: "Show what was spent by day and by merchant",
		Long: "Show what was spent in the last days, by day and by merchant, with the cards or with all cards of each selected profile. What " +
			"came back is taken off on the day on which it came; fees stand apart (cardwallet transactions). Aurex and Linora name no " +
			"merchants, and list one card at a time: a whole account takes a request for each of its cards.\n\n" +
			"With --by it is split by what you name, over all accounts, with totals by currency.",
		Example: "cardwallet spending 4242\ncardwallet --profile fin spending --days 7 --json\n" +
			"cardwallet spending --by day,card --days 7 --csv\ncardwallet spending --by merchant --since 2026-11-01 --until 2026-12-01",
		Args: cobra.ArbitraryArgs,
	}
	flags := cmd.Flags()
	flags.IntVar(&f.days, "days", f.days, "the last N days, today among them")
	flags.StringVar(&f.since, "since", "", "since TIME: 24h, 30d, 2026-11-21, or 2026-11-21T10:00:00Z")
	flags.StringVar(&f.until, "until", "", "before TIME")
	flags.StringVar(&f.merchant, "merchant", "", "only at merchants that have every word of TEXT")
	flags.StringSliceVar(&f.by, "by", nil, "split it by each PART: "+run.Listed(parts)+"; several with commas between them")
	flags.BoolVar(&f.csv, "csv", false, "with --by: print comma-separated values")
	flags.BoolVar(&f.lines, "jsonl", false, "with --by: print one JSON object a line")
	return a.Does(cmd, func(ctx context.Context, args []string) error {
		since, until, err := a.spendingTime(f, cmd.Flags().Changed("days"))
		if err != nil {
			return err
		}
		targets, err := a.spenders(ctx, args)
		if err != nil {
			return err
		}
		if len(f.by) > 0 {
			return a.spendingBy(ctx, targets, since, until, f)
		}
		return a.spending(ctx, targets, statement.Charts{Since: since, Until: until}, f)
	})
}

// spendingTime checks the flags and says from when until when. Charts begin at a midnight.
func (a *command) spendingTime(f spendingFlags, days bool) (since, until time.Time, err error) {
	if f.days < 1 || f.days > spendingMost {
		return since, until, run.Usagef("--days takes a number from 1 to %d", spendingMost)
	}
	if since, err = a.ParseTime("--since", f.since); err != nil {
		return since, until, err
	}
	if until, err = a.ParseTime("--until", f.until); err != nil {
		return since, until, err
	}
	for _, word := range f.by {
		if err := choice.Check(part(word), parts...); err != nil {
			return since, until, run.Usagef("--by %q: it %w", word, err)
		}
	}
	split, forms := len(f.by) > 0, 0
	for _, on := range []bool{f.csv, f.lines, a.Flags.JSON} {
		if on {
			forms++
		}
	}
	if until.IsZero() {
		until = a.Now()
	}
	switch last := statement.LastDays(until, f.days).Since; {
	case since.IsZero():
		since = last
	case days:
		err = run.Usagef("use one of --days and --since")
	case !split:
		since = statement.LastDays(since, 1).Since
	}
	switch {
	case err != nil:
	case a.Flags.Quiet:
		err = run.ErrNoIDs
	case forms > 1:
		err = run.Usagef("use one of --json, --jsonl and --csv")
	case !split && (f.csv || f.lines):
		err = run.Usagef("--csv and --jsonl need --by, which says what a row is")
	case !since.Before(until):
		err = run.Usagef("there is no time between --since and --until")
	case !split && since.Before(until.AddDate(0, 0, -spendingMost)):
		err = run.Usagef("the chart of days has at most %d\nsplit it with: --by merchant", spendingMost)
	}
	return since, until, err
}

// spender is an account, or one card of it.
type spender struct {
	account client.Account
	cardID  string
	name    string // of the card, as it was found
}

// spenders are the cards that are named, or all accounts.
func (a *command) spenders(ctx context.Context, refs []string) (out []spender, err error) {
	if len(refs) == 0 {
		w, err := a.Wallet(ctx)
		if err != nil {
			return nil, err
		}
		for _, account := range w.Accounts() {
			out = append(out, spender{account: account})
		}
		return out, nil
	}
	named := map[string]bool{}
	for _, ref := range refs {
		card, account, err := a.FindCard(ctx, ref)
		if err != nil {
			return nil, err
		}
		if !named[card.Key()] {
			named[card.Key()] = true
			out = append(out, spender{account, card.ID, card.Name})
		}
	}
	return out, nil
}

// accountSpent is what was spent in one currency at one account, or with one card of it.
type accountSpent struct {
	profile, cardID string
	where           string // what the account or the card is called
	*statement.Chart
}

// spending reads what every account or card that was asked for has, and shows what could be read whole.
func (a *command) spending(ctx context.Context, targets []spender, empty statement.Charts, f spendingFlags) error {
	var out []accountSpent
	for _, s := range targets {
		charts := empty
		err := readSpending(ctx, s, charts.Since, charts.Until, f, charts.Add)
		if err != nil {
			a.Fail(err)
			if client.Readable(err) != nil {
				continue
			}
		}
		for _, chart := range charts.Sorted() {
			out = append(out, accountSpent{s.account.Profile, s.cardID, cmp.Or(run.CardCell(s.account, s.cardID), s.account.Profile), chart})
		}
	}
	if a.Flags.JSON {
		return a.PrintJSON(documents.List(out, accountSpent.document))
	}
	if len(out) == 0 && a.Failure == nil {
		a.Note("nothing was spent since %s", empty.Since.Format(time.DateOnly))
	}
	for i, s := range out {
		if i > 0 {
			fmt.Fprintln(a.Out)
		}
		if err := a.printSpending(s); err != nil {
			return err
		}
	}
	return nil
}

// readSpending reads to the end. If client.Readable makes nil of the error, only single records are missing. After any other error what
// was taken must not be shown. A record that is newer than now counts, unless --until says otherwise: clocks differ.
func readSpending(ctx context.Context, s spender, since, until time.Time, f spendingFlags, take func([]client.Record)) error {
	reading, err := statement.NewSpendingReading(s.account, s.cardID, since)
	if err != nil {
		return err
	}
	for reading.More() {
		records, err := reading.Next()(ctx)()
		if err != nil {
			return run.ListError(s.account, err)
		}
		take(slices.DeleteFunc(records, func(r client.Record) bool {
			return f.until != "" && !r.At.Before(until) || !fold.Has(r.Merchant.Name, f.merchant)
		}))
	}
	return reading.Odd.Err()
}

func (s accountSpent) document() documents.Spending {
	out := documents.Spending{Profile: s.profile, CardID: documents.Text(s.cardID),
		Days: documents.List(s.Days, func(d statement.Spent) documents.DaySpent {
			out := documents.DaySpent{Day: documents.Day(dayWord(d))}
			out.Amount, out.Currency = documents.Own(d.Amount)
			return out
		}),
		Merchants: documents.List(s.Merchants(), func(m statement.Spent) documents.MerchantSpent {
			out := documents.MerchantSpent{Merchant: documents.Text(m.Merchant)}
			out.Amount, out.Currency = documents.Own(m.Amount)
			return out
		})}
	out.Amount, out.Currency = documents.Own(s.Total)
	return out
}

func dayWord(d statement.Spent) string { return d.Day.Format(time.DateOnly) }

func (a *command) printSpending(s accountSpent) error {
	head := fmt.Sprintf("%s  spent %s, %s to %s, refunds taken off", s.where, s.Total, dayWord(s.Days[0]),
		dayWord(s.Days[len(s.Days)-1]))
	if _, err := fmt.Fprintln(a.Out, run.SafeLine(head)); err != nil {
		return err
	}
	if err := a.printBars("DAY", s.Days, dayWord); err != nil {
		return err
	}
	merchants := s.Merchants()
	if len(merchants) == 0 || len(merchants) == 1 && merchants[0].Merchant == "" {
		return nil // the issuer names none
	}
	return a.printBars("MERCHANT", merchants[:min(spendingMerchants, len(merchants))], func(m statement.Spent) string { return m.Merchant })
}

// printBars prints amounts with bars relative to the biggest. What came back has none.
func (a *command) printBars(title string, spent []statement.Spent, name func(statement.Spent) string) error {
	most := decimal.Zero
	for _, s := range spent {
		most = decimal.Max(most, s.Amount.Amount)
	}
	t := run.Table{Header: []string{title, "AMOUNT", ""}, Right: []int{1}}
	for _, s := range spent {
		bar := ""
		if amount := s.Amount.Amount; amount.IsPositive() {
			bar = strings.Repeat("#", max(1, int(amount.Mul(decimal.NewFromInt(spendingCells)).DivRound(most, 0).IntPart())))
		}
		t.Add(name(s), s.Amount.Figures(), bar)
	}
	return a.PrintTable(t)
}
