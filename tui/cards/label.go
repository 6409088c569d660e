package cards

import (
	"cmp"
	"strings"

	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

// labelLimit is how many characters may be typed; what is kept is for Labels to judge.
const labelLimit = 60

// Label asks what to call a card.
type Label struct {
	screen.OfCard
	field  textinput.Model
	saving bool
	err    error
}

// newLabel returns the question, with the label that the card has.
func newLabel(env *screen.Env, card client.Card) *Label {
	l := &Label{OfCard: screen.NewOfCard(env, card), field: ui.NewField("", labelLimit)}
	if card.IssuerName != "" && card.Name != card.IssuerName {
		l.field.SetValue(card.Name)
		l.field.CursorEnd()
	}
	return l
}

// Init lets the person type.
func (l *Label) Init() tea.Cmd { return l.field.Focus() }

// Update handles keys, pasted text and the end of saving.
func (l *Label) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		switch {
		case l.saving:
		case ui.Matches(msg, l.Env.Keys.Back):
			return ui.Back
		case ui.Matches(msg, l.Env.Keys.Continue):
			return l.save()
		default:
			return l.edit(msg)
		}
	case tea.PasteMsg:
		if !l.saving {
			return l.edit(msg)
		}
	case screen.MovesMsg:
		if msg.Over(l.err) {
			l.err = nil
		}
	}
	return nil
}

func (l *Label) edit(msg tea.Msg) tea.Cmd {
	l.err = nil
	return ui.Edit(&l.field, msg)
}

func (l *Label) save() tea.Cmd {
	ctx, labels, account, id, label := l.Env.Ctx, l.Env.Labels, l.Account, l.Card.ID, strings.TrimSpace(l.field.Value())
	l.saving = true
	return screen.Ask(l, func() (string, error) { return label, labels.Set(ctx, account.NamesID(), id, label) }, l.onSaved)
}

func (l *Label) onSaved(label string, err error) tea.Cmd {
	l.saving, l.err = false, err
	if err != nil {
		return nil
	}
	card := l.Card.Named(client.CardName{Label: label})
	word := "called " + ui.Safe(card.Name) + " from now on"
	if label == "" {
		word = "called by its issuer's name: " + ui.Safe(card.Name)
	}
	return tea.Batch(ui.Back, screen.Send(screen.NamedMsg{Card: card}), ui.Notify(ui.Good, word))
}

// CapturesInput is true: every key is text.
func (l *Label) CapturesInput() bool { return true }

// Holds is true while the label is written.
func (l *Label) Holds() bool { return l.saving }

// Title says what is asked.
func (l *Label) Title() (where, position string) { return "What do you call this card?", "" }

// Box is how wide the box with the question is.
func (l *Label) Box() int { return ui.BoxCells }

// Actions are what a person can do here.
func (l *Label) Actions() []ui.Action { return ui.Bound(l.Env.Keys.Continue, l.Env.Keys.Back) }

// View draws the names and the field.
func (l *Label) View(width, height int) string {
	s := l.Env.Styles
	l.field.SetWidth(max(1, width-ui.LabelCells-4))
	lines := append([]string{""}, ui.Facts(s, width,
		ui.Labelled{Label: "card", Value: screen.CardWords(l.Card), Style: &s.Strong},
		ui.Labelled{Label: "id", Value: ui.Safe(l.Card.Key())},
		ui.Labelled{Label: "issuer's", Value: ui.Safe(cmp.Or(l.Card.IssuerName, l.Card.Name))},
		ui.Labelled{},
		ui.Labelled{Label: "label", Value: ui.FieldView(&l.field)},
		ui.Labelled{})...)
	switch {
	case l.err != nil:
		lines = append(lines, ui.ProblemLines(s, "not kept: ", l.err, width)...)
	case l.saving:
		lines = append(lines, " "+s.Accent.Render("writing…"))
	default:
		lines = append(lines, " "+s.Muted.Render(l.Env.LabelsKept()+"; empty takes the label away"))
	}
	return ui.Body(lines, width, height)
}
