package money

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"cardwallet/client"
	"cardwallet/client/plan"
	"cardwallet/cmd/internal/run"
)

func newCardsCancel(a *command) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "cancel CARD...",
		Short: "Cancel cards for good (FinHub)",
		Long: "Cancel cards for good: they cannot be brought back. What becomes of the money on them is not documented: withdraw it first. " +
			"It asks for the last four digits of each card, or the end of its id where they are not known; a script gives them, or the ids, " +
			"with --permanently.\n\n" + ofSeveral,
		Example: "cardwallet cards cancel fin/WB2025\ncardwallet cards cancel fin/WB2025 fin/WB2026 --permanently WB2025,WB2026",
		Args:    run.TakesSome("CARD..."),
	}
	f := registerMany(cmd, client.MoveCancel)
	cmd.Flags().StringSliceVar(&f.permanently, "permanently", nil,
		"the last four digits of each card, the end of its id, or its id, separated by commas: cancel them without a question")
	_ = cmd.Flags().MarkHidden("yes") // it is not enough here
	return a.sendsMany(cmd, f, allOf, func(ctx context.Context, ref string, _ []string) (draft, error) {
		return a.draftCancel(ctx, f, ref)
	})
}

// draftCancel wants the card named by the flag where that is given.
func (a *command) draftCancel(ctx context.Context, f *moveFlags, ref string) (draft, error) {
	p, err := a.draftChange(ctx, f, ref)
	if err != nil || p.repeated() {
		return p, err
	}
	card := p.Intent.Card
	onIt := card.Balance.String()
	if p.terms.Balance != "" {
		onIt += ": " + p.terms.Balance
	}
	p.facts = append(p.facts, [2]string{"on it", onIt})
	switch {
	case len(f.permanently) == 0 && f.yes:
		return p, run.Usagef("a cancellation is for good: --yes is not enough\nsay which card with: --permanently %s", card.ID)
	case len(f.permanently) > 0 && !slices.ContainsFunc(f.permanently, func(text string) bool { return plan.NamesCard(card, text) }):
		return p, run.Usagef("--permanently %q is neither the id of %s nor how lists end it, nothing was sent",
			strings.Join(f.permanently, ","), card.Key())
	}
	return p, nil
}

// confirmCancel wants each card named, so that nobody cancels one by habit.
func (a *command) confirmCancel(ctx context.Context, f *moveFlags, drafts []draft) error {
	for _, text := range f.permanently {
		named := slices.Clone(drafts)
		if named = slices.DeleteFunc(named, func(p draft) bool { return !plan.NamesCard(p.Intent.Card, text) }); len(named) > 1 {
			return run.Usagef("--permanently %s names %d of the cards\nname them by their ids: %s", text, len(named),
				strings.Join(idsOf(named), ","))
		}
	}
	if len(f.permanently) > 0 {
		return nil
	}
	var ends []string
	for _, p := range drafts {
		end, _ := plan.NameToType(p.Intent.Card)
		ends = append(ends, end)
	}
	if !a.Interactive() {
		return run.CannotAsk("say which cards with: --permanently %s", strings.Join(idsOf(drafts), ","))
	}
	question := ""
	if len(drafts) == 1 {
		a.showDraft(drafts[0])
		_, what := plan.NameToType(drafts[0].Intent.Card)
		question = fmt.Sprintf("this is for good. type %s (%s) or the whole id to cancel the card", ends[0], what)
	} else {
		a.showAll(ctx, drafts)
		question = fmt.Sprintf("this is for good. type %s to cancel these %d", strings.Join(ends, " "), len(drafts))
	}
	typed, err := a.ReadLine(ctx, question, ": ")
	if err != nil {
		return err
	}
	if len(drafts) == 1 && plan.NamesCard(drafts[0].Intent.Card, typed) {
		return nil
	}
	names := strings.Fields(strings.ReplaceAll(typed, ",", " "))
	if len(names) != len(drafts) {
		return run.ErrNotConfirmed
	}
	for i, p := range drafts {
		if !plan.NamesCard(p.Intent.Card, names[i]) {
			return run.ErrNotConfirmed
		}
	}
	return nil
}

func idsOf(drafts []draft) (ids []string) {
	for _, p := range drafts {
		ids = append(ids, p.Intent.Card.ID)
	}
	return ids
}
