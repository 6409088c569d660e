// Package cards has the list of cards and the screen of one card, which open all other screens of a card.
package cards

import (
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
	"cardwallet/tui/codes"
	"cardwallet/tui/deck"
	"cardwallet/tui/records"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

// Cards is the list of all cards of all accounts. Each account's cards arrive on their own; one that cannot be read says so on a
// line of its own and keeps the cards that it had.
type Cards struct {
	env      *screen.Env
	listings []*listing
	pending  []*pendingCard         // created, and not there yet
	revealed map[string]client.Card // by Card.Key: the last four digits were told after the list
	marked   map[string]bool        // by Card.Key

	profile   string // the one account shown; empty for all
	sort      deck.Sort
	reverse   bool
	serial    int  // of the newest arrangement asked for
	arranging bool // it is being made outside Update
	freed     bool // an answer came since the last arrangement: what reading it took can go

	list    ui.Rows[*deck.Row] // of the accounts shown, sorted
	sums    sums
	preview screen.Preview // says when the card under the cursor is drawn beside the list
	today   []client.Movement
	heard   bool                     // of the journal
	open    string                   // the movements that it had open then
	live    map[string]time.Duration // what waiting said last
	codes   *codes.Unseen
	spark   map[string]string // by Card.Key: what was spent, where that was looked at
}

// ShowProfileMsg limits the list to one account; an empty Profile shows all.
type ShowProfileMsg struct{ Profile string }

// NewCards returns the list.
func NewCards(env *screen.Env) *Cards {
	c := &Cards{env: env, list: newList(env.Holders), revealed: map[string]client.Card{}, spark: map[string]string{},
		marked: map[string]bool{},
		codes:  codes.NewUnseen(env)}
	c.list.FindAlso(c.withCodes)
	for _, a := range env.Wallet.Accounts() {
		c.listings = append(c.listings, &listing{account: a})
	}
	return c
}

// Init reads the cards of every account.
func (c *Cards) Init() tea.Cmd { return c.load(c.listings...) }

// Update handles keys and what the accounts answer.
func (c *Cards) Update(msg tea.Msg) tea.Cmd {
	before, failed := c.under(), c.failed()
	cmd, under := c.update(msg), c.under()
	switch msg.(type) {
	case tea.KeyPressMsg, ui.PointMsg:
		if before != under {
			failed.goOn()
		}
	}
	return tea.Batch(cmd, c.preview.Follow(c.env.Ctx, c, under))
}

func (c *Cards) update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		return c.onKey(msg)
	case tea.PasteMsg:
		return c.list.Paste(msg)
	case ui.PointMsg:
		return c.onPoint(msg)
	case ShowProfileMsg:
		return c.show(msg.Profile)
	case screen.MovedMsg:
		if msg.Movement.Kind.IsChange() {
			return tea.Batch(c.readToday(), c.reread(msg.Movement))
		}
		return tea.Batch(c.readToday(), c.onCreation(msg), c.load(c.of(msg.Movement.Profile)...))
	case screen.MovesMsg:
		return tea.Batch(c.onMoves(), c.onOpenMoves())
	case screen.CodesMsg, ui.TickMsg:
		return c.onCodes()
	case screen.BulkSentMsg:
		c.unmark()
	case screen.NamedMsg:
		return c.onNamed(msg.Card)
	case screen.SpentMsg: // drawn once: it is the same in each frame
		for card, levels := range msg {
			c.spark[card] = records.Spark(levels)
		}
	}
	return c.codes.Update(msg)
}

// onPoint moves the cursor to what was clicked. A click on the card under the cursor opens it.
func (c *Cards) onPoint(msg ui.PointMsg) tea.Cmd {
	area := c.split(msg.Width, msg.Height).ListArea(msg.Width, msg.Height)
	if c.list.Len() == 0 || !c.table(area.Width, nil).Point(&c.list, msg, area) {
		return nil
	}
	card, _ := c.Selected()
	return c.cardActions(card)[0].Begin()
}

func (c *Cards) onKey(msg tea.KeyPressMsg) tea.Cmd {
	if cmd, taken := c.list.Update(msg, c.env.Keys); taken {
		return cmd
	}
	cmd, _ := ui.Dispatch(c.Actions(), msg)
	return cmd
}

// CapturesInput reports whether a filter is being typed.
func (c *Cards) CapturesInput() bool { return c.list.Filtering() }

// Hide gives up a code that is being opened.
func (c *Cards) Hide() { c.codes.Hide() }

// Escape clears the filter, or else takes the marks away, or puts the card under the cursor where it says what failed.
func (c *Cards) Escape() bool {
	return c.list.Clear() || c.unmark() || c.failed().goOn()
}

// Profile is the account that the list is limited to, empty for all.
func (c *Cards) Profile() string { return c.profile }

// Selected is the card under the cursor; ok is false when there is none.
func (c *Cards) Selected() (card client.Card, ok bool) {
	row, ok := c.list.Selected()
	if !ok {
		return client.Card{}, false
	}
	return row.Card(), true
}

// under is the Card.Key of the card under the cursor, empty where there is none.
func (c *Cards) under() string {
	card, ok := c.Selected()
	if !ok {
		return ""
	}
	return card.Key()
}

// show limits the list to an account.
func (c *Cards) show(profile string) tea.Cmd {
	c.profile = profile
	return c.arrange()
}

// next is the profile after the one shown, with all of them between the last and the first.
func (c *Cards) next() string {
	at := slices.IndexFunc(c.listings, func(l *listing) bool { return l.account.Profile == c.profile })
	if at+1 == len(c.listings) {
		return ""
	}
	return c.listings[at+1].account.Profile
}

// of gives the listing of a profile, or all where it is empty.
func (c *Cards) of(profile string) []*listing {
	if profile == "" {
		return c.listings
	}
	i := slices.IndexFunc(c.listings, func(l *listing) bool { return l.account.Profile == profile })
	if i < 0 {
		return nil
	}
	return c.listings[i : i+1]
}
