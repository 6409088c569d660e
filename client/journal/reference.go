package journal

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"cardwallet/client"
)

// An order number that is made of the caller's reference is the same wherever and whenever the movement is asked for. What has such a
// number is therefore made once: the journal knows it, and so does an issuer that refuses a number that it had before, as FinHub does
// (merchantOrderNo of the cards page).

// checkReference refuses what cannot stand in a list and in an issuer's records.
func checkReference(reference string) error {
	switch {
	case reference == "":
		return nil
	case !utf8.ValidString(reference), strings.TrimSpace(reference) != reference,
		strings.ContainsFunc(reference, func(r rune) bool { return !unicode.IsPrint(r) }):
		return fmt.Errorf("%w: it takes characters that can be seen, and no space around them", client.ErrReference)
	case utf8.RuneCountInString(reference) > client.ReferenceLimit:
		return fmt.Errorf("%w: at most %d characters", client.ErrReference, client.ReferenceLimit)
	}
	return nil
}

// orderID is 28 of [A-Z2-7] with 130 random bits, or 32 that are made of the reference. Both fit both lengths that FinHub documents (20 to
// 40, 15 to 65).
func (e errand) orderID() string {
	if e.in.Reference == "" {
		return "CW" + rand.Text()[:26]
	}
	of := e.in.Card.ID
	switch {
	case e.in.Kind == client.MoveCreate && e.observer == nil: // where it is not, types are not compared: see sameSubject
		of = e.in.New.TypeID
	case e.in.Kind == client.MoveHolder:
		of = e.in.Change.Holder.TypeID
	}
	parts := []string{"cardwallet reference", e.account.ID, string(e.in.Kind), of, e.in.Reference}
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return "CW" + base32.StdEncoding.EncodeToString(sum[:])[:30]
}

// findEarlier finds the row of an earlier request with the reference of r; its OrderID is empty where there is none. It returns an error
// that wraps client.ErrReference where the reference was for something else.
func (j *Journal) findEarlier(ctx context.Context, v View, e errand, r Row) (Row, error) {
	if r.Reference == "" {
		return Row{}, nil
	}
	found, err := j.find(ctx, v, Filter{MovementFilter: client.MovementFilter{OrderID: r.OrderID}})
	if err != nil || len(found) == 0 {
		return Row{}, err
	}
	earlier := found[0]
	otherAmount := r.Amount.Known() && !earlier.Amount.Same(r.Amount)
	if otherAmount || r.Kind == client.MoveLimits && r.Subject != "" && earlier.Subject != r.Subject || !e.sameSubject(earlier, r) {
		return Row{}, fmt.Errorf("%w: %q was given to the %s\nuse another reference for another movement", client.ErrReference,
			r.Reference, j.about(earlier.Movement))
	}
	return earlier, nil
}

// alreadyThere asks for an order that the issuer says it had already: somebody may have sent it from another machine, with the same
// reference. What the issuer has under the number counts. Where that is about another amount or card, the reference was used for
// something else, and the issuer did nothing of what was sent now. What cannot be read stays as o.
func alreadyThere(ctx context.Context, order reading, m client.Movement, o outcome) outcome {
	answer, err := order(ctx, m.OrderID)
	if err != nil {
		return o
	}
	otherCard := answer.CardID != "" && m.CardID != "" && answer.CardID != m.CardID
	otherAmount := !m.Kind.IsChange() && answer.Amount.Known() && client.Reasonable(answer.Amount.Amount) && !sameAmount(m, answer)
	if answer.OrderID == m.OrderID && (otherCard || otherAmount) {
		what := "amount"
		if otherCard {
			what = "card"
		}
		other := failed("the issuer has a movement of another "+what+" with this reference", nil)
		other.err = usedElsewhere(m.Reference, other.step.description)
		other.step.refused = client.ErrReference.Error()
		return other
	}
	found := judgeAnswer(m, answer)
	if found.err == nil {
		found.step.description = clip(strings.TrimSuffix(alreadyHad+": "+found.step.description, ": "))
	}
	return found
}

