package plan

import (
	"fmt"
	"time"

	"cardwallet/client"
)

// Describe is a movement in a few words: a change by its noun, others with the amount. They are not made safe to draw.
func Describe(m client.Movement) string {
	if m.Kind.IsChange() {
		return m.Kind.Noun()
	}
	return m.Kind.Noun() + " of " + m.Amount.String()
}

// StatusSentence says where a movement stands. An unknown outcome is never called failed.
func StatusSentence(status client.MovementStatus) string {
	switch status {
	case client.MovementIntended:
		return "not sent yet"
	case client.MovementSent:
		return "being sent"
	case client.MovementProcessing:
		return "the issuer is working on it"
	case client.MovementSucceeded:
		return "done"
	case client.MovementFailed:
		return "failed"
	default:
		return "outcome unknown"
	}
}

// Clock gives a remaining time as m:ss, rounded up to the second, so that 0:00 is never shown while something is left. It is never
// negative.
func Clock(d time.Duration) string {
	seconds := int64((max(0, d) + time.Second - 1) / time.Second)
	return fmt.Sprintf("%d:%02d", seconds/60, seconds%60)
}
