// Package holder has the screen that creates a cardholder, from the type of the cards to the end of the issuer's review.
package holder

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
	"cardwallet/client/holder"
	"cardwallet/tui/order"
	"cardwallet/tui/reference"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

// Create makes a person a holder: the person at the keyboard chooses for which type of cards, types what that wants to know, reads it all
// and confirms with y. Then the status is asked for until the issuer has decided.
type Create struct {
	env     *screen.Env
	account client.Account
	maker   client.HolderMaker
	stage   stage
	refusal error // why no holder can be made at all

	types   ui.Rows[client.CardType]
	typeID  string // that it was opened for; empty where it is chosen here
	model   client.CardType
	loading bool
	err     error // why types or form could not be read

	form   holder.Form
	fields []field
	ref    reference.Field
	at     int  // the field that is being typed; behind the last of them the reference
	wrong  bool // enter was pressed where not all is right

	order    *order.Holder
	made     client.Holder // as it was read last
	asking   bool
	wait     int // the newest wait before the next question; earlier ones are void
	askErr   error
	followed bool
}

type stage int

const (
	chooseType stage = iota
	fillIn
	confirm
)

// New returns the screen that creates a holder at the account. typeID is the type of the cards; empty lets the person choose.
func New(env *screen.Env, account client.Account, typeID string) *Create {
	c := &Create{env: env, account: account, typeID: typeID, ref: reference.New(), refusal: account.MayChange(),
		types: ui.NewRows(nil, func(t client.CardType, add func(string)) {
			for _, text := range []string{t.ID, screen.TypeName(t), t.HolderModel} {
				add(text)
			}
		})}
	if c.maker, _ = account.Issuer.(client.HolderMaker); !Makes(account) {
		c.refusal = client.ErrUnsupported
	}
	return c
}

// Makes reports whether holders can be made at the account.
func Makes(account client.Account) bool {
	_, maker := account.Issuer.(client.HolderMaker)
	return maker && account.Offers(client.MoveHolder)
}

// Begin is the action that opens the creation of a holder. typeID is as in New.
func Begin(env *screen.Env, account client.Account, typeID string) ui.Action {
	a := ui.Action{Key: ui.Named(env.Keys.New, "new holder"), Words: "New holder of " + ui.Safe(account.Profile), Group: ui.ToMove}
	if err := account.MayChange(); err != nil {
		a.Reason, _ = ui.Problem(err)
		return a
	}
	a.Run = func() tea.Cmd { return ui.Push(New(env, account, typeID)) }
	return a
}

// Init reads the types.
func (c *Create) Init() tea.Cmd {
	if c.refusal != nil || len(c.types.All) > 0 {
		return nil
	}
	return c.load()
}

// Update handles keys, pasted text and answers.
func (c *Create) Update(msg tea.Msg) tea.Cmd {
	if c.stage == confirm {
		if pressed, ok := msg.(tea.KeyPressMsg); ok && c.followed && ui.Matches(pressed, c.env.Keys.Refresh) {
			return c.ask()
		}
		cmd := c.order.Update(msg)
		return tea.Batch(cmd, c.follow())
	}
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		return c.onKey(msg)
	case tea.PasteMsg:
		if c.stage == fillIn {
			return c.edit(msg)
		}
		return c.types.Paste(msg)
	case ui.PointMsg:
		if c.stage == chooseType && c.table().Point(&c.types, msg, ui.Area{Width: msg.Width, Height: msg.Height}) {
			return c.chooseUnder().Begin()
		}
	}
	return nil
}

// Has reports whether the part is the order that it has come to.
func (c *Create) Has(part any) bool { return c.order != nil && part == any(c.order) }

func (c *Create) load() tea.Cmd {
	catalog, ok := c.account.Issuer.(client.Catalog)
	if !ok {
		return nil
	}
	c.loading, c.err = true, nil
	ctx := c.env.Ctx
	return screen.Ask(c, func() ([]client.CardType, error) { return catalog.CardTypes(ctx) }, c.onTypes)
}

