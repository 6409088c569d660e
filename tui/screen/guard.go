package screen

import (
	"errors"
	"fmt"
	"strings"

	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
	"cardwallet/tui/ui"
)

// guard is what the journal objects to before anything is sent, and what the person said to that.
type guard struct {
	serial   int  // of the newest question to the journal; earlier answers are void
	checking bool // it is on its way
	err      error

	typed    textinput.Model // the confirmation that another movement is wanted although one is open
	override []string        // the open orders that it was typed for

	asked  bool     // whether the same movement is wanted once more
	repeat []string // the orders that it is wanted in spite of
}

// fresh forgets everything that was said.
func (g guard) fresh() guard { return guard{serial: g.serial + 1} }

// ask lets the person type the confirmation.
func (g *guard) ask() {
	g.typed = ui.NewField("", 40)
	g.typed.SetWidth(20)
	g.typed.Focus()
}

// edit passes a key on to the confirmation.
func (g *guard) edit(msg tea.Msg) (cmd tea.Cmd) {
	g.typed, cmd = ui.Edit(g.typed, msg)
	return cmd
}

// isGuard reports whether a guard objects, and for that reason.
func isGuard(err, kind error) bool {
	g, ok := errors.AsType[*client.GuardError](err)
	return ok && errors.Is(g, kind)
}

// earlier is the movement that a guard's objection is about, the newest where there are more.
func earlier(err error) client.Movement {
	if g, ok := errors.AsType[*client.GuardError](err); ok {
		return g.Movement
	}
	return client.Movement{}
}

// orders are all movements that a guard's objection is about. What a person says to it is about these.
func orders(err error) []string {
	if g, ok := errors.AsType[*client.GuardError](err); ok {
		return g.Orders()
	}
	return nil
}

// orderWords name all movements that a guard's objection is about: the newest by its order, the others by the ends of theirs.
func orderWords(err error) string {
	all := orders(err)
	if len(all) == 0 {
		return ""
	}
	words := "order " + ui.Safe(all[0])
	for _, order := range all[1:] {
		words += " and …" + lastFour(order)
	}
	return words
}

// timesWords say how often before the newest it was; empty where it was not.
func timesWords(err error) string {
	switch n := len(orders(err)) - 1; {
	case n == 1:
		return ", and once before"
	case n > 1:
		return fmt.Sprintf(", and %d times before", n)
	}
	return ""
}

// lastFour is the end of a number that tells it from others at a glance.
func lastFour(text string) string {
	runes := []rune(ui.Safe(text))
	return strings.TrimSpace(string(runes[max(0, len(runes)-4):]))
}

// nameToType is what a person types to show that this card is meant, and what that is.
func nameToType(card client.Card) (text, what string) {
	if end := lastFour(card.Last4); end != "" {
		return end, "the card's last four digits"
	}
	return lastFour(card.ID), "the end of the card's id"
}

// namesCard reports whether text is that, or the whole id.
func namesCard(card client.Card, text string) bool {
	text = strings.TrimPrefix(strings.TrimSpace(text), "#")
	want, _ := nameToType(card)
	return text != "" && (strings.EqualFold(text, want) || text == card.ID)
}
