package money

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"cardwallet/client"
	"cardwallet/client/plan"
	"cardwallet/cmd/internal/run"
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
func (a *command) move(ctx context.Context, p Draft, f moveFlags) error {
	book, err := a.Journal(ctx)
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
func (a *command) carryOut(ctx context.Context, book *run.AuditedJournal, p Draft) (client.Movement, error) {
	before := a.Interrupts.Sent.Swap(true)
	m, err := book.Move(ctx, p.Account, p.Intent)
	if m.OrderID == "" {
		a.Interrupts.Sent.Store(before)
	}
	if m.OrderID != "" && !m.Status.Settled() && ctx.Err() == nil {
		a.Note("order %s is not final yet, asking %s", m.OrderID, p.Account.Profile)
		m, err = book.Follow(ctx, p.Account, m)
	}
	return m, err
}

// passGuards asks the journal, and the person where a guard can be passed, for the orders that they are told of. One that appears
// afterwards is in the way again. A movement that is only open because its process died is settled first.
func (a *command) passGuards(ctx context.Context, book *run.AuditedJournal, p *Draft, f moveFlags) error {
	err := book.Check(ctx, p.Account, p.Intent)
	if errors.Is(err, client.ErrOpenMovement) {
		if _, settleErr := book.Settle(ctx, []client.Account{p.Account}); settleErr != nil {
			a.Warn(settleErr)
		}
		err = book.Check(ctx, p.Account, p.Intent)
	}
	var guard *client.GuardError
	for errors.As(err, &guard) {
		switch guard.Kind {
		case client.ErrOpenMovement:
			if err := a.confirmOverride(ctx, guard, f); err != nil {
				return err
			}
			p.Intent.OverrideOpen = append(p.Intent.OverrideOpen, guard.Orders()...)
		case client.ErrRepeat:
			if err := a.confirmRepeat(ctx, guard, f); err != nil {
				return err
			}
			p.Intent.Repeat = append(p.Intent.Repeat, guard.Orders()...)
		default:
			return err
		}
		err = book.Check(ctx, p.Account, p.Intent)
	}
	return err
}

// confirmOverride wants the end of the open order's id typed, so that nobody goes past it by habit.
func (a *command) confirmOverride(ctx context.Context, guard *client.GuardError, f moveFlags) error {
	order := guard.Movement.OrderID
	switch {
	case !f.overrideOpen:
		return guard
	case f.confirm == "" && !a.Interactive():
		return run.Usagef("%s\nto send all the same add: --confirm %s", run.FirstLine(guard), plan.LastFour(order))
	case f.confirm == "":
		fmt.Fprintln(a.Beside(), run.Warning(guard))
		typed, err := a.ReadLine(ctx, fmt.Sprintf("type the last four characters of order %s to send all the same", order), ": ")
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

func (a *command) confirmRepeat(ctx context.Context, guard *client.GuardError, f moveFlags) error {
	if f.repeat {
		return nil
	}
	if !a.Interactive() {
		told := *guard
		told.Hint = "to make another one add: --repeat"
		return &told
	}
	fmt.Fprintln(a.Beside(), run.Warning(guard))
	return a.Ask(ctx, "make another one?")
}

// confirm shows what would happen and asks.
func (a *command) confirm(ctx context.Context, p Draft) error {
	if p.confirmation != nil {
		return p.confirmation()
	}
	if !a.Interactive() {
		return run.CannotAsk("confirm with: --yes")
	}
	a.showDraft(p)
	question := plan.WordsOf(p.Intent.Kind).Verb
	if p.Intent.Kind.IsChange() {
		question += " this card"
	}
	return a.Ask(ctx, question+"?")
}

func (a *command) showDraft(p Draft) {
	for _, l := range p.lines() {
		fmt.Fprintf(a.Beside(), "%-8s  %s\n", l[0], run.SafeLine(l[1]))
	}
}
