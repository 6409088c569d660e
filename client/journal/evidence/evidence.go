package evidence

import (
	"time"

	"github.com/shopspring/decimal"

	"cardwallet/client"
)

const (
	// observeMargin is how far apart the parts of one observation can be read, on the issuer's clock: a transaction that is that near
	// to it may be in the balance or not, listed or not.
	observeMargin = time.Minute
	// fewestListed is how many transactions drivers list at least, if there are as many: where there are fewer, they are all.
	fewestListed = 25
	// sumLimit bounds how many sums of transactions are looked at. With more of them nothing could be decided anyway.
	sumLimit = 20_000
)

// Evidence is what is known about a movement at an issuer without order numbers.
type Evidence struct {
	Of          client.Movement
	Before, Now client.Observation
	Others      []Influence
}

// Influence is another movement of the account that can be part of the difference. It is certain when it is known to have taken effect
// between the two observations.
type Influence struct {
	client.Movement
	Certain bool
}

// Verdict is what a comparison says about a movement.
type Verdict int

// The verdicts.
const (
	Undecided Verdict = iota
	Applied
	NotApplied
)

// change is a transaction that can be part of the difference between two card balances. Its amount is as the issuer signs it, which
// Aurex does not document: a purchase may be positive or negative.
type change struct {
	amount   decimal.Decimal
	was      decimal.Decimal // amount that it had before, for one that was listed then
	certain  bool            // completed and made after the first observation: it is in the difference
	released bool            // listed before and no longer held: it may have been given back
}

// TopUp decides whether the card was topped up.
//
// Two ways of reading the transactions are used. In the careful one any of them may have moved the balance up, down, or not at all. If
// only one outcome fits then, that is what happened, and the card decides alone (plain); the wallet must not contradict. If both fit, the
// documented reading is tried: completed transactions count, and all have the same sense of sign. It decides only where the wallet
// confirms it to the cent.
func (e Evidence) TopUp() (v Verdict, plain bool) {
	difference := e.Now.Card.Sub(e.Before.Card)
	changes, listed := e.changes()
	if !listed || !difference.Known() || difference.Currency != e.Of.Amount.Currency {
		return Undecided, false
	}
	wallet := e.wallet()
	switch v := e.only(difference.Amount, e.careful(changes)); {
	case v == Applied && wallet.contradictsApplied, v == NotApplied && wallet.contradictsNotApplied:
		return Undecided, false
	case v != Undecided:
		return v, true
	}
	v = e.only(difference.Amount, e.documented(changes, 1), e.documented(changes, -1))
	if v == Applied && wallet.confirmsApplied || v == NotApplied && wallet.confirmsNotApplied {
		return v, false
	}
	return Undecided, false
}

// only tells which outcome explains the difference when the other one does not, under any of the readings.
func (e Evidence) only(difference decimal.Decimal, readings ...[][]decimal.Decimal) Verdict {
	var with, without bool
	for _, effects := range readings {
		sums, ok := sums(append(effects, e.movements()...))
		if !ok {
			return Undecided
		}
		with = with || sums[difference.Sub(e.Of.Amount.Amount).String()]
		without = without || sums[difference.String()]
	}
	switch {
	case with && !without:
		return Applied
	case without && !with:
		return NotApplied
	}
	return Undecided
}

// changes lists the transactions that can be in the difference. It is not ok when they cannot be told.
func (e Evidence) changes() (changes []change, ok bool) {
	known := map[string]client.Transaction{}
	oldest := e.Before.At
	for _, t := range e.Before.Transactions {
		known[t.ID] = t
		if t.At.Before(oldest) {
			oldest = t.At
		}
	}
	overlap := len(e.Before.Transactions) == 0
	for _, t := range e.Now.Transactions {
		was, listed := known[t.ID]
		listed = listed && t.ID != ""
		overlap = overlap || listed
		delete(known, t.ID)
		c, counts := e.change(t, was, listed, oldest)
		if counts && (t.Amount.Currency != e.Of.Amount.Currency || listed && !was.Amount.Known()) { // an amount that cannot be read is not known
			return nil, false
		}
		if counts {
			changes = append(changes, c)
		}
	}
	for _, was := range known { // no longer listed
		if was.Status == client.TransactionPending && !was.Amount.Known() {
			return nil, false
		}
		if was.Status == client.TransactionPending {
			changes = append(changes, change{was: was.Amount.Amount, released: true})
		}
	}
	return changes, overlap
}

