package tui_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/shopspring/decimal"

	"cardwallet/client"
	"cardwallet/crypto"
	"cardwallet/tui"
	"cardwallet/tui/clip"
	"cardwallet/tui/dialog"
	"cardwallet/tui/screen"
	"cardwallet/tui/tuitest"
	"cardwallet/tui/ui"
)

func usd(s string) client.Money { return client.NewMoney(decimal.RequireFromString(s), "USD") }

// issuer answers from memory.
type issuer struct {
	profile string

	mu     sync.Mutex
	cards  []client.Card
	codes  []code
	err    error
	odd    error // comes beside the cards
	offset time.Duration
	calls  map[string]int
	pages  int
	total  bool // the issuer says how many pages there are

	cardsGate chan struct{} // where there is one, requests of the list wait for it
	given     chan given    // where there is one, the pages of the list are what is put into it, until the last of them or an error
}

// given is what the issuer gives of its list next.
type given struct {
	cards       []client.Card
	done, pages int
	err         error
}

// code is what the issuer makes a client.Code of, anew for each answer.
type code struct {
	card, id, value, merchant string
	at, until, seen           time.Time
}

func newIssuer(profile string, n int) *issuer {
	is := &issuer{profile: profile, calls: map[string]int{}, pages: 1}
	for i := range n {
		is.cards = append(is.cards, client.Card{
			Profile: profile, ID: fmt.Sprintf("%s%03d", profile, i), Name: fmt.Sprintf("%s card %03d", profile, i),
			Last4:  fmt.Sprintf("%04d", 1000+i),
			Status: client.CardActive, Balance: usd(fmt.Sprintf("%d.50", 10+i)),
		})
	}
	return is
}

func (is *issuer) called(ctx context.Context, method string) error {
	is.mu.Lock()
	is.calls[method]++
	gate, err := is.cardsGate, is.err
	is.mu.Unlock()
	if gate != nil && method == "cards" {
		select {
		case <-gate:
		case <-ctx.Done():
			return ctx.Err()
		}
		is.mu.Lock()
		defer is.mu.Unlock()
		return is.err
	}
	return err
}

func (is *issuer) set(f func(*issuer)) {
	is.mu.Lock()
	defer is.mu.Unlock()
	f(is)
}

// gateCards makes the requests of the list of cards wait until the returned function is called.
func (is *issuer) gateCards() (open func()) {
	ch := make(chan struct{})
	is.set(func(is *issuer) { is.cardsGate = ch })
	return sync.OnceFunc(func() {
		is.set(func(is *issuer) { is.cardsGate = nil })
		close(ch)
	})
}

func (is *issuer) count(method string) (n int) {
	is.set(func(is *issuer) { n = is.calls[method] })
	return n
}

func (is *issuer) Cards(ctx context.Context, take func(client.CardsPage)) error {
	for is.given != nil {
		select {
		case next := <-is.given:
			if next.err != nil {
				return next.err
			}
			take(client.CardsPage{Cards: slices.Clone(next.cards), Done: next.done, Pages: next.pages})
			if next.done == next.pages {
				return nil
			}
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	if is.pages > 1 {
		for page := range is.pages / 2 {
			total := page + 2 // there is one more
			if is.total {
				total = is.pages
			}
			take(client.CardsPage{Done: page + 1, Pages: total})
		}
	}
	if err := is.called(ctx, "cards"); err != nil {
		return err
	}
	is.mu.Lock()
	defer is.mu.Unlock()
	take(client.CardsPage{Cards: slices.Clone(is.cards), Done: max(1, is.pages), Pages: max(1, is.pages)})
	return is.odd
}

func (is *issuer) Card(ctx context.Context, id string) (client.Card, error) {
	err := is.called(ctx, "card")
	is.mu.Lock()
	defer is.mu.Unlock()
	for _, c := range is.cards {
		if c.ID == id {
			return c, err
		}
	}
	return client.Card{}, errors.Join(err, client.ErrNotFound)
}

func (is *issuer) Details(ctx context.Context, _ string) (client.Details, error) {
	return client.Details{
		Number: client.PlainField(client.FieldPAN, crypto.SecretFromString("4288375123454242")),
		Expiry: client.PlainField(client.FieldExpiry, crypto.SecretFromString("09/29")),
		CVV:    client.PlainField(client.FieldCVV, crypto.SecretFromString("738")),
	}, is.called(ctx, "details")
}

func (is *issuer) Codes(ctx context.Context, card string) ([]client.Code, error) {
	err := is.called(ctx, "codes")
	return is.some(func(c code) bool { return c.card == card }), err
}

func (is *issuer) some(keep func(code) bool) []client.Code {
	is.mu.Lock()
	defer is.mu.Unlock()
	var out []client.Code
	for _, c := range is.codes {
		if keep(c) {
			out = append(out, client.Code{Profile: is.profile, CardID: c.card, ID: c.id, Type: client.CodeOTP, Merchant: c.merchant,
				Amount: usd("19.99"),
				Value:  client.PlainField(client.FieldCode, crypto.SecretFromString(c.value)), ReceivedAt: c.at, ExpiresAt: c.until, Seen: c.seen})
		}
	}
	client.SortCodes(out)
	return out
}

func (is *issuer) Funds(ctx context.Context) ([]client.Funds, error) {
	return []client.Funds{{Kind: client.FundsWallet, Available: usd("1000")}}, is.called(ctx, "funds")
}

func (is *issuer) ClockOffset() time.Duration {
	is.mu.Lock()
	defer is.mu.Unlock()
	return is.offset
}

func (is *issuer) ClockKnown() bool { return true }

// feed is an issuer that answers for all cards at once.
type feed struct{ *issuer }

func (f feed) AllCodes(ctx context.Context) ([]client.Code, error) {
	err := f.called(ctx, "allcodes")
	return f.some(func(code) bool { return true }), err
}

// board is a clipboard that records.
type board struct {
	mu   sync.Mutex
	via  clip.Via
	err  error
	held string
	has  bool
	puts int

	viewers int
	tested  time.Time
	arrived bool
	foreign bool // something else was copied since
}

func (b *board) copy() clip.Copy {
	return clip.Copy{Via: b.via, Viewers: b.viewers, Tested: b.tested, Arrived: b.arrived}
}

func (b *board) Put(_ context.Context, value []byte) (clip.Copy, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.err != nil {
		return clip.Copy{}, b.err
	}
	b.held, b.has = string(value), true
	b.puts++
	return b.copy(), nil
}

func (b *board) copyElsewhere(text string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.held, b.foreign = text, true
}

func (b *board) Last() (clip.Copy, bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.copy(), b.has
}

func (b *board) Clear(context.Context, clip.Copy) (clip.Via, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if !b.has {
		return clip.Nowhere, nil
	}
	b.has = false
	if b.foreign {
		return clip.Nowhere, nil
	}
	b.held = ""
	return b.via, nil
}

func (b *board) Holds(context.Context, clip.Copy) (bool, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.via != clip.System {
		return false, clip.ErrUnreadable
	}
	return b.has && !b.foreign, nil
}

func (b *board) holds() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.held
}

// clock is a clock that tests move.
type clock struct {
	mu    sync.Mutex
	now   time.Time
	ticks time.Duration // goes on with now, and nobody sets it
}

func newClock() *clock { return &clock{now: time.Date(2026, 9, 1, 12, 0, 0, 0, time.UTC)} }

func (c *clock) Ticks() time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.ticks
}

