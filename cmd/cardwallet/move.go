package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"cardwallet/client"
	"cardwallet/client/plan"
)

// moveFlags are what every command that moves money has.
type moveFlags struct {
	yes, dryRun, overrideOpen, repeat bool
	confirm                           string
	remark                            string
}

// register adds the flags of a movement of money.
func (f *moveFlags) register(cmd *cobra.Command) {
	f.registerChange(cmd)
	cmd.Flags().BoolVar(&f.repeat, "repeat", false, "send although the same movement was made within 10 minutes")
}

// registerChange adds those of a change of a card: its status rules out making the same one twice.
func (f *moveFlags) registerChange(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.BoolVar(&f.yes, "yes", false, "do not ask for confirmation")
	flags.BoolVar(&f.dryRun, "dry-run", false, "print what would be sent and send nothing")
	flags.BoolVar(&f.overrideOpen, "override-open", false, "send although an earlier movement on the card is not settled")
	flags.StringVar(&f.confirm, "confirm", "", "with --override-open and no terminal: the last four CHARACTERS of the open order")
}

// registerRemark adds the flag of what takes a remark: all but creations and activations (FinHub cards page).
func (f *moveFlags) registerRemark(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.remark, "remark", "", "TEXT for the issuer's records, at most 50 characters (FinHub)")
}

// move takes a draft through the guards, the question, the journal, and to its outcome.
func (a *app) move(ctx context.Context, p draft, f moveFlags) error {
	book, err := a.journal(ctx)
	if err != nil {
		return err
	}
	if err := p.note(f.remark); err != nil {
		return err
	}
	if f.dryRun {
		return a.dryRun(ctx, book, p)
	}
	if err := a.passGuards(ctx, book, &p, f); err != nil {
		return err
	}
	if !f.yes {
		if err := a.confirm(ctx, p); err != nil {
			return err
		}
	}
	m, err := a.carryOut(ctx, book, p)
	if m.OrderID == "" {
		return err
	}
	return a.reportMovement(p, m, err)
}

// carryOut sends a movement and asks what becomes of it until that is final or the patience is over. Without an order, nothing was sent.
func (a *app) carryOut(ctx context.Context, book *auditedJournal, p draft) (client.Movement, error) {
	before := a.interrupts.sent.Swap(true)
	m, err := book.Move(ctx, p.account, p.intent)
	if m.OrderID == "" {
		a.interrupts.sent.Store(before)
	}
	if m.OrderID != "" && !m.Status.Settled() && ctx.Err() == nil {
		a.note("order %s is not final yet, asking %s", m.OrderID, p.account.Profile)
		m, err = book.Follow(ctx, p.account, m)
	}
	return m, err
}

// passGuards asks the journal, and the person where a guard can be passed, for the orders that they are told of. One that appears
// afterwards is in the way again. A movement that is only open because its process died is settled first.
func (a *app) passGuards(ctx context.Context, book *auditedJournal, p *draft, f moveFlags) error {
	err := book.Check(ctx, p.account, p.intent)
	if errors.Is(err, client.ErrOpenMovement) {
		if _, settleErr := book.Settle(ctx, []client.Account{p.account}); settleErr != nil {
			a.warn(settleErr)
		}
		err = book.Check(ctx, p.account, p.intent)
	}
	var guard *client.GuardError
	for errors.As(err, &guard) {
		switch guard.Kind {
		case client.ErrOpenMovement:
			if err := a.confirmOverride(ctx, guard, f); err != nil {
				return err
			}
			p.intent.OverrideOpen = append(p.intent.OverrideOpen, guard.Orders()...)
		case client.ErrRepeat:
			if err := a.confirmRepeat(ctx, guard, f); err != nil {
				return err
			}
			p.intent.Repeat = append(p.intent.Repeat, guard.Orders()...)
		default:
			return err
		}
		err = book.Check(ctx, p.account, p.intent)
	}
	return err
}

// confirmOverride wants the end of the open order's id typed, so that nobody goes past it by habit.
func (a *app) confirmOverride(ctx context.Context, guard *client.GuardError, f moveFlags) error {
	order := guard.Movement.OrderID
	switch {
	case !f.overrideOpen:
		return guard
	case f.confirm == "" && !a.interactive():
		return usagef("%s\nto send all the same add: --confirm %s", firstLine(guard), plan.LastFour(order))
	case f.confirm == "":
		fmt.Fprintln(a.beside(), warning(guard))
		typed, err := a.readLine(ctx, fmt.Sprintf("type the last four characters of order %s to send all the same", order), ": ")
		if err != nil {
			return err
		}
		f.confirm = typed
	}
	if !plan.NamesOrder(order, f.confirm) {
		return errors.New("not confirmed, nothing was sent")
	}
	return nil
}

func (a *app) confirmRepeat(ctx context.Context, guard *client.GuardError, f moveFlags) error {
	if f.repeat {
		return nil
	}
	if !a.interactive() {
		told := *guard
		told.Hint = "to make another one add: --repeat"
		return &told
	}
	fmt.Fprintln(a.beside(), warning(guard))
	return a.ask(ctx, "make another one?")
}

// confirm shows what would happen and asks.
func (a *app) confirm(ctx context.Context, p draft) error {
	if p.confirmation != nil {
		return p.confirmation()
	}
	if !a.interactive() {
		return cannotAsk("confirm with: --yes")
	}
	a.showDraft(p)
	question := plan.WordsOf(p.intent.Kind).Verb
	if p.intent.Kind.IsChange() {
		question += " this card"
	}
	return a.ask(ctx, question+"?")
}

func (a *app) showDraft(p draft) {
	for _, l := range p.lines() {
		fmt.Fprintf(a.beside(), "%-8s  %s\n", l[0], safeLine(l[1]))
	}
}

func firstLine(err error) string {
	line, _, _ := strings.Cut(err.Error(), "\n")
	return line
}
