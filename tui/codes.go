package tui

import (
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
	"cardwallet/tui/codes"
	"cardwallet/tui/dialog"
	"cardwallet/tui/poll"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

// onCodes handles everything about asking for codes.
func (m *Model) onCodes(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case screen.ArmMsg:
		if m.announced.Card.Key() == msg.Card.Key() {
			m.withdraw(m.announced.text) // the person looks at it
		}
		return tea.Batch(m.poller.Arm(msg.Card), m.await(msg.Card))
	case screen.DisarmMsg:
		m.env.Codes.Disarm(msg.Card, m.env.Now())
	case screen.WatchMsg:
		m.withdraw(m.announced.text) // it is among those that the person looks at
		return m.poller.Watch()
	case screen.UnwatchMsg:
		m.env.Codes.Watched = false
	case screen.AskCodesMsg:
		return m.poller.AskAll()
	case poll.AnswerMsg:
		fresh, first, cmd := m.poller.OnAnswer(msg)
		return tea.Batch(cmd, m.announce(fresh, first), m.replace(fresh), m.broadcast(screen.CodesMsg{}))
	}
	return nil
}

// await tells whoever wants to know that a person waits for a code of the card.
func (m *Model) await(card client.Card) tea.Cmd {
	if m.opts.Awaited == nil {
		return nil
	}
	return func() tea.Msg { m.opts.Awaited(card); return nil }
}

// announcement is what the newest notice about a code offers to open.
type announcement struct {
	screen.Announcement
	text string // of the notice
	at   time.Time
}

// is reports whether the notice is the announcement.
func (a announcement) is(notice ui.NoticeMsg) bool { return a.text != "" && a.text == notice.Text }

// seen reports whether the announcement was there before the person could have meant something else with a key.
func (a announcement) seen(now time.Time) bool { return now.Sub(a.at) >= dialog.Grace }

// opener is the key that opens the announced code: that of the card's codes in the list, and that of all codes elsewhere, since on a card's
// own screen the first one means that card, and after another key the card under the cursor. It is empty while keys go elsewhere.
func (m *Model) opener() string {
	k := m.env.Keys
	_, open := m.dialogs.Front()
	switch {
	case open || captures(m.front()):
		return ""
	case len(m.stack) == 1 && m.announced.is(m.notice):
		return k.OTP.Help().Key
	}
	return k.Feed.Help().Key
}

// opens reports whether a key opens the announced code.
func (m *Model) opens(msg tea.KeyPressMsg) bool {
	k := m.env.Keys
	return ui.Matches(msg, k.Feed) || len(m.stack) == 1 && ui.Matches(msg, k.OTP)
}

// openAnnounced shows the codes of the announced card.
func (m *Model) openAnnounced() tea.Cmd {
	if m.stuck() {
		return m.refuse("wait for the outcome")
	}
	hide(m.front())
	return ui.Push(codes.NewOTP(m.env, m.named(m.announced.Announcement).Card))
}

// named has the card as the list has it by now: codes can be there before the cards.
func (m *Model) named(a screen.Announcement) screen.Announcement {
	if card, ok := m.cards.Find(a.Card.Profile, a.Card.ID); ok {
		a.Card = card
	}
	return a
}

// announce tells of live codes. The status line, which never takes keys, tells of codes for cards whose codes the person is not looking
// at. The terminal rings, but not for the codes that were there when the program started.
func (m *Model) announce(fresh []client.Code, first bool) tea.Cmd {
	now := m.env.Now()
	live := m.env.Codes.LiveOf(fresh, now)
	if len(live) == 0 {
		return nil
	}
	unseen := slices.DeleteFunc(slices.Clone(live), m.looksAt)
	if len(unseen) > 0 && !isFeed(m.front()) {
		m.announced = announcement{Announcement: m.arrival(unseen), at: now}
		m.announced.text = m.announced.Words("", 200)
		m.tell(ui.NoticeMsg{Level: ui.Warn, Text: m.announced.text})
		if first { // as with the bell
			m.toasts.Seen(m.notice)
		}
	}
	if first {
		return nil
	}
	return m.ring(m.arrival(live), len(unseen) > 0)
}

// looksAt reports whether the person looks at the codes of the card.
func (m *Model) looksAt(c client.Code) bool {
	_, armed := m.env.Codes.Armed[client.Card{Profile: c.Profile, ID: c.CardID}.Key()]
	return armed
}

// arrival is what there is to say about codes that arrived, newest first.
func (m *Model) arrival(codes []client.Code) screen.Announcement {
	c := codes[0]
	return m.named(screen.Announcement{
		Card: client.Card{Profile: c.Profile, ID: c.CardID}, Merchant: c.Merchant, Amount: c.Amount, Count: len(codes),
		Newer: m.newerThanCopied(c),
	})
}

// onHeard tells all screens what the newest answers told of the cards in the list.
func (m *Model) onHeard() tea.Cmd {
	var cmds []tea.Cmd
	for _, news := range m.heard.News(m.cards.Find) {
		cmds = append(cmds, m.broadcast(news))
	}
	return tea.Batch(cmds...)
}
