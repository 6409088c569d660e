package plan

import (
	"testing"

	"cardwallet/client"
)

func TestTheBINTellsTheNetwork(t *testing.T) {
	for bin, want := range map[string]Network{
		"424242": NetworkVisa, "510510": NetworkMastercard, "559999": NetworkMastercard, "222100": NetworkMastercard,
		"272099": NetworkMastercard, "272100": "", "340000": NetworkAmex, "371449": NetworkAmex, "601111": NetworkDiscover,
		"650000": NetworkDiscover, "644000": NetworkDiscover, "621234": NetworkUnionPay, "601200": "", "560000": "",
		"": "", "42": "", "4x4242": "", "-42424": "", "353011": "",
	} {
		if got := NetworkOf(client.Card{BIN: bin}); got != want {
			t.Errorf("%q: got %q, want %q", bin, got, want)
		}
	}
}