// onTypes lists the types that need a holder before those that can do without.
func (c *Create) onTypes(types []client.CardType, err error) tea.Cmd {
	c.loading, c.err = false, client.Readable(err)
	types = slices.DeleteFunc(slices.Clone(types), func(t client.CardType) bool { return t.HolderModel == "" || !t.Online })
	slices.SortStableFunc(types, func(a, b client.CardType) int {
		switch {
		case a.NeedsHolder == b.NeedsHolder:
			return 0
		case a.NeedsHolder:
			return -1
		}
		return 1
	})
	c.types.Set(types)
	if at := slices.IndexFunc(types, func(t client.CardType) bool { return t.ID == c.typeID }); at >= 0 {
		return c.choose(types[at])
	}
	return nil
}

// choose asks what the type wants to know.
func (c *Create) choose(t client.CardType) tea.Cmd {
	c.model, c.loading, c.err = t, true, nil
	ctx, maker := c.env.Ctx, c.maker
	return screen.Ask(c, func() (holder.Form, error) { return maker.HolderForm(ctx, t.ID) }, func(form holder.Form, err error) tea.Cmd {
		if c.stage != chooseType || c.model.ID != t.ID {
			return nil
		}
		if c.loading, c.err = false, err; err != nil {
			return nil
		}
		c.ref.Blur()
		c.form, c.fields, c.at, c.wrong = form, newFields(form, c.fields), 0, false
		c.stage = fillIn
		return c.focus(0)
	})
}

func (c *Create) onKey(msg tea.KeyPressMsg) tea.Cmd {
	if c.stage == fillIn {
		return c.onFieldKey(msg)
	}
	if !c.types.Filtering() {
		if cmd, taken := ui.Dispatch(c.Actions(), msg); taken {
			return cmd
		}
	}
	cmd, _ := c.types.Update(msg, c.env.Keys)
	return cmd
}

func (c *Create) chooseUnder() ui.Action {
	under, ok := c.types.Selected()
	choose := ui.Action{Key: c.env.Keys.Choose, Words: "New holder for " + screen.TypeName(under), Group: ui.ToMove}
	if ok && !c.loading && c.err == nil {
		choose.Run = func() tea.Cmd { return c.choose(under) }
	}
	return choose
}

// Escape goes one step back.
func (c *Create) Escape() bool {
	switch {
	case c.stage == confirm && (c.order.Stage == order.OrderDone || c.order.Holds()):
		return false
	case c.stage == confirm:
		return c.order.Escape() || c.reopen()
	case c.stage == fillIn && c.typeID == "":
		c.stage, c.wrong = chooseType, false
		return true
	}
	return c.stage == chooseType && c.types.Clear()
}

// reopen goes back to what was typed. What was hidden has to be typed again, so the person is there.
func (c *Create) reopen() bool {
	c.order.Discard()
	c.stage, c.order, c.followed = fillIn, nil, false
	told := c.person()
	defer told.Wipe()
	c.focus(max(0, slices.IndexFunc(c.fields, func(f field) bool { return f.Problem(told) != "" })))
	return true
}

// CapturesInput is true while something is typed.
func (c *Create) CapturesInput() bool {
	return c.stage == fillIn || c.stage == chooseType && c.types.Filtering() || c.stage == confirm && c.order.CapturesInput()
}

// Holds is true from the confirmation to the outcome.
func (c *Create) Holds() bool { return c.order != nil && c.order.Holds() }

// Busy says what is under way then.
func (c *Create) Busy() string { return "the holder is being created" }

// Counting is true while the time since the confirmation is shown.
func (c *Create) Counting() bool { return c.order != nil && c.order.Counting() }

// Ended says what came of the order.
func (c *Create) Ended() ui.NoticeMsg { return c.order.Ended() }

// Tells reports whether the order says by itself that its movement came to this.
func (c *Create) Tells(m client.Movement) bool { return c.order != nil && c.order.Tells(m) }

// Leave is what esc does.
func (c *Create) Leave() string {
	if c.stage == confirm {
		return c.order.Leave()
	}
	return ""
}

// Hide wipes what must not be seen, and ends asking once more what became of the order.
func (c *Create) Hide() {
	if c.order != nil {
		c.order.Hide()
	}
	for i := range c.fields {
		c.fields[i].hidden.Wipe()
	}
}

// Profile is the account.
func (c *Create) Profile() string { return c.account.Profile }

// Title says what is being done.
func (c *Create) Title() (where, position string) {
	where = "new holder · " + ui.Safe(c.account.Profile)
	if c.stage == chooseType {
		position = c.types.Position()
	}
	return where, position
}
