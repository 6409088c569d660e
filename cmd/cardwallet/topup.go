package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"cardwallet/client"
)

func newTopUp(a *app) *cobra.Command {
	var yes bool
	cmd := &cobra.Command{
		Use:   "topup CARD AMOUNT",
		Short: "Move money from the account's wallet to a card",
		Long: "Move money from the account's wallet to a card. It shows amount, fee, total and both balances, asks, and sends once.\n\n" +
			"Exit code 7 means that the outcome is not known or not final: money may have moved. Do not repeat it then.",
		Example: "cardwallet topup ads/card_1 100.00\ncardwallet topup ads/card_1 100.00 --yes --json",
		Args:    cobra.ExactArgs(2),
	}
	cmd.Flags().BoolVar(&yes, "yes", false, "do not ask")
	a.does(cmd, func(ctx context.Context, args []string) error { return a.topUp(ctx, args[0], args[1], yes) })
	return cmd
}

type movementJSON struct {
	OrderID     string  `json:"order_id"`
	Profile     string  `json:"profile"`
	CardID      string  `json:"card_id"`
	Amount      string  `json:"amount"`
	Fee         *string `json:"fee"`
	Total       string  `json:"total"`
	Currency    string  `json:"currency"`
	Status      string  `json:"status"`
	Description string  `json:"description"`
}

func toMovementJSON(m client.Movement) movementJSON {
	out := movementJSON{
		OrderID: m.OrderID, Profile: m.Profile, CardID: m.CardID, Amount: m.Amount.Digits(), Total: m.Total().Digits(),
		Currency: m.Amount.Currency, Status: string(m.Status), Description: m.Description,
	}
	if m.Fee.Known() {
		fee := m.Fee.Digits()
		out.Fee = &fee
	}
	return out
}

// plan is a top-up that was checked and not sent.
type plan struct {
	card    client.Card
	account client.Account
	amount  client.Money
	quote   client.Quote
	wallet  client.Money // what is available to pay from; not known where it could not be read
}

func (a *app) topUp(ctx context.Context, ref, text string, yes bool) error {
	p, err := a.planTopUp(ctx, ref, text)
	if err != nil {
		return err
	}
	if !yes {
		if err := a.confirm(p); err != nil {
			return err
		}
	}
	book, err := a.journal(ctx)
	if err != nil {
		return err
	}
	m, err := book.TopUp(ctx, p.account, p.card, p.amount, p.quote)
	if m.OrderID == "" {
		return err
	}
	if !m.Status.Settled() && ctx.Err() == nil {
		a.note("the issuer is working on order %s", m.OrderID)
		m, err = book.Follow(ctx, p.account, m)
	}
	return a.reportMovement(m, err)
}

// planTopUp finds the card and checks everything that can be checked before anything is sent.
func (a *app) planTopUp(ctx context.Context, ref, text string) (plan, error) {
	card, account, err := a.findCard(ctx, ref)
	if err != nil {
		return plan{}, err
	}
	if account.ReadOnly {
		return plan{}, fmt.Errorf("%s: %w\nremove read_only from the profile to move money", account.Profile, client.ErrReadOnly)
	}
	issuer, ok := account.Issuer.(client.TopUpper)
	if !ok {
		return plan{}, fmt.Errorf("%s: top-up is %w", account.Profile, client.ErrUnsupported)
	}
	if card, err = a.readCard(ctx, account, card); err != nil {
		return plan{}, err
	}
	terms, err := issuer.TopUpTerms(ctx, card)
	if err != nil {
		return plan{}, err
	}
	amount, err := client.ParseMoney(text, terms.Currency)
	if err != nil {
		return plan{}, fmt.Errorf("amount %q: %w", text, err)
	}
	if err := terms.Check(amount); err != nil {
		return plan{}, fmt.Errorf("%s: top up %s with %s: %w", account.Profile, card.ID, amount, err)
	}
	p := plan{card: card, account: account, amount: amount, quote: terms.Quote(amount)}
	funds, err := account.Issuer.Funds(ctx)
	if err != nil {
		return plan{}, err
	}
	if f, ok := client.FundingWallet(funds, terms.Currency); ok {
		p.wallet = f.Available
	}
	if after := p.wallet.Sub(p.quote.Total); after.Known() && after.Amount.IsNegative() {
		return plan{}, fmt.Errorf("%s: %w: the wallet has %s, the total is %s\nsee what is there with: cardwallet balances",
			account.Profile, errInsufficient, p.wallet, p.quote.Total)
	}
	return p, nil
}

// errInsufficient is a refusal on this machine, before anything was sent.
var errInsufficient = fmt.Errorf("%w: %w", client.ErrTerms, client.ErrInsufficient)

// confirm shows what would happen and asks. Only a typed y goes on.
func (a *app) confirm(p plan) error {
	if !a.interactive() {
		return usagef("cannot ask for confirmation: there is no terminal on stdin\nconfirm with: --yes")
	}
	about := ""
	if p.quote.Estimated {
		about = " (estimate; the issuer's answer counts)"
	}
	lines := [][2]string{
		{"card", strings.TrimSpace(p.card.Name + "  " + p.card.Key())},
		{"account", p.account.Profile + " (" + p.account.Kind + ")"},
		{"amount", p.amount.String()},
		{"fee", p.quote.Fee.String() + about},
		{"total", p.quote.Total.String()},
		{"wallet", p.wallet.String() + change(p.wallet, p.wallet.Sub(p.quote.Total))},
		{"card has", p.card.Balance.String() + change(p.card.Balance, p.card.Balance.Add(p.amount))},
	}
	for _, l := range lines {
		fmt.Fprintf(a.err, "%-8s  %s\n", l[0], safeLine(l[1]))
	}
	fmt.Fprint(a.err, "top up? [y/N] ")
	answer, err := a.readLine()
	if err != nil {
		return err
	}
	if !strings.EqualFold(strings.TrimSpace(answer), "y") {
		return errors.New("not confirmed, nothing was sent")
	}
	return nil
}

func change(before, after client.Money) string {
	if !before.Known() || !after.Known() {
		return ""
	}
	return ", afterwards " + after.String()
}

// reportMovement prints the outcome. Anything but success is a failure for a script, and what is not final says so.
func (a *app) reportMovement(m client.Movement, err error) error {
	if a.flags.json {
		if err := a.printJSON(toMovementJSON(m)); err != nil {
			return err
		}
	}
	switch {
	case m.Status == client.MovementSucceeded:
		if !a.flags.json {
			fee := ""
			if m.Fee.Known() {
				fee = ", fee " + m.Fee.String()
			}
			fmt.Fprintln(a.out, safeLine(fmt.Sprintf("topped up %s/%s with %s%s (order %s)", m.Profile, m.CardID, m.Amount, fee, m.OrderID)))
		}
		return err
	case m.Status.Settled() || errors.Is(err, client.ErrUnknown):
		return err
	}
	why := "the issuer is still working on it"
	if err != nil {
		why, _, _ = strings.Cut(err.Error(), "\n")
	}
	return fmt.Errorf("%w: top-up of %s with %s, order %s: %s\ndo not repeat it; look at the card later with: cardwallet cards show %s/%s",
		client.ErrUnknown, m.CardID, m.Amount, m.OrderID, why, m.Profile, m.CardID)
}
