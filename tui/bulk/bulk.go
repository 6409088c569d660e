// Package bulk has the screen of one order for many cards.
package bulk

import (
	"strings"
	"time"

	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
	"cardwallet/tui/dialog"
	"cardwallet/tui/order"
	"cardwallet/tui/reference"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

// Bulk does one thing with many cards: the same top-up on each, or a freeze, or an unfreeze. It reads the cards and what the issuers
// allow, leaves out those that it cannot be done with, shows one summary that y confirms, and sends one order after another. esc asks it
// to stop after the one that is on its way; the first unknown outcome stops it at once.
type Bulk struct {
	env    *screen.Env
	kind   client.MovementKind
	items  []*bulkItem
	input  textinput.Model // the amount, for a top-up only
	ref    reference.Field // for all cards: the card is part of each order's number
	stage  bulkStage
	serial int   // of the newest question to the journal; earlier answers are void
	unread error // that the journal did not answer it for some of the cards

	funds    map[string]bulkFunds // by profile
	before   map[string]bulkFunds // when the person confirmed
	reading  int                  // balances on their way
	yes      dialog.Yes           // to the summary, while its orders are sent
	since    time.Time            // when the stage began
	stopping bool                 // the person has asked for it
	stopped  string               // why the rest was not sent, safe; empty where all were
	sheet    ui.Sheet
	turning  screen.Turning
}

// bulkItem is one of the cards.
type bulkItem struct {
	order.Order
	state   bulkState
	barred  string // why it cannot be done with this card at all, safe
	refused string // why it cannot be done as it was typed, safe
	doubts  string // what has to be known before it is sent, safe
	terms   client.Terms
	quote   client.Quote
}

type bulkState int

const (
	bulkUnread bulkState = iota
	bulkAsked
	bulkRead
	bulkSent // noted and sent, or refused while that was tried
)

type bulkStage int

const (
	bulkReading bulkStage = iota
	bulkForm
	bulkChecking // the journal is
	bulkSummary
	bulkSending
	bulkDone
)

// NewBulkTopUp returns the screen that moves the same amount onto each of the cards.
func NewBulkTopUp(env *screen.Env, cards []client.Card) *Bulk {
	return newBulk(env, client.MoveTopUp, cards)
}

// NewBulkFreeze returns the screen that freezes the cards, or unfreezes them where all are frozen.
func NewBulkFreeze(env *screen.Env, cards []client.Card) *Bulk {
	kind := client.MoveUnfreeze
	for _, card := range cards {
		if order.FreezeKind(card) == client.MoveFreeze {
			kind = client.MoveFreeze
		}
	}
	return newBulk(env, kind, cards)
}

func newBulk(env *screen.Env, kind client.MovementKind, cards []client.Card) *Bulk {
	b := &Bulk{env: env, kind: kind, input: ui.NewField("", 32), ref: reference.New(), funds: map[string]bulkFunds{}}
	b.input.Focus()
	for _, card := range cards {
		account, _ := env.Wallet.Account(card.Profile)
		b.items = append(b.items, &bulkItem{Order: order.Order{Env: env, Account: account, Kind: kind, Card: card}})
	}
	return b
}

// Init reads cards, terms and balances.
func (b *Bulk) Init() tea.Cmd { return b.read() }

// Update handles keys, pasted text and answers.
func (b *Bulk) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		return b.onKey(msg)
	case tea.PasteMsg:
		if b.CapturesInput() {
			msg.Content = strings.TrimSpace(msg.Content)
			return b.edit(msg)
		}
	case dialog.AnswerMsg:
		yes, cmd := b.env.Attention.Answer(b, msg)
		return tea.Batch(cmd, b.send(yes))
	case order.OrderMovedMsg:
		return b.onMoved(msg)
	case screen.MovesMsg:
		if b.stage == bulkSummary && msg.Over(b.unread) {
			return b.check()
		}
	case screen.MovedMsg:
		for _, item := range b.items {
			item.OnSettled(msg.Movement)
		}
	}
	return nil
}

func (b *Bulk) onKey(msg tea.KeyPressMsg) tea.Cmd {
	k := b.env.Keys
	if b.CapturesInput() {
		return b.onFormKey(msg)
	}
	if b.sheet.Update(msg, k) {
		return nil
	}
	switch {
	case b.stage == bulkSummary && ui.Matches(msg, k.Confirm) && b.mayConfirm():
		return b.env.Confirm(b)
	case b.stage == bulkDone && ui.Matches(msg, k.Continue):
		return ui.Back
	case b.stage == bulkDone && ui.Matches(msg, k.Refresh) && b.open() > 0:
		return settle()
	}
	return nil
}

