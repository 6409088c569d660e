// Package screentest is for the tests of the screens: a rig that stands in for the root, issuers that answer by script, and the laws that
// every screen keeps.
package screentest

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/shopspring/decimal"

	"cardwallet/client"
	"cardwallet/client/issuertest"
	"cardwallet/crypto"
	"cardwallet/tui/dialog"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

// The values that must not be seen unless asked for.
const (
	TestPAN    = "4288375123454242"
	TestExpiry = "09/29"
	TestCVV    = "738"
	TestLink   = "https://gift.example/redeem/7f3a91"
)

func Usd(s string) client.Money { return client.NewMoney(decimal.RequireFromString(s), "USD") }

func AdsCard() client.Card {
	return client.Card{
		Profile: "fin", Issuer: "finhub", ID: "1844674407370955161", Name: "Ads EU", Status: client.CardActive, IssuerStatus: "Active",
		Balance: Usd("120"), TypeID: "111021", BIN: "428837", Category: "PURCHASE", Form: client.FormVirtual,
	}
}

// vault opens fields by looking them up, as a private key would.
type vault struct {
	mu     sync.Mutex
	Opened []string
	Err    error
	Delay  time.Duration
	Given  []crypto.Secret
}

func (v *vault) Open(ctx context.Context, sealed string) (crypto.Secret, error) {
	if v.Delay > 0 {
		time.Sleep(v.Delay)
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.Err != nil {
		return crypto.Secret{}, v.Err
	}
	v.Opened = append(v.Opened, sealed)
	s := crypto.SecretFromString(strings.TrimPrefix(sealed, "sealed:"))
	v.Given = append(v.Given, s)
	return s, nil
}

func (v *vault) Sealed(kind client.FieldKind, value string) client.Field {
	return client.SealedField(kind, "sealed:"+value, v)
}

// FakeIssuer answers from memory and counts.
type FakeIssuer struct {
	Mu         sync.Mutex
	Vault      *vault
	TheCard    client.Card
	TheDetails client.Details
	TheFunds   []client.Funds
	TheTerms   client.Terms
	Withdraw   client.Terms
	Create     client.Terms
	Types      []client.CardType
	Changes    map[client.MovementKind]client.ChangeTerms
	TheRecords []client.Record
	Asked      client.RecordQuery
	Errs       map[string]error // by method
	Delay      time.Duration
	calls      map[string]int
}

func NewFakeIssuer() *FakeIssuer {
	v := &vault{}
	return &FakeIssuer{
		Vault: v, TheCard: AdsCard(), Errs: map[string]error{}, calls: map[string]int{}, Changes: map[client.MovementKind]client.ChangeTerms{},
		TheDetails: client.Details{
			Number: v.Sealed(client.FieldPAN, TestPAN), Expiry: v.Sealed(client.FieldExpiry, TestExpiry), CVV: v.Sealed(client.FieldCVV, TestCVV),
		},
		TheFunds: []client.Funds{{Kind: client.FundsWallet, Available: Usd("1000")}},
		TheTerms: client.Terms{
			Currency: "USD", Min: decimal.NewNullDecimal(decimal.NewFromInt(10)), Max: decimal.NewNullDecimal(decimal.NewFromInt(5000)),
			Decimals: 2, Rate: decimal.RequireFromString("0.03"),
		},
		Withdraw: client.Terms{
			Currency: "USD", Min: decimal.NewNullDecimal(decimal.New(1, -2)), Max: decimal.NewNullDecimal(decimal.NewFromInt(115)), Decimals: 2,
			MaxReason: "the card must keep 5.00 USD",
		},
		Create: client.Terms{
			Currency: "USD", Min: decimal.NewNullDecimal(decimal.NewFromInt(20)), Max: decimal.NewNullDecimal(decimal.NewFromInt(500)),
			Decimals: 2, Rate: decimal.RequireFromString("0.01"), Fixed: decimal.NewFromInt(10),
		},
		Types: []client.CardType{
			{ID: "111002", Name: "531993", Organization: "Visa", Category: "SUBSCRIPTION", Type: "Virtual", Mode: "PREPAID_CARD", Price: Usd("10"),
				OpenMin: Usd("20"), OpenMax: Usd("500"), CanOpen: true},
			{ID: "111003", Name: "Budget", Organization: "MasterCard", Category: "PURCHASE", Type: "Physical", Mode: "BUDGET_CARD", Price: Usd("1"),
				NeedsHolder: true, MaxCardsPerHolder: 5, CanOpen: true},
			{ID: "111004", Name: "Retired", CanOpen: false},
		},
	}
}

func (f *FakeIssuer) Called(method string) error {
	if f.Delay > 0 {
		time.Sleep(f.Delay)
	}
	f.Mu.Lock()
	defer f.Mu.Unlock()
	f.calls[method]++
	return f.Errs[method]
}

func (f *FakeIssuer) Set(method string, err error) {
	f.Mu.Lock()
	defer f.Mu.Unlock()
	f.Errs[method] = err
}

func (f *FakeIssuer) Count(method string) int {
	f.Mu.Lock()
	defer f.Mu.Unlock()
	return f.calls[method]
}

func (f *FakeIssuer) Cards(context.Context, func(int, int)) ([]client.Card, error) {
	return []client.Card{f.TheCard}, f.Called("cards")
}

func (f *FakeIssuer) Card(context.Context, string) (client.Card, error) {
	err := f.Called("card")
	f.Mu.Lock()
	defer f.Mu.Unlock()
	return f.TheCard, err
}

func (f *FakeIssuer) Details(ctx context.Context, _ string) (client.Details, error) {
	return f.TheDetails, errors.Join(f.Called("details"), ctx.Err())
}

func (f *FakeIssuer) Codes(context.Context, string) ([]client.Code, error) {
	return nil, f.Called("codes")
}

func (f *FakeIssuer) Funds(context.Context) ([]client.Funds, error) {
	err := f.Called("funds")
	f.Mu.Lock()
	defer f.Mu.Unlock()
	return f.TheFunds, err
}

// StatusRules are those of an issuer with all kinds of movements.
func (*FakeIssuer) StatusRules() client.StatusRules { return issuertest.StatusRules }

func (f *FakeIssuer) Moves(client.MovementKind) bool { return true }

func (f *FakeIssuer) Terms(_ context.Context, in client.Intent) (client.Terms, error) {
	switch in.Kind {
	case client.MoveWithdraw:
		return f.Withdraw, f.Called("withdraw terms")
	case client.MoveCreate:
		return f.Create, f.Called("create terms")
	default: // of a top-up: changes have none
		return f.TheTerms, f.Called("terms")
	}
}

func (f *FakeIssuer) Send(context.Context, client.Order) (client.Operation, error) {
	return client.Operation{}, errors.New("a screen sent an order past the journal")
}

// Limited is an issuer that moves cards and money in some ways only.
type Limited struct {
	client.Issuer
	client.Mover
	Kinds []client.MovementKind
}

// StatusRules are those of an issuer with all kinds of movements.
func (Limited) StatusRules() client.StatusRules { return issuertest.StatusRules }

func (o Limited) Moves(kind client.MovementKind) bool { return slices.Contains(o.Kinds, kind) }

// CheckPart takes numbers that do not begin with 0.
func (*FakeIssuer) CheckPart(part client.CardPart, text string) (problem string, ok bool) {
	switch {
	case part == client.PartNumber:
		return "", text != ""
	case strings.HasPrefix(text, "0"):
		return "which does not begin with 0", false
	case text == "" || strings.Trim(text, "0123456789") != "":
		return "digits only", false
	}
	return "", true
}

func (f *FakeIssuer) CardParts(t client.CardType) (parts []client.CardPart) {
	for part, needed := range map[client.CardPart]bool{
		client.PartHolder: t.NeedsHolder, client.PartAccount: t.Mode == "BUDGET_CARD", client.PartNumber: t.Type == "Physical",
	} {
		if needed {
			parts = append(parts, part)
		}
	}
	return parts
}

func (f *FakeIssuer) CardTypes(context.Context) ([]client.CardType, error) {
	return f.Types, f.Called("types")
}

// Rig drives one screen as the root does, in virtual time: every command runs on its own, its message comes back to Update.
type Rig struct {
	T        *testing.T
	Env      *screen.Env
	Issuer   *FakeIssuer
	Payer    *fakePayer
	Screen   ui.Screen
	Requests func() int // of deposits
	Size     [2]int     // of the body; 80 by 21 where it is zero
	Answers  chan tea.Msg
	Out      []tea.Msg // what the root would have got
}

func NewEnv(t *testing.T, accounts ...client.Account) *screen.Env {
	styles := ui.NewStyles(true, true)
	return &screen.Env{
		Ctx: t.Context(), Wallet: client.NewWallet(accounts...), Now: time.Now, Settings: screen.Settings{HideAfter: 20 * time.Second},
		Keys: ui.NewKeys(), Styles: &styles, Codes: screen.NewCodeBook(), Moves: &screen.MoveBook{}, Attention: dialog.NewAttention(time.Now),
	}
}

// InBubble runs a test against one fake account in virtual time.
func InBubble(t *testing.T, f func(*Rig)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		issuer := NewFakeIssuer()
		payer := &fakePayer{issuer: issuer, Status: client.MovementSucceeded}
		env := NewEnv(t, client.Account{Profile: "fin", Kind: "finhub", Issuer: issuer})
		env.Payer = screen.NewTill(payer)
		f(&Rig{T: t, Env: env, Issuer: issuer, Payer: payer, Answers: make(chan tea.Msg, 1000)})
		time.Sleep(time.Hour) // the timers that are left run out
	})
}

