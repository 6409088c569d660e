package records

import (
	"context"
	"fmt"

	"cardwallet/client"
	"cardwallet/client/statement"
	"cardwallet/client/words"
	"cardwallet/cmd/internal/documents"
	"cardwallet/cmd/internal/run"
)

// printRecords prints the records, if they are not printed already.
func (a *command) printRecords(ctx context.Context, records []client.Record, f transactionFlags) error {
	switch {
	case f.stream:
		return nil
	case f.lines:
		return documents.WriteRecords(a.Out, "jsonl", records)
	case f.csv:
		return documents.WriteRecords(a.Out, "csv", records)
	case a.Flags.JSON:
		return documents.WriteRecords(a.Out, "json", records)
	}
	t := run.Table{Header: []string{"TIME", "CARD", "TYPE", "WHAT", "AMOUNT", "AT MERCHANT", "FEE", "STATUS", "ID"}, Right: []int{4, 5, 6},
		ID: []int{8}}
	labeled := a.LabeledCards(ctx)
	for _, r := range records {
		card := labeled(client.Card{Profile: r.Profile, ID: r.CardID})
		amount, _ := words.Amount(r)
		t.Add(a.At(r.At), card, words.Type(r.Kind, r.Type), words.What(r), amount, words.AtMerchant(r), r.Fee.Shown(),
			run.WithWords(words.StatusAlone(r), r.Unreadable), r.ID)
	}
	if err := a.PrintTable(t); err != nil || a.Flags.Quiet {
		return err
	}
	return a.printTotals(records)
}

// printTotals prints what the records of each list come to: a payment of a card and what the wallet paid for one are not added up.
func (a *command) printTotals(records []client.Record) error {
	lists := map[client.RecordKind][]client.Record{}
	for _, r := range records {
		lists[r.Kind] = append(lists[r.Kind], r)
	}
	for _, kind := range documents.RecordKinds {
		for _, total := range statement.Totals(lists[kind]) {
			if len(lists) > 1 && total.Records == 0 && total.Fees.Amount.IsZero() {
				continue // a list in which no money moves
			}
			line := "total  "
			if len(lists) > 1 {
				line = "total  " + string(kind) + "  "
			}
			line += total.Words()
			if total.NotCounted > 0 {
				line += fmt.Sprintf(", %d not counted", total.NotCounted)
			}
			if _, err := fmt.Fprintln(a.Out, run.SafeLine(line)); err != nil {
				return err
			}
		}
	}
	return nil
}
