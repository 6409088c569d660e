package plan

import (
	"fmt"
	"strings"

	"cardwallet/client"
	"cardwallet/client/words"
)

// TypeFacts are all lines about a card type, in the same order for every type, so that two can be compared line by line. They are in
// people's words, and not made safe.
func TypeFacts(t client.CardType) []client.Fact {
	estimated := ""
	if t.Estimated {
		estimated = " (documented figure)"
	}
	status := "online"
	if !t.Online {
		status = "offline"
	}
	if odd := t.Unreadable.Words(); t.Unreadable.Has("status") {
		status = odd
	} else if odd != "" {
		status += ", " + odd
	}
	var controls []string
	for _, c := range t.SpendingControls {
		controls = append(controls, words.Limit(c))
	}
	holders, perHolder := "no holder needed", ""
	if t.NeedsHolder {
		holders = "needed"
	}
	if t.MaxCardsPerHolder != 0 {
		perHolder = fmt.Sprint(t.MaxCardsPerHolder)
	}
	rows := [][2]string{
		{"id", t.ID}, {"name", t.Name}, {"description", t.Description}, {"status", status},
		{"organization", t.Organization}, {"country", t.Country}, {"bin", t.BIN}, {"mode", words.OfCardWord(t.Mode)},
		{"type", words.OfCardWord(t.Type)}, {"category", words.OfCardWord(t.Category)},
		{"currency", t.Currency}, {"price", t.Price.Shown() + estimated}, {"can be created", yes(t.CanOpen)},
		{"initial deposit", OpenWords(t)}, {"deposit needed", yes(t.OpenNeedsDeposit)}, {"stays on the card", t.Retention.Shown()},
		{"top-up", LimitWords(t.TopUp)}, {"top-up fee", FeeWords(t.TopUp)}, {"top-up decimals", fmt.Sprint(t.TopUp.Decimals)},
		{"freeze", yes(t.CanFreeze)}, {"unfreeze", yes(t.CanUnfreeze)},
		{"holder", holders}, {"holder model", t.HolderModel}, {"holders from", strings.Join(t.HolderRegions, ", ")},
		{"holder area codes", strings.Join(t.HolderAreaCodes, ", ")}, {"cards per holder", perHolder},
		{"spending limits", strings.Join(controls, ", ")}, {"merchant categories", yes(t.SupportsMCC)},
		{"without PIN", Between(t.NoPINAmountMin, t.NoPINAmountMax)}, {"without PIN, usual", t.NoPINAmountDefault.Shown()},
		{"works at", strings.Join(t.Supported, ", ")}, {"risky at", strings.Join(t.Risky, ", ")},
	}
	facts := make([]client.Fact, 0, len(rows))
	for _, row := range rows {
		facts = append(facts, client.Fact{Name: row[0], Value: row[1]})
	}
	return facts
}

// OpenWords are the bounds of the initial deposit: "none" where the type takes no deposit, empty where the issuer names no bounds.
func OpenWords(t client.CardType) string {
	if t.OpenMax.Known() && t.OpenMax.Amount.IsZero() && !t.OpenNeedsDeposit {
		return "none"
	}
	return Between(t.OpenMin, t.OpenMax)
}

// LimitWords are the limits in a few words, see Between: "no" where nothing is possible.
func LimitWords(t client.Terms) string {
	if t.Refusal != "" {
		return "no"
	}
	return Between(t.Least(), t.Most())
}

// FeeWords are the fee in a few words: "2.5 % + 0.30 USD".
func FeeWords(t client.Terms) string {
	if t.FeeUnknown {
		return "in the answer"
	}
	words := t.Rate.Shift(2).String() + " %"
	switch fixed := client.NewMoney(t.Fixed, t.Currency).String(); {
	case t.Fixed.IsPositive() && t.Rate.IsZero():
		words = fixed
	case t.Fixed.IsPositive():
		words += " + " + fixed
	}
	if t.Estimated {
		words += " (estimate)"
	}
	return words
}

func yes(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}
