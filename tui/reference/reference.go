// Package reference has the field for a person's own name of a movement, and what is told where the name was used before.
package reference

import (
	"strings"
	"time"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
	"cardwallet/tui/ui"
)

// Field takes the reference of a movement, below the field for its amount. It may stay empty.
type Field struct{ input textinput.Model }

// New returns an empty field without the focus.
func New() Field { return Field{ui.NewField("", client.ReferenceLimit)} }

// Text is the reference; empty where there is none.
func (f *Field) Text() string { return strings.TrimSpace(f.input.Value()) }

// Focus gives the field the keys.
func (f *Field) Focus() tea.Cmd { return f.input.Focus() }

// Blur takes the keys away.
func (f *Field) Blur() { f.input.Blur() }

// Edit takes what is typed or pasted.
func (f *Field) Edit(msg tea.Msg) tea.Cmd { return ui.Edit(&f.input, msg) }

// View is what is typed, in so many cells.
func (f *Field) View(cells int) string {
	f.input.SetWidth(max(1, min(client.ReferenceLimit, cells-1))) // and the cursor behind it
	return ui.FieldView(&f.input)
}

// Update takes a key that moves between the amount and the reference, and all that is typed or pasted while the reference has the focus.
// It reports whether the message was one of those; otherwise it is for the amount.
func (f *Field) Update(msg tea.Msg, keys ui.Keys, amount *textinput.Model) (cmd tea.Cmd, taken bool) {
	press, isKey := msg.(tea.KeyPressMsg)
	switch {
	case isKey && key.Matches(press, keys.NextField, keys.PreviousField) && f.input.Focused():
		f.input.Blur()
		return amount.Focus(), true
	case isKey && key.Matches(press, keys.NextField, keys.PreviousField):
		amount.Blur()
		return f.input.Focus(), true
	case f.input.Focused():
		return f.Edit(msg), true
	}
	return nil, false
}

// Fact is the field as a line of a panel that is so many cells wide. err is why the reference cannot be used, where that is so.
func (f *Field) Fact(s *ui.Styles, width int, err error) ui.Labelled {
	fact := Fact(f.Text())
	switch {
	case f.input.Focused():
		fact.Value = f.View(width - ui.LabelCells - 2)
	case fact.Value == "":
		fact.Value, fact.Style = "optional", &s.Muted
	}
	if err != nil {
		fact.Style = &s.Bad
	}
	return fact
}

// Label is what the field is called.
const Label = "reference"

// Fact is a reference as a line of a summary.
func Fact(text string) ui.Labelled { return ui.Labelled{Label: Label, Value: ui.Safe(text)} }

// Told says of a movement that was made before with the same reference that it was not made now; empty for any other.
func Told(m client.Movement, now time.Time) string {
	if !m.Repeated {
		return ""
	}
	words := "the reference was used before, " + ui.Ago(now.Sub(m.CreatedAt))
	if m.Person != "" {
		words += " by " + ui.Safe(m.Person)
	}
	return words + ": nothing was sent now"
}
