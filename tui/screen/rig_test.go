package screen

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
	"cardwallet/crypto"
	"cardwallet/tui/dialog"
	"cardwallet/tui/ui"
)

// The values that must not be seen unless asked for.
const (
	testPAN    = "4288375123454242"
	testExpiry = "09/29"
	testCVV    = "738"
	testLink   = "https://gift.example/redeem/7f3a91"
)

func usd(s string) client.Money { return client.NewMoney(decimal.RequireFromString(s), "USD") }

func adsCard() client.Card {
	return client.Card{
		Profile: "fin", Issuer: "finhub", ID: "1844674407370955161", Name: "Ads EU", Status: client.CardActive, IssuerStatus: "Active",
		Balance: usd("120"), TypeID: "111021", BIN: "428837", Category: "PURCHASE",
	}
}

// vault opens fields by looking them up, as a private key would.
type vault struct {
	mu     sync.Mutex
	opened []string
	err    error
	delay  time.Duration
	given  []crypto.Secret
}

func (v *vault) Open(ctx context.Context, sealed string) (crypto.Secret, error) {
	if v.delay > 0 {
		time.Sleep(v.delay)
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.err != nil {
		return crypto.Secret{}, v.err
	}
	v.opened = append(v.opened, sealed)
	s := crypto.SecretFromString(strings.TrimPrefix(sealed, "sealed:"))
	v.given = append(v.given, s)
	return s, nil
}

func (v *vault) sealed(kind client.FieldKind, value string) client.Field {
	return client.SealedField(kind, "sealed:"+value, v)
}

// fakeIssuer answers from memory and counts.
type fakeIssuer struct {
	mu       sync.Mutex
	vault    *vault
	card     client.Card
	details  client.Details
	funds    []client.Funds
	terms    client.Terms
	withdraw client.Terms
	create   client.Terms
	types    []client.CardType
	changes  map[client.MovementKind]client.ChangeTerms
	records  []client.Record
	asked    client.RecordQuery
	errs     map[string]error // by method
	delay    time.Duration
	calls    map[string]int
}

func newFakeIssuer() *fakeIssuer {
	v := &vault{}
	return &fakeIssuer{
		vault: v, card: adsCard(), errs: map[string]error{}, calls: map[string]int{}, changes: map[client.MovementKind]client.ChangeTerms{},
		details: client.Details{
			Number: v.sealed(client.FieldPAN, testPAN), Expiry: v.sealed(client.FieldExpiry, testExpiry), CVV: v.sealed(client.FieldCVV, testCVV),
		},
		funds: []client.Funds{{Kind: client.FundsWallet, Available: usd("1000")}},
		terms: client.Terms{
			Currency: "USD", Min: decimal.NewNullDecimal(decimal.NewFromInt(10)), Max: decimal.NewNullDecimal(decimal.NewFromInt(5000)),
			Decimals: 2, Rate: decimal.RequireFromString("0.03"),
		},
		withdraw: client.Terms{
			Currency: "USD", Min: decimal.NewNullDecimal(decimal.New(1, -2)), Max: decimal.NewNullDecimal(decimal.NewFromInt(115)), Decimals: 2,
			MaxReason: "the card must keep 5.00 USD",
		},
		create: client.Terms{
			Currency: "USD", Min: decimal.NewNullDecimal(decimal.NewFromInt(20)), Max: decimal.NewNullDecimal(decimal.NewFromInt(500)),
			Decimals: 2, Rate: decimal.RequireFromString("0.01"), Fixed: decimal.NewFromInt(10),
		},
		types: []client.CardType{
			{ID: "111002", Name: "531993", Organization: "Visa", Category: "SUBSCRIPTION", Type: "Virtual", Mode: "PREPAID_CARD", Price: usd("10"),
				OpenMin: usd("20"), OpenMax: usd("500"), CanOpen: true},
			{ID: "111003", Name: "Budget", Organization: "MasterCard", Category: "PURCHASE", Type: "Physical", Mode: "BUDGET_CARD", Price: usd("1"),
				NeedsHolder: true, MaxCardsPerHolder: 5, CanOpen: true},
			{ID: "111004", Name: "Retired", CanOpen: false},
		},
	}
}

func (f *fakeIssuer) called(method string) error {
	if f.delay > 0 {
		time.Sleep(f.delay)
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.calls[method]++
	return f.errs[method]
}

func (f *fakeIssuer) set(method string, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.errs[method] = err
}

func (f *fakeIssuer) count(method string) int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.calls[method]
}

func (f *fakeIssuer) Cards(context.Context, func(int, int)) ([]client.Card, error) {
	return []client.Card{f.card}, f.called("cards")
}

func (f *fakeIssuer) Card(context.Context, string) (client.Card, error) {
	err := f.called("card")
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.card, err
}

func (f *fakeIssuer) Details(ctx context.Context, _ string) (client.Details, error) {
	return f.details, errors.Join(f.called("details"), ctx.Err())
}

func (f *fakeIssuer) Codes(context.Context, string) ([]client.Code, error) {
	return nil, f.called("codes")
}

func (f *fakeIssuer) Funds(context.Context) ([]client.Funds, error) {
	err := f.called("funds")
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.funds, err
}

func (f *fakeIssuer) Moves(client.MovementKind) bool { return true }

func (f *fakeIssuer) Terms(_ context.Context, in client.Intent) (client.Terms, error) {
	switch in.Kind {
	case client.MoveWithdraw:
		return f.withdraw, f.called("withdraw terms")
	case client.MoveCreate:
		return f.create, f.called("create terms")
	}
	return f.terms, f.called("terms")
}

func (f *fakeIssuer) Send(context.Context, client.Order) (client.Operation, error) {
	return client.Operation{}, errors.New("a screen sent an order past the journal")
}

// limited is an issuer that moves cards and money in some ways only.
type limited struct {
	client.Issuer
	client.Mover
	kinds []client.MovementKind
}

func (o limited) Moves(kind client.MovementKind) bool { return slices.Contains(o.kinds, kind) }

func (f *fakeIssuer) CardParts(t client.CardType) (parts []client.CardPart) {
	for part, needed := range map[client.CardPart]bool{
		client.PartHolder: t.NeedsHolder, client.PartAccount: t.Mode == "BUDGET_CARD", client.PartNumber: t.Type == "Physical",
	} {
		if needed {
			parts = append(parts, part)
		}
	}
	return parts
}

func (f *fakeIssuer) CardTypes(context.Context) ([]client.CardType, error) {
	return f.types, f.called("types")
}

// rig drives one screen as the root does, in virtual time: every command runs on its own, its message comes back to Update.
type rig struct {
	t        *testing.T
	env      *Env
	issuer   *fakeIssuer
	payer    *fakePayer
	screen   ui.Screen
	requests func() int // of deposits
	size     [2]int     // of the body; 80 by 21 where it is zero
	answers  chan tea.Msg
	out      []tea.Msg // what the root would have got
}

func newEnv(t *testing.T, accounts ...client.Account) *Env {
	styles := ui.NewStyles(true, true)
	return &Env{
		Ctx: t.Context(), Wallet: client.NewWallet(accounts...), Now: time.Now, HideAfter: 20 * time.Second,
		Keys: ui.NewKeys(), Styles: &styles, Codes: NewCodeBook(), Moves: &MoveBook{}, Attention: dialog.NewAttention(time.Now),
	}
}

// inBubble runs a test against one fake account in virtual time.
func inBubble(t *testing.T, f func(*rig)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		issuer := newFakeIssuer()
		payer := &fakePayer{issuer: issuer, status: client.MovementSucceeded}
		env := newEnv(t, client.Account{Profile: "fin", Kind: "finhub", Issuer: issuer})
		env.Payer = NewTill(payer)
		f(&rig{t: t, env: env, issuer: issuer, payer: payer, answers: make(chan tea.Msg, 1000)})
		time.Sleep(time.Hour) // the timers that are left run out
	})
}

