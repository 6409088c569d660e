package transport

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"sync"
	"time"
)

// Sighting is a value that an issuer shows as long as it is good, as it was when it was first seen.
type Sighting struct {
	ID    string // the same for the same sighting; says nothing about the value
	First time.Time
	Until time.Time
}

// Sightings recognises a value that is shown again, so that its countdown does not start over. It holds keyed hashes, never values.
type Sightings struct {
	key [sha256.Size]byte

	mu   sync.Mutex
	good map[string][]sighting
}

type sighting struct {
	Sighting
	hash []byte
}

// NewSightings starts with nothing seen.
func NewSightings() *Sightings {
	s := &Sightings{good: map[string][]sighting{}}
	_, _ = rand.Read(s.key[:]) // never fails
	return s
}

// See notes that owner shows value at now, good until then. While it is good, and as long as it gets no later end, the same value is the
// same sighting.
func (s *Sightings) See(owner string, value []byte, now, until time.Time) Sighting {
	mac := hmac.New(sha256.New, s.key[:])
	_, _ = fmt.Fprintf(mac, "%d:%s:", len(owner), owner)
	_, _ = mac.Write(value)
	hash := mac.Sum(nil)

	s.mu.Lock()
	defer s.mu.Unlock()
	for _, known := range s.good[owner] { // an issuer may show two of them in turn
		if hmac.Equal(known.hash, hash) && (now.Before(known.Until) || !until.After(known.Until)) {
			return known.Sighting
		}
	}
	seen := Sighting{ID: fmt.Sprintf("%d-%s", now.UnixMilli(), hex.EncodeToString(hash[:4])), First: now, Until: until}
	kept := slices.DeleteFunc(s.good[owner], func(old sighting) bool { return hmac.Equal(old.hash, hash) || now.Sub(old.Until) > LongestLife })
	s.good[owner] = append(kept, sighting{seen, hash})
	return seen
}
