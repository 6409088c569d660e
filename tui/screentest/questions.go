package screentest

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
	"cardwallet/tui/dialog"
	"cardwallet/tui/ui"
)

// question is one that y answers.
type question struct {
	Open   func(*Rig)     // opens the screen and fills it in until the question is there
	Asks   func(*Rig) any // the screen that asks, where it is a part of the one that is open
	Closes bool           // a key that is none of its answers takes it away
}

// Questions are those of one room, by name.
type Questions map[string]question

// asked are all questions that this test binary knows of.
var asked []question

// Ask registers the questions of a room, so that Hold finds all of them.
func Ask(q Questions) Questions {
	asked = slices.AppendSeq(asked, maps.Values(q))
	return q
}

// Hold checks the laws of all questions. A room that asks nothing holds none.
func (q Questions) Hold(t *testing.T) {
	t.Helper()
	t.Run("a question counts from when it was seen", q.countFromWhenTheyWereSeen)
	t.Run("a key that is not y never confirms", q.neverTakeAnotherKey)
	t.Run("every question is in the tables", everyQuestionIsInTheTables)
}

const closing = "after a key that is none"

// answers are ways to press y, and whether that is an answer.
var answers = map[string]struct {
	press func(*Rig)
	yes   bool
}{
	"when it was there and quiet": {func(r *Rig) { r.pass(dialog.Grace); r.burst("y") }, true},
	"much later":                  {func(r *Rig) { r.pass(10 * time.Second); r.burst("y") }, true},
	"on a Cyrillic layout":        {func(r *Rig) { r.pass(dialog.Grace); r.burst("н") }, true},
	"again after one that was too early": {func(r *Rig) {
		r.burst("y")
		r.pass(dialog.Grace)
		r.burst("y")
	}, true},
	closing: {func(r *Rig) {
		r.pass(time.Second)
		r.Strike("up")
		r.pass(dialog.Grace)
		r.burst("y")
	}, true},

	"at once":               {func(r *Rig) { r.burst("y") }, false},
	"a moment too early":    {func(r *Rig) { r.pass(dialog.Grace - 1); r.burst("y") }, false},
	"several times, slowly": {func(r *Rig) { r.presses("y", 20, dialog.Grace-time.Millisecond) }, false},
	"again too early":       {func(r *Rig) { r.burst("y"); r.pass(dialog.Grace - 1); r.burst("y") }, false},
	"too soon after another key": {func(r *Rig) {
		r.pass(time.Second)
		r.Strike("up")
		r.pass(dialog.Grace - 1)
		r.burst("y")
	}, false},
	"in a paste without brackets":       {func(r *Rig) { r.burst("yes please\ry\r") }, false},
	"in such a paste much later":        {func(r *Rig) { r.pass(5 * time.Second); r.burst("yes please\ry\r") }, false},
	"alone in such a paste with an end": {func(r *Rig) { r.pass(5 * time.Second); r.burst("y\r") }, false},
	"twice at once":                     {func(r *Rig) { r.pass(5 * time.Second); r.burst("yy") }, false},
	"in a slow paste":                   {func(r *Rig) { r.pass(5 * time.Second); r.presses("y", 3, dialog.Alone-1) }, false},
	"in a paste with brackets":          {func(r *Rig) { r.pass(5 * time.Second); r.Take(tea.PasteMsg{Content: "y"}); r.Settle() }, false},
	"as a key that is held": {func(r *Rig) {
		r.pass(5 * time.Second)
		for range 40 {
			r.key(tea.KeyPressMsg{Code: 'y', Text: "y", IsRepeat: true})
			r.pass(time.Second)
		}
	}, false},
	"held from before, where the terminal does not tell": {func(r *Rig) {
		r.burst("y")
		r.pass(660 * time.Millisecond) // until a key repeats, at the most that is usual
		r.presses("y", 60, 40*time.Millisecond)
	}, false},
	"when the question has just become another": {func(r *Rig) {
		r.pass(5 * time.Second)
		r.Env.Attention.Frame(func() string {
			r.Env.Attention.Asks(r.Screen, "another")
			return ""
		})
		r.burst("y")
	}, false},
	"when it was hidden a moment ago": {func(r *Rig) {
		r.pass(5 * time.Second)
		r.Env.Attention.Frame(func() string { return "the list of keys, or the lock" })
		r.draw()
		r.burst("y")
	}, false},
}

