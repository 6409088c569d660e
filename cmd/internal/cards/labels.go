package cards

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"cardwallet/client"
	"cardwallet/client/labels"
	"cardwallet/cmd/internal/documents"
	"cardwallet/cmd/internal/rows"
	"cardwallet/cmd/internal/run"
)

func newLabels(a *command) *cobra.Command {
	cmd := &cobra.Command{
		Use:     "labels",
		Short:   "Write the labels of cards down, and read them back",
		Example: "cardwallet labels export > labels.csv\ncardwallet labels import labels.csv",
		Args:    cobra.NoArgs,
	}
	cmd.AddCommand(newLabelsExport(a), newLabelsImport(a))
	return cmd
}

func newLabelsExport(a *command) *cobra.Command {
	return a.Does(&cobra.Command{
		Use:   "export",
		Short: "Print all labels as CSV, or with --json as JSON",
		Long: "Print the labels of this machine, or of the team, as CSV: profile, card_id, label, account. With --profile it prints those of " +
			"these profiles alone. A label of an account that the config does not have stands there without a profile.",
		Example: "cardwallet labels export > labels.csv",
	}, func(ctx context.Context, _ []string) error { return a.exportLabels(ctx) })
}

func newLabelsImport(a *command) *cobra.Command {
	var offline, skip bool
	cmd := &cobra.Command{
		Use:   "import FILE",
		Short: "Set the labels of a file that labels export made, or that you wrote",
		Long: "Set the labels of a CSV file with the columns profile (or account), card_id and label, or of a JSON array with these members; " +
			"- is stdin. All rows are checked before the first label is set, also whether the cards are there. A card that has another label " +
			"gets the file's. Cards that are not in the file keep theirs. Run again, it changes nothing.",
		Example: "cardwallet labels import labels.csv",
		Args:    run.Takes("FILE"),
	}
	cmd.Flags().BoolVar(&offline, "offline", false, "do not ask the issuers whether the cards are there")
	cmd.Flags().BoolVar(&skip, "skip", false, "leave out rows that cannot be used, and set the others")
	return a.Changes(cmd, func(ctx context.Context, args []string) error { return a.importLabels(ctx, args[0], offline, skip) })
}

func (a *command) exportLabels(ctx context.Context) error {
	w, err := a.Wallet(ctx)
	if err != nil {
		return err
	}
	book, err := a.Labels()
	if err != nil {
		return err
	}
	all, err := book.Rows()
	if err != nil {
		return err
	}
	var out []documents.Label
	for _, row := range all {
		account, known := accountWithID(w, row.Account)
		if row.Label == "" || !known && len(a.Flags.Profiles) > 0 {
			continue
		}
		out = append(out, documents.Label{Profile: documents.Text(account.Profile), CardID: row.CardID, Label: row.Label,
			Account: documents.Text(row.Account)})
	}
	switch {
	case a.Flags.JSON:
		return a.PrintJSON(append([]documents.Label{}, out...))
	case a.Flags.Quiet:
		for _, l := range out {
			if l.Profile == nil {
				continue // it is no card of this config
			}
			if err := a.PrintIDs(string(*l.Profile) + "/" + l.CardID); err != nil {
				return err
			}
		}
		return nil
	}
	return documents.WriteCSV(a.Out, out)
}

// accountWithID is the account that labels are kept for under an id.
func accountWithID(w *client.Wallet, id string) (client.Account, bool) {
	accounts := w.Accounts()
	at := slices.IndexFunc(accounts, func(a client.Account) bool {
		return id == a.ID || id == a.NamesID() || slices.Contains(a.FormerIDs, id)
	})
	if at < 0 {
		return client.Account{}, false
	}
	return accounts[at], true
}

// labelRow is a row of the file that can be used.
type labelRow struct {
	rows.Row
	account client.Account
	cardID  string
	label   string
}

