package client

// Meaning is what became of money, as a record tells it. The driver sets it as it reads the record, because only the driver knows its
// issuer's words. A record without a meaning counts as spent, so that none is left out without a word.
type Meaning int

// The meanings of records.
const (
	MeansSpent    Meaning = iota // the card paid, or was charged for its use
	MeansRefunded                // the card got back what it had paid
	MeansLoaded                  // the card was topped up
	MeansTaken                   // money left for something else than a purchase: the price of a card, a withdrawal
	MeansNothing                 // no money moves: a verification, a freeze, a code
)

// Stage is how far the event in a record has come. The driver sets it, too.
type Stage int

// The stages of records. None comes after StageDone and StageFailed.
const (
	StageOpen     Stage = iota // may still change, and counts until then: an authorization that is not settled holds its amount
	StageUnderWay              // the issuer is still at work: nothing has moved yet
	StageDone
	StageFailed // it did not happen
)

// Flow is which way money goes in a record, seen from the card.
type Flow int

// The flows.
const (
	FlowNone Flow = iota // no money moves, or the movement does not count because it failed or is under way
	FlowOut              // the card pays, or is paid for
	FlowIn               // the card gets something (back)
)

// Counts reports whether the event in the record happened, as far as is known.
func (r Record) Counts() bool { return r.Stage == StageOpen || r.Stage == StageDone }

// Flow tells which way money went.
func (r Record) Flow() Flow {
	switch {
	case !r.Counts() || r.Means == MeansNothing:
		return FlowNone
	case r.Means == MeansRefunded || r.Means == MeansLoaded:
		return FlowIn
	}
	return FlowOut
}

// Charged is what the record did to the card: its amount in the card's currency where that is known, else as it stands. An amount that
// comes back is positive, whatever sign the issuer gives it.
func (r Record) Charged() Money {
	charged := r.Amount
	if r.CardAmount.Known() {
		charged = r.CardAmount
	}
	if r.Flow() == FlowIn {
		charged.Amount = charged.Amount.Abs()
	}
	return charged
}

// Spent is what the record adds to spending. It is negative for a refund, and not known for a record that is no spending.
func (r Record) Spent() Money {
	if !r.Counts() || r.Means != MeansSpent && r.Means != MeansRefunded {
		return Money{}
	}
	spent := r.Charged()
	if r.Means == MeansRefunded {
		spent.Amount = spent.Amount.Neg()
	}
	return spent
}
