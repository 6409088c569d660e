package cards

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"cardwallet/client"
	"cardwallet/client/abreast"
	"cardwallet/client/plan"
	"cardwallet/client/words"
	"cardwallet/cmd/internal/choice"
	"cardwallet/cmd/internal/documents"
	"cardwallet/cmd/internal/run"
	"cardwallet/crypto"
)

func newCards(a *command, changes []*cobra.Command) *cobra.Command {
	var f listFlags
	cmd := &cobra.Command{
		Use:   "cards",
		Short: "List the cards of every account",
		Long: "List the cards of every account, or those that the flags say. A flag takes several values, with commas between them or given " +
			"several times: one of them has to fit. Where several flags are given, each has to fit. Where no card fits, nothing is listed; a " +
			"holder, type or label that is not there at all is refused with exit code 2.\n\n" +
			"--idle reads the records of the accounts: a card is idle that has no payment and nothing done with it since then, and was not " +
			"made since then.",
		Example: "cardwallet cards --status active --balance-below 100\ncardwallet cards --holder 'Ana Lima' --csv\n" +
			"cardwallet cards --status active --idle 30d --sort -balance --limit 10",
	}
	f.register(cmd)
	a.Does(cmd, func(ctx context.Context, _ []string) error {
		if err := f.check(a.App, cmd); err != nil {
			return err
		}
		return a.listCards(ctx, &f)
	})
	cmd.AddCommand(append(changes, newCardsShow(a), newCardsLabel(a))...)
	return cmd
}

func newCardsShow(a *command) *cobra.Command {
	var reveal bool
	var field string
	cmd := &cobra.Command{
		Use:   "show CARD",
		Short: "Show one card",
		Long: "Show one card. CARD is its id, profile/id, name or last four digits.\n\n" +
			"With --reveal it also prints number, expiry and CVV, opened on this machine. With --copy one of them goes to your " +
			"clipboard and is not printed.",
		Example: "cardwallet cards show fin/WB2025 --reveal\ncardwallet cards show 4242 --copy cvv",
		Args:    run.Takes("CARD"),
	}
	cmd.Flags().BoolVar(&reveal, "reveal", false, "print number, expiry and CVV")
	cmd.Flags().Var(choice.Of(&field, run.CopyFields...), "copy",
		"put one FIELD on your clipboard instead of printing: "+run.Listed(run.CopyFields))
	return a.Does(cmd, func(ctx context.Context, args []string) error {
		switch {
		case !cmd.Flags().Changed("copy"):
			if reveal && a.Flags.Quiet {
				return run.Usagef("use one of --reveal and --quiet")
			}
			return a.showCard(ctx, args[0], reveal)
		case reveal || a.Flags.JSON:
			return run.Usagef("--copy prints nothing of the card\nleave out --reveal and --json")
		}
		return a.CopyField(ctx, args[0], field)
	})
}

func (a *command) listCards(ctx context.Context, f *listFlags) error {
	w, err := a.Wallet(ctx)
	if err != nil {
		return err
	}
	results := w.Cards(ctx)
	var named names
	if a.Flags.JSON || f.needNames() {
		named = a.namesFor(ctx, results, len(f.types) > 0, len(f.holders) > 0)
	}
	var all []listed
	for account, c := range run.Values(a.App, results) {
		called := named[account.Profile]
		all = append(all, listed{c, account, called.types[c.TypeID], called.holders[c.HolderID]})
	}
	cards, unknown, err := f.of(all, named, a.Failure == nil)
	if err != nil {
		return err
	}
	if len(unknown) > 0 {
		a.Fail(fmt.Errorf("left out, since the balance is not known: %s", strings.Join(unknown, ", ")))
	}
	if f.idle != "" {
		cards = a.onlyIdle(ctx, cards, f.since)
	}
	if f.limit > 0 {
		cards = cards[:min(len(cards), f.limit)]
	}
	if f.csv {
		return documents.WriteCSV(a.Out, documents.List(cards, func(c listed) documents.Card { return named.card(c.account, c.Card) }))
	}
	t := run.Table{Header: []string{"CARD", "NAME", "ENDS", "STATUS", "BALANCE"}, Right: []int{4}, ID: []int{0}}
	for _, c := range cards {
		t.AddBoth(named.card(c.account, c.Card), c.Key(), c.Name, plan.CardEnd(c.Card),
			run.WithWords(words.OfCard(c.Card).Alone(), c.Unreadable), c.Balance.Shown())
	}
	return a.Print(t)
}

// onlyIdle gives the idle ones of the cards, in their order. Those whose records cannot be read are left out, which is told.
func (a *command) onlyIdle(ctx context.Context, cards []listed, since time.Time) []listed {
	of := map[string][]listed{}
	for _, c := range cards {
		of[c.Profile] = append(of[c.Profile], c)
	}
	unused := map[string]bool{}
	for _, r := range client.Ask(ctx, a.Accounts, func(ctx context.Context, account client.Account) (idleCards, error) {
		if len(of[account.Profile]) == 0 {
			return idleCards{}, nil
		}
		return idle(ctx, account, of[account.Profile], since)
	}) {
		for _, fault := range r.Value.faults {
			a.Fail(fault)
		}
		if r.Err != nil {
			a.Fail(r.Err)
		}
		for _, c := range r.Value.cards {
			unused[c.Key()] = true
		}
	}
	return slices.DeleteFunc(cards, func(c listed) bool { return !unused[c.Key()] })
}

