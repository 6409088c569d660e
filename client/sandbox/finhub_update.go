package sandbox

import (
	"regexp"
	"unicode/utf8"

	"github.com/shopspring/decimal"
)

// update changes the limits of a card (FinHub cards page). What is not sent stays; an empty list removes.
func (f *finhub) update(c *call) (any, error) {
	in := readFields(c.raw)
	op := f.readOrder(in, kindUpdate)
	noPIN, withNoPIN := in.money("noPinPaymentAmount", false)
	perTx, withControls, controlErr := readControls(in)
	allowed, blocked, rulesErr := readRiskRules(in)
	if err := f.checkOrder(in, op, statusNormal); err != nil {
		return nil, err
	}
	one := op.card
	t := one.kind
	switch {
	case controlErr != nil:
		return nil, controlErr
	case rulesErr != nil:
		return nil, rulesErr
	case withNoPIN && !t.physical():
		return nil, business("noPinPaymentAmount is for physical cards only")
	case withNoPIN && !goodNoPIN(noPIN):
		return nil, business("noPinPaymentAmount must be between 0 and 2000")
	case withControls && !t.controls:
		return nil, business("spendingControls are not supported for this card type")
	case (allowed != nil || blocked != nil) && !t.mcc:
		return nil, business("riskControls are not supported for this card type")
	}
	op.done = func() {
		if withNoPIN {
			one.noPIN = noPIN
		}
		if withControls {
			one.perTx = perTx
		}
		// The two exclude each other: setting one removes the other.
		if allowed != nil || blocked != nil {
			one.allowed, one.blockMCC = allowed, blocked
		}
	}
	return f.begin(c, op)
}

func goodNoPIN(amount decimal.Decimal) bool {
	return !amount.GreaterThan(whole(2000)) && sound(amount, 2)
}

// readControls reads spendingControls[]: {interval, amount}. An empty list is nil and given.
func readControls(in *fields) (amount *decimal.Decimal, given bool, err error) {
	list, given := in.list("spendingControls")
	for _, item := range list {
		control := in.within("spendingControls[]", item)
		if control == nil {
			return nil, given, nil // the complaint is kept
		}
		interval := control.text("interval", true)
		limit, _ := control.money("amount", true)
		if wrong := control.done(); wrong != nil {
			return nil, given, wrong
		}
		switch {
		case interval != perTransaction:
			err = business("Unknown interval %s in spendingControls", interval)
		case amount != nil:
			err = business("interval %s given twice in spendingControls", interval)
		case !limit.IsPositive() || !sound(limit, 2):
			err = business("amount in spendingControls must be positive, with 2 decimals at most")
		}
		amount = &limit
	}
	return amount, given, err
}

var mcc = regexp.MustCompile(`^[0-9]{4}$`)

// readRiskRules reads riskControls: one of allowedMcc and blockedMcc, each nil where it is absent.
func readRiskRules(in *fields) (allowed, blocked []string, err error) {
	rules := in.nested("riskControls")
	if rules == nil {
		return nil, nil, nil
	}
	read := func(name string) []string {
		list, given := rules.list(name)
		if !given {
			return nil
		}
		codes := []string{}
		for _, item := range list {
			code, ok := item.(string)
			if !ok || !mcc.MatchString(code) {
				err = business("%s must hold codes of 4 digits", name)
			}
			codes = append(codes, code)
		}
		return codes
	}
	allowed, blocked = read("allowedMcc"), read("blockedMcc")
	if wrong := rules.done(); wrong != nil {
		return nil, nil, wrong
	}
	if allowed != nil && blocked != nil {
		err = business("Only one of allowedMcc and blockedMcc can be set")
	}
	return allowed, blocked, err
}

// updateNote sets the remark of a card. Only its name is known (from FinHub's test tenant); the fields are inferred.
func (f *finhub) updateNote(c *call) (any, error) {
	in := readFields(c.raw)
	one := f.cardNo(in)
	in.text("merchantOrderNo", false)
	note := in.text("clientRemark", false)
	if err := found(one, in); err != nil {
		return nil, err
	}
	if utf8.RuneCountInString(note) > 50 {
		return nil, business("clientRemark must have at most 50 characters")
	}
	one.remark = note
	return members{"cardNo": one.id, "remark": orNull(note)}, nil
}

func (f *finhub) updatePIN(c *call) (any, error) {
	in := readFields(c.raw)
	op := f.readOrder(in, kindPIN)
	pin := in.text("pin", true)
	if err := f.checkOrder(in, op); err != nil {
		return nil, err
	}
	if !op.card.kind.physical() {
		return nil, business("PIN is for physical cards only")
	}
	if err := inStatus(op.card, statusNormal); err != nil {
		return nil, err
	}
	if err := checkPIN(pin); err != nil {
		return nil, err
	}
	op.done = func() { op.card.pin = pin }
	return f.begin(c, op)
}

var sixDigits = regexp.MustCompile(`^[0-9]{6}$`)

// checkPIN applies the rules of the FinHub cards page in their strictest reading: any three digits in a row that are
// equal, digits that only rise or only fall, and any two digits that come again later.
func checkPIN(pin string) error {
	if !sixDigits.MatchString(pin) {
		return business("PIN must be 6 digits")
	}
	rising, falling := true, true
	for i := 1; i < len(pin); i++ {
		rising = rising && pin[i] > pin[i-1]
		falling = falling && pin[i] < pin[i-1]
		if i >= 2 && pin[i] == pin[i-1] && pin[i] == pin[i-2] {
			return business("PIN must not repeat a digit 3 times in a row")
		}
	}
	if rising || falling {
		return business("PIN must not be ascending or descending")
	}
	for i := 0; i+2 <= len(pin); i++ {
		for j := i + 2; j+2 <= len(pin); j++ {
			if pin[i:i+2] == pin[j:j+2] {
				return business("PIN must not repeat a segment")
			}
		}
	}
	return nil
}

// activate answers with less than other operations do (FinHub cards page).
func (f *finhub) activate(c *call) (any, error) {
	in := readFields(c.raw)
	op := &operation{kind: kindActivated, card: f.cardNo(in), order: in.text("merchantOrderNo", true)}
	pin, activeCode := in.text("pin", true), in.text("activeCode", true)
	noPIN, given := in.money("noPinPaymentAmount", false)
	if err := f.checkOrder(in, op, statusUnActivated); err != nil {
		return nil, err
	}
	if err := checkPIN(pin); err != nil {
		return nil, err
	}
	switch {
	case given && !goodNoPIN(noPIN):
		return nil, business("noPinPaymentAmount must be between 0 and 2000")
	case activeCode != op.card.active:
		return nil, business("Activation code is wrong")
	case f.busy(op.card):
		return nil, business("Card has an operation in process")
	}
	if !given {
		noPIN = whole(500)
	}
	op.done = func() { op.card.status, op.card.pin, op.card.noPIN = statusNormal, pin, noPIN }
	if _, err := f.begin(c, op); err != nil {
		return nil, err
	}
	return members{"merchantOrderNo": op.order, "cardNo": op.card.id, "type": op.kind, "status": op.status(f.clock), "remark": nil}, nil
}
