// Package create has the screens of a new card and of the card types.
package create

import (
	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
	"cardwallet/tui/order"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

// Create makes a new card: the person chooses the account where several offer it, a type from the issuer's catalogue where there is
// one, and types what that type needs. From then on it is a Payment: the initial balance, the summary, y, the outcome.
type Create struct {
	env   *screen.Env
	where *choice // of the accounts that offer it
	stage createStage

	account client.Account
	types   ui.Rows[client.CardType] // that can be had
	marked  []string                 // ids of the types to compare, two at most
	loading bool
	err     error // why the types could not be read
	model   client.CardType
	preview screen.Preview // of the types

	choices  []*choice
	choosing int // the one that is being made

	sudden  bool // the last step came by itself: the only type was chosen when it was read
	parts   []part
	at      int // the part that is being typed
	wrong   error
	payment *order.Payment
}

type createStage int

const (
	createAccount createStage = iota
	createType
	createChoice
	createParts
	createPayment
)

// NewCreate returns the screen that creates a card at one of the accounts. profile limits it to one; empty means any.
func NewCreate(env *screen.Env, profile string) *Create {
	return &Create{env: env, where: accountChoice(env, profile), types: newTypes()}
}

// Init goes on at once where there is nothing to choose.
func (c *Create) Init() tea.Cmd {
	if c.where.Len() == 1 {
		return c.chooseAccount(c.where.All[0].id)
	}
	return nil
}

// Update handles keys and answers.
func (c *Create) Update(msg tea.Msg) tea.Cmd { return tea.Batch(c.update(msg), c.follow()) }

func (c *Create) update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		return c.onKey(msg)
	case ui.PointMsg:
		return c.onPoint(msg)
	case tea.PasteMsg:
		switch list := c.list(); {
		case c.stage == createParts && !c.takes():
			return nil
		case c.stage == createParts:
			return c.onPaste(msg)
		case list != nil:
			return list.Paste(msg)
		}
	case screen.MovedMsg:
		if cmd := c.onMoved(msg.Movement); cmd != nil {
			return cmd
		}
	}
	if c.payment != nil {
		return c.payment.Update(msg)
	}
	return nil
}

// onPoint chooses what is clicked twice.
func (c *Create) onPoint(msg ui.PointMsg) tea.Cmd {
	list := c.list()
	switch {
	case c.stage == createPayment:
		return c.payment.Update(msg)
	case list == nil || !list.Point(msg, c.listArea(msg.Width, msg.Height).Below(1), 1): // the titles are above the rows
		return nil
	case c.stage == createType:
		return c.chooseUnder().Begin()
	}
	return c.chooseCandidate().Begin()
}

// listArea is where what is chosen from is drawn.
func (c *Create) listArea(width, height int) ui.Area {
	switch c.stage {
	case createAccount:
		return ui.Area{Width: width, Height: height}
	case createChoice:
		return c.choicePane().LinesArea(width, height)
	default: // a type
	}
	area := c.typesSplit(width, height).ListArea(width, height)
	if !ui.Boxes(width, height) {
		area = area.Below(1) // the question
	}
	return area
}

// Has reports whether the part is the payment that it has come to.
func (c *Create) Has(part any) bool { return c.payment != nil && part == c.payment }

func (c *Create) onKey(msg tea.KeyPressMsg) tea.Cmd {
	k := c.env.Keys
	switch c.stage {
	case createPayment:
		if ui.Matches(msg, k.Back) && c.payment.Typing() { // the field gets it, so the root does not see this one
			if !c.stepBack() {
				return ui.Back
			}
			return nil
		}
		return c.payment.Update(msg)
	case createParts:
		return c.onPartsKey(msg)
	case createType:
		return c.onTypeKey(msg)
	default: // createAccount, createChoice
		return c.onChoiceKey(msg)
	}
}

// list is the one to choose from, nil where something is typed.
func (c *Create) list() *ui.List {
	switch c.stage {
	case createType:
		return &c.types.List
	case createAccount, createChoice:
		return &c.current().List
	default:
		return nil
	}
}

// takes reports whether the newest key is for what is typed.
func (c *Create) takes() bool { return !c.sudden || c.env.Attention.Open(c) }

