package order

import (
	"context"
	"errors"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
	"cardwallet/client/statement"
	"cardwallet/crypto"
	"cardwallet/tui/pin"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

// NewActivate returns the screen that activates a physical card.
func NewActivate(env *screen.Env, card client.Card) *Change {
	account, _ := env.Wallet.Account(card.Profile)
	return newChange(env, card, client.MoveActivate, &activateForm{
		env: env, account: account, pin: pin.New(env), code: ui.SecretField{Most: 64, Takes: ui.Graphic}, end: func() {}, stop: func() {},
	})
}

// activateForm asks for the activation code, a new PIN, and what the card pays without it. The code is typed from a letter or an
// e-mail, or taken from the card's 3DS records, where it lies sealed until the person chooses it.
type activateForm struct {
	env     *screen.Env
	account client.Account
	card    client.Card
	terms   client.ChangeTerms
	step    activateStep

	window  ui.Window // over typing it and the records
	records []client.Record
	asking  bool
	looked  bool // records are what there is
	askErr  error
	stop    context.CancelFunc // ends asking, and wipes what it brought

	// The newest request to open a record. Ending its context wipes what it opened, wherever that is by then.
	serial  int
	end     context.CancelFunc
	opening bool
	openErr error

	code   ui.SecretField
	pin    pin.Entry
	amount textinput.Model
	paid   client.Money // without a PIN
	wrong  error        // with the amount
}

type activateStep int

const (
	activateFrom activateStep = iota // where the code is
	activateCode
	activatePIN
	activateAmount
)

func (f *activateForm) early() bool { return false }

func (f *activateForm) begin(terms client.ChangeTerms, card client.Card) tea.Cmd {
	f.hide()
	f.terms, f.card = terms, card
	f.amount = ui.NewField("", 20)
	f.amount.SetWidth(20)
	if terms.NoPINDefault.Known() {
		f.amount.SetValue(terms.NoPINDefault.Digits())
	}
	f.check()
	f.window = ui.Window{}
	f.window.SetCount(1)
	return tea.Batch(f.amount.Focus(), f.ask())
}

// ask looks for activation codes among the card's 3DS records. They stay sealed.
func (f *activateForm) ask() tea.Cmd {
	recorder, ok := f.account.Issuer.(client.Recorder)
	if !ok {
		return nil
	}
	f.drop()
	f.asking = true
	ctx, stop := context.WithCancel(f.env.Ctx)
	f.stop = stop
	id := f.card.ID
	work := func() ([]client.Record, error) {
		codes, err := statement.ActivationCodes(ctx, recorder, id)
		context.AfterFunc(ctx, func() { client.WipeValues(codes) }) // one may have come unsealed
		return codes, err
	}
	return screen.Ask(f, work, func(records []client.Record, err error) tea.Cmd {
		if ctx.Err() != nil { // hidden or asked again meanwhile
			return nil
		}
		f.asking, f.looked, f.askErr, f.records = false, true, err, records
		f.window.SetCount(1 + len(f.records))
		return nil
	})
}

func (f *activateForm) update(msg tea.Msg) (tea.Cmd, bool) {
	if msg, ok := msg.(activateOpenedMsg); ok {
		if msg.owner == f && msg.serial == f.serial {
			return f.onOpened(msg), false
		}
		return nil, false
	}
	switch f.step {
	case activateFrom:
		return f.choose(msg), false
	case activateCode:
		f.typeCode(msg)
		return nil, false
	case activatePIN:
		if f.pin.Update(msg) {
			f.step = activateAmount
		}
		return nil, false
	default: // activateAmount
		return f.typeAmount(msg)
	}
}

// choose takes where the code is.
func (f *activateForm) choose(msg tea.Msg) tea.Cmd {
	pressed, ok := msg.(tea.KeyPressMsg)
	k := f.env.Keys
	switch {
	case !ok || f.opening || f.window.Update(pressed, k):
	case ui.Matches(pressed, k.Refresh) && !f.asking:
		return f.ask()
	case ui.Matches(pressed, k.Choose) && f.window.Cursor == 0:
		f.step = activateCode
	case ui.Matches(pressed, k.Choose):
		return f.open(f.records[f.window.Cursor-1])
	}
	return nil
}

// open decrypts the record that the person chose, on this machine. It is not shown.
func (f *activateForm) open(r client.Record) tea.Cmd {
	ctx, end := context.WithCancel(f.env.Ctx)
	f.serial++
	f.end, f.opening, f.openErr = end, true, nil
	serial := f.serial
	return func() tea.Msg {
		value, err := r.Value.Open(ctx)
		context.AfterFunc(ctx, value.Wipe)
		return activateOpenedMsg{owner: f, serial: serial, value: value, err: err}
	}
}

type activateOpenedMsg struct {
	owner  *activateForm
	serial int
	value  crypto.Secret
	err    error
}

func (f *activateForm) onOpened(msg activateOpenedMsg) tea.Cmd {
	e := client.AuditEntry{Action: client.AuditCode, What: string(client.FieldCode), Outcome: client.AuditDone}
	e.Detail = "for the activation, not shown"
	if f.opening, f.openErr = false, msg.err; msg.err != nil {
		e.Outcome, e.Detail = client.AuditFailed, ""
	} else {
		code := client.FieldCode.ToPaste(msg.value)
		code.Reveal(f.code.Set)
		code.Wipe()
		f.step = activatePIN
	}
	f.end() // which wipes the value: the field has its own copy
	return screen.Send(screen.AuditMsg{Entry: e.ForCard(f.card)})
}

func (f *activateForm) typeCode(msg tea.Msg) {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		if ui.Matches(msg, f.env.Keys.Continue) {
			if !f.code.Empty() {
				f.step = activatePIN
			}
			return
		}
	case tea.PasteMsg:
	default:
		return
	}
	f.openErr = nil
	if f.code.Update(msg, f.env.Keys) {
		f.openErr = errors.New("what was pasted is no activation code: nothing of it was taken")
	}
}

