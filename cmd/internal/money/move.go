package money

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"cardwallet/client"
	"cardwallet/client/plan"
	"cardwallet/cmd/internal/run"
	"cardwallet/cmd/internal/terminal"
)

// moveFlags are what every command has that moves money or changes a card.
type moveFlags struct {
	kind                              client.MovementKind // of the command
	yes, dryRun, overrideOpen, repeat bool
	confirm                           string
	remark                            string
	reference                         string
	several                           bool // it takes several cards, and prints a list also of one
	skip                              bool // what cannot be sent is left out
	rows                              bool // the movements are rows of a file, each with an amount of its own
	csv                               bool // outcomes as a table
	to                                string
	permanently                       []string
}

// unknownWords end the help of the commands that move money.
const unknownWords = "Exit code 7 means that the outcome is not known or not final: money may have moved. Do not repeat it then."

// register adds the flags of a movement of the kind to the command.
func register(cmd *cobra.Command, kind client.MovementKind) *moveFlags {
	f, flags := &moveFlags{kind: kind}, cmd.Flags()
	flags.BoolVar(&f.yes, "yes", false, "do not ask for confirmation")
	flags.BoolVar(&f.dryRun, "dry-run", false, "print what would be sent and send nothing")
	flags.BoolVar(&f.overrideOpen, "override-open", false, "send although an earlier movement on the card is not settled")
	flags.StringVar(&f.confirm, "confirm", "", "with --override-open and no terminal: the last four CHARACTERS of the open order")
	flags.Var(given{&f.reference}, "reference", "TEXT that names this movement, at most 50 characters: the same again sends nothing")
	if !kind.IsChange() || !kind.OnCard() { // the status of a card rules out making the same change twice
		flags.BoolVar(&f.repeat, "repeat", false, "send although the same movement was made within 10 minutes")
	}
	if kind.OnCard() && kind != client.MoveActivate { // these take no remark (FinHub cards page)
		flags.StringVar(&f.remark, "remark", "", "TEXT for the issuer's records, at most 50 characters (FinHub; default: the reference)")
	}
	return f
}

// drafter makes a draft of the arguments of a command and its flags.
type drafter func(ctx context.Context, args []string, f *moveFlags) (draft, error)

// sends makes the command send what makes gives for its arguments, with the flags of its kind. The PIN and the activation code of a draft
// are wiped at the end, also of one that came no further than to read them.
func (a *command) sends(cmd *cobra.Command, kind client.MovementKind, makes drafter) *cobra.Command {
	f := register(cmd, kind)
	return a.Changes(cmd, func(ctx context.Context, args []string) error {
		p, err := makes(ctx, args, f)
		defer p.Intent.Change.Wipe()
		if err != nil {
			return err
		}
		return a.move(ctx, f, p)
	})
}

// move is moveAll for a draft that is there already.
func (a *command) move(ctx context.Context, f *moveFlags, p draft) error {
	return a.moveAll(ctx, f, []item{{draft: func(context.Context) (draft, error) { return p, nil }}})
}

// carryOut sends a movement, and asks what became of it until that is final or the journal stops asking. A movement without an order number
// was not sent.
func (a *command) carryOut(ctx context.Context, book *run.AuditedJournal, p draft) (client.Movement, error) {
	m, err := p.earlier.Movement, p.earlier.Outcome
	if !p.repeated() {
		if err := stillLacks(ctx, p); err != nil {
			if errors.Is(err, context.Canceled) {
				err = terminal.ErrInterrupted
			}
			return client.Movement{}, err
		}
		before := a.Interrupts.Sent.Swap(true)
		if m, err = book.Move(ctx, p.Account, p.Intent); m.OrderID == "" || m.Repeated {
			a.Interrupts.Sent.Store(before)
		}
		if errors.Is(err, context.Canceled) && (m.OrderID == "" || m.Status == client.MovementFailed) {
			err = terminal.ErrInterrupted
		}
	}
	if m.Repeated {
		a.Note("reference %s was used before, order %s: nothing was sent now", run.SafeLine(m.Reference), m.OrderID)
	}
	if m.OrderID != "" && !m.Status.Settled() && ctx.Err() == nil {
		repeated := m.Repeated
		a.Note("order %s is not final yet, asking %s", m.OrderID, p.Account.Profile)
		m, err = book.Follow(ctx, p.Account, m)
		m.Repeated = repeated
	}
	return m, err
}

// passGuards asks the journal whether something forbids the order, and the person where a guard can be passed. The answer counts for the
// orders that the person was told of; one that appears afterwards is in the way again. A movement that is only open because its process
// died is settled first.
func (a *command) passGuards(ctx context.Context, book *run.AuditedJournal, p *draft, f *moveFlags) error {
	if p.repeated() {
		return nil
	}
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
func (a *command) confirmOverride(ctx context.Context, guard *client.GuardError, f *moveFlags) error {
	order, typed := guard.Movement.OrderID, f.confirm
	switch {
	case !f.overrideOpen:
		return guard
	case typed == "" && !a.Interactive():
		return hinting(guard, "to send all the same add: --confirm "+plan.LastFour(order))
	case typed == "":
		fmt.Fprintln(a.Beside(), run.Warning(guard))
		var err error
		if typed, err = a.ReadLine(ctx, fmt.Sprintf("type the last four characters of order %s to send all the same", order), ": "); err != nil {
			return err
		}
	}
	if !plan.NamesOrder(order, typed) {
		return run.ErrNotConfirmed
	}
	return nil
}

// hinting is the guard with another hint.
func hinting(guard *client.GuardError, hint string) error {
	told := *guard
	told.Hint = hint
	return &told
}

func (a *command) confirmRepeat(ctx context.Context, guard *client.GuardError, f *moveFlags) error {
	if f.repeat {
		return nil
	}
	if f.skip || !a.Interactive() {
		return hinting(guard, "to make another one add: --repeat")
	}
	fmt.Fprintln(a.Beside(), run.Warning(guard))
	return a.Ask(ctx, "make another one?")
}

// confirm shows what would happen and asks.
func (a *command) confirm(ctx context.Context, f *moveFlags, drafts []draft) error {
	first := drafts[0]
	if f.kind == client.MoveCancel {
		return a.confirmCancel(ctx, f, drafts)
	}
	if !a.Interactive() {
		return run.CannotAsk("confirm with: --yes")
	}
	words := first.Intent.Kind.Words()
	switch {
	case f.rows:
		a.showAll(ctx, drafts)
		return a.Ask(ctx, fmt.Sprintf("create %s?", run.Plural(len(drafts), "card", "cards")))
	case len(drafts) > 1:
		a.showAll(ctx, drafts)
		return a.Ask(ctx, fmt.Sprintf("%s these %d?", words.Verb, len(drafts)))
	case first.Intent.Kind.IsChange() && first.Intent.Kind.OnCard():
		a.showDraft(first)
		return a.Ask(ctx, words.Verb+" this card?")
	}
	a.showDraft(first)
	return a.Ask(ctx, words.Verb+"?")
}

func (a *command) showDraft(p draft) {
	width := 8
	if p.Intent.Kind == client.MoveHolder {
		width = 14 // of the longest label of its fields
	}
	for _, l := range p.lines() {
		fmt.Fprintf(a.Beside(), "%-*s  %s\n", width, l[0], run.SafeLine(l[1]))
	}
}