func (r *Rig) Open(s ui.Screen) {
	r.Screen = s
	r.Do(s.Init())
	r.draw()
	r.Settle()
}

func (r *Rig) Do(cmd tea.Cmd) {
	if cmd != nil {
		go func() { r.Answers <- cmd() }()
	}
}

// Settle lets everything happen that does not take time.
func (r *Rig) Settle() {
	for {
		synctest.Wait()
		select {
		case msg := <-r.Answers:
			r.Take(msg)
		default:
			return
		}
	}
}

func (r *Rig) Take(msg tea.Msg) {
	switch msg := msg.(type) {
	case nil:
		return
	case tea.BatchMsg:
		for _, cmd := range msg {
			r.Do(cmd)
		}
		return
	case ui.PushMsg, ui.BackMsg, ui.NoticeMsg, screen.CopyMsg, screen.ArmMsg, screen.DisarmMsg, screen.WatchMsg, screen.UnwatchMsg,
		screen.AskCodesMsg, screen.MovedMsg, screen.SeenMsg, screen.NamedMsg,
		screen.DepositedMsg, screen.SettleMsg, screen.AuditMsg, screen.BulkSentMsg, screen.SpentMsg:
		r.Out = append(r.Out, msg)
	}
	if reply, ok := msg.(screen.Reply); ok {
		r.Do(reply.Deliver(r.Screen))
		r.draw()
		return
	}
	if _, pasted := msg.(tea.PasteMsg); pasted {
		r.Env.Attention.OnInput(msg)
	}
	r.Do(r.Screen.Update(msg))
	r.draw()
}

