package screen

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
	"cardwallet/tui/ui"
)

// TopUp moves money onto one card: the person types an amount, reads a summary, confirms it with y, and reads the outcome.
// From y on there is no way back and no second y until the outcome is there.
type TopUp struct {
	env     *Env
	account client.Account
	card    client.Card
	input   textinput.Model
	stage   topUpStage

	refusal  error // why this card cannot be topped up at all
	terms    client.Terms
	termsErr error
	loading  bool // the terms are
	funds    []client.Funds
	fundsErr error
	cardErr  error
	reading  int // balances on their way

	quote client.Quote // of the amount in the field; zero while that is not a usable one
	wrong error        // why it is not; nil for an empty field

	since    time.Time // when the stage began
	before   balances  // what was there when the person confirmed
	movement client.Movement
	outcome  error // what the journal said about it
}

type topUpStage int

const (
	topUpForm topUpStage = iota
	topUpSummary
	topUpSending   // the order is on its way
	topUpFollowing // the issuer has it and is at work
	topUpDone
)

// balances are what a top-up changes. Either may be not known.
type balances struct{ wallet, card client.Money }

// NewTopUp returns the screen that tops a card up.
func NewTopUp(env *Env, card client.Card) *TopUp {
	account, _ := env.Wallet.Account(card.Profile)
	t := &TopUp{env: env, account: account, card: card, input: ui.NewField("", 32)}
	t.input.SetWidth(20)
	t.input.Focus()
	t.refusal = t.refused()
	return t
}

// refused says why the card cannot be topped up, as far as that is known without asking the issuer.
func (t *TopUp) refused() error {
	if _, ok := t.account.Issuer.(client.TopUpper); !ok {
		return fmt.Errorf("top-up is %w", client.ErrUnsupported)
	}
	switch {
	case t.account.ReadOnly:
		return fmt.Errorf("%s moves no money: %w\nremove read_only from the profile in the config to allow it", t.account.Profile, client.ErrReadOnly)
	case !t.card.Usable() && t.card.Status != client.CardUnknown:
		return fmt.Errorf("the card is %s\nonly an active card can be topped up", t.card.Status)
	}
	return nil
}

// Init loads the issuer's terms and both balances, unless the card cannot be topped up anyway.
func (t *TopUp) Init() tea.Cmd {
	if t.refusal != nil {
		return nil
	}
	return tea.Batch(t.loadTerms(), t.readBalances())
}

// Update handles keys, pasted text and answers.
func (t *TopUp) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		return t.press(msg)
	case tea.PasteMsg:
		if t.CapturesInput() {
			msg.Content = strings.TrimSpace(msg.Content)
			return t.edit(msg)
		}
	case topUpTermsMsg:
		if msg.owner == t {
			t.loading, t.terms, t.termsErr = false, msg.terms, msg.err
			if msg.err == nil && msg.terms.Refusal != "" {
				t.refusal = errors.New(msg.terms.Refusal)
			}
			t.check()
		}
	case topUpFundsMsg:
		if msg.owner == t {
			t.reading--
			if t.fundsErr = msg.err; msg.err == nil {
				t.funds = msg.funds
			}
			t.check()
		}
	case topUpCardMsg:
		if msg.owner == t {
			t.tookCard(msg)
		}
	case topUpMovedMsg:
		if msg.owner == t {
			return t.moved(msg)
		}
	}
	return nil
}

func (t *TopUp) press(msg tea.KeyPressMsg) tea.Cmd {
	k := t.env.Keys
	switch t.stage {
	case topUpForm:
		switch {
		case ui.Matches(msg, k.Back): // a field gets every key, so the root does not see this one
			return ui.Back
		case !t.CapturesInput():
			if ui.Matches(msg, k.Refresh) && t.termsErr != nil && !t.loading {
				return tea.Batch(t.loadTerms(), t.readBalances())
			}
		case ui.Matches(msg, k.Continue):
			return t.summarize()
		default:
			return t.edit(msg)
		}
	case topUpSummary:
		if ui.Matches(msg, k.Confirm) {
			return t.pay()
		}
	case topUpDone:
		switch {
		case ui.Matches(msg, k.Continue) && t.movement.Status == client.MovementFailed:
			t.stage, t.outcome = topUpForm, nil
			t.check()
		case ui.Matches(msg, k.Continue):
			return ui.Back
		case ui.Matches(msg, k.Refresh) && !t.movement.Status.Settled():
			return t.follow()
		}
	}
	return nil
}

