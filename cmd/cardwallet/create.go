package main

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"cardwallet/client"
)

func newCardsCreate(a *app) *cobra.Command {
	var f moveFlags
	var card client.NewCard
	cmd := &cobra.Command{
		Use:   "create AMOUNT",
		Short: "Create a card with an initial balance",
		Long: "Create a card with an initial balance, paid from the account's wallet. Name the account with --profile unless only one can\n" +
			"create cards. FinHub wants --type, and --holder, --account or --card-number where the type needs them (see: cardwallet types);\n" +
			"Aurex and Linora want --name.\n\n" +
			"Exit code 7 means that the outcome is not known or not final: money may have moved. Do not repeat it then.",
		Example: "cardwallet --profile fin cards create 50.00 --type 111001\ncardwallet --profile ads cards create 100 --name Marketing",
		Args:    takes("AMOUNT"),
	}
	f.register(cmd)
	flags := cmd.Flags()
	flags.StringVar(&card.TypeID, "type", "", "card type ID")
	flags.StringVar(&card.Name, "name", "", "NAME of the card")
	flags.StringVar(&card.HolderID, "holder", "", "cardholder ID")
	flags.StringVar(&card.AccountID, "account", "", "shared account ID of a budget card")
	flags.StringVar(&card.CardNumber, "card-number", "", "offline NUMBER printed on a physical card")
	a.does(cmd, func(ctx context.Context, args []string) error {
		p, err := a.planCreate(ctx, card, args[0])
		if err != nil {
			return err
		}
		return a.move(ctx, p, f)
	})
	return cmd
}

func (a *app) planCreate(ctx context.Context, card client.NewCard, text string) (plan, error) {
	account, issuer, err := a.creator(ctx)
	if err != nil {
		return plan{}, err
	}
	if err := mayMove(account); err != nil {
		return plan{}, err
	}
	p := plan{account: account, intent: client.Intent{Kind: client.MoveCreate, New: card}, facts: newCardFacts(card)}
	terms, err := issuer.CreateTerms(ctx, card)
	if err != nil {
		return p, err
	}
	if err := p.price(terms, text); err != nil {
		return p, err
	}
	p.wallet = a.walletOf(ctx, account, terms.Currency)
	return p, p.afford()
}

// creator is the one selected account that creates cards.
func (a *app) creator(ctx context.Context) (client.Account, client.Creator, error) {
	w, err := a.wallet(ctx)
	if err != nil {
		return client.Account{}, nil, err
	}
	var names []string
	var account client.Account
	var issuer client.Creator
	for _, candidate := range w.Accounts() {
		if c, ok := candidate.Issuer.(client.Creator); ok {
			account, issuer = candidate, c
			names = append(names, candidate.Profile)
		}
	}
	switch len(names) {
	case 0:
		return account, nil, usagef("no selected account creates cards: %w", client.ErrUnsupported)
	case 1:
		return account, issuer, nil
	}
	return account, nil, usagef("%d accounts create cards\nname one of them: --profile %s", len(names), strings.Join(names, " or --profile "))
}

func newCardFacts(card client.NewCard) [][2]string {
	facts := [][2]string{{"card", "a new one"}}
	for _, f := range [][2]string{
		{"type", card.TypeID}, {"name", card.Name}, {"holder", card.HolderID}, {"shared", card.AccountID}, {"number", card.CardNumber},
	} {
		if f[1] != "" {
			facts = append(facts, f)
		}
	}
	return facts
}
