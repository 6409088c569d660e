package cards

import (
	"cmp"
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
	"cardwallet/tui/ui"
)

// listing is what one account answered, and what it is doing.
type listing struct {
	account     client.Account
	rows        []*cardRow // the last good answer
	at          time.Time  // when it came, zero before the first
	err         error      // why the newest attempt failed
	loading     bool
	again       bool // asked for once more while it was loading
	done, total int  // pages of the attempt that runs
	endless     bool // the issuer gives no total: it is always one page more
	serial      int  // of the newest attempt

	byID map[string]int // where a card is in rows; made when it is first needed
}

// cardRow is one card, made ready for drawing when it arrives rather than for each frame.
type cardRow struct {
	card client.Card
	name string // safe text
}

func newRows(cards []client.Card) []*cardRow {
	block := make([]cardRow, len(cards))
	rows := make([]*cardRow, len(cards))
	for i, card := range cards {
		block[i] = *newRow(card)
		rows[i] = &block[i]
	}
	return rows
}

func newRow(card client.Card) *cardRow {
	name := cmp.Or(card.Name, card.ID)
	if words := card.Unreadable.Words(); words != "" {
		name = words + " · " + name // first, because a narrow screen cuts off the end
	}
	return &cardRow{card: card, name: ui.Safe(name)}
}

// load reads the cards of accounts again, each on its own. One that is being read already is read once more afterwards.
func (c *Cards) load(listings ...*listing) tea.Cmd {
	var cmds []tea.Cmd
	for _, l := range listings {
		if l.loading {
			l.again = true
			continue
		}
		l.loading, l.again, l.done, l.total = true, false, 0, 0
		l.endless = false
		l.serial++
		pages := make(chan cardsPageMsg, 1)
		cmds = append(cmds, c.read(l, pages), nextPage(c.env.Ctx, pages))
	}
	return tea.Batch(cmds...)
}

// read asks one account for all its cards and puts the newest progress into pages.
func (c *Cards) read(l *listing, pages chan cardsPageMsg) tea.Cmd {
	ctx, account, serial, now := c.env.Ctx, l.account, l.serial, c.env.Now
	return func() tea.Msg {
		defer close(pages)
		began := now()
		cards, err := account.Cards(ctx, func(done, total int) {
			select {
			case <-pages: // nobody has seen the older figures yet
			default:
			}
			pages <- cardsPageMsg{listing: l, serial: serial, done: done, total: total, pages: pages}
		})
		answer := cardsLoadedMsg{listing: l, serial: serial, err: err, at: now(), took: now().Sub(began)}
		if client.Readable(err) == nil {
			answer.rows = newRows(cards)
		}
		return answer
	}
}

// nextPage waits for the next progress. It ends with the reading, or with the program, after which a reading may never begin.
func nextPage(ctx context.Context, pages chan cardsPageMsg) tea.Cmd {
	return func() tea.Msg {
		select {
		case msg, ok := <-pages:
			if ok {
				return msg
			}
		case <-ctx.Done():
		}
		return nil
	}
}

type cardsPageMsg struct {
	listing     *listing
	serial      int
	done, total int
	pages       chan cardsPageMsg
}

type cardsLoadedMsg struct {
	listing *listing
	serial  int
	rows    []*cardRow
	err     error
	at      time.Time
	took    time.Duration
}

func (c *Cards) onPage(msg cardsPageMsg) tea.Cmd {
	if l := msg.listing; msg.serial == l.serial && l.loading {
		l.endless = l.total == 0 && msg.total == msg.done+1 || l.total > 0 && (l.endless || msg.total > l.total)
		l.done, l.total = msg.done, msg.total
	}
	return nextPage(c.env.Ctx, msg.pages)
}

func (c *Cards) onLoaded(msg cardsLoadedMsg) tea.Cmd {
	l := msg.listing
	if msg.serial != l.serial {
		return nil
	}
	l.loading, l.err = false, msg.err
	if client.Readable(msg.err) == nil {
		l.rows, l.at, l.byID = msg.rows, msg.at, nil
		c.garbage = true
		c.learn(l)
		c.arrived(l)
	}
	if l.again {
		return tea.Batch(c.load(l), c.arrange())
	}
	return tea.Batch(c.due(l, msg.took), c.arrange())
}

// due waits until the list of an account is too old. A list that takes long to read is read less often, so that reading is a tenth
// of the time at most and leaves the issuer's rate limit to people.
func (c *Cards) due(l *listing, took time.Duration) tea.Cmd {
	if c.env.Refresh <= 0 {
		return nil
	}
	return ui.After(c.env.Ctx, max(c.env.Refresh, 10*took), cardsDueMsg{listing: l, serial: l.serial})
}

type cardsDueMsg struct {
	listing *listing
	serial  int
}

// onDue reads an account whose list is too old, or waits once more while the program is locked.
func (c *Cards) onDue(msg cardsDueMsg) tea.Cmd {
	switch l := msg.listing; {
	case msg.serial != l.serial || l.loading:
		return nil
	case c.env.Locked:
		return c.due(l, 0)
	default:
		return c.load(l)
	}
}
