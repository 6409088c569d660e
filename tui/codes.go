package tui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
	"cardwallet/tui/dialog"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

// codes handles everything about asking for codes.
func (m *Model) codes(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case screen.ArmMsg:
		if m.announced.is(m.notice) && m.announced.Card.Key() == msg.Card.Key() {
			m.notice = ui.NoticeMsg{} // the person looks at it
		}
		return m.poller.arm(msg.Card)
	case screen.DisarmMsg:
		delete(m.env.Codes.Armed, msg.Card.Key())
	case screen.AskCodesMsg:
		return m.poller.askAll()
	case codesDueMsg:
		return m.poller.due(msg)
	case codesMsg:
		first := !msg.asking.answered
		fresh, cmd := m.poller.answer(msg)
		return tea.Batch(cmd, m.announce(fresh, first), m.broadcast(screen.CodesMsg{New: fresh}))
	}
	return nil
}

// offer ends an announcement where o opens it.
const offer = " · o opens it"

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

// offers reports whether o may mean the announced code: only in the list, since on a card's own screen it means that card.
func (m *Model) offers() bool {
	_, open := m.dialogs.Front()
	return len(m.stack) == 1 && !open && !captures(m.front())
}

// named has the card as the list has it by now: codes can be there before the cards.
func (m *Model) named(a screen.Announcement) screen.Announcement {
	if card, ok := m.cards.Find(a.Card.Profile, a.Card.ID); ok {
		a.Card = card
	}
	return a
}

// announce tells of live codes for cards whose codes the person is not looking at. It never takes keys. The codes that were there
// already when the program started do not ring.
func (m *Model) announce(fresh []client.Code, first bool) tea.Cmd {
	var news []client.Code
	for _, c := range fresh {
		card := client.Card{Profile: c.Profile, ID: c.CardID}
		if _, watched := m.env.Codes.Armed[card.Key()]; !watched && c.Live(m.env.Codes.Now(c.Profile, m.env.Now())) {
			news = append(news, c)
		}
	}
	if len(news) == 0 {
		return nil
	}
	code := news[0]
	about := m.named(screen.Announcement{Card: client.Card{Profile: code.Profile, ID: code.CardID}, Merchant: code.Merchant, Count: len(news)})
	m.announced = announcement{Announcement: about, text: about.Words("", 200), at: m.env.Now()}
	return m.tell(ui.NoticeMsg{Level: ui.Warn, Text: m.announced.text, Bell: !first})
}
