package money

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"cardwallet/client"
	"cardwallet/client/plan"
	"cardwallet/cmd/internal/run"
)

func newTopUp(a *command) *cobra.Command {
	var f moveFlags
	cmd := &cobra.Command{
		Use:   "topup CARD AMOUNT",
		Short: "Move money from the account's wallet to a card",
		Long: "Move money from the account's wallet to a card. It shows amount, fee, total and both balances, asks, and sends once.\n\n" +
			"Exit code 7 means that the outcome is not known or not final: money may have moved. Do not repeat it then.",
		Example: "cardwallet topup ads/card_1 100.00\ncardwallet topup ads/card_1 100.00 --yes --json",
		Args:    run.Takes("CARD", "AMOUNT"),
	}
	f.register(cmd)
	f.registerRemark(cmd)
	return a.Changes(cmd, func(ctx context.Context, args []string) error {
		p, err := a.draftPayment(ctx, client.MoveTopUp, args[0], args[1])
		if err != nil {
			return err
		}
		return a.move(ctx, p, f)
	})
}

func newWithdraw(a *command) *cobra.Command {
	var f moveFlags
	cmd := &cobra.Command{
		Use:   "withdraw CARD AMOUNT",
		Short: "Move money from a card back to the account's wallet (FinHub)",
		Long: "Move money from a card back to the account's wallet. The card keeps what its type wants kept.\n\n" +
			"Exit code 7 means that the outcome is not known or not final: money may have moved. Do not repeat it then.",
		Example: "cardwallet withdraw fin/WB2025 20.00",
		Args:    run.Takes("CARD", "AMOUNT"),
	}
	f.register(cmd)
	f.registerRemark(cmd)
	return a.Changes(cmd, func(ctx context.Context, args []string) error {
		p, err := a.draftPayment(ctx, client.MoveWithdraw, args[0], args[1])
		if err != nil {
			return err
		}
		return a.move(ctx, p, f)
	})
}

// draftPayment finds the card and checks everything that can be checked before anything is sent.
func (a *command) draftPayment(ctx context.Context, kind client.MovementKind, ref, text string) (Draft, error) {
	p, err := a.draftFor(ctx, kind, ref)
	if err != nil {
		return p, err
	}
	terms, err := p.Account.Terms(ctx, p.Intent)
	if err != nil {
		return p, err
	}
	return p, a.price(ctx, &p, terms, text)
}

// draftFor finds the card, as it is now.
func (a *command) draftFor(ctx context.Context, kind client.MovementKind, ref string) (Draft, error) {
	card, account, err := a.FindPayable(ctx, ref)
	if err != nil {
		return Draft{}, err
	}
	if err := a.refused(ctx, account, kind); err != nil {
		return Draft{}, err
	}
	read, err := account.Card(ctx, card.ID)
	if client.Readable(err) != nil {
		return Draft{}, err
	}
	if err != nil {
		a.Note("%s", run.FirstLine(err)) // it decides nothing of what is asked next
	}
	card = card.Renewed(read)
	p := draftOf(account, kind, card)
	if doubt := account.StatusRules().Doubt(kind, card); doubt != "" {
		a.Note("%s: %s", card.Key(), doubt)
	}
	return p, nil
}

func draftOf(account client.Account, kind client.MovementKind, card client.Card) Draft {
	return Draft{
		Account: account, Intent: client.Intent{Kind: kind, Card: card},
		facts: [][2]string{{"card", strings.TrimSpace(card.Name + "  " + card.Key())}},
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
