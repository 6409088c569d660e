package journal

import (
	"context"
	"errors"
	"fmt"
	"time"

	"cardwallet/client"
)

// noteLimit bounds one write of the protocol. Such a write does not end with the caller's context: a person who gives up must still
// find what happened.
const noteLimit = 10 * time.Second

// errand is an intent with the way to carry it out.
type errand struct {
	account  client.Account
	in       client.Intent
	mover    client.Mover
	observer client.Observer // nil where the issuer can be asked by order number, and for changes, which balances do not tell
}

// Check looks for what forbids a movement, and sends nothing: client.ErrReadOnly, client.ErrUnsupported, client.ErrAmount, client.ErrTerms
// for a change that says nothing, and a *client.GuardError for an open movement (ErrOpenMovement), for the same one a moment ago
// (ErrRepeat), or for a limit (ErrLimit). ErrRepeat is also of what the issuer's records show of others, where it keeps such records; where
// they cannot be read, the error says why. Terms are the caller's part. Move looks again, in one step with noting the movement.
func (j *Journal) Check(ctx context.Context, account client.Account, in client.Intent) error {
	if err := j.Open(ctx); err != nil {
		return Unsent(err)
	}
	e, err := newErrand(account, in)
	if err != nil {
		return err
	}
	if _, err := j.settleOwnerless(ctx); err != nil {
		return Unsent(err)
	}
	return j.check(ctx, e, j.row(e))
}

// Move notes a movement of money or a change of a card, sends it once, and notes what came of it. The intent is what the person
// confirmed; checking it against the issuer's terms is the caller's part. Nothing else in the program moves money or changes a card.
//
// The error is nil for a movement that succeeded or is processing (see Follow). A failed one comes with an error that says why: the
// issuer's refusal, confirmed by asking, or one that client.NotSent recognises. A refusal that is not confirmed leaves it unknown. Where
// money may have moved, or the card may have changed, the movement is unknown and the error wraps client.ErrUnknown and nothing else. With
// an error of Check, nothing was sent and there is no row. At an issuer without order numbers its state is noted before money is sent;
// where that cannot be read, nothing is sent either and the error says why.
//
// A PIN and an activation code are in no row, description or error. The caller wipes them when Move has returned.
func (j *Journal) Move(ctx context.Context, account client.Account, in client.Intent) (client.Movement, error) {
	return j.MoveNoted(ctx, account, in, func(client.Movement) {})
}

// MoveNoted is Move that says how far it is: it calls noted with the row when that is committed and nothing is sent yet (intended), and
// again when it is handed over to be sent (sent).
func (j *Journal) MoveNoted(
	ctx context.Context, account client.Account, in client.Intent, noted func(client.Movement),
) (client.Movement, error) {
	j.underWay.RLock()
	defer j.underWay.RUnlock()
	if err := j.Open(ctx); err != nil {
		return client.Movement{}, Unsent(err)
	}
	e, err := newErrand(account, in)
	if err != nil {
		return client.Movement{}, err
	}
	if err := ctx.Err(); err != nil {
		return client.Movement{}, fmt.Errorf("nothing was sent: %w", err)
	}
	if _, err := j.settleOwnerless(ctx); err != nil {
		return client.Movement{}, Unsent(err)
	}
	r := j.row(e)
	id, end, err := j.owner.Begin(ctx)
	if err != nil {
		return client.Movement{}, Unsent(err)
	}
	defer end()
	r.Owner = id
	defer j.begin(r.OrderID)()
	if e.asksElsewhere() {
		if err := j.check(ctx, e, r); err != nil {
			return client.Movement{}, Unsent(err)
		}
	}
	if err := j.insert(ctx, e, r); err != nil {
		if earlier, ok := errors.AsType[*earlierError](err); ok {
			return earlier.Movement, earlier.Outcome
		}
		if errors.Is(err, ErrMaybe) {
			return j.abort(ctx, r.Movement, givenUp, err)
		}
		return client.Movement{}, Unsent(err)
	}
	noted(r.Movement)
	before, err := e.observe(ctx)
	if err != nil {
		return j.abort(ctx, r.Movement, "what the issuer shows could not be noted before sending", err)
	}
	sending, err := e.ready(ctx)
	if err != nil {
		return j.abort(ctx, r.Movement, neverReached, err)
	}
	sent, err := j.note(ctx, r.OrderID, step{of: r.CreatedAt, to: client.MovementSent, before: before})
	if err != nil {
		return j.abort(ctx, r.Movement, givenUp, err)
	}
	sending, done, err := j.owner.Bound(sending, r.Owner)
	if err == nil {
		defer done()
		err = ctx.Err()
	}
	if err != nil {
		return j.abort(ctx, sent, givenUp, err)
	}
	noted(sent)
	answer, err := j.sendOnce(sending, e, sent)
	o := e.conceal(j.prove(ctx, e, sent, judge(sent, answer, err)))
	o.step.ended = o.step.to == client.MovementUnknown
	settled, err := j.noteOutcome(ctx, sent, o.step)
	if errors.Is(err, errTransition) && settled.Status.Settled() { // others have found it out meanwhile
		return settled, Row{Movement: settled}.outcome()
	}
	if err != nil {
		sent.Status = client.MovementUnknown
		sent.Description = clip("the outcome could not be noted (" + client.FirstLine(err) + "); " + sent.Kind.Doubt())
		return sent, unknownError(sent, nil)
	}
	return settled, o.err
}

// newErrand refuses what no caller may ask for.
func newErrand(account client.Account, in client.Intent) (errand, error) {
	e, err := errandFor(account, in)
	switch {
	case err != nil:
		return e, err
	case in.Kind.IsChange():
		return e, checkChange(in)
	}
	return e, checkAmounts(in)
}

