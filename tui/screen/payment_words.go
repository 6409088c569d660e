package screen

import (
	"errors"
	"strings"

	"cardwallet/client"
	"cardwallet/client/plan"
	"cardwallet/tui/ui"
)

// SettledNotice says in one line what became of a movement that was open.
func SettledNotice(m client.Movement) (ui.Level, string) {
	level := ui.Warn
	switch m.Status {
	case client.MovementSucceeded:
		level = ui.Good
	case client.MovementFailed:
		level = ui.Bad
	}
	if m.Reversed() {
		return level, ui.Safe(plan.Describe(m)) + " at " + ui.Safe(m.Profile) + ": " + client.Reversed
	}
	return level, ui.Safe(plan.Describe(m)) + " at " + ui.Safe(m.Profile) + ": " + plan.StatusSentence(m.Status)
}

func changeWords(before, after client.Money, estimated bool) string {
	switch {
	case !before.Known():
		return "not known"
	case !after.Known():
		return moneyWords(before) + " now"
	}
	words := ui.Safe(before.Digits()) + " -> " + moneyWords(after)
	if estimated {
		words += " (estimate)"
	}
	return words
}

func feeWords(q client.Quote) string {
	switch {
	case !q.Amount.Known():
		return "-"
	case !q.Fee.Known():
		return "the issuer says only afterwards"
	case q.Estimated:
		return moneyWords(q.Fee) + " (estimate)"
	}
	return moneyWords(q.Fee)
}

func totalWords(q client.Quote) string {
	switch {
	case !q.Amount.Known():
		return "-"
	case !q.Fee.Known():
		return moneyWords(q.Total) + " and the fee"
	case q.Estimated:
		return moneyWords(q.Total) + " (estimate)"
	}
	return moneyWords(q.Total)
}

func limitWords(terms client.Terms) string {
	low, high := client.NewMoney(terms.Min.Decimal, terms.Currency), client.NewMoney(terms.Max.Decimal, terms.Currency)
	words := "the issuer names no limits"
	switch {
	case terms.Min.Valid && terms.Max.Valid:
		words = ui.Safe(low.Digits()) + " to " + moneyWords(high)
	case terms.Min.Valid:
		words = "at least " + moneyWords(low)
	case terms.Max.Valid:
		words = "at most " + moneyWords(high)
	}
	if terms.Max.Valid && terms.MaxReason != "" {
		words += ", " + ui.Safe(terms.MaxReason)
	}
	return words
}

// wrongWords says what is wrong with an amount, without the general part.
func wrongWords(err error) string {
	what, _ := ui.Problem(err)
	for _, general := range []error{client.ErrAmount, client.ErrTerms} {
		if errors.Is(err, general) {
			what = strings.TrimPrefix(what, general.Error()+": ")
		}
	}
	return what
}

var currencyNames = map[string]string{
	"USD": "US dollars", "EUR": "euros", "GBP": "pounds sterling", "HKD": "Hong Kong dollars", "SGD": "Singapore dollars",
	"AUD": "Australian dollars", "CAD": "Canadian dollars", "CHF": "Swiss francs", "JPY": "Japanese yen", "CNY": "Chinese yuan",
	"AED": "UAE dirhams", "USDT": "Tether dollars", "USDC": "USD Coin",
}

func currencyWords(code string) string {
	if name, ok := currencyNames[code]; ok {
		return name + " (" + code + ")"
	}
	return ui.Safe(code)
}
