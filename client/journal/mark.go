package journal

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"cardwallet/client"
)

const (
	reasonLimit = 200            // characters
	staleAfter  = 24 * time.Hour // how long a movement is processing before a person may decide it
)

// ErrMark is wrapped by every refusal of Mark.
var ErrMark = errors.New("cannot be marked")

// Mark notes the outcome of a movement that a person has found out at the issuer, with the reason (1 to 200 characters), where facts do
// not decide. as is success or failed. Only an unknown movement can be marked, or one that has been processing for a day. A settled
// movement keeps its outcome, and a movement that is being sent belongs to its sender. cardID may name the card that a successful
// creation made, so that no other creation claims that card. Mark sends nothing. It returns client.ErrNotFound for an order that is not
// in the journal, else ErrMark.
func (j *Journal) Mark(ctx context.Context, orderID string, as client.MovementStatus, reason, cardID string) (client.Movement, error) {
	if err := j.Open(ctx); err != nil {
		return client.Movement{}, err
	}
	reason = strings.TrimSpace(strings.ToValidUTF8(reason, "\uFFFD"))
	switch length := utf8.RuneCountInString(reason); {
	case !as.Settled():
		return client.Movement{}, fmt.Errorf("order %s %w as %q\nmark it as success or failed", orderID, ErrMark, as)
	case length == 0:
		return client.Movement{}, fmt.Errorf("order %s %w without a reason\nsay how you know, for example: seen in the issuer's dashboard",
			orderID, ErrMark)
	case length > reasonLimit:
		return client.Movement{}, fmt.Errorf("order %s %w: the reason has %d characters\nuse at most %d", orderID, ErrMark, length, reasonLimit)
	}
	if _, err := j.settleOwnerless(ctx); err != nil {
		return client.Movement{}, err
	}
	r, err := j.read(ctx, j.store, orderID)
	if err != nil {
		return client.Movement{}, err
	}
	m := r.Movement
	if err := j.markable(r); err != nil {
		return m, err
	}
	if err := j.mayName(ctx, m, as, cardID); err != nil {
		return m, err
	}
	next, err := j.note(ctx, orderID, step{
		of: m.CreatedAt, from: m.Status, to: as, cardID: cardID, description: "marked by hand: " + reason})
	if errors.Is(err, errTransition) { // another process found out more
		return m, fmt.Errorf("order %s %w: it changed meanwhile\nsee it with: cardwallet activity", orderID, ErrMark)
	}
	if err != nil {
		return m, err
	}
	return next, nil
}

// mayName refuses a card that cannot be the one that the creation made.
func (j *Journal) mayName(ctx context.Context, m client.Movement, as client.MovementStatus, cardID string) error {
	switch {
	case cardID == "" || cardID == m.CardID:
		return nil
	case m.Kind != client.MoveCreate || as != client.MovementSucceeded:
		return fmt.Errorf("order %s %w with a card\nonly a card creation that succeeded has a new one", m.OrderID, ErrMark)
	case m.CardID != "":
		return fmt.Errorf("order %s %w with card %s: the issuer has named %s", m.OrderID, ErrMark, cardID, m.CardID)
	case len(cardID) > cardIDLimit:
		return fmt.Errorf("order %s %w: the card id is too long", m.OrderID, ErrMark)
	}
	rows, err := j.find(ctx, j.store, Filter{MovementFilter: client.MovementFilter{Profile: m.Profile, CardID: cardID}})
	if err != nil {
		return err
	}
	for _, o := range rows {
		if o.Kind == client.MoveCreate {
			return fmt.Errorf("order %s %w: card %s was made by order %s", m.OrderID, ErrMark, cardID, o.OrderID)
		}
	}
	return nil
}

func (j *Journal) markable(m Row) error {
	switch {
	case m.Status.Settled():
		return fmt.Errorf("order %s %w: it is settled (%s)\nan outcome that is known is not changed", m.OrderID, ErrMark, m.Status)
	case m.Status == client.MovementUnknown:
		return nil
	case m.Status == client.MovementProcessing && m.Noted.since(j.moment()) >= staleAfter:
		return nil
	case m.Status == client.MovementProcessing:
		return fmt.Errorf("order %s %w: the issuer is at work on it\nask again with: cardwallet activity --reconcile; "+
			"it can be marked 24 h after it was made, from %s",
			m.OrderID, ErrMark, m.CreatedAt.Add(staleAfter).Format("2006-01-02 15:04 UTC"))
	}
	return fmt.Errorf("order %s %w: it is being sent right now\nwait for its outcome", m.OrderID, ErrMark)
}
