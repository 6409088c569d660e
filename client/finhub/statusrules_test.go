package finhub_test

import (
	"slices"
	"strings"
	"testing"

	"cardwallet/client"
	"cardwallet/client/finhub"
)

// TestStatusRules: each kind of movement in each status. + is allowed, - is forbidden by a document, ? is the issuer's to judge.
func TestStatusRules(t *testing.T) {
	kinds := slices.DeleteFunc(client.Kinds(), func(kind client.MovementKind) bool { return !kind.OnCard() })
	rules := (*finhub.Driver)(nil).StatusRules()
	for status, want := range map[client.CardStatus]string{
		//                      topup withdraw freeze unfreeze cancel pin limits activate
		client.CardActive:     "+ + + - + + + -",
		client.CardFrozen:     "- ? - + + ? ? -",
		client.CardInactive:   "- ? ? ? + - ? +",
		client.CardPending:    "- ? ? ? ? ? ? ?",
		client.CardFreezing:   "- ? - ? ? ? ? -",
		client.CardUnfreezing: "- ? ? - ? ? ? -",
		client.CardCanceling:  "- ? ? ? - ? ? -",
		client.CardCanceled:   "- ? - - - - - -",
		client.CardBlocked:    "- ? ? ? ? ? ? ?",
		client.CardExpired:    "- ? ? ? ? ? ? ?",
		client.CardFailed:     "- ? ? ? ? ? ? -",
		client.CardUnknown:    "? ? ? ? ? ? ? ?",
		"":                    "? ? ? ? ? ? ? ?",
	} {
		var got []string
		for _, kind := range kinds {
			refusal, doubt := rules.Refusal(kind, status), rules.Doubt(kind, client.Card{Status: status, IssuerStatus: "Odd"})
			mark := "?"
			switch {
			case refusal != "":
				mark = "-"
			case slices.Contains(rules[kind].Allows, status):
				mark = "+"
			}
			got = append(got, mark)
			if doubt != "" != (mark == "?" && status != "") {
				t.Errorf("%s of %q: %q, %q", kind, status, refusal, doubt)
			}
		}
		if words := strings.Join(got, " "); words != want {
			t.Errorf("%q: %s, want %s", status, words, want)
		}
	}
}
