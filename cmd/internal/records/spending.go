package records

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/shopspring/decimal"
	"github.com/spf13/cobra"

	"cardwallet/client"
	"cardwallet/client/statement"
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

type daySpentJSON struct {
	Day    string `json:"day"`
	Amount string `json:"amount"`
}

type merchantSpentJSON struct {
	Merchant string `json:"merchant"`
	Amount   string `json:"amount"`
}

// spendingJSON is what was spent in one currency at one account.
type spendingJSON struct {
	Profile   string              `json:"profile"`
	CardID    string              `json:"card_id,omitempty"`
	Currency  string              `json:"currency"`
	Total     string              `json:"total"`
	Days      []daySpentJSON      `json:"days"`
	Merchants []merchantSpentJSON `json:"merchants"`
}

// spending reads what every account that was asked for has, and shows what could be read whole.
func (a *command) spending(ctx context.Context, ref string, days int) error {
	now := a.Now()
	year, month, day := now.Date()
	since := time.Date(year, month, day-days+1, 0, 0, 0, 0, now.Location())
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
	out := []spendingJSON{}
	for _, account := range accounts {
		records, err := spendingRecords(ctx, account, cardID, since)
		if err != nil {
			a.Fail(err)
		}
		for _, total := range statement.Totals(records) {
			if total.Records > 0 {
				out = append(out, spentIn(account.Profile, cardID, total.Currency, records, since, now))
			}
		}
	}
	if a.Flags.JSON {
		return a.PrintJSON(out)
	}
	if len(out) == 0 && a.Failure == nil {
		a.Note("nothing was spent since %s", since.Format(time.DateOnly))
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

// spendingRecords reads FinHub's authorizations, or the history that the others have of each card.
func spendingRecords(ctx context.Context, account client.Account, cardID string, since time.Time) ([]client.Record, error) {
	recorder, ok := account.Issuer.(client.Recorder)
	if !ok {
		return nil, fmt.Errorf("%s: %s keeps no records: %w", account.Profile, account.Kind, client.ErrUnsupported)
	}
	kinds, needsCard := recorder.RecordKinds()
	var odd client.OddRecords // beside what was read
	cards := []string{cardID}
	if cardID == "" && needsCard {
		listed, err := account.Cards(ctx, nil)
		if err = odd.Take(err); err != nil {
			return nil, err
		}
		cards = nil
		for _, card := range listed {
			cards = append(cards, card.ID)
		}
	}
	var records []client.Record
	for _, id := range cards {
		pages := statement.NewPages(recorder, client.RecordQuery{Kind: statement.SpendingKind(kinds), CardID: id, Since: since})
		for page, err := range pages.All(ctx) {
			if err != nil {
				return nil, run.ListError(account, err)
			}
			records = append(records, page...)
		}
		_ = odd.Take(pages.Odd.Err()) // which is of no other kind
	}
	return records, odd.Err()
}

func spentIn(profile, cardID, currency string, records []client.Record, since, until time.Time) spendingJSON {
	out := spendingJSON{Profile: profile, CardID: cardID, Currency: currency, Merchants: []merchantSpentJSON{}}
	total := client.NewMoney(decimal.Zero, currency)
	for _, d := range statement.SpentByDay(records, currency, since, until) {
		total = total.Add(d.Amount)
		out.Days = append(out.Days, daySpentJSON{d.Day.Format(time.DateOnly), d.Amount.Digits()})
	}
	for _, m := range statement.SpentByMerchant(records, currency) {
		out.Merchants = append(out.Merchants, merchantSpentJSON{Merchant: m.Merchant, Amount: m.Amount.Digits()})
	}
	out.Total = total.Digits()
	return out
}

func (a *command) printSpending(s spendingJSON) error {
	where := s.Profile
	if s.CardID != "" {
		where = client.Card{Profile: s.Profile, ID: s.CardID}.Key()
	}
	head := fmt.Sprintf("%s  spent %s %s, %s to %s, refunds taken off", where, s.Total, s.Currency, s.Days[0].Day, s.Days[len(s.Days)-1].Day)
	if _, err := fmt.Fprintln(a.Out, run.SafeLine(head)); err != nil {
		return err
	}
	t := run.Table{Header: []string{"DAY", "AMOUNT", ""}, Right: []int{1}}
	amounts := make([]string, 0, len(s.Days))
	for _, d := range s.Days {
		amounts = append(amounts, d.Amount)
	}
	for i, bar := range spentBars(amounts) {
		t.Add(s.Days[i].Day, s.Days[i].Amount, bar)
	}
	if err := a.PrintTable(t); err != nil {
		return err
	}
	top := s.Merchants[:min(spendingMerchants, len(s.Merchants))]
	if len(top) == 0 || len(top) == 1 && top[0].Merchant == "" {
		return nil // the issuer names none
	}
	t, amounts = run.Table{Header: []string{"MERCHANT", "AMOUNT", ""}, Right: []int{1}}, nil
	for _, m := range top {
		amounts = append(amounts, m.Amount)
	}
	for i, bar := range spentBars(amounts) {
		t.Add(top[i].Merchant, top[i].Amount, bar)
	}
	return a.PrintTable(t)
}

// spentBars draws amounts relative to the biggest. What came back has none.
func spentBars(amounts []string) []string {
	values, most := make([]decimal.Decimal, len(amounts)), decimal.Zero
	for i, text := range amounts {
		values[i], _ = decimal.NewFromString(text) // written by Digits
		most = decimal.Max(most, values[i])
	}
	bars := make([]string, len(amounts))
	for i, v := range values {
		if v.IsPositive() {
			bars[i] = strings.Repeat("#", max(1, int(v.Mul(decimal.NewFromInt(spendingCells)).DivRound(most, 0).IntPart())))
		}
	}
	return bars
}
