package records

import (
	"cmp"
	"context"
	"errors"
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
	stream                 bool // print each page as it arrives
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
	f.stream = f.lines && (f.limit == 0 || len(sources) == 1)
	for i := range sources {
		q := &sources[i].query
		q.Type, q.Since, q.Until = words.TypeNamed(q.Kind, f.kindType), since, until
	}
	all, more, err := a.readAll(ctx, sources, f)
	if err != nil {
		return err
	}
	client.SortRecords(all)
	if f.limit > 0 && len(all) > f.limit {
		all, more = all[:f.limit], true
	}
	if more {
		a.Note("there are more than the newest %d, which are all that is counted here: --limit 0 reads them all", f.limit)
	}
	return a.printRecords(ctx, all, f)
}

// readAll reads one list after another; more says that the limit left records out of one. A list that cannot be read is told at the end. If
// its account does not answer at all, the rest of that account is not asked for. err is one of the output.
func (a *command) readAll(ctx context.Context, sources []recordSource, f transactionFlags) (all []client.Record, more bool, err error) {
	silent := map[string]int{} // how many lists of an account are not asked for
	for _, s := range sources {
		if _, is := silent[s.account.Profile]; is {
			silent[s.account.Profile]++
			continue
		}
		own, cut, err := a.recordsOf(ctx, s, f)
		all, more = append(all, own...), more || cut
		if err == nil {
			continue
		}
		if unwritten, ok := errors.AsType[*writeError](err); ok {
			return all, more, unwritten.error
		}
		a.Fail(err)
		if ctx.Err() != nil {
			break
		}
		if errors.Is(err, client.ErrUnreachable) || errors.Is(err, client.ErrRateLimited) || client.BadCredentials(err) {
			silent[s.account.Profile] = 0
		}
	}
	for _, s := range sources {
		if n := silent[s.account.Profile]; n > 0 {
			a.Note("%s: not asked for after that: %s", s.account.Profile, run.Plural(n, "more list", "more lists"))
			delete(silent, s.account.Profile)
		}
	}
	return all, more, nil
}

// writeError is an error of the output. It ends the reading.
type writeError struct{ error }

// Unwrap gives the error inside.
func (e *writeError) Unwrap() error { return e.error }

// recordsOf reads the records of one list that the flags select; more says that it has more than the limit. Where they are streamed it
// prints each page as it arrives, unless it has to read on to know the newest.
func (a *command) recordsOf(ctx context.Context, s recordSource, f transactionFlags) (own []client.Record, more bool, err error) {
	keep := func(r client.Record) bool {
		return statement.HasStatus(r, f.status) && (f.text == "" || statement.Says(r, f.text)) && fold.Has(r.Merchant.Name, f.merchant)
	}
	write := func(records []client.Record) error {
		if err := documents.WriteRecords(a.Out, "jsonl", records); err != nil {
			return &writeError{err}
		}
		return nil
	}
	sorting := false
	more, err = eachPage(ctx, s, f.limit, keep, func(records []client.Record, unordered bool) error {
		if sorting = unordered && f.limit > 0; f.stream && !sorting {
			return write(records)
		}
		own = append(own, records...)
		return nil
	})
	if sorting {
		client.SortRecords(own)
		if len(own) > f.limit {
			own, more = own[:f.limit], true
		}
	}
	if f.stream && client.Readable(err) == nil {
		err = cmp.Or(write(own), err)
		own = nil
	}
	return own, more, err
}

// eachPage reads page after page until the limit is reached, and gives take the records that keep lets through. unordered says that the
// list is in no documented order. Such a list is read beyond the limit until two pages show that it begins with the newest record, and take
// gets all of that. more says that there are more records than take got.
func eachPage(ctx context.Context, s recordSource, limit int, keep func(client.Record) bool,
	take func(records []client.Record, unordered bool) error) (more bool, err error) {
	pages, taken := statement.NewPages(s.recorder, s.query), 0
	for records, err := range pages.All(ctx) {
		if err != nil {
			return more, run.ListError(s.account, err)
		}
		out := slices.DeleteFunc(records, func(r client.Record) bool { return !keep(r) })
		if limit > 0 && !pages.Unordered && len(out) > limit-taken {
			out, more = out[:limit-taken], true
		}
		if taken += len(out); len(out) > 0 {
			if err := take(out, pages.Unordered); err != nil {
				return more, err
			}
		}
		if pages.More && limit > 0 && taken >= limit && (!pages.Unordered || pages.Query.Page > 1 && pages.Sorted) {
			return true, pages.Odd.Err()
		}
	}
	return more, pages.Odd.Err()
}