func (b *Bulk) onFormKey(msg tea.KeyPressMsg) tea.Cmd {
	k := b.env.Keys
	switch {
	case ui.Matches(msg, k.Back): // a field gets every key, so the root does not see this one
		return ui.Back
	case b.sheet.Position() != "" && msg.Text == "" && msg.Mod == 0 && b.sheet.Update(msg, k): // what is left out
	case !ui.Matches(msg, k.Continue):
		return b.edit(msg)
	case b.stage == bulkReading:
		return ui.Notify(ui.Info, "the cards are still being read")
	case strings.TrimSpace(b.input.Value()) == "":
		return ui.Notify(ui.Info, "type an amount first")
	default:
		return b.check()
	}
	return nil
}

func (b *Bulk) edit(msg tea.Msg) tea.Cmd {
	cmd, taken := b.ref.Update(msg, b.env.Keys, &b.input)
	if !taken {
		cmd = ui.Edit(&b.input, msg)
	}
	return cmd
}

// CapturesInput is true while the amount is typed. That may begin before the cards are read; their terms judge it afterwards.
func (b *Bulk) CapturesInput() bool {
	return b.kind == client.MoveTopUp && (b.stage == bulkForm || b.stage == bulkReading)
}

// Holds is true from the confirmation to the last outcome.
func (b *Bulk) Holds() bool { return b.stage == bulkSending }

// Busy says what is under way then.
func (b *Bulk) Busy() string {
	if b.kind.IsChange() {
		return "cards are being changed"
	}
	return "money is moving"
}

// Counting is true while the time since the confirmation is shown.
func (b *Bulk) Counting() bool { return b.Holds() }

// Stop has nothing sent after the order that is on its way.
func (b *Bulk) Stop() { b.stopping = true }

// Escape goes from the summary back to the amount.
func (b *Bulk) Escape() bool {
	if b.kind == client.MoveTopUp && (b.stage == bulkSummary || b.stage == bulkChecking) {
		b.stage = bulkForm
		return true
	}
	return false
}

// Profile is the account of the cards where that is one.
func (b *Bulk) Profile() string {
	for _, item := range b.items {
		if item.Card.Profile != b.items[0].Card.Profile {
			return ""
		}
	}
	return b.items[0].Card.Profile
}

// Box is how wide the box is.
func (b *Bulk) Box() int { return ui.BoxCells }

// Frame says in the border what is asked, or what is being done.
func (b *Bulk) Frame() ui.Panel {
	words := b.kind.Words()
	p := ui.Panel{Title: words.Verb, Detail: cardCount(len(b.items)), Right: b.sheet.Position()}
	switch b.stage {
	case bulkSummary:
		n := b.count((*bulkItem).allowed)
		if p.Title = words.Verb + " " + cardCount(n) + "?"; n == 0 {
			p.Title = "no card to " + words.Verb
		}
		p.Detail = strings.TrimPrefix(b.leftOutWords(), ", ")
	case bulkSending:
		p.Title, p.Detail = words.Doing, cardCount(b.toSend())
	case bulkDone:
		if b.count((*bulkItem).succeeded) == b.toSend() {
			p.Title, p.Detail = words.Done, ""
		}
	default: // what is begun
	}
	p.Title = ui.Sentence(p.Title)
	return p
}

// Title says what is being done, and with how many cards.
func (b *Bulk) Title() (where, position string) {
	return b.kind.Words().Verb + " " + cardCount(len(b.items)), ""
}

// Leave is what esc does.
func (b *Bulk) Leave() string {
	switch {
	case b.stage != bulkSummary:
		return ""
	case b.kind == client.MoveTopUp:
		return "change the amount"
	}
	return "leave"
}

// Actions are what a person can do here.
func (b *Bulk) Actions() []ui.Action {
	k := b.env.Keys
	var actions []ui.Action
	switch {
	case b.CapturesInput():
		return ui.Bound(k.Continue, k.NextField, k.Back) // the root adds no way back to a field
	case b.stage == bulkSummary && b.mayConfirm():
		actions = ui.Bound(k.Confirm)
	case b.stage == bulkSending:
		return ui.Bound(ui.Named(k.Back, "stop after this one"))
	case b.stage == bulkDone && b.open() > 0:
		actions = []ui.Action{{Key: ui.Named(k.Refresh, "ask what became of it"), Run: settle}}
	}
	return append(actions, ui.Moves(k)...)
}

func settle() tea.Cmd { return screen.Send(screen.SettleMsg{}) }
