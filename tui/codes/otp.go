// Package codes has the screens of one-time passwords and other codes: of one card and of all cards.
package codes

import (
	"fmt"
	"slices"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
	"cardwallet/client/plan"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

// OTP shows the codes of one card while they live, the newest one large, so that a person can read or copy it the moment it
// arrives. The card is armed, which means asked about again and again, as long as the screen is there.
type OTP struct {
	openCodes
	screen.OfCard
	selected string // Code.Key of the live code that the person moved to; empty for the newest
}

// NewOTP returns the screen of a card's codes.
func NewOTP(env *screen.Env, card client.Card) *OTP {
	name := func(c client.Code) string { return plan.WordsOfCode(c.Type).Name }
	return &OTP{openCodes: newOpenCodes(env, name), OfCard: screen.NewOfCard(env, card)}
}

// Init arms the card and opens the codes that are there already.
func (o *OTP) Init() tea.Cmd {
	return tea.Batch(screen.Send(screen.ArmMsg{Card: o.Card}), o.openAll(o.codes()))
}

// Update handles keys, new codes and opened ones.
func (o *OTP) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		return o.onKey(msg)
	case screen.CodesMsg:
		o.forget(o.codes())
		return o.openAll(o.codes())
	case codeOpenedMsg:
		return o.onOpened(msg)
	}
	return nil
}

func (o *OTP) onKey(msg tea.KeyPressMsg) tea.Cmd {
	k := o.env.Keys
	switch {
	case ui.Matches(msg, k.CopyCode):
		return o.copyFocus()
	case ui.Matches(msg, k.Show):
		return o.toggle()
	case ui.Matches(msg, k.AskAgain):
		clear(o.failed)
		return tea.Batch(screen.Send(screen.AskCodesMsg{}), o.openAll(o.codes()))
	case ui.Matches(msg, k.Up):
		o.move(-1)
	case ui.Matches(msg, k.Down):
		o.move(1)
	}
	return nil
}

// toggle hides everything, or shows everything. Of approval pages it shows only the one in focus.
func (o *OTP) toggle() tea.Cmd {
	if o.showing() {
		o.Hide()
		return nil
	}
	if o.hidden {
		o.begin()
	}
	if code, ok := o.focus(); ok {
		o.choose(code, true)
	}
	return o.openAll(o.codes())
}

// showing reports whether v hides: something can be seen, or will be as soon as a code arrives.
func (o *OTP) showing() bool {
	code, ok := o.focus()
	if !ok {
		return !o.hidden
	}
	return o.wanted(code)
}

func (o *OTP) move(by int) {
	live := o.live()
	for i, c := range live {
		if f, _ := o.focus(); c.Key() == f.Key() {
			o.selected = live[min(max(0, i+by), len(live)-1)].Key()
			return
		}
	}
}

// begins puts the code in focus that the person was on before. Where that is the newest one, a code that comes later takes its place.
func (o *OTP) begins(code client.Code) {
	if live := o.live(); len(live) > 0 && live[0].Key() != code.Key() {
		o.selected = code.Key()
	}
}

// copyFocus copies the code in focus.
func (o *OTP) copyFocus() tea.Cmd {
	code, ok := o.focus()
	switch {
	case ok:
		return o.copy(code)
	case len(o.codes()) > 0:
		return tooLate()
	}
	return ui.Notify(ui.Info, "no code yet")
}

// Close ends the asking.
func (o *OTP) Close() tea.Cmd {
	o.end()
	return screen.Send(screen.DisarmMsg{Card: o.Card})
}

// Counting is true all the time: either a code runs out or the time since the last question is shown.
func (o *OTP) Counting() bool { return true }

// codes are all of the card, newest first.
func (o *OTP) codes() []client.Code { return o.env.Codes.OfCard(o.Card) }

func (o *OTP) live() []client.Code {
	return slices.DeleteFunc(o.codes(), func(c client.Code) bool { return o.left(c) == 0 })
}

// focus is the code that is drawn large and copied: the one that the person moved to while it lives, else the newest.
func (o *OTP) focus() (client.Code, bool) {
	live := o.live()
	if len(live) == 0 {
		return client.Code{}, false
	}
	for _, c := range live {
		if c.Key() == o.selected {
			return c, true
		}
	}
	return live[0], true
}

// Title names the card and says how many codes live.
func (o *OTP) Title() (where, position string) {
	where, position = o.OfCard.Title()
	if n := len(o.live()); n > 0 {
		position = fmt.Sprintf("%d live · %s", n, position)
	}
	return where + " / codes", position
}

// Actions are what a person can do here.
func (o *OTP) Actions() []ui.Action { return ui.Bound(o.bindings()...) }

func (o *OTP) bindings() []key.Binding {
	k := o.env.Keys
	keys := []key.Binding{k.CopyCode, showKey(k, o.showing()), k.AskAgain}
	if len(o.live()) > 1 {
		keys = append(keys, k.Up, k.Down)
	}
	return keys
}
