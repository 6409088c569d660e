package sandbox

import (
	"math/rand/v2"
	"slices"
	"sort"
	"sync"
	"time"

	"github.com/shopspring/decimal"
)

// book is the world of one issuer: its cards, wallets, operations, purchases and codes, and where all money is.
//
// Everything is guarded by mu, which a request holds from start to end. Time enters through advance alone.
type book struct {
	mu     sync.Mutex
	issuer string
	opts   Options
	ids    *rand.Rand // draws ids and card data, in the order of requests
	shop   *rand.Rand // draws the purchases, so that requests do not change them

	clock  time.Time // how far the world has come
	events []event   // by time

	money   ledger
	wallets []*wallet
	cards   []*card
	byID    map[string]*card
	ops     []*operation
	byOrder map[string]*operation // by merchantOrderNo
	spends  []*spend
	codes   []*code
	patches []*patch

	deposits []*deposit

	selections map[filters]any // of each list, see selected
}

// wallet is what cards are funded from: a FinHub account, or the wallet of an Aurex or Linora user.
type wallet struct {
	id        string
	name      string
	kind      string // WALLET, MARGIN
	currency  string
	opening   decimal.Decimal
	available *purse
	frozen    *purse // held for operations that are under way
}

// card is a card of any of the issuers.
type card struct {
	id       string
	name     string // Aurex and Linora
	kind     *cardType
	offer    *offer // Aurex and Linora
	status   string
	blocked  bool
	pan      string
	cvv      string
	expires  time.Time // the first of the month
	link     string    // gift cards
	active   string    // activation code of a physical card
	pin      string
	wallet   *wallet
	purse    *purse
	used     decimal.Decimal
	holder   int64 // 0 without
	created  time.Time
	remark   string
	noPIN    decimal.Decimal
	perTx    *decimal.Decimal
	allowed  []string
	blockMCC []string
	spends   []*spend // oldest first, as the codes
	codes    []*code
}

// funds is where the card's purchases are taken from: a budget card has no balance of its own.
func (c *card) funds() *purse {
	if c.kind != nil && c.kind.mode == modeBudget {
		return c.wallet.available
	}
	return c.purse
}

// gift tells whether the card is a gift card, which has a redemption link and nothing else.
func (c *card) gift() bool { return c.kind != nil && c.kind.category == categoryGift }

// usable tells whether a purchase with the card can go through.
func (c *card) usable() bool {
	return !c.blocked && !c.gift() && (c.status == statusNormal || c.status == statusActive)
}

func newBook(issuer string, stream uint64, opts Options) *book {
	now := opts.Now()
	return &book{
		issuer: issuer, opts: opts, clock: now,
		ids:  rand.New(rand.NewPCG(opts.Seed, stream)),
		shop: rand.New(rand.NewPCG(opts.Seed, stream|0x5000)),
		byID: map[string]*card{}, byOrder: map[string]*operation{}, selections: map[filters]any{},
	}
}

// event is something that will happen to the world.
type event struct {
	at  time.Time
	run func(at time.Time)
}

// at plans an event. Those of one instant happen in the order in which they were planned.
func (b *book) at(t time.Time, run func(at time.Time)) {
	i := sort.Search(len(b.events), func(i int) bool { return b.events[i].at.After(t) })
	b.events = slices.Insert(b.events, i, event{t, run})
}

// advance lets everything happen that is due, in order. A clock that went back changes nothing.
func (b *book) advance(now time.Time) {
	for len(b.events) > 0 && !b.events[0].at.After(now) {
		e := b.events[0]
		b.events = b.events[1:]
		b.clock = e.at
		e.run(e.at)
	}
	if now.After(b.clock) {
		b.clock = now
	}
}

// first gives the first that matches, nil where there is none.
func first[T any](of []*T, match func(*T) bool) *T {
	if i := slices.IndexFunc(of, match); i >= 0 {
		return of[i]
	}
	return nil
}

// digits draws n decimal digits, the first of them not 0.
func (b *book) digits(n int) string {
	out := make([]byte, n)
	for i := range out {
		out[i] = byte('0' + b.ids.IntN(10))
	}
	if n > 0 && out[0] == '0' {
		out[0] = byte('1' + b.ids.IntN(9))
	}
	return string(out)
}

// hex draws n hexadecimal digits.
func (b *book) hex(n int) string {
	out := make([]byte, n)
	for i := range out {
		out[i] = "0123456789abcdef"[b.ids.IntN(16)]
	}
	return string(out)
}

// long draws a 19-digit id that fits a Java Long and is beyond what a float can hold.
func (b *book) long() int64 {
	return 1_000_000_000_000_000_000 + b.ids.Int64N(8_000_000_000_000_000_000)/2*2 + 1
}

// pan draws a number of 16 digits with a right check digit.
func (b *book) pan(bin string) string {
	body := bin + b.digits(15-len(bin))
	for check := byte('0'); ; check++ {
		if n := body + string(check); luhn(n) {
			return n // one of ten check digits is right
		}
	}
}

// luhn checks the check digit of a card number.
func luhn(pan string) bool {
	sum := 0
	for i := range len(pan) {
		d := int(pan[len(pan)-1-i] - '0')
		if i%2 == 1 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	return sum%10 == 0
}

// addCard gives a card its number and puts it into the world.
func (b *book) addCard(c *card, bin string) *card {
	c.pan = b.pan(bin)
	c.cvv = b.digits(3)
	c.expires = time.Date(c.created.Year()+3, time.Month(1+b.ids.IntN(12)), 1, 0, 0, 0, 0, time.UTC)
	c.purse = b.money.open("card:"+c.id, c.wallet.currency)
	b.cards = append(b.cards, c)
	b.byID[c.id] = c
	return c
}

func (b *book) addWallet(id, name, kind, currency string, opening int64) *wallet {
	w := &wallet{id: id, name: name, kind: kind, currency: currency,
		available: b.money.open("wallet:"+id, currency), frozen: b.money.open("frozen:"+id, currency)}
	w.opening = decimal.NewFromInt(opening)
	b.money.fund(w.available, w.opening)
	b.wallets = append(b.wallets, w)
	return w
}

// cents draws an amount from low up to below high, in whole cents.
func cents(rng *rand.Rand, low, high int64) decimal.Decimal {
	return decimal.New(low*100+rng.Int64N((high-low)*100), -2)
}
