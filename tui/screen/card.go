package screen

import (
	"context"
	"time"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
	"cardwallet/crypto"
	"cardwallet/tui/ui"
)

// Card is one card: what it is, what is on it, and on request its number, expiry and CVV. Those are fetched and opened only
// when the person asks to see or copy them, and wiped as soon as they are hidden.
type Card struct {
	env     *Env
	account client.Account
	card    client.Card

	reading bool // the balance is being read
	readErr error

	fields []cardField
	at     int // the selected field

	// The newest request to open fields. Ending its context wipes what it opened, wherever that is by then.
	serial  int
	end     context.CancelFunc
	opening bool
	openErr error
	until   time.Time // when a reveal ends; zero while nothing is shown
}

type cardField struct {
	kind  client.FieldKind
	value crypto.Secret // empty while hidden
}

// NewCard returns the screen of a card.
func NewCard(env *Env, card client.Card) *Card {
	account, _ := env.Wallet.Account(card.Profile)
	c := &Card{env: env, account: account, card: card, end: func() {}}
	if card.Category == "GIFT" { // FinHub cards page: a gift card has a redemption link only
		c.setFields(client.FieldURL)
	} else {
		c.setFields(client.FieldPAN, client.FieldExpiry, client.FieldCVV)
	}
	return c
}

// Init reads the card, so that the balance is a fresh one.
func (c *Card) Init() tea.Cmd { return c.read() }

// Update handles keys, answers and the end of a reveal.
func (c *Card) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		return c.press(msg)
	case cardReadMsg:
		if msg.owner == c {
			c.reading, c.readErr = false, msg.err
			if msg.err == nil {
				c.card = newer(c.card, msg.card)
			}
		}
	case cardOpenedMsg:
		if msg.owner == c {
			return c.opened(msg)
		}
	case cardHideMsg:
		if msg.owner == c && msg.serial == c.serial {
			c.Hide()
		}
	case ui.TickMsg:
		// The timer of a reveal stands still while a laptop sleeps; the wall clock does not.
		if c.Counting() && !wall(msg.Now).Before(c.until) {
			c.Hide()
		}
	case MovedMsg:
		if msg.Movement.Profile == c.card.Profile && msg.Movement.CardID == c.card.ID {
			return c.read()
		}
	}
	return nil
}

func (c *Card) press(msg tea.KeyPressMsg) tea.Cmd {
	k := c.env.Keys
	switch {
	case ui.Matches(msg, k.Reveal):
		if c.Counting() {
			c.Hide()
			return nil
		}
		if !c.opening {
			return c.open("")
		}
	case ui.Matches(msg, k.Copy):
		return c.copy()
	case ui.Matches(msg, k.Up):
		c.at = max(0, c.at-1)
	case ui.Matches(msg, k.Down):
		c.at = min(len(c.fields)-1, c.at+1)
	case ui.Matches(msg, k.OTP):
		c.Hide()
		return ui.Push(NewOTP(c.env, c.card))
	case ui.Matches(msg, k.TopUp):
		c.Hide()
		return ui.Push(NewTopUp(c.env, c.card))
	case ui.Matches(msg, k.Refresh):
		return c.read()
	}
	return nil
}

// copy sends the selected field to the clipboard, opening that one alone where it is not shown.
func (c *Card) copy() tea.Cmd {
	f := c.fields[c.at]
	switch {
	case !f.value.IsZero():
		return send(CopyMsg{Value: f.value.Clone(), What: fieldWord(f.kind)})
	case c.opening:
		return nil
	}
	return c.open(f.kind)
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
	c.serial++
	c.opening, c.until = false, time.Time{}
	for i := range c.fields {
		c.fields[i].value.Wipe()
	}
}

// Counting reports whether a reveal runs.
func (c *Card) Counting() bool { return !c.until.IsZero() }

// read asks the issuer for the card with its balance.
func (c *Card) read() tea.Cmd {
	if c.reading || c.account.Issuer == nil {
		return nil
	}
	c.reading = true
	ctx, issuer, id := c.env.Ctx, c.account.Issuer, c.card.ID
	return func() tea.Msg {
		card, err := issuer.Card(ctx, id)
		return cardReadMsg{owner: c, card: card, err: err}
	}
}

type cardReadMsg struct {
	owner *Card
	card  client.Card
	err   error
}

