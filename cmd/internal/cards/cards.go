package cards

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"cardwallet/client"
	"cardwallet/cmd/internal/run"
)

func newCards(a *command, changes []*cobra.Command) *cobra.Command {
	cmd := a.Does(&cobra.Command{
		Use:   "cards",
		Short: "List the cards of every account",
	}, func(ctx context.Context, _ []string) error { return a.listCards(ctx) })
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
	cmd.Flags().StringVar(&field, "copy", "", "put one FIELD on your clipboard instead of printing: number, expiry, cvv, url")
	return a.Does(cmd, func(ctx context.Context, args []string) error {
		switch {
		case !cmd.Flags().Changed("copy"):
			return a.showCard(ctx, args[0], reveal)
		case !slices.Contains(run.CopyFields, field):
			return run.Usagef("--copy takes one of %s, not %q", strings.Join(run.CopyFields, ", "), field)
		case reveal || a.Flags.JSON:
			return run.Usagef("--copy prints nothing of the card\nleave out --reveal and --json")
		}
		return a.CopyField(ctx, args[0], field)
	})
}

type CardJSON struct {
	Profile      string           `json:"profile"`
	Issuer       string           `json:"issuer"`
	ID           string           `json:"id"`
	Name         string           `json:"name"`
	Label        string           `json:"label"`
	Status       string           `json:"status"`
	IssuerStatus string           `json:"issuer_status"`
	Balance      *run.BalanceJSON `json:"balance"`
	Last4        string           `json:"last4"`
	Unreadable   string           `json:"unreadable,omitempty"` // what decides of it and came in a form that cannot be read
}

type revealedJSON struct {
	CardJSON
	Used        *run.BalanceJSON `json:"used"`
	TypeID      string           `json:"type_id"`
	BIN         string           `json:"bin"`
	Category    string           `json:"category"`
	HolderID    string           `json:"holder_id"`
	CreatedAt   *run.JsonTime    `json:"created_at"`
	Number      *string          `json:"number,omitempty"`
	Expiry      *string          `json:"expiry,omitempty"`
	CVV         *string          `json:"cvv,omitempty"`
	ActivateURL *string          `json:"activate_url,omitempty"`
	// Odd says what is odd about a value that was opened, by its name here.
	Odd map[string]string `json:"odd,omitempty"`
}

func toCardJSON(c client.Card) CardJSON {
	return CardJSON{
		Profile: c.Profile, Issuer: c.Issuer, ID: c.ID, Name: c.Name, Label: run.LabelOf(c),
		Status: string(c.Status), IssuerStatus: c.IssuerStatus, Balance: run.MoneyJSON(c.Balance), Last4: c.Last4,
		Unreadable: string(c.Unreadable),
	}
}

func (a *command) listCards(ctx context.Context) error {
	w, err := a.Wallet(ctx)
	if err != nil {
		return err
	}
	t := run.Table{Header: []string{"CARD", "NAME", "LAST 4", "STATUS", "BALANCE"}, Right: []int{4}}
	for _, r := range w.Cards(ctx) {
		if r.Err != nil {
			a.Fail(r.Err)
		}
		for _, c := range r.Value { // beside an error about some of them, the others
			t.AddBoth(toCardJSON(c), c.Key(), c.Name, c.Last4, run.WithWords(string(c.Status), c.Unreadable), run.Shown(c.Balance))
		}
	}
	return a.Print(t)
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
	out := revealedJSON{
		CardJSON: toCardJSON(card), Used: run.MoneyJSON(card.Used), TypeID: card.TypeID, BIN: card.BIN, Category: card.Category,
		HolderID:  card.HolderID,
		CreatedAt: run.OptionalTime(card.CreatedAt),
	}
	if reveal {
		opened, failed, err := a.revealInto(ctx, account, card.ID, &out)
		entry := run.FieldsEntry(client.AuditReveal, card, strings.Join(opened, ", "))
		entry.Last4 = out.Last4
		if len(opened) > 0 {
			a.Record(ctx, entry)
		}
		if err != nil {
			entry.Outcome, entry.What = client.AuditFailed, strings.Join(failed, ", ")
			a.Record(ctx, entry)
		}
		if err != nil && len(opened) == 0 {
			return err
		}
	}
	if a.Flags.JSON {
		return a.PrintJSON(out)
	}
	return a.PrintFacts(cardFacts(card, out))
}