// alreadyHad begins the description of what the issuer was found to have before it was sent from here.
const alreadyHad = "the issuer had this order already"

// usedElsewhere refuses a reference that the issuer has for another movement.
func usedElsewhere(reference, why string) error {
	return fmt.Errorf("%w: %q: %s\nnothing was done now; use another reference for another movement", client.ErrReference, reference, why)
}

// mayBeMadeAgain reports whether the movement is known not to have reached the issuer. One that the issuer refused has reached it.
func (r Row) mayBeMadeAgain() bool {
	return r.Status == client.MovementFailed && (r.neverLeft() || r.Absent)
}

// again begins a movement anew that is known not to have reached the issuer, under its old order number.
func again(ctx context.Context, tx Tx, earlier, r Row) error {
	from := earlier.Status
	earlier.Owner, earlier.Person, earlier.Host = r.Owner, r.Person, r.Host
	earlier.CreatedAt, earlier.Noted, earlier.Fee = r.CreatedAt, r.Noted, r.Fee
	earlier.SettledAt, earlier.SentAt, earlier.EndedAt, earlier.Left = time.Time{}, time.Time{}, time.Time{}, Moment{}
	earlier.Status, earlier.Description, earlier.Absent = client.MovementIntended, r.Description, false
	if err := tx.Update(ctx, earlier); err != nil {
		return err
	}
	return tx.Note(ctx, r.OrderID, client.Step{From: from, To: client.MovementIntended, Description: begunAgain, At: r.CreatedAt})
}

// begunAgain is the description of the step with which a movement is made again.
const begunAgain = "asked for again with the same reference"

// repeated is the row as the answer to a request with the same reference.
func (r Row) repeated() client.Earlier {
	r.Movement.Repeated = true
	return client.Earlier{Movement: r.Movement, Outcome: r.outcome()}
}

// earlierError ends the transaction that finds the earlier request.
type earlierError struct{ client.Earlier }

// Error says what was found.
func (e *earlierError) Error() string {
	return "the reference was used before, for order " + e.Movement.OrderID
}

// outcome is the error that the movement ended with.
func (r Row) outcome() error {
	switch r.Status {
	case client.MovementFailed:
		if r.Refused == client.ErrReference.Error() {
			return usedElsewhere(r.Reference, r.Description)
		}
		return refusedAs(failure(r.Movement, r.Description), r.Refused)
	case client.MovementUnknown:
		return unknownError(r.Movement, nil)
	default:
		return nil
	}
}

// refusedAs gives a failure the kind of refusal that it was noted with.
func refusedAs(err error, kind string) error {
	var e *client.Error
	if !errors.As(err, &e) {
		return err
	}
	for _, k := range []error{client.ErrInsufficient, client.ErrNotFound, client.ErrNotAllowed, client.ErrRateLimited} {
		if k.Error() == kind {
			e.Kind = k
		}
	}
	return e
}

// OrderNumber is the number that an order with the intent's reference has; empty without a reference.
func (j *Journal) OrderNumber(account client.Account, in client.Intent) string {
	e, err := errandFor(account, in)
	if in.Reference == "" || err != nil {
		return ""
	}
	return e.orderID()
}

// Earlier finds out what became of an earlier request with the intent's reference. found is false where there is none, or where it is known
// not to have reached the issuer: then Move sends it. The intent needs no more than kind, card or type, and reference: an amount, a name or
// limits are compared where they are given. The error wraps client.ErrReference where the reference was for something else.
func (j *Journal) Earlier(ctx context.Context, account client.Account, in client.Intent) (earlier client.Earlier, found bool, err error) {
	if in.Reference == "" {
		return earlier, false, nil
	}
	if err := j.Open(ctx); err != nil {
		return earlier, false, err
	}
	e, err := errandFor(account, in)
	if err != nil {
		return earlier, false, err
	}
	if _, err := j.settleOwnerless(ctx); err != nil {
		return earlier, false, err
	}
	r, err := j.findEarlier(ctx, j.store, e, j.row(e))
	if err != nil || r.OrderID == "" || r.mayBeMadeAgain() {
		return earlier, false, err
	}
	return r.repeated(), true, nil
}