func (a *command) showCard(ctx context.Context, ref string, reveal bool) error {
	card, account, err := a.FindCard(ctx, ref)
	if err != nil {
		return err
	}
	// The list may leave out the balance; the card itself has it.
	if card, err = a.ReadCard(ctx, account, card); err != nil {
		return err
	}
	var shown revealed
	if reveal {
		var failed []string
		shown, failed, err = a.reveal(ctx, account, &card)
		entry := run.FieldsEntry(client.AuditReveal, card, strings.Join(shown.kinds, ", "))
		if len(shown.kinds) > 0 {
			a.Record(ctx, entry)
		}
		if err != nil {
			entry.Outcome, entry.What = client.AuditFailed, strings.Join(failed, ", ")
			a.Record(ctx, entry)
		}
		if err != nil && len(shown.kinds) == 0 {
			return err
		}
	}
	switch {
	case a.Flags.JSON && reveal:
		shown.document.Card = a.named(ctx, account, card)
		return a.PrintJSON(shown.document)
	case a.Flags.JSON:
		return a.PrintJSON(a.named(ctx, account, card))
	}
	return a.PrintFactsOf(card.Key(), append(a.cardFacts(card), shown.facts...))
}

// revealed is what was opened of a card. The values are strings only because they are printed next.
type revealed struct {
	kinds    []string // of the values
	document documents.RevealedCard
	facts    [][2]string
}

// reveal opens every sensitive field that the card has, and names those that did not open. A field that does not open hides no other: if
// others opened, its error is told at the end. Afterwards card.Last4 are the last digits of the number.
func (a *command) reveal(ctx context.Context, account client.Account, card *client.Card) (out revealed, failed []string, err error) {
	details, err := account.Issuer.Details(ctx, card.ID)
	if err != nil {
		return out, nil, err
	}
	defer details.Wipe()
	d, odd := &out.document, documents.Odd{}
	type sought struct {
		field       client.Field
		fact        string
		member, odd **string
	}
	fields := slices.DeleteFunc([]sought{
		{details.Number, "number", &d.Number, &odd.Number}, {details.Expiry, "expiry", &d.Expiry, &odd.Expiry},
		{details.CVV, "cvv", &d.CVV, &odd.CVV}, {details.ActivateURL, "redeem at", &d.ActivateURL, &odd.URL},
	}, func(f sought) bool { return !f.field.Present() })
	type opened struct {
		value crypto.Secret
		odd   string
		err   error
	}
	read := make([]opened, len(fields))
	for _, f := range fields {
		if err := f.field.Ready(ctx); err != nil {
			kind := string(f.field.Kind())
			return out, []string{kind}, fmt.Errorf("%s: reveal the %s: %w", account.Profile, kind, err)
		}
	}
	defer func() {
		for _, o := range read {
			o.value.Wipe()
		}
	}()
	_ = abreast.Each(ctx, len(fields), len(fields), func(ctx context.Context, i int) error {
		read[i].value, read[i].odd, read[i].err = fields[i].field.Read(ctx)
		return nil // an error would end the reading of the others
	})
	var errs []error
	for i, f := range fields {
		kind, value, oddity, err := string(f.field.Kind()), read[i].value, read[i].odd, read[i].err
		if err != nil {
			failed, errs = append(failed, kind), append(errs, fmt.Errorf("%s: reveal the %s: %w", account.Profile, kind, err))
			if !client.UnreadableField(err) { // there is no key, which is told once
				return revealed{}, failed, errs[0]
			}
			continue
		}
		if *f.odd = documents.Text(oddity); oddity != "" {
			a.Note("the %s is shown as it came: %s", kind, oddity)
		}
		if f.field.Kind() == client.FieldPAN {
			card.Last4 = cmp.Or(client.LastFour(value), card.Last4)
		}
		text := value.RevealString()
		out.kinds = append(out.kinds, kind)
		*f.member = documents.Text(text)
		out.facts = append(out.facts, [2]string{f.fact, text})
	}
	if odd != (documents.Odd{}) {
		d.Odd = &odd
	}
	if slices.Contains(out.kinds, string(client.FieldPAN)) && card.Last4 != "" {
		if err := account.Note(ctx, *card); err != nil {
			a.Warn(err)
		}
	}
	if len(errs) == 0 {
		return out, nil, nil
	}
	if len(out.kinds) > 0 {
		for _, err := range errs {
			a.Fail(err)
		}
	}
	return out, failed, errs[0]
}

func (a *command) cardFacts(card client.Card) [][2]string {
	state, own := words.OfCard(card).Alone(), card.IssuerStatus
	if strings.EqualFold(own, state) {
		own = ""
	}
	facts := [][2]string{
		{"card", card.Key()}, {"name", card.Name}, {"issuer", client.IssuerName(card.Issuer)},
		{"status", run.WithWords(state, card.Unreadable)}, {"issuer says", own},
		{"balance", card.Balance.String()}, {"used", card.Used.Shown()}, {"last 4", card.Last4},
		{"bin", card.BIN}, {"made for", words.Form(card)}, {"type", card.TypeID}, {"holder", card.HolderID},
	}
	if !card.CreatedAt.IsZero() {
		facts = append(facts, [2]string{"created", a.At(card.CreatedAt)})
	}
	return facts
}
