package fold_test

import (
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"cardwallet/client/fold"
)

func TestSame(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		want bool
	}{
		{"Ads", "aDS", true}, {"Ads", "Ad", false}, {"", "", true}, {"", "a", false},
		{"caf\u00e9", "cafe\u0301", true}, {"CAF\u00c9", "cafe\u0301", true}, {"caf\u00e9", "cafe", false},
		{"\u1e9b\u0323", "\u017f\u0323\u0307", true}, // marks in another order
		{"Stra\u00dfe", "STRASSE", true},
		{"\u212b", "\u00e5", true}, // the sign of the angstrom
		{"\u041c\u0430\u0440\u0442", "\u041c\u0410\u0420\u0422", true},
		{"\u03a3\u03c2", "\u03c3\u03c3", true},                                              // both small sigmas
		{"\u0410", "A", false},                                                              // Cyrillic and Latin are two letters
		{"\ufb01", "fi", true},                                                              // a ligature folds to its letters
		{"\u13a0", "\uab70", true}, {"\u13f0", "\u13f8", true}, {"\u13a0", "\u13a1", false}, // Cherokee, which folds to capitals
		{"\xff", "\xfe", false},
	} {
		if got := fold.Same(tt.a, tt.b); got != tt.want || fold.Same(tt.b, tt.a) != tt.want || (fold.Text(tt.a) == fold.Text(tt.b)) != tt.want {
			t.Errorf("%+q and %+q: %v", tt.a, tt.b, got)
		}
	}
}

func TestWhatAFilterAsksFor(t *testing.T) {
	for word, want := range map[string]string{"status:declined": "declined", "type:refund": "refund"} {
		if tag, found := strings.CutSuffix(fold.Asked(word), want); !found || len(tag) != 1 || tag >= " " {
			t.Errorf("%q is looked up as %q", word, fold.Asked(word))
		}
	}
	for _, word := range []string{"", "stat", "status", "type", "mystatus:x"} {
		if got := fold.Asked(word); got != word {
			t.Errorf("%q is looked up as %q", word, got)
		}
	}
}

func TestFormsAreOne(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Draw(t, "text")
		if folded := fold.Text(text); fold.Text(folded) != folded {
			t.Errorf("%+q folds to %+q and that to %+q", text, folded, fold.Text(folded))
		}
		for _, form := range []norm.Form{norm.NFC, norm.NFD} {
			if !fold.Same(text, form.String(text)) {
				t.Errorf("%+q is another text in another form", text)
			}
		}
	})
}
