package choice_test

import (
	"slices"
	"testing"

	"github.com/spf13/pflag"

	"cardwallet/cmd/internal/choice"
)

type kind string

func TestFlags(t *testing.T) {
	t.Parallel()
	var k kind
	var status string
	flags := pflag.NewFlagSet("test", pflag.ContinueOnError)
	flags.Var(choice.Of(&k, kind("fees"), kind("purchases")), "kind", "")
	flags.Var(choice.Like(&status, "paid", "held"), "status", "")
	for line, want := range map[string]string{
		"--kind=fees":    "",
		"--kind=fee":     `invalid argument "fee" for "--kind" flag: must be one of fees, purchases; did you mean "fees"?`,
		"--kind=zebra":   `invalid argument "zebra" for "--kind" flag: must be one of fees, purchases`,
		"--kind=":        `invalid argument "" for "--kind" flag: it names nothing`,
		"--status=odd":   "",
		"--status=paid ": "",
	} {
		got := ""
		if err := flags.Parse([]string{line}); err != nil {
			got = err.Error()
		}
		if got != want {
			t.Errorf("%s: got %q, want %q", line, got, want)
		}
	}
	if k != "fees" || status != "odd" && status != "paid " {
		t.Errorf("got %q and %q", k, status)
	}
	if words, ok := choice.WordsOf(flags.Lookup("kind")); !ok || !slices.Equal(words, []string{"fees", "purchases"}) {
		t.Errorf("got %q", words)
	}
	flags.String("text", "", "")
	if _, ok := choice.WordsOf(flags.Lookup("text")); ok {
		t.Error("a flag without a list has one")
	}
}