func (r *rig) open(s ui.Screen) {
	r.screen = s
	r.do(s.Init())
	r.draw()
	r.settle()
}

func (r *rig) do(cmd tea.Cmd) {
	if cmd != nil {
		go func() { r.answers <- cmd() }()
	}
}

// settle lets everything happen that does not take time.
func (r *rig) settle() {
	for {
		synctest.Wait()
		select {
		case msg := <-r.answers:
			r.take(msg)
		default:
			return
		}
	}
}

func (r *rig) take(msg tea.Msg) {
	switch msg := msg.(type) {
	case nil:
		return
	case tea.BatchMsg:
		for _, cmd := range msg {
			r.do(cmd)
		}
		return
	case ui.PushMsg, ui.BackMsg, ui.NoticeMsg, CopyMsg, ArmMsg, DisarmMsg, WatchMsg, UnwatchMsg, AskCodesMsg, MovedMsg, SeenMsg, NamedMsg,
		DepositedMsg, SettleMsg, AuditMsg, BulkSentMsg, spentMsg:
		r.out = append(r.out, msg)
	}
	if _, pasted := msg.(tea.PasteMsg); pasted {
		r.env.Attention.Heard(msg)
	}
	r.do(r.screen.Update(msg))
	r.draw()
}

// draw draws a frame, as the root does after each message.
func (r *rig) draw() string {
	if r.size == [2]int{} {
		r.size = [2]int{80, 21}
	}
	return r.env.Attention.Frame(func() string { return r.screen.View(r.size[0], r.size[1]) })
}

