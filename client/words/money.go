package words

import (
	"strings"

	"cardwallet/client"
)

// Figures are those of an amount with a plus before what came in: "+14.25", "−8.05", and "0.00" without a sign.
func Figures(m client.Money) string {
	if m.Amount.IsPositive() {
		return "+" + m.Figures()
	}
	return m.Figures()
}

// Signed is an amount with the sign of Figures and its currency; empty where it is not known.
func Signed(m client.Money) string {
	if !m.Known() {
		return ""
	}
	return Figures(m) + " " + m.Currency
}

// Deposit explains an amount in dollars that is to be sent in another asset: no answer says how much of the asset that is.
func Deposit(amount client.Money, asset string) string {
	words := "worth " + amount.String() + ", to be sent in " + asset + "; "
	switch strings.ToUpper(asset) {
	case "USDC", "USDT":
		return words + "one " + asset + " is taken to be one dollar"
	}
	return words + "the issuer's answer does not say how many " + asset
}
