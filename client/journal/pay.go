package journal

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"time"

	"github.com/shopspring/decimal"

	"cardwallet/client"
)

const (
	// noteLimit bounds one write of the protocol. Such a write does not end with the caller's context: a person who gives up
	// must still find what happened.
	noteLimit = 10 * time.Second
	// abandonAfter is the age at which a movement that was noted but never marked as sent counts as given up. The two writes
	// are milliseconds apart, so its owner has died; should it live after all, it can no longer take the step to sent.
	abandonAfter = 30 * time.Second
)

// ErrOpenMovement is wrapped by *OpenMovementError.
var ErrOpenMovement = errors.New("an earlier movement on this card is not settled")

// OpenMovementError refuses a movement on a card that has another one without a final outcome.
type OpenMovementError struct {
	Movement client.Movement // the one that is in the way
}

// Error names the movement that is in the way and what to do about it.
func (e *OpenMovementError) Error() string {
	m := e.Movement
	return fmt.Sprintf("%v: %s of %s (%s) from %s\nfind out what became of order %s before you send more: see the card's balance and transactions",
		ErrOpenMovement, describe(m.Kind), m.Amount, m.Status, m.CreatedAt.Format("2006-01-02 15:04:05 UTC"), m.OrderID)
}

// Unwrap returns ErrOpenMovement.
func (e *OpenMovementError) Unwrap() error { return ErrOpenMovement }

// payment is one movement that a person confirmed, with the way to send it.
type payment struct {
	account  client.Account
	kind     client.MovementKind
	cardID   string
	amount   client.Money
	fee      client.Money // estimate; may be not known
	override bool         // send although another movement on the card is open
	send     func(context.Context, client.Order) (client.Operation, error)
}

// TopUp notes a top-up, sends it once, and notes what came of it. amount and quote are what the person confirmed; checking them
// against the issuer's terms is the caller's part.
//
// The error is nil for a movement that succeeded or is processing (see Follow). A failed one comes with an error that says why
// (client.ErrRefused, or one that client.NotSent recognises). Where money may have moved the movement is unknown and the error
// wraps client.ErrUnknown and nothing else. With client.ErrReadOnly, client.ErrUnsupported, *OpenMovementError, or an amount that
// makes no sense, nothing was sent and there is no row.
func (j *Journal) TopUp(ctx context.Context, account client.Account, card client.Card, amount client.Money, quote client.Quote) (client.Movement, error) {
	return j.topUp(ctx, account, card, amount, quote, false)
}

// TopUpOverriding is TopUp for a person who has seen the open movement on the card and wants this one all the same.
func (j *Journal) TopUpOverriding(ctx context.Context, account client.Account, card client.Card, amount client.Money, quote client.Quote) (client.Movement, error) {
	return j.topUp(ctx, account, card, amount, quote, true)
}

func (j *Journal) topUp(ctx context.Context, account client.Account, card client.Card, amount client.Money, quote client.Quote, override bool) (client.Movement, error) {
	issuer, ok := account.Issuer.(client.TopUpper)
	if !ok {
		return client.Movement{}, fmt.Errorf("%s: top up: %w", account.Profile, client.ErrUnsupported)
	}
	if card.Profile != account.Profile {
		return client.Movement{}, fmt.Errorf("card %s is not of profile %q", card.Key(), account.Profile)
	}
	if quote.Amount.Known() && !same(quote.Amount, amount) {
		return client.Movement{}, fmt.Errorf("%w: %s was confirmed, not %s", client.ErrAmount, quote.Amount, amount)
	}
	return j.pay(ctx, payment{
		account: account, kind: client.MoveTopUp, cardID: card.ID, amount: amount, fee: quote.Fee, override: override, send: issuer.TopUp,
	})
}

