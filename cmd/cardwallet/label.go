package main

import (
	"cmp"
	"context"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"cardwallet/client"
	"cardwallet/client/labels"
)

func newCardsLabel(a *app) *cobra.Command {
	var remove bool
	cmd := &cobra.Command{
		Use:   "label CARD [LABEL]",
		Short: "Call a card what you like, on this machine",
		Long: "Call a card what you like. The label stands wherever the card is named, and names it in commands. It is kept on this " +
			"machine and never sent.",
		Example: "cardwallet cards label fin/WB2025 \"ads march\"\ncardwallet cards label \"ads march\" --remove",
		Args: func(cmd *cobra.Command, args []string) error {
			if remove {
				return takes("CARD")(cmd, args)
			}
			return takes("CARD", "LABEL")(cmd, args)
		},
	}
	cmd.Flags().BoolVar(&remove, "remove", false, "take the label away")
	a.changes(cmd, func(ctx context.Context, args []string) error {
		label := ""
		if !remove {
			if label = strings.TrimSpace(args[1]); label == "" {
				return usagef("the label is empty\nto take it away use --remove")
			}
		}
		return a.labelCard(ctx, args[0], label)
	})
	return cmd
}

func (a *app) labelCard(ctx context.Context, ref, label string) error {
	if _, err := labels.Clean(label); err != nil {
		return usagef("%w", err)
	}
	card, account, err := a.findCard(ctx, ref)
	if err != nil {
		return err
	}
	book, err := a.labels()
	if err != nil {
		return err
	}
	if err := book.Set(ctx, account.NamesID(), card.ID, label); err != nil {
		return err
	}
	a.changed()
	card = card.Named(client.CardName{Label: label})
	if a.flags.json {
		return a.printJSON(toCardJSON(card))
	}
	return a.printFacts([][2]string{{"card", card.Key()}, {"name", card.Name}, {"issuer's name", card.IssuerName}})
}

// labelOf is what the card is called on this machine only.
func labelOf(c client.Card) string {
	if c.IssuerName == "" || c.Name == c.IssuerName {
		return ""
	}
	return c.Name
}

// labeledCards is cardCell for cards of profiles that may not be configured any more.
func (a *app) labeledCards(ctx context.Context) func(profile, id string) string {
	w, err := a.wallet(ctx)
	if err != nil {
		w = client.NewWallet() // what is on this machine is shown all the same
	}
	return func(profile, id string) string {
		account, ok := w.Account(profile)
		if !ok {
			account.Profile = profile
		}
		return cmp.Or(cardCell(account, id), profile+"/")
	}
}

// cardCell names a card as commands take it, with the label that it has on this machine.
func cardCell(account client.Account, id string) string {
	if id == "" {
		return ""
	}
	key := client.Card{Profile: account.Profile, ID: id}.Key()
	if account.Names == nil {
		return key
	}
	if label := account.Names.Names(account.NamesID())[id].Label; label != "" {
		return key + " (" + label + ")"
	}
	return key
}

// keepLast4 notes the last four digits for later lists, where the issuer's have none.
func (a *app) keepLast4(ctx context.Context, account client.Account, cardID, last4 string) error {
	book, err := a.labels()
	if err != nil {
		return err
	}
	return book.Saw(ctx, account.NamesID(), cardID, last4)
}

// labels is the book of labels in the state directory.
func (a *app) labels() (*labels.Book, error) {
	if a.names == nil {
		dir, err := a.stateDir()
		if err != nil {
			return nil, err
		}
		a.names = labels.New(filepath.Join(dir, "labels.json"))
	}
	return a.names, nil
}
