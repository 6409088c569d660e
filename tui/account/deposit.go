package account

import (
	"strings"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
	"cardwallet/crypto"
	"cardwallet/tui/dialog"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

// Deposit asks the issuer for an address to send money to: amount and asset, a summary and y, then the address with its QR code. It is
// asked for once, and nothing moves before somebody pays.
type Deposit struct {
	env     *screen.Env
	account client.Account
	assets  []string
	asset   int
	field   textinput.Model
	amount  client.Money
	stage   depositStage
	err     error
	got     client.Deposit
	qr      []string
	leaving bool // a key that leaves was pressed once where the address is shown
}

type depositStage int

const (
	depositAmount depositStage = iota
	depositSure
	depositAsking
	depositShown
)

// NewDeposit returns the question.
func NewDeposit(env *screen.Env, account client.Account) *Deposit {
	d := &Deposit{env: env, account: account, field: ui.NewField("", 30)}
	if depositor, ok := account.Issuer.(client.Depositor); ok {
		d.assets = depositor.DepositAssets()
	}
	return d
}

// Init lets the person type.
func (d *Deposit) Init() tea.Cmd { return d.field.Focus() }

// Update handles keys, pasted text and the issuer's answer.
func (d *Deposit) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		return d.onKey(msg)
	case tea.PasteMsg:
		if d.stage == depositAmount {
			return d.edit(msg)
		}
	case dialog.AnswerMsg:
		yes, cmd := d.env.Attention.Answer(d, msg)
		return tea.Batch(cmd, d.ask(yes))
	}
	return nil
}

func (d *Deposit) onKey(msg tea.KeyPressMsg) tea.Cmd {
	k := d.env.Keys
	switch d.stage {
	case depositAmount:
		switch {
		case ui.Matches(msg, k.Back):
			return ui.Back
		case key.Matches(msg, k.NextField, k.PreviousField) && len(d.assets) > 0:
			step := 1
			if key.Matches(msg, k.PreviousField) {
				step = len(d.assets) - 1
			}
			d.asset, d.err = (d.asset+step)%len(d.assets), nil
		case key.Matches(msg, k.Continue):
			d.next()
		default:
			return d.edit(msg)
		}
	case depositSure:
		if ui.Matches(msg, k.Confirm) {
			return d.env.Confirm(d)
		}
	case depositShown:
		d.leaving = false
		if ui.Matches(msg, k.Copy) {
			return screen.Send(screen.CopyMsg{Value: crypto.SecretFromString(d.got.Address), What: "address", Shown: true})
		}
	case depositAsking: // no key means anything
	}
	return nil
}

func (d *Deposit) edit(msg tea.Msg) tea.Cmd {
	d.err = nil
	return ui.Edit(&d.field, msg)
}

// next checks what was typed. Where it is refused, it stays in the field.
func (d *Deposit) next() {
	if len(d.assets) == 0 {
		return
	}
	if d.err = d.account.MayChange(); d.err != nil {
		return
	}
	if d.amount, d.err = client.ParseDeposit(d.field.Value()); d.err == nil {
		d.stage = depositSure
	}
}

func (d *Deposit) ask(yes dialog.Yes) tea.Cmd {
	depositor, ok := d.account.Issuer.(client.Depositor)
	if !ok || !yes.Given() || d.stage != depositSure {
		return nil
	}
	d.stage, d.err = depositAsking, nil
	ctx, till, amount, asset := d.env.Ctx, d.env.Payer, d.amount, d.assets[d.asset]
	return screen.Ask(d, func() (client.Deposit, error) {
		return till.RequestDeposit(ctx, yes, depositor, amount, asset)
	}, d.onDeposit)
}

func (d *Deposit) onDeposit(got client.Deposit, err error) tea.Cmd {
	done := screen.Send(screen.DepositedMsg{Profile: d.account.Profile})
	if err != nil {
		d.stage, d.err = depositAmount, client.MaybeRequested(err, "see the list of deposits before you ask again")
		return tea.Batch(done, d.field.Focus())
	}
	d.stage, d.got, d.qr = depositShown, got, nil
	if client.IsDepositAddress(got.Address) && !d.env.Styles.ASCII { // what is scanned must be what is read
		d.qr = ui.QR(got.Address, 2)
	}
	return done
}

// CapturesInput is true while the amount is typed.
func (d *Deposit) CapturesInput() bool { return d.stage == depositAmount }