// open fetches the details and opens one field to copy it, or all of them to show them where only is empty.
func (c *Card) open(only client.FieldKind) tea.Cmd {
	if c.account.Issuer == nil {
		return nil
	}
	c.Hide()
	ctx, end := context.WithCancel(c.env.Ctx)
	c.end, c.opening, c.openErr = end, true, nil
	issuer, id, serial := c.account.Issuer, c.card.ID, c.serial
	return func() tea.Msg {
		msg := cardOpenedMsg{owner: c, serial: serial, only: only}
		details, err := issuer.Details(ctx, id)
		if err != nil {
			msg.err = err
			return msg
		}
		defer details.Wipe()
		msg.fields, msg.err = openFields(ctx, details, only)
		return msg
	}
}

type cardOpenedMsg struct {
	owner  *Card
	serial int
	only   client.FieldKind // to be copied; empty when all are to be shown
	fields []cardField
	err    error
}

type cardHideMsg struct {
	owner  *Card
	serial int
}

// openFields opens one or all of the fields that the issuer sent. What it opened is wiped when ctx ends. With an error nothing
// stays open.
func openFields(ctx context.Context, d client.Details, only client.FieldKind) ([]cardField, error) {
	all := []client.Field{d.Number, d.Expiry, d.CVV}
	if d.ActivateURL.Present() && !d.Number.Present() {
		all = []client.Field{d.ActivateURL}
	}
	var fields []cardField
	for _, f := range all {
		field := cardField{kind: f.Kind()}
		if f.Present() && (only == "" || only == f.Kind()) {
			value, err := f.Open(ctx)
			if err != nil {
				for _, g := range fields {
					g.value.Wipe()
				}
				return nil, err
			}
			context.AfterFunc(ctx, value.Wipe)
			field.value = value
		}
		if f.Present() {
			fields = append(fields, field)
		}
	}
	return fields, nil
}

// opened takes what open brought.
func (c *Card) opened(msg cardOpenedMsg) tea.Cmd {
	if msg.serial != c.serial {
		return nil // hidden in the meantime, which wiped it
	}
	c.opening, c.openErr = false, msg.err
	if msg.err != nil {
		return nil
	}
	if len(msg.fields) == 0 {
		c.openErr = errNoDetails
		return nil
	}
	c.takeFields(msg.fields)
	if msg.only == "" {
		c.until = wall(c.env.Now()).Add(c.env.HideAfter)
		serial := c.serial
		return tea.Tick(c.env.HideAfter, func(time.Time) tea.Msg { return cardHideMsg{owner: c, serial: serial} })
	}
	defer c.Hide()
	for _, f := range c.fields {
		if f.kind == msg.only && !f.value.IsZero() {
			return send(CopyMsg{Value: f.value.Clone(), What: fieldWord(f.kind)})
		}
	}
	c.openErr = errNoField
	return nil
}

// takeFields shows the fields that the card turned out to have, and learns the last four digits.
func (c *Card) takeFields(fields []cardField) {
	c.fields, c.at = fields, min(c.at, len(fields)-1)
	for _, f := range fields {
		if f.kind == client.FieldPAN {
			f.value.Reveal(func(b []byte) {
				if len(b) >= 4 {
					c.card.Last4 = string(b[len(b)-4:])
				}
			})
		}
	}
}

func (c *Card) setFields(kinds ...client.FieldKind) {
	c.fields = nil
	for _, kind := range kinds {
		c.fields = append(c.fields, cardField{kind: kind})
	}
}

// Profile is the account of the card.
func (c *Card) Profile() string { return c.card.Profile }

// Title names the card.
func (c *Card) Title() (where, position string) { return cardTitle(c.card) }

// Keys are the bindings of the help line.
func (c *Card) Keys() []key.Binding {
	k := c.env.Keys
	reveal, back := k.Reveal, k.Back
	if c.Counting() {
		reveal.SetHelp(reveal.Help().Key, "hide")
		back.SetHelp(back.Help().Key, "hide")
	}
	return []key.Binding{reveal, k.Copy, k.Up, k.Down, k.OTP, k.TopUp, k.Refresh, back}
}

// wall drops the monotonic reading, which stops while the machine sleeps.
func wall(t time.Time) time.Time { return t.Round(0) }
