package screen

import (
	"context"
	"strings"
	"time"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
	"cardwallet/client/plan"
	"cardwallet/tui/dialog"
	"cardwallet/tui/ui"
)

// Payment moves money onto a card, off it, or onto a new one: the person types an amount, reads a summary, confirms it with y, and
// reads the outcome. From y on there is no way back and no second y until the outcome is there. What the journal's guards object to
// is asked on the summary. Create ends in one.
type Payment struct {
	env     *Env
	account client.Account
	kind    client.MovementKind
	words   plan.Words
	card    client.Card    // zero for a creation
	new     client.NewCard // for a creation only
	model   client.CardType
	named   map[string]string // names of what the new card is chosen with, by what newCardWords calls them
	input   textinput.Model
	stage   paymentStage

	refusal  error // why no such movement can be made at all
	terms    client.Terms
	termsErr error
	loading  bool // the terms are
	funds    []client.Funds
	fundsErr error
	cardErr  error
	reading  int // balances on their way

	sudden bool         // the form came by itself, while the person may have typed for something else
	quote  client.Quote // of the amount in the field; zero while that is not a usable one
	wrong  error        // why it is not; nil for an empty field
	guard  guard

	since    time.Time     // when the stage began
	before   plan.Balances // what was there when the person confirmed
	movement client.Movement
	outcome  error              // what the journal said about it
	askedAt  time.Time          // when the issuer was asked last what became of it; zero before that
	stop     context.CancelFunc // ends asking once more; nil while the order is sent or followed for the first time
}

type paymentStage int

const (
	paymentForm paymentStage = iota
	paymentSummary
	paymentSending   // the order is on its way
	paymentFollowing // the issuer has it and is at work, or is being asked
	paymentDone
)

// NewPayment returns the screen that moves money from the wallet onto a card, or back.
func NewPayment(env *Env, kind client.MovementKind, card client.Card) *Payment {
	account, _ := env.Wallet.Account(card.Profile)
	p := newPayment(env, account, kind)
	p.card = card
	p.refusal = p.refused()
	return p
}

func newPayment(env *Env, account client.Account, kind client.MovementKind) *Payment {
	p := &Payment{env: env, account: account, kind: kind, words: plan.WordsOf(kind), input: ui.NewField("", 32)}
	p.input.SetWidth(20)
	p.input.Focus()
	return p
}

// Init loads the issuer's terms and the balances, unless the movement cannot be made anyway.
func (p *Payment) Init() tea.Cmd {
	if p.refusal != nil {
		return nil
	}
	return tea.Batch(p.loadTerms(), p.readBalances())
}

// Update handles keys, pasted text and answers.
func (p *Payment) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		return p.press(msg)
	case tea.PasteMsg:
		if p.typing() && p.takes() {
			msg.Content = strings.TrimSpace(msg.Content)
			return p.edit(msg)
		}
	case paymentTermsMsg:
		if msg.owner == p {
			p.tookTerms(msg)
		}
	case paymentFundsMsg:
		if msg.owner == p {
			p.tookFunds(msg)
		}
	case paymentCardMsg:
		if msg.owner == p {
			p.tookCard(msg)
		}
	case paymentCheckedMsg:
		if msg.owner == p && msg.serial == p.guard.serial {
			p.checked(msg.err)
		}
	case dialog.AnswerMsg:
		yes, cmd := p.env.Attention.Answer(p, msg)
		return tea.Batch(cmd, p.answered(yes))
	case paymentMovedMsg:
		if msg.owner == p {
			return p.moved(msg)
		}
	case MovedMsg:
		return p.heard(msg.Movement)
	}
	return nil
}

func (p *Payment) press(msg tea.KeyPressMsg) tea.Cmd {
	switch p.stage {
	case paymentForm:
		return p.pressForm(msg)
	case paymentSummary:
		return p.pressSummary(msg)
	case paymentDone:
		return p.pressDone(msg)
	}
	return nil
}

func (p *Payment) pressForm(msg tea.KeyPressMsg) tea.Cmd {
	k := p.env.Keys
	switch {
	case ui.Matches(msg, k.Back): // a field gets every key, so the root does not see this one
		return ui.Back
	case !p.typing():
		if ui.Matches(msg, k.Refresh) && p.termsErr != nil && p.refusal == nil && !p.loading {
			return tea.Batch(p.loadTerms(), p.readBalances())
		}
	case !p.takes():
	case ui.Matches(msg, k.Continue):
		return p.summarize()
	default:
		return p.edit(msg)
	}
	return nil
}

