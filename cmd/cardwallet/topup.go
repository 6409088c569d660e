package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"cardwallet/client"
	"cardwallet/client/plan"
)

func newTopUp(a *app) *cobra.Command {
	var f moveFlags
	cmd := &cobra.Command{
		Use:   "topup CARD AMOUNT",
		Short: "Move money from the account's wallet to a card",
		Long: "Move money from the account's wallet to a card. It shows amount, fee, total and both balances, asks, and sends once.\n\n" +
			"Exit code 7 means that the outcome is not known or not final: money may have moved. Do not repeat it then.",
		Example: "cardwallet topup ads/card_1 100.00\ncardwallet topup ads/card_1 100.00 --yes --json",
		Args:    takes("CARD", "AMOUNT"),
	}
	f.register(cmd)
	f.registerRemark(cmd)
	a.changes(cmd, func(ctx context.Context, args []string) error {
		p, err := a.draftPayment(ctx, client.MoveTopUp, args[0], args[1])
		if err != nil {
			return err
		}
		return a.move(ctx, p, f)
	})
	return cmd
}

func newWithdraw(a *app) *cobra.Command {
	var f moveFlags
	cmd := &cobra.Command{
		Use:   "withdraw CARD AMOUNT",
		Short: "Move money from a card back to the account's wallet (FinHub)",
		Long: "Move money from a card back to the account's wallet. The card keeps what its type wants kept.\n\n" +
			"Exit code 7 means that the outcome is not known or not final: money may have moved. Do not repeat it then.",
		Example: "cardwallet withdraw fin/WB2025 20.00",
		Args:    takes("CARD", "AMOUNT"),
	}
	f.register(cmd)
	f.registerRemark(cmd)
	a.changes(cmd, func(ctx context.Context, args []string) error {
		p, err := a.draftPayment(ctx, client.MoveWithdraw, args[0], args[1])
		if err != nil {
			return err
		}
		return a.move(ctx, p, f)
	})
	return cmd
}

// draftPayment finds the card and checks everything that can be checked before anything is sent.
func (a *app) draftPayment(ctx context.Context, kind client.MovementKind, ref, text string) (draft, error) {
	p, err := a.draftFor(ctx, kind, ref)
	if err != nil {
		return p, err
	}
	terms, err := p.account.Terms(ctx, p.intent)
	if err != nil {
		return p, err
	}
	return p, a.price(ctx, &p, terms, text)
}

// draftFor finds the card, as it is now.
func (a *app) draftFor(ctx context.Context, kind client.MovementKind, ref string) (draft, error) {
	card, account, err := a.findPayable(ctx, ref)
	if err != nil {
		return draft{}, err
	}
	if err := a.refused(ctx, account, kind); err != nil {
		return draft{}, err
	}
	read, err := account.Card(ctx, card.ID)
	if client.Readable(err) != nil {
		return draft{}, err
	}
	if err != nil {
		a.note("%s", firstLine(err)) // it decides nothing of what is asked next
	}
	card = card.Renewed(read)
	p := draftOf(account, kind, card)
	if doubt := client.StatusDoubt(kind, card); doubt != "" {
		a.note("%s: %s", card.Key(), doubt)
	}
	return p, nil
}

func draftOf(account client.Account, kind client.MovementKind, card client.Card) draft {
	return draft{
		account: account, intent: client.Intent{Kind: kind, Card: card},
		facts: [][2]string{{"card", strings.TrimSpace(card.Name + "  " + card.Key())}},
	}
}

func issuerKind(i client.IssuerFacts) string { return i.Kind }

// nobodyHas is the error where no selected account has what is asked for, with the issuers that have it.
func nobodyHas(what string, has func(client.IssuerFacts) bool) error {
	return fmt.Errorf("%s are %w\n%s", what, client.ErrUnsupported, client.IssuersThat("has them", "have them", issuerKind, has))
}

// everyAccount is every account of the config, also one that is not selected.
func (a *app) everyAccount(ctx context.Context) []client.Account {
	if c, err := a.config(); err == nil {
		if all, err := a.connect(c.Profiles, nil); err == nil { // one that is not selected may be set up wrongly
			return all.Accounts()
		}
	}
	w, err := a.wallet(ctx)
	if err != nil {
		return nil
	}
	return w.Accounts()
}

// refused says why the account makes no movement of the kind at all.
func (a *app) refused(ctx context.Context, account client.Account, kind client.MovementKind) error {
	return plan.Refused(account, kind, func() []client.Account { return a.everyAccount(ctx) })
}
