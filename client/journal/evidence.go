package journal

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

// evidence is what is known about a movement at an issuer without order numbers.
type evidence struct {
	row         Row
	before, now client.Observation
	others      []influence
}

// change is a transaction that can be part of the difference between two card balances. Its amount is as the issuer signs it, which
// Aurex does not document: a purchase may be positive or negative.
type change struct {
	amount   decimal.Decimal
	was      decimal.Decimal // amount that it had before, for one that was listed then
	certain  bool            // completed and made after the first observation: it is in the difference
	released bool            // listed before and no longer held: it may have been given back
}

// topUp decides whether the card was topped up.
//
// Two ways of reading the transactions are used. In the careful one any of them may have moved the balance up, down, or not at all. If
// only one outcome fits then, that is what happened, and the card decides alone (plain); the wallet must not contradict. If both fit, the
// documented reading is tried: completed transactions count, and all have the same sense of sign. It decides only where the wallet
// confirms it to the cent.
func (e evidence) topUp() (v verdict, plain bool) {
	difference := e.now.Card.Sub(e.before.Card)
	changes, listed := e.changes()
	if !listed || !difference.Known() || difference.Currency != e.row.Amount.Currency {
		return undecided, false
	}
	wallet := e.wallet()
	switch v := e.only(difference.Amount, e.careful(changes)); {
	case v == applied && wallet.contradictsApplied, v == notApplied && wallet.contradictsNotApplied:
		return undecided, false
	case v != undecided:
		return v, true
	}
	v = e.only(difference.Amount, e.documented(changes, 1), e.documented(changes, -1))
	if v == applied && wallet.confirmsApplied || v == notApplied && wallet.confirmsNotApplied {
		return v, false
	}
	return undecided, false
}

// only tells which outcome explains the difference when the other one does not, under any of the readings.
func (e evidence) only(difference decimal.Decimal, readings ...[][]decimal.Decimal) verdict {
	var with, without bool
	for _, effects := range readings {
		sums, ok := sums(append(effects, e.movements()...))
		if !ok {
			return undecided
		}
		with = with || sums[difference.Sub(e.row.Amount.Amount).String()]
		without = without || sums[difference.String()]
	}
	switch {
	case with && !without:
		return applied
	case without && !with:
		return notApplied
	}
	return undecided
}

// changes lists the transactions that can be in the difference. It is not ok when they cannot be told.
func (e evidence) changes() (changes []change, ok bool) {
	known := map[string]client.Transaction{}
	oldest := e.before.At
	for _, t := range e.before.Transactions {
		known[t.ID] = t
		if t.At.Before(oldest) {
			oldest = t.At
		}
	}
	overlap := len(e.before.Transactions) == 0
	for _, t := range e.now.Transactions {
		was, listed := known[t.ID]
		listed = listed && t.ID != ""
		overlap = overlap || listed
		delete(known, t.ID)
		c, counts := e.change(t, was, listed, oldest)
		if counts && (t.Amount.Currency != e.row.Amount.Currency || listed && !was.Amount.Known()) { // an amount that cannot be read is not known
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
func (e evidence) change(t, was client.Transaction, listed bool, oldest time.Time) (c change, counts bool) {
	dated := !e.before.At.IsZero() && !t.At.IsZero()
	after := dated && t.At.After(e.before.At.Add(observeMargin))
	near := !dated || !after && t.At.After(e.before.At.Add(-observeMargin))
	c = change{amount: t.Amount.Amount, was: was.Amount.Amount}
	switch {
	case !listed && len(e.before.Transactions) >= fewestListed && !t.At.IsZero() && t.At.Before(oldest):
		return c, false // beyond what was listed before
	case !listed:
		c.certain = after && t.Status == client.TransactionCompleted
		return c, t.Status != client.TransactionDeclined
	case was.Status == t.Status && sameMoney(was.Amount, t.Amount):
		return c, near && t.Status != client.TransactionDeclined
	}
	c.released = t.Status == client.TransactionDeclined || t.Status == client.TransactionFailed
	return c, true
}

// careful gives what each transaction can have done to the balance if nothing is taken for granted.
func (e evidence) careful(changes []change) (effects [][]decimal.Decimal) {
	for _, c := range changes {
		step := c.amount.Sub(c.was)
		effects = append(effects, []decimal.Decimal{decimal.Zero, c.amount, c.amount.Neg(), c.was, c.was.Neg(), step, step.Neg()})
	}
	return effects
}

// documented gives what each transaction did to the balance by its status; sign is 1 where purchases are positive, else -1.
func (e evidence) documented(changes []change, sign int64) (effects [][]decimal.Decimal) {
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
func (e evidence) movements() (effects [][]decimal.Decimal) {
	for _, o := range e.others {
		if e.row.CardID == "" || o.CardID != e.row.CardID {
			continue
		}
		amount := o.Amount.Amount
		if o.Kind == client.MoveWithdraw {
			amount = amount.Neg()
		}
		if o.certain {
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
				if !reasonable(c) {
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

// walletSays is what the wallet tells. Its owner may fund it and spend from it elsewhere at any time, so that it can confirm or
// contradict but not decide.
type walletSays struct {
	contradictsApplied, contradictsNotApplied bool
	confirmsApplied, confirmsNotApplied       bool // to the cent
}

func (e evidence) wallet() (w walletSays) {
	drop := e.before.Wallet.Sub(e.now.Wallet)
	if !drop.Known() || drop.Currency != e.row.Amount.Currency {
		return w
	}
	amounts, totals := decimal.Zero, decimal.Zero // of what certainly left for others
	var possible [][]decimal.Decimal              // what may have left for others, or come back
	for _, o := range e.others {
		total := o.Total().Amount
		switch {
		case o.Amount.Currency != drop.Currency: // another wallet
		case o.Kind == client.MoveWithdraw:
			possible = append(possible, []decimal.Decimal{decimal.Zero, total.Neg()})
		case o.certain:
			amounts, totals = amounts.Add(o.Amount.Amount), totals.Add(total)
		default:
			possible = append(possible, []decimal.Decimal{decimal.Zero, total})
		}
	}
	explained, ok := sums(possible)
	rest := drop.Amount.Sub(totals)
	without := ok && explained[rest.String()]
	with := ok && e.row.Fee.Known() && explained[rest.Sub(e.row.Total().Amount).String()]
	own := e.row.Amount.Amount
	w.contradictsApplied = !with && drop.Amount.LessThan(own.Add(amounts))
	w.contradictsNotApplied = !without && drop.Amount.GreaterThanOrEqual(own.Add(totals))
	w.confirmsApplied, w.confirmsNotApplied = with && !without, without && !with
	return w
}
