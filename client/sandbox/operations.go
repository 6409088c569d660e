package sandbox

import (
	"time"

	"github.com/shopspring/decimal"
)

// The kinds of operations, in FinHub's words (FinHub cards page).
const (
	kindCreate    = "create"
	kindDeposit   = "deposit"
	kindWithdraw  = "withdraw"
	kindCancel    = "cancel"
	kindFreeze    = "Freeze"
	kindUnFreeze  = "UnFreeze"
	kindUpdate    = "card_update"
	kindPIN       = "update_pin"
	kindActivated = "card_activated"
)

// operationKinds are what the operation records may be filtered by (FinHub cards page).
var operationKinds = []string{kindCreate, kindDeposit, kindCancel, kindFreeze, kindUnFreeze, kindWithdraw, kindPIN, "blocked",
	kindUpdate, "overdraft_statement"}

// Card statuses: FinHub's words, then those of Aurex and Linora.
const (
	statusPending     = "pending"
	statusUnActivated = "un_activated"
	statusNormal      = "Normal"
	statusFreeze      = "Freeze"
	statusFreezing    = "Freezing"
	statusUnFreezing  = "UnFreezing"
	statusCanceling   = "canceling"
	statusCancel      = "cancel"
	statusFail        = "fail"

	statusActive  = "active"
	statusFrozen  = "frozen"
	statusBlocked = "blocked"
	statusExpired = "expired"
)

type opState int

const (
	opOpen opState = iota
	opSucceeded
	opFailed
)

// operation is one thing done to a card: accepted at once, done two steps later.
type operation struct {
	orderNo  string
	order    string // merchantOrderNo
	request  string
	kind     string
	card     *card
	wallet   *wallet // where the money comes from or goes to
	currency string
	amount   decimal.Decimal
	fee      decimal.Decimal
	remark   string
	at       time.Time
	step     time.Duration
	state    opState
	doomed   bool          // will fail
	reversal time.Duration // how long after its success it is undone; 0 is never
	reason   string
	before   string // status of the card when it was accepted
	done     func() // changes the card when it succeeds, beside money and status
}

func (op *operation) movesMoney() bool {
	switch op.kind {
	case kindCreate, kindDeposit, kindWithdraw, kindCancel:
		return true
	}
	return false
}

// status is the order status at a moment: wait_process, processing, success, fail (FinHub cards page).
func (op *operation) status(now time.Time) string {
	switch {
	case op.state == opSucceeded:
		return "success"
	case op.state == opFailed:
		return "fail"
	case now.Before(op.at.Add(op.step)):
		return "wait_process"
	}
	return "processing"
}

// accept books an operation that has passed all checks: it holds the money, changes the status and plans the rest.
func (b *book) accept(op *operation) *operation {
	op.at, op.before = b.clock, op.card.status
	op.orderNo = b.digits(19)
	if op.currency == "" {
		op.currency = op.card.purse.currency
	}
	if op.wallet == nil {
		op.wallet = op.card.wallet
	}
	b.ops = append(b.ops, op)
	if op.order != "" {
		b.byOrder[op.order] = op
	}
	total := op.amount.Add(op.fee)
	switch op.kind {
	case kindCreate, kindDeposit:
		b.money.move(op.wallet.available, op.wallet.frozen, total)
	case kindWithdraw:
		b.money.move(op.card.purse, b.money.common("transit", op.currency), op.amount)
	case kindFreeze:
		op.card.status = statusFreezing
	case kindUnFreeze:
		op.card.status = statusUnFreezing
	case kindCancel:
		op.card.status = statusCanceling
	}
	if op.reversal > 0 {
		b.reverseLater(op)
	}
	if op.step <= 0 {
		b.finish(op)
		return op
	}
	b.at(op.at.Add(2*op.step), func(time.Time) { b.finish(op) })
	return op
}

// finish ends an operation, well or badly.
func (b *book) finish(op *operation) {
	if op.doomed {
		b.undo(op)
		return
	}
	op.state = opSucceeded
	switch op.kind {
	case kindCreate, kindDeposit:
		b.money.move(op.wallet.frozen, op.card.purse, op.amount)
		b.money.move(op.wallet.frozen, b.money.common("fees", op.currency), op.fee)
	case kindWithdraw:
		b.money.move(b.money.common("transit", op.currency), op.wallet.available, op.amount)
	case kindFreeze:
		op.card.status = statusFreeze
	case kindUnFreeze:
		op.card.status = statusNormal
	case kindCancel:
		// What is left on the card goes back to the account.
		op.amount = op.card.purse.balance
		b.money.move(op.card.purse, op.wallet.available, op.amount)
		op.card.status = statusCancel
	}
	if op.done != nil {
		op.done()
	}
}

func (b *book) undo(op *operation) {
	op.state = opFailed
	if op.reason == "" {
		op.reason = "Rejected by the card network"
	}
	switch op.kind {
	case kindCreate, kindDeposit:
		b.money.move(op.wallet.frozen, op.wallet.available, op.amount.Add(op.fee))
		if op.kind == kindCreate {
			op.card.status = statusFail
		}
	case kindWithdraw:
		b.money.move(b.money.common("transit", op.currency), op.card.purse, op.amount)
	case kindFreeze, kindUnFreeze, kindCancel:
		op.card.status = op.before
	}
}

// reverseLater lets an operation that succeeds be undone later: the issuer takes back what it had called done. Money that was spent
// meanwhile cannot be taken back, so then it stays.
func (b *book) reverseLater(op *operation) {
	b.at(op.at.Add(2*op.step+op.reversal), func(time.Time) {
		total := op.amount.Add(op.fee)
		back := op.card.purse
		if op.kind == kindWithdraw {
			back = op.wallet.available
		}
		if op.state != opSucceeded || back.balance.LessThan(op.amount) {
			return
		}
		switch op.kind {
		case kindDeposit, kindCreate:
			b.money.move(op.card.purse, op.wallet.available, op.amount)
			b.money.move(b.money.common("fees", op.currency), op.wallet.available, total.Sub(op.amount))
			if op.kind == kindCreate {
				op.card.status = statusFail
			}
		case kindWithdraw:
			b.money.move(op.wallet.available, op.card.purse, op.amount)
		default:
			return // a change of a card cannot be told from a later one
		}
		op.state, op.reason = opFailed, "Reversed by the card network"
	})
}

// busy tells whether an operation on the card is under way.
func (b *book) busy(c *card) bool {
	for i := len(b.ops) - 1; i >= 0; i-- {
		if b.ops[i].card == c && b.ops[i].state == opOpen {
			return true
		}
	}
	return false
}

// effect tells add what the operation has done to balances so far, for the audit.
func (op *operation) effect(add func(*purse, decimal.Decimal)) {
	total := op.amount.Add(op.fee)
	switch op.kind {
	case kindCreate, kindDeposit:
		switch op.state {
		case opOpen:
			add(op.wallet.available, total.Neg())
			add(op.wallet.frozen, total)
		case opSucceeded:
			add(op.wallet.available, total.Neg())
			add(op.card.purse, op.amount)
		case opFailed:
		}
	case kindWithdraw:
		if op.state != opFailed {
			add(op.card.purse, op.amount.Neg())
		}
		if op.state == opSucceeded {
			add(op.wallet.available, op.amount)
		}
	case kindCancel:
		if op.state == opSucceeded {
			add(op.card.purse, op.amount.Neg())
			add(op.wallet.available, op.amount)
		}
	}
}
