package money

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"cardwallet/client"
	"cardwallet/client/plan"
	"cardwallet/cmd/internal/run"
)

func newTopUp(a *command) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "topup CARD... AMOUNT",
		Short: "Move money from the account's wallet to cards",
		Long: "Move money from the account's wallet to cards. It shows amount, fee, total and both balances, asks, and sends once. With --to " +
			"each card gets what it lacks of that amount: a card that has it gets nothing, and one whose type takes no such small amount gets " +
			"the least that it takes. A card is read again before its turn: where it has more meanwhile, nothing is sent to it.\n\n" +
			ofSeveral + "\n\n" + unknownWords,
		Example: "cardwallet topup ads/card_1 100.00\ncardwallet topup ads/card_1 100.00 --yes --json\n" +
			"cardwallet topup ads/card_1 fin/WB2025 --to 100 --skip",
	}
	f := registerMany(cmd, client.MoveTopUp)
	cmd.Flags().Var(given{&f.to}, "to", "top each card up to the AMOUNT, in place of by an amount")
	_ = cmd.Flags().SetAnnotation("to", run.InPlaceOf, []string{"AMOUNT"})
	return a.pays(cmd, f)
}

func newWithdraw(a *command) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "withdraw CARD... AMOUNT",
		Short: "Move money from cards back to the account's wallet (FinHub)",
		Long: "Move money from cards back to the account's wallet. A card keeps what its type wants kept.\n\n" + ofSeveral + "\n\n" +
			unknownWords,
		Example: "cardwallet withdraw fin/WB2025 20.00",
	}
	return a.pays(cmd, registerMany(cmd, client.MoveWithdraw))
}

// pays makes the command move an amount at each of its cards: the last argument, or up to that of --to.
func (a *command) pays(cmd *cobra.Command, f *moveFlags) *cobra.Command {
	cardsOf := func(args []string) []string {
		if f.to != "" {
			return args
		}
		return args[:max(0, len(args)-1)]
	}
	cmd.Args = func(cmd *cobra.Command, args []string) error {
		if len(cardsOf(args)) > 0 {
			return nil
		}
		return run.Usagef("%s takes CARD... and AMOUNT, not %d arguments\nsee: %s --help", cmd.CommandPath(), len(args), cmd.CommandPath())
	}
	return a.sendsMany(cmd, f, cardsOf, func(ctx context.Context, ref string, args []string) (draft, error) {
		return a.draftPayment(ctx, f, ref, args[len(args)-1])
	})
}

// draftPayment finds the card, as it is now, and checks everything that can be checked before anything is sent. What was made before with
// the same reference is not compared with an amount to top up to: that was another one then.
func (a *command) draftPayment(ctx context.Context, f *moveFlags, ref, text string) (draft, error) {
	p, read, err := a.prepare(ctx, f, ref)
	switch {
	case err != nil || p.repeated() && f.to != "":
		return p, err
	case p.repeated():
		return p, a.compareAmount(ctx, &p, text)
	case f.to != "" && read.Terms.Refusal == "":
		if text, err = a.missing(&p, read.Terms, f.to); err != nil || p.enough != "" {
			return p, err
		}
	}
	err = a.price(ctx, &p, read.Terms, text)
	return p, err
}

// missing is what has to be moved onto the card for it to have as much as the text says, as price takes it. It says where a card gets
// more, and notes in the draft where it has enough.
func (a *command) missing(p *draft, terms client.Terms, text string) (string, error) {
	floor, err := client.ParseMoney(text, terms.Currency)
	if err != nil {
		return "", fmt.Errorf("--to %q: %w", text, err)
	}
	card := p.Intent.Card
	p.upTo = floor
	amount, raised := plan.Missing(terms, card.Own(), floor)
	switch {
	case !amount.Known():
		return "", p.refusedByTerms(fmt.Errorf("%w: what the card has of its own is not known, so what it lacks of %s is not either",
			client.ErrTerms, floor))
	case amount.Amount.IsZero():
		p.enough = card.Key() + " has " + card.Balance.String() + ": nothing has to be moved"
	case raised:
		a.Note("%s lacks %s of %s, and gets %s: the least that it takes", card.Key(), floor.Sub(card.Balance), floor, amount)
	}
	return amount.Plain(), nil
}

// errMoreNow is of a card that has more of its own now than in the summary: what it was said to lack would be too much.
var errMoreNow = errors.New("nothing was sent for it")

// stillLacks reads a card that is topped up to an amount again, since others may have done the same while the person was asked, or while
// other cards had their turn. A card that has less now gets what was confirmed.
func stillLacks(ctx context.Context, p draft) error {
	if !p.upTo.Known() {
		return nil
	}
	card := p.Intent.Card
	now, err := p.Account.Card(ctx, card.ID)
	if client.Readable(err) != nil {
		return fmt.Errorf("nothing was sent: %w", err)
	}
	was, is := card.Own(), now.Own()
	if plan.BalanceMoved(card, now) && !is.Amount.LessThan(was.Amount) {
		return fmt.Errorf("%s had %s and has %s now: %w\nask again for what it lacks of %s", card.Key(), was, is, errMoreNow, p.upTo)
	}
	return nil
}

// prepare finds the card, reads what has to be known of a movement on it, and says what is odd or in doubt. Of a movement that was made
// before with the same reference nothing more is read.
func (a *command) prepare(ctx context.Context, f *moveFlags, ref string) (p draft, read plan.Prepared, err error) {
	kind := f.kind
	card, account, err := a.findForMove(ctx, kind, ref)
	if err != nil {
		return p, read, err
	}
	if err := a.refused(ctx, account, kind); err != nil {
		return p, read, err
	}
	p = draftOf(account, f, card)
	if err := a.findEarlier(ctx, &p); err != nil || p.repeated() && kind != client.MoveLimits { // limits are compared with those in force
		return p, read, err
	}
	read, err = plan.Prepare(ctx, account, card, plan.Always(kind))
	if read.Odd != nil {
		a.Note("%s", client.FirstLine(read.Odd)) // it decides nothing of what is asked next
	}
	if read.Refusal() == "" { // what is not possible needs no doubts
		for _, doubt := range read.Doubts {
			a.Note("%s: %s", card.Key(), doubt)
		}
	}
	earlier := p.earlier
	p = draftOf(account, f, read.Card)
	p.earlier = earlier
	return p, read, err
}

func draftOf(account client.Account, f *moveFlags, card client.Card) draft {
	return draft{
		Account: account, Intent: client.Intent{Kind: f.kind, Card: card, Reference: f.reference},
		facts: [][2]string{{"card", run.CardWords(card)}},
	}
}

// everyAccount is every account of the config, also one that is not selected.
func (a *command) everyAccount(ctx context.Context) []client.Account {
	if c, err := a.Config(); err == nil {
		if all, err := a.Connect(c.Profiles, nil); err == nil { // one that is not selected may be set up wrongly
			return all.Accounts()
		}
	}
	w, err := a.Wallet(ctx)
	if err != nil {
		return nil
	}
	return w.Accounts()
}

// refused says why the account makes no movement of the kind at all.
func (a *command) refused(ctx context.Context, account client.Account, kind client.MovementKind) error {
	return plan.Refused(account, kind, func() []client.Account { return a.everyAccount(ctx) })
}
