package journal

import (
	"context"
	"fmt"
	"time"

	"github.com/shopspring/decimal"

	"cardwallet/client"
)

const (
	// repeatWindow is how long the same movement needs to be asked for twice.
	repeatWindow = 10 * time.Minute
	// limitWindow is what PerDay counts back from now.
	limitWindow = 24 * time.Hour
)

// Limit bounds what leaves through this program in one currency: amounts, and with them the fees that are known and in the same currency.
// Null is no limit.
type Limit struct {
	PerMovement decimal.NullDecimal // of any kind
	PerDay      decimal.NullDecimal // top-ups and creations of all profiles in the last 24 hours, without those that failed
}

// guard looks for what forbids a movement, in the order in which a person has to deal with it. One function serves Check and the
// transaction that inserts the row.
//
// Top-ups and withdrawals close their card. A creation has no card: where the issuer knows order numbers it closes the profile for the
// same creation only, else for every creation, since new cards are then told apart by comparison.
func (j *Journal) guard(ctx context.Context, v view, p plan, r row) error {
	if err := j.checkLimits(ctx, v, r.Movement); err != nil {
		return err
	}
	open, err := v.rows(ctx, filter{MovementFilter: client.MovementFilter{Profile: r.Profile, CardID: r.CardID, Unsettled: true}})
	if err != nil {
		return err
	}
	for _, o := range open {
		if p.in.OverrideOpen || !p.inTheWay(r, o) {
			continue
		}
		return &client.GuardError{Kind: client.ErrOpenMovement, Movement: o.Movement, Detail: about(o.Movement),
			Hint: "find out what became of it before you send more: cardwallet activity --reconcile"}
	}
	return checkRepeat(ctx, v, p, r)
}

// inTheWay reports whether an open movement of the same profile (and card, where there is one) keeps this one from being sent.
func (p plan) inTheWay(r, open row) bool {
	if r.Kind != client.MoveCreate {
		return true // on the same card, as it was asked for by its id
	}
	return open.Kind == client.MoveCreate && (p.observer != nil || p.sameSubject(open, r))
}

func checkRepeat(ctx context.Context, v view, p plan, r row) error {
	if p.in.Repeat {
		return nil
	}
	recent, err := v.rows(ctx, filter{MovementFilter: client.MovementFilter{
		Profile: r.Profile, CardID: r.CardID, Since: r.CreatedAt.Add(-repeatWindow).Add(time.Millisecond),
	}})
	if err != nil {
		return err
	}
	for _, o := range recent {
		if o.Kind == r.Kind && o.Status != client.MovementFailed && same(o.Amount, r.Amount) && p.sameSubject(o, r) {
			return &client.GuardError{Kind: client.ErrRepeat, Movement: o.Movement, Detail: about(o.Movement),
				Hint: "confirm it again if you mean it, or see what was done with: cardwallet activity"}
		}
	}
	return nil
}

func (j *Journal) checkLimits(ctx context.Context, v view, m client.Movement) error {
	limit, leaving := j.limits[m.Amount.Currency], leaves(m)
	if limit.PerMovement.Valid && leaving.Amount.GreaterThan(limit.PerMovement.Decimal) {
		return overLimit(fmt.Sprintf("%s is more than %s per movement", inWords(m), client.NewMoney(limit.PerMovement.Decimal, leaving.Currency)),
			"per_movement")
	}
	if !limit.PerDay.Valid || m.Kind == client.MoveWithdraw {
		return nil
	}
	recent, err := v.rows(ctx, filter{MovementFilter: client.MovementFilter{Since: m.CreatedAt.Add(-limitWindow).Add(time.Millisecond)}})
	if err != nil {
		return err
	}
	gone := client.NewMoney(decimal.Zero, leaving.Currency)
	for _, o := range recent {
		if o.Kind != client.MoveWithdraw && o.Status != client.MovementFailed && o.Amount.Currency == gone.Currency {
			gone = gone.Add(leaves(o.Movement))
		}
	}
	if gone.Add(leaving).Amount.GreaterThan(limit.PerDay.Decimal) {
		return overLimit(fmt.Sprintf("%s and %s of the last 24 hours are more than %s per day",
			inWords(m), gone, client.NewMoney(limit.PerDay.Decimal, gone.Currency)), "per_day")
	}
	return nil
}

// leaves is what a movement takes with it as far as is known, in the currency of its amount. A fee in another currency is left out.
func leaves(m client.Movement) client.Money {
	if total := m.Total(); total.Known() {
		return total
	}
	return m.Amount
}

// inWords is what a movement takes with it, and why it is more than was asked for.
func inWords(m client.Movement) string {
	total := leaves(m)
	if same(total, m.Amount) {
		return total.String()
	}
	return fmt.Sprintf("%s with its fee", total)
}

func overLimit(detail, setting string) error {
	return &client.GuardError{Kind: client.ErrLimit, Detail: detail, Hint: "send less, or change " + setting + " in [limits] of the config"}
}

// about names a movement in one line.
func about(m client.Movement) string {
	return fmt.Sprintf("%s of %s (%s) from %s, order %s", describe(m.Kind), m.Amount, m.Status, m.CreatedAt.Format("2006-01-02 15:04:05 UTC"), m.OrderID)
}
