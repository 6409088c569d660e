package cards

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"cardwallet/client"
	"cardwallet/client/fold"
	"cardwallet/client/words"
	"cardwallet/cmd/internal/documents"
	"cardwallet/cmd/internal/run"
	"cardwallet/tui/ui"
)

func newDeposits(a *command) *cobra.Command {
	cmd := a.Does(&cobra.Command{
		Use:     "deposits",
		Short:   "List the deposits to the wallets of the accounts",
		Example: "cardwallet --profile ads deposits",
		Long:    "List the deposits that were requested, newest first. Aurex and Linora have deposits; a FinHub account is funded elsewhere.",
	}, func(ctx context.Context, _ []string) error { return a.deposits(ctx) })
	cmd.AddCommand(newDepositsRequest(a))
	return cmd
}

func newDepositsRequest(a *command) *cobra.Command {
	var yes, qr bool
	cmd := &cobra.Command{
		Use:   "request AMOUNT ASSET",
		Short: "Get an address to send a deposit to",
		Long: "Get an address to send a deposit to. AMOUNT is in dollars, whatever ASSET it is to be sent in; how much of the asset that " +
			"is the issuer does not say. It is asked for once; nothing moves before somebody pays. The address is shown only here: " +
			"lists do not repeat it.",
		Example: "cardwallet --profile ads deposits request 100 USDC --qr",
		Args:    run.Takes("AMOUNT", "ASSET"),
	}
	cmd.Flags().BoolVar(&yes, "yes", false, "do not ask for confirmation")
	cmd.Flags().BoolVar(&qr, "qr", false, "draw the address as a QR code too")
	return a.Changes(cmd, func(ctx context.Context, args []string) error {
		if a.Flags.Quiet {
			return run.Usagef("the address of a deposit is shown only now\nleave out --quiet")
		}
		if qr && a.Flags.JSON {
			return run.Usagef("use one of --qr and --json")
		}
		return a.requestDeposit(ctx, args[0], strings.ToUpper(args[1]), yes, qr)
	})
}

func hasDeposits(i client.IssuerFacts) bool { return i.Deposits }

func (a *command) deposits(ctx context.Context) error {
	deposits, err := run.AskThose(ctx, a.App, "deposits", hasDeposits, client.Depositor.Deposits)
	if err != nil {
		return err
	}
	t := run.Table{Header: []string{"TIME", "PROFILE", "ID", "WORTH", "SENT IN", "STATUS"}, Right: []int{3}, ID: []int{1, 2}}
	for _, d := range run.Values(a.App, deposits) {
		t.AddBoth(documents.DepositOf(d), a.At(d.CreatedAt), d.Profile, d.ID, d.Amount.Shown(), d.Asset,
			run.WithWords(words.OfDeposit(d).Alone(), d.Unreadable))
	}
	return a.Print(t)
}

// depositor is the one selected account that takes deposits.
func (a *command) depositor(ctx context.Context) (client.Account, client.Depositor, error) {
	w, err := a.Wallet(ctx)
	if err != nil {
		return client.Account{}, nil, err
	}
	accounts := slices.DeleteFunc(w.Accounts(), func(account client.Account) bool {
		_, ok := account.Issuer.(client.Depositor)
		return !ok
	})
	switch len(accounts) {
	case 0:
		return client.Account{}, nil, run.NobodyHas("deposits", hasDeposits)
	case 1:
		return accounts[0], accounts[0].Issuer.(client.Depositor), nil
	}
	return client.Account{}, nil, run.Usagef("several accounts take deposits\nname one: --profile %s", accounts[0].Profile)
}

func (a *command) requestDeposit(ctx context.Context, text, asset string, yes, qr bool) error {
	account, depositor, err := a.depositor(ctx)
	if err != nil {
		return err
	}
	if err := account.MayChange(); err != nil {
		return err
	}
	if assets := depositor.DepositAssets(); !slices.Contains(assets, asset) {
		return run.Usagef("%s takes %s, not %q%s", client.IssuerName(account.Kind), strings.Join(assets, ", "), asset,
			fold.DidYouMean(asset, assets))
	}
	amount, err := client.ParseDeposit(text)
	if err != nil {
		return err
	}
	if !yes {
		if !a.Interactive() {
			return run.CannotAsk("to request it without a question add: --yes")
		}
		if err := a.Ask(ctx, fmt.Sprintf("request an address for a deposit %s, to the wallet of %s (%s)?",
			words.Deposit(amount, asset), account.Profile, client.IssuerName(account.Kind))); err != nil {
			return err
		}
	}
	d, err := depositor.RequestDeposit(ctx, amount, asset)
	if err != nil {
		return client.MaybeRequested(err, "look before you ask again, with: cardwallet deposits")
	}
	if a.Flags.JSON {
		return a.PrintJSON(documents.DepositOf(d))
	}
	if err := a.PrintFacts([][2]string{{"deposit", d.ID}, {"account", account.Profile}, {"send", words.Deposit(d.Amount, d.Asset)},
		{"to", d.Address},
		{"arrives", d.Net.Shown()}, {"fee", d.Fee.Shown()}, {"status", words.OfDeposit(d).Alone()},
		{"good until", a.depositEnds(d, account.Now(a.Now()))}}); err != nil {
		return err
	}
	if qr {
		return a.printQR(d.Address)
	}
	return nil
}

func (a *command) depositEnds(d client.Deposit, now time.Time) string {
	if d.ExpiresAt.IsZero() {
		return ""
	}
	left := max(0, d.ExpiresAt.Sub(now)).Round(time.Second)
	return fmt.Sprintf("%s (%s left)", a.At(d.ExpiresAt), left)
}

// printQR draws in half blocks, light on dark. It sets both colours where the terminal has colours, since a reader needs to know which of
// them is light.
func (a *command) printQR(text string) error {
	if !client.IsDepositAddress(text) { // what is scanned must be what is read
		a.Note("no QR code can be made of this address")
		return nil
	}
	if ui.ASCIIOnly(os.Getenv) {
		a.Note("no QR code can be drawn: the locale is not UTF-8")
		return nil
	}
	colours := a.Decorated()
	for _, line := range ui.QR(text, 4) {
		if colours {
			line = "\x1b[97;40m" + line + "\x1b[0m"
		}
		if _, err := fmt.Fprintln(a.Out, line); err != nil {
			return err
		}
	}
	return nil
}
