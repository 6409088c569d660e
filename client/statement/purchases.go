package statement

import (
	"cmp"
	"crypto/sha256"
	"fmt"
	"strconv"

	"cardwallet/client"
)

// digest stands for a text in maps of many records: 128 bits of its SHA-256, so that no two texts ever share one. Of a list of a million
// records the chance that any two do is below one in 10^26.
type digest [16]byte

// counts has how often things came, most of them once. Its zero value is ready.
type counts struct {
	once map[digest]struct{}
	more map[digest]int // more often
}

func (c *counts) of(d digest) int {
	n := c.more[d]
	if _, ok := c.once[d]; ok && n == 0 {
		n = 1
	}
	return n
}

// atLeast makes it at least n, from 1 on.
func (c *counts) atLeast(d digest, n int) {
	switch before := c.of(d); {
	case before == 0 && c.once == nil:
		c.once, c.more = map[digest]struct{}{d: {}}, map[digest]int{}
	case before == 0:
		c.once[d] = struct{}{}
	}
	if n > max(1, c.more[d]) {
		c.more[d] = n
	}
}

func digestOf(parts ...string) digest {
	text := make([]byte, 0, 512)
	for _, part := range parts {
		text = append(strconv.AppendInt(text, int64(len(part)), 10), part...)
	}
	sum := sha256.Sum256(text)
	return digest(sum[:16])
}

// trade is what the issuer calls the record; empty where it does not.
func trade(r client.Record) string { return cmp.Or(r.Trade, r.ID) }

// says is the digest of all that the record says, without the name that it was given here: see Sieve.Fresh.
func says(r client.Record) digest {
	times := strconv.AppendInt(nil, r.At.UnixNano(), 10)
	times = strconv.AppendInt(append(times, ' '), r.SettledAt.UnixNano(), 10)
	times = strconv.AppendInt(append(times, ' '), r.ExpiresAt.UnixNano(), 10)
	return digestOf(r.Profile, string(r.Kind), trade(r), r.OriginID, r.OrderID, r.CardID, r.Type, r.Status, string(times),
		r.Amount.String(), r.CardAmount.String(), r.Received.String(), r.Fee.String(), r.CrossBorder.String(), r.Settled.String(),
		r.AuthorizationCode, r.Merchant.Name, r.Description, r.Remark)
}

// Sieve takes the pages of a list that may grow while it is read. Its zero value is ready for a first page.
type Sieve struct {
	seen  counts // the most records of this content that one page had
	named counts // records by what the issuer calls them
	news  bool   // the newest page had a record that no page had before
}

// Fresh gives the records of a page that did not come before. A list that grew moves older records to the page. An issuer lists one
// purchase more than once, under one name, as its status and amounts change (webhooks page of the platform under FinHub): Fresh gives
// each of those, and ID tells them apart.
func (s *Sieve) Fresh(page []client.Record) []client.Record {
	var fresh []client.Record
	onPage := map[digest]int{}
	s.news = false
	for _, r := range page {
		said := says(r)
		onPage[said]++
		before := s.seen.of(said)
		again := onPage[said] <= before
		s.news = s.news || before == 0
		s.seen.atLeast(said, onPage[said])
		if r.ID == "" { // nothing tells it from another one that says the same
			fresh = append(fresh, r)
			continue
		}
		if again {
			r.Value.Wipe() // nobody gets it
			continue
		}
		issuers := trade(r)
		r.ID, r.Trade = issuers, ""
		name := digestOf(r.Key())
		n := s.named.of(name) + 1
		if s.named.atLeast(name, n); n > 1 {
			r.ID, r.Trade = fmt.Sprintf("%s #%d", issuers, n), issuers
		}
		fresh = append(fresh, r)
	}
	return fresh
}
