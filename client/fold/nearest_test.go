package fold_test

import (
	"strings"
	"testing"

	"cardwallet/client/fold"
)

func TestNearest(t *testing.T) {
	t.Parallel()
	commands := []string{"cards", "otp", "topup", "withdraw", "transactions", "keys", "mcc", "state", "stateless", "help", "holder"}
	for name, want := range map[string]string{
		"card": "cards", "CARDS": "cards", "cadrs": "cards", "opt": "otp", "otpp": "otp", "tpoup": "topup", "withdrow": "withdraw",
		"trans": "transactions", "transations": "transactions", "tranactoins": "transactions",
		"hold": "holder", "holde": "holder", "hep": "help", "holp": "help",
		// Too short, too far, too long.
		"": "", "m": "", "mc": "", "cat": "", "teleport": "", "stat": "state", "sta": "", strings.Repeat("x", 100): "",
	} {
		if got := fold.Nearest(name, commands); got != want {
			t.Errorf("%q: got %q, want %q", name, got, want)
		}
	}
	if got := fold.DidYouMean("opt", commands); got != `; did you mean "otp"?` {
		t.Errorf("got %q", got)
	}
	if got := fold.DidYouMean("teleport", commands); got != "" {
		t.Errorf("got %q", got)
	}
}