func (c *Create) chooseAccount(profile string) tea.Cmd {
	a, _ := c.env.Wallet.Account(profile)
	c.sudden = false
	c.account, c.model, c.types, c.choices, c.parts, c.err = a, client.CardType{}, newTypes(), nil, nil, nil
	if a.ReadOnly {
		return c.pay(client.NewCard{}) // which says why not
	}
	if _, ok := a.Issuer.(client.Catalog); ok {
		return c.loadTypes()
	}
	return c.chooseType(client.CardType{})
}

// chooseType goes on to what the type needs, or straight to the amount.
func (c *Create) chooseType(t client.CardType) tea.Cmd {
	c.model, c.parts = t, nil
	c.choices = choicesOf(c.account, t)
	if len(c.choices) > 0 {
		return c.choose(0)
	}
	return c.fillIn()
}

// pay goes on to the amount.
func (c *Create) pay(wanted client.NewCard) tea.Cmd {
	c.stage, c.payment = createPayment, order.NewCreation(c.env, c.account, wanted, c.model, c.named(), c.sudden)
	return c.payment.Init()
}

// stepBack goes to the choice before this one. It reports whether there is one.
func (c *Create) stepBack() bool {
	switch {
	case c.stage == createPayment && len(c.parts) > 0:
		c.stage = createParts
	case c.stage > createChoice && len(c.choices) > 0:
		c.choosing = len(c.choices) - 1
		c.stage = createChoice
	case c.stage == createChoice && c.choosing > 0:
		c.choosing--
	case c.stage > createType && len(c.types.All) > 1:
		c.stage = createType
	case c.stage > createAccount && len(c.where.All) > 1:
		c.stage = createAccount
	default:
		return false
	}
	c.payment, c.wrong, c.err, c.loading, c.sudden = nil, nil, nil, false, false
	return true
}

// Escape goes one step back.
func (c *Create) Escape() bool {
	if c.stage == createPayment {
		if c.payment.Stage == order.OrderDone || c.payment.Holds() {
			return false
		}
		if c.payment.Escape() {
			return true
		}
	}
	list := c.list()
	return list != nil && list.Clear() || c.stepBack()
}

// CapturesInput is true while something is typed.
func (c *Create) CapturesInput() bool {
	list := c.list()
	return c.stage == createParts || list != nil && list.Filtering() || c.stage == createPayment && c.payment.CapturesInput()
}

// Holds is true from the confirmation to the outcome.
func (c *Create) Holds() bool { return c.payment != nil && c.payment.Holds() }

// Leave is what esc does.
func (c *Create) Leave() string {
	if c.stage != createPayment {
		return ""
	}
	return c.payment.Leave()
}

// Ended says what came of the order.
func (c *Create) Ended() ui.NoticeMsg { return c.payment.Ended() }

// Tells reports whether the order says by itself that its movement came to this.
func (c *Create) Tells(m client.Movement) bool { return c.payment != nil && c.payment.Tells(m) }

// Counting is true while the time since the confirmation is shown.
func (c *Create) Counting() bool { return c.payment != nil && c.payment.Counting() }

// Hide ends asking once more what became of the order.
func (c *Create) Hide() {
	if c.payment != nil {
		c.payment.Hide()
	}
}

// Profile is the account, empty before it is chosen.
func (c *Create) Profile() string { return c.account.Profile }

// Title says which choice is being made.
func (c *Create) Title() (where, position string) {
	where = "new card · " + ui.Safe(c.account.Profile)
	switch c.stage {
	case createPayment:
		return c.payment.Title()
	case createAccount:
		where = "new card"
	default: // the account is chosen
	}
	if list := c.list(); list != nil {
		position = list.Position()
	}
	return where, position
}

// Actions are what a person can do here.
func (c *Create) Actions() []ui.Action {
	k := c.env.Keys
	switch {
	case c.stage == createPayment:
		return c.payment.Actions()
	case c.stage == createParts && len(c.parts) > 1:
		return ui.Bound(k.Continue, k.Back, k.NextField, k.PreviousField)
	case c.stage == createParts:
		return ui.Bound(k.Continue, k.Back)
	case c.stage == createType:
		return c.typeActions()
	}
	return c.choiceActions()
}

// Prompt is the filter of the list that is chosen from.
func (c *Create) Prompt(width int) string {
	if list := c.list(); list != nil {
		return list.Prompt(width)
	}
	return ""
}
