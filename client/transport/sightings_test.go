package transport

import (
	"testing"
	"time"
)

func TestSightings(t *testing.T) {
	s := NewSightings()
	start := time.Unix(1000, 0)
	at := func(seconds int) time.Time { return start.Add(time.Duration(seconds) * time.Second) }
	first := s.See("card", []byte("123456"), at(0), at(300))
	if first.First != at(0) || first.Until != at(300) || first.ID == "" {
		t.Errorf("got %+v", first)
	}
	if again := s.See("card", []byte("123456"), at(100), at(400)); again != first {
		t.Errorf("shown again: got %+v, want %+v", again, first)
	}
	if other := s.See("other", []byte("123456"), at(100), at(400)); other.First != at(100) || other.ID == first.ID {
		t.Errorf("another card: got %+v", other)
	}
	next := s.See("card", []byte("654321"), at(110), at(410))
	if next.First != at(110) || next.ID == first.ID {
		t.Errorf("another code: got %+v", next)
	}
	if stale := s.See("card", []byte("654321"), at(420), at(410)); stale != next {
		t.Errorf("shown after its end: got %+v, want %+v", stale, next)
	}
	if late := s.See("card", []byte("654321"), at(410), at(710)); late.First != at(410) || late.ID == next.ID {
		t.Errorf("the same digits after the end: got %+v", late)
	}
}

// A load balancer can show two codes in turn: each keeps its end.
func TestSightingsInTurn(t *testing.T) {
	s := NewSightings()
	start := time.Unix(1000, 0)
	see := func(value string, seconds int) Sighting {
		now := start.Add(time.Duration(seconds) * time.Second)
		return s.See("card", []byte(value), now, now.Add(300*time.Second))
	}
	a, b := see("123456", 0), see("654321", 10)
	for i := 20; i < 290; i += 20 {
		if got := see("123456", i); got != a {
			t.Fatalf("after %d s: %+v, want %+v", i, got, a)
		}
		if got := see("654321", i+10); got != b {
			t.Fatalf("after %d s: %+v, want %+v", i+10, got, b)
		}
	}
	if got := see("123456", 301); got.ID == a.ID {
		t.Error("after its end the same digits are another code")
	}
	if see("654321", 4300); len(s.good["card"]) != 1 {
		t.Errorf("%d are remembered", len(s.good["card"]))
	}
}
