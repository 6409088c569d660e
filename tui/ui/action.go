package ui

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
)

// Group says what a person is about who wants an action. The help lists actions by it.
type Group int

// The groups, in the order of the help. An action without one is a part of what is open: the end of a form, the answer to a question.
const (
	InPlace   Group = iota
	ToLook          // at something
	ToMove          // money
	ToChange        // a card
	ToFind          // and order what is listed
	ToGo            // elsewhere
	OfProgram       // itself
)

// String is the title above the actions.
func (g Group) String() string {
	return [...]string{"Here", "Look", "Money", "Card", "Find", "Go", "Program"}[g]
}

// Action is something that a person can do here. The list of actions of a screen feeds what keys do, the key line, the help, the command
// palette and the mouse, so that none of them can promise what another does not do.
type Action struct {
	Key    key.Binding    // its help is what the key line says: "top up"
	Words  string         // what the palette says, with what it is about: "Top up Marketing ··7735"; empty: the palette leaves it out
	Group  Group          //
	Reason string         // why it cannot be done now, safe text; empty where it can
	Run    func() tea.Cmd // begins it, and never carries out a movement; nil where only the key itself can do it
	Quiet  bool           // it is not on the key line
}

// Bound are actions that the screen's Update does itself when it gets the key: those of fields and questions, and moving about.
func Bound(keys ...key.Binding) []Action {
	actions := make([]Action, len(keys))
	for i, b := range keys {
		actions[i] = Action{Key: b}
	}
	return actions
}

// Dispatch does what the key is for. An action that cannot be done says why. taken is false where no action has the key, or where Update
// does it itself.
func Dispatch(actions []Action, msg tea.KeyPressMsg) (cmd tea.Cmd, taken bool) {
	for _, a := range actions {
		if (a.Run == nil && a.Reason == "") || !Matches(msg, a.Key) {
			continue
		}
		return a.Begin(), true
	}
	return nil, false
}

// Begin runs the action, or says why that cannot be.
func (a Action) Begin() tea.Cmd {
	switch {
	case a.Reason != "":
		return Notify(Warn, a.Reason)
	case a.Run == nil:
		return nil
	}
	return a.Run()
}

// Can reports whether it can be done now.
func (a Action) Can() bool { return a.Reason == "" && a.Key.Enabled() }

// Moves are the actions that move the cursor of a List. They are never on the key line.
func Moves(k Keys) []Action {
	moves := Bound(k.Up, k.Down, k.PageUp, k.PageDown, k.Top, k.Bottom)
	for i := range moves {
		moves[i].Quiet, moves[i].Group = true, ToFind
	}
	return moves
}
