package screen

import (
	"fmt"
	"slices"

	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
	"cardwallet/tui/ui"
)

// refused says why the change cannot be made, as far as that is known without asking the issuer.
func (c *Change) refused() error {
	if !c.account.Offers(c.kind) {
		return fmt.Errorf("%s is %w\n%s", c.kind.Noun(), client.ErrUnsupported, whoOffers(c.env.Wallet, c.kind))
	}
	return c.account.MayChange()
}

// stuck is true where reading ended without anything that can be done.
func (c *Change) stuck() bool { return c.readErr != nil || c.terms.Refusal != "" }

// read asks for the card as it is now and for what can be done with it.
func (c *Change) read() tea.Cmd {
	c.stage, c.readErr, c.terms, c.wrong = changeReading, nil, client.ChangeTerms{}, nil
	ctx, account, before, kindOf := c.env.Ctx, c.account, c.card, c.kindOf
	return func() tea.Msg {
		card, terms, err := account.CheckChange(ctx, before, kindOf)
		return changeReadMsg{owner: c, card: before.Renewed(card), terms: terms, err: err}
	}
}

type changeReadMsg struct {
	owner *Change
	card  client.Card
	terms client.ChangeTerms
	err   error
}

// took goes on to what is to be typed, or to the summary.
func (c *Change) took(msg changeReadMsg) tea.Cmd {
	if c.stage != changeReading {
		return nil
	}
	if c.readErr = msg.err; msg.err != nil {
		c.wipeTyped()
		return nil
	}
	c.card, c.terms = msg.card, msg.terms
	c.kind = c.kindOf(c.card)
	if t := c.terms; c.kind == client.MoveLimits && t.Refusal == "" && !t.SetsNoPIN && !t.SetsMCC && (!t.SetsControls || len(t.Intervals) == 0) {
		c.terms.Refusal = "this card has no limits to set"
	}
	switch {
	case c.terms.Refusal != "":
		c.wipeTyped()
		return nil
	case c.form == nil:
		return c.summarize()
	}
	c.sudden = !c.form.early()
	c.stage, c.begun = changeForming, true
	return c.form.begin(c.terms, c.card)
}

// wipeTyped wipes the secrets of a form that is not there any more.
func (c *Change) wipeTyped() {
	if c.form != nil {
		c.form.hide()
	}
}

// reread asks for the card after something was done with it.
func (c *Change) reread() tea.Cmd {
	ctx, account, id := c.env.Ctx, c.account, c.card.ID
	return func() tea.Msg {
		card, err := account.Card(ctx, id)
		return changeCardMsg{owner: c, card: card, err: err}
	}
}

type changeCardMsg struct {
	owner *Change
	card  client.Card
	err   error
}

// change is what was typed. Its secrets are the caller's to wipe.
func (c *Change) change() client.Change {
	if c.form == nil {
		return client.Change{}
	}
	return c.form.change()
}

func wipeChange(change client.Change) {
	change.PIN.Wipe()
	change.ActivationCode.Wipe()
}

// summarize shows what was typed as it would be sent, unless the issuer's terms forbid that.
func (c *Change) summarize() tea.Cmd {
	change := c.change()
	defer wipeChange(change)
	if c.wrong = c.terms.Check(c.kind, change); c.wrong != nil {
		return nil
	}
	c.stage, c.guard = changeSummary, c.guard.fresh()
	return c.askGuards()
}

func (c *Change) intent(change client.Change) client.Intent {
	return client.Intent{Kind: c.kind, Card: c.card, Change: change, OverrideOpen: c.guard.override}
}

// askGuards asks the journal whether the change may be made. It asks again itself when the change is made, so y need not wait.
func (c *Change) askGuards() tea.Cmd {
	c.guard.serial++
	c.guard.err = nil
	change := c.change()
	ctx, payer, account, in, serial := c.env.Ctx, c.env.Payer, c.account, c.intent(change), c.guard.serial
	return func() tea.Msg {
		defer wipeChange(change)
		return changeCheckedMsg{owner: c, serial: serial, err: payer.Check(ctx, account, in)}
	}
}

type changeCheckedMsg struct {
	owner  *Change
	serial int
	err    error
}

func (c *Change) checked(err error) {
	if c.guard.err = err; c.confirming() {
		c.guard.ask()
	}
}

// mayConfirm is true where y does something.
func (c *Change) mayConfirm() bool { return c.stage == changeSummary && c.guard.err == nil }

// confirming is true while the journal waits for a typed confirmation.
func (c *Change) confirming() bool {
	return c.stage == changeSummary && isGuard(c.guard.err, client.ErrOpenMovement)
}

func (c *Change) pressConfirmation(msg tea.KeyPressMsg) tea.Cmd {
	k := c.env.Keys
	switch {
	case ui.Matches(msg, k.Back):
		if !c.Escape() {
			return ui.Back
		}
	case !c.env.Attention.Open(c):
	case ui.Matches(msg, k.Continue):
		want, what := nameToType(c.card)
		if !namesCard(c.card, c.guard.typed.Value()) {
			return ui.Notify(ui.Warn, fmt.Sprintf("type %s, %s, or esc", want, what))
		}
		c.guard.override = slices.Concat(c.guard.override, orders(c.guard.err))
		return c.askGuards()
	default:
		return c.guard.edit(msg)
	}
	return nil
}
