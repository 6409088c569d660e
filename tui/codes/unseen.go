package codes

import (
	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
	"cardwallet/client/plan"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

// Unseen copies codes for a screen that shows none. What it opens is wiped as soon as the root has it.
type Unseen struct{ open openCodes }

// NewUnseen returns it for the screen that passes its messages on to Update.
func NewUnseen(env *screen.Env) *Unseen {
	u := &Unseen{open: newOpenCodes(env, func(c client.Code) string { return plan.WordsOfCode(c.Type).Name })}
	u.open.Hide()
	return u
}

// Newest is the newest live code of a card; ok is false where there is none.
func Newest(env *screen.Env, card client.Card) (code client.Code, ok bool) {
	if live := env.Codes.LiveOf(env.Codes.OfCard(card), env.Now()); len(live) > 0 {
		return live[0], true
	}
	return client.Code{}, false
}

// Copy opens the newest live code of a card on this machine, and has the root copy it.
func (u *Unseen) Copy(card client.Card) tea.Cmd {
	code, ok := Newest(u.open.env, card)
	if !ok {
		return ui.Notify(ui.Info, "no code yet")
	}
	return u.open.copy(code)
}

// Update takes what was opened, and says why where that failed.
func (u *Unseen) Update(msg tea.Msg) tea.Cmd {
	opened, ok := msg.(codeOpenedMsg)
	if !ok {
		return nil
	}
	cmd := u.open.onOpened(opened)
	id := opened.code.Key()
	err := u.open.failed[id]
	delete(u.open.failed, id)
	if err == nil {
		return cmd
	}
	what, _ := ui.Problem(err)
	return tea.Batch(cmd, ui.Notify(ui.Bad, "code not copied: "+what))
}

// Hide gives up what is being opened.
func (u *Unseen) Hide() { u.open.Hide() }

// Mask stands for a code that may not be seen. It has a fixed length, so that it tells nothing.
const Mask = codeMask

// Purchase says what a code is for, safe text.
func Purchase(code client.Code) string { return purchaseWords(code) }
