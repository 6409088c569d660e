package journal

import (
	"context"
	"errors"
	"fmt"
	"time"

	"cardwallet/client"
)

// errOther is returned for an answer that is not about the order that was asked for.
var errOther = errors.New("the issuer's record does not match what was sent")

// Follow asks the issuer about a processing or unknown movement, at once and then at the polling interval, until it is settled, the next
// question would come after the time limit, or ctx has ended. It never sends anything.
//
// It returns the movement as it then stands. The error is nil for success and while it is processing. It wraps client.ErrRefused after a
// failure and client.ErrUnknown while the outcome is unknown. If the asking failed or ctx ended first, the error says so. If the issuer
// cannot be asked, the movement stays as it is.
func (j *Journal) Follow(ctx context.Context, account client.Account, m client.Movement) (client.Movement, error) {
	next, err := j.follow(ctx, account, m)
	next.Repeated = m.Repeated
	return next, err
}

func (j *Journal) follow(ctx context.Context, account client.Account, m client.Movement) (client.Movement, error) {
	if err := j.Open(ctx); err != nil {
		return m, err
	}
	if m.Profile != account.Profile {
		return m, fmt.Errorf("order %s is not of profile %q", m.OrderID, account.Profile)
	}
	limited, cancel := context.WithTimeout(ctx, j.pollLimit)
	defer cancel()
	known := m
	m, err := j.reload(limited, m)
	if err != nil {
		return m, err
	}
	if known.Status == client.MovementUnknown && !askable(m.Status) && !m.Status.Settled() {
		return known, unknownError(known, nil) // it could not be noted, so the row says less: the next start finds it
	}
	for !m.Status.Settled() && !askable(m.Status) && pause(limited, j.pollEvery) { // it is its sender's, who may end
		if _, err := j.settleOwnerless(limited); err != nil {
			return m, err
		}
		if m, err = j.reload(limited, m); err != nil {
			return m, err
		}
	}
	ask := j.question(account, m.Kind)
	var askErr error
	if r, err := j.read(limited, j.store, m.OrderID); err == nil && r.foreign(account) {
		ask, askErr = nil, errors.New("the profile names another account than it was sent for")
	}
	for ask != nil && askable(m.Status) && (askErr == nil || transient(askErr)) {
		m, askErr = ask(limited, m)
		if !askable(m.Status) || !pause(limited, max(j.pollEvery, client.RetryAfter(askErr))) {
			break
		}
	}
	switch {
	case m.Status == client.MovementFailed:
		return m, failure(m, m.Description)
	case m.Status.Settled():
		return m, nil
	case ctx.Err() != nil:
		return m, fmt.Errorf("order %s is not settled yet: %w", m.OrderID, ctx.Err())
	case m.Status == client.MovementUnknown:
		return m, unknownError(m, askErr)
	case askErr != nil && !errors.Is(askErr, context.DeadlineExceeded):
		return m, fmt.Errorf("cannot find out what became of order %s: %w", m.OrderID, askErr)
	}
	return m, nil
}

// reload reads the row again: another process may have settled it.
func (j *Journal) reload(ctx context.Context, m client.Movement) (client.Movement, error) {
	r, err := j.read(ctx, j.store, m.OrderID)
	if err != nil {
		return m, err
	}
	return r.Movement, nil
}

// question is how the issuer can be asked what became of a movement, nil where it cannot.
func (j *Journal) question(a client.Account, kind client.MovementKind) func(context.Context, client.Movement) (client.Movement, error) {
	order := askedByOrder(a, kind)
	switch {
	case kind == client.MoveActivate:
		return func(ctx context.Context, m client.Movement) (client.Movement, error) {
			return j.askActivation(ctx, a, m)
		}
	case order != nil:
		return func(ctx context.Context, m client.Movement) (client.Movement, error) { return j.ask(ctx, order, m) }
	}
	return nil
}

// reading asks the issuer for an order by its number, see client.OrderReader.
type reading func(ctx context.Context, orderID string) (client.Operation, error)

// askedByOrder is how the account's issuer is asked for orders of the kind, nil where it does not know them by their numbers.
func askedByOrder(a client.Account, kind client.MovementKind) reading {
	if maker, ok := a.Issuer.(client.HolderMaker); ok && kind == client.MoveHolder {
		return maker.ReadHolderOrder
	}
	if reader, ok := a.Issuer.(client.OrderReader); ok && kind != client.MoveHolder {
		return reader.ReadOrder
	}
	return nil
}

// ask puts one question and notes the answer if it tells something new.
func (j *Journal) ask(ctx context.Context, order reading, m client.Movement) (client.Movement, error) {
	answer, err := order(ctx, m.OrderID)
	if err != nil {
		return m, err
	}
	if why := mismatch(m, answer); why != "" {
		return j.describeMismatch(ctx, m, fmt.Errorf("%w: %s", errOther, why))
	}
	s := judgeAnswer(m, answer).step
	if s.to == m.Status || s.to == client.MovementUnknown {
		if m.CardID != "" || s.cardID == "" {
			return m, nil
		}
		return j.amend(ctx, m.OrderID, amendment{cardID: s.cardID}) // a new card that is not there yet has its id already
	}
	return j.conclude(ctx, m, s)
}

// describeMismatch says in the row of an open movement why asking does not settle it, and returns the mismatch as the error.
func (j *Journal) describeMismatch(ctx context.Context, m client.Movement, mismatch error) (client.Movement, error) {
	text := mismatch.Error()
	if m.Status == client.MovementUnknown {
		text += "; " + m.Kind.Doubt()
	}
	if text = clip(text); m.Status.Settled() || m.Description == text {
		return m, mismatch
	}
	amended, err := j.amend(ctx, m.OrderID, amendment{description: text})
	if err != nil {
		return m, errors.Join(mismatch, err)
	}
	return amended, mismatch
}

// askable reports whether the issuer can know more about a movement than the journal. One that is marked as sent is still its sender's.
func askable(s client.MovementStatus) bool {
	return s == client.MovementProcessing || s == client.MovementUnknown
}

// transient reports whether asking again can help. An order that the issuer does not show yet may appear later.
func transient(err error) bool {
	for _, permanent := range []error{client.ErrNotAllowed, client.ErrUnsupported, errOther} {
		if errors.Is(err, permanent) {
			return false
		}
	}
	var e *client.Error
	return errors.As(err, &e) || errors.Is(err, client.ErrNotFound) || errors.Is(err, context.DeadlineExceeded)
}

// pause waits and reports whether the time passed before ctx ended. It does not wait for what would come too late.
func pause(ctx context.Context, d time.Duration) bool {
	if deadline, ok := ctx.Deadline(); ok && time.Until(deadline) <= d {
		return false
	}
	return client.Sleep(ctx, d) == nil
}
