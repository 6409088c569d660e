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

// item is one of the movements that a command is to make, before it is looked into.
type item struct {
	name  string // as it was asked for: a card's name, or a row
	draft func(context.Context) (draft, error)
}

// registerMany is register for a command that takes several cards.
func registerMany(cmd *cobra.Command, kind client.MovementKind) *moveFlags {
	f := register(cmd, kind)
	f.several = true
	cmd.Flags().BoolVar(&f.skip, "skip", false, skipUsage)
	return f
}

const skipUsage = "leave out those that cannot be sent, and send the rest (exit code 1)"

// sendsMany makes the command send what makes gives for each of its cards. cardsOf gives these of the arguments.
func (a *command) sendsMany(cmd *cobra.Command, f *moveFlags, cardsOf func(args []string) []string,
	makes func(ctx context.Context, ref string, args []string) (draft, error)) *cobra.Command {
	return a.Changes(cmd, func(ctx context.Context, args []string) error {
		var items []item
		for _, ref := range cardsOf(args) {
			items = append(items, item{ref, func(ctx context.Context) (draft, error) { return makes(ctx, ref, args) }})
		}
		return a.moveAll(ctx, f, items)
	})
}

// moveAll takes movements of one kind through checks and guards, one question for all, and the journal, one after the other. Where one
// cannot be sent none is, unless the command leaves such ones out.
func (a *command) moveAll(ctx context.Context, f *moveFlags, items []item) error {
	if f.dryRun && a.Flags.Quiet {
		return run.Usagef("use one of --dry-run and --quiet")
	}
	book, err := a.Journal(ctx)
	if err != nil {
		return run.Unsent(err)
	}
	w := weighed{a: a, f: f, of: len(items)}
	for _, it := range items {
		if err := w.add(ctx, it); err != nil {
			return err
		}
	}
	if !f.dryRun {
		if err := w.passGuards(ctx, book); err != nil {
			return err
		}
	}
	if err := w.refuse(); err != nil {
		return err
	}
	fresh := slices.DeleteFunc(slices.Clone(w.drafts), draft.repeated)
	if f.dryRun {
		err := a.dryRun(ctx, book, f, w.drafts)
		if err == nil && len(fresh) > 1 { // one alone was compared when its price was known
			err = a.shortOf(ctx, f.kind, fresh)
		}
		return cmp.Or(err, w.end())
	}
	if err := a.shortOf(ctx, f.kind, fresh); err != nil {
		return err
	}
	if (!f.yes || f.kind == client.MoveCancel) && len(fresh) > 0 {
		if err := a.confirm(ctx, f, fresh); err != nil {
			return err
		}
	}
	a.sendAll(ctx, book, f, w.drafts)
	return w.end()
}

// weighed are movements that were looked into before anything is sent.
type weighed struct {
	a       *command
	f       *moveFlags
	of      int     // how many were asked for
	drafts  []draft // that can be sent
	refused []error // why others cannot
}

// add looks into one of them. It returns an error that is about all of them.
func (w *weighed) add(ctx context.Context, it item) error {
	p, err := it.draft(ctx)
	if err == nil {
		err = p.check(w.f)
	}
	if p.Intent.Card.ID != "" && slices.Contains(keysOf(w.drafts), p.Intent.Card.Key()) {
		return run.Usagef("card %s is named twice", p.Intent.Card.Key())
	}
	switch {
	case err != nil:
		return w.refuseOne(ctx, it.name, err)
	case p.enough != "":
		w.a.Note("%s", p.enough)
		return nil
	}
	p.name = it.name
	w.drafts = append(w.drafts, p)
	return nil
}

// refuseOne takes the error of one movement. It returns it where the others need not be looked into.
func (w *weighed) refuseOne(ctx context.Context, name string, err error) error {
	if w.of == 1 && !w.f.skip {
		return err
	}
	_, usage := errors.AsType[*run.UsageError](err)
	if ctx.Err() != nil || errors.Is(err, run.ErrBehind) || !w.f.rows && (usage || errors.Is(err, client.ErrAmount)) {
		return err // the next one would end alike
	}
	err = naming(name, err)
	w.refused = append(w.refused, err)
	if w.f.skip || usage || ofOne(err) {
		return nil
	}
	return w.refuse()
}

