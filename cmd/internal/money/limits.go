package money

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"cardwallet/client"
	"cardwallet/client/plan"
	"cardwallet/client/words"
	"cardwallet/cmd/internal/documents"
	"cardwallet/cmd/internal/run"
)

// limitFlags are the limits as a person gives them.
type limitFlags struct {
	noPIN    string
	controls []string
	allow    []string
	block    []string
	clearMCC bool
}

func newCardsLimits(a *command) *cobra.Command {
	var l limitFlags
	cmd := &cobra.Command{
		Use:   "limits CARD",
		Short: "Show or change what a card may spend, and where (FinHub)",
		Long: "Change what a card may spend and where. Without a flag it shows the limits in force and which of them the card's type lets set. " +
			"What is not named stays as it is. Merchant categories are ISO 18245 codes: see cardwallet mcc. " +
			"Allowed and blocked ones exclude each other.",
		Example: "cardwallet cards limits fin/WB2025\ncardwallet cards limits fin/WB2025 --per PER_TRANSACTION=250 --block-mcc 7995,5967\n" +
			"cardwallet cards limits fin/WB2025 --per none --clear-mcc",
		Args: run.Takes("CARD"),
	}
	f, flags := register(cmd, client.MoveLimits), cmd.Flags()
	flags.StringVar(&l.noPIN, "no-pin-amount", "", "what a physical card pays without its PIN, 0 to 2000")
	flags.StringArrayVar(&l.controls, "per", nil, "spending limit as INTERVAL=AMOUNT (repeatable); none removes all")
	flags.StringSliceVar(&l.allow, "allow-mcc", nil, "pay only at these merchant CODES, separated by commas")
	flags.StringSliceVar(&l.block, "block-mcc", nil, "never pay at these merchant CODES")
	flags.BoolVar(&l.clearMCC, "clear-mcc", false, "allow all merchants again")
	return a.Does(cmd, func(ctx context.Context, args []string) error {
		if !slices.ContainsFunc([]string{"no-pin-amount", "per", "allow-mcc", "block-mcc", "clear-mcc"}, flags.Changed) {
			return a.limitsOf(ctx, args[0])
		}
		run.Outlast()
		for name, codes := range map[string][]string{"allow-mcc": l.allow, "block-mcc": l.block} {
			if flags.Changed(name) && len(codes) == 0 {
				return run.Usagef("--%s is empty\nto allow all merchants again use --clear-mcc", name)
			}
			for i := range codes {
				codes[i] = strings.TrimSpace(codes[i])
			}
		}
		if flags.Changed("no-pin-amount") && l.noPIN == "" {
			return errNoPINAmount
		}
		p, err := a.draftChange(ctx, f, args[0])
		if err != nil {
			return err
		}
		if p.Intent.Change.Limits, err = l.read(p); err != nil {
			return err
		}
		if p.repeated() {
			if err := a.findEarlier(ctx, &p); err != nil {
				return err
			}
		}
		p.facts = append(p.facts, limitChanges(p.Intent.Card.Limits, p.Intent.Change.Limits)...)
		return a.move(ctx, f, p)
	})
}

// errNoPINAmount is for a script whose variable turned out empty: it must not get the default of 500.
var errNoPINAmount = run.Usagef("--no-pin-amount is empty\nleave it out, or give an amount: 0 always asks for the PIN")

// read makes limits of the flags. An empty list removes what is in force.
func (l limitFlags) read(p draft) (out client.Limits, err error) {
	if l.noPIN != "" {
		if out.NoPINAmount, err = client.ParseMoneyOrZero(l.noPIN, p.terms.Currency); err != nil {
			return out, fmt.Errorf("--no-pin-amount %q: %w", l.noPIN, err)
		}
	}
	for _, text := range l.controls {
		if text == "none" && len(l.controls) == 1 {
			out.Controls = []client.SpendingControl{}
			break
		}
		if text == "none" {
			return out, run.Usagef("--per none removes all spending limits and stands alone")
		}
		interval, amount, ok := strings.Cut(text, "=")
		if !ok {
			return out, run.Usagef("--per takes INTERVAL=AMOUNT or none, not %q\nfor example: --per PER_TRANSACTION=250", text)
		}
		money, err := client.ParseMoney(amount, p.terms.Currency)
		if err != nil {
			return out, fmt.Errorf("--per %q: %w", text, err)
		}
		out.Controls = append(out.Controls, client.SpendingControl{Interval: strings.ToUpper(interval), Amount: money})
	}
	out.Controls = keepUnnamed(p, out.Controls)
	out.AllowedMCC, out.BlockedMCC = l.allow, l.block
	if l.clearMCC {
		if l.allow != nil || l.block != nil {
			return out, run.Usagef("use one of --clear-mcc, --allow-mcc and --block-mcc")
		}
		// Which of the two is sent does not matter: an empty list of either removes both (FinHub cards page).
		if out.BlockedMCC = []string{}; p.Intent.Card.Limits != nil && len(p.Intent.Card.Limits.AllowedMCC) > 0 {
			out.AllowedMCC, out.BlockedMCC = []string{}, nil
		}
	}
	return out, nil
}

