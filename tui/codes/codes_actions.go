package codes

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

// Actions are what a person can do here.
func (c *Codes) Actions() []ui.Action {
	k := c.env.Keys
	code, ok := c.meant()
	others := k.Down
	others.SetHelp(k.Up.Help().Key+k.Down.Help().Key, "other codes")
	actions := []ui.Action{
		{Key: k.Copy, Words: "Copy the code", Group: ui.ToLook, Reason: c.uncopied(code, ok), Run: func() tea.Cmd { return c.copy(code) }},
		{Key: c.showKey(), Group: ui.ToLook, Run: c.toggle},
	}
	if c.list.Len() > 1 {
		actions = append(actions, ui.Action{Key: others, Group: ui.ToFind})
	}
	actions = append(actions, ui.Action{Key: ui.Named(k.Refresh, "ask again"), Words: "Ask for codes again", Group: ui.OfProgram,
		Run: c.askAgain})
	switch {
	case ok && !c.OfAll():
		says := ui.Says(k.Copy, "copies the code, ") + ui.Says(k.Reveal, "shows or hides it")
		actions = append(actions, ui.Action{Key: k.Open, Reason: says, Quiet: true})
	case ok:
		open := func() tea.Cmd { return c.openCard(code) }
		actions = append(actions, ui.Action{Key: ui.Named(k.OTP, "its card"), Words: "Codes of this card alone", Group: ui.ToLook, Run: open},
			ui.Action{Key: ui.Named(k.Open, "its card"), Group: ui.ToLook, Run: open, Quiet: true})
	}
	actions = append(actions, ui.Action{Key: k.Filter, Group: ui.ToFind, Quiet: true})
	return c.list.Actions(k, actions...)
}

// uncopied says why a code cannot be copied.
func (c *Codes) uncopied(code client.Code, ok bool) string {
	switch {
	case !ok:
		return "no code yet"
	case c.left(code) == 0:
		return c.tooLate()
	}
	return ""
}

// showKey shows, or hides what is shown.
func (c *Codes) showKey() key.Binding {
	if c.showing() {
		return ui.Named(c.env.Keys.Reveal, "hide")
	}
	return ui.Named(c.env.Keys.Reveal, "show")
}

// showing reports whether v hides: something can be seen, or will be as soon as a code arrives.
func (c *Codes) showing() bool {
	code, ok := c.list.Selected()
	if !ok {
		return !c.hidden
	}
	return c.wanted(code)
}

// toggle hides all codes, also those that arrive, or shows them. Of approval pages it shows only the one in focus.
func (c *Codes) toggle() tea.Cmd {
	if c.showing() {
		c.Hide()
		return nil
	}
	if c.hidden {
		c.begin()
	}
	if code, ok := c.list.Selected(); ok {
		c.choose(code, true)
	}
	return c.openFocus()
}

func (c *Codes) askAgain() tea.Cmd {
	clear(c.failed)
	return tea.Batch(screen.Send(screen.AskCodesMsg{}), c.openFocus())
}

// openCard opens the codes of a code's card.
func (c *Codes) openCard(code client.Code) tea.Cmd {
	c.Hide()
	codes := NewOTP(c.env, c.env.CardWith(code))
	codes.Focus(code.Key())
	return ui.Push(codes)
}