// draw draws a frame, as the root does after each message.
func (r *Rig) draw() string {
	if r.Size == [2]int{} {
		r.Size = [2]int{80, 21}
	}
	return r.Env.Attention.Frame(func() string { return r.Screen.View(r.Size[0], r.Size[1]) })
}

func KeyMsg(name string) tea.KeyPressMsg {
	switch name {
	case "enter":
		return tea.KeyPressMsg{Code: tea.KeyEnter}
	case "esc":
		return tea.KeyPressMsg{Code: tea.KeyEscape}
	case "up":
		return tea.KeyPressMsg{Code: tea.KeyUp}
	case "down":
		return tea.KeyPressMsg{Code: tea.KeyDown}
	case "tab":
		return tea.KeyPressMsg{Code: tea.KeyTab}
	case "space":
		return tea.KeyPressMsg{Code: tea.KeySpace, Text: " "}
	case "backspace":
		return tea.KeyPressMsg{Code: tea.KeyBackspace}
	case "ctrl+v":
		return tea.KeyPressMsg{Code: 'v', Mod: tea.ModCtrl}
	}
	return tea.KeyPressMsg{Code: []rune(name)[0], Text: name}
}

// Press types keys as a person does who looks first what is asked, and waits for what a key does.
func (r *Rig) Press(names ...string) {
	r.T.Helper()
	for _, name := range names {
		if r.Env.Attention.Asking() {
			time.Sleep(dialog.Grace)
			r.Settle()
		}
		asked := r.Env.Attention.Asking()
		r.Strike(name)
		r.Settle()
		if asked {
			time.Sleep(dialog.Alone)
			r.Settle()
		}
	}
}