func (f *activateForm) typeAmount(msg tea.Msg) (tea.Cmd, bool) {
	if pressed, ok := msg.(tea.KeyPressMsg); ok && ui.Matches(pressed, f.env.Keys.Continue) {
		f.check()
		return nil, f.wrong == nil && f.complete()
	}
	cmd := ui.Edit(&f.amount, msg)
	f.check()
	return cmd, false
}

// check judges the amount as it stands in the field.
func (f *activateForm) check() {
	f.paid, f.wrong = client.Money{}, nil
	if !f.terms.SetsNoPIN || f.amount.Value() == "" { // then it is the issuer's to say
		return
	}
	if f.paid, f.wrong = client.ParseMoneyOrZero(f.amount.Value(), f.terms.Currency); f.wrong != nil {
		return
	}
	f.wrong = f.terms.Check(client.MoveLimits, client.Change{Limits: client.Limits{NoPINAmount: f.paid}})
}

func (f *activateForm) back() bool {
	switch f.step {
	case activateAmount:
		f.step = activatePIN
	case activatePIN:
		if !f.pin.Back() {
			f.forget()
		}
	case activateCode:
		f.forget()
	default:
		if !f.opening {
			return false
		}
		f.forget()
	}
	return true
}

func (f *activateForm) captures() bool { return f.step != activateFrom }

func (f *activateForm) complete() bool { return !f.code.Empty() && f.pin.Complete() }

// hide also ends looking for codes: behind the lock nothing is asked.
func (f *activateForm) hide() bool {
	f.drop()
	return f.forget()
}

// drop ends looking for codes and wipes those that were found.
func (f *activateForm) drop() {
	f.stop()
	f.asking, f.looked, f.askErr, f.records = false, false, nil, nil
	f.window.SetCount(1)
}

// forget wipes what was typed or opened, and goes to the first step.
func (f *activateForm) forget() bool {
	f.end()
	f.serial++
	code, typed := f.code.Wipe(), f.pin.Hide()
	f.step, f.opening, f.openErr = activateFrom, false, nil
	return code || typed
}

func (f *activateForm) change() client.Change {
	return client.Change{ActivationCode: pin.Typed(&f.code), PIN: pin.Typed(&f.pin.First), Limits: client.Limits{NoPINAmount: f.paid}}
}

func (f *activateForm) keys() []key.Binding {
	k := f.env.Keys
	if f.step == activateFrom {
		return []key.Binding{k.Choose, k.Refresh}
	}
	return []key.Binding{k.Continue, k.Back}
}
