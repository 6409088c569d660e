package records

import (
	"context"
	"fmt"

	"cardwallet/client"
	"cardwallet/client/statement"
	"cardwallet/cmd/internal/run"
	"cardwallet/tui/ui"
)

// printRecords prints the records. With --jsonl they are printed already.
func (a *command) printRecords(ctx context.Context, records []client.Record, f transactionFlags) error {
	switch {
	case f.lines:
		return nil
	case f.csv:
		return run.WriteRecords(a.Out, "csv", records)
	case a.Flags.JSON:
		return run.WriteRecords(a.Out, "json", records)
	}
	t := run.Table{Header: []string{"TIME", "CARD", "TYPE", "MERCHANT", "AMOUNT", "ON THE CARD", "FEE", "STATUS", "ID"}, Right: []int{4, 5, 6}}
	labeled := a.LabeledCards(ctx)
	for _, r := range records {
		card := labeled(client.Card{Profile: r.Profile, ID: r.CardID})
		t.Add(a.At(r.At), card, r.Type, statement.Subject(r), r.Amount.Shown(), r.CardAmount.Shown(), r.Fee.Shown(),
			run.WithWords(r.Status, r.Unreadable), r.ID)
	}
	if err := a.PrintTable(t); err != nil {
		return err
	}
	for _, total := range statement.Totals(records) {
		if _, err := fmt.Fprintln(a.Out, totalWords(total)); err != nil {
			return err
		}
	}
	return nil
}

// totalWords is one line below the table.
func totalWords(t statement.Total) string {
	line := fmt.Sprintf("total %s  out %s  in %s", ui.Safe(t.Currency), t.Out.Digits(), t.In.Digits())
	if !t.Fees.Amount.IsZero() {
		line += "  fees " + t.Fees.Digits()
	}
	if t.NotCounted > 0 {
		line += fmt.Sprintf("  (%d not counted)", t.NotCounted)
	}
	return line
}
