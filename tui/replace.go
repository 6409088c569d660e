package tui

import (
	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
	"cardwallet/crypto"
	"cardwallet/tui/clip"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

// newerThanCopied reports whether the code takes the place of the one that was copied: it is of the same card and kind, and newer. Only
// the person copies an approval page. If one copy replaces another, its time counts from when the person copied the first one: codes that
// keep coming must not stay on the clipboard for ever.
func (m *Model) newerThanCopied(c client.Code) bool {
	old, ok := m.env.Codes.Find(m.held.codeKey)
	switch {
	case !ok || m.held.copy == clip.Copy{}:
		return false
	case m.opts.ClearAfter > 0 && m.env.Now().Sub(m.held.since) >= m.opts.ClearAfter:
		return false
	}
	old.ReceivedAt, old.Seen = m.held.received, m.held.seen
	return c.Profile == old.Profile && c.CardID == old.CardID && c.Type == old.Type && c.Type != client.CodeAuthURL && c.NewerThan(old)
}

// replace puts the newest code in the place of a copied one of the same card, where the clipboard says that it still holds that one.
func (m *Model) replace(fresh []client.Code) tea.Cmd {
	for _, c := range fresh {
		if m.newerThanCopied(c) && m.env.Codes.Left(c, m.env.Now()) > 0 {
			return m.checkCopied(c)
		}
	}
	return nil
}

func (m *Model) checkCopied(code client.Code) tea.Cmd {
	ctx, board, copied := m.env.Ctx, m.opts.Clipboard, m.held.copy
	return func() tea.Msg {
		msg := newerMsg{code: code, copy: copied}
		var holds bool
		if holds, msg.err = board.Holds(ctx, copied); holds {
			msg.value, msg.err = code.Value.Open(ctx)
		}
		if msg.err == nil && msg.value.IsZero() {
			return nil // something else was copied since
		}
		return msg
	}
}

type newerMsg struct {
	code  client.Code
	copy  clip.Copy // the older one
	value crypto.Secret
	err   error // why it cannot replace the older one
}

// onNewer copies a newer code, unless the person did something else meanwhile, or says that there is one.
func (m *Model) onNewer(msg newerMsg) tea.Cmd {
	switch {
	case m.lock.on || m.held.copy != msg.copy || m.env.Codes.Left(msg.code, m.env.Now()) == 0:
		msg.value.Wipe()
		return nil
	case msg.err == nil:
		about := m.arrival([]client.Code{msg.code})
		about.Merchant = "" // the status line has the countdown, too
		words := about.Words(" copied instead", max(minWidth, m.width)-ui.Width(m.countdown())-1)
		return m.put(screen.CopyMsg{
			Value: msg.value, What: "code", Card: about.Card, Kind: msg.code.Value.Kind(), CodeKey: msg.code.Key(),
		}, words, m.held.since)
	case m.looksAt(msg.code) || isFeed(m.front()):
		return m.tell(ui.NoticeMsg{Level: ui.Warn, Text: "a newer code arrived: copy it with " + m.env.Keys.Copy.Help().Key})
	}
	return nil // its announcement says so
}
