package config

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// noTopUp refuses aliases of top-ups.
type noTopUp struct{}

func (noTopUp) Refuse(name string, words []string) string {
	if slices.Contains(words, "topup") {
		return "is of no use"
	}
	return ""
}

func TestAliases(t *testing.T) {
	longest := strings.Repeat("a", 32)
	o := Options{Aliases: noTopUp{}, Env: environment(nil), Path: write(t, ads+`[aliases]
spent = 'spending --days 7 "a b" $HOME; x|y'
Loud = "cards"
again = "topup"
open = "cards 'x"
none = ""
list = ["cards"]
`+longest+` = "cards"
b`+longest+` = "cards"
`)}
	_, err := Load(o)
	var want []string
	for line, what := range map[string]string{
		"7:1: aliases.Loud":         "the name of an alias is at most 32 small letters, digits and -",
		"13:1: aliases.b" + longest: "the name of an alias is at most 32 small letters, digits and -",
		"8:1: aliases.again":        "is of no use",
		"9:1: aliases.open":         "must be a command line with its quotes closed",
		"10:1: aliases.none":        `must be a command line in quotes, such as "topup --repeat"`,
		"11:1: aliases.list":        `must be a command line in quotes, such as "topup --repeat"`,
	} {
		want = append(want, o.Path+":"+line+": "+what)
	}
	if err == nil {
		t.Fatal("they are taken")
	}
	got := strings.Split(err.Error(), "\n")
	slices.Sort(got)
	slices.Sort(want)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	c, err := Parse("c.toml", []byte(ads+"[aliases]\nspent = 'spending --days 7 \"a b\" $HOME; x|y'\n"))
	if err != nil {
		t.Fatal(err)
	}
	words := []string{"spending", "--days", "7", "a b", "$HOME;", "x|y"}
	if diff := cmp.Diff(words, c.Aliases["spent"].Words); diff != "" {
		t.Errorf("a shell had a hand in it (-want +got):\n%s", diff)
	}
	if value, from, ok := c.Value("aliases", "spent"); !ok || value != c.Aliases["spent"].Line || from != "line 6" {
		t.Errorf("%v from %s", value, from)
	}
}
