// Package elsewhere finds movements of money by what the issuer's own records say: also those that colleagues on other machines made, or
// somebody in the issuer's dashboard. Which of them are one's own, the caller knows.
package elsewhere

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"cardwallet/client"
)

const (
	// mostPages bounds one look.
	mostPages = 2
	// fresh is how long a look serves: a command asks right before the journal does. Whoever else pays in between is as unseen as one who
	// pays after the question.
	fresh = 2 * time.Second
)

// Looks are what the records of cards showed a moment ago. Its zero value has none. It is safe for use by several goroutines.
type Looks struct {
	mu   sync.Mutex
	last map[key]look
}

// key is the account, and the card; of creations, no card.
type key struct{ account, card string }

type look struct {
	at      time.Time
	records []client.Record
}

// Asks reports whether the account's issuer can be asked what was done with a card, or which cards were created.
func Asks(account client.Account, kind client.MovementKind) bool {
	if _, byNumber := account.Issuer.(client.OrderReader); !byNumber || kind.IsChange() {
		return false
	}
	recorder, keeps := account.Issuer.(client.Recorder)
	if !keeps {
		return false
	}
	kinds, needsCard := recorder.RecordKinds()
	return slices.Contains(kinds, client.RecordOperations) && (!needsCard || kind != client.MoveCreate)
}

// Movements lists what the issuer's records of the last window show and a person has to know of before the intent is sent, newest first:
// the same movement, done or under way, and any movement of money that is under way on the card. Each has its order number as its OrderID,
// or the issuer's own number where the record does not name an order, and is dated on the clock that says local now. Where the account may
// not read records, there are none. A record that is odd where that decides is among them.
func (l *Looks) Movements(
	ctx context.Context, account client.Account, in client.Intent, local time.Time, window time.Duration,
) ([]client.Movement, error) {
	if !Asks(account, in.Kind) {
		return nil, nil
	}
	k := key{account: cmp.Or(account.ID, account.Profile), card: in.Card.ID}
	records, ok := l.known(k)
	if !ok {
		var err error
		records, err = read(ctx, account, in.Card.ID, local, window)
		switch {
		case errors.Is(err, client.ErrNotAllowed), errors.Is(err, client.ErrUnsupported):
			return nil, nil
		case err != nil:
			return nil, err
		}
		l.keep(k, records)
	}
	var found []client.Movement
	ahead := account.Now(local).Sub(local)
	for _, r := range records {
		if concerns(r, in) {
			found = append(found, movement(r, in, ahead))
		}
	}
	return found, nil
}

func (l *Looks) known(k key) ([]client.Record, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	last, looked := l.last[k]
	return last.records, looked && time.Since(last.at) < fresh
}

func (l *Looks) keep(k key, records []client.Record) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.last == nil {
		l.last = map[key]look{}
	}
	for other, last := range l.last {
		if time.Since(last.at) >= fresh {
			delete(l.last, other)
		}
	}
	l.last[k] = look{time.Now(), records}
}

// read reads the newest records of the card. The first answer of an issuer tells its time, by which the question is asked again.
func read(
	ctx context.Context, account client.Account, card string, local time.Time, window time.Duration,
) (all []client.Record, err error) {
	recorder := account.Issuer.(client.Recorder)
	clock, clocked := account.Issuer.(client.Clocked)
	known := !clocked || clock.ClockKnown()
	q := client.RecordQuery{Kind: client.RecordOperations, CardID: card, Since: account.Now(local).Add(-window)}
	for q.Page = 1; q.Page <= mostPages; q.Page++ {
		page, err := recorder.Records(ctx, q)
		if client.Readable(err) != nil {
			return nil, err
		}
		if !known && clock.ClockKnown() {
			return read(ctx, account, card, local, window)
		}
		if all = append(all, page.Records...); !page.More {
			break
		}
	}
	return all, nil
}

// concerns reports whether a person has to know of the record before the intent is sent.
func concerns(r client.Record, in client.Intent) bool {
	money := r.Moves != "" && !r.Moves.IsChange() || r.Unreadable.Has("type")
	switch {
	case !money, r.Stage == client.StageFailed && !r.Unreadable.Has("status"):
		return false
	case in.Kind != client.MoveCreate && r.Stage == client.StageUnderWay:
		return true
	case r.Moves != in.Kind && !r.Unreadable.Has("type"):
		return false
	}
	return !r.Amount.Known() || client.Near(r.Amount.Amount, in.Amount.Amount) ||
		r.Received.Known() && client.Near(r.Received.Amount, in.Amount.Amount)
}

// movement is what the record tells, in the journal's words. ahead is how far the issuer's clock is.
func movement(r client.Record, in client.Intent, ahead time.Duration) client.Movement {
	m := client.Movement{
		OrderID: cmp.Or(r.OrderID, r.ID), IssuerOrderID: r.ID, Profile: r.Profile, CardID: r.CardID, Kind: cmp.Or(r.Moves, in.Kind),
		Amount: r.Amount, Fee: r.Fee, Status: client.MovementSucceeded, CreatedAt: r.At.Add(-ahead).UTC(),
	}
	if r.Stage == client.StageUnderWay {
		m.Status = client.MovementProcessing
	}
	return m
}
