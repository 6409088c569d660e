package tui

import (
	"context"
	"strings"

	tea "charm.land/bubbletea/v2"

	"cardwallet/crypto"
	"cardwallet/tui/clip"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

// clipboard handles the life of a copied value: put, told about, taken back.
func (m *Model) clipboard(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case screen.CopyMsg:
		return m.copy(msg)
	case copiedMsg:
		return m.copied(msg)
	case clearDueMsg:
		return m.takeBack(msg.copy)
	case clearedMsg:
		return m.cleared(msg)
	}
	return nil
}

// copy puts a value on the clipboard.
func (m *Model) copy(msg screen.CopyMsg) tea.Cmd {
	ctx, board := m.env.Ctx, m.opts.Clipboard
	return func() tea.Msg {
		answer := copiedMsg{what: msg.What, codeKey: msg.CodeKey}
		msg.Value.Reveal(func(b []byte) { answer.copy, answer.err = board.Put(ctx, b) })
		if answer.err == nil && answer.copy.Via == clip.Terminal {
			answer.value = msg.Value // Update sends it and wipes it
			return answer
		}
		msg.Value.Wipe()
		return answer
	}
}

type copiedMsg struct {
	what    string
	codeKey string
	value   crypto.Secret // only where the terminal is to get it
	copy    clip.Copy
	err     error
}

// copied says honestly what happened and arranges for the value to be taken back.
func (m *Model) copied(msg copiedMsg) tea.Cmd {
	defer msg.value.Wipe()
	if msg.err != nil {
		text := strings.ReplaceAll(ui.SafeText(msg.err.Error()), "\n", "; ")
		return m.tell(ui.NoticeMsg{Level: ui.Bad, Text: msg.what + " not copied: " + text})
	}
	if msg.codeKey != "" {
		m.env.Codes.Copied[msg.codeKey] = true
	}
	level := ui.Good
	var cmds []tea.Cmd
	if msg.copy.Via == clip.Terminal {
		level = ui.Info // no terminal confirms it
		cmds = append(cmds, tea.SetClipboard(msg.value.RevealString()))
	}
	if m.opts.ClearAfter > 0 {
		cmds = append(cmds, m.after(m.opts.ClearAfter, clearDueMsg{msg.copy}))
	}
	m.copying, m.copyTold = msg.copy, msg.copy.Notice(msg.what, m.opts.ClearAfter)
	cmds = append(cmds, m.tell(ui.NoticeMsg{Level: level, Text: m.copyTold}))
	return tea.Batch(cmds...)
}

type clearDueMsg struct{ copy clip.Copy }

// takeBack clears the clipboard if it still holds that value.
func (m *Model) takeBack(c clip.Copy) tea.Cmd {
	ctx, board := m.env.Ctx, m.opts.Clipboard
	return func() tea.Msg {
		via, err := board.Clear(ctx, c)
		return clearedMsg{copy: c, via: via, err: err}
	}
}

type clearedMsg struct {
	copy clip.Copy
	via  clip.Via // Nowhere where something else was copied meanwhile
	err  error
}

// cleared says so instead of what still stands there about the copy.
func (m *Model) cleared(msg clearedMsg) tea.Cmd {
	if m.copyTold != "" && m.notice.Text == m.copyTold && m.copying == msg.copy {
		m.notice = ui.NoticeMsg{}
		switch msg.via {
		case clip.System:
			m.notice.Text = "the clipboard is cleared"
		case clip.Terminal:
			m.notice.Text = "your terminal was told to clear the clipboard"
		}
	}
	switch {
	case msg.err != nil:
		return m.tell(ui.NoticeMsg{Level: ui.Warn, Text: ui.Safe(msg.err.Error())})
	case msg.via == clip.Terminal:
		return tea.SetClipboard(clip.Blank)
	}
	return nil
}

// clearCopied takes back what was copied last, on leaving. It gives nil when there is nothing.
func (m *Model) clearCopied() tea.Cmd {
	c, ok := m.opts.Clipboard.Last()
	if !ok {
		return nil
	}
	board := m.opts.Clipboard
	return func() tea.Msg {
		ctx, cancel := context.WithTimeout(context.Background(), settle)
		defer cancel()
		if via, _ := board.Clear(ctx, c); via == clip.Terminal {
			return tea.SetClipboard(clip.Blank)()
		}
		return nil
	}
}
