package transport

import (
	"fmt"
	"slices"
	"sync"
	"time"

	"cardwallet/client"
)

// Which records of an answer are the same code, and which a new one.
//
// An issuer that seals codes can show several for one purchase that differ in nothing but the value, and can replace a value in its
// record (elsewhere in issuing this is documented: docs.nium.com, 3DS OTP). Sealing is random, so a value that is sealed anew for each
// answer looks like another one each time. This is the rule:
//
//   - Several records can have the same card, trade number, type and time. Their values, as sent, tell them apart; where no value is known
//     from before, their position does. When in doubt both are codes, and the one that was seen later is the newer.
//   - A record whose value has changed since the last answer keeps its place: it is the same code with a new value. Where the issuer had
//     sent the old value unchanged more than once, it does not seal anew, so it has replaced the value: then the code counts as received
//     now. Otherwise only whoever has opened both values knows whether they differ (OpenedValues).
//   - A value that its record had before is no news.
//   - A code without a time was received when it was seen first.

// keepRecords is how long a record that an issuer does not show any more is remembered: longer than any is asked for.
const keepRecords = 48 * time.Hour

// keepMarks is how many earlier values of one record are recognised.
const keepMarks = 16

// CodeRecord is what an answer says of one code.
type CodeRecord struct {
	CardID   string
	Identity string // made of what the issuer sent beside the value: trade number, type, time
	Value    []byte // as it was sent; only a keyed hash of it is kept
}

// CodeSighting is what is known of a record.
type CodeSighting struct {
	ID       string    // of the code: the identity where it is the only one
	First    time.Time // when its value was seen first
	Replaced bool      // the value took the place of another one for certain
	Twice    bool      // another record of the same answer is the same
}

// CodeRecords remembers the records of an account over its answers. It is safe for concurrent use.
type CodeRecords struct {
	marker client.Marker

	mu    sync.Mutex
	known map[recordKey]*recordSet
}

type recordKey struct{ card, identity string }

// recordSet has the records of one identity, the one that was seen first at the start.
type recordSet struct {
	all  []*knownRecord
	last time.Time // when the issuer showed one
}

type knownRecord struct {
	id       string
	marks    []client.Mark // the values that it had, the newest at the end
	first    time.Time
	steady   bool // its newest value came unchanged more than once
	replaced bool
}

// NewCodeRecords starts with nothing seen.
func NewCodeRecords() *CodeRecords {
	return &CodeRecords{marker: client.NewMarker(), known: map[recordKey]*recordSet{}}
}

// See notes the records of one answer, oldest first, and tells what is known of each. now is the issuer's time.
func (r *CodeRecords) See(records []CodeRecord, now time.Time) []CodeSighting {
	r.mu.Lock()
	defer r.mu.Unlock()
	alike := map[recordKey][]int{}
	for i, record := range records {
		key := recordKey{record.CardID, record.Identity}
		alike[key] = append(alike[key], i)
	}
	out := make([]CodeSighting, len(records))
	for key, places := range alike {
		set := r.known[key]
		if set == nil {
			set = &recordSet{}
			r.known[key] = set
		}
		set.last = now
		marks := make([]client.Mark, len(places))
		for i, place := range places {
			marks[i] = r.marker.Of(key.card+"/"+key.identity, records[place].Value)
		}
		for i, record := range set.see(key.identity, marks, now) {
			if record == nil {
				out[places[i]] = CodeSighting{Twice: true}
				continue
			}
			out[places[i]] = CodeSighting{ID: record.id, First: record.first, Replaced: record.replaced}
		}
	}
	for key, set := range r.known {
		if now.Sub(set.last) > keepRecords {
			delete(r.known, key)
		}
	}
	return out
}

// see gives the record of each of the values, nil for one that comes again in the same answer.
func (s *recordSet) see(identity string, values []client.Mark, now time.Time) []*knownRecord {
	out := make([]*knownRecord, len(values))
	taken, came := map[*knownRecord]bool{}, map[client.Mark]bool{}
	var left []int // those whose value is not known
	for i, value := range slices.Backward(values) {
		if !came[value] {
			came[value] = true
			left = append(left, i)
		}
	}
	slices.Reverse(left)
	for _, newest := range []bool{true, false} { // what a record holds goes before what it held
		rest := left[:0]
		for _, i := range left {
			if record := s.with(values[i], newest, taken); record != nil {
				out[i], taken[record] = record, true
				record.again(values[i], newest)
				continue
			}
			rest = append(rest, i)
		}
		left = rest
	}
	var free []*knownRecord
	for _, record := range s.all {
		if !taken[record] {
			free = append(free, record)
		}
	}
	free = free[max(0, len(free)-len(left)):] // of records that went away the older ones did
	for n, i := range left {
		if n < len(free) {
			out[i] = free[n]
			free[n].replace(values[i], now)
			continue
		}
		record := &knownRecord{id: identity, marks: []client.Mark{values[i]}, first: now.Add(time.Duration(n))} // in order
		if len(s.all) > 0 {
			record.id = fmt.Sprintf("%s#%d", identity, len(s.all)+1)
		}
		s.all = append(s.all, record)
		out[i] = record
	}
	return out
}

// with is the record that holds the value now, or held it before, among those not taken.
func (s *recordSet) with(value client.Mark, newest bool, taken map[*knownRecord]bool) *knownRecord {
	for _, record := range s.all {
		for n, m := range record.marks {
			if m == value && !taken[record] && newest == (n == len(record.marks)-1) {
				return record
			}
		}
	}
	return nil
}

// again notes a value that the record has, or had before.
func (k *knownRecord) again(value client.Mark, newest bool) {
	if newest {
		k.steady = true
		return
	}
	k.hold(value)
}

// replace notes another value.
func (k *knownRecord) replace(value client.Mark, now time.Time) {
	if k.steady {
		k.first, k.replaced = now, true
	}
	k.hold(value)
}

func (k *knownRecord) hold(value client.Mark) {
	k.steady = false
	k.marks = append(k.marks, value)
	k.marks = k.marks[max(0, len(k.marks)-keepMarks):]
}
