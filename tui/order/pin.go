package order

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
	"cardwallet/tui/pin"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

// NewPIN returns the screen that gives a physical card another PIN.
func NewPIN(env *screen.Env, card client.Card) *Change {
	return newChange(env, card, client.MovePIN, &pinForm{entry: pin.New(env), env: env})
}

// pinForm has a PIN typed twice.
type pinForm struct {
	env   *screen.Env
	entry pin.Entry
}

func (f *pinForm) update(msg tea.Msg) (tea.Cmd, bool) { return nil, f.entry.Update(msg) }

func (f *pinForm) early() bool { return true }

func (f *pinForm) begin(client.ChangeTerms, client.Card) tea.Cmd { return nil }

func (f *pinForm) captures() bool { return true }

func (f *pinForm) keys() []key.Binding {
	clear := f.env.Keys.Erase
	clear.SetHelp("ctrl+u", clear.Help().Desc)
	return []key.Binding{f.env.Keys.Continue, clear, f.env.Keys.Back}
}

func (f *pinForm) change() client.Change { return client.Change{PIN: pin.Typed(&f.entry.First)} }

func (f *pinForm) summary() []ui.Labelled {
	return []ui.Labelled{{Label: "new PIN", Value: "6 digits, as typed twice; it is never shown or kept"}}
}

func (f *pinForm) lines(width, height int) ([]string, string) { return f.entry.Lines(width), "" }

func (f *pinForm) complete() bool { return f.entry.Complete() }

func (f *pinForm) back() bool { return f.entry.Back() }

func (f *pinForm) hide() bool { return f.entry.Hide() }
