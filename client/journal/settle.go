package journal

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"cardwallet/client"
	"cardwallet/client/abreast"
	"cardwallet/client/journal/evidence"
)

// lateCardID is how long after a creation has succeeded Settle still asks for its card id.
const lateCardID = 24 * time.Hour

// Settle looks once at every open movement of the accounts and notes what it finds out: by order number where the issuer knows them
// (client.OrderReader), else by comparison with what was noted before sending (client.Observer). An activation whose order the issuer does
// not list is settled by the card's status. Movements of programs that died are taken over first. Now and then it looks at successes of
// the last days once more, since an issuer may take one back. It never sends a movement.
//
// It returns the movements whose status changed, and creations whose card id became known, as they now stand. One that it cannot decide
// stays unknown and its description says what is known; see Mark. The error joins what went wrong at the accounts; movements that could be
// settled are settled all the same.
func (j *Journal) Settle(ctx context.Context, accounts []client.Account) (settled []client.Movement, err error) {
	j.underWay.RLock()
	defer j.underWay.RUnlock()
	if err := j.Open(ctx); err != nil {
		return nil, err
	}
	settled, err = j.settleOwnerless(ctx)
	if err != nil {
		return settled, err
	}
	work, err := j.unsettled(ctx, accounts)
	if err != nil {
		return settled, err
	}
	type result struct {
		changed []client.Movement
		err     error
	}
	results := make([]result, len(accounts))
	_ = abreast.Each(ctx, len(results), len(results), func(_ context.Context, n int) error {
		results[n].changed, results[n].err = j.settleAccount(ctx, accounts[n], work[n])
		return nil
	})
	for _, r := range results {
		for _, m := range r.changed {
			settled = slices.DeleteFunc(settled, func(o client.Movement) bool { return o.OrderID == m.OrderID }) // its earlier state
			settled = append(settled, m)
		}
		err = errors.Join(err, r.err)
	}
	return settled, err
}

// unsettled lists for each account what there is to find out, oldest first. If no account has the row's profile any more, the row belongs
// to the first account that it was sent for.
func (j *Journal) unsettled(ctx context.Context, accounts []client.Account) ([][]Row, error) {
	open, err := j.find(ctx, j.store, Filter{Before: true, MovementFilter: client.MovementFilter{Unsettled: true}})
	if err != nil {
		return nil, err
	}
	late, err := j.find(ctx, j.store, Filter{Unnamed: true, Recent: Recent{j.moment(), lateCardID}})
	if err != nil {
		return nil, err
	}
	open = slices.DeleteFunc(open, func(r Row) bool { return !askable(r.Status) })
	work := make([][]Row, len(accounts))
	for _, r := range slices.Concat(open, late) {
		n := slices.IndexFunc(accounts, func(a client.Account) bool { return a.Profile == r.Profile })
		if n < 0 && r.Account != "" {
			n = slices.IndexFunc(accounts, func(a client.Account) bool { return a.Is(r.Account) })
		}
		if n >= 0 {
			work[n] = append(work[n], r)
		}
	}
	for n := range work {
		slices.Reverse(work[n])
	}
	return work, nil
}

func (j *Journal) settleAccount(ctx context.Context, a client.Account, work []Row) (changed []client.Movement, err error) {
	for _, r := range work {
		if ctx.Err() != nil {
			return changed, errors.Join(err, ctx.Err())
		}
		m, settleErr := j.settle(ctx, a, r)
		if m.Status != r.Status || m.CardID != r.CardID {
			changed = append(changed, m)
		}
		if settleErr != nil {
			err = errors.Join(err, fmt.Errorf("cannot find out what became of order %s: %w", r.OrderID, settleErr))
		}
		if hopeless(settleErr) {
			return changed, err
		}
	}
	undone, reviewErr := j.review(ctx, a)
	if reviewErr != nil {
		err = errors.Join(err, fmt.Errorf("cannot look again at what succeeded: %w", reviewErr))
	}
	return append(changed, undone...), err
}

// hopeless reports whether asking the same account about another order makes no sense now.
func hopeless(err error) bool {
	return errors.Is(err, client.ErrNotAllowed) || errors.Is(err, client.ErrRateLimited) || errors.Is(err, client.ErrUnreachable)
}

// foreign reports whether the row was sent for another account than the one that the profile names now. If that account does not know the
// order, this proves nothing.
func (r Row) foreign(a client.Account) bool {
	return r.Account != "" && a.ID != "" && !a.Is(r.Account)
}

// settle looks at one movement and returns it as it then stands.
func (j *Journal) settle(ctx context.Context, a client.Account, r Row) (client.Movement, error) {
	if r.foreign(a) {
		return j.describe(ctx, r.Movement, "the profile names another account than it was sent for, so it is not asked")
	}
	if r.Kind == client.MoveActivate {
		return j.askActivation(ctx, a, r.Movement)
	}
	if ask := askedByOrder(a, r.Kind); ask != nil {
		return j.settleByOrder(ctx, a, ask, r)
	}
	if observer, ok := a.Issuer.(client.Observer); ok && r.Before != nil && !r.Status.Settled() {
		return j.settleByComparison(ctx, comparison{account: a, observer: observer, row: r})
	}
	return r.Movement, nil
}

