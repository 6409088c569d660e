package journal

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"cardwallet/client"
)

// candidateLimit is how many new cards are looked at for one creation.
const candidateLimit = 5

// candidate is a card that is there now and was not before.
type candidate struct {
	id      string
	balance client.Money
	named   bool // as was asked for
	fits    bool // its balance is what was asked for, apart from its transactions
	misfits bool // its balance is something else; one that cannot be told neither fits nor misfits
}

// candidates looks at the new cards that no other creation of the journal has. More than candidateLimit are not looked at.
func (c comparison) candidates(ctx context.Context, now client.Observation, rows []Row) ([]candidate, error) {
	var found []candidate
	for _, id := range now.CardIDs {
		claimed := slices.ContainsFunc(rows, func(o Row) bool {
			return o.Kind == client.MoveCreate && o.CardID == id && o.OrderID != c.row.OrderID
		})
		if !claimed && !slices.Contains(c.row.Before.CardIDs, id) {
			found = append(found, candidate{id: id})
		}
	}
	if len(found) > candidateLimit {
		return found, nil
	}
	for n := range found {
		card, err := c.account.Issuer.Card(ctx, found[n].id)
		if err != nil {
			return nil, err
		}
		own, err := c.observer.Observe(ctx, found[n].id)
		if err != nil {
			return nil, err
		}
		found[n].balance = own.Card
		found[n].named = strings.TrimSpace(card.Name) == subjectOf(c.row).Name
		found[n].fits, found[n].misfits = c.fits(own)
	}
	return found, nil
}

// fits compares a new card's balance with what was asked for, less what was spent since. The result fits says that they can agree,
// misfits that they cannot. Both are false where the balance or the transactions are not known.
func (c comparison) fits(own client.Observation) (fits, misfits bool) {
	if !own.Card.Known() {
		return false, false
	}
	if own.Card.Currency != c.row.Amount.Currency {
		return false, true
	}
	r := c.row
	r.CardID = "" // other movements on the card have nothing to do with it
	e := evidence{row: r, before: client.Observation{At: c.row.Before.At, Card: client.NewMoney(decimal.Zero, own.Card.Currency)}, now: own}
	changes, ok := e.changes()
	if !ok {
		return false, false
	}
	reached, ok := sums(e.careful(changes))
	fits = ok && reached[own.Card.Amount.Sub(r.Amount.Amount).String()]
	return fits, ok && !fits
}

// creation decides whether the card was created, and which one it is. It was created if exactly one new card has the name and the
// balance, and the wallet does not contradict that. It was not created if no new card can be it, and the wallet does not contradict that.
// Somebody else may have created a card of the same name and balance at the same time: then there are two, or the wallet has dropped
// further than this creation explains.
func (e evidence) creation(candidates []candidate) (v verdict, cardID string) {
	if len(candidates) > candidateLimit {
		return undecided, "" // they were not looked at
	}
	wallet := e.wallet()
	for _, o := range e.others {
		if o.Kind == client.MoveCreate && o.CardID == "" {
			return undecided, "" // a new card can be that one's
		}
	}
	candidates = slices.DeleteFunc(slices.Clone(candidates), func(c candidate) bool { return !c.named && c.misfits })
	switch {
	case len(candidates) == 0 && !wallet.contradictsNotApplied:
		return notApplied, ""
	case len(candidates) == 1 && candidates[0].named && candidates[0].fits && !wallet.contradictsApplied:
		return applied, candidates[0].id
	}
	return undecided, ""
}

func (e evidence) creationFacts(candidates []candidate) string {
	facts := "no new card"
	if len(candidates) == 1 && candidates[0].balance.Known() {
		facts = fmt.Sprintf("new card %s with %s", candidates[0].id, candidates[0].balance.Plain())
	} else if len(candidates) > 0 {
		facts = fmt.Sprintf("%d new cards", len(candidates))
	}
	if e.now.Wallet.Known() {
		facts += fmt.Sprintf(", wallet %s, %s before", e.now.Wallet.Plain(), e.before.Wallet.Plain())
	}
	if n := len(e.others); n > 0 {
		facts += fmt.Sprintf(", %d other movements meanwhile", n)
	}
	return facts
}
