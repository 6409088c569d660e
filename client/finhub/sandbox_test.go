package finhub_test

import (
	"context"
	"crypto/sha256"
	"errors"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"cardwallet/client"
	"cardwallet/client/abreast"
	"cardwallet/client/finhub"
	"cardwallet/client/pace"
	"cardwallet/client/sandbox"
)

func TestCardsOfTheSandbox(t *testing.T) {
	for name, fault := range map[string][]sandbox.Fault{
		"narrative dialect": nil,
		"generated dialect": {{Issuer: "finhub", Path: "*", Kind: sandbox.FaultDialect}},
	} {
		t.Run(name, func(t *testing.T) {
			d, box := start(t, sandbox.Options{Seed: 1, Faults: fault}, func(o *finhub.Options, _ sandbox.Endpoint) { o.PageSize = 5 })
			reported := 0
			var cards []client.Card
			err := d.Cards(t.Context(), func(p client.CardsPage) {
				if reported++; p.Done != reported || p.Pages < p.Done {
					t.Errorf("reported %d of %d", p.Done, p.Pages)
				}
				cards = append(cards, p.Cards...)
			})
			if err != nil {
				t.Fatal(err)
			}
			ids := box.CardIDs(sandbox.IssuerFinHub)
			if len(cards) != len(ids) || reported != (len(ids)+4)/5 {
				t.Errorf("%d cards of %d in %d pages", len(cards), len(ids), reported)
			}
			for _, c := range cards {
				truth, ok := box.Truth(c.ID)
				switch {
				case !ok:
					t.Errorf("card %s is not there", c.ID)
				case c.Name == "" || c.Profile != "fin" || c.Issuer != "finhub" || c.CreatedAt.IsZero():
					t.Errorf("incomplete: %+v", c)
				case c.Status == client.CardUnknown:
					t.Errorf("status %q is unknown", c.IssuerStatus)
				case c.Balance.Known() && !c.Balance.Amount.Equal(truth.Balance):
					t.Errorf("balance %s, really %s", c.Balance, truth.Balance)
				}
				one, err := d.Card(t.Context(), c.ID)
				if err != nil {
					t.Fatal(err)
				}
				if one.Name != c.Name || one.Status != c.Status || !one.Balance.Amount.Equal(c.Balance.Amount) {
					t.Errorf("list and card differ:\n%+v\n%+v", c, one)
				}
			}
		})
	}
}

func TestDetailsOpenToTheTruth(t *testing.T) {
	d, box := start(t, sandbox.Options{Seed: 1})
	gifts := 0
	for _, id := range box.CardIDs(sandbox.IssuerFinHub) {
		truth, _ := box.Truth(id)
		details, err := d.Details(t.Context(), id)
		if err != nil {
			if errors.Is(err, client.ErrRefused) { // a card that is not there yet
				continue
			}
			t.Fatalf("%s: %v", truth.Status, err)
		}
		if details.ActivateURL.Present() {
			gifts++
			if details.Number.Present() || open(t, details.ActivateURL) != truth.ActivateURL {
				t.Errorf("gift card %s", id)
			}
			continue
		}
		expiry := truth.Expiry[:3] + truth.Expiry[5:]
		if open(t, details.Number) != truth.PAN || open(t, details.CVV) != truth.CVV || open(t, details.Expiry) != expiry {
			t.Errorf("card %s opens to something else", id)
		}
	}
	if gifts == 0 {
		t.Error("the sandbox has no gift card: nothing was tested")
	}
}

func TestPlainActivateURL(t *testing.T) {
	d, box := start(t, sandbox.Options{Seed: 1, PlainActivateURL: true})
	for _, id := range box.CardIDs(sandbox.IssuerFinHub) {
		truth, _ := box.Truth(id)
		if truth.ActivateURL == "" {
			continue
		}
		details, err := d.Details(t.Context(), id)
		if err != nil || open(t, details.ActivateURL) != truth.ActivateURL {
			t.Errorf("card %s: %v", id, err)
		}
		return
	}
	t.Error("no gift card")
}