// revealInto opens every sensitive field that the card has, and names those that opened and those that did not. Each stands alone: the
// error of one hides no other, and where others opened it is noted as a failure already. The values leave as strings only because they
// are printed next.
func (a *command) revealInto(ctx context.Context, account client.Account, id string, out *revealedJSON) (opened, failed []string,
	err error) {
	details, err := account.Issuer.Details(ctx, id)
	if err != nil {
		return nil, nil, err
	}
	defer details.Wipe()
	var errs []error
	for _, f := range []struct {
		field client.Field
		into  **string
	}{
		{details.Number, &out.Number}, {details.Expiry, &out.Expiry}, {details.CVV, &out.CVV}, {details.ActivateURL, &out.ActivateURL},
	} {
		if !f.field.Present() {
			continue
		}
		name := string(f.field.Kind())
		value, odd, err := f.field.Read(ctx)
		if err != nil {
			failed, errs = append(failed, name), append(errs, fmt.Errorf("%s: reveal the %s: %w", account.Profile, name, err))
			if !client.UnreadableField(err) { // no key: it would be asked for again
				return nil, failed, errs[0]
			}
			continue
		}
		if odd != "" {
			a.tellOdd(name, odd, out)
		}
		if f.field.Kind() == client.FieldPAN {
			out.Last4 = cmp.Or(client.LastFour(value), out.Last4)
		}
		text := value.RevealString()
		value.Wipe()
		*f.into = &text
		opened = append(opened, name)
	}
	if out.Number != nil && out.Last4 != "" {
		if err := a.KeepLast4(ctx, account, id, out.Last4); err != nil {
			a.Warn(err)
		}
	}
	if len(errs) == 0 {
		return opened, nil, nil
	}
	if len(opened) > 0 {
		for _, err := range errs {
			a.Fail(err)
		}
	}
	return opened, failed, errs[0]
}

// tellOdd says what is odd about a value that was opened.
func (a *command) tellOdd(name, odd string, out *revealedJSON) {
	if out.Odd == nil {
		out.Odd = map[string]string{}
	}
	out.Odd[name] = odd
	a.Note("the %s is shown as it came: %s", name, odd)
}

func cardFacts(card client.Card, out revealedJSON) [][2]string {
	status := string(card.Status)
	if !strings.EqualFold(status, card.IssuerStatus) && card.IssuerStatus != "" {
		status += fmt.Sprintf(" (issuer: %s)", card.IssuerStatus)
	}
	status = run.WithWords(status, card.Unreadable)
	facts := [][2]string{
		{"card", card.Key()}, {"name", card.Name}, {"issuer", card.Issuer}, {"status", status},
		{"balance", card.Balance.String()}, {"used", run.Shown(card.Used)}, {"last 4", out.Last4},
		{"bin", card.BIN}, {"category", card.Category}, {"type", card.TypeID}, {"holder", card.HolderID},
	}
	if !card.CreatedAt.IsZero() {
		facts = append(facts, [2]string{"created", card.CreatedAt.Local().Format("2006-01-02 15:04")})
	}
	for _, f := range []struct {
		name  string
		value *string
	}{{"number", out.Number}, {"expiry", out.Expiry}, {"cvv", out.CVV}, {"redeem at", out.ActivateURL}} {
		if f.value != nil {
			facts = append(facts, [2]string{f.name, *f.value})
		}
	}
	return facts
}
