// Package dialog has the modal questions and their stack, and says when a person can have meant an answer. Only the dialog in front gets
// keys. Nothing is confirmed before the question has been there, and the keyboard quiet, for a while. So what a person types for something
// else cannot answer it.
package dialog

import (
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"cardwallet/tui/ui"
)

// Grace is how long a question must be there, and the keyboard quiet, before it takes an answer.
const Grace = 400 * time.Millisecond

// Dialog is one question. It is drawn in a box over the screen below.
type Dialog interface {
	// Update handles one key. closed says that the dialog is done; its command runs either way.
	Update(msg tea.KeyPressMsg) (cmd tea.Cmd, closed bool)
	// View draws what is in the box in the given cells or fewer.
	View(width, height int) string
	// Cells is how wide it is inside of the box at the most.
	Cells() int
	// Position says how much of it is drawn, empty where all is. View was called before.
	Position() string
	// Title says what is asked, in a word or two.
	Title() string
	// Actions are what works right now.
	Actions() []ui.Action
}

// Pointer is a Dialog that the mouse works on. Its area is what View draws in.
type Pointer interface {
	Point(msg ui.PointMsg) (cmd tea.Cmd, closed bool)
}

// boxCells is how wide a dialog is inside of its box.
const boxCells = 58

// Stack holds the open dialogs. The zero Stack is empty.
type Stack struct {
	open []Dialog
}

// Open shows a dialog that the person asked for. It takes keys at once.
func (s *Stack) Open(d Dialog) { s.open = append(s.open, d) }

// Front is the dialog that gets keys; ok is false when there is none.
func (s *Stack) Front() (d Dialog, ok bool) {
	if len(s.open) == 0 {
		return nil, false
	}
	return s.open[len(s.open)-1], true
}

// Update gives one key to the dialog in front. It does nothing when there is none.
func (s *Stack) Update(msg tea.KeyPressMsg) tea.Cmd {
	if len(s.open) == 0 {
		return nil
	}
	d := s.open[len(s.open)-1]
	cmd, closed := d.Update(msg)
	s.close(d, closed)
	return cmd
}

// Point gives what the mouse did to the dialog in front.
func (s *Stack) Point(msg ui.PointMsg) tea.Cmd {
	d, open := s.Front()
	p, ok := d.(Pointer)
	if !open || !ok {
		return nil
	}
	cmd, closed := p.Point(msg)
	s.close(d, closed)
	return cmd
}

// close takes away a dialog that is done. It may have opened another one, or closed all.
func (s *Stack) close(d Dialog, done bool) {
	if done {
		s.open = slices.DeleteFunc(s.open, func(o Dialog) bool { return o == d })
	}
}

// Clear closes all dialogs without an answer.
func (s *Stack) Clear() { s.open = nil }
