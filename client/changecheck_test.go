package client_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"cardwallet/client"
	"cardwallet/crypto"
)

func TestChangeTermsCheck(t *testing.T) {
	all := client.ChangeTerms{Currency: "USD", SetsNoPIN: true, SetsControls: true, SetsMCC: true,
		Intervals: []string{"PER_TRANSACTION", "DAILY"},
		NoPINMin:  decimal.NewNullDecimal(decimal.NewFromInt(1)), NoPINMax: decimal.NewNullDecimal(decimal.NewFromInt(2000))}
	none := client.ChangeTerms{Currency: "USD"}
	money := func(text, currency string) client.Money {
		return client.NewMoney(decimal.RequireFromString(text), currency)
	}
	limit := func(interval, amount string) client.SpendingControl {
		return client.SpendingControl{Interval: interval, Amount: money(amount, "USD")}
	}
	limits := func(l client.Limits) client.Change { return client.Change{Limits: l} }
	noPIN := func(amount string) client.Change { return limits(client.Limits{NoPINAmount: money(amount, "USD")}) }
	pin, code := crypto.SecretFromString("482915"), crypto.SecretFromString("20834698")
	for name, tt := range map[string]struct {
		terms  client.ChangeTerms
		kind   client.MovementKind
		change client.Change
		want   string
	}{
		"refused":  {client.ChangeTerms{Refusal: "the card is frozen"}, client.MoveFreeze, client.Change{}, "the card is frozen"},
		"freeze":   {none, client.MoveFreeze, client.Change{}, ""},
		"cancel":   {none, client.MoveCancel, client.Change{}, ""},
		"good pin": {none, client.MovePIN, client.Change{PIN: pin}, ""},
		"no pin":   {none, client.MovePIN, client.Change{}, "the PIN must have 6 digits"},
		"weak pin": {none, client.MovePIN, client.Change{PIN: crypto.SecretFromString("111222")},
			"the PIN must have no digit 3 times in a row"},
		"twice weak pin": {none, client.MovePIN, client.Change{PIN: crypto.SecretFromString("12312")},
			"the PIN must have 6 digits, no 2 or 3 digits that come again, as in 123123"},
		"nothing":      {all, client.MoveLimits, client.Change{}, "there is nothing to change"},
		"no-PIN":       {all, client.MoveLimits, noPIN("2000"), ""},
		"no-PIN least": {all, client.MoveLimits, noPIN("1"), ""},
		"no-PIN below": {all, client.MoveLimits, noPIN("0.99"), "the amount without a PIN is at least 1.00 USD"},
		"no-PIN above": {all, client.MoveLimits, noPIN("2000.01"), "the amount without a PIN is at most 2,000.00 USD"},
		"no-PIN negative": {client.ChangeTerms{SetsNoPIN: true, Currency: "USD"}, client.MoveLimits, noPIN("-1"),
			"the amount without a PIN cannot be less than zero"},
		"no-PIN decimals":  {all, client.MoveLimits, noPIN("5.005"), "the amount without a PIN: at most 2 decimals"},
		"no-PIN currency":  {all, client.MoveLimits, limits(client.Limits{NoPINAmount: money("5", "EUR")}), "this card takes USD, not EUR"},
		"no-PIN not there": {none, client.MoveLimits, noPIN("5"), "this type of card has no amount without a PIN"},
		"control": {all, client.MoveLimits,
			limits(client.Limits{Controls: []client.SpendingControl{limit("DAILY", "5"), limit("PER_TRANSACTION", "5")}}), ""},
		"no controls": {all, client.MoveLimits, limits(client.Limits{Controls: []client.SpendingControl{}}), ""},
		"control not there": {none, client.MoveLimits, limits(client.Limits{Controls: []client.SpendingControl{}}),
			"this type of card takes no spending limits"},
		"control interval": {all, client.MoveLimits, limits(client.Limits{Controls: []client.SpendingControl{limit("daily", "5")}}),
			`no spending limit can be set for "daily"; there is PER_TRANSACTION, DAILY`},
		"control twice": {all, client.MoveLimits,
			limits(client.Limits{Controls: []client.SpendingControl{limit("DAILY", "5"), limit("DAILY", "6")}}), "two spending limits for DAILY"},
		"control of zero": {all, client.MoveLimits, limits(client.Limits{Controls: []client.SpendingControl{limit("DAILY", "0")}}),
			"the spending limit for DAILY must be more than zero; leave it out to remove it"},
		"control empty": {all, client.MoveLimits, limits(client.Limits{Controls: []client.SpendingControl{{Interval: "DAILY"}}}),
			"the spending limit for DAILY must be more than zero; leave it out to remove it"},
		"control decimals": {all, client.MoveLimits, limits(client.Limits{Controls: []client.SpendingControl{limit("DAILY", "5.123")}}),
			"the spending limit for DAILY: at most 2 decimals"},
		"allowed":           {all, client.MoveLimits, limits(client.Limits{AllowedMCC: []string{"5411", "7311"}}), ""},
		"no longer allowed": {all, client.MoveLimits, limits(client.Limits{AllowedMCC: []string{}}), ""},
		"blocked":           {all, client.MoveLimits, limits(client.Limits{BlockedMCC: []string{"0742"}}), ""},
		"both": {all, client.MoveLimits, limits(client.Limits{AllowedMCC: []string{"5411"}, BlockedMCC: []string{}}),
			"only one of allowed and blocked merchant categories can be set"},
		"category": {all, client.MoveLimits, limits(client.Limits{AllowedMCC: []string{"541"}}),
			`a merchant category is a code of 4 digits, not "541"`},
		"category twice": {all, client.MoveLimits, limits(client.Limits{BlockedMCC: []string{"5411", "5411"}}),
			"merchant category 5411 is there twice"},
		"no categories": {none, client.MoveLimits, limits(client.Limits{BlockedMCC: []string{}}),
			"this type of card takes no merchant categories"},
		"activate": {all, client.MoveActivate,
			client.Change{PIN: pin, ActivationCode: code, Limits: client.Limits{NoPINAmount: money("500", "USD")}}, ""},
		"activate no code": {all, client.MoveActivate, client.Change{PIN: pin}, "an activation needs the activation code"},
		"activate no pin":  {all, client.MoveActivate, client.Change{ActivationCode: code}, "the PIN must have 6 digits"},
		"activate amount": {all, client.MoveActivate, client.Change{PIN: pin, ActivationCode: code,
			Limits: client.Limits{NoPINAmount: money("2001", "USD")}}, "the amount without a PIN is at most 2,000.00 USD"},
		"activate limits": {all, client.MoveActivate, client.Change{PIN: pin, ActivationCode: code,
			Limits: client.Limits{AllowedMCC: []string{}}}, "an activation sets the amount without a PIN only; set other limits afterwards"},
	} {
		err := tt.terms.Check(tt.kind, tt.change)
		switch {
		case tt.want == "" && err != nil:
			t.Errorf("%s: %v", name, err)
		case tt.want != "" && (!errors.Is(err, client.ErrTerms) || strings.TrimPrefix(err.Error(), client.ErrTerms.Error()+": ") != tt.want):
			t.Errorf("%s: got %v, want %s", name, err, tt.want)
		}
	}
}
