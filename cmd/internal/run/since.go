package run

import (
	"time"

	"cardwallet/client/words"
)

// ParseTime reads the value of a flag: a date in the forms that the screen takes, or an exact time. An empty text is the zero time.
func (a *App) ParseTime(flag, text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	if at, err := words.ParseSince(text, a.Now()); err == nil {
		return at, nil
	}
	if at, err := time.Parse(time.RFC3339, text); err == nil {
		return at, nil
	}
	return time.Time{}, Usagef("%s takes 24h, 30d, 2026-11-21, or 2026-11-21T10:00:00Z, not %q", flag, text)
}