// pay is the protocol that every movement follows.
func (j *Journal) pay(ctx context.Context, p payment) (client.Movement, error) {
	j.underWay.RLock()
	defer j.underWay.RUnlock()
	if err := p.check(); err != nil {
		return client.Movement{}, err
	}
	if err := ctx.Err(); err != nil {
		return client.Movement{}, fmt.Errorf("nothing was sent: %w", err)
	}
	m := client.Movement{
		OrderID: newOrderID(), Profile: p.account.Profile, CardID: p.cardID, Kind: p.kind, Amount: p.amount, Fee: p.fee,
		Status: client.MovementIntended, CreatedAt: j.stamp(),
	}
	if err := j.begin(ctx, m, p.override); err != nil {
		return client.Movement{}, err
	}
	sent, err := j.note(ctx, m.OrderID, step{to: client.MovementSent})
	if err != nil {
		return j.abort(ctx, m, fmt.Errorf("nothing was sent: %w", err))
	}
	if err := ctx.Err(); err != nil {
		return j.abort(ctx, sent, fmt.Errorf("nothing was sent: %w", err))
	}
	answer, err := j.sendOnce(ctx, p, sent)
	o := judge(sent, answer, err)
	settled, err := j.note(ctx, sent.OrderID, o.step)
	if err != nil {
		sent.Status = client.MovementUnknown
		sent.Description = "the outcome could not be noted; the money may have moved"
		return sent, unknownError(sent, err)
	}
	return settled, o.err
}

// check refuses what no caller may ask for.
func (p payment) check() error {
	switch {
	case p.account.ReadOnly:
		return fmt.Errorf("%s: %s: %w\nread_only is set for it in the config", p.account.Profile, describe(p.kind), client.ErrReadOnly)
	case p.account.Profile == "" || p.cardID == "":
		return fmt.Errorf("%s: no profile or no card", describe(p.kind))
	case !p.amount.Known():
		return fmt.Errorf("%w: it has no currency", client.ErrAmount)
	case !reasonable(p.amount.Amount):
		return fmt.Errorf("%w: at most 15 digits before the point and 8 after it", client.ErrAmount)
	case !p.amount.Amount.IsPositive():
		return fmt.Errorf("%w: it must be more than zero", client.ErrAmount)
	case p.fee.Known() && (!reasonable(p.fee.Amount) || p.fee.Amount.IsNegative()):
		return fmt.Errorf("%w: the fee makes no sense", client.ErrAmount)
	}
	return nil
}

// begin commits the movement as intended, unless another one on the card is open.
func (j *Journal) begin(ctx context.Context, m client.Movement, override bool) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), noteLimit)
	defer cancel()
	return j.store.insert(ctx, m, override, m.CreatedAt.Add(-abandonAfter))
}

// note commits a step, also for a caller whose context has ended.
func (j *Journal) note(ctx context.Context, orderID string, s step) (client.Movement, error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), noteLimit)
	defer cancel()
	s.at = j.stamp()
	return j.store.advance(ctx, orderID, s)
}

// abort ends a movement that was not sent. Where that cannot be noted the row keeps saying more than happened, which is safe.
func (j *Journal) abort(ctx context.Context, m client.Movement, cause error) (client.Movement, error) {
	const why = "it was given up before it was sent"
	failed, err := j.note(ctx, m.OrderID, step{to: client.MovementFailed, description: why})
	if err != nil {
		m.Status, m.Description = client.MovementFailed, why
		return m, cause
	}
	return failed, cause
}

// sendOnce hands the order to the issuer. A sender that panics leaves the outcome noted as unknown, and the panic goes on.
func (j *Journal) sendOnce(ctx context.Context, p payment, m client.Movement) (answer client.Operation, err error) {
	returned := false
	defer func() {
		if !returned {
			// The panic says what went wrong; if noting fails too, the row stays sent, which is as safe.
			_, _ = j.note(ctx, m.OrderID, step{to: client.MovementUnknown, description: "the program failed while sending; " + mayHaveMoved})
		}
	}()
	answer, err = p.send(ctx, client.Order{ID: m.OrderID, Kind: m.Kind, CardID: m.CardID, Amount: m.Amount})
	returned = true
	return answer, err
}

// newOrderID gives 28 of [A-Z0-9] with 130 random bits, which fits both lengths that FinHub documents (20 to 40, 15 to 65).
func newOrderID() string { return "CW" + rand.Text()[:26] }

// reasonable bounds what goes into a row: at most 15 digits before the point and 8 after it, as people may type them.
func reasonable(d decimal.Decimal) bool {
	if d.Exponent() > 15 || d.Exponent() < -40 {
		return false // not even worth the arithmetic
	}
	return d.Abs().LessThan(decimal.New(1, 15)) && d.Equal(d.Truncate(8))
}

func same(a, b client.Money) bool { return a.Currency == b.Currency && a.Amount.Equal(b.Amount) }

// describe names a kind of movement in words.
func describe(kind client.MovementKind) string {
	switch kind {
	case client.MoveTopUp:
		return "top-up"
	case client.MoveWithdraw:
		return "withdrawal"
	case client.MoveCreate:
		return "card creation"
	}
	return string(kind)
}