func (t *TopUp) edit(msg tea.Msg) tea.Cmd {
	var cmd tea.Cmd
	t.input, cmd = t.input.Update(msg)
	t.outcome = nil
	t.check()
	return cmd
}

// check judges the amount as it stands in the field.
func (t *TopUp) check() {
	if t.stage != topUpForm && t.stage != topUpSummary || t.loading || t.termsErr != nil {
		return
	}
	t.quote, t.wrong = client.Quote{}, nil
	text := t.input.Value()
	if strings.TrimSpace(text) == "" {
		return
	}
	amount, err := client.ParseMoney(text, t.terms.Currency)
	if err == nil {
		err = t.terms.Check(amount)
	}
	if err != nil {
		t.wrong = err
		return
	}
	t.quote = t.terms.Quote(amount)
	if wallet := t.now().wallet; wallet.Sub(t.quote.Total).Amount.IsNegative() {
		t.wrong = fmt.Errorf("%w: the wallet has %s", client.ErrInsufficient, wallet)
	}
}

// now gives the balances as last read.
func (t *TopUp) now() balances {
	b := balances{card: t.card.Balance}
	if wallet, ok := client.FundingWallet(t.funds, t.terms.Currency); ok {
		b.wallet = wallet.Available
	}
	return b
}

func (t *TopUp) summarize() tea.Cmd {
	if t.wrong != nil {
		return nil
	}
	if !t.quote.Amount.Known() {
		return ui.Notify(ui.Info, "type an amount first")
	}
	t.stage = topUpSummary
	if t.fundsErr != nil || t.cardErr != nil {
		return t.readBalances()
	}
	return nil
}

func (t *TopUp) tookCard(msg topUpCardMsg) {
	t.reading--
	if t.cardErr = msg.err; msg.err != nil {
		return
	}
	t.card = newer(t.card, msg.card)
	if t.stage == topUpForm || t.stage == topUpSummary {
		if t.refusal = t.refused(); t.refusal != nil {
			t.stage = topUpForm
		} else if t.terms.Refusal != "" {
			t.refusal = errors.New(t.terms.Refusal)
		}
	}
}

// CapturesInput is true while the amount is typed.
func (t *TopUp) CapturesInput() bool {
	return t.stage == topUpForm && t.refusal == nil && t.termsErr == nil && !t.loading
}

// Holds is true from the confirmation to the outcome.
func (t *TopUp) Holds() bool { return t.stage == topUpSending || t.stage == topUpFollowing }

// Counting is true while the time since the confirmation is shown.
func (t *TopUp) Counting() bool { return t.Holds() }

// Escape goes from the summary back to the amount.
func (t *TopUp) Escape() bool {
	if t.stage == topUpSummary {
		t.stage = topUpForm
		return true
	}
	return t.Holds()
}

// Profile is the account of the card.
func (t *TopUp) Profile() string { return t.card.Profile }

// Title names the card.
func (t *TopUp) Title() (where, position string) {
	where, position = cardTitle(t.card)
	return where + " / top up", position
}

// Keys are the bindings of the help line, next to those that the root adds.
func (t *TopUp) Keys() []key.Binding {
	k := t.env.Keys
	next, ask := k.Continue, k.Refresh
	switch {
	case t.CapturesInput():
		return []key.Binding{next, k.Back} // the root adds no way back to a field
	case t.stage == topUpForm && t.termsErr != nil && t.refusal == nil:
		ask.SetHelp(ask.Help().Key, "try again")
		return []key.Binding{ask}
	case t.stage == topUpSummary:
		return []key.Binding{k.Confirm}
	case t.stage == topUpDone && t.movement.Status == client.MovementFailed:
		next.SetHelp(next.Help().Key, "change the amount")
		return []key.Binding{next}
	case t.stage == topUpDone && !t.movement.Status.Settled():
		ask.SetHelp(ask.Help().Key, "ask what became of it")
		return []key.Binding{ask}
	}
	return nil
}