// countFromWhenTheyWereSeen: every question, and every way to press its key.
func (q Questions) countFromWhenTheyWereSeen(t *testing.T) {
	for name, question := range q {
		for way, answer := range answers {
			t.Run(name+", "+way, func(t *testing.T) {
				InBubble(t, func(r *Rig) {
					question.Open(r)
					if !r.Env.Attention.Asking() || r.done() != 0 {
						t.Fatalf("%d done, and it shows\n%s", r.done(), r.View())
					}
					answer.press(r)
					r.pass(5 * time.Second)
					yes := answer.yes && (!question.Closes || way != closing)
					if n := r.done(); (n > 0) != yes {
						t.Errorf("%d done, and it shows\n%s", n, r.View())
					}
				})
			})
		}
	}
}

// neverTakeAnotherKey: whatever is pressed, slowly.
func (q Questions) neverTakeAnotherKey(t *testing.T) {
	for name, question := range q {
		t.Run(name, func(t *testing.T) {
			InBubble(t, func(r *Rig) {
				question.Open(r)
				for c := ' '; c <= '~'; c++ {
					if c == 'y' {
						continue
					}
					r.pass(time.Second)
					r.burst(string(c))
				}
				for _, name := range []string{"up", "down", "tab", "backspace", "enter"} {
					r.pass(time.Second)
					r.Strike(name)
				}
				r.pass(5 * time.Second)
				if n := r.done(); n != 0 {
					t.Errorf("%d done", n)
				}
			})
		})
	}
}

// TypedAnswerCountsFromWhenItWasAskedFor: what was typed before is not in the field, and a paste never is. The screen that open leaves
// asks for the end of OpenedBefore, and says what for.
func TypedAnswerCountsFromWhenItWasAskedFor(t *testing.T, says string, open func(*Rig)) {
	t.Helper()
	InBubble(t, func(r *Rig) {
		open(r)
		r.burst("ABCD\r")
		r.Take(tea.PasteMsg{Content: "ABCD"})
		r.pass(dialog.Grace - 1)
		r.burst("ABCD\r")
		r.Shows(says)
		if strings.Contains(r.View(), "> A") {
			t.Errorf("it was typed:\n%s", r.View())
		}
		r.pass(dialog.Grace)
		r.burst("ABCD") // as fast as it comes from now on
		r.Shows("> ABCD")
		r.burst("\r")
		r.Shows("no other key confirms")
		if r.done() != 0 {
			t.Error("it was sent")
		}
	})
}

// TooEarlyIsSaid: a person who was too fast is told, and only then.
func TooEarlyIsSaid(t *testing.T, question question) {
	t.Helper()
	InBubble(t, func(r *Rig) {
		question.Open(r)
		r.burst("y")
		const tooFast = "too fast for an answer: read it, then press the key once"
		if told := Got[ui.NoticeMsg](r); len(told) != 1 || told[0].Text != tooFast || told[0].Level != ui.Info {
			t.Errorf("told %+v", told)
		}
		r.pass(dialog.Grace)
		r.burst("x")
		r.pass(dialog.Grace)
		r.burst("y")
		r.pass(time.Second)
		if told := Got[ui.NoticeMsg](r); len(told) != 1 || r.done() != 1 {
			t.Errorf("told %+v, %d sent", told, r.done())
		}
	})
}

// NothingIsSentWithoutAYes: send goes to the till with the zero Yes, which is none.
func NothingIsSentWithoutAYes(t *testing.T, send func(*Rig, dialog.Yes) error) {
	t.Helper()
	InBubble(t, func(r *Rig) {
		if send(r, dialog.Yes{}) == nil {
			t.Error("it was done")
		}
		if r.done() != 0 {
			t.Error("something was sent")
		}
	})
}

// HaveAllKinds: an order of each of the kinds is asked about. kindOf tells the kind of the order that a screen asks about.
func (q Questions) HaveAllKinds(t *testing.T, kindOf func(screen any) client.MovementKind, kinds ...client.MovementKind) {
	t.Helper()
	found := map[client.MovementKind]bool{}
	for _, question := range q {
		InBubble(t, func(r *Rig) { found[kindOf(question.asking(r))] = true })
	}
	for _, kind := range kinds {
		if !found[kind] {
			t.Errorf("no question of kind %s", kind)
		}
	}
}

// asking opens the question and gives the screen that asks it.
func (q question) asking(r *Rig) any {
	q.Open(r)
	if q.Asks != nil {
		return q.Asks(r)
	}
	return r.Screen
}
