package client

import (
	"cmp"
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"cardwallet/crypto"
)

// CodeType says what a 3DS record carries.
type CodeType string

// The code types. The first three are FinHub's words (cards page, 3DS transactions).
const (
	CodeOTP        CodeType = "third_3ds_otp"   // a one-time password
	CodeAuthURL    CodeType = "auth_url"        // a page where the purchase is approved
	CodeActivation CodeType = "activation_code" // for a physical card
)

// Code is a one-time password, an approval page or an activation code. Its times are on the issuer's clock.
type Code struct {
	Profile       string
	CardID        string
	ID            string // the issuer's trade number, or one made from what it sent; the same code asked for twice has the same ID
	Type          CodeType
	Merchant      string // empty when not known
	Amount        Money  // not known when the issuer did not say
	Value         Field
	ReceivedAt    time.Time
	TimeAssumed   bool      // the issuer sent no time for this value: ReceivedAt is when it was seen first, and it may be older
	Seen          time.Time // when this value was seen first in this run
	ExpiresAt     time.Time
	ExpiryAssumed bool // the issuer sent no expiry: ExpiresAt is ReceivedAt plus the configured otp_ttl
}

// Remaining is how long the code is still good at the issuer's time now: never below zero, and never more than its whole life, which a
// wrong clock would give.
func (c Code) Remaining(now time.Time) time.Duration {
	left := max(0, c.ExpiresAt.Sub(now))
	if !c.ReceivedAt.IsZero() {
		left = min(left, max(0, c.ExpiresAt.Sub(c.ReceivedAt)))
	}
	return left
}

// Live reports whether the code is still good at the issuer's time now.
func (c Code) Live(now time.Time) bool { return c.ExpiresAt.After(now) }

// Key identifies the code across accounts.
func (c Code) Key() string { return c.Profile + "/" + c.CardID + "/" + c.ID }

// CodesOf asks about cards one after another, since they share the account's rate limit. It gives what it got and the first error,
// or else which records could not be read; after an error that all cards would get the rest are not asked about.
func CodesOf(ctx context.Context, issuer Issuer, cards []string) ([]Code, error) {
	var all []Code
	var first error
	var odd OddRecords
	for _, id := range cards {
		codes, err := issuer.Codes(ctx, id)
		all = append(all, codes...)
		first = cmp.Or(first, odd.Take(err))
		if ctx.Err() != nil || errors.Is(err, ErrNotAllowed) || errors.Is(err, ErrRateLimited) || errors.Is(err, ErrUnreachable) {
			break
		}
	}
	return all, cmp.Or(first, odd.Err())
}

// NewerThan reports whether the code came after the other: what has the same time is told apart by when it was seen.
func (c Code) NewerThan(other Code) bool {
	return cmp.Or(c.ReceivedAt.Compare(other.ReceivedAt), c.Seen.Compare(other.Seen)) > 0
}

// SortCodes puts the newest first. Issuers do not promise an order.
func SortCodes(codes []Code) {
	slices.SortStableFunc(codes, func(a, b Code) int {
		return cmp.Or(b.ReceivedAt.Compare(a.ReceivedAt), b.Seen.Compare(a.Seen), cmp.Compare(a.ID, b.ID))
	})
}

// Which records of an answer are the same code, and which a new one.
//
// An issuer that seals codes can show several for one purchase that differ in nothing but the value, and can replace a value in its
// record (elsewhere in issuing this is documented: docs.nium.com, 3DS OTP). Sealing is random, so a value that is sealed anew for each
// answer looks like another one each time. This is the rule:
//
//   - Records with the same card, trade number, type and time are told apart by what the issuer sent as their value, and where no value is
//     known from before, by their position. When in doubt both are codes, and the one that was seen later is the newer.
//   - A record whose value is another one than in the answer before keeps its place: it is the same code with a new value, which whoever
//     shows it opens. Where the issuer had sent the old value unchanged more than once it does not seal anew, so the value was replaced for
//     certain: then it counts as received now. Otherwise whoever has opened both says whether they differ (OpenedValues).
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
	marker marker

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
	marks    []mark // the values that it had, the newest at the end
	first    time.Time
	steady   bool // its newest value came unchanged more than once
	replaced bool
}

// NewCodeRecords starts with nothing seen.
func NewCodeRecords() *CodeRecords {
	return &CodeRecords{marker: newMarker(), known: map[recordKey]*recordSet{}}
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
		marks := make([]mark, len(places))
		for i, place := range places {
			marks[i] = r.marker.of(key.card+"/"+key.identity, records[place].Value)
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
func (s *recordSet) see(identity string, values []mark, now time.Time) []*knownRecord {
	out := make([]*knownRecord, len(values))
	taken, came := map[*knownRecord]bool{}, map[mark]bool{}
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
		record := &knownRecord{id: identity, marks: []mark{values[i]}, first: now.Add(time.Duration(n))} // in order
		if len(s.all) > 0 {
			record.id = fmt.Sprintf("%s#%d", identity, len(s.all)+1)
		}
		s.all = append(s.all, record)
		out[i] = record
	}
	return out
}

// with is the record that holds the value now, or held it before, among those not taken.
func (s *recordSet) with(value mark, newest bool, taken map[*knownRecord]bool) *knownRecord {
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
func (k *knownRecord) again(value mark, newest bool) {
	if newest {
		k.steady = true
		return
	}
	k.hold(value)
}

// replace notes another value.
func (k *knownRecord) replace(value mark, now time.Time) {
	if k.steady {
		k.first, k.replaced = now, true
	}
	k.hold(value)
}

func (k *knownRecord) hold(value mark) {
	k.steady = false
	k.marks = append(k.marks, value)
	k.marks = k.marks[max(0, len(k.marks)-keepMarks):]
}

// OpenedValues recognises the opened values of codes. It holds hashes with a key of this process alone, never values: the few digits of
// a code could be found from any other hash. It is not safe for concurrent use.
type OpenedValues struct {
	marker marker
	seen   map[string]map[mark]bool
}

// NewOpenedValues starts with nothing seen.
func NewOpenedValues() *OpenedValues {
	return &OpenedValues{marker: newMarker(), seen: map[string]map[mark]bool{}}
}

// See notes an opened value under a name, and tells whether it was seen there before, and whether another one was.
func (o *OpenedValues) See(name string, value crypto.Secret) (again, another bool) {
	var m mark
	value.Reveal(func(b []byte) { m = o.marker.of(name, b) })
	had := o.seen[name]
	if had == nil {
		had = map[mark]bool{}
		o.seen[name] = had
	}
	again, another = had[m], len(had) > 0 && !had[m]
	had[m] = true
	return again, another
}

// Forget drops what is known under a name.
func (o *OpenedValues) Forget(name string) { delete(o.seen, name) }

// PurchaseKey identifies what the code is for across accounts: codes of one purchase that differ in the value alone share it.
func (c Code) PurchaseKey() string {
	key := c.Key()
	if at := strings.LastIndexByte(key, '#'); at > strings.LastIndexByte(key, '-') {
		return key[:at]
	}
	return key
}

type mark [sha256.Size]byte

// marker makes marks with a key of its own.
type marker struct{ key [sha256.Size]byte }

func newMarker() (m marker) {
	_, _ = rand.Read(m.key[:]) // never fails
	return m
}

func (m marker) of(owner string, value []byte) (out mark) {
	hash := hmac.New(sha256.New, m.key[:])
	_, _ = fmt.Fprintf(hash, "%d:%s:", len(owner), owner)
	_, _ = hash.Write(value)
	hash.Sum(out[:0])
	return out
}
