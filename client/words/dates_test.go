package words_test

import (
	"testing"
	"time"

	"cardwallet/client/words"
)

func TestParseDates(t *testing.T) {
	now := time.Date(2026, 11, 21, 15, 0, 0, 0, time.UTC)
	for typed, want := range map[string][2]string{
		"":                      {"", ""},
		"24h":                   {"2026-11-20 15:00", ""},
		" 30d ":                 {"2026-10-22 15:00", ""},
		"2026-11-01":            {"2026-11-01 00:00", ""},
		"2026-11-01 2026-11-21": {"2026-11-01 00:00", "2026-11-22 00:00"},
		"2026-11-21 2026-11-21": {"2026-11-21 00:00", "2026-11-22 00:00"},
		"7d 2026-11-20":         {"2026-11-14 15:00", "2026-11-21 00:00"},
		"yesterday":             {"!", ""}, "0d": {"!", ""}, "-3d": {"!", ""}, "99999999d": {"!", ""}, "-24h": {"!", ""}, "2026-13-01": {"!", ""},
		"2026-11-02 2026-11-01": {"!", ""}, "1d 2d": {"!", ""}, "1d 2026-11-20 x": {"!", ""},
	} {
		since, until, err := words.ParseDates(typed, now)
		if (err != nil) != (want[0] == "!") {
			t.Errorf("%q: %v", typed, err)
			continue
		}
		for i, at := range []time.Time{since, until} {
			shown := ""
			if !at.IsZero() {
				shown = at.Format("2006-01-02 15:04")
			}
			if err == nil && shown != want[i] {
				t.Errorf("%q gives %s, want %s", typed, shown, want[i])
			}
		}
	}
}
