package sandbox

import (
	"fmt"
	"time"

	"github.com/shopspring/decimal"
)

// The kinds of authorizations, and their statuses (FinHub cards page).
const (
	spendAuth         = "auth"
	spendRefund       = "refund"
	spendVerification = "verification"
	spendVoid         = "Void"
	spendMaintenance  = "maintain_fee"

	spendAuthorized = "authorized" // not settled yet
	spendFailed     = "failed"
	spendSucceeded  = "succeed"
)

var spendKinds = []string{spendAuth, spendRefund, spendVerification, spendVoid, spendMaintenance}

// settleAfter is the time from an authorization to its settlement.
const settleAfter = 2 * time.Minute

// spend is one authorization record.
type spend struct {
	id       string // Aurex and Linora
	tradeNo  string
	origin   *spend
	card     *card
	kind     string
	status   string
	shown    decimal.Decimal // in the merchant's currency
	currency string          // the merchant's
	amount   decimal.Decimal // in the card's currency
	fee      decimal.Decimal
	cross    decimal.Decimal // the fee for another currency
	feesPaid bool            // from the card; else they are patched from the wallet
	settled  time.Time       // zero while it is not
	reason   string
	merchant merchant
	auth     string // authorization code
	at       time.Time
}

// patch is an authorization fee that the card could not pay and its wallet did.
type patch struct {
	tradeNo string
	card    *card
	origin  *spend
	kind    string // card_patch_fee, card_patch_cross_border
	amount  decimal.Decimal
	at      time.Time
}

var patchKinds = []string{"card_patch_fee", "card_patch_cross_border"}

// taken is what the spend has taken from the card (negative: given back).
func (s *spend) taken() decimal.Decimal {
	if s.status == spendFailed || s.kind == spendVerification {
		return decimal.Zero
	}
	if s.kind == spendRefund || s.kind == spendVoid {
		return s.amount.Neg()
	}
	if s.feesPaid {
		return s.amount.Add(s.fee).Add(s.cross)
	}
	return s.amount
}

func (s *spend) effect(add func(*purse, decimal.Decimal)) { add(s.card.funds(), s.taken().Neg()) }

// authorize takes the money of a purchase from the card, if the card is usable and has it.
func (b *book) authorize(o *code, m merchant) {
	s := &spend{tradeNo: o.TradeNo, card: o.card, kind: spendAuth, amount: o.Amount, merchant: m}
	s.fee = decimal.New(30, -2)
	if b.issuer != IssuerFinHub {
		s.fee = decimal.Zero // no fee on purchases is documented there
	}
	s.shown, s.currency = o.Amount, o.card.purse.currency
	if r, ok := rates[m.currency]; ok && b.issuer == IssuerFinHub && s.currency == "USD" {
		s.shown, s.currency = o.Amount.Mul(r.perDollar).Round(r.decimals), m.currency
		s.cross = o.Amount.Mul(decimal.New(1, -2)).RoundUp(2)
	}
	b.spend(s)
}

// spend books an authorization and plans its settlement.
func (b *book) spend(s *spend) {
	c := s.card
	s.at, s.auth = b.clock, fmt.Sprintf("%06d", b.shop.IntN(1_000_000))
	s.id = fmt.Sprintf("txn_%012x", b.shop.Int64N(1<<48))
	if s.currency == "" {
		s.shown, s.currency = s.amount, c.purse.currency
	}
	s.status = spendAuthorized
	b.spends, c.spends = append(b.spends, s), append(c.spends, s)
	fees := s.fee.Add(s.cross)
	rest := c.funds().balance.Sub(s.taken())
	switch {
	case !c.usable():
		s.status, s.reason = spendFailed, "Card is not usable"
	case rest.IsNegative():
		s.status, s.reason = spendFailed, "Insufficient balance"
	}
	if s.status == spendFailed {
		s.fee, s.cross = decimal.Zero, decimal.Zero
		return
	}
	b.take(s)
	if s.feesPaid = !rest.LessThan(fees); s.feesPaid {
		b.money.move(c.funds(), b.money.common("fees", c.purse.currency), fees)
	} else {
		b.patch(s)
	}
	b.at(s.at.Add(settleAfter), func(at time.Time) { s.status, s.settled = spendSucceeded, at })
}

// take moves the amount of a spend, without its fees.
func (b *book) take(s *spend) {
	spent := b.money.common("spent", s.card.purse.currency)
	switch s.kind {
	case spendRefund, spendVoid:
		b.money.move(spent, s.card.funds(), s.amount)
	case spendMaintenance:
		b.money.move(s.card.funds(), b.money.common("fees", s.card.purse.currency), s.amount)
	case spendAuth:
		b.money.move(s.card.funds(), spent, s.amount)
		s.card.used = s.card.used.Add(s.amount)
	}
}

// patch takes the fees that the card cannot pay from its wallet; what the wallet cannot pay either is waived.
func (b *book) patch(s *spend) {
	for i, fee := range []*decimal.Decimal{&s.fee, &s.cross} {
		if fee.IsZero() {
			continue
		}
		w := s.card.wallet
		if w.available.balance.LessThan(*fee) {
			*fee = decimal.Zero
			continue
		}
		b.money.move(w.available, b.money.common("fees", w.currency), *fee)
		b.patches = append(b.patches, &patch{tradeNo: fmt.Sprintf("fee%016d", b.shop.Int64N(1e16)), card: s.card, origin: s,
			kind: patchKinds[i], amount: *fee, at: b.clock})
	}
}

// merchant is where a purchase is made.
type merchant struct {
	name     string
	mcc      string
	country  string // ISO 3166 alpha-3
	city     string
	currency string
}

var merchants = []merchant{
	{"ULTRA MOBILE", "4814", "USA", "Costa Mesa", "USD"},
	{"GITHUB INC", "7372", "USA", "San Francisco", "USD"},
	{"META ADS", "7311", "IRL", "Dublin", "EUR"},
	{"AMAZON WEB SERVICES", "7372", "USA", "Seattle", "USD"},
	{"NOODLE HOUSE MARINA", "5814", "SGP", "Singapore", "SGD"},
	{"HETZNER ONLINE", "4816", "DEU", "Gunzenhausen", "EUR"},
	{"CAFÉ MÜLLER", "5812", "DEU", "Köln", "EUR"},
	{"東京マート", "5411", "JPN", "Tokyo", "JPY"},
	{"NOTION LABS", "5734", "USA", "San Francisco", "USD"},
	{"RYANAIR", "3000", "IRL", "Swords", "EUR"},
}

// hostile would clear the screen, write the clipboard, turn text around and overwrite the line, if it were drawn as it is.
const hostile = "EVIL \x1b[2J\x1b]52;c;ZXZpbA==\a\u202eKNAB\u2066 \u009b31m\rPAID\u200b"

// rates are fixed, because nobody here trades.
var rates = map[string]struct {
	perDollar decimal.Decimal
	decimals  int32
}{"EUR": {decimal.New(92, -2), 2}, "SGD": {decimal.New(134, -2), 2}, "JPY": {decimal.New(150, 0), 0}}

func (b *book) merchant() merchant {
	m := merchants[b.shop.IntN(len(merchants))]
	if b.opts.Hostile && b.shop.IntN(3) == 0 {
		m.name = hostile
	}
	return m
}
