package money

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"cardwallet/client"
	"cardwallet/client/holder"
	"cardwallet/cmd/internal/run"
)

func newCardsCreate(a *command) *cobra.Command {
	var card client.NewCard
	cmd := &cobra.Command{
		Use:   "create AMOUNT",
		Short: "Create a card with an initial balance",
		Long: "Create a card with an initial balance, paid from the account's wallet. Name the account with --profile unless only one can " +
			"create cards. FinHub wants --type, and --holder, --account or --card-number where the type needs them (see: cardwallet types); " +
			"Aurex and Linora want --name.\n\n" + unknownWords,
		Example: "cardwallet --profile fin cards create 50.00 --type 111001\ncardwallet --profile ads cards create 100 --name Marketing",
		Args:    run.Takes("AMOUNT"),
	}
	flags := cmd.Flags()
	flags.StringVar(&card.TypeID, "type", "", "card type ID")
	flags.StringVar(&card.Name, "name", "", "NAME of the card")
	flags.StringVar(&card.HolderID, "holder", "", "cardholder ID")
	flags.StringVar(&card.AccountID, "account", "", "shared account ID of a budget card")
	flags.StringVar(&card.CardNumber, "card-number", "", "offline NUMBER printed on a physical card")
	return a.sends(cmd, client.MoveCreate, func(ctx context.Context, args []string, f *moveFlags) (draft, error) {
		return a.draftCreate(ctx, f, card, args[0])
	})
}

func (a *command) draftCreate(ctx context.Context, f *moveFlags, card client.NewCard, text string) (draft, error) {
	account, err := a.only(ctx, client.MoveCreate, "creates cards", "create cards")
	if err != nil {
		return draft{}, err
	}
	if err := a.refused(ctx, account, client.MoveCreate); err != nil {
		return draft{}, err
	}
	p := draft{Account: account, Intent: client.Intent{Kind: client.MoveCreate, New: card, Reference: f.reference}}
	if err := a.findEarlier(ctx, &p); err != nil {
		return p, err
	}
	if p.repeated() {
		return p, a.compareAmount(ctx, &p, text)
	}
	terms, err := account.Terms(ctx, p.Intent)
	if errors.Is(err, client.ErrTerms) {
		err = fmt.Errorf("%s: create the card: %w", account.Profile, err)
	}
	if err != nil {
		return p, err
	}
	named, err := a.newCardNames(ctx, account, card)
	if err != nil {
		return p, err
	}
	p.facts = newCardFacts(card, named)
	err = a.price(ctx, &p, terms, text)
	if err != nil && terms.Refusal != "" {
		err = fmt.Errorf("%w\nsee what is on offer with: cardwallet types", err)
	}
	return p, err
}

// only is the one selected account that has movements of the kind; one and several say so of an account and of accounts.
func (a *command) only(ctx context.Context, kind client.MovementKind, one, several string) (client.Account, error) {
	w, err := a.Wallet(ctx)
	if err != nil {
		return client.Account{}, err
	}
	var names []string
	var account client.Account
	for _, candidate := range w.Accounts() {
		if candidate.Offers(kind) {
			account = candidate
			names = append(names, candidate.Profile)
		}
	}
	switch len(names) {
	case 0:
		return account, run.Usagef("no selected account %s: %w", one, client.ErrUnsupported)
	case 1:
		return account, nil
	}
	return account, run.Usagef("%d accounts %s\nname one of them: --profile %s", len(names), several, strings.Join(names, " or --profile "))
}

// newCardNames says what the ids of a new card stand for, and refuses a holder that no card can be made out to. Where something cannot be
// read, it says so, and the issuer decides.
func (a *command) newCardNames(ctx context.Context, account client.Account, card client.NewCard) (map[string]string, error) {
	names := map[string]string{}
	if catalog, ok := account.Issuer.(client.Catalog); ok && card.TypeID != "" {
		types, err := catalog.CardTypes(ctx)
		if client.Readable(err) != nil {
			a.Note("the type's name is not known: %s", client.FirstLine(err))
		}
		for _, t := range types {
			names[t.ID] = t.Name
		}
	}
	lister, ok := account.Issuer.(client.HolderLister)
	if !ok || card.HolderID == "" {
		return names, nil
	}
	holders, err := lister.Holders(ctx)
	if client.Readable(err) != nil {
		a.Note("whether the holder is approved is not known: %s", client.FirstLine(err))
		return names, nil
	}
	list := "\nlist them with: cardwallet holders, or make one with: " + holder.MakeWith(card.TypeID)
	at := slices.IndexFunc(holders, func(h client.Holder) bool { return h.ID == card.HolderID })
	switch {
	case at < 0 && err != nil, at >= 0 && holders[at].Unreadable.Has("status"):
		a.Note("whether the holder is approved is not known: %s", client.FirstLine(err))
		return names, nil
	case at < 0:
		return nil, fmt.Errorf("%s: create the card: no holder has the id %q: %w%s", account.Profile, card.HolderID, client.ErrNotFound, list)
	case !holders[at].Approved():
		return nil, fmt.Errorf("%s: create the card: %w: the holder %s is %s, cards are made out to approved ones only\n"+
			"follow the review with: cardwallet holders show %s --wait, or make another with: %s", account.Profile, client.ErrTerms,
			card.HolderID, holders[at].Status, card.HolderID, holder.MakeWith(card.TypeID))
	}
	names[card.HolderID] = run.Joined(holders[at].FirstName, holders[at].LastName)
	return names, nil
}

// newCardFacts are what was asked for, with the names of ids.
func newCardFacts(card client.NewCard, names map[string]string) [][2]string {
	facts := [][2]string{{"card", "a new one"}}
	for _, f := range [][2]string{
		{"type", run.Joined(card.TypeID, names[card.TypeID])}, {"name", card.Name}, {"holder", run.Joined(card.HolderID, names[card.HolderID])},
		{"shared", card.AccountID}, {"number", card.CardNumber},
	} {
		if f[1] != "" {
			facts = append(facts, f)
		}
	}
	return facts
}
