package ui

import (
	"strings"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

// NewField is a text field for at most limit characters, in the look of the program. Its own paste key is off: that one reads the
// clipboard of the machine that the program runs on, which over SSH is the wrong one. A paste of the terminal arrives as tea.PasteMsg.
func NewField(prompt string, limit int) textinput.Model {
	field := textinput.New()
	field.Prompt = prompt
	field.CharLimit = limit
	field.KeyMap.Paste = key.NewBinding(key.WithDisabled())
	field.SetStyles(textinput.Styles{}) // plain: it reads on every background
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

// cursorMark stands in a frame where the cursor of the terminal belongs. It takes no cells. Nothing else blinks, so it is nowhere else.
const cursorMark = "\x1b[5m\x1b[25m"

// FieldView draws a field. Where it has the focus, the cursor of the terminal is in it.
func FieldView(field *textinput.Model) string {
	const drawn, end = "\x1b[7m", "\x1b[m" // around the cell that the field draws as its cursor; field.Cursor counts characters for cells
	before, after, ok := strings.Cut(field.View(), drawn)
	if !ok {
		return before
	}
	return before + cursorMark + strings.Replace(after, end, "", 1)
}

// PutCursor puts the mark of the cursor back into a text, before the cell at x of line y. A text that was put together of cells has lost
// it.
func PutCursor(text string, x, y int) string {
	lines := strings.Split(text, "\n")
	if y >= 0 && y < len(lines) {
		lines[y] = ansi.Truncate(lines[y], x, "") + cursorMark + ansi.TruncateLeft(lines[y], x, "")
	}
	return strings.Join(lines, "\n")
}

// TakeCursor takes the mark of the cursor out of a frame and says where it was.
func TakeCursor(frame string) (rest string, x, y int, ok bool) {
	before, after, ok := strings.Cut(frame, cursorMark)
	if !ok {
		return frame, 0, 0, false
	}
	line := before[strings.LastIndexByte(before, '\n')+1:]
	return before + strings.ReplaceAll(after, cursorMark, ""), Width(line), strings.Count(before, "\n"), true
}

// AmountView draws a field for an amount with the currency behind what is typed.
func AmountView(field *textinput.Model, currency string) string {
	field.SetWidth(0) // as wide as what is typed
	view := FieldView(field)
	if Width(view) == Width(field.Value()) { // the cursor is in it, not behind it
		view += " "
	}
	return view + currency
}
