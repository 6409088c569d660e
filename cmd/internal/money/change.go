package money

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"cardwallet/client"
	"cardwallet/client/plan"
	"cardwallet/cmd/internal/run"
)

func newCardsFreeze(a *command) *cobra.Command {
	return newChangeMany(a, client.MoveFreeze, "Suspend cards until they are unfrozen",
		"Suspend cards: they decline everything until they are unfrozen. With several cards there is one summary and one question; it "+
			"stops at the first outcome that is not known and says what was not sent.")
}

func newCardsUnfreeze(a *command) *cobra.Command {
	return newChangeMany(a, client.MoveUnfreeze, "Make frozen cards usable again",
		"Make frozen cards usable again. Several cards are handled as by freeze.")
}

func newChangeMany(a *command, kind client.MovementKind, short, long string) *cobra.Command {
	cmd := &cobra.Command{
		Use:     string(kind) + " CARD...",
		Short:   short + " (FinHub)",
		Long:    long,
		Example: "cardwallet cards " + string(kind) + " 4242\ncardwallet cards " + string(kind) + " fin/WB2025 fin/WB2026 --yes --json",
		Args:    cobra.MinimumNArgs(1),
	}
	f := register(cmd, kind)
	f.several = true
	return a.Changes(cmd, func(ctx context.Context, refs []string) error {
		var drafts []draft
		for _, ref := range refs {
			p, err := a.draftChange(ctx, f, ref)
			if err != nil && len(refs) > 1 {
				a.Note("nothing was sent for any of the %d", len(refs))
			}
			if err != nil {
				return err
			}
			if slices.Contains(keysOf(drafts), p.Intent.Card.Key()) {
				return run.Usagef("card %s is named twice", p.Intent.Card.Key())
			}
			drafts = append(drafts, p)
		}
		return a.move(ctx, f, drafts...)
	})
}

func newCardsCancel(a *command) *cobra.Command {
	var permanently string
	cmd := &cobra.Command{
		Use:   "cancel CARD",
		Short: "Cancel a card for good (FinHub)",
		Long: "Cancel a card for good: it cannot be brought back. What becomes of the money on it is not documented: withdraw it first. " +
			"It asks for the last four digits of the card, or the end of its id where they are not known; a script gives them with --permanently.",
		Example: "cardwallet cards cancel fin/WB2025\ncardwallet cards cancel fin/WB2025 --permanently WB2025",
		Args:    run.Takes("CARD"),
	}
	cmd.Flags().StringVar(&permanently, "permanently", "",
		"the card's last four digits, the end of its id, or its id: cancel it without a question")
	a.sends(cmd, client.MoveCancel, func(ctx context.Context, args []string, f *moveFlags) (draft, error) {
		p, err := a.draftChange(ctx, f, args[0])
		if err != nil || p.repeated() {
			return p, err
		}
		onIt := p.Intent.Card.Balance.String()
		if p.terms.Balance != "" {
			onIt += ": " + p.terms.Balance
		}
		p.facts = append(p.facts, [2]string{"on it", onIt})
		if f.yes && permanently == "" {
			return p, run.Usagef("a cancellation is for good: --yes is not enough\nsay which card with: --permanently %s", p.Intent.Card.ID)
		}
		if permanently != "" && !plan.NamesCard(p.Intent.Card, permanently) {
			return p, run.Usagef("--permanently %q is neither the id of %s nor how lists end it, nothing was sent", permanently, p.Intent.Card.Key())
		}
		if f.yes = permanently != ""; !f.yes && !f.dryRun {
			p.confirmation = func() error { return a.confirmCancel(ctx, p) }
		}
		return p, nil
	})
	_ = cmd.Flags().MarkHidden("yes") // it is not enough here
	return cmd
}

// confirmCancel wants the card named, so that nobody cancels one by habit.
func (a *command) confirmCancel(ctx context.Context, p draft) error {
	if !a.Interactive() {
		return run.CannotAsk("say which card with: --permanently %s", p.Intent.Card.ID)
	}
	a.showDraft(p)
	end, what := plan.NameToType(p.Intent.Card)
	typed, err := a.ReadLine(ctx, fmt.Sprintf("this is for good. type %s (%s) or the whole id to cancel the card", what, end), ": ")
	if err == nil && !plan.NamesCard(p.Intent.Card, typed) {
		err = run.ErrNotConfirmed
	}
	return err
}

// draftChange finds the card and checks that its status and type allow the change.
func (a *command) draftChange(ctx context.Context, f *moveFlags, ref string) (draft, error) {
	p, read, err := a.prepare(ctx, f, ref)
	if err != nil {
		return draft{}, err
	}
	p.terms = read.Change
	p.facts = append(p.facts, [2]string{"status", cmp.Or(string(p.Intent.Card.Status), "not known")})
	if err := p.terms.Refused(); err != nil && !p.repeated() {
		return p, p.refusedByTerms(err)
	}
	return p, nil
}

// findForMove is FindPayable. A change that takes a card out of use needs only the card's id, whatever cannot be read.
func (a *command) findForMove(ctx context.Context, kind client.MovementKind, ref string) (client.Card, client.Account, error) {
	if !kind.NeedsOnlyID() {
		return a.FindPayable(ctx, ref)
	}
	w, err := a.Wallet(ctx)
	if err != nil {
		return client.Card{}, client.Account{}, err
	}
	if profile, id, whole := strings.Cut(ref, "/"); whole && id != "" {
		if account, ok := w.Account(profile); ok {
			return run.CardOf(account, id), account, nil
		}
	}
	found, err := w.Find(ctx, ref)
	unsearched, ok := errors.AsType[*client.Unsearched](err)
	if ok && ctx.Err() == nil && len(unsearched.Failed) == 1 && len(unsearched.MayHave) == 1 && unsearched.MayHave[0].Offers(kind) {
		account := unsearched.MayHave[0]
		card := run.CardOf(account, ref)
		a.Note("%s: %s", card.Key(), client.Unchecked("whether there is such a card", unsearched.Failed[0]))
		return card, account, nil
	}
	if err == nil && ref != found.Card.ID {
		err = run.OnlyOne(found, ref)
	}
	return found.Card, found.Account, err
}

// refusedByTerms says what is refused, and of which card. A new card has no id yet.
func (p draft) refusedByTerms(err error) error {
	what := strings.TrimSpace(p.Intent.Kind.Words().Verb + " " + p.Intent.Card.ID)
	return fmt.Errorf("%s: %s: %w", p.Account.Profile, what, err)
}

func keysOf(drafts []draft) []string {
	keys := make([]string, 0, len(drafts))
	for _, p := range drafts {
		keys = append(keys, p.Intent.Card.Key())
	}
	return keys
}
