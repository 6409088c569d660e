package tui

import (
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
	"cardwallet/tui/dialog"
	"cardwallet/tui/ui"
)

// opener opens a form with the key t, alone or with other commands.
type opener struct {
	form  *form
	batch bool
	got   string
}

func (o *opener) Init() tea.Cmd { return nil }
func (o *opener) Update(msg tea.Msg) tea.Cmd {
	press, ok := msg.(tea.KeyPressMsg)
	switch {
	case !ok:
		return nil
	case press.Text != "t":
		o.got += press.Text
		return nil
	case o.batch:
		return tea.Batch(ui.Notify(ui.Info, "opening"), ui.Push(o.form))
	}
	return ui.Push(o.form)
}
func (o *opener) View(int, int) string            { return "t opens" }
func (o *opener) Title() (where, position string) { return "opener", "" }
func (o *opener) Actions() []ui.Action            { return nil }

// form takes every key.
type form struct{ typed string }

func (f *form) Init() tea.Cmd { return nil }
func (f *form) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		f.typed += msg.Text
	case tea.PasteMsg:
		f.typed += msg.Content
	}
	return nil
}
func (f *form) View(int, int) string            { return "amount " + f.typed }
func (f *form) Title() (where, position string) { return "form", "" }
func (f *form) Actions() []ui.Action            { return nil }
func (f *form) CapturesInput() bool             { return true }

// TestKeysOfTheSameInstantAsTheOneThatOpensAFormAreNotHalfInIt: some of them went to the screen below, so the form has none of them, also
// where what is left would be an amount. After a quiet moment it takes every key.
func TestKeysOfTheSameInstantAsTheOneThatOpensAFormAreNotHalfInIt(t *testing.T) {
	for _, tc := range []struct {
		name          string
		batch         bool
		before, after string // before and after the form is there
		want          string
	}{
		{"typed when it is there", false, "", "25.00", "25.00"},
		{"typed in the same instant", false, "6", "25.00", ""},
		{"all of it before", false, "685.00", "", ""},
		{"with other commands", true, "6", "25.00", ""},
		{"with other commands, when it is there", true, "", "25.00", "25.00"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			now := time.Date(2026, 9, 1, 12, 0, 0, 0, time.UTC)
			m := New(Options{Wallet: client.NewWallet(), Now: func() time.Time { return now }})
			defer m.end(nil)
			f := &form{}
			o := &opener{form: f, batch: tc.batch}
			m.stack = append(m.stack, o)
			m.Update(tea.WindowSizeMsg{Width: 80, Height: 24})
			m.View()
			press := func(text string) (cmd tea.Cmd) {
				for _, c := range text {
					_, cmd = m.Update(tea.KeyPressMsg{Code: c, Text: string(c)})
					m.View()
				}
				return cmd
			}
			cmd := press("t")
			press(tc.before)
			deliver(m, cmd)
			if m.front() != f {
				t.Fatalf("%T is in front", m.front())
			}
			press(tc.after)
			if f.typed != tc.want || o.got != tc.before {
				t.Errorf("the form has %q, want %q; the screen below got %q", f.typed, tc.want, o.got)
			}
			now = now.Add(dialog.Grace)
			press("50")
			m.Update(tea.PasteMsg{Content: "0"})
			if f.typed != tc.want+"500" {
				t.Errorf("then it has %q", f.typed)
			}
		})
	}
}

// deliver gives the model what a command brings.
func deliver(m *Model, cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	switch msg := cmd().(type) {
	case nil:
	case tea.BatchMsg:
		for _, one := range msg {
			deliver(m, one)
		}
	default:
		_, next := m.Update(msg)
		m.View()
		deliver(m, next)
	}
}
