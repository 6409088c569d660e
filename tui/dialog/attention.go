package dialog

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"cardwallet/tui/ui"
)

// Alone is how long the keyboard must be quiet after the key that confirms. In a paste the next key follows at once, and a held key
// repeats within a tenth of a second.
const Alone = 150 * time.Millisecond

// Attention knows what the newest frame asked, since when, and how long screen and keyboard were quiet. Only Attention gives a Yes. It
// gives one for a key that came when the question had been there, and the keyboard quiet, for Grace, and that no other key followed for
// Alone. A question whose text changes is a new one.
type Attention struct {
	now     func() time.Time
	drawing question // on the frame that is being drawn
	drawn   question // on the newest frame
	open    question // the one that takes what is typed
	quiet   quiet    // of the screen and the keyboard
	calm    bool     // it was when the newest key came
	keys    int      // and pastes, so far
}

// question is what is asked: who asks, and the text without what the person types there. The zero question asks nothing.
type question struct {
	of   any
	text string
}

// quiet is a time in which nothing happened.
type quiet struct{ since time.Time }

// end begins anew. It reports whether it was long enough.
func (q *quiet) end(now time.Time) bool {
	long := now.Sub(q.since) >= Grace
	q.since = now
	return long
}

// NewAttention returns an Attention that has not asked anything yet.
func NewAttention(now func() time.Time) *Attention { return &Attention{now: now} }

// Frame draws a frame. What asks on it says so with Asks.
func (a *Attention) Frame(draw func() string) string {
	a.drawing = question{}
	frame := draw()
	if a.drawing != a.drawn {
		a.drawn, a.open = a.drawing, question{}
		a.quiet.end(a.now())
	}
	return frame
}

// Asks notes that the frame being drawn asks the person something. of must be comparable.
func (a *Attention) Asks(of any, text string) { a.drawing = question{of, text} }

// OnInput notes a key or a paste, before anything is done with it.
func (a *Attention) OnInput(msg tea.Msg) {
	a.keys++
	press, key := msg.(tea.KeyPressMsg)
	a.calm = a.quiet.end(a.now()) && key && !press.IsRepeat
}

// Calm reports whether screen and keyboard had been quiet when the newest key came.
func (a *Attention) Calm() bool { return a.calm }

// Open reports whether the newest key is for the question. The first key that comes when the question has been there, and the keyboard
// quiet, for Grace opens it. That key and all later ones are for the question.
func (a *Attention) Open(of any) bool {
	if a.calm && a.drawn.of == of {
		a.open = a.drawn
	}
	return a.drawn.of == of && a.open == a.drawn
}

// Asking reports whether there is a question that does not take keys yet.
func (a *Attention) Asking() bool { return a.drawn != question{} && a.open != a.drawn }

// Asked reports whether the newest frame asks something.
func (a *Attention) Asked() bool { return a.drawn != question{} }

// Confirm takes the newest key for the answer, unless it came too soon. It becomes an AnswerMsg when no key follows.
func (a *Attention) Confirm(ctx context.Context, of any) tea.Cmd {
	if !a.calm || a.drawn.of != of {
		return ui.Notify(ui.Info, "too fast for an answer: "+again)
	}
	return ui.After(ctx, Alone, AnswerMsg{question: a.drawn, keys: a.keys})
}

// again is what can be done after a key that was no answer.
const again = "read it, then press the key once"

// AnswerMsg is a confirmation that no key followed for Alone, unless Answer finds that one did.
type AnswerMsg struct {
	question question
	keys     int
}

// Answer gives the Yes if three things hold: the message is about what of asks, the same question is still on the screen, and no key came
// since.
func (a *Attention) Answer(of any, msg AnswerMsg) (Yes, tea.Cmd) {
	switch {
	case msg.question.of != of || a.drawn.of != of || msg.keys != a.keys: // a key that followed has had its effect
		return Yes{}, nil
	case msg.question != a.drawn:
		return Yes{}, ui.Notify(ui.Warn, "the question has changed: "+again)
	}
	return Yes{given: true}, nil
}

// Yes is what a person said to a question that they had the time to read. Only Attention gives one.
type Yes struct{ given bool }

// Given reports whether it was said. The zero Yes was not.
func (y Yes) Given() bool { return y.given }
