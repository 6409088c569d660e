package cards

import (
	"cmp"
	"slices"

	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
	"cardwallet/tui/deck"
	"cardwallet/tui/screen"
)

// pendingCard is a card that the issuer is making, or has made and does not list yet. It is a row of the list until it is there.
type pendingCard struct {
	movement client.Movement
	name     string
	serial   int // of the account's newest reading when the card was heard of last
}

// onCreation takes what became of a creation.
func (c *Cards) onCreation(msg screen.MovedMsg) tea.Cmd {
	m := msg.Movement
	if m.Kind != client.MoveCreate || len(c.of(m.Profile)) != 1 {
		return nil
	}
	at := slices.IndexFunc(c.pending, func(p *pendingCard) bool { return p.movement.OrderID == m.OrderID })
	switch {
	case m.Status != client.MovementProcessing && m.Status != client.MovementSucceeded: // there may be no card at all
		if at < 0 {
			return nil
		}
		c.pending = slices.Delete(c.pending, at, at+1)
		return c.arrange()
	case at < 0:
		at = len(c.pending)
		c.pending = append(c.pending, &pendingCard{})
	}
	p, l := c.pending[at], c.of(m.Profile)[0]
	p.movement, p.name, p.serial = m, cmp.Or(msg.New.Name, p.name, "new card"), l.serial
	c.dropArrived(l)
	return c.arrange()
}

// onOpenMoves takes the creations that the journal had open when the program started, or that another one made.
func (c *Cards) onOpenMoves() tea.Cmd {
	var cmds []tea.Cmd
	for _, m := range c.env.Moves.Open {
		if m.Kind == client.MoveCreate && m.Status == client.MovementProcessing {
			cmds = append(cmds, c.onCreation(screen.MovedMsg{Movement: m}))
		}
	}
	return tea.Batch(cmds...)
}

// dropArrived drops the pending cards that the account's newest list has. If the issuer never told the id of a card, a list that was read
// after its creation had succeeded counts as one that has it.
func (c *Cards) dropArrived(l *listing) {
	c.pending = slices.DeleteFunc(c.pending, func(p *pendingCard) bool {
		m := p.movement
		if m.Profile != l.account.Profile {
			return false
		}
		if m.CardID == "" {
			return m.Status == client.MovementSucceeded && l.err == nil && !l.loading && l.serial > p.serial
		}
		_, there := l.find(m.CardID)
		return there
	})
}

// expected are the rows of pending cards of the accounts shown.
func (c *Cards) expected() []*deck.Row {
	var rows []*deck.Row
	for _, p := range c.pending {
		if c.profile != "" && p.movement.Profile != c.profile {
			continue
		}
		account, _ := c.env.Wallet.Account(p.movement.Profile)
		card := client.Card{
			Profile: p.movement.Profile, Issuer: account.Kind, ID: p.movement.CardID, Name: p.name, Status: client.CardPending,
		}
		rows = append(rows, deck.NewRow(card))
	}
	return rows
}

// fillLast4 gives the cards of an account the last four digits that are known of them. Rows are replaced, because they may be being
// sorted elsewhere.
func (c *Cards) fillLast4(l *listing) {
	for _, card := range c.revealed {
		if card.Profile != l.account.Profile {
			continue
		}
		if row, ok := l.find(card.ID); ok && row.Named().Last4 == "" {
			known := row.Card()
			known.Last4 = card.Last4
			l.rows[l.byID[card.ID]] = deck.NewRow(known)
		}
	}
}

// onNamed gives a card another name. Its row is replaced, because it may be being sorted elsewhere. The last four digits are kept also for
// lists that are read later.
func (c *Cards) onNamed(card client.Card) tea.Cmd {
	if card.Last4 != "" {
		c.revealed[card.Key()] = card
	}
	for _, l := range c.of(card.Profile) {
		if row, ok := l.find(card.ID); ok {
			known := row.Card()
			known.Name, known.IssuerName = card.Name, card.IssuerName
			known.Last4 = cmp.Or(card.Last4, known.Last4)
			l.rows[l.byID[card.ID]] = deck.NewRow(known)
		}
	}
	return c.arrange()
}

// Find is the card with that id where the list has it.
func (c *Cards) Find(profile, id string) (card client.Card, ok bool) {
	for _, l := range c.of(profile) {
		if row, ok := l.find(id); ok {
			return row.Card(), true
		}
	}
	return client.Card{}, false
}

// find is the row of a card of the last good answer.
func (l *listing) find(id string) (row *deck.Row, ok bool) {
	if l.byID == nil {
		l.byID = make(map[string]int, len(l.rows))
		for i, row := range l.rows {
			l.byID[row.ID()] = i
		}
	}
	i, ok := l.byID[id]
	if !ok {
		return nil, false
	}
	return l.rows[i], true
}
