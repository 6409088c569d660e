package codes

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"cardwallet/client"
	"cardwallet/cmd/internal/run"
)

// named is a card as a person named it, until it is found. Its codes are waited for.
type named struct {
	ref, id string    // id is from "profile/id", and all that codes need
	asking  *asking   // about that profile, else about all accounts
	due     time.Time // of the next look-up
}

func newNamed(w *client.Wallet, ref string) *named {
	profile, id, _ := strings.Cut(ref, "/")
	account, ok := w.Account(profile)
	if !ok {
		id = ""
	}
	return &named{ref: ref, id: id, asking: newAsking(account, 1)}
}

// seek looks the card up once. As with codes, one odd answer ends nothing: found is false where the card has to be looked up again, and a
// card that cannot be read is taken by its id alone. After an error there is no use in another look-up.
func (a *command) seek(ctx context.Context, n *named) (card client.Card, found bool, err error) {
	hit, err := a.LookUp(ctx, n.ref)
	ends := n.asking.onAnswer(err)
	switch {
	case err == nil:
		return hit.Card, true, nil
	case ends || noSuchName(err):
		return client.Card{}, false, err
	case n.id != "":
		return run.CardOf(n.asking.account, n.id), true, nil
	}
	return client.Card{}, false, nil
}

// noSuchName reports whether all accounts that may have the card answered, and none or more than one is called so.
func noSuchName(err error) bool {
	_, unsearched := errors.AsType[*client.Unsearched](err)
	return !unsearched && (errors.Is(err, client.ErrNotFound) || errors.Is(err, client.ErrAmbiguous))
}

// awaitCard looks the card up until it is found or the deadline is over. It also returns how to go on asking its account.
func (a *command) awaitCard(ctx context.Context, ref string, deadline time.Time) (client.Card, *asking, error) {
	w, err := a.Wallet(ctx)
	if err != nil {
		return client.Card{}, nil, err
	}
	for n := newNamed(w, ref); ; {
		card, found, err := a.seek(ctx, n)
		now := a.Now()
		if failure := n.asking.failure; err == nil && failure != nil {
			if !now.Before(deadline) {
				return client.Card{}, nil, failure
			}
			n.asking.tell(a)
			err = client.Sleep(ctx, min(n.asking.pause(), deadline.Sub(now)))
		}
		switch account, _ := w.Account(card.Profile); {
		case err != nil:
			return client.Card{}, nil, err
		case found && n.id != "":
			return card, n.asking, nil
		case found:
			return card, newAsking(account, 1), nil
		}
	}
}

// seekDue looks up the cards that are due, calls arm with those that it finds, and returns the rest. ended says which cards are not looked
// for any more. err says that a card is not there.
func (a *command) seekDue(ctx context.Context, sought []*named, arm func(client.Card, *named)) (rest []*named, ended, err error) {
	for _, n := range sought {
		if a.Now().Before(n.due) {
			rest = append(rest, n)
			continue
		}
		card, found, err := a.seek(ctx, n)
		if ctx.Err() != nil || err != nil && noSuchName(err) {
			return nil, nil, err
		}
		if err != nil {
			ended = errors.Join(ended, fmt.Errorf("card %q is not looked for any more: %w", n.ref, err))
			continue
		}
		n.asking.tell(a)
		if n.asking.failure != nil {
			n.due = a.Now().Add(n.asking.pause())
		}
		if !found {
			rest = append(rest, n)
			continue
		}
		arm(card, n)
	}
	return rest, ended, nil
}
