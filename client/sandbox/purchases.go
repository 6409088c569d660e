package sandbox

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/shopspring/decimal"
)

// The kinds of 3DS records (FinHub cards page).
const (
	CodeOTP        = "third_3ds_otp"
	CodeAuthURL    = "auth_url"
	CodeActivation = "activation_code"
)

// Code is a code that an issuer has raised, in plain text: a one-time password, a link to approve a purchase, or an activation code.
type Code struct {
	Issuer   string
	CardID   string
	TradeNo  string
	Kind     string // CodeOTP, CodeAuthURL, CodeActivation
	Value    string
	Amount   decimal.Decimal
	Currency string // empty where the issuer leaves it out
	Merchant string
	At       time.Time
	Expires  time.Time
}

// code is a code with how it is listed.
type code struct {
	Code
	card     *card
	silent   bool   // the issuer does not say when it expires
	sealed   string // kept, because sealing is random
	sealedOf string // the value that it holds
	second   *code  // see FaultSecondCode
}

// Purchase is a purchase that a test makes happen. The zero value of each field but Issuer lets the world choose.
type Purchase struct {
	Issuer   string
	CardID   string          // empty: a usable card
	Kind     string          // CodeOTP by default; FinHub also has CodeAuthURL and CodeActivation, which buys nothing
	Amount   decimal.Decimal // zero: some amount that the card can pay
	Merchant string
	NoExpiry bool          // FinHub leaves expirationTime out
	TTL      time.Duration // how long the code lives; 0 is Options.OTPTTL
	Confirm  time.Duration // from the code to the authorization; 0 is 20 s, negative never authorizes
}

// Purchase makes one purchase happen now and returns the code that it raised.
func (s *Sandbox) Purchase(p Purchase) (Code, error) {
	if !slices.Contains(Issuers, p.Issuer) {
		return Code{}, fmt.Errorf("sandbox: no issuer %q", p.Issuer)
	}
	b, unlock := s.open(p.Issuer)
	defer unlock()
	var c *card
	if p.CardID == "" {
		c = b.shopper()
	} else {
		c = b.byID[p.CardID]
	}
	if c == nil {
		return Code{}, fmt.Errorf("sandbox: %s has no card %q to buy with", p.Issuer, p.CardID)
	}
	if p.Kind == "" {
		p.Kind = CodeOTP
	}
	switch {
	case c.gift():
		return Code{}, fmt.Errorf("sandbox: card %s is a gift card and raises no codes", c.id)
	case p.Kind != CodeOTP && p.Issuer != IssuerFinHub || p.Kind != CodeOTP && p.Kind != CodeAuthURL && p.Kind != CodeActivation:
		return Code{}, fmt.Errorf("sandbox: %s has no codes of kind %q", p.Issuer, p.Kind)
	case p.Kind == CodeActivation && c.kind.category != categoryPhysical:
		return Code{}, fmt.Errorf("sandbox: card %s is not physical and needs no activation", c.id)
	case p.Amount.IsNegative() || !p.Amount.Equal(p.Amount.Truncate(2)):
		return Code{}, fmt.Errorf("sandbox: purchase of %s", p.Amount)
	}
	return b.purchase(c, p).Code, nil
}

// PurchaseSoon makes a purchase with the card happen after the wait, which raises a one-time password. Nothing happens where the card
// cannot buy then, or has a live code already.
func (s *Sandbox) PurchaseSoon(cardID string, wait time.Duration) {
	for _, issuer := range Issuers {
		b, unlock := s.open(issuer)
		if c := b.byID[cardID]; c != nil {
			b.at(b.clock.Add(wait), func(time.Time) {
				if c.usable() && b.current(c) == nil {
					b.purchase(c, Purchase{Kind: CodeOTP})
				}
			})
		}
		unlock()
	}
}

// schedule lets purchases happen by themselves: the issuers take turns, FinHub first and soon after the start.
func (b *book) schedule(turn int) {
	every := b.opts.PurchaseEvery
	if every <= 0 {
		return
	}
	count := 0
	var next func(at time.Time)
	next = func(at time.Time) {
		if c := b.shopper(); c != nil {
			p := Purchase{Kind: CodeOTP, NoExpiry: count%2 == 1}
			if b.issuer == IssuerFinHub && count%5 == 3 {
				p.Kind = CodeAuthURL
			}
			b.purchase(c, p)
		}
		count++
		b.at(at.Add(time.Duration(len(Issuers))*every), next)
	}
	b.at(b.clock.Add(every/10+time.Duration(turn)*every), next)
}