func keyMsg(name string) tea.KeyPressMsg {
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

// press types keys as a person does who looks first what is asked, and waits for what a key does.
func (r *rig) press(names ...string) {
	r.t.Helper()
	for _, name := range names {
		if r.env.Attention.Early() {
			time.Sleep(dialog.Grace)
			r.settle()
		}
		asked := r.env.Attention.Asking()
		r.strike(name)
		r.settle()
		if asked {
			time.Sleep(dialog.Alone)
			r.settle()
		}
	}
}

// confirm answers what is asked, and leaves what that does to the caller.
func (r *rig) confirm() {
	time.Sleep(dialog.Grace)
	r.settle()
	r.strike("y")
	time.Sleep(dialog.Alone)
	r.settle()
}

// strike types one key without letting anything else happen, in the order of the root: esc goes to the screen first where it asks for that.
func (r *rig) strike(name string) {
	r.key(keyMsg(name))
}

func (r *rig) key(msg tea.KeyPressMsg) {
	defer r.draw()
	r.env.Attention.Heard(msg)
	capturer, ok := r.screen.(ui.Capturer)
	if msg.Code == tea.KeyEscape && (!ok || !capturer.CapturesInput()) {
		if e, ok := r.screen.(ui.Escaper); !ok || !e.Escape() {
			r.out = append(r.out, ui.BackMsg{})
		}
		return
	}
	r.do(r.screen.Update(msg))
}

// tick lets a second pass, and more until d is over.
func (r *rig) tick(d time.Duration) {
	for end := time.Now().Add(d); time.Now().Before(end); {
		time.Sleep(min(time.Second, time.Until(end)))
		if c, ok := r.screen.(ui.Counter); ok && c.Counting() {
			r.do(r.screen.Update(ui.TickMsg{Now: time.Now()}))
		}
		r.settle()
	}
}

func (r *rig) view() string { return ansi.Strip(r.draw()) }

func (r *rig) shows(words ...string) {
	r.t.Helper()
	view := r.view()
	for _, w := range words {
		if !strings.Contains(view, w) {
			r.t.Errorf("%q is not on the screen:\n%s", w, view)
		}
	}
}

func (r *rig) hides(words ...string) {
	r.t.Helper()
	view := r.view()
	for _, w := range words {
		if strings.Contains(view, w) {
			r.t.Errorf("%q is on the screen:\n%s", w, view)
		}
	}
}

// got counts the messages of one type that the root would have got.
func got[T tea.Msg](r *rig) []T {
	var found []T
	for _, m := range r.out {
		if m, ok := m.(T); ok {
			found = append(found, m)
		}
	}
	return found
}

// fits fails when a view does not stay in its cells.
func fits(t *testing.T, s ui.Screen, width, height int) {
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

var testSizes = [][2]int{{60, 13}, {80, 21}, {120, 37}, {1, 1}, {0, 0}, {13, 5}, {200, 50}}
