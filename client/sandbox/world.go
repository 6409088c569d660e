package sandbox

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/shopspring/decimal"
)

// finhub is FinHub: its world and who may see it.
type finhub struct {
	*book
	types    []*cardType
	holders  []*holder
	tokens   map[string]time.Time // expiry by token
	issued   int
	endpoint Endpoint
	desk     desk
}

// Paths of FinHub (FinHub authentication page, and its test tenant for the session).
const (
	finhubBase  = "/api/v2.1/fincard/virtual"
	finhubLogin = "/api/auth/login"
)

func newFinHub(opts Options) *finhub {
	f := &finhub{book: newBook(IssuerFinHub, 1, opts), types: cardTypes(), tokens: map[string]time.Time{}}
	org, user := f.hex(24), f.hex(24)
	f.endpoint = Endpoint{
		Issuer: IssuerFinHub, BaseURL: finhubBase, LoginURL: finhubLogin,
		SessionURL: "/api/v2.1/admin/organization/" + org + "/users/" + user + "/sessions",
		TenantID:   "tenant_sandbox", Email: "ops@sandbox.example", Password: "sandbox-" + f.hex(16),
	}
	for i, h := range []holder{
		{first: "John", last: "Zhou", country: "US", town: "Austin", area: "+1", status: "pass_audit"},
		{first: "Ana", last: "Souza", country: "BR", town: "Recife", area: "+55", status: "pass_audit"},
		{first: "Kim", last: "Larsen", country: "DK", town: "Aarhus", area: "+45", status: "under_review"},
		{first: "Max", last: "Stone", country: "GB", town: "Leeds", area: "+44", status: "reject"},
		{first: "Ines", last: "Roy", country: "FR", town: "Lyon", area: "+33", status: "wait_audit"},
	} {
		h.id, h.email, h.mobile, h.model = f.long(), fmt.Sprintf("holder%d@sandbox.example", i+1), f.digits(9), "B2C"
		f.holders = append(f.holders, &h)
	}
	count := opts.Cards
	if count == 0 {
		count = 12
	}
	for _, w := range []struct {
		name, kind, currency string
		opening              int64
	}{{"wallet9023", "WALLET", "USD", 10_000}, {"wallet9024", "WALLET", "EUR", 2_000}, {"margin9025", "MARGIN", "USD", 500}} {
		// Enough for the cards that are there from the start, whose price and deposit come from here too.
		f.addWallet(strconv.FormatInt(f.long(), 10), w.name, w.kind, w.currency, w.opening+500*int64(count))
	}
	f.past(func(day func(int)) {
		for i := range count {
			day(30 - i%20)
			f.firstCard(i)
		}
	})
	f.schedule(0)
	return f
}

// past runs fill with the world's clock set back to some days before now, so that the world starts with a history.
func (b *book) past(fill func(day func(ago int))) {
	now := b.clock
	fill(func(ago int) { b.clock = now.Add(-time.Duration(ago) * 24 * time.Hour) })
	slices.SortStableFunc(b.ops, func(x, y *operation) int { return x.at.Compare(y.at) })
	slices.SortStableFunc(b.spends, func(x, y *spend) int { return x.at.Compare(y.at) })
	slices.SortStableFunc(b.codes, func(x, y *code) int { return x.At.Compare(y.At) })
	b.advance(now)
	b.clock = now
}

// firstCards is what FinHub has from the start. Those after the twelfth repeat the first three, with a frozen one now and then.
var firstCards = []struct {
	kind   int // index into cardTypes
	status string
}{
	{0, statusNormal}, {1, statusNormal}, {6, statusNormal}, {0, statusFreeze}, {4, statusUnActivated}, {3, statusNormal},
	{0, statusBlocked}, {2, statusNormal}, {0, statusCancel}, {5, statusNormal}, {4, statusNormal}, {1, statusPending},
}

// firstCard makes one of the cards that are there from the start.
func (f *finhub) firstCard(i int) {
	p := firstCards[i%len(firstCards)]
	if i >= len(firstCards) {
		p = firstCards[i%3]
		if i%17 == 0 {
			p = firstCards[3]
		}
	}
	t := f.types[p.kind]
	c := f.issue(t)
	if t.needHolder {
		c.holder = f.holders[i%2].id
	}
	if t.physical() {
		c.noPIN = whole(500)
	}
	op := &operation{kind: kindCreate, card: c, fee: t.price, remark: "Card Open"}
	if t.mode == modePrepaid {
		op.amount = cents(f.ids, 60, 400).Truncate(t.decimals)
	}
	if p.status == statusPending {
		op.step = 32 * 24 * time.Hour // still under way when the world starts
	}
	f.accept(op)
	if p.status == statusPending {
		return
	}
	c.status = statusNormal
	if i < len(firstCards) || i%50 == 0 {
		f.history(c)
	}
	switch p.status {
	case statusFreeze:
		f.accept(&operation{kind: kindFreeze, card: c})
	case statusBlocked:
		c.blocked = true
	case statusCancel:
		f.accept(&operation{kind: kindCancel, card: c})
	case statusUnActivated:
		c.status = statusUnActivated
		f.purchase(c, Purchase{Kind: CodeActivation, TTL: 90 * 24 * time.Hour})
	}
}

// issue makes a card of a type, without money and not yet created.
func (f *finhub) issue(t *cardType) *card {
	id := "FC" + f.clock.UTC().Format("2006") + f.digits(20)
	if len(f.cards)%2 == 1 {
		id = f.digits(20) // both forms are documented
	}
	c := &card{id: id, kind: t, status: statusPending, created: f.clock, wallet: f.walletFor(t)}
	if t.category == categoryGift {
		c.link = longLink("https://gift.sandbox.example/redeem/"+f.hex(12), f.ids.Uint64)
	}
	return f.addCard(c, t.bin)
}

// walletFor is the account that a card of this type is paid from: the first wallet in its currency, of which there is one for each type.
func (f *finhub) walletFor(t *cardType) *wallet {
	return first(f.wallets, func(w *wallet) bool { return w.currency == t.currency })
}

// history gives a card one authorization of each kind, and an old code.
func (b *book) history(c *card) {
	if c.gift() {
		return
	}
	start := b.clock
	o := b.purchase(c, Purchase{Kind: CodeOTP, Confirm: -1})
	b.clock = start.Add(20 * time.Second)
	b.authorize(o, b.merchant())
	first := b.spends[len(b.spends)-1]
	if b.issuer != IssuerFinHub {
		return
	}
	m := first.merchant
	related := func(kind string, after time.Duration, amount decimal.Decimal, origin *spend) {
		b.clock = start.Add(after)
		b.spend(&spend{tradeNo: fmt.Sprintf("trans%019d", b.shop.Int64N(1e18)), origin: origin, card: c, kind: kind, amount: amount, merchant: m})
	}
	related(spendVerification, time.Hour, decimal.Zero, nil)
	if first.status != spendFailed {
		related(spendRefund, 5*time.Hour, first.amount.Div(decimal.NewFromInt(2)).Truncate(2), first)
	}
	related(spendMaintenance, 30*time.Hour, decimal.New(1, 0), nil)
	again := cents(b.shop, 3, 9)
	related(spendAuth, 40*time.Hour, again, nil)
	if last := b.spends[len(b.spends)-1]; last.status != spendFailed {
		related(spendVoid, 41*time.Hour, again, last)
	}
	b.clock = start.Add(50 * time.Hour)
}
