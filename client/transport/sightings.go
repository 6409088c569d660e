package transport

import (
	"cardwallet/client"
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
	marker client.Marker

	mu   sync.Mutex
	good map[string][]sighting
}

type sighting struct {
	Sighting
	mark client.Mark
}

// NewSightings starts with nothing seen.
func NewSightings() *Sightings {
	return &Sightings{marker: client.NewMarker(), good: map[string][]sighting{}}
}

// See notes that owner shows value at now, good until then. While it is good, and as long as it gets no later end, the same value is the
// same sighting.
func (s *Sightings) See(owner string, value []byte, now, until time.Time) Sighting {
	mark := s.marker.Of(owner, value)
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, known := range s.good[owner] { // an issuer may show two of them in turn
		if known.mark == mark && (now.Before(known.Until) || !until.After(known.Until)) {
			return known.Sighting
		}
	}
	seen := Sighting{ID: fmt.Sprintf("%d-%s", now.UnixMilli(), hex.EncodeToString(mark[:4])), First: now, Until: until}
	kept := slices.DeleteFunc(s.good[owner], func(old sighting) bool { return old.mark == mark || now.Sub(old.Until) > LongestLife })
	s.good[owner] = append(kept, sighting{seen, mark})
	return seen
}
