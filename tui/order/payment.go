package order

import (
	"strings"

	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
	"cardwallet/client/plan"
	"cardwallet/tui/reference"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

// Payment moves money onto a card, off it, or onto a new one. The person types an amount, and a reference if they like; the rest is an
// Order.
type Payment struct {
	Order
	model client.CardType   // of a new card
	named map[string]string // names of what the new card is chosen with, by what screen.NewCardWords calls them
	Input textinput.Model   // the amount
	ref   reference.Field

	terms    client.Terms
	termsErr error
	loading  bool // the terms are
	funds    []client.Funds
	fundsErr error
	cardErr  error
	reading  int      // balances on their way
	moved    []string // what others did to the card since the list was read

	quote  client.Quote  // of the amount in the field; zero while that is not a usable one
	before plan.Balances // what was there when the person confirmed
}

// NewPayment returns the screen that moves money from the wallet onto a card, or back.
func NewPayment(env *screen.Env, kind client.MovementKind, card client.Card) *Payment {
	account, _ := env.Wallet.Account(card.Profile)
	p := newPayment(env, account, kind)
	p.Card = card
	p.refusal = p.refused()
	return p
}

// NewCreation returns the screen that makes a new card of a type. named has the names of the holder and of the account that were chosen,
// under the words that newCardWords has for their ids. sudden says that the screen comes by itself.
func NewCreation(env *screen.Env, account client.Account, wanted client.NewCard, model client.CardType, named map[string]string,
	sudden bool) *Payment {
	p := newPayment(env, account, client.MoveCreate)
	p.new, p.model, p.named, p.sudden = wanted, model, named, sudden
	p.refusal = p.refused()
	return p
}

func newPayment(env *screen.Env, account client.Account, kind client.MovementKind) *Payment {
	p := &Payment{Input: ui.NewField("", 32), ref: reference.New()}
	p.Order = Order{Env: env, draft: p, Account: account, Kind: kind, Stage: orderForm, leave: "change the amount"}
	p.Input.SetWidth(20)
	p.Input.Focus()
	return p
}

// Init loads the issuer's terms and the balances, unless the movement cannot be made anyway.
func (p *Payment) Init() tea.Cmd {
	if p.refusal != nil {
		return nil
	}
	return p.load()
}

func (p *Payment) load() tea.Cmd { return tea.Batch(p.loadTerms(), p.readBalances()) }

// Update handles keys, pasted text and answers.
func (p *Payment) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		return p.onKey(msg)
	case tea.PasteMsg:
		if p.Typing() && p.takes() {
			msg.Content = strings.TrimSpace(msg.Content)
			return p.edit(msg)
		}
	default:
		cmd, _ := p.update(msg)
		return cmd
	}
	return nil
}

func (p *Payment) onKey(msg tea.KeyPressMsg) tea.Cmd {
	switch p.Stage {
	case orderForm:
		return p.onFormKey(msg)
	case orderSummary:
		return p.onSummaryKey(msg)
	case OrderDone:
		return p.onDoneKey(msg)
	default: // what has been sent takes no key
		return nil
	}
}

func (p *Payment) onFormKey(msg tea.KeyPressMsg) tea.Cmd {
	k := p.Env.Keys
	switch {
	case ui.Matches(msg, k.Back): // a field gets every key, so the root does not see this one
		return ui.Back
	case !p.Typing():
		if ui.Matches(msg, k.Refresh) && p.termsErr != nil && p.refusal == nil && !p.loading {
			return p.load()
		}
	case !p.takes():
	case ui.Matches(msg, k.Continue):
		return p.summarize()
	default:
		return p.edit(msg)
	}
	return nil
}

func (p *Payment) edit(msg tea.Msg) tea.Cmd {
	cmd, taken := p.ref.Update(msg, p.Env.Keys, &p.Input)
	if !taken {
		cmd = ui.Edit(&p.Input, msg)
	}
	p.Err = nil
	p.check()
	return cmd
}

func (p *Payment) summarize() tea.Cmd {
	switch {
	case p.wrong != nil && !(p.quote.Amount.Known() && p.ref.Text() != ""): // what was made before needs no balance
		return nil
	case p.loading:
		return ui.Notify(ui.Info, "the issuer's terms are still being read")
	}
	if !p.quote.Amount.Known() {
		return ui.Notify(ui.Info, "type an amount first")
	}
	if p.fundsErr != nil || p.cardErr != nil {
		return tea.Batch(p.Order.summarize(), p.readBalances())
	}
	return p.Order.summarize()
}

func (p *Payment) wanted() client.Intent {
	return client.Intent{Amount: p.quote.Amount, Quote: p.quote, Reference: p.ref.Text()}
}

func (p *Payment) complete() bool { return p.quote.Amount.Known() }

func (p *Payment) wipe() {} // an amount is no secret

// reopen goes back to the amount. What the person said to the journal's objections was about the summary.
func (p *Payment) reopen() bool {
	p.Stage, p.Err, p.objection = orderForm, nil, p.objection.fresh()
	p.check()
	return true
}

func (p *Payment) retry() tea.Cmd {
	p.reopen()
	return nil
}

func (p *Payment) keep() { p.before = p.now() }

func (p *Payment) reread() tea.Cmd {
	if p.Stage != OrderDone {
		return nil
	}
	return p.readBalances()
}

// Typing is true while the amount is typed. That may begin before the terms are there; they judge it when they come.
func (p *Payment) Typing() bool {
	return p.Stage == orderForm && p.refusal == nil && p.termsErr == nil
}

// CapturesInput is true while an amount or a confirmation is typed.
func (p *Payment) CapturesInput() bool { return p.Typing() || p.confirming() }

// Title says what is being done first: where the line is narrow, its end is cut.
func (p *Payment) Title() (where, position string) {
	if p.Kind == client.MoveCreate {
		return p.Kind.Words().Title + " · " + ui.Safe(p.Account.Profile), ""
	}
	where, position = screen.CardTitle(p.Card)
	return p.Kind.Words().Title + " · " + where, position
}

// Actions are what a person can do here.
func (p *Payment) Actions() []ui.Action {
	k := p.Env.Keys
	switch {
	case p.Typing():
		return ui.Bound(k.Continue, k.NextField, k.Back) // the root adds no way back to a field
	case p.Stage == orderForm && p.termsErr != nil && p.refusal == nil:
		return []ui.Action{{Key: ui.Named(k.Refresh, "try again"), Run: p.load}}
	}
	return p.actions()
}
