package client_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cardwallet/client"
	"cardwallet/crypto"
)

func TestCheckPIN(t *testing.T) {
	for pin, want := range map[string][]client.PINRule{
		"":        {client.PINDigits},
		"29471":   {client.PINDigits},
		"2947163": {client.PINDigits},
		"29471a":  {client.PINDigits},
		"294716":  nil,
		"112938":  nil,
		"111938":  {client.PINRepeated},
		"938000":  {client.PINRepeated},
		"123456":  {client.PINAscending},
		"135789":  {client.PINAscending},
		"987654":  {client.PINDescending},
		"123123":  {client.PINSegment},
		"121290":  {client.PINSegment},
		"124912":  {client.PINSegment},
		"000000":  {client.PINRepeated, client.PINSegment},
		"111":     {client.PINDigits, client.PINRepeated},
	} {
		got := client.CheckPIN(crypto.NewSecret([]byte(pin)))
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("CheckPIN(%q) (-want +got):\n%s", pin, diff)
		}
	}
}

// TestCheckPINLeavesEnough makes sure that the strict reading still lets most PINs through.
func TestCheckPINLeavesEnough(t *testing.T) {
	good := 0
	for n := range 1_000_000 {
		if client.CheckPIN(crypto.NewSecret(fmt.Appendf(nil, "%06d", n))) == nil {
			good++
		}
	}
	if good < 900_000 {
		t.Errorf("only %d of a million PINs pass", good)
	}
}

func TestPINRulesAreAll(t *testing.T) {
	for _, rule := range []client.PINRule{client.PINDigits, client.PINRepeated, client.PINAscending, client.PINDescending, client.PINSegment} {
		if !slices.Contains(client.PINRules, rule) {
			t.Errorf("PINRules lacks %q", rule)
		}
	}
}
