package plan

import (
	"errors"
	"fmt"

	"cardwallet/client"
)

// RepeatWords say under a summary of the kind that a guard objects with client.ErrRepeat: what was made, and when. ago is the age of the
// newest in words. They are not made safe to draw.
func RepeatWords(kind client.MovementKind, err error, ago string) string {
	g, ok := errors.AsType[*client.GuardError](err)
	if !ok {
		return ""
	}
	if g.Stranger {
		return strangerWords(g, ago)
	}
	words := "the same " + kind.Noun() + " was made " + ago
	if g.Movement.Person != "" && g.ByAnother {
		words += " by " + g.Movement.Person
	}
	switch n := len(g.Others); {
	case n == 1:
		words += ", and once before"
	case n > 1:
		words += fmt.Sprintf(", and %d times before", n)
	}
	return words
}

// strangerWords name what somebody else made.
func strangerWords(g *client.GuardError, ago string) string {
	m := g.Movement
	what := Describe(m)
	if !m.Amount.Known() {
		what = m.Kind.Noun()
	}
	words := fmt.Sprintf("somebody else's %s at %s UTC, %s, %s, order %s", what, m.CreatedAt.Format("15:04:05"), ago,
		StatusSentence(m.Status), m.OrderID)
	for _, other := range g.Others {
		words += " and …" + LastFour(other.OrderID)
	}
	return words + ": not by this journal, so who made it is not known"
}
