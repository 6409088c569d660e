package screen

import (
	"cmp"
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
	default: // it is not final
	}
	if m.Reversed() {
		return level, ui.Safe(plan.Describe(m)) + " at " + ui.Safe(m.Profile) + ": " + client.Reversed
	}
	return level, ui.Safe(plan.Describe(m)) + " at " + ui.Safe(m.Profile) + ": " + plan.StatusSentence(m.Status)
}

// Arrow stands between what was before and what comes after.
const Arrow = plan.Arrow

// ChangeWords are a balance before and after.
func ChangeWords(before, after client.Money, estimated bool) string {
	switch {
	case !before.Known():
		return "not known"
	case !after.Known():
		return MoneyWords(before) + " now"
	}
	words := ui.Safe(plan.FromTo(before, after))
	if estimated {
		words += " (estimate)"
	}
	return words
}

// LimitWords are the bounds of an amount by the issuer's terms.
func LimitWords(terms client.Terms) string {
	words := BoundWords(terms.Least(), terms.Most())
	if terms.Max.Valid && terms.MaxReason != "" {
		words += ", " + ui.Safe(terms.MaxReason)
	}
	return words
}

// BoundWords are the bounds of an amount, or that there are none.
func BoundWords(least, most client.Money) string {
	return cmp.Or(ui.Safe(plan.Between(least, most)), "the issuer names no limits")
}

// WrongWords says what is wrong with an amount, without the general part.
func WrongWords(err error) string {
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

// CurrencyWords are a currency's name, or its code where the name is not known. Amounts have the code.
func CurrencyWords(code string) string { return cmp.Or(currencyNames[code], ui.Safe(code)) }