func TestCodesOfTheSandbox(t *testing.T) {
	for _, oldestFirst := range []bool{false, true} {
		now := newClock()
		d, box := start(t, sandbox.Options{Seed: 1, Now: now.Now, OldestFirst: oldestFirst}, func(o *finhub.Options, _ sandbox.Endpoint) {
			o.PageSize = 2
			o.OTPTTL = 3 * time.Minute
		})
		if codes, err := d.AllCodes(t.Context()); err != nil {
			t.Fatal(err)
		} else if len(codes) != 0 {
			t.Fatalf("%d codes before a purchase", len(codes))
		}
		physical := ""
		for _, id := range box.CardIDs(sandbox.IssuerFinHub) {
			if truth, _ := box.Truth(id); truth.ActiveCode != "" {
				physical = id
			}
		}
		var raised []sandbox.Code
		for _, p := range []sandbox.Purchase{
			{Issuer: "finhub", Confirm: -1},
			{Issuer: "finhub", Confirm: -1, NoExpiry: true},
			{Issuer: "finhub", Kind: sandbox.CodeAuthURL, Confirm: -1},
			{Issuer: "finhub", Kind: sandbox.CodeActivation, CardID: physical},
			{Issuer: "finhub", Confirm: -1},
		} {
			code, err := box.Purchase(p)
			if err != nil {
				t.Fatal(err)
			}
			raised = append(raised, code)
			now.Add(time.Second)
		}
		codes, err := d.AllCodes(t.Context())
		if err != nil || len(codes) != len(raised) {
			t.Fatalf("%d codes, want %d: %v", len(codes), len(raised), err)
		}
		for i, got := range codes {
			want := raised[len(raised)-1-i]
			if string(got.Type) != want.Kind || got.CardID != want.CardID || !got.ReceivedAt.Equal(want.At) || open(t, got.Value) != want.Value {
				t.Errorf("code %d: got %+v, want %+v", i, got, want)
			}
			if got.ExpiryAssumed && !got.ExpiresAt.Equal(want.At.Add(3*time.Minute)) || !got.ExpiryAssumed && !got.ExpiresAt.Equal(want.Expires) {
				t.Errorf("code %d expires at %v (assumed %v), want %v", i, got.ExpiresAt, got.ExpiryAssumed, want.Expires)
			}
		}
		if !slices.ContainsFunc(codes, func(c client.Code) bool { return c.ExpiryAssumed }) {
			t.Error("no expiry was assumed: nothing was tested")
		}
		again, err := d.AllCodes(t.Context())
		if err != nil || again[0].Key() != codes[0].Key() {
			t.Errorf("asked again: %v, %v", again, err)
		}
		one, err := d.Codes(t.Context(), raised[0].CardID)
		if err != nil || len(one) == 0 || slices.ContainsFunc(one, func(c client.Code) bool { return c.CardID != raised[0].CardID }) {
			t.Errorf("codes of one card: %v, %v", one, err)
		}
		now.Add(time.Hour)
		if codes, err = d.AllCodes(t.Context()); err != nil || len(codes) != 0 {
			t.Errorf("an hour later: %d codes, %v", len(codes), err)
		}
	}
}

func TestCodesWithALocalClockThatIsFarOff(t *testing.T) {
	for _, off := range []time.Duration{2 * time.Hour, -2 * time.Hour} {
		issuer := newClock()
		d, box := start(t, sandbox.Options{Seed: 1, Now: issuer.Now}, func(o *finhub.Options, _ sandbox.Endpoint) {
			o.Now = func() time.Time { return issuer.Now().Add(off) }
		})
		if _, err := box.Purchase(sandbox.Purchase{Issuer: "finhub", Confirm: -1}); err != nil {
			t.Fatal(err)
		}
		codes, err := d.AllCodes(t.Context())
		if err != nil || len(codes) != 1 {
			t.Errorf("%v: %d codes, %v", off, len(codes), err)
		}
		if got := d.ClockOffset() + off; got.Abs() > time.Second {
			t.Errorf("%v: offset %v", off, d.ClockOffset())
		}
	}
}