// shopper draws a usable card, rather one that can pay; nil where there is none.
func (b *book) shopper() *card {
	if len(b.cards) == 0 {
		return nil
	}
	var second *card
	// Among many cards a few draws find one; only where nearly all are unusable are all looked at, from a random one on.
	first := b.shop.IntN(len(b.cards))
	for i := range b.cards {
		at := (first + i) % len(b.cards)
		if i < 16 {
			at = b.shop.IntN(len(b.cards))
		}
		c := b.cards[at]
		if !c.usable() {
			continue
		}
		if c.funds().balance.GreaterThan(decimal.NewFromInt(20)) {
			return c
		}
		if second == nil {
			second = c
		}
	}
	return second
}

// purchase raises the code of a purchase and plans its authorization.
func (b *book) purchase(c *card, p Purchase) *code {
	m := b.merchant()
	if p.Merchant != "" {
		m.name = p.Merchant
	}
	if p.Amount.IsZero() && p.Kind != CodeActivation {
		limit := max(c.funds().balance.Div(decimal.NewFromInt(4)).IntPart(), 4)
		p.Amount = cents(b.shop, 3, min(limit, 60))
	}
	ttl := p.TTL
	if ttl <= 0 {
		ttl = b.opts.OTPTTL
	}
	raised := &code{card: c, silent: p.NoExpiry, Code: Code{Issuer: b.issuer, CardID: c.id,
		TradeNo: fmt.Sprintf("trans%019d", b.shop.Int64N(1e18)), Kind: p.Kind, Amount: p.Amount, Currency: c.purse.currency,
		Merchant: m.name, At: b.clock, Expires: b.clock.Add(ttl)}}
	switch p.Kind {
	case CodeAuthURL:
		raised.silent = false // always dated, by all accounts
		raised.Value = longLink("https://3ds.sandbox.example/approve/"+raised.TradeNo, b.shop.Uint64)
	case CodeActivation:
		if c.active == "" {
			c.active = fmt.Sprintf("%08d", 10_000_000+b.shop.IntN(90_000_000))
		}
		raised.Value, raised.Amount, raised.Currency, raised.Merchant, raised.silent = c.active, decimal.Zero, "", "", true
	default:
		raised.Value = fmt.Sprintf("%06d", b.shop.IntN(1_000_000))
	}
	b.codes, c.codes = append(b.codes, raised), append(c.codes, raised)
	if wait := cmp.Or(p.Confirm, 20*time.Second); p.Kind != CodeActivation && wait > 0 {
		b.at(b.clock.Add(wait), func(time.Time) { b.authorize(raised, m) })
	}
	return raised
}

// longLink gives an address that one RSA block cannot hold.
func longLink(start string, draw func() uint64) string {
	var link strings.Builder
	link.WriteString(start)
	for i := range 18 {
		fmt.Fprintf(&link, "%c%016x", "?-----------------"[i], draw())
	}
	return link.String()
}

// current returns the newest live one-time password of a card, nil where there is none.
func (b *book) current(c *card) *code {
	for _, o := range slices.Backward(c.codes) {
		if o.Kind == CodeOTP && o.Expires.After(b.clock) {
			return o
		}
	}
	return nil
}

// Truth is what only the cardholder knows about a card.
type Truth struct {
	Issuer      string
	CardID      string
	PAN         string // digits
	CVV         string
	Expiry      string // MM/YYYY
	ActivateURL string // gift cards
	ActiveCode  string // physical cards
	PIN         string // as set last
	Status      string // the issuer's word
	Balance     decimal.Decimal
	Codes       []Code // live ones, oldest first

	NoPIN          decimal.Decimal  // what a physical card pays without its PIN
	PerTransaction *decimal.Decimal // spending limit; nil without one
	AllowedMCC     []string
	BlockedMCC     []string
}

// Truth looks a card up at all issuers.
func (s *Sandbox) Truth(cardID string) (Truth, bool) {
	for _, issuer := range Issuers {
		b, unlock := s.open(issuer)
		c := b.byID[cardID]
		if c == nil {
			unlock()
			continue
		}
		t := Truth{Issuer: issuer, CardID: c.id, PAN: c.pan, CVV: c.cvv, Expiry: c.expires.Format("01/2006"), ActivateURL: c.link,
			ActiveCode: c.active, PIN: c.pin, Status: c.status, Balance: c.funds().balance, NoPIN: c.noPIN, PerTransaction: c.perTx,
			AllowedMCC: slices.Clone(c.allowed), BlockedMCC: slices.Clone(c.blockMCC)}
		for _, o := range c.codes {
			if o.Expires.After(b.clock) {
				t.Codes = append(t.Codes, o.Code)
			}
		}
		unlock()
		return t, true
	}
	return Truth{}, false
}

// CardIDs lists the cards of an issuer in the order in which they were made. It panics for a name that is not in Issuers.
func (s *Sandbox) CardIDs(issuer string) []string {
	b, unlock := s.open(issuer)
	defer unlock()
	var ids []string
	for _, c := range b.cards {
		ids = append(ids, c.id)
	}
	return ids
}
