package statement

import (
	"slices"

	"cardwallet/client"
)

// LinkQueries are the questions that find what belongs to a record: its original, and what refunds, reverses or is charged for it. An
// issuer may give more than was asked for: see Linked. kinds are the lists that it keeps.
func LinkQueries(r client.Record, kinds []client.RecordKind) []client.RecordQuery {
	var queries []client.RecordQuery
	if r.OriginID != "" {
		queries = append(queries, client.RecordQuery{Kind: originKind(r.Kind), CardID: r.CardID, ID: r.OriginID})
	}
	if name := trade(r); r.Kind == client.RecordAuthorizations && name != "" {
		queries = append(queries, client.RecordQuery{Kind: r.Kind, CardID: r.CardID, OriginID: name, Since: r.At})
		if slices.Contains(kinds, client.RecordFees) {
			queries = append(queries, client.RecordQuery{Kind: client.RecordFees, CardID: r.CardID, OriginID: name})
		}
	}
	return queries
}

// Linked reports whether other belongs to the record, and whether it is its original.
func Linked(r, other client.Record) (linked, original bool) {
	switch {
	case other.ID == "" || other.Profile != r.Profile || other.Key() == r.Key():
		return false, false
	case trade(other) == r.OriginID && other.Kind == originKind(r.Kind):
		return true, true
	}
	return other.OriginID != "" && other.OriginID == trade(r) && originKind(other.Kind) == r.Kind, false
}

// originKind is the list that has the originals of a list's records: a fee is charged for an authorization.
func originKind(kind client.RecordKind) client.RecordKind {
	if kind == client.RecordFees {
		return client.RecordAuthorizations
	}
	return kind
}
