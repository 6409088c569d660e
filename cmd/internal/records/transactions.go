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

// transactionFlags are the flags of the command.
type transactionFlags struct {
	kind                   client.RecordKind
	kindType, status, text string
	since, until           string
	limit                  int
	csv, lines             bool
}

func newTransactions(a *command) *cobra.Command {
	var f transactionFlags
	cmd := &cobra.Command{
		Use:   "transactions [CARD]",
		Short: "List what was paid, refunded, done or charged, newest first",
		Long: "List the records that the issuer keeps of a card, or of all cards of the selected profiles.\n\n" +
			"FinHub keeps authorizations, operations (and operations-v1), purchases, fees and 3ds; Aurex and Linora one history " +
			"per card. Without --kind it is the issuer's first. Totals stand below, by currency: what failed, is under way, was verified only, or " +
			"moves no money is not counted, and fees stand apart. One-time passwords are never printed here: see cardwallet otp.",
		Example: "cardwallet transactions 4242 --since 30d\ncardwallet transactions fin/WB2025 --kind operations --json\n" +
			"cardwallet transactions 4242 --csv > march.csv",
		Args: cobra.MaximumNArgs(1),
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
	flags.IntVar(&f.limit, "limit", 100, "at most N records of each account; 0 is all of them")
	flags.BoolVar(&f.csv, "csv", false, "print comma-separated values")
	flags.BoolVar(&f.lines, "jsonl", false, "print one JSON object a line, as pages arrive")
	cmd.AddCommand(newTransactionsShow(a))
	return a.Does(cmd, func(ctx context.Context, args []string) error {
		ref := ""
		if len(args) == 1 {
			ref = args[0]
		}
		return a.transactions(ctx, ref, f)
	})
}

// recordSource is one account and the query to ask it.
type recordSource struct {
	account  client.Account
	recorder client.Recorder
	query    client.RecordQuery
}

// sources finds out which accounts have the records. Without a card it leaves out an account that lists the records of one card at a time,
// and says so.
func (a *command) sources(ctx context.Context, ref string, kind client.RecordKind) ([]recordSource, error) {
	if ref != "" {
		card, account, err := a.FindCard(ctx, ref)
		if err != nil {
			return nil, err
		}
		s, err := sourceOf(account, card.ID, kind)
		return []recordSource{s}, err
	}
	w, err := a.Wallet(ctx)
	if err != nil {
		return nil, err
	}
	var out []recordSource
	var refused error
	var leftOut []string
	for _, account := range w.Accounts() {
		s, err := sourceOf(account, "", kind)
		if err != nil {
			refused = errors.Join(refused, err)
			why, _, _ := strings.Cut(err.Error(), ": "+client.ErrUnsupported.Error())
			leftOut = append(leftOut, why)
			continue
		}
		out = append(out, s)
	}
	if len(out) == 0 {
		return nil, refused
	}
	if len(leftOut) > 0 {
		a.Note("left out: %s", strings.Join(leftOut, "; "))
	}
	return out, nil
}

// sourceOf checks that the account keeps the kind of records. An empty kind is the first that it keeps.
func sourceOf(account client.Account, cardID string, kind client.RecordKind) (recordSource, error) {
	recorder, ok := account.Issuer.(client.Recorder)
	if !ok {
		return recordSource{}, fmt.Errorf("%s: %s keeps no records: %w", account.Profile, client.IssuerName(account.Kind), client.ErrUnsupported)
	}
	kinds, needsCard := recorder.RecordKinds()
	if kind == "" {
		kind = kinds[0]
	}
	switch {
	case !slices.Contains(kinds, kind):
		return recordSource{}, fmt.Errorf("%s: %s keeps no %s: %w\n"+
			"it keeps: %s", account.Profile, client.IssuerName(account.Kind), kind, client.ErrUnsupported, run.Listed(kinds))
	case needsCard && cardID == "":
		return recordSource{}, fmt.Errorf("%s: %s lists records of one card at a time: %w\n"+
			"name a card", account.Profile, client.IssuerName(account.Kind), client.ErrUnsupported)
	}
	return recordSource{account: account, recorder: recorder, query: client.RecordQuery{Kind: kind, CardID: cardID}}, nil
}

func (a *command) transactions(ctx context.Context, ref string, f transactionFlags) error {
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
	sources, err := a.sources(ctx, ref, f.kind)
	if err != nil {
		return err
	}
	var all []client.Record
	for _, s := range sources {
		s.query.Type, s.query.Since, s.query.Until = words.TypeNamed(s.query.Kind, f.kindType), since, until
		own, err := a.recordsOf(ctx, s, f)
		if err != nil {
			a.Fail(err)
		}
		all = append(all, own...)
	}
	client.SortRecords(all)
	return a.printRecords(ctx, all, f)
}

// recordsOf reads the records of one account that the flags select. With --jsonl it prints each page as it arrives, unless it has to read
// on to know the newest.
func (a *command) recordsOf(ctx context.Context, s recordSource, f transactionFlags) ([]client.Record, error) {
	keep := func(r client.Record) bool {
		return statement.HasStatus(r, f.status) && (f.text == "" || statement.Says(r, f.text))
	}
	var own []client.Record
	sorting := false
	more, err := eachPage(ctx, s, f.limit, keep, func(records []client.Record, unordered bool) error {
		if sorting = unordered; f.lines && !unordered {
			return documents.WriteRecords(a.Out, "jsonl", records)
		}
		own = append(own, records...)
		return nil
	})
	if sorting {
		client.SortRecords(own)
		if f.limit > 0 && len(own) > f.limit {
			own, more = own[:f.limit], true
		}
		if f.lines && client.Readable(err) == nil {
			err = cmp.Or(documents.WriteRecords(a.Out, "jsonl", own), err)
		}
	}
	if more && client.Readable(err) == nil {
		a.Note("%s has more %s than the newest %d, which are all that is counted here: --limit 0 reads them all", s.account.Profile,
			recordsWord(s.query.Kind), f.limit)
	}
	return own, err
}

// recordsWord is what a list is called in a sentence.
func recordsWord(kind client.RecordKind) string {
	switch kind {
	case client.RecordHistory:
		return "transactions"
	case client.Record3DS:
		return "3ds records"
	default:
		return string(kind)
	}
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