// change judges one transaction; counts is false for one that cannot be in the difference.
func (e Evidence) change(t, was client.Transaction, listed bool, oldest time.Time) (c change, counts bool) {
	dated := !e.Before.At.IsZero() && !t.At.IsZero()
	after := dated && t.At.After(e.Before.At.Add(observeMargin))
	near := !dated || !after && t.At.After(e.Before.At.Add(-observeMargin))
	c = change{amount: t.Amount.Amount, was: was.Amount.Amount}
	switch {
	case !listed && len(e.Before.Transactions) >= fewestListed && !t.At.IsZero() && t.At.Before(oldest):
		return c, false // beyond what was listed before
	case !listed:
		c.certain = after && t.Status == client.TransactionCompleted
		return c, t.Status != client.TransactionDeclined
	case was.Status == t.Status && was.Amount.Same(t.Amount):
		return c, near && t.Status != client.TransactionDeclined
	}
	c.released = t.Status == client.TransactionDeclined || t.Status == client.TransactionFailed
	return c, true
}

// careful gives what each transaction can have done to the balance if nothing is taken for granted.
func (e Evidence) careful(changes []change) (effects [][]decimal.Decimal) {
	for _, c := range changes {
		step := c.amount.Sub(c.was)
		effects = append(effects, []decimal.Decimal{decimal.Zero, c.amount, c.amount.Neg(), c.was, c.was.Neg(), step, step.Neg()})
	}
	return effects
}

// documented gives what each transaction did to the balance by its status; sign is 1 where purchases are positive, else -1.
func (e Evidence) documented(changes []change, sign int64) (effects [][]decimal.Decimal) {
	s := decimal.NewFromInt(-sign)
	for _, c := range changes {
		switch {
		case c.certain:
			effects = append(effects, []decimal.Decimal{c.amount.Mul(s)})
		case c.released:
			effects = append(effects, []decimal.Decimal{decimal.Zero, c.was.Mul(s).Neg()})
		default:
			effects = append(effects, []decimal.Decimal{decimal.Zero, c.amount.Mul(s), c.amount.Sub(c.was).Mul(s)})
		}
	}
	return effects
}

// movements gives what other movements of the journal did to the card.
func (e Evidence) movements() (effects [][]decimal.Decimal) {
	for _, o := range e.Others {
		if e.Of.CardID == "" || o.CardID != e.Of.CardID {
			continue
		}
		amount := o.Amount.Amount
		if o.Kind == client.MoveWithdraw {
			amount = amount.Neg()
		}
		if o.Certain {
			effects = append(effects, []decimal.Decimal{amount})
		} else {
			effects = append(effects, []decimal.Decimal{decimal.Zero, amount})
		}
	}
	return effects
}

// sums gives every sum that takes one effect of each, by its text. It is not ok when there are too many.
func sums(effects [][]decimal.Decimal) (reached map[string]bool, ok bool) {
	all := map[string]decimal.Decimal{"0": decimal.Zero}
	for _, choices := range effects {
		next := make(map[string]decimal.Decimal, len(all))
		for _, sum := range all {
			for _, c := range choices {
				if !client.Reasonable(c) {
					return nil, false
				}
				s := sum.Add(c)
				next[s.String()] = s
			}
		}
		if len(next) > sumLimit {
			return nil, false
		}
		all = next
	}
	reached = make(map[string]bool, len(all))
	for text := range all {
		reached[text] = true
	}
	return reached, true
}