// errandFor refuses what is wrong whatever is to be moved or changed.
func errandFor(account client.Account, in client.Intent) (errand, error) {
	e := errand{account: account, in: in}
	if err := account.MayChange(); err != nil {
		return e, err
	}
	if account.Profile == "" {
		return e, fmt.Errorf("%s: no profile", in.Kind.Noun())
	}
	e.mover, _ = account.Issuer.(client.Mover)
	if !account.Offers(in.Kind) {
		return e, fmt.Errorf("%s: %s: %w", account.Profile, in.Kind.Noun(), client.ErrUnsupported)
	}
	if _, canAsk := account.Issuer.(client.OrderReader); !canAsk && !in.Kind.IsChange() {
		e.observer, _ = account.Issuer.(client.Observer)
	}
	switch creates := !in.Kind.OnCard(); {
	case creates && in.Card.ID != "":
		return e, fmt.Errorf("%s: a creation has no card yet, this one names %s", in.Kind.Noun(), in.Card.Key())
	case creates:
	case in.Card.ID == "":
		return e, fmt.Errorf("%s: no card", in.Kind.Noun())
	case in.Card.Profile != account.Profile:
		return e, fmt.Errorf("card %s is not of profile %q", in.Card.Key(), account.Profile)
	}
	return e, checkReference(in.Reference)
}

// checkAmounts refuses figures that make no sense. Only the initial balance of a new card may be zero.
func checkAmounts(in client.Intent) error {
	amount, fee := in.Amount, in.Quote.Fee
	switch {
	case !amount.Known():
		return fmt.Errorf("%w: it has no currency", client.ErrAmount)
	case !client.Reasonable(amount.Amount):
		return fmt.Errorf("%w: at most 15 digits before the point and 8 after it", client.ErrAmount)
	case amount.Amount.IsNegative() || amount.Amount.IsZero() && in.Kind != client.MoveCreate:
		return fmt.Errorf("%w: it must be more than zero", client.ErrAmount)
	case in.Quote.Amount.Known() && !in.Quote.Amount.Same(amount):
		return fmt.Errorf("%w: %s was confirmed, not %s", client.ErrAmount, in.Quote.Amount, amount)
	case fee.Known() && (!client.Reasonable(fee.Amount) || fee.Amount.IsNegative()):
		return fmt.Errorf("%w: the fee makes no sense", client.ErrAmount)
	}
	return nil
}

// row is the movement as it is first noted, without its owner.
func (j *Journal) row(e errand) Row {
	now := j.moment()
	r := Row{Noted: now, Account: e.account.ID, Subject: subject(e.account, e.in), Movement: client.Movement{
		OrderID: e.orderID(), Profile: e.account.Profile, CardID: e.in.Card.ID, Kind: e.in.Kind, Amount: e.in.Amount, Fee: e.in.Quote.Fee,
		Status: client.MovementIntended, CreatedAt: now.Time, Reference: e.in.Reference, Person: j.person, Host: j.host,
	}}
	r.tellChange()
	return r
}

// observe reads the state by which the outcome will be recognised, where the issuer has no order numbers; else it returns nil.
func (e errand) observe(ctx context.Context) (*client.Observation, error) {
	if e.observer == nil {
		return nil, nil
	}
	o, err := e.observer.Observe(ctx, e.in.Card.ID)
	if err != nil {
		return nil, err
	}
	o.Transactions = o.Transactions[:min(len(o.Transactions), keptTransactions)]
	return &o, nil
}

// note commits a step, also for a caller whose context has ended.
func (j *Journal) note(ctx context.Context, orderID string, s step) (client.Movement, error) {
	s.at = j.moment()
	return j.noteAt(ctx, orderID, s)
}

// noteAt is note of a step that was taken before.
func (j *Journal) noteAt(ctx context.Context, orderID string, s step) (client.Movement, error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), noteLimit)
	defer cancel()
	return j.advance(ctx, orderID, s)
}

// Unsent says of a store that does not answer that nothing was sent.
func Unsent(err error) error {
	if !away(err) {
		return err
	}
	return adding(err, "nothing was sent")
}

const givenUp = "it was given up before it was sent"

// abort ends a movement that was not sent. Where that cannot be noted, the row still says that it may have been sent, which is safe.
func (j *Journal) abort(ctx context.Context, m client.Movement, why string, cause error) (client.Movement, error) {
	cause = fmt.Errorf("nothing was sent: %w", cause)
	failed, err := j.noteOutcome(ctx, m, step{to: client.MovementFailed, description: why, neverLeft: true})
	if err != nil {
		m.Status, m.Description = client.MovementFailed, why
		return m, cause
	}
	return failed, cause
}

// sendOnce hands the order to the issuer. A sender that panics leaves the outcome noted as unknown, and the panic goes on.
func (j *Journal) sendOnce(ctx context.Context, e errand, m client.Movement) (answer client.Operation, err error) {
	returned := false
	defer func() {
		if !returned {
			// The panic says what went wrong; if noting fails too, the row stays sent, which is as safe.
			why := "the program failed while sending; " + m.Kind.Doubt()
			_, _ = j.noteOutcome(ctx, m, step{to: client.MovementUnknown, description: why, ended: true})
		}
	}()
	answer, err = e.mover.Send(ctx, client.Order{
		ID: m.OrderID, Kind: m.Kind, CardID: m.CardID, Amount: m.Amount, New: e.in.New, Change: e.in.Change, Remark: e.in.Remark,
	})
	returned = true
	return answer, err
}
