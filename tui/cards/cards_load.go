package cards

import (
	"cmp"
	"time"

	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
	"cardwallet/client/words"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

// listing is what one account answered, and what it is doing.
type listing struct {
	account     client.Account
	rows        []*cardRow // the last good answer
	at          time.Time  // when it came, zero before the first
	err         error      // why the newest attempt failed
	told        bool       // the person saw that, and went on
	loading     bool
	again       bool // asked for once more while it was loading
	done, total int  // pages of the attempt that runs
	endless     bool // the issuer gives no total: it is always one page more
	serial      int  // of the newest attempt

	holders []string // ids of the people that its cards are made out to
	naming  bool     // their names are being read
	rename  bool     // a person wants them read again

	byID map[string]int // where a card is in rows; made when it is first needed
}

// cardRow is one card, made ready for drawing when it arrives rather than for each frame.
type cardRow struct {
	card    client.Card
	name    string // safe text, as account and balance are
	account string
	balance string
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
	row := &cardRow{card: card, name: ui.Safe(name), account: ui.Safe(card.Profile)}
	if card.Balance.Known() && !card.Shared {
		if row.balance = screen.MoneyWords(card.Balance); card.MayShare {
			row.balance += " " + words.Unknown
		}
	}
	return row
}

// load reads the cards of accounts again, each on its own. One that is being read already is read once more afterwards.
func (c *Cards) load(listings ...*listing) tea.Cmd {
	var cmds []tea.Cmd
	for _, l := range listings {
		if l.loading {
			l.again = true
			continue
		}
		l.loading, l.again, l.done, l.total, l.endless = true, false, 0, 0, false
		l.serial++
		pages := make(chan progress, 1)
		cmds = append(cmds, c.read(l, pages), c.nextPage(l, l.serial, pages))
	}
	return tea.Batch(cmds...)
}

// progress is how many pages were read, of how many.
type progress struct{ done, total int }

// answer is a list as an account gave it.
type answer struct {
	rows    []*cardRow
	holders []string      // see holdersOf
	at      time.Time     // when it came
	took    time.Duration // from the question on
}

// read asks one account for all its cards and puts the newest progress into pages.
func (c *Cards) read(l *listing, pages chan progress) tea.Cmd {
	ctx, account, serial, now := c.env.Ctx, l.account, l.serial, c.env.Now
	return screen.Ask(c, func() (answer, error) {
		defer close(pages)
		began := now()
		var cards []client.Card
		err := account.CardPages(ctx, func(p client.CardsPage) {
			cards = append(cards, p.Cards...)
			select {
			case <-pages: // nobody has seen the older figures yet
			default:
			}
			pages <- progress{p.Done, p.Pages}
		})
		got := answer{at: now(), took: now().Sub(began)}
		if client.Readable(err) == nil {
			got.rows, got.holders = newRows(cards), holdersOf(cards)
		}
		return got, err
	}, func(got answer, err error) tea.Cmd {
		if serial != l.serial {
			return nil
		}
		return c.onLoaded(l, got, err)
	})
}

func (c *Cards) onLoaded(l *listing, got answer, err error) tea.Cmd {
	l.loading, l.told, l.err = false, l.told && l.err != nil, err
	if client.Readable(err) == nil {
		l.rows, l.holders, l.at, l.byID = got.rows, got.holders, got.at, nil
		c.freed, c.env.ListedAt[l.account.Profile] = true, got.at
		c.fillLast4(l)
		c.dropArrived(l)
	}
	if l.again {
		return tea.Batch(c.load(l), c.arrange())
	}
	return tea.Batch(c.due(l, got.took), c.arrange(), c.readHolders(l))
}

// nextPage waits for the next progress. It ends with the reading, or with the program, after which a reading may never begin.
func (c *Cards) nextPage(l *listing, serial int, pages chan progress) tea.Cmd {
	ctx := c.env.Ctx
	return func() tea.Msg {
		select {
		case p, ok := <-pages:
			if ok {
				return screen.NewReply(c, func() tea.Cmd {
					if serial == l.serial && l.loading {
						l.onPage(p)
					}
					return c.nextPage(l, serial, pages)
				})
			}
		case <-ctx.Done():
		}
		return nil
	}
}

func (l *listing) onPage(p progress) {
	l.endless = l.total == 0 && p.total == p.done+1 || l.total > 0 && (l.endless || p.total > l.total)
	l.done, l.total = p.done, p.total
}

// due waits until the list of an account is too old. A list that takes long to read is read less often, so that reading is a tenth
// of the time at most and leaves the issuer's rate limit to people.
func (c *Cards) due(l *listing, took time.Duration) tea.Cmd {
	if c.env.Refresh <= 0 {
		return nil
	}
	serial := l.serial
	return ui.After(c.env.Ctx, max(c.env.Refresh, 10*took), screen.NewReply(c, func() tea.Cmd {
		switch {
		case serial != l.serial || l.loading:
			return nil
		case c.env.Locked: // once more
			return c.due(l, 0)
		default:
			return c.load(l)
		}
	}))
}