func (a *command) importLabels(ctx context.Context, path string, offline, skip bool) error {
	table, err := rows.File(ctx, path, a.In, []string{"card_id", "label"}, []string{"profile", "account"})
	if err != nil {
		return run.Usagef("%w", err)
	}
	w, err := a.Wallet(ctx)
	if err != nil {
		return err
	}
	book, err := a.Labels()
	if err != nil {
		return err
	}
	good, faults := labelRows(w, table)
	before := func(r labelRow) string { return book.Names(r.account.NamesID())[r.cardID].Label }
	if !offline { // a label that is set already is as good as it was, also of a card that is gone
		news := slices.DeleteFunc(slices.Clone(good), func(r labelRow) bool { return before(r) == r.label })
		there, err := cardsThere(ctx, w, news)
		if err != nil {
			return err
		}
		good = slices.DeleteFunc(good, func(r labelRow) bool {
			if there[r.account.Profile+"/"+r.cardID] || before(r) == r.label {
				return false
			}
			faults = append(faults, r.Wrong("card_id", "%s has no card %q", r.account.Profile, r.cardID))
			return true
		})
	}
	if len(faults) > 0 && !skip {
		return run.Usagef("%w\nno label was set; --skip leaves these rows out", errors.Join(faults...))
	}
	out := []documents.ImportedLabel{}
	changed := 0
	for _, r := range good {
		old := before(r)
		if old != r.label {
			if err := book.Set(ctx, r.account.NamesID(), r.cardID, r.label); err != nil {
				a.Fail(err)
				break
			}
			a.Changed()
			changed++
		}
		out = append(out, documents.ImportedLabel{Label: documents.Label{Profile: documents.Text(r.account.Profile), CardID: r.cardID,
			Label: r.label, Account: documents.Text(r.account.NamesID())}, Before: documents.Text(old), Changed: old != r.label})
	}
	if len(faults) > 0 {
		a.Fail(fmt.Errorf("left out: %w", errors.Join(faults...)))
	}
	if a.Flags.JSON {
		return a.PrintJSON(out)
	}
	if a.Flags.Quiet {
		for _, l := range out {
			if err := a.PrintIDs(string(*l.Profile) + "/" + l.CardID); err != nil {
				return err
			}
		}
		return nil
	}
	_, err = fmt.Fprintf(a.Out, "%s set, %d as in the file before\n", run.Plural(changed, "label", "labels"), len(out)-changed)
	return err
}

// labelRows checks the rows without asking anybody.
func labelRows(w *client.Wallet, table []rows.Row) (good []labelRow, faults []error) {
	seen := map[string]bool{}
	for _, row := range table {
		r := labelRow{Row: row, cardID: row.Get("card_id")}
		var err error
		if r.account, err = accountOf(w, row); err != nil {
			faults = append(faults, err)
			continue
		}
		if r.label, err = labels.Clean(row.Get("label")); err == nil && r.label == "" {
			err = errors.New("it is empty; take a label away with: cardwallet cards label CARD --remove")
		}
		key := r.account.Profile + "/" + r.cardID
		switch {
		case r.cardID == "":
			faults = append(faults, row.Wrong("card_id", "it is empty"))
		case err != nil:
			faults = append(faults, row.Wrong("label", "%w", err))
		case seen[key]:
			faults = append(faults, row.Wrong("card_id", "%s has a row already", key))
		default:
			seen[key] = true
			good = append(good, r)
		}
	}
	return good, faults
}

// accountOf is the account of a row. Its id goes before the name of the profile, which can be another account's here.
func accountOf(w *client.Wallet, row rows.Row) (client.Account, error) {
	profile, id := row.Get("profile"), row.Get("account")
	if id != "" {
		if account, ok := accountWithID(w, id); ok {
			return account, nil
		}
		return client.Account{}, row.Wrong("account", "no profile in use has the account %q", id)
	}
	if profile == "" {
		return client.Account{}, row.Wrong("profile", "it is empty")
	}
	account, ok := w.Account(profile)
	if !ok {
		return client.Account{}, row.Wrong("profile", "no profile %q is in use", profile)
	}
	return account, nil
}

// cardsThere asks the accounts of the rows for their cards.
func cardsThere(ctx context.Context, w *client.Wallet, good []labelRow) (map[string]bool, error) {
	there := map[string]bool{}
	var failed error
	for _, r := range client.Ask(ctx, w, func(ctx context.Context, account client.Account) ([]client.Card, error) {
		if !slices.ContainsFunc(good, func(r labelRow) bool { return r.account.Profile == account.Profile }) {
			return nil, nil
		}
		return account.Cards(ctx)
	}) {
		if client.Readable(r.Err) != nil {
			failed = errors.Join(failed, r.Err)
		}
		for _, card := range r.Value {
			there[card.Profile+"/"+card.ID] = true
		}
	}
	return there, failed
}
