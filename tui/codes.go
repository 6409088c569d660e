package tui

import (
	"cmp"
	"fmt"
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

// announcement is what the newest notice about a code offers to open.
type announcement struct {
	text string
	card client.Card
	at   time.Time
}

// answers reports whether o now means the announced code: its notice is still there, and was there before the person could have
// meant the card under the cursor.
func (a announcement) answers(notice ui.NoticeMsg, now time.Time) bool {
	return a.text != "" && a.text == notice.Text && now.Sub(a.at) >= dialog.Grace
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
	card, ok := m.cards.Find(code.Profile, code.CardID)
	if !ok {
		card = client.Card{Profile: code.Profile, ID: code.CardID}
	}
	text := "code"
	if code.Merchant != "" {
		text += " for " + ui.Cut(ui.Safe(code.Merchant), 24)
	}
	text += " on " + ui.Cut(ui.Safe(cmp.Or(card.Name, card.ID)), 24)
	if len(news) > 1 {
		text = fmt.Sprintf("%d codes, the newest: %s", len(news), text)
	}
	text += " · o opens it"
	m.announced = announcement{text: text, card: card, at: m.env.Now()}
	return m.tell(ui.NoticeMsg{Level: ui.Warn, Text: text, Bell: !first})
}
