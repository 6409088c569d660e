package words

import (
	"errors"
	"strconv"
	"strings"
	"time"
)

// errDates is what a person typed for a time and cannot be read as one.
var errDates = errors.New("dates are 24h, 30d, 2026-11-01, or two days: 2026-11-01 2026-11-21")

// ParseDates reads what a person types: how long ago (24h, 30d), a first day, or a first and a last day, in the zone of the clock. Nothing
// is no bound. until is the midnight after the last day.
func ParseDates(text string, now time.Time) (since, until time.Time, err error) {
	words := strings.Fields(text)
	if len(words) == 0 {
		return since, until, nil
	}
	if len(words) > 2 {
		return since, until, errDates
	}
	if since, err = ParseSince(words[0], now); err != nil {
		return time.Time{}, time.Time{}, err
	}
	if len(words) == 2 {
		last, wrong := time.ParseInLocation(time.DateOnly, words[1], now.Location())
		if wrong != nil {
			return time.Time{}, time.Time{}, errDates
		}
		if until = last.AddDate(0, 0, 1); !since.Before(until) {
			return time.Time{}, time.Time{}, errors.New("the first day is after the last")
		}
	}
	return since, until, nil
}

// ParseSince reads how long ago (24h, 30d), or a day, which begins at midnight in the zone of the clock.
func ParseSince(word string, now time.Time) (time.Time, error) {
	const most = 100 * 366 // days: a time before that is a slip
	if days, ok := strings.CutSuffix(word, "d"); ok {
		if n, err := strconv.Atoi(days); err == nil && n > 0 && n <= most {
			return now.AddDate(0, 0, -n), nil
		}
	}
	if ago, err := time.ParseDuration(word); err == nil && ago > 0 && ago <= most*24*time.Hour {
		return now.Add(-ago), nil
	}
	if day, err := time.ParseInLocation(time.DateOnly, word, now.Location()); err == nil {
		return day, nil
	}
	return time.Time{}, errDates
}