func TestFundsOfTheSandbox(t *testing.T) {
	d, box := start(t, sandbox.Options{Seed: 1})
	check := func() {
		t.Helper()
		funds, err := d.Funds(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		wallets := box.Ledger("finhub").Wallets
		if len(funds) != len(wallets) || len(funds) == 0 {
			t.Fatalf("%d accounts, want %d", len(funds), len(wallets))
		}
		for _, f := range funds {
			i := slices.IndexFunc(wallets, func(w sandbox.WalletBalance) bool { return w.ID == f.ID })
			if i < 0 || !f.Available.Amount.Equal(wallets[i].Available) || !f.Frozen.Known() || !f.Total.Known() {
				t.Errorf("got %+v", f)
			}
		}
		if _, ok := client.FundingWallet(funds, "USD"); !ok {
			t.Error("no wallet pays for top-ups")
		}
	}
	check()
	if err := box.SetFault(sandbox.Fault{Issuer: "finhub", Path: "/account/list", Kind: sandbox.FaultStatus, Status: 404}); err != nil {
		t.Fatal(err)
	}
	check()
}

func TestCardTypesOfTheSandbox(t *testing.T) {
	d, _ := start(t, sandbox.Options{Seed: 1})
	types, err := d.CardTypes(t.Context())
	if err != nil || len(types) == 0 {
		t.Fatalf("%d types, %v", len(types), err)
	}
	kinds, settable := map[string]bool{}, false
	for _, c := range types {
		if c.ID == "" || c.BIN == "" || c.Organization == "" || c.Category == "" || !c.Price.Known() || c.Currency == "" ||
			c.TopUp.Currency == "" {
			t.Errorf("incomplete: %+v", c)
		}
		if plastic := c.Type == "Physical"; c.SupportsNoPIN != plastic || c.NoPINAmountMax.Known() != plastic ||
			c.NoPINAmountDefault.Known() != plastic {
			t.Errorf("what is paid without a PIN: %+v", c)
		}
		kinds[c.Type], kinds[c.Mode], settable = true, true, settable || len(c.SpendingControls) > 0 && c.SpendingControls[0].Settable
	}
	if !kinds["Physical"] || !kinds["Virtual"] || !kinds["BUDGET_CARD"] || !kinds["PREPAID_CARD"] || !settable {
		t.Errorf("only %v, spending controls %v", kinds, settable)
	}
}

const orderID = "CW20260131120000abcdef"

// usable finds a card that takes deposits.
func usable(t *testing.T, d *finhub.Driver) (client.Card, client.Terms) {
	t.Helper()
	cards, err := client.CollectCards(t.Context(), d.Cards)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range cards {
		terms, err := d.Terms(t.Context(), client.Intent{Kind: client.MoveTopUp, Card: c})
		if err != nil {
			t.Fatal(err)
		}
		if terms.Refusal == "" {
			return c, terms
		}
	}
	t.Fatal("no card takes deposits")
	return client.Card{}, client.Terms{}
}

func TestTopUpAtTheSandbox(t *testing.T) {
	now := newClock()
	d, box := start(t, sandbox.Options{Seed: 1, Now: now.Now, StepDelay: time.Second})
	card, terms := usable(t, d)
	amount := client.NewMoney(decimal.RequireFromString("50.25"), terms.Currency)
	if err := terms.Check(amount); err != nil {
		t.Fatal(err)
	}
	quote := terms.Quote(amount)
	order := client.Order{ID: orderID, Kind: client.MoveTopUp, CardID: card.ID, Amount: amount}
	got, err := d.Send(t.Context(), order)
	if err != nil {
		t.Fatal(err)
	}
	if got.OrderID != orderID || got.CardID != card.ID || got.Status != client.OperationProcessing || got.IssuerOrderID == "" ||
		!got.Amount.Amount.Equal(amount.Amount) {
		t.Errorf("got %+v", got)
	}
	now.Add(time.Minute)
	got, err = d.ReadOrder(t.Context(), orderID)
	if err != nil || got.Status != client.OperationSucceeded || !got.Fee.Amount.Equal(quote.Fee.Amount) {
		t.Errorf("got %+v, %v; quoted %+v", got, err, quote)
	}
	after, err := d.Card(t.Context(), card.ID)
	if err != nil || !after.Balance.Amount.Equal(card.Balance.Amount.Add(amount.Amount)) {
		t.Errorf("balance %s after %s: %v", after.Balance, card.Balance, err)
	}
	// The same number again is not a plain refusal: the first may have been applied.
	if _, err := d.Send(t.Context(), order); !errors.Is(err, client.ErrUnknown) || errors.Is(err, client.ErrRefused) {
		t.Errorf("the same order again: %v", err)
	}
	if n := count(box, "/card/deposit"); n != 2 {
		t.Errorf("%d deposits were sent", n)
	}
	if _, err := d.ReadOrder(t.Context(), "CW20260131120000zzzzzz"); !errors.Is(err, client.ErrNotFound) {
		t.Errorf("an order that is not there: %v", err)
	}
	if err := box.Audit(); err != nil {
		t.Error(err)
	}
}

func TestTopUpRefusals(t *testing.T) {
	d, box := start(t, sandbox.Options{Seed: 1})
	card, terms := usable(t, d)
	order := client.Order{ID: orderID, Kind: client.MoveTopUp, CardID: card.ID,
		Amount: client.NewMoney(decimal.RequireFromString("99999"), terms.Currency)}
	if _, err := d.Send(t.Context(), order); !errors.Is(err, client.ErrInsufficient) || !errors.Is(err, client.ErrRefused) {
		t.Errorf("too much: %v", err)
	}
	order.Amount.Amount = decimal.RequireFromString("0.01")
	if _, err := d.Send(t.Context(), order); !errors.Is(err, client.ErrRefused) {
		t.Errorf("too little: %v", err)
	}
	order.CardID = "FC0"
	if _, err := d.Send(t.Context(), order); !errors.Is(err, client.ErrNotFound) {
		t.Errorf("no such card: %v", err)
	}
	order.ID = "short"
	before := len(box.Requests())
	if _, err := d.Send(t.Context(), order); !client.NotSent(err) || len(box.Requests()) != before {
		t.Errorf("a bad order number: %v", err)
	}
}

func TestFaultsOnReads(t *testing.T) {
	d, box := start(t, sandbox.Options{Seed: 1})
	if _, err := client.CollectCards(t.Context(), d.Cards); err != nil {
		t.Fatal(err)
	}
	// A read is tried again after what passes …
	for _, kind := range []sandbox.FaultKind{sandbox.FaultDropBefore, sandbox.FaultDropAfter, sandbox.FaultHTML, sandbox.FaultTruncated} {
		if err := box.SetFault(sandbox.Fault{Issuer: "finhub", Path: "/card/list", Kind: kind, Count: 1}); err != nil {
			t.Fatal(err)
		}
		if _, err := client.CollectCards(t.Context(), d.Cards); err != nil {
			t.Errorf("%s: %v", kind, err)
		}
	}
	// … and not after what does not.
	for kind, want := range map[sandbox.FaultKind]error{
		sandbox.FaultRedirect: client.ErrGarbage, sandbox.FaultGarbage: client.ErrGarbage, sandbox.FaultHuge: client.ErrGarbage,
	} {
		if err := box.SetFault(sandbox.Fault{Issuer: "finhub", Path: "/card/list", Kind: kind, Count: 1}); err != nil {
			t.Fatal(err)
		}
		if _, err := client.CollectCards(t.Context(), d.Cards); !errors.Is(err, want) {
			t.Errorf("%s: %v", kind, err)
		}
		box.ClearFaults()
	}
	if _, err := d.Card(t.Context(), "FC0"); !errors.Is(err, client.ErrNotFound) {
		t.Errorf("no such card: %v", err)
	}
}

func TestSignIn(t *testing.T) {
	wrong := secret("wrong")
	for name, tt := range map[string]struct {
		change func(*finhub.Options, sandbox.Endpoint)
		want   error
	}{
		"login":          {func(*finhub.Options, sandbox.Endpoint) {}, nil},
		"session":        {func(o *finhub.Options, e sandbox.Endpoint) { o.SessionURL = e.SessionURL }, nil},
		"wrong password": {func(o *finhub.Options, _ sandbox.Endpoint) { o.Password = wrong }, client.ErrNotAllowed},
		"empty password": {func(o *finhub.Options, _ sandbox.Endpoint) { o.Password = secret("") }, client.ErrNotAllowed},
		"wrong tenant":   {func(o *finhub.Options, _ sandbox.Endpoint) { o.TenantID = "other" }, client.ErrNotAllowed},
		"wrong token":    {func(o *finhub.Options, _ sandbox.Endpoint) { o.Token = wrong }, client.ErrNotAllowed},
	} {
		t.Run(name, func(t *testing.T) {
			d, _ := start(t, sandbox.Options{Seed: 1}, tt.change)
			_, err := d.Funds(t.Context())
			if tt.want == nil && err != nil || tt.want != nil && !errors.Is(err, tt.want) {
				t.Errorf("got %v", err)
			}
		})
	}
	t.Run("ready token", func(t *testing.T) {
		d, box := start(t, sandbox.Options{Seed: 1})
		e := box.FinHub()
		ready := newDriver(t, finhub.Options{Profile: "fin", BaseURL: e.BaseURL, TenantID: e.TenantID, Token: secret(box.IssueToken())})
		if _, err := ready.Funds(t.Context()); err != nil {
			t.Error(err)
		}
		_ = d
	})
}

func TestTokenIsRenewed(t *testing.T) {
	now := newClock()
	d, box := start(t, sandbox.Options{Seed: 1, Now: now.Now})
	logins := func() (n int) {
		for _, r := range box.Requests() {
			if r.Path == "/api/auth/login" {
				n++
			}
		}
		return n
	}
	read := func(want int) {
		t.Helper()
		if _, err := d.Funds(t.Context()); err != nil {
			t.Fatal(err)
		}
		if logins() != want {
			t.Errorf("%d logins, want %d", logins(), want)
		}
	}
	read(1)
	read(1)
	box.RevokeTokens() // 401: signs in again
	read(2)
	now.Add(56 * time.Minute) // within 5 minutes of the end: before a 401
	before := len(box.Requests())
	read(3)
	for _, r := range box.Requests()[before:] {
		if r.Status == 401 {
			t.Error("the token was used to its end")
		}
	}
	d.Forget()
	read(4)
}

// panics is a budget that panics at the fourth request: of a list, that is none of the first page's.
type panics struct{ requests atomic.Int32 }

func (b *panics) Queue([sha256.Size]byte, int) pace.Place { return b }
func (b *panics) Pause([sha256.Size]byte, time.Duration)  {}
func (b *panics) Leave()                                  {}
func (b *panics) Ask(context.Context) (wait, again time.Duration, ok bool) {
	if b.requests.Add(1) == 4 {
		panic("four")
	}
	return 0, 0, true
}

// Pages and cards that are asked for side by side have goroutines of their own: what panics there has to come to whoever asked.
func TestAPanicBesideComesToWhoeverAsked(t *testing.T) {
	panicking := func(o *finhub.Options, _ sandbox.Endpoint) { o.Budget = &panics{} }
	pages, box := start(t, sandbox.Options{Seed: 1}, panicking, func(o *finhub.Options, _ sandbox.Endpoint) { o.PageSize = 2 })
	ids := box.CardIDs(sandbox.IssuerFinHub)
	noList := []sandbox.Fault{{Issuer: "finhub", Path: "/card/list", Kind: sandbox.FaultStatus, Status: 404}}
	oneByOne, _ := start(t, sandbox.Options{Seed: 1, Faults: noList}, panicking,
		func(o *finhub.Options, _ sandbox.Endpoint) { o.CardIDs = ids })
	for name, d := range map[string]*finhub.Driver{"pages": pages, "cards": oneByOne} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if caught, ok := recover().(*abreast.Panic); !ok || caught.Cause() != "four" {
					t.Errorf("got %v", caught)
				}
			}()
			t.Errorf("it goes on: %v", d.Cards(t.Context(), func(client.CardsPage) {}))
		})
	}
}
