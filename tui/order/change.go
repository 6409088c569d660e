package order

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
	"cardwallet/client/plan"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

// Change makes a change in a card's life. It reads the card and what the issuer allows, and has the person type what the change needs. The
// rest is an Order.
type Change struct {
	Order
	kindOf func(client.Card) client.MovementKind // by the card as just read
	form   changeForm                            // nil where there is nothing to type
	begun  bool                                  // the form has

	readErr error // why card or terms could not be read
	terms   client.ChangeTerms
	before  client.Card // when the person confirmed
}

// changeForm is what a person types before a change is summed up. It keeps secrets in memory of its own.
type changeForm interface {
	// early reports whether it can be typed before begin: what is asked does not depend on the issuer's terms.
	early() bool
	// begin takes what the issuer allows and the card as just read.
	begin(terms client.ChangeTerms, card client.Card) tea.Cmd
	// update handles keys, pasted text, and answers to what the form asked for. done means that all is there for the summary.
	update(msg tea.Msg) (cmd tea.Cmd, done bool)
	// back goes one step back inside the form. It reports whether there was one.
	back() bool
	captures() bool
	keys() []key.Binding
	// lines draw it, and position says which part of it where that is not all.
	lines(width, height int) (lines []string, position string)
	// summary says what will be.
	summary() []ui.Labelled
	// change is what was typed. Its secrets are copies, which the caller wipes.
	change() client.Change
	// complete reports whether all that was typed is still there: nothing of it was wiped.
	complete() bool
	// hide wipes the secrets and goes to the step where they are typed. It reports whether there were any.
	hide() bool
}

func newChange(env *screen.Env, card client.Card, kind client.MovementKind, form changeForm) *Change {
	account, _ := env.Wallet.Account(card.Profile)
	c := &Change{kindOf: plan.Always(kind), form: form}
	c.Order = Order{Env: env, draft: c, Account: account, Kind: kind, Card: card, leave: "leave"}
	if form != nil {
		c.leave = "go back"
	}
	c.refusal = plan.Refused(account, kind, env.Wallet.Accounts)
	return c
}

// Init reads the card and the terms, unless the change cannot be made anyway.
func (c *Change) Init() tea.Cmd {
	if c.refusal != nil {
		return nil
	}
	return c.read()
}

// Update handles keys, pasted text and answers.
func (c *Change) Update(msg tea.Msg) tea.Cmd {
	if pressed, ok := msg.(tea.KeyPressMsg); ok {
		return c.onKey(pressed)
	}
	if cmd, taken := c.update(msg); taken {
		return cmd
	}
	return c.fill(msg)
}

// Has reports whether the part is the form.
func (c *Change) Has(part any) bool { return part == any(c.form) }

// fill passes a message on to the form, which recognises its own. Most forms can take nothing before the card is read.
func (c *Change) fill(msg tea.Msg) tea.Cmd {
	if c.form == nil || !c.begun && !c.forming() {
		return nil
	}
	if _, pasted := msg.(tea.PasteMsg); pasted && !(c.forming() && c.takes()) {
		return nil
	}
	cmd, done := c.form.update(msg)
	switch {
	case done && c.Stage == orderForm:
		return tea.Batch(cmd, c.summarize())
	case done && c.Stage == orderReading:
		return tea.Batch(cmd, ui.Notify(ui.Info, "the card is still being read"))
	}
	return cmd
}

// forming is true while the form is there to be typed.
func (c *Change) forming() bool {
	return c.Stage == orderForm || c.Stage == orderReading && c.form != nil && c.form.early() && c.refusal == nil && !c.stuck()
}

func (c *Change) onKey(msg tea.KeyPressMsg) tea.Cmd {
	switch {
	case c.forming():
		return c.onFormKey(msg)
	case c.Stage == orderReading && ui.Matches(msg, c.Env.Keys.Refresh) && c.stuck() && !c.terms.ByType:
		return c.read()
	case c.Stage == orderSummary:
		return c.onSummaryKey(msg)
	case c.Stage == OrderDone:
		return c.onDoneKey(msg)
	}
	return nil
}

func (c *Change) onFormKey(msg tea.KeyPressMsg) tea.Cmd {
	switch {
	case ui.Matches(msg, c.Env.Keys.Back): // a field gets every key, so the root does not see this one
		if c.wrong = nil; !c.form.back() {
			return ui.Back
		}
		return nil
	case !c.takes():
		return nil
	}
	c.wrong, c.Err = nil, nil
	return c.fill(msg)
}

// wanted is what was typed. The caller wipes its secrets.
func (c *Change) wanted() client.Intent {
	if c.form == nil {
		return client.Intent{}
	}
	return client.Intent{Change: c.form.change()}
}

func (c *Change) complete() bool { return c.form == nil || c.form.complete() }

func (c *Change) wipe() {
	if c.form != nil {
		c.form.hide()
	}
}

// reopen goes back to what was typed.
func (c *Change) reopen() bool {
	if c.form == nil {
		return false
	}
	if c.Stage, c.objection = orderForm, c.objection.fresh(); !c.complete() {
		c.wipe()
	}
	return true
}

// retry reads the card anew, and keeps what was typed.
func (c *Change) retry() tea.Cmd { return c.read() }

func (c *Change) keep() { c.before = c.Card }

// CapturesInput is true while something is typed.
func (c *Change) CapturesInput() bool {
	return c.forming() && c.form.captures() || c.confirming()
}

// Busy says what is under way then.
func (c *Change) Busy() string { return "the card is being changed" }

// Escape goes one step back.
func (c *Change) Escape() bool {
	if c.Stage == orderForm {
		return c.form.back()
	}
	return c.Order.Escape()
}

// Hide wipes the secrets that were typed, and ends asking once more. An order that was sent goes on.
func (c *Change) Hide() {
	c.Order.Hide()
	if c.form != nil && c.form.hide() && c.Stage == orderSummary {
		c.reopen()
	}
}

// Title says what is being done first: where the line is narrow, its end is cut.
func (c *Change) Title() (where, position string) {
	where, position = screen.CardTitle(c.Card)
	return c.Kind.Words().Title + " · " + where, position
}

// Actions are what a person can do here.
func (c *Change) Actions() []ui.Action {
	switch {
	case c.Stage == orderReading && c.stuck() && c.terms.ByType:
		return nil
	case c.Stage == orderReading && c.stuck():
		return []ui.Action{{Key: ui.Named(c.Env.Keys.Refresh, "try again"), Run: c.read}}
	case c.forming():
		return ui.Bound(c.form.keys()...)
	}
	return c.actions()
}