// Holds is true while the issuer is asked: an answer that nobody sees would lose the address.
func (d *Deposit) Holds() bool { return d.stage == depositAsking }

// Busy says what keeps the person from leaving.
func (d *Deposit) Busy() string { return "an address is being asked for" }

// Counting reports whether the address has an end.
func (d *Deposit) Counting() bool { return d.stage == depositShown && !d.got.ExpiresAt.IsZero() }

// Escape goes one step back.
func (d *Deposit) Escape() bool {
	if d.stage == depositSure {
		d.stage = depositAmount
		return true
	}
	return d.Holds() || d.Keep()
}

// Keep has the address left on the second press only: nothing shows it again.
func (d *Deposit) Keep() bool {
	keep := d.stage == depositShown && !d.leaving
	d.leaving = d.leaving || keep
	return keep
}

// Profile is the account's.
func (d *Deposit) Profile() string { return d.account.Profile }

// Title says what is asked.
func (d *Deposit) Title() (where, position string) {
	what := "New deposit"
	switch d.stage {
	case depositSure:
		what = "Request an address?"
	case depositAsking:
		what = "Requesting an address"
	case depositShown:
		what = "Deposit address"
	case depositAmount: // it has that title
	}
	return what + " · " + ui.Safe(d.account.Profile), ""
}

// Box is how wide the box with the question is. The address with its QR code has the whole body.
func (d *Deposit) Box() int {
	if d.stage == depositShown {
		return 0
	}
	return ui.BoxCells
}

// Leave says what the key that goes back does at the question; it is empty where that is the usual.
func (d *Deposit) Leave() string {
	if d.stage == depositSure {
		return "change the amount"
	}
	return ""
}

// Actions are what a person can do here.
func (d *Deposit) Actions() []ui.Action { return ui.Bound(d.bindings()...) }

func (d *Deposit) bindings() []key.Binding {
	k := d.env.Keys
	switch d.stage {
	case depositAmount:
		return []key.Binding{k.Continue, ui.Named(k.NextField, "asset"), k.Back}
	case depositSure:
		return []key.Binding{k.Confirm}
	case depositShown:
		return []key.Binding{k.Copy}
	default: // while it is asked for
		return nil
	}
}

// View draws the question, or the address.
func (d *Deposit) View(width, height int) string {
	s := d.env.Styles
	facts := []ui.Labelled{{Label: "account", Value: ui.Safe(d.account.Profile) + " at " + screen.IssuerName(d.account)}}
	question := func(end ...string) string {
		facts = append(facts, ui.Labelled{}, ui.Labelled{Label: "amount", Value: screen.MoneyWords(d.amount), Sum: true, Style: &s.Strong},
			ui.Labelled{}, ui.Labelled{Label: "send", Value: d.send(d.amount, d.assets[d.asset])}, ui.Labelled{})
		return ui.Body(append(append([]string{""}, ui.Facts(s, width, facts...)...), end...), width, height)
	}
	switch d.stage {
	case depositSure:
		d.env.Attention.Asks(d, d.account.Profile+" "+d.amount.String()+" "+d.assets[d.asset])
		return question(ui.AnswerLines(s, s.Button, "request the address, once", d.Leave(), width)...)
	case depositAsking:
		return question(" " + s.Accent.Render("asking "+screen.IssuerName(d.account)+"…"))
	case depositShown:
		return d.address(width, height)
	default:
		return ui.Body(d.form(width, facts), width, height)
	}
}

// form is where the amount is typed and the asset is chosen.
func (d *Deposit) form(width int, facts []ui.Labelled) []string {
	s := d.env.Styles
	assets := make([]string, 0, len(d.assets))
	for i, asset := range d.assets {
		if asset = " " + ui.Safe(asset) + " "; i == d.asset {
			asset = s.Selection.Render(asset)
		}
		assets = append(assets, asset)
	}
	sentIn := "none"
	if len(assets) > 0 {
		sentIn = strings.Join(assets, " ")
	}
	facts = append(facts, ui.Labelled{}, ui.Labelled{Label: "amount", Value: ui.AmountView(&d.field, "USD")},
		ui.Labelled{Label: "sent in", Value: sentIn}, ui.Labelled{})
	lines := append([]string{""}, ui.Facts(s, width, facts...)...)
	if d.err != nil {
		return append(lines, ui.ProblemLines(s, "", d.err, width)...)
	}
	return append(lines, " "+s.Muted.Render("nothing moves before somebody pays to the address"))
}
