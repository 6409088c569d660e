package evidence

import (
	"fmt"
	"slices"

	"github.com/shopspring/decimal"

	"cardwallet/client"
)

// CandidateLimit is how many new cards are looked at for one creation.
const CandidateLimit = 5

// Candidate is a card that is there now and was not before.
type Candidate struct {
	ID      string
	Balance client.Money
	Named   bool // as was asked for
	Fits    bool // its balance is what was asked for, apart from its transactions
	Misfits bool // its balance is something else; one that cannot be told neither fits nor misfits
}

// Weigh compares the balance of a new card, as it is observed now, with what was asked for, less what was spent since. Fits and Misfits are
// both false where the balance or the transactions are not known.
func (c *Candidate) Weigh(of client.Movement, before, own client.Observation) {
	c.Balance = own.Card
	switch {
	case !own.Card.Known():
		return
	case own.Card.Currency != of.Amount.Currency:
		c.Misfits = true
		return
	}
	of.CardID = "" // other movements on the card have nothing to do with it
	e := Evidence{Of: of, Before: client.Observation{At: before.At, Card: client.NewMoney(decimal.Zero, own.Card.Currency)}, Now: own}
	changes, ok := e.changes()
	if !ok {
		return
	}
	reached, ok := sums(e.careful(changes))
	c.Fits = ok && reached[own.Card.Amount.Sub(of.Amount.Amount).String()]
	c.Misfits = ok && !c.Fits
}

// Creation decides whether the card was created, and which one it is. It was created if exactly one new card has the name and the
// balance, and the wallet does not contradict that. It was not created if no new card can be it, and the wallet does not contradict that.
// Somebody else may have created a card of the same name and balance at the same time: then there are two, or the wallet has dropped
// further than this creation explains.
func (e Evidence) Creation(candidates []Candidate) (v Verdict, cardID string) {
	if len(candidates) > CandidateLimit {
		return Undecided, "" // they were not looked at
	}
	wallet := e.wallet()
	for _, o := range e.Others {
		if o.Kind == client.MoveCreate && o.CardID == "" {
			return Undecided, "" // a new card can be that one's
		}
	}
	candidates = slices.DeleteFunc(slices.Clone(candidates), func(c Candidate) bool { return !c.Named && c.Misfits })
	switch {
	case len(candidates) == 0 && !wallet.contradictsNotApplied:
		return NotApplied, ""
	case len(candidates) == 1 && candidates[0].Named && candidates[0].Fits && !wallet.contradictsApplied:
		return Applied, candidates[0].ID
	}
	return Undecided, ""
}

// CreationFacts says in words what is known of a new card.
func (e Evidence) CreationFacts(candidates []Candidate) string {
	facts := "no new card"
	if len(candidates) == 1 && candidates[0].Balance.Known() {
		facts = fmt.Sprintf("new card %s with %s", candidates[0].ID, candidates[0].Balance.Plain())
	} else if len(candidates) > 0 {
		facts = fmt.Sprintf("%d new cards", len(candidates))
	}
	if e.Now.Wallet.Known() {
		facts += fmt.Sprintf(", wallet %s, %s before", e.Now.Wallet.Plain(), e.Before.Wallet.Plain())
	}
	if n := len(e.Others); n > 0 {
		facts += fmt.Sprintf(", %d other movements meanwhile", n)
	}
	return facts
}
