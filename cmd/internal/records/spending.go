package records

import (
	"cmp"
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/shopspring/decimal"
	"github.com/spf13/cobra"

	"cardwallet/client"
	"cardwallet/client/statement"
	"cardwallet/cmd/internal/documents"
	"cardwallet/cmd/internal/run"
)

const (
	spendingMost      = 366 // days
	spendingMerchants = 10  // in a table; JSON has all of them
	spendingCells     = 28  // of the longest bar: a line fits into 60 cells
)

func newSpending(a *command) *cobra.Command {
	days := 30
	cmd := &cobra.Command{
		Use:   "spending [CARD]",
		Short: "Show what was spent by day and by merchant",
		Long: "Show what was spent in the last days, by day and by merchant, with a card or with all cards of each selected profile. What " +
			"came back is taken off on the day on which it came; fees stand apart (cardwallet transactions). Aurex and Linora name no " +
			"merchants, and list one card at a time: a whole account takes a request for each of its cards.",
		Example: "cardwallet spending 4242\ncardwallet --profile fin spending --days 7 --json",
		Args:    cobra.MaximumNArgs(1),
	}
	cmd.Flags().IntVar(&days, "days", days, "the last N days, today among them")
	return a.Does(cmd, func(ctx context.Context, args []string) error {
		if days < 1 || days > spendingMost {
			return run.Usagef("--days takes a number from 1 to %d", spendingMost)
		}
		ref := ""
		if len(args) == 1 {
			ref = args[0]
		}
		return a.spending(ctx, ref, days)
	})
}

// accountSpent is what was spent in one currency at one account, or with one card of it.
type accountSpent struct {
	profile, cardID string
	where           string // what the account or the card is called
	*statement.Chart
}

// spending reads what every account that was asked for has, and shows what could be read whole.
func (a *command) spending(ctx context.Context, ref string, days int) error {
	charts := statement.LastDays(a.Now(), days)
	var accounts []client.Account
	cardID := ""
	if ref != "" {
		card, account, err := a.FindCard(ctx, ref)
		if err != nil {
			return err
		}
		accounts, cardID = []client.Account{account}, card.ID
	} else {
		w, err := a.Wallet(ctx)
		if err != nil {
			return err
		}
		accounts = w.Accounts()
	}
	var out []accountSpent
	for _, account := range accounts {
		charts := charts
		if err := readSpending(ctx, account, cardID, &charts); err != nil {
			a.Fail(err)
			if client.Readable(err) != nil {
				continue
			}
		}
		for _, chart := range charts.Sorted() {
			out = append(out, accountSpent{account.Profile, cardID, cmp.Or(run.CardCell(account, cardID), account.Profile), chart})
		}
	}
	if a.Flags.JSON {
		return a.PrintJSON(documents.List(out, accountSpent.document))
	}
	if len(out) == 0 && a.Failure == nil {
		a.Note("nothing was spent since %s", charts.Since.Format(time.DateOnly))
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

// readSpending reads to the end. If client.Readable makes nil of the error, only single records are missing. After any other error the
// charts must not be shown.
func readSpending(ctx context.Context, account client.Account, cardID string, charts *statement.Charts) error {
	reading, err := statement.NewSpendingReading(account, cardID, charts.Since)
	if err != nil {
		return err
	}
	for reading.More() {
		records, err := reading.Next()(ctx)()
		if err != nil {
			return run.ListError(account, err)
		}
		charts.Add(records)
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
