package tui

import (
	"context"
	"errors"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"cardwallet/client/plan"
	"cardwallet/crypto"
	"cardwallet/tui/clip"
	"cardwallet/tui/frame"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

// put puts a value on the clipboard. If it takes the place of an older one, instead is the notice that says so, and since is when the
// person copied the older one.
func (m *Model) put(msg screen.CopyMsg, instead string, since time.Time) tea.Cmd {
	ctx, board, audience := m.env.Ctx, m.opts.Clipboard, m.env.Audience
	return func() tea.Msg {
		defer msg.Value.Wipe()
		answer := copiedMsg{CopyMsg: msg, instead: instead, since: since}
		answer.Value = crypto.Secret{}
		if answer.err = audience.Admit(ctx, instead == ""); answer.err != nil {
			return answer
		}
		value := msg.Kind.ToPaste(msg.Value)
		value.Reveal(func(b []byte) { answer.copy, answer.err = board.Put(ctx, b) })
		if answer.err == nil && answer.copy.Via.ByCaller() {
			answer.Value = value // Update sends it and wipes it
			return answer
		}
		value.Wipe()
		return answer
	}
}

// copiedMsg tells what became of a CopyMsg. It has a Value only where the terminal is to get it.
type copiedMsg struct {
	screen.CopyMsg
	instead string // the notice where it took the place of an older one
	since   time.Time
	copy    clip.Copy
	err     error
}

// held is the value that the clipboard has from us; the zero value when there is none.
type held struct {
	copy    clip.Copy
	codeKey string // Code.Key where it is a code
	// The times of that code, since its value can be replaced under the same key.
	received, seen time.Time
	since          time.Time // when the person copied it, or the older code that it replaced
	due            time.Time // zero when only leaving clears it
}

func (h held) counting() bool { return !h.due.IsZero() }

// onCopied says honestly what happened and arranges for the value to be taken back.
func (m *Model) onCopied(msg copiedMsg) tea.Cmd {
	defer msg.Value.Wipe()
	var watched *screen.WatchedError
	if errors.As(msg.err, &watched) { // nothing was done yet
		who, hint, _ := strings.Cut(msg.What+" not copied: "+watched.Error(), "\n")
		return m.tell(ui.NoticeMsg{Level: ui.Warn, Text: m.fitting(ui.Warn, who+"; "+hint, who+"; press again")})
	}
	noted := m.audit(CopyEntry(msg.Card, msg.Kind, msg.copy, msg.err))
	if msg.err != nil {
		text := strings.ReplaceAll(ui.SafeText(msg.err.Error()), "\n", "; ")
		return tea.Batch(noted, m.tell(ui.NoticeMsg{Level: ui.Bad, Text: msg.What + " not copied: " + text}))
	}
	if msg.CodeKey != "" {
		m.env.Codes.Copied[msg.CodeKey] = true
	}
	code, _ := m.env.Codes.Find(msg.CodeKey)
	m.held = held{copy: msg.copy, codeKey: msg.CodeKey, received: code.ReceivedAt, seen: code.Seen, since: msg.since}
	cmds := []tea.Cmd{noted}
	if msg.copy.Via.ByCaller() {
		cmds = append(cmds, tea.Raw(msg.copy.Via.Sequence(msg.Value.RevealString())))
	}
	if m.opts.ClearAfter > 0 {
		m.held.due = m.env.Now().Add(m.opts.ClearAfter)
		cmds = append(cmds, m.after(m.opts.ClearAfter, func() tea.Cmd { return m.takeBack(msg.copy) }))
	}
	notice := m.copyNotice(msg)
	if msg.instead != "" && msg.copy.Confirmed() {
		notice.Text = msg.instead
	}
	cmds = append(cmds, m.tell(notice))
	return tea.Batch(cmds...)
}

// copyNotice says whether the copy arrived, as far as that is known. It calls the copy a success only if the clipboard confirmed it. If
// others watch, it warns, and does not offer to show the value, which they would see too. If there is little room, it leaves out what to
// do when nothing arrives.
func (m *Model) copyNotice(msg copiedMsg) ui.NoticeMsg {
	level, hint, c := ui.Good, "", msg.copy
	switch {
	case c.Confirmed():
	case c.Viewers > 1:
		level = ui.Warn
	case c.Arrived:
		level = ui.Info
	default:
		shows := m.env.Keys.Reveal
		if msg.CodeKey != "" && len(m.stack) == 1 { // the list shows no code: its key opens those of the card
			shows = m.env.Keys.OTP
		}
		level, hint = ui.Info, ": "+ui.Says(shows, "shows it")
		if msg.Shown {
			hint = ": else select it"
		}
		if !c.Tested.IsZero() {
			level = ui.Warn
		}
	}
	var texts []string
	for _, text := range c.Notices(msg.What) {
		texts = append(texts, text+hint)
	}
	if hint != "" {
		texts = append(texts, c.Notices(msg.What)...)
	}
	return ui.NoticeMsg{Level: level, Text: m.fitting(level, texts...)}
}

// fitting is the first of the texts that the status line has room for, beside the countdown, or the last.
func (m *Model) fitting(level ui.Level, texts ...string) string {
	room := max(minWidth, m.width) - frame.SignCells(level)
	if right := m.countdown(); right != "" {
		room -= ui.Width(right) + 1
	}
	for _, text := range texts {
		if ui.Width(text) <= room {
			return text
		}
	}
	return texts[len(texts)-1]
}

// countdown is the part of the status line that shows while something is copied, empty otherwise.
func (m *Model) countdown() string {
	if !m.held.counting() {
		return ""
	}
	return ui.Says(m.env.Keys.ClearClipboard, "clears ") + plan.Clock(m.held.due.Sub(m.env.Now()))
}

// takeBack clears the clipboard if it still holds that value.
func (m *Model) takeBack(c clip.Copy) tea.Cmd {
	if c != m.held.copy {
		return nil // a newer one has a time of its own
	}
	m.held = held{}
	ctx, board := m.env.Ctx, m.opts.Clipboard
	return screen.Ask(nil, func() (clip.Via, error) { return board.Clear(ctx, c) }, m.onCleared)
}

// onCleared says what became of clearing, in place of the notice about the copy. via is Nowhere if something else was copied meanwhile.
func (m *Model) onCleared(via clip.Via, err error) tea.Cmd {
	if errors.Is(err, clip.ErrCleared) {
		return m.tell(ui.NoticeMsg{Level: ui.Info, Text: err.Error()})
	}
	if err != nil {
		return m.tell(ui.NoticeMsg{Level: ui.Warn, Text: ui.Safe(err.Error())})
	}
	told := m.tell(ui.NoticeMsg{Level: ui.Info, Text: clip.Cleared(via)})
	if via.ByCaller() {
		return tea.Batch(tea.Raw(via.Sequence(clip.Blank)), told)
	}
	return told
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
		if via, _ := board.Clear(ctx, c); via.ByCaller() {
			return tea.Raw(via.Sequence(clip.Blank))()
		}
		return nil
	}
}
