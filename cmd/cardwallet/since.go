package main

import (
	"strconv"
	"strings"
	"time"
)

// parseSince reads --since.
func (a *app) parseSince(text string) (time.Time, error) { return a.parseTime("--since", text) }

// parseTime reads a time ago or a date. A date begins at midnight here.
func (a *app) parseTime(flag, text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	if ago, err := time.ParseDuration(text); err == nil && ago > 0 {
		return a.now().Add(-ago), nil
	}
	if number, ok := strings.CutSuffix(text, "d"); ok {
		if days, err := strconv.Atoi(number); err == nil && days > 0 && days <= 100*366 {
			return a.now().AddDate(0, 0, -days), nil
		}
	}
	if day, err := time.ParseInLocation(time.DateOnly, text, time.Local); err == nil {
		return day, nil
	}
	if at, err := time.Parse(time.RFC3339, text); err == nil {
		return at, nil
	}
	return time.Time{}, usagef("%s takes 24h, 30d, 2026-11-21, or 2026-11-21T10:00:00Z, not %q", flag, text)
}
