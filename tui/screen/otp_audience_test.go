package screen

import (
	"context"
	"slices"
	"testing"
	"time"
)

func TestCodesBeforeOthersTakeAKey(t *testing.T) {
	inBubble(t, func(r *rig) {
		there := []string{"mine", "other"}
		r.env.Audience = NewAudience(func(context.Context) []string { return slices.Clone(there) })
		openOTP(r)
		r.arrive(r.code("one", "482913", 0, 5*time.Minute), r.code("two", "771204", 0, 5*time.Minute))
		r.settle()
		unread(r)
		r.hides("482", "771")
		r.arrive(r.code("three", "559300", 0, 5*time.Minute)) // is no key
		r.settle()
		r.hides("482", "771", "559")
		r.press("v")
		r.settle()
		r.shows("482 913", "771 204", "559 300")
		there = []string{"mine", "third"}
		r.arrive(r.code("four", "600700", 0, 5*time.Minute))
		r.settle()
		r.hides("482", "771", "559", "600")
	})
}
