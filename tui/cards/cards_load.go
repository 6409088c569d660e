package cards

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
	"cardwallet/tui/deck"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

// listing is what one account answered, and what it is doing.
type listing struct {
	account     client.Account
	rows        []*deck.Row // the last good answer; before the first, what came of it yet
	at          time.Time   // when it was whole, zero before the first
	err         error       // why the newest attempt failed
	told        bool        // the person saw that, and went on
	loading     bool
	growing     bool // the rows of the attempt that runs are shown as they come: there were none before
	again       bool // asked for once more while it was loading
	done, total int  // pages of the attempt that runs
	endless     bool // the issuer gives no total: it is always one page more
	serial      int  // of the newest attempt

	holders []string // ids of the people that its cards are made out to
	naming  bool     // their names are being read
	rename  bool     // a person wants them read again

	byID map[string]int // where a card is in rows; made when it is first needed
}

// partly reports whether the rows are some of the first answer: it is still read, or failed in the middle.
func (l *listing) partly() bool { return l.at.IsZero() && len(l.rows) > 0 }

// load reads the cards of accounts again, each on its own. One that is being read already is read once more afterwards.
func (c *Cards) load(listings ...*listing) tea.Cmd {
	var cmds []tea.Cmd
	for _, l := range listings {
		if l.loading {
			l.again = true
			continue
		}
		l.loading, l.again, l.done, l.total, l.endless = true, false, 0, 0, false
		l.growing = len(l.rows) == 0
		l.serial++
		p := deck.NewPages()
		cmds = append(cmds, c.read(l, p), c.nextPage(l, l.serial, p))
	}
	return tea.Batch(cmds...)
}

// answer is how a list came that is whole.
type answer struct {
	holders []string      // ids of the people that its cards are made out to
	at      time.Time     // when it came
	took    time.Duration // from the question on
}

// read asks one account for all its cards.
func (c *Cards) read(l *listing, p *deck.Pages) tea.Cmd {
	ctx, account, serial, now := c.env.Ctx, l.account, l.serial, c.env.Now
	return screen.Ask(c, func() (got answer, err error) {
		defer func() { got.holders = p.End() }() // after a panic, too: somebody waits for news
		began := now()
		err = account.CardPages(ctx, p.Add)
		return answer{at: now(), took: now().Sub(began)}, err
	}, func(got answer, err error) tea.Cmd {
		if serial != l.serial {
			return nil
		}
		return c.onLoaded(l, p.Take(), got, err)
	})
}

// onLoaded takes the end of an attempt, with the rows that nobody took yet: all of them, unless the list grew as they came. Of an answer
// that is not whole they are kept only where there were none before.
func (c *Cards) onLoaded(l *listing, rows []*deck.Row, got answer, err error) tea.Cmd {
	share := earlyShare
	if !l.at.IsZero() && client.Readable(err) == nil {
		share = usualShare
	}
	l.loading, l.told, l.err = false, l.told && l.err != nil, err
	if l.growing {
		c.grow(l, rows)
	}
	if client.Readable(err) == nil {
		if !l.growing {
			l.rows, l.byID = rows, nil
		}
		l.holders, l.at = got.holders, got.at
		c.freed, c.env.ListedAt[l.account.Profile] = true, got.at
		c.fillLast4(l)
		c.dropArrived(l)
	}
	l.growing = false
	if l.again {
		return tea.Batch(c.load(l), c.arrange())
	}
	return tea.Batch(c.due(l, share*got.took), c.arrange(), c.readHolders(l))
}

// nextPage waits for the next pages. It ends with the reading, or with the program, after which a reading may never begin.
func (c *Cards) nextPage(l *listing, serial int, p *deck.Pages) tea.Cmd {
	ctx := c.env.Ctx
	return func() tea.Msg {
		select {
		case _, ok := <-p.News():
			if ok {
				return screen.NewReply(c, func() tea.Cmd {
					if serial != l.serial || !l.loading {
						return nil
					}
					return tea.Batch(c.onPages(l, p), c.nextPage(l, serial, p))
				})
			}
		case <-ctx.Done():
		}
		return nil
	}
}

// onPages notes how far the reading is, and shows what came where there was nothing before.
func (c *Cards) onPages(l *listing, p *deck.Pages) tea.Cmd {
	l.progress(p.Progress())
	if !l.growing {
		return nil
	}
	c.grow(l, p.Take())
	return c.arrangeGrown()
}

func (l *listing) progress(done, total int) {
	l.endless = l.total == 0 && total == done+1 || l.total > 0 && (l.endless || total > l.total)
	l.done, l.total = done, total
}

// grow adds rows that came to those that are there.
func (c *Cards) grow(l *listing, rows []*deck.Row) {
	for i, row := range rows {
		if l.byID != nil {
			l.byID[row.ID()] = len(l.rows) + i
		}
	}
	l.rows = append(l.rows, rows...)
	c.dropArrived(l)
}

const (
	// usualShare is how many times as long as a list took to read it is left alone, so that reading takes a hundredth of the time at most.
	usualShare time.Duration = 100
	// earlyShare is that after the first reading, which says little about the next: it begins with a connection and a token. After one that
	// failed, too: it may have waited more than it read.
	earlyShare time.Duration = 10
)

// due waits until the list of an account is too old, or for rest where that is longer. So a list that takes long to read is read less
// often, which leaves the processor in peace, and the issuer's rate limit to people.
func (c *Cards) due(l *listing, rest time.Duration) tea.Cmd {
	if c.env.Refresh <= 0 {
		return nil
	}
	serial := l.serial
	return ui.After(c.env.Ctx, max(c.env.Refresh, rest), screen.NewReply(c, func() tea.Cmd {
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