// keepUnnamed adds the spending limits that are in force and were not named, as far as they can be set: the issuer replaces the whole list.
func keepUnnamed(p draft, named []client.SpendingControl) []client.SpendingControl {
	if len(named) == 0 || p.Intent.Card.Limits == nil {
		return named
	}
	for _, now := range p.Intent.Card.Limits.Controls {
		known := slices.ContainsFunc(named, func(c client.SpendingControl) bool { return c.Interval == now.Interval })
		if !known && slices.Contains(p.terms.Intervals, now.Interval) {
			named = append(named, client.SpendingControl{Interval: now.Interval, Amount: now.Amount})
		}
	}
	return named
}

// limitsOf shows the limits of a card, whatever its status and also of a read-only profile: nothing is changed.
func (a *command) limitsOf(ctx context.Context, ref string) error {
	card, account, err := a.FindCard(ctx, ref)
	if err != nil {
		return err
	}
	if err := plan.NotOffered(account, client.MoveLimits, func() []client.Account { return a.everyAccount(ctx) }); err != nil {
		return err
	}
	if card, err = a.ReadCard(ctx, account, card); err != nil {
		return err
	}
	checker, ok := account.Issuer.(client.ChangeChecker)
	if !ok {
		return fmt.Errorf("%s: limits are %w", account.Profile, client.ErrUnsupported)
	}
	terms, err := checker.ChangeTerms(ctx, card, client.MoveLimits)
	if err != nil {
		return err
	}
	return a.showLimits(draft{Account: account, Intent: client.Intent{Card: card}, terms: terms})
}

// limitChanges is each limit before and after.
func limitChanges(now *client.Limits, to client.Limits) [][2]string {
	before := client.Limits{}
	if now != nil {
		before = *now
	}
	var lines [][2]string
	if to.NoPINAmount.Known() {
		lines = append(lines, [2]string{"no PIN", cmp.Or(before.NoPINAmount.Shown(), "not known") + plan.Arrow + to.NoPINAmount.String()})
	}
	if to.Controls != nil {
		lines = append(lines, [2]string{"spending", controlWords(before.Controls) + plan.Arrow + controlWords(to.Controls)})
	}
	if to.AllowedMCC != nil || to.BlockedMCC != nil {
		lines = append(lines, [2]string{"merchants", plan.MerchantWords(before, false) + plan.Arrow + plan.MerchantWords(to, false)})
	}
	return lines
}

func controlWords(controls []client.SpendingControl) string {
	if len(controls) == 0 {
		return "no limit"
	}
	parts := make([]string, 0, len(controls))
	for _, c := range controls {
		parts = append(parts, words.Limit(c))
	}
	return strings.Join(parts, ", ")
}

func (a *command) showLimits(p draft) error {
	now := client.Limits{}
	if p.Intent.Card.Limits != nil {
		now = *p.Intent.Card.Limits
	}
	settable := []string{}
	for _, part := range []struct {
		name string
		sets bool
	}{{"no_pin_amount", p.terms.SetsNoPIN}, {"spending_controls", p.terms.SetsControls}, {"mcc", p.terms.SetsMCC}} {
		if part.sets {
			settable = append(settable, part.name)
		}
	}
	if a.Flags.JSON {
		controls := documents.List(now.Controls, func(c client.SpendingControl) documents.SpendingControl {
			c.Settable = slices.Contains(p.terms.Intervals, c.Interval)
			return documents.ControlOf(c)
		})
		return a.PrintJSON(documents.Limits{Profile: p.Account.Profile, CardID: p.Intent.Card.ID, Currency: documents.Text(p.terms.Currency),
			NoPINAmount: documents.MoneyOf(now.NoPINAmount), SpendingControls: controls,
			AllowedMCC: documents.Texts(now.AllowedMCC), BlockedMCC: documents.Texts(now.BlockedMCC), Settable: settable,
			Intervals: documents.Texts(p.terms.Intervals)})
	}
	return a.PrintFacts([][2]string{{"card", run.CardWords(p.Intent.Card)}, {"no PIN", now.NoPINAmount.Shown()},
		{"spending", controlWords(now.Controls)}, {"merchants", plan.MerchantWords(now, false)}, {"can be set", strings.Join(settable, ", ")},
		{"intervals", strings.Join(p.terms.Intervals, ", ")}})
}
