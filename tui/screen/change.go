package screen

import (
	"context"
	"time"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
	"cardwallet/client/plan"
	"cardwallet/tui/dialog"
	"cardwallet/tui/ui"
)

// Change makes a change in a card's life: it reads the card and what the issuer allows, has the person type what the change needs, shows
// a summary that y confirms, and follows the order to its end. From y on there is no way back and no second y until the outcome is there.
// NewFreeze, NewCancel, NewPIN, NewActivate and NewLimits make one.
type Change struct {
	env     *Env
	account client.Account
	kind    client.MovementKind
	kindOf  func(client.Card) client.MovementKind // by the card as just read
	card    client.Card
	form    changeForm // nil where there is nothing to type
	begun   bool       // the form has
	sudden  bool       // the form came by itself, while the person may have typed for something else
	stage   changeStage

	refusal  error // why it cannot be made at all
	readErr  error // why card or terms could not be read
	terms    client.ChangeTerms
	wrong    error // why what was typed cannot be sent
	guard    guard
	since    time.Time         // when the stage began
	before   client.CardStatus // when the person confirmed
	movement client.Movement
	outcome  error              // what the journal said about it
	askedAt  time.Time          // when the issuer was asked last what became of it; zero before that
	stop     context.CancelFunc // ends asking once more; nil while the order is sent or followed for the first time
}

// changeForm is what a person types before a change is summed up. It keeps secrets in memory of its own and says when it holds none any
// more.
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
	lines(width, height int) []string
	// summary says what will be.
	summary(width int) []string
	// change is what was typed. Its secrets are copies and the caller's to wipe.
	change() client.Change
	// complete reports whether nothing that was typed has been wiped since.
	complete() bool
	// hide wipes the secrets and goes to the step where they are typed. It reports whether there were any.
	hide() bool
}

type changeStage int

const (
	changeReading changeStage = iota // also while it cannot be made or read
	changeForming
	changeSummary
	changeSending   // the order is on its way
	changeFollowing // the issuer has it and is at work, or is being asked
	changeDone
)

func newChange(env *Env, card client.Card, kind client.MovementKind, form changeForm) *Change {
	account, _ := env.Wallet.Account(card.Profile)
	c := &Change{env: env, account: account, kind: kind, card: card, form: form}
	c.kindOf = func(client.Card) client.MovementKind { return kind }
	c.refusal = c.refused()
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
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		return c.press(msg)
	case changeReadMsg:
		if msg.owner == c {
			return c.took(msg)
		}
	case changeCardMsg:
		if msg.owner == c && client.Readable(msg.err) == nil {
			c.card = c.card.Renewed(msg.card)
		}
	case changeCheckedMsg:
		if msg.owner == c && msg.serial == c.guard.serial {
			c.checked(msg.err)
		}
	case dialog.AnswerMsg:
		yes, cmd := c.env.Attention.Answer(c, msg)
		return tea.Batch(cmd, c.send(yes))
	case changeMovedMsg:
		if msg.owner == c {
			return c.moved(msg)
		}
	case MovedMsg:
		return c.heard(msg.Movement)
	default:
		return c.fill(msg)
	}
	return nil
}

// fill passes on to the form what may be for it. Before the card is read most have nothing that could take it.
func (c *Change) fill(msg tea.Msg) tea.Cmd {
	if c.form == nil || !c.begun && !c.forming() {
		return nil
	}
	if _, pasted := msg.(tea.PasteMsg); pasted && !(c.forming() && c.takes()) {
		return nil
	}
	cmd, done := c.form.update(msg)
	switch {
	case done && c.stage == changeForming:
		return tea.Batch(cmd, c.summarize())
	case done && c.stage == changeReading:
		return tea.Batch(cmd, ui.Notify(ui.Info, "the card is still being read"))
	}
	return cmd
}

// forming is true while the form is there to be typed.
func (c *Change) forming() bool {
	return c.stage == changeForming || c.stage == changeReading && c.form != nil && c.form.early() && c.refusal == nil && !c.stuck()
}

// takes reports whether the newest key is for the form.
func (c *Change) takes() bool { return !c.sudden || c.env.Attention.Open(c) }

