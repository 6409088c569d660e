package ui

import (
	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"
)

// NewField is a text field for at most limit characters, in the look of the program. Its own paste key is off: that one reads the
// clipboard of the machine that the program runs on, which over SSH is the wrong one. A paste of the terminal arrives as tea.PasteMsg.
func NewField(prompt string, limit int) textinput.Model {
	field := textinput.New()
	field.Prompt = prompt
	field.CharLimit = limit
	field.KeyMap.Paste = key.NewBinding(key.WithDisabled())
	field.SetStyles(textinput.Styles{}) // plain: it reads on every background, and nothing blinks
	return field
}

// Edit passes a key or a paste on to the field and makes safe what is then in it: what a person pastes may come from anybody, and it is
// drawn.
func Edit(field *textinput.Model, msg tea.Msg) (cmd tea.Cmd) {
	if press, ok := msg.(tea.KeyPressMsg); ok && key.Matches(press, field.KeyMap.DeleteWordForward) &&
		field.Position() == len([]rune(field.Value()))-1 {
		msg = tea.KeyPressMsg{Code: tea.KeyDelete} // bubbles v2.2.1 looks for the rest of a word past the end of the text, and panics
	}
	*field, cmd = field.Update(msg)
	if typed := field.Value(); Safe(typed) != typed {
		field.SetValue(Safe(typed))
	}
	return cmd
}
