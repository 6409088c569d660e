package sandbox

import (
	"regexp"
	"slices"
	"unicode/utf8"

	"github.com/shopspring/decimal"
)

// wireOrder is an operation, in answers and in records (FinHub cards page). receivedAmount is 0 until success.
func (f *finhub) wireOrder(op *operation) members {
	out := members{
		"orderNo": op.orderNo, "merchantOrderNo": orNull(op.order), "cardNo": op.card.id, "currency": op.currency,
		"amount": number(op.amount), "fee": number(op.fee), "receivedAmount": 0, "receivedCurrency": op.currency, "type": op.kind,
		"status": op.status(f.clock), "description": orNull(op.reason), "remark": orNull(op.remark), "transactionTime": op.at.UnixMilli(),
	}
	if op.state == opSucceeded {
		out["receivedAmount"] = number(op.amount)
	}
	return out
}

// readOrder reads the fields that every operation on a card has.
func (f *finhub) readOrder(in *fields, kind string) *operation {
	return &operation{kind: kind, card: f.cardNo(in), order: in.text("merchantOrderNo", true), remark: in.text("clientRemark", false)}
}

var orderNumber = regexp.MustCompile(`^[A-Za-z0-9_-]+$`)

// checkNumber refuses an order number that is malformed or was used before, for whatever operation.
func (f *finhub) checkNumber(number string) error {
	if len(number) < 20 || len(number) > 40 || !orderNumber.MatchString(number) {
		return business("merchantOrderNo must have 20 to 40 letters and digits")
	}
	if f.byOrder[number] != nil || first(f.holders, func(h *holder) bool { return h.order == number }) != nil {
		return business("Duplicate order: merchantOrderNo %s was used before", number)
	}
	return nil
}

// checkOrder refuses an order that is wrong by itself, or whose card is in none of the statuses, where any are given.
func (f *finhub) checkOrder(in *fields, op *operation, statuses ...string) error {
	if err := in.done(); err != nil {
		return err
	}
	if utf8.RuneCountInString(op.remark) > 50 {
		return business("clientRemark must have at most 50 characters")
	}
	if err := f.checkNumber(op.order); err != nil {
		return err
	}
	if op.card == nil {
		return business("Card not found")
	}
	if len(statuses) > 0 {
		return inStatus(op.card, statuses...)
	}
	return nil
}

// inStatus refuses a card that is blocked or in none of the statuses.
func inStatus(c *card, statuses ...string) error {
	if c.blocked {
		return business("Card is blocked by the issuer")
	}
	if !slices.Contains(statuses, c.status) {
		return business("Card status %s does not allow this operation", c.status)
	}
	return nil
}

// begin accepts an operation of a request and answers with it.
func (f *finhub) begin(c *call, op *operation) (any, error) {
	op.request, op.step = c.id, f.opts.StepDelay
	op.doomed = c.has(FaultFail)
	for _, fault := range c.faults {
		if fault.Kind == FaultReverse {
			op.reversal = fault.Delay
		}
	}
	return f.wireOrder(f.accept(op)), nil
}

func (f *finhub) openCard(c *call) (any, error) {
	in := readFields(c.raw)
	number := in.text("merchantOrderNo", true)
	typeID, _ := in.long("cardTypeId", true)
	amount, _ := in.money("amount", true)
	holderID, byHolder := in.long("holderId", false)
	pan := in.text("cardNumber", false)
	accountID, byAccount := in.long("accountId", false)
	if err := in.done(); err != nil {
		return nil, err
	}
	if err := f.checkNumber(number); err != nil {
		return nil, err
	}
	t := first(f.types, func(t *cardType) bool { return t.id == typeID })
	if t == nil {
		return nil, business("Card type not found")
	}
	if err := f.checkOpening(t, amount, holderID, byHolder, pan); err != nil {
		return nil, err
	}
	w, err := f.payer(t, accountID, byAccount)
	if err != nil {
		return nil, err
	}
	if w.available.balance.LessThan(amount.Add(t.price)) {
		return nil, business("Insufficient balance")
	}
	made := f.issue(t)
	made.holder, made.wallet = holderID, w
	if t.physical() {
		made.pan, made.noPIN = pan, whole(500)
	}
	return f.begin(c, &operation{order: number, kind: kindCreate, card: made, wallet: w, amount: amount, fee: t.price, done: func() {
		made.status = statusNormal
		if t.physical() {
			made.status = statusUnActivated
			f.purchase(made, Purchase{Kind: CodeActivation})
		}
	}})
}

