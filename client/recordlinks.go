package client

import "slices"

// LinkQueries are the questions that find what belongs to a record: its original, and what refunds, reverses or is charged for it. An issuer
// may give more than was asked for: see Linked. kinds are the lists that it keeps.
func (r Record) LinkQueries(kinds []RecordKind) []RecordQuery {
	var queries []RecordQuery
	if r.OriginID != "" {
		queries = append(queries, RecordQuery{Kind: originKind(r.Kind), CardID: r.CardID, ID: r.OriginID})
	}
	if trade := r.trade(); r.Kind == RecordAuthorizations && trade != "" {
		queries = append(queries, RecordQuery{Kind: r.Kind, CardID: r.CardID, OriginID: trade, Since: r.At})
		if slices.Contains(kinds, RecordFees) {
			queries = append(queries, RecordQuery{Kind: RecordFees, CardID: r.CardID, OriginID: trade})
		}
	}
	return queries
}

// Linked reports whether other belongs to the record, and whether it is its original.
func (r Record) Linked(other Record) (linked, original bool) {
	switch {
	case other.ID == "" || other.Profile != r.Profile || other.Key() == r.Key():
		return false, false
	case other.trade() == r.OriginID && other.Kind == originKind(r.Kind):
		return true, true
	}
	return other.OriginID != "" && other.OriginID == r.trade() && originKind(other.Kind) == r.Kind, false
}

// originKind is the list that has the originals of a list's records: a fee is charged for an authorization.
func originKind(kind RecordKind) RecordKind {
	if kind == RecordFees {
		return RecordAuthorizations
	}
	return kind
}
