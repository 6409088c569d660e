package order

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"cardwallet/client"
	"cardwallet/tui/screen"
)

var (
	errNoChange = errors.New("nothing is changed yet")
	errNoCodes  = errors.New("choose categories, or let the card pay everywhere")
)

// enter goes on where something is changed and all of it is in order.
func (f *limitsForm) enter() bool {
	f.check()
	switch {
	case f.wrong != nil:
	case f.merchants != merchantsAll && len(f.codes) == 0 && f.terms.SetsMCC:
		f.wrong = errNoCodes
	case f.set.IsZero():
		f.wrong = errNoChange
	}
	return f.wrong == nil
}

// check makes limits of what differs from what is in force.
func (f *limitsForm) check() {
	f.set, f.wrong = client.Limits{}, nil
	controls, changed := []client.SpendingControl{}, false
	for _, row := range f.rows {
		text := strings.TrimSpace(row.field.Value())
		if row.kind >= limitMerchants || row.kind == limitNoPIN && text == "" {
			continue
		}
		var amount client.Money
		if text != "" {
			var err error
			if amount, err = client.ParseMoneyOrZero(text, f.terms.Currency); err != nil {
				f.wrong = fmt.Errorf("%s: %s", row.label(), screen.WrongWords(err))
				return
			}
		}
		differs := amount.Known() != row.now.Known() || !amount.Amount.Equal(row.now.Amount)
		switch {
		case row.kind == limitNoPIN && differs:
			f.set.NoPINAmount = amount
		case row.kind == limitInterval:
			changed = changed || differs
			if amount.Known() {
				controls = append(controls, client.SpendingControl{Interval: row.interval, Amount: amount})
			}
		}
	}
	if changed {
		f.set.Controls = controls
	}
	f.setMerchants()
	if !f.set.IsZero() {
		f.wrong = f.terms.Check(client.MoveLimits, f.change())
	}
}

// setMerchants sends a list that differs, and an empty one to remove what is in force.
func (f *limitsForm) setMerchants() {
	rule, codes := ruleOf(f.now)
	switch {
	case !f.terms.SetsMCC || f.merchants == rule && slices.Equal(f.codes, codes):
	case f.merchants == merchantsAll && rule == merchantsOnly:
		f.set.AllowedMCC = []string{}
	case f.merchants == merchantsAll && rule == merchantsBut:
		f.set.BlockedMCC = []string{}
	case f.merchants == merchantsOnly && len(f.codes) > 0:
		f.set.AllowedMCC = f.codes
	case f.merchants == merchantsBut && len(f.codes) > 0:
		f.set.BlockedMCC = f.codes
	}
}
