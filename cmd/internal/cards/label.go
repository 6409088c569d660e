package cards

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"cardwallet/client"
	"cardwallet/client/labels"
	"cardwallet/cmd/internal/run"
)

func newCardsLabel(a *command) *cobra.Command {
	var remove bool
	cmd := &cobra.Command{
		Use:   "label CARD [LABEL]",
		Short: "Call a card what you like",
		Long: "Call a card what you like. The label stands wherever the card is named, and names it in commands. It is kept on this " +
			"machine, or for the whole team where the config names a database of one, and no issuer gets it.",
		Example: "cardwallet cards label fin/WB2025 \"ads march\"\ncardwallet cards label \"ads march\" --remove",
		Args: func(cmd *cobra.Command, args []string) error {
			if remove {
				return run.Takes("CARD")(cmd, args)
			}
			return run.Takes("CARD", "LABEL")(cmd, args)
		},
	}
	cmd.Flags().BoolVar(&remove, "remove", false, "take the label away")
	return a.Changes(cmd, func(ctx context.Context, args []string) error {
		label := ""
		if !remove {
			if label = strings.TrimSpace(args[1]); label == "" {
				return run.Usagef("the label is empty\nto take it away use --remove")
			}
		}
		return a.labelCard(ctx, args[0], label)
	})
}

func (a *command) labelCard(ctx context.Context, ref, label string) error {
	if _, err := labels.Clean(label); err != nil {
		return run.Usagef("%w", err)
	}
	card, account, err := a.FindCard(ctx, ref)
	if err != nil {
		return err
	}
	book, err := a.Labels()
	if err != nil {
		return err
	}
	if err := book.Set(ctx, account.NamesID(), card.ID, label); err != nil {
		return err
	}
	a.Changed()
	card = card.Named(client.CardName{Label: label})
	if a.Flags.JSON {
		return a.PrintJSON(a.named(ctx, account, card))
	}
	return a.PrintFactsOf(card.Key(), [][2]string{{"card", card.Key()}, {"name", card.Name}, {"issuer's name", card.IssuerName}})
}