func (p *Payment) pressSummary(msg tea.KeyPressMsg) tea.Cmd {
	switch {
	case p.confirming():
		return p.pressConfirmation(msg)
	case ui.Matches(msg, p.env.Keys.Confirm) && p.mayConfirm():
		return p.env.confirm(p)
	default:
		p.guard.asked = false
	}
	return nil
}

func (p *Payment) pressDone(msg tea.KeyPressMsg) tea.Cmd {
	k := p.env.Keys
	switch {
	case ui.Matches(msg, k.Continue) && p.movement.Status == client.MovementFailed:
		p.reopen()
	case ui.Matches(msg, k.Continue):
		return ui.Back
	case ui.Matches(msg, k.Refresh) && !p.movement.Status.Settled():
		return p.ask()
	}
	return nil
}

func (p *Payment) edit(msg tea.Msg) tea.Cmd {
	var cmd tea.Cmd
	p.input, cmd = ui.Edit(p.input, msg)
	p.outcome = nil
	p.check()
	return cmd
}

func (p *Payment) summarize() tea.Cmd {
	switch {
	case p.wrong != nil:
		return nil
	case p.loading:
		return ui.Notify(ui.Info, "the issuer's terms are still being read")
	}
	if !p.quote.Amount.Known() {
		return ui.Notify(ui.Info, "type an amount first")
	}
	p.stage, p.guard, p.sudden = paymentSummary, p.guard.fresh(), false
	if p.fundsErr != nil || p.cardErr != nil {
		return tea.Batch(p.askGuards(), p.readBalances())
	}
	return p.askGuards()
}

// reopen goes back to the amount. What the person said to the guards' questions was about the summary.
func (p *Payment) reopen() {
	p.stage, p.outcome, p.guard = paymentForm, nil, p.guard.fresh()
	p.check()
}

// typing is true while the amount is typed. It can be before the terms are there, which judge it then.
func (p *Payment) typing() bool {
	return p.stage == paymentForm && p.refusal == nil && p.termsErr == nil
}

// takes reports whether the newest key is for the form.
func (p *Payment) takes() bool { return !p.sudden || p.env.Attention.Open(p) }

// CapturesInput is true while an amount or a confirmation is typed.
func (p *Payment) CapturesInput() bool { return p.typing() || p.confirming() }

// Holds is true from the confirmation to the first outcome. Asking once more what became of the order can be ended.
func (p *Payment) Holds() bool { return p.running() && p.stop == nil }

func (p *Payment) running() bool { return p.stage == paymentSending || p.stage == paymentFollowing }

// Counting is true while the time since the confirmation is shown.
func (p *Payment) Counting() bool { return p.running() }

// Escape goes from the summary back to the amount, or stops asking once more.
func (p *Payment) Escape() bool {
	switch {
	case p.stage == paymentSummary:
		p.reopen()
		return true
	case p.running() && p.stop != nil:
		p.stop() // which brings what is known
		return true
	}
	return p.Holds()
}

// Hide ends asking once more, which would sign in again. What has been sent takes its course.
func (p *Payment) Hide() {
	if p.stop != nil {
		p.stop()
	}
}

// Profile is the account that pays.
func (p *Payment) Profile() string { return p.account.Profile }

// Title says what is being done first: where the line is narrow, its end is cut.
func (p *Payment) Title() (where, position string) {
	if p.kind == client.MoveCreate {
		return p.words.Title + " · " + ui.Safe(p.account.Profile), ""
	}
	where, position = cardTitle(p.card)
	return p.words.Title + " · " + where, position
}

// Keys are the bindings of the help line, next to those that the root adds.
func (p *Payment) Keys() []key.Binding {
	k := p.env.Keys
	next, ask := k.Continue, k.Refresh
	switch {
	case p.CapturesInput():
		return []key.Binding{next, k.Back} // the root adds no way back to a field
	case p.stage == paymentForm && p.termsErr != nil && p.refusal == nil:
		ask.SetHelp(ask.Help().Key, "try again")
		return []key.Binding{ask}
	case p.stage == paymentSummary && p.mayConfirm():
		return []key.Binding{k.Confirm}
	case p.stage == paymentDone && p.movement.Status == client.MovementFailed:
		next.SetHelp(next.Help().Key, "change the amount")
		return []key.Binding{next}
	case p.stage == paymentDone && !p.movement.Status.Settled():
		ask.SetHelp(ask.Help().Key, "ask what became of it")
		return []key.Binding{ask}
	}
	return nil
}
