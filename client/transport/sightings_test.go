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
