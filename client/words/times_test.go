package words

import (
	"testing"
	"time"
)

func TestTimesForPeople(t *testing.T) {
	now := time.Date(2026, 11, 21, 15, 0, 0, 0, time.FixedZone("", 2*60*60))
	for at, want := range map[time.Time][3]string{
		time.Date(2026, 11, 8, 4, 12, 33, 0, time.UTC):   {"08 Nov", "08 Nov 06:12", "08 Nov 06:12:33"},
		time.Date(2025, 11, 8, 4, 12, 33, 0, time.UTC):   {"08 Nov 2025", "08 Nov 2025", "08 Nov 2025 06:12:33"},
		time.Date(2026, 12, 31, 23, 30, 0, 0, time.UTC):  {"01 Jan 2027", "01 Jan 2027", "01 Jan 2027 01:30:00"},
		time.Date(2025, 12, 31, 22, 0, 0, 0, time.UTC):   {"01 Jan", "01 Jan 00:00", "01 Jan 00:00:00"},
		time.Date(2025, 12, 31, 21, 59, 59, 0, time.UTC): {"31 Dec 2025", "31 Dec 2025", "31 Dec 2025 23:59:59"},
	} {
		if got := [3]string{Day(at, now), When(at, now), Time(at, now)}; got != want {
			t.Errorf("%s: got %q, want %q", at, got, want)
		}
	}
}
