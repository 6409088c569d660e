package client

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"cardwallet/crypto"
)

// Check refuses a change that the terms or the issuer's rules do not allow, each with its own words: a PIN that breaks a rule, a limit
// that the card's type does not let set, an amount out of range. Its error wraps ErrTerms and holds no secret.
func (t ChangeTerms) Check(kind MovementKind, change Change) error {
	err := t.Refused()
	if err != nil {
		return err
	}
	switch kind {
	case MovePIN:
		err = checkPIN(change)
	case MoveLimits:
		err = t.checkLimits(change.Limits)
	case MoveActivate:
		err = t.checkActivation(change)
	default: // nothing is asked of the others
	}
	if err != nil {
		return fmt.Errorf("%w: %w", ErrTerms, err)
	}
	return nil
}

// Refused is why the change is not possible at all, with the hint on a line of its own; nil when it is.
func (t ChangeTerms) Refused() error {
	switch {
	case t.Refusal == "":
		return nil
	case t.Hint == "":
		return fmt.Errorf("%w: %s", ErrTerms, t.Refusal)
	}
	return fmt.Errorf("%w: %s\n%s", ErrTerms, t.Refusal, t.Hint)
}

func checkPIN(change Change) error {
	broken := crypto.CheckPIN(change.PIN)
	if len(broken) == 0 {
		return nil
	}
	words := make([]string, 0, len(broken))
	for _, rule := range broken {
		words = append(words, string(rule))
	}
	return fmt.Errorf("the PIN must have %s", strings.Join(words, ", "))
}

func (t ChangeTerms) checkActivation(change Change) error {
	if err := checkPIN(change); err != nil {
		return err
	}
	l := change.Limits
	switch {
	case change.ActivationCode.IsZero():
		return errors.New("an activation needs the activation code")
	case l.Controls != nil || l.AllowedMCC != nil || l.BlockedMCC != nil:
		return errors.New("an activation sets the amount without a PIN only; set other limits afterwards")
	}
	return t.checkNoPIN(l.NoPINAmount)
}

func (t ChangeTerms) checkLimits(l Limits) error {
	if l.IsZero() {
		return errors.New("there is nothing to change")
	}
	if err := t.checkNoPIN(l.NoPINAmount); err != nil {
		return err
	}
	if err := t.checkControls(l.Controls); err != nil {
		return err
	}
	switch {
	case l.AllowedMCC == nil && l.BlockedMCC == nil:
		return nil
	case !t.SetsMCC:
		return errors.New("this type of card takes no merchant categories")
	case l.AllowedMCC != nil && l.BlockedMCC != nil:
		return errors.New("only one of allowed and blocked merchant categories can be set")
	}
	return checkMCC(slices.Concat(l.AllowedMCC, l.BlockedMCC))
}

func (t ChangeTerms) checkNoPIN(amount Money) error {
	switch {
	case !amount.Known():
		return nil
	case !t.SetsNoPIN:
		return errors.New("this type of card has no amount without a PIN")
	case amount.Amount.IsNegative():
		return errors.New("the amount without a PIN cannot be less than zero")
	case t.NoPINMin.Valid && amount.Amount.LessThan(t.NoPINMin.Decimal):
		return fmt.Errorf("the amount without a PIN is at least %s", NewMoney(t.NoPINMin.Decimal, t.Currency))
	case t.NoPINMax.Valid && amount.Amount.GreaterThan(t.NoPINMax.Decimal):
		return fmt.Errorf("the amount without a PIN is at most %s", NewMoney(t.NoPINMax.Decimal, t.Currency))
	}
	return t.checkAmount("the amount without a PIN", amount)
}

func (t ChangeTerms) checkControls(controls []SpendingControl) error {
	if controls == nil {
		return nil
	}
	if !t.SetsControls {
		return errors.New("this type of card takes no spending limits")
	}
	seen := map[string]bool{}
	for _, c := range controls {
		switch {
		case !slices.Contains(t.Intervals, c.Interval):
			return fmt.Errorf("no spending limit can be set for %q; there is %s", c.Interval, strings.Join(t.Intervals, ", "))
		case seen[c.Interval]:
			return fmt.Errorf("two spending limits for %s", c.Interval)
		case !c.Amount.Known() || !c.Amount.Amount.IsPositive():
			return fmt.Errorf("the spending limit for %s must be more than zero; leave it out to remove it", c.Interval)
		}
		seen[c.Interval] = true
		if err := t.checkAmount("the spending limit for "+c.Interval, c.Amount); err != nil {
			return err
		}
	}
	return nil
}

// checkAmount names the amount, since several can be typed at once.
func (t ChangeTerms) checkAmount(name string, amount Money) error {
	places := CurrencyDecimals(t.Currency)
	switch {
	case amount.Currency != t.Currency:
		return fmt.Errorf("this card takes %s, not %s", t.Currency, amount.Currency)
	case !amount.Amount.Equal(amount.Amount.Truncate(places)):
		return fmt.Errorf("%s: %s", name, decimals(places))
	}
	return nil
}

var mccForm = regexp.MustCompile(`^[0-9]{4}$`)

func checkMCC(codes []string) error {
	seen := map[string]bool{}
	for _, code := range codes {
		switch {
		case !mccForm.MatchString(code):
			return fmt.Errorf("a merchant category is a code of 4 digits, not %q", code)
		case seen[code]:
			return fmt.Errorf("merchant category %s is there twice", code)
		}
		seen[code] = true
	}
	return nil
}
