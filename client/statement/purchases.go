package statement

import (
	"cmp"
	"crypto/sha256"
	"fmt"
	"strconv"

	"cardwallet/client"
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
	seen  map[digest]int // the most records of this content that one page had
	named map[digest]int // records by what the issuer calls them
	news  bool           // the newest page had a record that no page had before
}

// Fresh gives the records of a page that did not come before. A list that grew moves older records to the page. An issuer lists one
// purchase more than once, under one name, as its status and amounts change (webhooks page of the platform under FinHub): Fresh gives
// each of those, and ID tells them apart.
func (s *Sieve) Fresh(page []client.Record) []client.Record {
	if s.seen == nil {
		s.seen, s.named = map[digest]int{}, map[digest]int{}
	}
	var fresh []client.Record
	onPage := map[digest]int{}
	s.news = false
	for _, r := range page {
		said := says(r)
		onPage[said]++
		again := onPage[said] <= s.seen[said]
		s.news = s.news || s.seen[said] == 0
		s.seen[said] = max(s.seen[said], onPage[said])
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
		if s.named[name]++; s.named[name] > 1 {
			r.ID, r.Trade = fmt.Sprintf("%s #%d", issuers, s.named[name]), issuers
		}
		fresh = append(fresh, r)
	}
	return fresh
}