func (f *finhub) checkOpening(t *cardType, amount decimal.Decimal, holderID int64, byHolder bool, pan string) error {
	switch {
	case t.offline:
		return business("Card type is offline")
	case amount.LessThan(t.openMin) || amount.GreaterThan(t.openMax):
		return business("amount must be between %s and %s", t.openMin, t.openMax)
	case !sound(amount, t.decimals):
		return business("amount may have %d decimals", t.decimals)
	case t.needHolder && !byHolder:
		return business("holderId is required for this card type")
	case t.physical() && !validPAN(pan):
		return business("cardNumber of the physical card is required")
	case !t.physical() && pan != "":
		return business("cardNumber is for physical cards only")
	case t.physical() && slices.ContainsFunc(f.cards, func(c *card) bool { return c.pan == pan }):
		return business("cardNumber is in use")
	case !byHolder:
		return nil
	}
	h := f.holder(holderID)
	if h == nil {
		return business("Cardholder not found")
	}
	if h.status != "pass_audit" {
		return business("Cardholder has status %s and may not hold cards", h.status)
	}
	held := 0
	for _, c := range f.cards {
		if c.holder == holderID && c.status != statusCancel && c.status != statusFail {
			held++
		}
	}
	if held >= maxCardsPerHolder {
		return business("Cardholder holds %d cards, the most allowed", held)
	}
	return nil
}

func validPAN(pan string) bool {
	return len(pan) == 16 && regexp.MustCompile(`^[0-9]+$`).MatchString(pan) && luhn(pan)
}

// payer is the account that a new card is paid from; a budget card must name it.
func (f *finhub) payer(t *cardType, accountID int64, given bool) (*wallet, error) {
	if !given {
		if t.mode == modeBudget {
			return nil, business("accountId is required for a shared card")
		}
		return f.walletFor(t), nil
	}
	w := f.account(accountID)
	if w == nil {
		return nil, business("Account not found")
	}
	if w.currency != t.currency || w.kind != "WALLET" {
		return nil, business("Account cannot pay for this card type")
	}
	return w, nil
}

func (f *finhub) deposit(c *call) (any, error) {
	in := readFields(c.raw)
	op := f.readOrder(in, kindDeposit)
	op.amount, _ = in.money("amount", true)
	if err := f.checkOrder(in, op, statusNormal); err != nil {
		return nil, err
	}
	t := op.card.kind
	op.fee = t.fee(op.amount)
	switch {
	case t.noDeposit:
		return nil, business("Deposit is not enabled for this card type")
	case op.amount.LessThan(t.depositMin) || op.amount.GreaterThan(t.depositMax):
		return nil, business("amount must be between %s and %s", t.depositMin, t.depositMax)
	case !sound(op.amount, t.decimals):
		return nil, business("amount may have %d decimals", t.decimals)
	case op.card.wallet.available.balance.LessThan(op.amount.Add(op.fee)):
		return nil, business("Insufficient balance")
	}
	return f.begin(c, op)
}

func (f *finhub) withdraw(c *call) (any, error) {
	in := readFields(c.raw)
	op := f.readOrder(in, kindWithdraw)
	op.amount, _ = in.money("amount", true)
	if err := f.checkOrder(in, op, statusNormal); err != nil {
		return nil, err
	}
	t := op.card.kind
	switch {
	case t.mode == modeBudget || op.card.gift():
		return nil, business("Withdrawal is not enabled for this card type")
	case op.amount.LessThan(decimal.New(1, -2)):
		return nil, business("amount must be 0.01 or more")
	case !sound(op.amount, 2):
		return nil, business("amount may have 2 decimals")
	case op.card.purse.balance.Sub(op.amount).LessThan(t.retention):
		return nil, business("Insufficient card balance: %s must stay on the card", t.retention)
	}
	return f.begin(c, op)
}

func (f *finhub) freeze(c *call) (any, error) {
	return f.change(c, kindFreeze, statusNormal)
}

func (f *finhub) unfreeze(c *call) (any, error) {
	return f.change(c, kindUnFreeze, statusFreeze)
}

func (f *finhub) change(c *call, kind, from string) (any, error) {
	in := readFields(c.raw)
	op := f.readOrder(in, kind)
	if err := f.checkOrder(in, op); err != nil {
		return nil, err
	}
	if op.card.kind.noFreeze {
		return nil, business("%s is not enabled for this card type", kind)
	}
	if err := inStatus(op.card, from); err != nil {
		return nil, err
	}
	return f.begin(c, op)
}

// cancel is permanent. What is on the card goes back to its account here, which is not documented.
func (f *finhub) cancel(c *call) (any, error) {
	in := readFields(c.raw)
	op := f.readOrder(in, kindCancel)
	if err := f.checkOrder(in, op, statusNormal, statusFreeze, statusUnActivated); err != nil {
		return nil, err
	}
	if f.busy(op.card) {
		return nil, business("Card has an operation in process")
	}
	return f.begin(c, op)
}
