package screen

import (
	tea "charm.land/bubbletea/v2"

	"cardwallet/tui/dialog"
	"cardwallet/tui/ui"
)

// Pick asks for one of several words, on a screen of its own.
type Pick struct {
	title  string
	choice *dialog.Choice
}

// NewPick starts at the option at selected. onPicked takes the answer.
func NewPick(env *Env, title string, words []string, selected int, onPicked func(i int) tea.Cmd) *Pick {
	options := make([]dialog.Option, 0, len(words))
	for _, word := range words {
		options = append(options, dialog.Option{Label: ui.Safe(word)})
	}
	return &Pick{title: title, choice: dialog.NewChoice(title, options, selected, env.Keys, env.Styles, onPicked)}
}

// Init does nothing: all is known.
func (p *Pick) Init() tea.Cmd { return nil }

// Update handles keys.
func (p *Pick) Update(msg tea.Msg) tea.Cmd {
	var cmd tea.Cmd
	closed := false
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		cmd, closed = p.choice.Update(msg)
	case ui.PointMsg:
		cmd, closed = p.choice.Point(msg)
	}
	if closed {
		return tea.Batch(ui.Back, cmd)
	}
	return cmd
}

// Title says what is asked.
func (p *Pick) Title() (where, position string) { return p.title, p.choice.Position() }

// Box is how wide the box with the words is.
func (p *Pick) Box() int { return ui.BoxCells }

// Actions are what a person can do here. The root adds the one that leaves.
func (p *Pick) Actions() []ui.Action { return p.choice.Actions()[:1] }

// View draws the words.
func (p *Pick) View(width, height int) string {
	return ui.Lines(p.choice.View(width, height), width, height)
}