func (j *Journal) settleByOrder(ctx context.Context, a client.Account, order reading, r Row) (client.Movement, error) {
	m, err := j.ask(ctx, order, r.Movement)
	if !noSuchOrder(err) {
		return m, err
	}
	switch {
	case m.Status.Settled() || !j.graceIsOver(r):
		return m, nil
	case m.Status == client.MovementProcessing:
		return m, err // it had the order
	case r.Account == "" && a.ID != "":
		return j.describe(ctx, m, "the issuer has no such order, and it is not known whether it was sent for this account")
	}
	return j.conclude(ctx, m, step{to: client.MovementFailed, absent: true, description: "the issuer has no such order"})
}

// noSuchOrder recognises the issuer's own word that it does not have the order. A missing page is no such word.
func noSuchOrder(err error) bool {
	if !errors.Is(err, client.ErrNotFound) {
		return false
	}
	var e *client.Error
	return !errors.As(err, &e) || e.Status < 400
}

// graceIsOver reports whether a request had its time: if it has not taken effect by now, it never will.
func (j *Journal) graceIsOver(r Row) bool { return r.leftAt().surelySince(j.moment(), j.grace) }

// conclude notes what was found out, unless another process or a person did so first: then their word stands.
func (j *Journal) conclude(ctx context.Context, m client.Movement, s step) (client.Movement, error) {
	s.from, s.of = m.Status, m.CreatedAt
	next, err := j.note(ctx, m.OrderID, s)
	if errors.Is(err, errTransition) {
		return j.reload(context.WithoutCancel(ctx), m)
	}
	if err != nil {
		return m, err
	}
	return next, nil
}

// settleByComparison decides if the facts do. It says that the movement failed only when it can no longer take effect and two looks agree.
// It says that the movement succeeded after one look if the card alone shows it, else only when two looks agree.
func (j *Journal) settleByComparison(ctx context.Context, c comparison) (client.Movement, error) {
	first, err := c.look(ctx, j)
	if err != nil {
		return c.row.Movement, err
	}
	if first.verdict == evidence.Undecided {
		return j.describe(ctx, c.row.Movement, first.facts+": this does not decide it")
	}
	if !j.proves(c.account, first, c.row) {
		return j.describe(ctx, c.row.Movement, first.facts+": "+first.looks(c.row)+", but somebody else's movement would look the same")
	}
	if first.verdict == evidence.NotApplied && !j.graceIsOver(c.row) {
		return j.describe(ctx, c.row.Movement, first.facts+": it seems not to have been carried out, but still may be")
	}
	if first.verdict == evidence.NotApplied || !first.plain {
		if !pause(ctx, j.pollEvery) {
			return c.row.Movement, ctx.Err()
		}
		second, err := c.look(ctx, j)
		if err != nil {
			return c.row.Movement, err
		}
		if !first.agrees(second) {
			return j.describe(ctx, c.row.Movement, second.facts+": it is changing")
		}
	}
	if first.verdict == evidence.Applied {
		found := step{to: client.MovementSucceeded, cardID: first.cardID, description: "found carried out: " + first.facts}
		return j.conclude(ctx, c.row.Movement, found)
	}
	absent := step{to: client.MovementFailed, absent: true, description: "found not carried out: " + first.facts}
	return j.conclude(ctx, c.row.Movement, absent)
}

// proves reports whether what was seen can only come of the movement. Somebody who notes what they send elsewhere can have topped up the
// same card with the same amount, or made such a card. So a success is proved only where every movement of the account is noted here. That
// nothing happened to the card, and that there is no such card, nobody else can have brought about; a wallet that others pay from confirms
// nothing.
func (j *Journal) proves(a client.Account, l look, r Row) bool {
	if r.imported() {
		return false
	}
	return a.SoleUser || j.store.Shared() || l.verdict == evidence.NotApplied && (l.plain || r.Kind == client.MoveCreate)
}

// looks says what a comparison that proves nothing seems to show.
func (l look) looks(r Row) string {
	switch {
	case l.verdict == evidence.NotApplied:
		return "it seems not to have been carried out"
	case r.Kind == client.MoveCreate:
		return "looks done: this card is new"
	}
	return "looks done: the balance moved by exactly this"
}

// describe says in the row what is known of an unknown movement.
func (j *Journal) describe(ctx context.Context, m client.Movement, facts string) (client.Movement, error) {
	text := clip(facts + "; " + m.Kind.Doubt())
	if m.Status != client.MovementUnknown || m.Description == text {
		return m, nil
	}
	return j.amend(ctx, m.OrderID, amendment{description: text})
}
