package activity

import (
	"strings"
	"unicode/utf8"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
	"cardwallet/client/plan"
	"cardwallet/tui/dialog"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

// reasonLimit is how many characters a reason may have in the journal.
const reasonLimit = 200

// Mark records what a person found out about an unknown outcome: what became of it, why they are sure, and y. It sends nothing.
type Mark struct {
	env      *screen.Env
	movement client.Movement
	as       client.MovementStatus
	reason   textinput.Model
	stage    markStage
	err      error // why it could not be recorded
}

type markStage int

const (
	markWhat markStage = iota
	markWhy
	markSure
	markRecording
	markRecorded // and on the way out
)

// newMark returns the question.
func newMark(env *screen.Env, m client.Movement) *Mark {
	return &Mark{env: env, movement: m, reason: ui.NewField("", reasonLimit)}
}

// pushMark opens the question where there is one.
func pushMark(env *screen.Env, m client.Movement) tea.Cmd {
	if m.Status != client.MovementUnknown {
		return ui.Notify(ui.Info, "only an unknown outcome can be marked; this one is "+ui.Safe(string(m.Status)))
	}
	return ui.Push(newMark(env, m))
}

// Init does nothing: all is known.
func (q *Mark) Init() tea.Cmd { return nil }

// Update handles keys, pasted text and the journal's answer.
func (q *Mark) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		return q.onKey(msg)
	case tea.PasteMsg:
		if q.stage == markWhy {
			return ui.Edit(&q.reason, msg)
		}
	case dialog.AnswerMsg:
		yes, cmd := q.env.Attention.Answer(q, msg)
		return tea.Batch(cmd, q.record(yes))
	}
	return nil
}

func (q *Mark) onKey(msg tea.KeyPressMsg) tea.Cmd {
	k := q.env.Keys
	switch q.stage {
	case markWhat:
		switch {
		case ui.Matches(msg, k.MarkDone):
			return q.ask(client.MovementSucceeded)
		case ui.Matches(msg, k.MarkNotDone):
			return q.ask(client.MovementFailed)
		}
	case markWhy:
		switch {
		case ui.Matches(msg, k.Back):
			q.stage = markWhat
		case !ui.Matches(msg, k.Continue):
			return ui.Edit(&q.reason, msg)
		case q.why() == "":
			return ui.Notify(ui.Info, "say how you know: others will read it")
		default:
			q.stage = markSure
		}
	case markSure:
		if ui.Matches(msg, k.Confirm) {
			return q.env.Confirm(q)
		}
	default: // nothing can be said any more
	}
	return nil
}

func (q *Mark) ask(as client.MovementStatus) tea.Cmd {
	q.as, q.stage, q.err = as, markWhy, nil
	return q.reason.Focus()
}

// why is the reason as the journal keeps it.
func (q *Mark) why() string {
	text := ui.Safe(strings.TrimSpace(q.reason.Value()))
	for utf8.RuneCountInString(text) > reasonLimit {
		_, size := utf8.DecodeLastRuneInString(text)
		text = text[:len(text)-size]
	}
	return text
}

func (q *Mark) record(yes dialog.Yes) tea.Cmd {
	if !yes.Given() || q.stage != markSure {
		return nil
	}
	q.stage = markRecording
	ctx, payer, id, as, reason := q.env.Ctx, q.env.Payer, q.movement.OrderID, q.as, q.why()
	return screen.Ask(q, func() (client.Movement, error) { return payer.Mark(ctx, yes, id, as, reason, "") }, q.onMarked)
}

func (q *Mark) onMarked(m client.Movement, err error) tea.Cmd {
	if err != nil {
		q.stage, q.err = markWhat, err
		return nil
	}
	q.stage = markRecorded
	word := "marked as done"
	if q.as == client.MovementFailed {
		word = "marked as not done"
	}
	return tea.Batch(ui.Back, screen.Send(screen.MovedMsg{Movement: m}), ui.Notify(ui.Good, word))
}

// CapturesInput is true while the reason is typed.
func (q *Mark) CapturesInput() bool { return q.stage == markWhy }

// Holds is true while the journal is written.
func (q *Mark) Holds() bool { return q.stage == markRecording }

// Escape goes one step back.
func (q *Mark) Escape() bool {
	if q.stage == markSure {
		q.stage = markWhy
		return true
	}
	return q.Holds()
}

// Profile is the account of the movement.
func (q *Mark) Profile() string { return q.movement.Profile }

// Title names the movement.
func (q *Mark) Title() (where, position string) {
	return "activity / mark " + ui.Safe(plan.Describe(q.movement)), ui.Safe(string(q.movement.Status))
}

// Actions are what a person can do here.
func (q *Mark) Actions() []ui.Action { return ui.Bound(q.bindings()...) }

func (q *Mark) bindings() []key.Binding {
	k := q.env.Keys
	switch q.stage {
	case markWhat:
		return []key.Binding{k.MarkDone, k.MarkNotDone}
	case markWhy:
		return []key.Binding{k.Continue, k.Back}
	case markSure:
		return []key.Binding{k.Confirm}
	default: // nothing can be said any more
		return nil
	}
}

// View draws what is known and the question.
func (q *Mark) View(width, height int) string {
	s, m := q.env.Styles, q.movement
	lines := []string{"", "  " + s.Strong.Render("what became of this?"), "",
		ui.Fact(s, "what", ui.Safe(plan.Describe(m))+", "+q.env.At(m.CreatedAt)),
		ui.Fact(s, "card", q.env.CardOf(m)+" at "+ui.Safe(m.Profile))}
	lines = append(lines, ui.WrappedFact(s, "known", ui.Safe(m.Description), width, 5)...)
	return ui.Body(append(append(lines, ""), q.question(width)...), width, height)
}

func (q *Mark) question(width int) []string {
	s := q.env.Styles
	moved, not := "the money moved", "no money moved"
	if q.movement.Kind.IsChange() {
		moved, not = "the card was changed", "the card was not changed"
	}
	verdict := "it was done: " + moved
	if q.as == client.MovementFailed {
		verdict = "it was not done: " + not
	}
	switch q.stage {
	case markWhy:
		q.reason.SetWidth(max(1, width-ui.LabelCells-4))
		return []string{ui.Fact(s, "you say", verdict), ui.Fact(s, "because", ui.FieldView(&q.reason))}
	case markSure:
		q.env.Attention.Asks(q, verdict+" "+q.why())
		lines := []string{ui.Fact(s, "you say", s.Strong.Render(verdict))}
		lines = append(lines, ui.WrappedFact(s, "because", q.why(), width, 2)...)
		return append(lines, "", "  "+s.Accent.Render("y")+" records it for good, any other key does not")
	case markRecording:
		return []string{"  " + s.Accent.Render("recording…")}
	default: // what became of it is asked
	}
	var lines []string
	if q.err != nil {
		lines = ui.ProblemLines(s, "not recorded: ", q.err, width)
	}
	return append(lines,
		"  "+s.Accent.Render("d")+" it was done, "+moved,
		"  "+s.Accent.Render("n")+" it was not done, "+not,
		"  "+s.Muted.Render("look at the issuer first; this records and sends nothing"))
}
