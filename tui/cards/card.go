package cards

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
	"cardwallet/crypto"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

// Card is one card: what it is, what is on it, and on request its number, expiry and CVV. Those are fetched and opened only
// when the person asks to see or copy them, and wiped as soon as they are hidden.
type Card struct {
	screen.OfCard

	reading    bool // the balance is being read
	readErr    error
	terms      client.Terms // of a top-up
	termsKnown bool

	tab      cardTab
	tabs     ui.Area           // where the last frame had them
	values   ui.Area           // and the values
	moves    []client.Movement // of the journal, newest first
	movesAt  time.Time         // when they were read; zero before that
	movesErr error

	fields []cardField
	at     int // the selected field

	// The newest request to open fields. Ending its context wipes what it opened, wherever that is by then.
	end     context.CancelFunc
	opening bool
	openErr error
	until   time.Time // when a reveal ends; zero while nothing is shown
}

type cardField struct {
	kind  client.FieldKind
	value crypto.Secret // empty while hidden
	odd   string        // what is odd about the value, empty where nothing is
	err   error         // why this field alone could not be opened
}

// NewCard returns the screen of a card.
func NewCard(env *screen.Env, card client.Card) *Card {
	c := &Card{OfCard: screen.NewOfCard(env, card), end: func() {}}
	if card.Form == client.FormLink {
		c.setFields(client.FieldURL)
	} else {
		c.setFields(client.FieldPAN, client.FieldExpiry, client.FieldCVV)
	}
	return c
}

// Init reads the card, so that the balance is a fresh one, and what can be done with it.
func (c *Card) Init() tea.Cmd { return tea.Batch(c.read(), c.readOffers(), c.readTerms()) }

// Update handles keys, answers and the end of a reveal.
func (c *Card) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		return c.onKey(msg)
	case ui.PointMsg:
		return c.onPoint(msg)
	case cardOpenedMsg:
		if msg.owner == c {
			return c.onOpened(msg)
		}
	case ui.TickMsg:
		// The timer of a reveal stands still while a laptop sleeps; the wall clock does not.
		if c.Counting() && !wall(msg.Now).Before(c.until) {
			c.Hide()
		}
	case screen.NamedMsg:
		c.OnNamed(msg)
	case screen.MovedMsg:
		if msg.Movement.Profile == c.Card.Profile && msg.Movement.CardID == c.Card.ID {
			return tea.Batch(c.read(), c.readMoves())
		}
	case screen.MovesMsg:
		return c.readMoves()
	}
	return nil
}

func (c *Card) onKey(msg tea.KeyPressMsg) tea.Cmd {
	cmd, _ := ui.Dispatch(c.Actions(), msg)
	return cmd
}

// reveal opens all fields, or hides them.
func (c *Card) reveal() tea.Cmd {
	switch {
	case c.Counting():
		c.Hide()
		return nil
	case c.opening:
		return nil
	}
	return c.open("", true)
}

// move selects another field.
func (c *Card) move(by int) tea.Cmd {
	c.at = max(0, min(len(c.fields)-1, c.at+by))
	return nil
}

// copy sends the selected field to the clipboard, opening that one alone where it is not shown.
func (c *Card) copy() tea.Cmd {
	f := c.fields[c.at]
	switch {
	case !f.value.IsZero():
		return screen.Send(screen.CopyMsg{Value: f.value.Clone(), What: screen.FieldWord(f.kind), Card: c.Card, Kind: f.kind, Shown: true})
	case c.opening:
		return nil
	}
	return c.open(f.kind, false)
}

// Escape hides what is shown, or gives up what is being opened, before the screen is left.
func (c *Card) Escape() bool {
	busy := c.Counting() || c.opening
	c.Hide()
	return busy
}

// Hide wipes what is shown and drops what is on its way.
func (c *Card) Hide() {
	c.end()
	c.opening, c.until = false, time.Time{}
	for i := range c.fields {
		c.fields[i].value.Wipe()
		c.fields[i].odd, c.fields[i].err = "", nil
	}
}

// Counting reports whether a reveal runs.
func (c *Card) Counting() bool { return !c.until.IsZero() }

// Reveals reports whether values are on the screen.
func (c *Card) Reveals() bool { return c.Counting() }

// read asks the issuer for the card with its balance.
func (c *Card) read() tea.Cmd {
	if c.reading || c.Account.Issuer == nil {
		return nil
	}
	c.reading = true
	ctx, account, id := c.Env.Ctx, c.Account, c.Card.ID
	return screen.Ask(c, func() (client.Card, error) { return account.Card(ctx, id) }, c.onRead)
}

func (c *Card) onRead(card client.Card, err error) tea.Cmd {
	c.reading, c.readErr = false, err
	if client.Readable(err) != nil {
		return nil
	}
	before := c.Card.Status
	if c.Card = c.Card.Renewed(card); c.Card.Status != before {
		return tea.Batch(c.readOffers(), c.readTerms())
	}
	return nil
}

func (c *Card) setFields(kinds ...client.FieldKind) {
	c.fields = nil
	for _, kind := range kinds {
		c.fields = append(c.fields, cardField{kind: kind})
	}
}

// wall drops the monotonic reading, which stops while the machine sleeps.
func wall(t time.Time) time.Time { return t.Round(0) }
