package cards

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"cardwallet/client"
	"cardwallet/client/words"
	"cardwallet/cmd/internal/choice"
	"cardwallet/cmd/internal/documents"
	"cardwallet/cmd/internal/run"
)

func newHolders(a *command) *cobra.Command {
	var status string
	cmd := &cobra.Command{
		Use:     "holders",
		Short:   "List the people that cards can be made out to",
		Example: "cardwallet holders --status approved",
		Long:    "List the cardholders with their status. Cards are made out to approved ones only. FinHub has holders.",
	}
	cmd.Flags().Var(choice.Like(&status, words.HolderStatuses()...), "status",
		"only those with the STATUS: "+run.Listed(words.HolderStatuses())+", or the issuer's own word")
	return a.Does(cmd, func(ctx context.Context, _ []string) error { return a.holders(ctx, status) })
}

func (a *command) holders(ctx context.Context, status string) error {
	holders, err := run.AskThose(ctx, a.App, "holders", func(i client.IssuerFacts) bool { return i.Holders }, client.HolderLister.Holders)
	if err != nil {
		return err
	}
	t := run.Table{Header: []string{"PROFILE", "HOLDER", "NAME", "E-MAIL", "MOBILE", "COUNTRY", "STATUS"}}
	for _, h := range run.Values(a.App, holders) {
		state := words.OfHolder(h)
		if status != "" && !strings.EqualFold(h.Status, status) && !strings.EqualFold(state.Word, status) &&
			!strings.EqualFold(state.Name(), status) {
			continue
		}
		t.AddBoth(documents.HolderOf(h), h.Profile, h.ID, run.Joined(h.FirstName, h.LastName), h.Email, run.Joined(h.AreaCode, h.Mobile),
			h.Country, run.WithWords(state.Alone(), h.Unreadable))
	}
	return a.Print(t)
}
