package sandbox

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/shopspring/decimal"
)

// ledger holds all money of one issuer in purses. Money only ever moves from one purse to another; what comes from
// outside leaves the purse "outside", which is the only one that may fall below zero.
type ledger struct {
	purses []*purse
	shared map[string]*purse // outside, fees, spent, transit; one for each currency
}

type purse struct {
	name     string
	currency string
	balance  decimal.Decimal
}

func (l *ledger) open(name, currency string) *purse {
	p := &purse{name: name, currency: currency}
	l.purses = append(l.purses, p)
	return p
}

// common returns one of the purses that all cards share.
func (l *ledger) common(name, currency string) *purse {
	key := name + " " + currency
	if l.shared[key] == nil {
		if l.shared == nil {
			l.shared = map[string]*purse{}
		}
		l.shared[key] = l.open(name, currency)
	}
	return l.shared[key]
}

func (l *ledger) fund(to *purse, amount decimal.Decimal) {
	l.move(l.common("outside", to.currency), to, amount)
}

func (l *ledger) move(from, to *purse, amount decimal.Decimal) {
	if from.currency != to.currency || amount.IsNegative() {
		panic(fmt.Sprintf("impossible movement of %s from %s %s to %s %s", amount, from.name, from.currency, to.name, to.currency))
	}
	from.balance = from.balance.Sub(amount)
	to.balance = to.balance.Add(amount)
}

// Movement is one operation, as the issuer knows it.
type Movement struct {
	Issuer    string
	OrderNo   string // the issuer's; Aurex and Linora make one up that nobody sees
	Order     string // merchantOrderNo; empty at Aurex and Linora, and for what was there from the start
	RequestID string // X-Request-Id of the request that asked for it
	CardID    string
	Kind      string // create, deposit, withdraw, cancel
	Amount    decimal.Decimal
	Fee       decimal.Decimal
	Currency  string
	Status    string // wait_process, processing, success, fail
	Applied   int    // how often the money moved for good: 0 or 1
	At        time.Time
}

// Ledger is what really happened, to compare a wallet's own books with.
type Ledger struct {
	Movements []Movement                 // oldest first
	Changes   []Movement                 // what changed cards and moved no money: Kind Freeze, UnFreeze, …; oldest first
	Cards     map[string]decimal.Decimal // balance by card id; a budget card has none of its own
	Wallets   []WalletBalance
	Fees      map[string]decimal.Decimal // what the issuer took, by currency
	Spent     map[string]decimal.Decimal // what merchants got, by currency
}

// WalletBalance is one FinHub account, or the wallet of one Aurex or Linora user.
type WalletBalance struct {
	ID        string
	Currency  string
	Available decimal.Decimal
	Frozen    decimal.Decimal // held for operations under way
}

// Ledger returns the books of an issuer as of now. It panics for a name that is not in Issuers.
func (s *Sandbox) Ledger(issuer string) Ledger {
	b, unlock := s.open(issuer)
	defer unlock()
	out := Ledger{Cards: map[string]decimal.Decimal{}, Fees: map[string]decimal.Decimal{}, Spent: map[string]decimal.Decimal{}}
	for _, op := range b.ops {
		m := Movement{Issuer: issuer, OrderNo: op.orderNo, Order: op.order, RequestID: op.request, CardID: op.card.id, Kind: op.kind,
			Amount: op.amount, Fee: op.fee, Currency: op.currency, Status: op.status(b.clock), At: op.at}
		if op.state == opSucceeded {
			m.Applied = 1
		}
		if !op.movesMoney() {
			out.Changes = append(out.Changes, m)
			continue
		}
		out.Movements = append(out.Movements, m)
	}
	for _, c := range b.cards {
		out.Cards[c.id] = c.purse.balance
	}
	for _, w := range b.wallets {
		out.Wallets = append(out.Wallets, WalletBalance{ID: w.id, Currency: w.currency, Available: w.available.balance, Frozen: w.frozen.balance})
	}
	for _, p := range b.money.shared {
		switch p.name {
		case "fees":
			out.Fees[p.currency] = p.balance
		case "spent":
			out.Spent[p.currency] = p.balance
		}
	}
	return out
}

// open brings an issuer's world to now and locks it.
func (s *Sandbox) open(issuer string) (b *book, unlock func()) {
	at := s.sites[issuer]
	if at == nil {
		panic(fmt.Sprintf("sandbox: no issuer %q", issuer))
	}
	at.book.mu.Lock()
	at.book.advance(s.opts.Now())
	return at.book, at.book.mu.Unlock
}

// Audit checks the books of all issuers to the cent: no money appeared or vanished, nothing is overdrawn, and each
// card's and wallet's balance is what its operations, purchases and deposits add up to, each counted once.
func (s *Sandbox) Audit() error {
	var errs []error
	for _, issuer := range Issuers {
		b, unlock := s.open(issuer)
		if err := b.audit(); err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", issuer, err))
		}
		unlock()
	}
	return errors.Join(errs...)
}

func (b *book) audit() error {
	var wrong []string
	total := map[string]decimal.Decimal{}
	for _, p := range b.money.purses {
		total[p.currency] = total[p.currency].Add(p.balance)
		if p.balance.IsNegative() && p.name != "outside" {
			wrong = append(wrong, fmt.Sprintf("%s is overdrawn: %s %s", p.name, p.balance, p.currency))
		}
		if !p.balance.Equal(p.balance.Truncate(2)) {
			wrong = append(wrong, fmt.Sprintf("%s holds a fraction of a cent: %s", p.name, p.balance))
		}
	}
	for currency, sum := range total {
		if !sum.IsZero() {
			wrong = append(wrong, fmt.Sprintf("%s %s too many", sum, currency))
		}
	}
	wrong = append(wrong, b.compare()...)
	if len(wrong) == 0 {
		return nil
	}
	slices.Sort(wrong)
	return errors.New(strings.Join(wrong, "\n"))
}

// compare works every balance out again from the records alone and names those that differ.
func (b *book) compare() []string {
	expected := map[*purse]decimal.Decimal{}
	add := func(p *purse, amount decimal.Decimal) { expected[p] = expected[p].Add(amount) }
	for _, w := range b.wallets {
		add(w.available, w.opening)
	}
	for _, d := range b.deposits {
		if d.status == depositConfirmed {
			add(d.wallet.available, d.net)
		}
	}
	orders := map[string]int{}
	for _, op := range b.ops {
		op.effect(add)
		if op.kind == kindWithdraw && op.state == opOpen {
			add(b.money.common("transit", op.currency), op.amount)
		}
		if op.order != "" {
			orders[op.order]++
		}
	}
	for _, s := range b.spends {
		s.effect(add)
	}
	for _, p := range b.patches {
		add(p.card.wallet.available, p.amount.Neg())
	}
	var wrong []string
	for order, n := range orders {
		if n > 1 {
			wrong = append(wrong, fmt.Sprintf("order %s exists %d times", order, n))
		}
	}
	for _, p := range b.money.purses {
		kind, _, _ := strings.Cut(p.name, ":")
		if slices.Contains([]string{"card", "wallet", "frozen", "transit"}, kind) && !p.balance.Equal(expected[p]) {
			wrong = append(wrong, fmt.Sprintf("%s holds %s, its records add up to %s", p.name, p.balance, expected[p]))
		}
	}
	return wrong
}
