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

// named is a card whose codes are waited for, as a person named it, until it is found.
type named struct {
	ref, id string    // id is that of "profile/id", which is all that codes need
	asking  *asking   // of that profile, else of all accounts
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

// seek looks the card up once. Like with codes, one odd answer ends nothing: found is false where it has to be looked up again, and a card
// that cannot be read is taken by its id alone. The error says that another look-up cannot help.
func (a *command) seek(ctx context.Context, n *named) (card client.Card, found bool, err error) {
	hit, err := a.LookUp(ctx, n.ref)
	ends := n.asking.answered(err)
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

// awaitCard looks up the card whose code is wanted until the deadline, and returns how to go on asking its account.
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

// seekDue looks up the cards whose time it is, gives those that are found to arm, and returns what is still to be found. ended says
// which cards are not looked for any more; err, that there is no such card.
func (a *command) seekDue(ctx context.Context, sought []*named, arm func(client.Card, *named)) (left []*named, ended, err error) {
	for _, n := range sought {
		if a.Now().Before(n.due) {
			left = append(left, n)
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
			left = append(left, n)
			continue
		}
		arm(card, n)
	}
	return left, ended, nil
}