// Confirm answers what is asked, and leaves what that does to the caller.
func (r *Rig) Confirm() {
	time.Sleep(dialog.Grace)
	r.Settle()
	r.Strike("y")
	time.Sleep(dialog.Alone)
	r.Settle()
}

// Strike types one key without letting anything else happen, in the order of the root: esc goes to the screen first where it asks for that.
func (r *Rig) Strike(name string) {
	r.key(KeyMsg(name))
}

func (r *Rig) key(msg tea.KeyPressMsg) {
	defer r.draw()
	r.Env.Attention.OnInput(msg)
	capturer, ok := r.Screen.(ui.Capturer)
	if msg.Code == tea.KeyEscape && (!ok || !capturer.CapturesInput()) {
		if e, ok := r.Screen.(ui.Escaper); !ok || !e.Escape() {
			r.Out = append(r.Out, ui.BackMsg{})
		}
		return
	}
	r.Do(r.Screen.Update(msg))
}

// Tick lets a second pass, and more until d is over.
func (r *Rig) Tick(d time.Duration) {
	for end := time.Now().Add(d); time.Now().Before(end); {
		time.Sleep(min(time.Second, time.Until(end)))
		if c, ok := r.Screen.(ui.Counter); ok && c.Counting() {
			r.Do(r.Screen.Update(ui.TickMsg{Now: time.Now()}))
		}
		r.Settle()
	}
}

func (r *Rig) View() string { return ansi.Strip(r.draw()) }

func (r *Rig) Shows(words ...string) {
	r.T.Helper()
	view := r.View()
	for _, w := range words {
		if !strings.Contains(view, w) {
			r.T.Errorf("%q is not on the screen:\n%s", w, view)
		}
	}
}

func (r *Rig) Hides(words ...string) {
	r.T.Helper()
	view := r.View()
	for _, w := range words {
		if strings.Contains(view, w) {
			r.T.Errorf("%q is on the screen:\n%s", w, view)
		}
	}
}

// Got counts the messages of one type that the root would have got.
func Got[T tea.Msg](r *Rig) []T {
	var found []T
	for _, m := range r.Out {
		if m, ok := m.(T); ok {
			found = append(found, m)
		}
	}
	return found
}

// Fits fails when a view does not stay in its cells.
func Fits(t *testing.T, s ui.Screen, width, height int) {
	t.Helper()
	view := s.View(width, height)
	if view == "" {
		return
	}
	lines := strings.Split(view, "\n")
	if len(lines) > height {
		t.Errorf("%d lines in %d×%d:\n%s", len(lines), width, height, view)
	}
	for _, line := range lines {
		if w := ansi.StringWidth(line); w > width {
			t.Errorf("%d cells in %d×%d: %q", w, width, height, line)
		}
	}
}

var TestSizes = [][2]int{{60, 13}, {80, 21}, {120, 37}, {1, 1}, {0, 0}, {13, 5}, {200, 50}}
