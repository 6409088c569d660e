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

// recordOutput prints records as they come.
type recordOutput interface {
	Add(r client.Record) error
	// End prints what stands below them. Where it is not called, a document is not whole.
	End() error
}

func (a *command) recordOutput(ctx context.Context, f transactionFlags) (recordOutput, error) {
	switch {
	case f.lines:
		return documents.NewRecordWriter(a.Out, "jsonl"), nil
	case f.csv:
		return documents.NewRecordWriter(a.Out, "csv"), nil
	case a.Flags.JSON:
		return documents.NewRecordWriter(a.Out, "json"), nil
	}
	rows, err := a.List(run.Table{Header: []string{"TIME", "CARD", "TYPE", "WHAT", "AMOUNT", "AT MERCHANT", "FEE", "STATUS", "ID"},
		Right: []int{4, 5, 6}, ID: []int{8}})
	return &recordTable{command: a, rows: rows, labeled: a.LabeledCards(ctx), sums: map[client.RecordKind]*statement.Sums{}}, err
}

// recordTable prints records for people, and what they come to.
type recordTable struct {
	*command
	rows    *run.Listing
	labeled func(client.Card) string
	sums    map[client.RecordKind]*statement.Sums
}

// Add prints a record.
func (t *recordTable) Add(r client.Record) error {
	if t.sums[r.Kind] == nil {
		t.sums[r.Kind] = &statement.Sums{}
	}
	t.sums[r.Kind].Add(r)
	card := t.labeled(client.Card{Profile: r.Profile, ID: r.CardID})
	amount, _ := words.Amount(r)
	return t.rows.Add(t.At(r.At), card, words.Type(r.Kind, r.Type), words.What(r), amount, words.AtMerchant(r), r.Fee.Shown(),
		run.WithWords(words.StatusAlone(r), r.Unreadable), r.ID)
}

// End prints what the records of each list come to: a payment of a card and what the wallet paid for one are not added up.
func (t *recordTable) End() error {
	if err := t.rows.End(); err != nil || t.Flags.Quiet {
		return err
	}
	for _, kind := range documents.RecordKinds {
		if t.sums[kind] == nil {
			continue
		}
		for _, total := range t.sums[kind].Totals() {
			if len(t.sums) > 1 && total.Records == 0 && total.Fees.Amount.IsZero() {
				continue // a list in which no money moves
			}
			line := "total  "
			if len(t.sums) > 1 {
				line = "total  " + string(kind) + "  "
			}
			line += total.Words()
			if total.NotCounted > 0 {
				line += fmt.Sprintf(", %d not counted", total.NotCounted)
			}
			if _, err := fmt.Fprintln(t.Out, run.SafeLine(line)); err != nil {
				return err
			}
		}
	}
	return nil
}
