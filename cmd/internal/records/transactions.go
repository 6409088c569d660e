package records

import (
	"context"
	"runtime/debug"
	"slices"

	"github.com/spf13/cobra"

	"cardwallet/client"
	"cardwallet/client/fold"
	"cardwallet/client/statement"
	"cardwallet/client/words"
	"cardwallet/cmd/internal/choice"
	"cardwallet/cmd/internal/documents"
	"cardwallet/cmd/internal/run"
)

// transactionFlags are the flags of the command.
type transactionFlags struct {
	kind                   client.RecordKind
	kindType, status, text string
	since, until           string
	merchant               string
	limit                  int
	csv, lines             bool
}

func newTransactions(a *command) *cobra.Command {
	var f transactionFlags
	cmd := &cobra.Command{
		Use:   "transactions [CARD...]",
		Short: "List what was paid, refunded, done or charged, newest first",
		Long: "List the records that the issuers keep of the cards, or of all cards of the selected profiles.\n\n" +
			"FinHub keeps authorizations, operations (and operations-v1, the same in its older form), purchases, fees and 3ds; Aurex and " +
			"Linora one history per card, which takes a request for each card. Without --kind they are all read, but for the older form. " +
			"All records are printed, however many there are, unless --limit says otherwise. Where a list cannot be read, that is told, and " +
			"the exit code is not 0.\n\n" +
			"Totals stand below, for each list by currency: what failed, is under way, was verified only, or " +
			"moves no money is not counted, and fees stand apart. One-time passwords are never printed here: see cardwallet otp.",
		Example: "cardwallet transactions 4242 --since 30d\ncardwallet transactions fin/WB2025 --kind operations --json\n" +
			"cardwallet transactions --since 24h --csv > yesterday.csv\ncardwallet transactions --merchant 'Taxi' --jsonl",
		Args: cobra.ArbitraryArgs,
	}
	flags := cmd.Flags()
	flags.Var(choice.Of(&f.kind, documents.RecordKinds...), "kind", "which LIST: "+run.Listed(documents.RecordKinds))
	flags.Var(choice.Like(&f.kindType, words.RecordTypes()...), "type",
		"only records of the TYPE: payment, refund, check, top-up, ..., or the issuer's own word")
	flags.Var(choice.Like(&f.status, words.RecordStatuses()...), "status",
		"only records with the STATUS: held, paid, declined, done, ..., or the issuer's own word")
	flags.StringVar(&f.text, "text", "", "only records that say TEXT anywhere")
	flags.StringVar(&f.since, "since", "", "only since TIME: 24h, 30d, 2026-11-21, or 2026-11-21T10:00:00Z")
	flags.StringVar(&f.until, "until", "", "only before TIME")
	flags.StringVar(&f.merchant, "merchant", "", "only records whose merchant has every word of TEXT")
	flags.IntVar(&f.limit, "limit", 0, "only the newest N records; 0 is all of them")
	flags.BoolVar(&f.csv, "csv", false, "print comma-separated values")
	flags.BoolVar(&f.lines, "jsonl", false, "print one JSON object a line, as pages arrive")
	cmd.AddCommand(newTransactionsShow(a))
	return a.Does(cmd, func(ctx context.Context, args []string) error {
		return a.transactions(ctx, args, f)
	})
}

func (a *command) transactions(ctx context.Context, refs []string, f transactionFlags) error {
	since, err := a.ParseTime("--since", f.since)
	if err != nil {
		return err
	}
	until, err := a.ParseTime("--until", f.until)
	if err != nil {
		return err
	}
	switch {
	case f.limit < 0:
		return run.Usagef("--limit takes a number from 1 on, or 0 for all")
	case f.csv && f.lines, f.csv && a.Flags.JSON, f.lines && a.Flags.JSON:
		return run.Usagef("use one of --json, --jsonl and --csv")
	case a.Flags.Quiet && (f.csv || f.lines):
		return run.Usagef("use one of --quiet, --jsonl and --csv")
	}
	sources, err := a.sources(ctx, refs, f.kind)
	if err != nil {
		return err
	}
	sources = slices.DeleteFunc(sources, func(s recordSource) bool { return f.kind == "" && s.elsewhere(f.kindType) })
	for i := range sources {
		q := &sources[i].query
		q.Type, q.Since, q.Until = words.TypeNamed(q.Kind, f.kindType), since, until
	}
	return a.printLists(ctx, sources, f)
}

// spareMemory is after how much growth, in percent, memory is looked through while many records are read: what lives long then is little,
// and all else is free again at once.
const spareMemory = 40

// printLists prints the records that the flags select, as they are read.
func (a *command) printLists(ctx context.Context, sources []recordSource, f transactionFlags) error {
	defer debug.SetGCPercent(debug.SetGCPercent(spareMemory))
	keep := func(r client.Record) bool {
		return statement.HasStatus(r, f.status) && (f.text == "" || statement.Says(r, f.text)) && fold.Has(r.Merchant.Name, f.merchant)
	}
	out, err := a.recordOutput(ctx, f)
	if err != nil {
		return err
	}
	lists := a.lists(sources, f.limit, f.lines && f.limit == 0, keep)
	for r := range lists.records(ctx) {
		if err := out.Add(r); err != nil {
			return err
		}
	}
	if lists.more {
		a.Note("there are more than the newest %d, which are all that is counted here: --limit 0 reads them all", f.limit)
	}
	return out.End()
}