// ofOne reports whether an error is about one movement, so that it is worth looking into the others.
func ofOne(err error) bool {
	return slices.ContainsFunc([]error{client.ErrTerms, client.ErrNotFound, client.ErrAmbiguous, client.ErrUnsupported, client.ErrReadOnly,
		client.ErrReference, client.ErrAmount, client.ErrOpenMovement, client.ErrRepeat, client.ErrLimit},
		func(kind error) bool { return errors.Is(err, kind) })
}

// naming puts the name before an error that does not say which movement it is about.
func naming(name string, err error) error {
	_, id, _ := strings.Cut(name, "/")
	if text := client.FirstLine(err); strings.Contains(text, name) || id != "" && strings.Contains(text, id) {
		return err
	}
	return fmt.Errorf("%s: %w", name, err)
}

// passGuards has the journal look at each movement. What objects to one leaves that out where the command does so.
func (w *weighed) passGuards(ctx context.Context, book *run.AuditedJournal) error {
	own := ordersOf(w.drafts)
	var passed []draft
	var ahead []client.Quote
	for _, p := range w.drafts {
		p.Intent.Ahead = ahead
		p.Intent.Repeat = append(p.Intent.Repeat, own...)
		if err := w.a.passGuards(ctx, book, &p, w.f); err != nil {
			if _, guarded := errors.AsType[*client.GuardError](err); !guarded {
				return err
			}
			if err := w.refuseOne(ctx, p.name, err); err != nil {
				return err
			}
			continue
		}
		if !p.repeated() {
			ahead = append(ahead, p.Intent.Quote)
		}
		p.Intent.Ahead = nil // it is noted before this one is sent
		passed = append(passed, p)
	}
	w.drafts = passed
	return nil
}

// refuse ends a command that sends nothing, since some of its movements cannot be sent. It tells those that are left out.
func (w *weighed) refuse() error {
	last := len(w.refused) - 1
	switch {
	case last < 0:
		return nil
	case w.f.skip:
		for _, err := range w.refused {
			w.a.Warn(fmt.Errorf("left out: %w", err))
		}
		return nil
	}
	for _, err := range w.refused[:last] {
		w.a.Fail(err)
	}
	w.a.Note("nothing was sent for any of the %d", w.of)
	return w.refused[last]
}

// end is the error of what was left out.
func (w *weighed) end() error {
	if n := len(w.refused); n > 0 && w.f.skip {
		return fmt.Errorf("%d of %d left out", n, w.of)
	}
	return nil
}

// sendAll sends the drafts, one after the other, and tells what became of each. It goes on after a refusal, and stops where plan says so
// for several movements, and where the person gave up. What was made before is told all the same.
func (a *command) sendAll(ctx context.Context, book *run.AuditedJournal, f *moveFlags, drafts []draft) {
	own := ordersOf(drafts)
	var sent []client.Movement
	var unsent []string
	stopped := false
	for _, p := range drafts {
		if stopped && (!p.repeated() || ctx.Err() != nil) {
			unsent = append(unsent, p.called())
			continue
		}
		p.Intent.Repeat = append(p.Intent.Repeat, own...) // what this command made itself is not made twice
		m, err := a.carryOut(ctx, book, p)
		if m.OrderID != "" {
			sent, own = append(sent, m), append(own, m.OrderID)
		}
		if told := a.tell(f, p, m, err); told != nil {
			if m.OrderID == "" && len(drafts) > 1 { // the journal's objection says "this card"
				told = naming(p.called(), told)
			}
			a.Fail(told)
			alone := p.repeated() || errors.Is(err, errMoreNow)
			stopped = stopped || ctx.Err() != nil || !alone && (plan.IsOpen(m, err) || plan.NextAlike(m, err))
		}
	}
	if len(unsent) > 0 {
		a.Note("not sent: %s", strings.Join(unsent, ", "))
	}
	a.tellTogether(f, sent)
}

// ordersOf are the orders of those that were made before.
func ordersOf(drafts []draft) (orders []string) {
	for _, p := range drafts {
		if p.repeated() {
			orders = append(orders, p.earlier.Movement.OrderID)
		}
	}
	return orders
}

func keysOf(drafts []draft) []string {
	keys := make([]string, 0, len(drafts))
	for _, p := range drafts {
		keys = append(keys, p.Intent.Card.Key())
	}
	return keys
}