func (c *Change) press(msg tea.KeyPressMsg) tea.Cmd {
	k := c.env.Keys
	switch {
	case c.forming():
		return c.pressForm(msg)
	case c.stage == changeReading && ui.Matches(msg, k.Refresh) && c.stuck():
		return c.read()
	case c.confirming():
		return c.pressConfirmation(msg)
	case c.mayConfirm() && ui.Matches(msg, k.Confirm):
		return c.env.confirm(c)
	case c.stage == changeDone:
		return c.pressDone(msg)
	}
	return nil
}

func (c *Change) pressForm(msg tea.KeyPressMsg) tea.Cmd {
	switch {
	case ui.Matches(msg, c.env.Keys.Back): // a field gets every key, so the root does not see this one
		if c.wrong = nil; !c.form.back() {
			return ui.Back
		}
		return nil
	case !c.takes():
		return nil
	}
	c.wrong, c.outcome = nil, nil
	return c.fill(msg)
}

func (c *Change) pressDone(msg tea.KeyPressMsg) tea.Cmd {
	k := c.env.Keys
	switch {
	case ui.Matches(msg, k.Continue) && c.movement.Status == client.MovementFailed:
		return c.reopen()
	case ui.Matches(msg, k.Continue):
		return ui.Back
	case ui.Matches(msg, k.Refresh) && !c.movement.Status.Settled():
		return c.ask()
	}
	return nil
}

// reopen goes back to what was typed, or begins anew where that is nothing.
func (c *Change) reopen() tea.Cmd {
	c.outcome, c.guard, c.askedAt = nil, c.guard.fresh(), time.Time{}
	c.movement = client.Movement{}
	return c.read()
}

// CapturesInput is true while something is typed.
func (c *Change) CapturesInput() bool {
	return c.forming() && c.form.captures() || c.confirming()
}

// Holds is true from the confirmation to the first outcome. Asking once more what became of the order can be ended.
func (c *Change) Holds() bool { return c.running() && c.stop == nil }

func (c *Change) running() bool { return c.stage == changeSending || c.stage == changeFollowing }

// Busy says what is under way then.
func (c *Change) Busy() string { return "the card is being changed" }

// Counting is true while the time since the confirmation is shown.
func (c *Change) Counting() bool { return c.running() }

// Escape goes one step back.
func (c *Change) Escape() bool {
	switch {
	case c.stage == changeSummary && c.form != nil:
		c.stage, c.guard, c.sudden = changeForming, c.guard.fresh(), false
		if !c.form.complete() {
			c.form.hide()
		}
		return true
	case c.stage == changeForming:
		return c.form.back()
	case c.running() && c.stop != nil:
		c.stop() // which brings what is known
		return true
	}
	return c.Holds()
}

// Hide wipes the secrets that were typed, and ends asking once more, which would sign in again. What has been sent takes its course.
func (c *Change) Hide() {
	if c.stop != nil {
		c.stop()
	}
	if c.form != nil && c.form.hide() && c.stage == changeSummary {
		c.stage, c.guard, c.sudden = changeForming, c.guard.fresh(), false
	}
}

// Profile is the account of the card.
func (c *Change) Profile() string { return c.account.Profile }

// Title says what is being done first: where the line is narrow, its end is cut.
func (c *Change) Title() (where, position string) {
	where, position = cardTitle(c.card)
	return plan.WordsOf(c.kind).Title + " · " + where, position
}

// Keys are the bindings of the help line, next to those that the root adds.
func (c *Change) Keys() []key.Binding {
	k := c.env.Keys
	next, ask := k.Continue, k.Refresh
	switch {
	case c.stage == changeReading && c.stuck():
		ask.SetHelp(ask.Help().Key, "try again")
		return []key.Binding{ask}
	case c.forming():
		return c.form.keys()
	case c.confirming():
		return []key.Binding{next, k.Back} // the root adds no way back to a field
	case c.mayConfirm():
		return []key.Binding{k.Confirm}
	case c.stage == changeDone && c.movement.Status == client.MovementFailed:
		next.SetHelp(next.Help().Key, "try again")
		return []key.Binding{next}
	case c.stage == changeDone && !c.movement.Status.Settled():
		ask.SetHelp(ask.Help().Key, "ask what became of it")
		return []key.Binding{ask}
	}
	return nil
}
