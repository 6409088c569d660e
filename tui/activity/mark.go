package activity

import (
	"slices"
	"strings"
	"unicode/utf8"

	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
	"cardwallet/client/plan"
	"cardwallet/client/words"
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
	answers  *dialog.Choice
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
	q := &Mark{env: env, movement: m, reason: ui.NewField("", reasonLimit)}
	options := []dialog.Option{
		{Label: "it was done", Detail: q.meaning(client.MovementSucceeded)},
		{Label: "it was not done", Detail: q.meaning(client.MovementFailed)},
	}
	q.answers = dialog.NewChoice("", options, 0, env.Keys, env.Styles, func(i int) tea.Cmd { return q.ask(markable[i]) })
	return q
}

// markable are the outcomes that a person can say, in the order of the answers.
var markable = []client.MovementStatus{client.MovementSucceeded, client.MovementFailed}

// meaning is what follows for money or card where that is the outcome.
func (q *Mark) meaning(as client.MovementStatus) string {
	switch change, done := q.movement.Kind.IsChange(), as == client.MovementSucceeded; {
	case !q.movement.Kind.OnCard() && change && done:
		return "the holder is there"
	case !q.movement.Kind.OnCard() && change:
		return "the holder was not created"
	case change && done:
		return "the card was changed"
	case change:
		return "the card was not changed"
	case done:
		return "the money moved"
	}
	return "no money moved"
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
	case screen.MovesMsg:
		if msg.Over(q.err) {
			q.err = nil
		}
	}
	return nil
}

func (q *Mark) onKey(msg tea.KeyPressMsg) tea.Cmd {
	k := q.env.Keys
	switch q.stage {
	case markWhat:
		cmd, _ := q.answers.Update(msg)
		return cmd
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
	return "Mark the " + ui.Safe(plan.Describe(q.movement)), words.OfMovement(q.movement.Status).Word
}

// Box is how wide the box with the question is.
func (q *Mark) Box() int { return ui.BoxCells }

// Actions are what a person can do here.
func (q *Mark) Actions() []ui.Action {
	k := q.env.Keys
	switch q.stage {
	case markWhat:
		return append(ui.Bound(k.Choose), ui.Moves(k)...)
	case markWhy:
		return ui.Bound(k.Continue, k.Back)
	case markSure:
		return ui.Bound(k.Confirm)
	default: // nothing can be said any more
		return nil
	}
}

// View draws what is known and the question.
func (q *Mark) View(width, height int) string {
	s, m := q.env.Styles, q.movement
	question := q.question(width)
	facts := ui.Facts(s, width, ui.Labelled{Label: "what", Value: ui.Safe(plan.Describe(m)) + ", " + q.env.At(m.CreatedAt)},
		ui.Labelled{Label: "card", Value: q.env.CardOf(m) + " at " + ui.Safe(m.Profile)})
	known := ui.Facts(s, width, ui.Labelled{Label: "known", Value: screen.Told(m)})
	room := height - len(facts) - len(question) - 2 // the lines above the facts and the question
	lines := slices.Concat([]string{""}, facts, known[:max(0, min(len(known), room, 5))], []string{""})
	return ui.Lines(strings.Join(ui.WithAnswer(s, lines, question, height), "\n"), width, height)
}

// question is what is asked now.
func (q *Mark) question(width int) []string {
	s := q.env.Styles
	verdict := "it was done: " + q.meaning(q.as)
	if q.as == client.MovementFailed {
		verdict = "it was not done: " + q.meaning(q.as)
	}
	switch q.stage {
	case markWhy:
		q.reason.SetWidth(max(1, width-ui.LabelCells-4))
		return []string{labelled(s, "you say", verdict), labelled(s, "because", ui.FieldView(&q.reason))}
	case markSure:
		q.env.Attention.Asks(q, verdict+" "+q.why())
		said := ui.Labelled{Label: "you say", Value: verdict, Style: &s.Strong}
		lines := ui.Facts(s, width, said, ui.Labelled{Label: "because", Value: q.why()})
		lines = lines[:min(len(lines), 4)]
		return append(append(lines, ""), ui.AnswerLines(s, s.Button, "record it for good", "go back", width)...)
	case markRecording:
		return []string{" " + s.Accent.Render("recording…")}
	default: // what became of it is asked
	}
	var lines []string
	if q.err != nil {
		lines = append(ui.ProblemLines(s, "not recorded: ", q.err, width), "")
	}
	lines = append(lines, " "+s.Strong.Render("what became of this?"))
	lines = append(lines, strings.Split(q.answers.View(width, 3), "\n")...)
	return append(lines, ui.Paragraph(s.Muted, "look at the issuer first; this records and sends nothing", width)...)
}

// labelled is a value that has a style of its own.
func labelled(s *ui.Styles, label, value string) string {
	return " " + s.Muted.Render(ui.Fit(label, ui.LabelCells)) + value
}
