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
	var from string
	cmd := &cobra.Command{
		Use:   "create [AMOUNT]",
		Short: "Create a card with an initial balance, or the cards of a file",
		Long: "Create a card with an initial balance, paid from the account's wallet. Name the account with --profile unless only one can " +
			"create cards. FinHub wants --type, and --holder, --account or --card-number where the type needs them (see: cardwallet types); " +
			"Aurex and Linora want --name.\n\n" +
			"With --from each row of a file is a card. Its first row names the columns: " +
			strings.Join(slices.Concat(neededColumns, otherColumns), ", ") + "; reference and amount are needed, and the reference " +
			"makes the row a movement that is made once: the file can be given again. All rows are checked before the first is sent, and " +
			"where one is wrong nothing is sent; with --skip the others are.\n\n" + unknownWords,
		Example: "cardwallet --profile fin cards create 50.00 --type 111001\ncardwallet --profile ads cards create 100 --name Marketing\n" +
			"cardwallet cards create --from new.csv --yes --csv",
	}
	f, flags := register(cmd, client.MoveCreate), cmd.Flags()
	flags.StringVar(&card.TypeID, typeColumn, "", "card type ID")
	flags.StringVar(&card.Name, nameColumn, "", "NAME of the card")
	flags.StringVar(&card.HolderID, holderColumn, "", "cardholder ID")
	flags.StringVar(&card.AccountID, accountColumn, "", "shared account ID of a budget card")
	flags.StringVar(&card.CardNumber, numberColumn, "", "offline NUMBER printed on a physical card")
	flags.Var(run.PathFlag{Path: &from}, "from", "FILE with a card in each row, - for stdin (CSV)")
	flags.BoolVar(&f.skip, "skip", false, skipUsage)
	flags.BoolVar(&f.csv, "csv", false, "with --from: print the outcomes as CSV, with reference and card ID")
	cmd.Args = func(cmd *cobra.Command, args []string) error {
		switch {
		case !flags.Changed("from"):
			return run.Takes("AMOUNT")(cmd, args)
		case len(args) > 0:
			return run.Usagef("with --from the amounts are in the file\nsee: %s --help", cmd.CommandPath())
		}
		return nil
	}
	return a.Changes(cmd, func(ctx context.Context, args []string) error {
		if !flags.Changed("from") {
			if f.csv || f.skip {
				return run.Usagef("--csv and --skip are for the cards of a file: --from FILE")
			}
			p, err := a.draftCreate(ctx, f, card, args[0])
			if err != nil {
				return err
			}
			return a.move(ctx, f, p)
		}
		for _, name := range []string{referenceColumn, typeColumn, nameColumn, holderColumn, accountColumn, numberColumn} {
			if flags.Changed(name) {
				return run.Usagef("with --from --%s is a column of the file", name)
			}
		}
		switch {
		case f.csv && a.Flags.JSON:
			return run.Usagef("use one of --csv and --json")
		case f.csv && a.Flags.Quiet:
			return run.Usagef("use one of --csv and --quiet")
		}
		return a.createFrom(ctx, f, from)
	})
}

func (a *command) draftCreate(ctx context.Context, f *moveFlags, card client.NewCard, text string) (draft, error) {
	account, err := a.only(ctx, client.MoveCreate, "creates cards", "create cards")
	if err != nil {
		return draft{}, err
	}
	return a.draftNew(ctx, f, account, card, text)
}

// draftNew checks a new card of the account. Its errors say which column they are about, as far as that is known.
func (a *command) draftNew(ctx context.Context, f *moveFlags, account client.Account, card client.NewCard, text string) (draft, error) {
	if err := a.refused(ctx, account, client.MoveCreate); err != nil {
		return draft{}, about(profileColumn, err)
	}
	p := draft{Account: account, Intent: client.Intent{Kind: client.MoveCreate, New: card, Reference: f.reference}}
	if err := a.findEarlier(ctx, &p); err != nil {
		return p, about(referenceColumn, err)
	}
	if p.repeated() {
		err := a.compareAmount(ctx, &p, text)
		if errors.Is(err, client.ErrReference) {
			return p, about(referenceColumn, err)
		}
		return p, about(amountColumn, err)
	}
	terms, err := account.Terms(ctx, p.Intent)
	if errors.Is(err, client.ErrTerms) {
		err = about(a.columnOf(ctx, account, card), fmt.Errorf("%s: create the card: %w", account.Profile, err))
	}
	if err != nil {
		return p, err
	}
	named, err := a.newCardNames(ctx, account, card)
	if err != nil {
		return p, about(holderColumn, err)
	}
	p.facts = newCardFacts(card, named)
	err = a.price(ctx, &p, terms, text)
	switch {
	case err == nil:
	case terms.Refusal != "":
		err = about(typeColumn, fmt.Errorf("%w\nsee what is on offer with: cardwallet types", err))
	default:
		err = about(amountColumn, err)
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
	if _, ok := account.Issuer.(client.Catalog); ok && card.TypeID != "" {
		types, err := a.typesOf(ctx, account)
		if client.Readable(err) != nil {
			a.Note("the type's name is not known: %s", client.FirstLine(err))
		}
		for _, t := range types {
			names[t.ID] = t.Name
		}
	}
	if _, ok := account.Issuer.(client.HolderLister); !ok || card.HolderID == "" {
		return names, nil
	}
	holders, err := a.holdersOf(ctx, account)
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

// typesOf reads once which types of cards the account has on offer. Its issuer is a client.Catalog.
func (a *command) typesOf(ctx context.Context, account client.Account) ([]client.CardType, error) {
	return once(&a.types, account.Profile, func() ([]client.CardType, error) { return account.Issuer.(client.Catalog).CardTypes(ctx) })
}

// holdersOf reads once who the account's holders are. Its issuer is a client.HolderLister.
func (a *command) holdersOf(ctx context.Context, account client.Account) ([]client.Holder, error) {
	return once(&a.holders, account.Profile, func() ([]client.Holder, error) { return account.Issuer.(client.HolderLister).Holders(ctx) })
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