// set moves the wall clock alone, as a person or a time server does.
func (c *clock) set(by time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(by)
}

// sleep is a machine that sleeps: the wall clock goes on.
func (c *clock) sleep(d time.Duration) { c.set(d) }

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) advance(d time.Duration) time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now, c.ticks = c.now.Add(d), c.ticks+d
	return c.now
}

// rig is a program with two accounts: fin answers for all its cards at once, ads does not.
type rig struct {
	*tuitest.Term
	clock    *clock
	board    *board
	fin, ads *issuer
	till     *till
	opts     tui.Options
}

// inBubble runs a test with a program of its own, beside other tests, in time that passes only while nothing happens: however busy the
// machine is, nothing is waited for in vain. Nothing that the test started may outlive it.
func inBubble(t *testing.T, f func(t *testing.T, r *rig)) {
	t.Helper()
	t.Parallel()
	synctest.Test(t, func(t *testing.T) { f(t, newRig()) })
}

// runRig is inBubble for a test inside of a test.
func runRig(t *testing.T, name string, f func(t *testing.T, r *rig)) {
	t.Helper()
	t.Run(name, func(t *testing.T) { inBubble(t, f) })
}

func newRig() *rig {
	r := &rig{clock: newClock(), board: &board{via: clip.System}, fin: newIssuer("fin", 3), ads: newIssuer("ads", 2)}
	r.till = &till{issuer: r.fin}
	r.opts = tui.Options{
		Wallet: client.NewWallet(
			client.Account{Profile: "fin", Kind: "finhub", Issuer: payable{feed{r.fin}}},
			client.Account{Profile: "ads", Kind: "aurex", Issuer: r.ads},
		),
		Payer: r.till, Clipboard: r.board, Now: r.clock.Now, Ticks: r.clock.Ticks,
		Settings: screen.Settings{HideAfter: 20 * time.Second, Theme: ui.Dark},
	}
	return r
}

// start runs the program through tui.Run.
func (r *rig) start(t testing.TB, cols, rows int, opts ...tea.ProgramOption) {
	t.Helper()
	r.Term = tuitest.StartFunc(t, cols, rows, func(own ...tea.ProgramOption) error {
		return tui.Run(context.Background(), r.opts, append(own, opts...)...)
	})
	t.Cleanup(synctest.Wait)
}

// Quit ends the program when it has done all that was typed: it would leave the reader of a key behind whose event nobody takes any more.
func (r *rig) Quit() error {
	synctest.Wait()
	return r.Term.Quit()
}

// confirm answers what is asked, when it was there and nothing was typed for long enough by the clock, and waits for what comes of it.
// What is still being read may make it another question meanwhile, which is answered then.
func (r *rig) confirm(t *testing.T, then ...string) {
	t.Helper()
	const early = "read it, then press the key once"
	for {
		r.Press("j") // takes the notice away
		r.WaitGone(early)
		r.clock.advance(dialog.Grace)
		r.Press("y")
		done := false
		r.WaitUntil("an outcome", func(screen string) bool {
			done = !slices.ContainsFunc(then, func(text string) bool { return !strings.Contains(screen, text) })
			return done || strings.Contains(screen, early)
		})
		if done {
			return
		}
	}
}

// announce makes the issuer have a new code that is good for that long.
func (is *issuer) announce(c *clock, card, id, value, merchant string, good time.Duration) {
	is.set(func(is *issuer) {
		now := c.Now().Add(is.offset)
		is.codes = append(is.codes, code{card: card, id: id, value: value, merchant: merchant, at: now, until: now.Add(good)})
	})
}
