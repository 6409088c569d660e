package mcc_test

import (
	"strings"
	"testing"
	"unicode"

	"cardwallet/client/mcc"
)

func TestName(t *testing.T) {
	for code, want := range map[string]string{
		"0742": "Veterinary services",
		"3005": "Airlines",
		"3400": "Car rental",
		"3700": "Lodging",
		"":     "",
		"581":  "",
		"58a2": "",
		"9150": "",
	} {
		if got := mcc.Name(code); got != want {
			t.Errorf("Name(%q) is %q, want %q", code, got, want)
		}
	}
	for code, part := range map[string]string{"5812": "restaurant", "5411": "groceries", "7995": "betting", "4111": "transport"} {
		if got := mcc.Name(code); !strings.Contains(strings.ToLower(got), part) {
			t.Errorf("Name(%q) is %q, which lacks %q", code, got, part)
		}
	}
}

func TestListIsWhole(t *testing.T) {
	all := mcc.Search("")
	if len(all) < 270 {
		t.Errorf("only %d codes", len(all))
	}
	for i, c := range all {
		if !mcc.Valid(c.Code) || c.Name == "" || mcc.Name(c.Code) != c.Name ||
			strings.ContainsFunc(c.Name, func(r rune) bool { return !unicode.IsPrint(r) }) {
			t.Errorf("%+v", c)
		}
		if i > 0 && all[i-1].Code >= c.Code {
			t.Errorf("%s comes after %s, or twice", c.Code, all[i-1].Code)
		}
	}
}

func TestSearch(t *testing.T) {
	for text, want := range map[string]string{"5812": "5812", "Groceries": "5411", "veterinary SERVICES": "0742", "074": "0742"} {
		found := false
		for _, c := range mcc.Search(text) {
			found = found || c.Code == want
		}
		if !found {
			t.Errorf("Search(%q) lacks %s", text, want)
		}
	}
	if got := mcc.Search("no such trade"); len(got) != 0 {
		t.Errorf("found %v", got)
	}
}

func FuzzSearch(f *testing.F) {
	f.Add("58")
	f.Add("\xffgro cery")
	f.Fuzz(func(t *testing.T, text string) {
		for _, c := range mcc.Search(text) {
			if mcc.Name(c.Code) != c.Name {
				t.Errorf("%+v", c)
			}
		}
		if name := mcc.Name(text); name != "" && !mcc.Valid(text) {
			t.Errorf("%q is called %q", text, name)
		}
	})
}
