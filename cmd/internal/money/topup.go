package money

import (
	"context"

	"github.com/spf13/cobra"

	"cardwallet/client"
	"cardwallet/client/plan"
	"cardwallet/cmd/internal/run"
)

func newTopUp(a *command) *cobra.Command {
	return a.sends(&cobra.Command{
		Use:   "topup CARD AMOUNT",
		Short: "Move money from the account's wallet to a card",
		Long: "Move money from the account's wallet to a card. It shows amount, fee, total and both balances, asks, and sends once.\n\n" +
			unknownWords,
		Example: "cardwallet topup ads/card_1 100.00\ncardwallet topup ads/card_1 100.00 --yes --json",
		Args:    run.Takes("CARD", "AMOUNT"),
	}, client.MoveTopUp, a.draftPayment)
}

func newWithdraw(a *command) *cobra.Command {
	return a.sends(&cobra.Command{
		Use:     "withdraw CARD AMOUNT",
		Short:   "Move money from a card back to the account's wallet (FinHub)",
		Long:    "Move money from a card back to the account's wallet. The card keeps what its type wants kept.\n\n" + unknownWords,
		Example: "cardwallet withdraw fin/WB2025 20.00",
		Args:    run.Takes("CARD", "AMOUNT"),
	}, client.MoveWithdraw, a.draftPayment)
}

// draftPayment finds the card, as it is now, and checks everything that can be checked before anything is sent.
func (a *command) draftPayment(ctx context.Context, args []string, f *moveFlags) (draft, error) {
	p, read, err := a.prepare(ctx, f, args[0])
	if err != nil {
		return p, err
	}
	if p.repeated() {
		return p, a.compareAmount(ctx, &p, args[1])
	}
	err = a.price(ctx, &p, read.Terms, args[1])
	return p, err
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
