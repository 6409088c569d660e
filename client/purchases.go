package client

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"fmt"
	"strconv"
	"strings"
)

// digest stands for a text in maps of many records.
type digest [16]byte

func digestOf(parts ...string) digest {
	text := make([]byte, 0, 512)
	for _, part := range parts {
		text = append(strconv.AppendInt(text, int64(len(part)), 10), part...)
	}
	sum := sha256.Sum256(text)
	return digest(sum[:16])
}

// trade is what the issuer calls the record; empty where it does not.
func (r Record) trade() string { return cmp.Or(r.Trade, r.ID) }

// says stands for all that the record says but for the name that it has here.
func (r Record) says() digest {
	times := strconv.AppendInt(nil, r.At.UnixNano(), 10)
	times = strconv.AppendInt(append(times, ' '), r.SettledAt.UnixNano(), 10)
	times = strconv.AppendInt(append(times, ' '), r.ExpiresAt.UnixNano(), 10)
	return digestOf(r.Profile, string(r.Kind), r.trade(), r.OriginID, r.OrderID, r.CardID, r.Type, r.Status, string(times),
		r.Amount.String(), r.CardAmount.String(), r.Received.String(), r.Fee.String(), r.CrossBorder.String(), r.Settled.String(),
		r.AuthorizationCode, r.Merchant.Name, r.Description, r.Remark)
}

// RecordSieve takes the pages of a list that may grow while it is read. Its zero value is ready for a first page.
type RecordSieve struct {
	seen  map[digest]int // how often a page had what says the same
	named map[digest]int // records by what the issuer calls them
}

// Fresh gives the records of a page that did not come before: a list that grew has moved some to it. An issuer lists one purchase more
// than once, under one name, as its status and amounts change (webhooks page of the platform under FinHub): each of those is kept, and
// ID tells them apart.
func (s *RecordSieve) Fresh(page []Record) []Record {
	if s.seen == nil {
		s.seen, s.named = map[digest]int{}, map[digest]int{}
	}
	var fresh []Record
	onPage := map[digest]int{}
	for _, r := range page {
		if r.ID == "" {
			fresh = append(fresh, r)
			continue
		}
		says := r.says()
		if onPage[says]++; onPage[says] <= s.seen[says] {
			continue
		}
		s.seen[says] = onPage[says]
		trade := r.trade()
		r.ID, r.Trade = trade, ""
		name := digestOf(r.Key())
		if s.named[name]++; s.named[name] > 1 {
			r.ID, r.Trade = fmt.Sprintf("%s #%d", trade, s.named[name]), trade
		}
		fresh = append(fresh, r)
	}
	return fresh
}

// Purchases counts each purchase, and each other operation, once: with its newest record. Its zero value is ready.
type Purchases struct {
	at      map[digest]int
	records []Record
}

// Take takes records in any order. It gives those that count from now on, and those that counted before and do not any more.
func (p *Purchases) Take(records []Record) (counted, replaced []Record) {
	for _, r := range newest(records) {
		old := p.take(r)
		if old != nil && old.says() == r.says() {
			continue
		}
		counted = append(counted, r)
		if old != nil {
			replaced = append(replaced, *old)
		}
	}
	return counted, replaced
}

// take keeps the newer of the record and the one that is there. It gives the one that it took the place of, or the record itself where
// that counts for nothing.
func (p *Purchases) take(r Record) (old *Record) {
	if r.trade() == "" {
		p.records = append(p.records, r)
		return nil
	}
	card := ""
	if r.Kind == RecordHistory { // whose names are those of one card
		card = r.CardID
	}
	key := digestOf(r.Profile, string(r.Kind), card, strings.ToLower(r.Type), r.trade())
	i, there := p.at[key]
	switch {
	case !there:
		if p.at == nil {
			p.at = map[digest]int{}
		}
		p.at[key] = len(p.records)
		p.records = append(p.records, r)
		return nil
	case !r.newer(p.records[i]):
		return &r
	}
	before := p.records[i]
	p.records[i] = r
	return &before
}

// newest are the records that count among some.
func newest(records []Record) []Record {
	var p Purchases
	for _, r := range records {
		p.take(r)
	}
	return p.records
}

// newer reports whether the record is a newer state of the same purchase: one that is settled or failed is never followed by one that is
// not. The last comparisons only make the answer the same in whichever order two come.
func (r Record) newer(than Record) bool {
	said, before := r.says(), than.says()
	return cmp.Or(compareBool(r.final(), than.final()), r.At.Compare(than.At), r.SettledAt.Compare(than.SettledAt),
		-compareBool(r.Stage == StageFailed, than.Stage == StageFailed), bytes.Compare(said[:], before[:])) > 0
}

// final reports whether no other state follows.
func (r Record) final() bool { return r.Stage == StageDone || r.Stage == StageFailed }

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}
