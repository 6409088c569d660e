// Package ui holds what every screen shares: the screen contract, navigation messages, keys, look, safe text and widgets.
// It imports nothing of ours.
package ui

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"
)

// Screen is one page of the program. Update has a pointer receiver and changes the screen in place; it never waits. View
// draws the body only: title, status and help lines belong to the root.
type Screen interface {
	// Init returns the command that loads what the screen needs.
	Init() tea.Cmd
	// Update handles one message. Keys reach only the screen in front; everything else reaches every screen on the stack, which
	// recognises what it asked for and ignores the rest.
	Update(tea.Msg) tea.Cmd
	// View draws the body in exactly the given cells or fewer.
	View(width, height int) string
	// Title says where the person is and, at the right, the position ("3 of 45").
	Title() (where, position string)
	// Actions are what a person can do here right now, in the order of the key line, also what cannot be done and why. Those that are
	// there everywhere are the root's.
	Actions() []Action
}

// Capturer is a Screen with a focused text field: it then gets every key but ctrl+c.
type Capturer interface{ CapturesInput() bool }

// Hider is a Screen that can show secrets. Hide wipes them: on leaving, suspend, lock and exit.
type Hider interface{ Hide() }

// Revealer is a Screen that can show secrets, and knows whether it does.
type Revealer interface{ Reveals() bool }

// Holder is a Screen with something under way that must end before the program does, because money is moving. It must not be left right
// now either, unless it is a Runner.
type Holder interface{ Holds() bool }

// Runner is a Holder whose work goes on when its screen is left. The root gives it messages until it holds no more, and then says how that
// ended, unless the person looks at it.
type Runner interface {
	Holder
	// Ended says how it ended, in safe text.
	Ended() NoticeMsg
}

// Busy is a Holder that says in its own words what is under way, where that is not money.
type Busy interface{ Busy() string }

// Stopper is a Holder that can end early, after what is on its way: esc asks it to, and so does the lock.
type Stopper interface{ Stop() }

// Escaper is a Screen where esc can mean something smaller than leaving: clearing a filter, hiding a value. Escape does that and
// reports whether there was anything to do; if not, the root leaves the screen.
type Escaper interface{ Escape() bool }

// Leaver is a Screen that says in its own words what esc does there.
type Leaver interface {
	// Leave is what esc does now: "change the amount"; empty is to go back.
	Leave() string
}

// Boxed is a Screen that is drawn in a box over the screen below it, where there is room: a question, a form.
type Boxed interface {
	// Box gives the width of what View draws then; 0 is no box now.
	Box() (cells int)
}

// Framed is a Boxed screen that says itself what stands in the border of its box. Where it has the whole body, its title is on a line
// above.
type Framed interface {
	// Frame gives the border around what View drew last.
	Frame() Panel
}

// BoxCells is the usual width of a box.
const BoxCells = 60

// Prompter is a Screen with a field that is typed into in the line of the notices, such as a filter. Prompt is empty where there is none.
type Prompter interface{ Prompt(width int) string }

// Closer is a Screen with something to undo when it leaves the stack. The message of its command reaches the root and the screens
// that stay. Hide was called before.
type Closer interface{ Close() tea.Cmd }

// Profiled is a Screen about one account. The title wears that account's badge.
type Profiled interface{ Profile() string }

// Counter is a Screen with a countdown on it. The root's one ticker runs while any screen counts.
type Counter interface{ Counting() bool }

// PushMsg opens a screen on top of the stack.
type PushMsg struct{ Screen Screen }

// BackMsg closes the screen in front.
type BackMsg struct{}

// TickMsg arrives at every whole second while something counts.
type TickMsg struct{ Now time.Time }

// Level says how a notice looks.
type Level int

// The levels of a notice.
const (
	Info Level = iota
	Good
	Warn
	Bad
)

// NoticeMsg shows one line in the status line until the next key press.
type NoticeMsg struct {
	Level Level
	Text  string // safe text
}

// Push returns the command that opens a screen.
func Push(s Screen) tea.Cmd { return func() tea.Msg { return PushMsg{s} } }

// Back returns the command that closes the screen in front.
func Back() tea.Msg { return BackMsg{} }

// After returns the command that waits and then gives the message, or nothing when ctx ends first.
func After(ctx context.Context, wait time.Duration, msg tea.Msg) tea.Cmd {
	return func() tea.Msg {
		timer := time.NewTimer(wait)
		defer timer.Stop()
		select {
		case <-ctx.Done():
			return nil
		case <-timer.C:
			return msg
		}
	}
}

// Notify returns the command that shows one line. text must be safe.
func Notify(level Level, text string) tea.Cmd {
	return func() tea.Msg { return NoticeMsg{Level: level, Text: text} }
}
