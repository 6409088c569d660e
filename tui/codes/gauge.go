package codes

import (
	"time"

	"charm.land/lipgloss/v2"

	"cardwallet/client"
	"cardwallet/tui/ui"
)

// LiveWord stands in the row of a code in place of the time where that counts beside the list: all places where a time stands are sent each
// second.
const LiveWord = "live"

// Gauge draws how long a code is still good. It moves in even seconds, when the time beside it is one digit further and no more, so that a
// second stays a few bytes.
func Gauge(s *ui.Styles, full lipgloss.Style, code client.Code, left time.Duration, cells int) string {
	seconds := wholeSeconds(left)
	return gauge(s, full, code, seconds+seconds%2, cells)
}

// gauge moves by whole cells: half of one would be two cells sent, in two styles, where a code lives for a short time. The last is a half.
func gauge(s *ui.Styles, full lipgloss.Style, code client.Code, left, cells int) string {
	total := wholeSeconds(code.ExpiresAt.Sub(code.ReceivedAt))
	if left <= 0 || total <= 0 {
		return ui.Gauge(s, full, 0, 1, cells)
	}
	return ui.Gauge(s, full, max(1, 2*(min(left, total)*cells/total)), 2*cells, cells)
}

// wholeSeconds are rounded up, as a clock is that counts down.
func wholeSeconds(d time.Duration) int { return int((d + time.Second - 1) / time.Second) }

// The seconds are shared among the gauges of a screen, so that no two move in the same one: every other second is for that of the code in
// focus, and those between are for the rows, one after the other.

// focusTurn is when the gauge of the code in focus moved last.
func focusTurn(now time.Time) time.Time { return turn(now, 0, 2) }

// rowTurn is when the gauge of a row moved last, of so many.
func rowTurn(now time.Time, row, rows int) time.Time { return turn(now, 2*row+1, 2*rows) }

// turn is the last second that was that one of so many.
func turn(now time.Time, second, of int) time.Time {
	ago := (now.Unix() - int64(second)) % int64(of)
	return now.Truncate(time.Second).Add(-time.Duration(ago) * time.Second)
}
