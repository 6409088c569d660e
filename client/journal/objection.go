package journal

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"cardwallet/client"
	"cardwallet/client/journal/spent"
)

const (
	// repeatWindow is how long the same movement needs to be asked for twice.
	repeatWindow = 10 * time.Minute
	// limitWindow is what PerDay and PerPersonDay count back from now.
	limitWindow = 24 * time.Hour
)

// Limit bounds what leaves through this program in one currency: amounts, and with them the fees that are known and in the same currency.
// Null is no limit.
type Limit struct {
	PerMovement  decimal.NullDecimal // of any kind
	PerDay       decimal.NullDecimal // top-ups and creations of all profiles in the last 24 hours, without those that failed
	PerPersonDay decimal.NullDecimal // those of one person; rows without a person count as everybody's
}

// forbid looks for what forbids a movement, in the order in which a person has to deal with it. One function serves Check and the
// transaction that inserts the row.
//
// An open top-up, withdrawal or change blocks all others on its card, whatever name the config has for the account. An open creation has
// no card. At an issuer that knows order numbers it blocks only the same creation at its account. Elsewhere it blocks every creation
// there, since new cards are then told apart by comparison. An open creation of a holder blocks the same one. Limits are about money, and
// repeats about what is made: the card's status says whether a change can be made again.
func (j *Journal) forbid(ctx context.Context, v View, e errand, r Row) error {
	if !r.Kind.IsChange() {
		if err := j.checkLimits(ctx, v, r, e.in.Ahead); err != nil {
			return err
		}
	}
	open, err := j.find(ctx, v, Filter{Accounts: e.account.IDs(), MovementFilter: client.MovementFilter{
		Profile: r.Profile, CardID: r.CardID, Unsettled: true,
	}})
	if err != nil {
		return err
	}
	open = slices.DeleteFunc(open, func(o Row) bool { return !e.inTheWay(r, o) || slices.Contains(e.in.OverrideOpen, o.OrderID) })
	if len(open) > 0 {
		return j.objection(client.ErrOpenMovement, open, "find out what became of it before you send more: cardwallet activity --reconcile")
	}
	if r.Kind.IsChange() && r.Kind.OnCard() {
		return nil
	}
	return j.checkRepeat(ctx, v, e, r)
}

// inTheWay reports whether an open movement of the same account (and card, where there is one) keeps this one from being sent.
func (e errand) inTheWay(r, open Row) bool {
	if r.Kind.OnCard() {
		return true // on the same card, as it was asked for by its id
	}
	return open.Kind == r.Kind && (e.observer != nil || e.sameSubject(open, r))
}

// neverLeft reports whether nothing of the movement was sent. One that failed after it was sent counts as made: the refusal may have been
// about a second copy of the request.
func (r Row) neverLeft() bool { return r.Status == client.MovementFailed && r.SentAt.IsZero() }

func (j *Journal) checkRepeat(ctx context.Context, v View, e errand, r Row) error {
	recent, err := j.find(ctx, v, Filter{Accounts: e.account.IDs(), Recent: Recent{r.Noted, repeatWindow},
		MovementFilter: client.MovementFilter{Profile: r.Profile, CardID: r.CardID}})
	if err != nil {
		return err
	}
	recent = slices.DeleteFunc(recent, func(o Row) bool {
		repeated := o.OrderID != r.OrderID && o.Kind == r.Kind && !o.neverLeft() && o.Amount.Same(r.Amount) && e.sameSubject(o, r)
		return !repeated || slices.Contains(e.in.Repeat, o.OrderID)
	})
	if len(recent) > 0 {
		return j.objection(client.ErrRepeat, recent, "confirm it again if you mean it, or see what was done with: cardwallet activity")
	}
	return nil
}

// objection names all of the movements that a person has to know of.
func (j *Journal) objection(kind error, rows []Row, hint string) error {
	e := &client.GuardError{Kind: kind, Movement: rows[0].Movement, ByAnother: j.byAnother(rows[0].Movement), Hint: hint}
	var details []string
	for n, r := range rows {
		details = append(details, j.about(r.Movement))
		if n > 0 {
			e.Others = append(e.Others, r.Movement)
		}
	}
	e.Detail = strings.Join(details, "; ")
	return e
}

func (j *Journal) checkLimits(ctx context.Context, v View, r Row, ahead []client.Quote) error {
	m := r.Movement
	limit, leaving := j.limits[m.Amount.Currency], spent.Leaves(m)
	if over(limit.PerMovement, leaving) {
		return overLimit(fmt.Sprintf("%s is more than %s per movement", inWords(m), client.NewMoney(limit.PerMovement.Decimal, leaving.Currency)),
			"per_movement")
	}
	if !limit.PerDay.Valid && !limit.PerPersonDay.Valid || m.Kind == client.MoveWithdraw {
		return nil
	}
	sums, err := v.Spent(ctx, Recent{r.Noted, limitWindow})
	if err != nil {
		return err
	}
	all, own := sums.In(leaving.Currency, r.Person)
	for _, q := range ahead {
		if part := spent.Leaves(client.Movement{Amount: q.Amount, Fee: q.Fee}); part.Currency == all.Currency {
			all, own = all.Add(part), own.Add(part)
		}
	}
	if over(limit.PerDay, all.Add(leaving)) {
		return overLimit(fmt.Sprintf("%s and %s of the last 24 hours are more than %s per day",
			inWords(m), all, client.NewMoney(limit.PerDay.Decimal, all.Currency)), "per_day")
	}
	if over(limit.PerPersonDay, own.Add(leaving)) {
		return overLimit(fmt.Sprintf("%s and %s of %s of the last 24 hours are more than %s per person and day",
			inWords(m), own, personInWords(r.Person), client.NewMoney(limit.PerPersonDay.Decimal, own.Currency)), "per_person_per_day")
	}
	return nil
}

func over(limit decimal.NullDecimal, m client.Money) bool {
	return limit.Valid && m.Amount.GreaterThan(limit.Decimal)
}

func personInWords(name string) string {
	if name == "" {
		return "one person"
	}
	return name
}

// inWords is what a movement takes with it, and why it is more than was asked for.
func inWords(m client.Movement) string {
	total := spent.Leaves(m)
	if total.Same(m.Amount) {
		return total.String()
	}
	return fmt.Sprintf("%s with its fee", total)
}

func overLimit(detail, setting string) error {
	return &client.GuardError{Kind: client.ErrLimit, Detail: detail, Hint: "send less, or change " + setting + " in [limits] of the config"}
}

// about names a movement in one line, with who sent it where that was somebody else.
func (j *Journal) about(m client.Movement) string {
	what, by := m.Kind.Noun(), ""
	if m.Amount.Known() {
		what += " of " + m.Amount.String()
	}
	if j.byAnother(m) {
		by = " by " + m.Person
	}
	return fmt.Sprintf("%s (%s)%s from %s, order %s", what, m.Status, by, m.CreatedAt.Format("2006-01-02 15:04:05 UTC"), m.OrderID)
}

// byAnother reports whether somebody else sent the movement.
func (j *Journal) byAnother(m client.Movement) bool { return m.Person != "" && m.Person != j.person }
