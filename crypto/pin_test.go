package crypto_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cardwallet/crypto"
)

func TestCheckPIN(t *testing.T) {
	for pin, want := range map[string][]crypto.PINRule{
		"":        {crypto.PINDigits},
		"29471":   {crypto.PINDigits},
		"2947163": {crypto.PINDigits},
		"29471a":  {crypto.PINDigits},
		"294716":  nil,
		"112938":  nil,
		"111938":  {crypto.PINRepeated},
		"938000":  {crypto.PINRepeated},
		"123456":  {crypto.PINAscending},
		"135789":  {crypto.PINAscending},
		"987654":  {crypto.PINDescending},
		"123123":  {crypto.PINSegment},
		"121290":  {crypto.PINSegment},
		"124912":  {crypto.PINSegment},
		"000000":  {crypto.PINRepeated, crypto.PINSegment},
		"111":     {crypto.PINDigits, crypto.PINRepeated},
	} {
		got := crypto.CheckPIN(crypto.NewSecret([]byte(pin)))
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("CheckPIN(%q) (-want +got):\n%s", pin, diff)
		}
	}
}

// TestCheckPINLeavesEnough makes sure that the strict reading still lets most PINs through.
func TestCheckPINLeavesEnough(t *testing.T) {
	good := 0
	for n := range 1_000_000 {
		if crypto.CheckPIN(crypto.NewSecret(fmt.Appendf(nil, "%06d", n))) == nil {
			good++
		}
	}
	if good < 900_000 {
		t.Errorf("only %d of a million PINs pass", good)
	}
}

func TestPINRulesAreAll(t *testing.T) {
	for _, rule := range []crypto.PINRule{crypto.PINDigits, crypto.PINRepeated, crypto.PINAscending, crypto.PINDescending, crypto.PINSegment} {
		if !slices.Contains(crypto.PINRules, rule) {
			t.Errorf("PINRules lacks %q", rule)
		}
	}
}
