package screen

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"cardwallet/tui/ui"
)

// Ask runs work outside Update and then, inside Update, gives what it brought to take. Work uses values that were captured before, never
// Env. Owner is the screen that asks, or a part of one that is Whole, or nil for the root. If that screen was left meanwhile, nobody
// takes the answer. So an answer with a secret in it needs a message of its own: then somebody wipes it.
func Ask[T any](owner any, work func() (T, error), take func(T, error) tea.Cmd) tea.Cmd {
	return func() tea.Msg {
		got, err := work()
		return NewReply(owner, func() tea.Cmd { return take(got, err) })
	}
}

// Reply brings the answer to an Ask. Screens need no case for it.
type Reply struct {
	owner any
	take  func() tea.Cmd
}

// NewReply returns a message that has owner take something inside Update, as the answer to an Ask does: the end of a wait, for one.
func NewReply(owner any, take func() tea.Cmd) Reply { return Reply{owner: owner, take: take} }

// Whole is a screen with parts that ask for themselves.
type Whole interface {
	// Has reports whether it has that part now. An answer for one that it had before is dropped.
	Has(part any) bool
}

// Deliver has the owner take the answer where it is the root, one of the open screens, or a part of one.
func (r Reply) Deliver(open ...ui.Screen) tea.Cmd {
	there := r.owner == nil || slices.ContainsFunc(open, func(s ui.Screen) bool {
		whole, ok := s.(Whole)
		return any(s) == r.owner || ok && whole.Has(r.owner)
	})
	if !there {
		return nil
	}
	return r.take()
}
