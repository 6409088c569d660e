package plan

import (
	"strings"
	"testing"

	"cardwallet/client"
)

func TestLimitsInWords(t *testing.T) {
	for want, got := range map[string]string{
		"1.00 to 5.00 USD":  Between(usd("1"), usd("5")),
		"at least 1.00 USD": Between(usd("1"), client.Money{}),
		"at most 5.00 USD":  Between(client.Money{}, usd("5")),
		"":                  Between(client.Money{}, client.Money{}),
		"no":                LimitWords(client.Terms{Refusal: "the card is frozen"}),
		"everywhere":        MerchantWords(client.Limits{AllowedMCC: []string{}}, true),
		"everywhere but at 4: 0001, 0002, 0003, 0004": MerchantWords(client.Limits{BlockedMCC: []string{"0004", "0001", "0003", "0002"}}, true),
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	for words, codes := range map[string][]string{"only at 5812 Eating": {"5812"}, "only at 5411 Groceries": {"5812", "5411"}} {
		if got := MerchantWords(client.Limits{AllowedMCC: codes}, true); !strings.HasPrefix(got, words) || len([]rune(got)) > 9+len(codes)*35 {
			t.Errorf("%v: %q", codes, got)
		}
	}
	many := []string{"7995", "5411", "5812", "5967"}
	if got := CategoryWords(many, false); len(got) < 100 || strings.Contains(got, "…") || strings.Count(got, ", ") < len(many)-1 {
		t.Errorf("in full: %q", got)
	}
}
