package wizard

import (
	"context"
	"errors"
	"slices"
	"strings"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"
	"charm.land/huh/v2"
	"charm.land/lipgloss/v2"

	"cardwallet/tui/ui"
)

// form is a form of huh within a page. No secret is ever in one.
type form struct {
	*huh.Form
	m           *model
	fields      []huh.Field
	first, last huh.Field
}

// newForm makes a form of the fields, in the look of the program.
func (m *model) newForm(fields ...huh.Field) (*form, tea.Cmd) {
	f := &form{m: m, fields: fields, first: fields[0], last: fields[len(fields)-1]}
	f.Form = huh.NewForm(huh.NewGroup(fields...)).WithShowHelp(false).WithShowErrors(false).WithKeyMap(keyMap()).
		WithTheme(huh.ThemeFunc(func(bool) *huh.Styles { return m.theme() }))
	cmd := f.Init()
	f.redraw()
	return f, cmd
}

// keyMap is huh's, without what filters lists and without its own ways to leave.
func keyMap() *huh.KeyMap {
	keys := huh.NewDefaultKeyMap()
	keys.Quit.SetEnabled(false)
	keys.Select.Filter = key.NewBinding(key.WithDisabled())
	return keys
}

// redraw draws the form anew, in the room that there is.
func (f *form) redraw() {
	cells, lines := f.m.room()
	f.take(tea.WindowSizeMsg{Width: cells, Height: lines})
}

// index is which of the fields has the keys.
func (f *form) index() int { return slices.Index(f.fields, f.GetFocusedField()) }

// focus gives the keys to a field behind the first one.
func (f *form) focus(at int) tea.Cmd {
	var cmds []tea.Cmd
	for range at {
		cmds = append(cmds, f.NextField())
	}
	return tea.Batch(cmds...)
}

func (f *form) take(msg tea.Msg) tea.Cmd {
	updated, cmd := f.Form.Update(msg)
	f.Form = updated.(*huh.Form) //nolint:forcetypeassert // a form stays one
	return cmd
}

// update hands a message to the form. done is next where all is answered, and back where the person leaves the first field backwards. Huh
// would turn to another field with a message of its own, and a key that is pressed before that comes would go to the field before.
func (f *form) update(msg tea.Msg) (cmd tea.Cmd, done move) {
	if paste, ok := msg.(tea.PasteMsg); ok { // it may come from anybody, and is drawn
		paste.Content = ui.Safe(paste.Content)
		msg = paste
	}
	press, ok := msg.(tea.KeyPressMsg)
	if _, size := msg.(tea.WindowSizeMsg); size {
		f.redraw()
		return nil, stay
	}
	field := f.GetFocusedField()
	switch {
	case ok && press.String() == "shift+tab" && field == f.first:
		return nil, back
	case ok && press.String() == "shift+tab":
		return f.PrevField(), stay
	case ok && (press.String() == "enter" || press.String() == "tab"):
		_ = field.Blur() // looks at the value
		switch {
		case field.Error() != nil:
			cmd = field.Focus()
			f.redraw()
			return cmd, stay
		case field == f.last:
			return field.Focus(), next
		}
		return f.NextField(), stay
	}
	return f.take(msg), stay
}

// lines are the form as it is drawn, with what is wrong below it.
func (f *form) lines(cells int) []string {
	var lines []string
	for line := range strings.SplitSeq(strings.TrimRight(f.View(), "\n "), "\n") {
		lines = append(lines, f.m.own.Replace(strings.TrimRight(line, " ")))
	}
	for _, err := range f.Errors() {
		lines = append(append(lines, ""), f.m.wrong(err.Error(), cells)...)
	}
	return lines
}

// ownColours puts the program's colours in the place of those that huh's fields have while they have no keys, which no theme of huh
// reaches.
func ownColours(s *ui.Styles) *strings.Replacer {
	begin := func(style lipgloss.Style) string {
		before, _, _ := strings.Cut(style.Render("x"), "x")
		return before
	}
	plain := textinput.DefaultDarkStyles().Blurred
	return strings.NewReplacer(begin(plain.Placeholder), begin(s.Muted), begin(plain.Text), begin(s.Text))
}

// wrong is a sentence about what cannot be taken. What to do stands on a line of its own.
func (m *model) wrong(text string, cells int) (lines []string) {
	what, hint := ui.Problem(errors.New(ui.SafeText(text)))
	for i, line := range ui.Wrapped("✕ "+what, cells, 4) {
		if i > 0 {
			line = "  " + line
		}
		lines = append(lines, m.styles.Bad.Render(line))
	}
	if hint == "" {
		return lines
	}
	for _, line := range ui.Wrapped(hint, cells-2, 3) {
		lines = append(lines, "  "+m.styles.Muted.Render(line))
	}
	return lines
}

// theme is the look of the program for huh.
func (m *model) theme() *huh.Styles {
	t, s := huh.ThemeBase(true), &m.styles
	t.FieldSeparator = lipgloss.NewStyle().SetString("\n")
	for _, f := range []*huh.FieldStyles{&t.Focused, &t.Blurred} {
		f.Base = lipgloss.NewStyle()
		f.Title, f.Description = s.Muted, s.Muted
		f.SelectSelector = s.Accent.SetString("▌ ")
		f.Option, f.UnselectedOption, f.SelectedOption = s.Text, s.Text, s.Strong
		f.ErrorIndicator = lipgloss.NewStyle().SetString("")
		f.NextIndicator, f.PrevIndicator = s.Muted.SetString(" ›"), s.Muted.SetString("‹ ")
		f.TextInput.Text, f.TextInput.Placeholder, f.TextInput.Prompt = s.Text, s.Muted, s.Muted
	}
	t.Focused.Title, t.Focused.TextInput.Prompt = s.Strong, s.Accent
	t.Blurred.SelectSelector = s.Muted.SetString("● ")
	t.Blurred.SelectedOption, t.Blurred.Option = s.Text, s.Muted
	t.Blurred.UnselectedOption = s.Muted
	return t
}

// labels is how wide the labels of inputs are.
const labels = 15

// input is a field of one line for what is no secret.
func input(label string, value *string, placeholder string, validate func(string) error) *huh.Input {
	return huh.NewInput().Title(ui.Fit(label, labels)).Prompt(" ").Inline(true).CharLimit(512).Value(value).Placeholder(placeholder).
		Validate(func(text string) error { return validate(strings.TrimSpace(text)) })
}

// label is what stands before a field of our own, as huh draws those of its inputs.
func (m *model) label(words string, focus bool) string {
	if focus {
		return m.styles.Strong.Render(ui.Fit(words, labels)) + m.styles.Accent.Render(" ")
	}
	return m.styles.Muted.Render(ui.Fit(words, labels) + " ")
}

// refuse makes an error of what is wrong; nil where nothing is.
func refuse(what string) error {
	if what == "" {
		return nil
	}
	return errors.New(what)
}

func splitLines(text string) []string { return strings.Split(text, "\n") }

// copies puts a text where the person can paste it.
func (m *model) copies(text []byte) tea.Cmd {
	return m.work(func(ctx context.Context) tea.Msg {
		where, sequence, err := m.opts.Copy(ctx, text)
		if err != nil {
			where = "not copied: " + err.Error()
		}
		return copiedMsg{ui.Safe(where), sequence, err == nil}
	})
}
