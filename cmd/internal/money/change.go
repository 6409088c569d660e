package money

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"cardwallet/client"
	"cardwallet/cmd/internal/run"
)

func newCardsFreeze(a *command) *cobra.Command {
	return newChangeMany(a, client.MoveFreeze, "Suspend cards until they are unfrozen",
		"Suspend cards: they decline everything until they are unfrozen. "+ofSeveral)
}

func newCardsUnfreeze(a *command) *cobra.Command {
	return newChangeMany(a, client.MoveUnfreeze, "Make frozen cards usable again", "Make frozen cards usable again. "+ofSeveral)
}

// ofSeveral is in the help of commands that take several cards.
const ofSeveral = "With several cards there is one summary and one question. Where it cannot be done with one of them, nothing is sent; " +
	"with --skip that one is left out. The cards come one after the other: it goes on after a refusal, stops at an outcome that is " +
	"not known, and says what was not sent."

func newChangeMany(a *command, kind client.MovementKind, short, long string) *cobra.Command {
	cmd := &cobra.Command{
		Use:     string(kind) + " CARD...",
		Short:   short + " (FinHub)",
		Long:    long,
		Example: "cardwallet cards " + string(kind) + " 4242\ncardwallet cards " + string(kind) + " fin/WB2025 fin/WB2026 --skip --yes --json",
		Args:    run.TakesSome("CARD..."),
	}
	f := registerMany(cmd, kind)
	return a.sendsMany(cmd, f, allOf, func(ctx context.Context, ref string, _ []string) (draft, error) {
		return a.draftChange(ctx, f, ref)
	})
}

func allOf(args []string) []string { return args }

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

// refusedByTerms says what is refused, and of which card.
func (p draft) refusedByTerms(err error) error {
	return fmt.Errorf("%s: %s: %w", p.Account.Profile, p.what(), err)
}
