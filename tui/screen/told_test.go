package screen

import (
	"testing"

	"cardwallet/client"
)

func TestToldHasAmountsAsPeopleReadThem(t *testing.T) {
	for kept, want := range map[string]string{
		"card balance 136.35 USD, 1136.35 USD before, wallet 4530.97 USD": "card balance 136.35 USD, 1,136.35 USD before, wallet 4,530.97 USD",
		"wallet -13981.20 EUR":                      "wallet −13,981.20 EUR",
		"new card 98336958926384054852 with 20 JPY": "new card 98336958926384054852 with 20 JPY",
		"answered 12345 and http 4030 FORBIDDEN":    "answered 12345 and http 4030 FORBIDDEN",
		"":                                          "",
	} {
		if got := Told(client.Movement{Description: kept}); got != want {
			t.Errorf("%q is told as %q, want %q", kept, got, want)
		}
	}
	if got := ToldChange(client.Movement{Change: "PER_TRANSACTION up to 1000.00 USD"}); got != "a payment up to 1,000.00 USD" {
		t.Errorf("a change is told as %q", got)
	}
}
