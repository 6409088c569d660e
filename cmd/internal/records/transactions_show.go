package records

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"cardwallet/client"
	"cardwallet/client/statement"
	"cardwallet/client/words"
	"cardwallet/cmd/internal/choice"
	"cardwallet/cmd/internal/documents"
	"cardwallet/cmd/internal/run"
)

func newTransactionsShow(a *command) *cobra.Command {
	var kind client.RecordKind
	cmd := &cobra.Command{
		Use:     "show CARD ID",
		Short:   "Show one record with every field, what it refunds, and what refunds it",
		Example: "cardwallet transactions show fin/WB2025 TX1 --kind authorizations",
		Args:    run.Takes("CARD", "ID"),
	}
	cmd.Flags().Var(choice.Of(&kind, documents.RecordKinds...), "kind", "which LIST: "+run.Listed(documents.RecordKinds))
	return a.Does(cmd, func(ctx context.Context, args []string) error { return a.showRecord(ctx, args[0], args[1], kind) })
}

// showRecord looks for one record and for those that are linked to it.
func (a *command) showRecord(ctx context.Context, ref, id string, kind client.RecordKind) error {
	sources, err := a.sources(ctx, []string{ref}, kind)
	if err != nil {
		return err
	}
	s, found, err := findRecord(ctx, sources, id)
	if client.Readable(err) != nil {
		return err
	}
	if err != nil {
		a.Fail(err)
	}
	if found == nil {
		which := "records of the card"
		if kind != "" {
			which = string(kind)
		}
		return fmt.Errorf("none of the %s has id %q: %w\n"+
			"list them with: cardwallet transactions %s", which, id, client.ErrNotFound, strings.TrimSpace(ref+kindFlag(kind)))
	}
	original, linked, err := linkedTo(ctx, s, *found)
	if err != nil { // the record is shown all the same
		a.Fail(fmt.Errorf("look for what is linked: %w", err))
	}
	if a.Flags.JSON {
		document := documents.LinkedRecord{Record: documents.RecordOf(*found), Linked: documents.List(linked, documents.RecordOf)}
		if original != nil {
			of := documents.RecordOf(*original)
			document.Original = &of
		}
		return a.PrintJSON(document)
	}
	var facts [][2]string
	for _, f := range statement.Facts(*found, a.At) {
		switch {
		case f.Name == "original" && original != nil:
			f.Value = a.linkWords(*original)
		case f.Name == "card":
			f.Value = run.CardCell(s.account, found.CardID)
		}
		facts = append(facts, [2]string{f.Name, f.Value})
	}
	for _, r := range linked {
		facts = append(facts, [2]string{"linked", a.linkWords(r)})
	}
	return a.PrintFactsOf(found.ID, facts)
}

func kindFlag(kind client.RecordKind) string {
	if kind == "" {
		return ""
	}
	return " --kind " + string(kind)
}

// findRecord looks for a record in one list after another. Where none has it, the error says which could not be read.
func findRecord(ctx context.Context, sources []recordSource, id string) (in recordSource, found *client.Record, err error) {
	var odd error
	for _, s := range sources {
		if !strings.Contains(id, " ") { // an id with a blank was made here, and the issuer does not know it
			s.query.ID = id
		}
		same, wrong := matching(ctx, s, 1, func(r client.Record) bool { return r.ID == id })
		if len(same) > 0 {
			return s, &same[0], wrong
		}
		if client.Readable(wrong) != nil {
			err = errors.Join(err, wrong)
		} else {
			odd = cmp.Or(odd, wrong)
		}
	}
	return in, nil, cmp.Or(err, odd)
}

// matching reads the records of a list that keep lets through, until there are as many as most; 0 is all. They are beside the error.
func matching(ctx context.Context, s recordSource, most int, keep func(client.Record) bool) (found []client.Record, err error) {
	pages := statement.NewPages(s.recorder, s.query)
	pages.Wants = most
	for page, err := range pages.All(ctx) {
		if err != nil {
			return found, run.ListError(s.account, err)
		}
		found = append(found, slices.DeleteFunc(page, func(r client.Record) bool { return !keep(r) })...)
		if most > 0 && len(found) >= most {
			return found[:most], pages.Odd.Err()
		}
	}
	return found, pages.Odd.Err()
}

// linkedTo finds the original of a record, and the records that refund or reverse it or are a fee for it.
func linkedTo(ctx context.Context, s recordSource, found client.Record) (original *client.Record, linked []client.Record, err error) {
	kinds, _ := s.recorder.RecordKinds()
	for _, query := range statement.LinkQueries(found, kinds) {
		s.query = query
		limit := 0
		if query.ID != "" {
			limit = 1
		}
		own, wrong := matching(ctx, s, limit, func(r client.Record) bool { ok, _ := statement.Linked(found, r); return ok })
		for _, r := range own {
			if _, is := statement.Linked(found, r); is {
				original = &r
			} else {
				linked = append(linked, r)
			}
		}
		err = errors.Join(err, wrong)
	}
	client.SortRecords(linked)
	return original, linked, err
}

func (a *command) linkWords(r client.Record) string {
	amount, _ := words.Amount(r)
	return fmt.Sprintf("%s %s, %s, %s (%s)", words.Type(r.Kind, r.Type), r.ID, amount, words.StatusAlone(r), a.At(r.At))
}
