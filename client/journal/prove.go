package journal

import (
	"context"
	"time"

	"cardwallet/client"
	"cardwallet/client/journal/evidence"
)

// proveLimit bounds the questions that a refusal takes before it is final.
const proveLimit = 20 * time.Second

// prove decides what a refusal is worth. By itself it is worth nothing: behind a gateway the issuer may have carried the order out and
// refused the gateway's second try. Where its words say that nothing was done (client.Error.Untouched), the issuer is asked once: by order
// number, by the card's status where an activation has none, else by comparison with what was noted before sending. The movement has failed
// only where that confirms it. What the order says counts for more than the words. All else stays unknown and is settled later.
func (j *Journal) prove(ctx context.Context, e errand, m client.Movement, o outcome) outcome {
	had := o.had && m.Reference != ""
	if !had && (o.refused == nil || !o.refused.Untouched) {
		return o
	}
	ctx, cancel := context.WithTimeout(ctx, proveLimit)
	defer cancel()
	order := askedByOrder(e.account, m.Kind)
	if had {
		if order == nil {
			return o
		}
		return alreadyThere(ctx, order, m, o)
	}
	confirmed := failed(refusalReason(m.Kind, o.refused), o.refused)
	confirmed.step.refused = o.refused.Kind.Error()
	if order != nil {
		answer, err := order(ctx, m.OrderID)
		switch {
		case err == nil:
			return judgeAnswer(m, answer)
		case !noSuchOrder(err):
			return o
		case m.Kind != client.MoveActivate:
			return confirmed
		}
		// An activation need not be among the orders.
		switch card, err := e.account.Issuer.Card(ctx, m.CardID); {
		case err == nil && card.Status == client.CardActive:
			return outcome{step: step{to: client.MovementSucceeded, description: foundActive}}
		case err == nil && card.Status == client.CardInactive:
			return confirmed
		}
		return o
	}
	if e.observer != nil && j.untouched(ctx, e, m) {
		return confirmed
	}
	return o
}

// untouched reports whether two looks at the issuer's state agree that the movement was not carried out.
func (j *Journal) untouched(ctx context.Context, e errand, m client.Movement) bool {
	found, err := j.find(ctx, j.store, Filter{Before: true, MovementFilter: client.MovementFilter{OrderID: m.OrderID}})
	if err != nil || len(found) != 1 || found[0].Before == nil {
		return false
	}
	c := comparison{account: e.account, observer: e.observer, row: found[0]}
	first, err := c.look(ctx, j)
	if err != nil || first.verdict != evidence.NotApplied || !pause(ctx, j.pollEvery) {
		return false
	}
	second, err := c.look(ctx, j)
	return err == nil && first.agrees(second) && j.proves(e.account, second, found[0])
}
