package ui

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

func TestSafe(t *testing.T) {
	for name, c := range map[string]struct{ in, want string }{
		"plain":                       {"Coffee & Co. #12", "Coffee & Co. #12"},
		"accents":                     {"Café Zürich", "Café Zürich"},
		"decomposed accent":           {"Cafe\u0301", "Cafe\u0301"},
		"cyrillic and chinese":        {"Яндекс 支付宝", "Яндекс 支付宝"},
		"colour":                      {"\x1b[31mred\x1b[0m", "red"},
		"clear screen":                {"a\x1b[2J\x1b[Hb", "ab"},
		"clipboard write":             {"a\x1b]52;c;c2VjcmV0\x07b", "ab"},
		"window title":                {"a\x1b]0;owned\x1b\\b", "ab"},
		"hyperlink":                   {"\x1b]8;;http://evil\x07shop\x1b]8;;\x07", "shop"},
		"device query":                {"a\x1bP+q544e\x1b\\b", "ab"},
		"C1 control sequence":         {"a\u009b2Jb", "a2Jb"},
		"raw C1 byte":                 {"a\x9b2Jb", "a\uFFFD2Jb"},
		"carriage return hides price": {"pay $900\rpay $1", "pay $900 pay $1"},
		"tab and line ends":           {"a\tb\r\nc\u2028d\u0085e", "a b c d e"},
		"backspace, bell, nul, del":   {"a\bb\ac\x00d\x7fe", "abcde"},
		"right-to-left override":      {"a\u202Ecba\u202C", "acba"},
		"zero width":                  {"pay\u200Bpal\uFEFF\u00AD\u2060", "paypal"},
		"tag characters":              {"a\U000E0041\U000E0042b", "ab"},
		"no-break space":              {"a\u00A0b", "a b"},
		"invalid":                     {"a\xff\xfeb", "a\uFFFDb"},
		"private use":                 {"a\uE0B0b", "a\uFFFDb"},
		"one emoji":                   {"a😀b", "a😀b"},
		"flag":                        {"a🇩🇪b", "a\uFFFDb"},
		"family":                      {"a👨\u200D👩\u200D👧b", "a\uFFFDb"},
		"skin tone":                   {"a👍🏽b", "a\uFFFDb"},
		"keycap":                      {"1\uFE0F\u20E3", "\uFFFD"},
		"heart with selector":         {"❤\uFE0F", "\uFFFD"},
		"stacked marks":               {"Z" + strings.Repeat("\u0301", 50) + "!", "Z" + strings.Repeat("\u0301", 4) + "!"},
		"mark without a base":         {"\u0301a", "a"},
		"flag halves kept apart":      {"🇩\u200B🇪", "\uFFFD"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := Safe(c.in); got != c.want {
				t.Errorf("Safe(%q) = %q, want %q", c.in, got, c.want)
			}
		})
	}
}

// What has only symbols of ours is not looked at any further.
func TestSafeLeavesTheSymbolsOfOurs(t *testing.T) {
	for symbol := range inASCII {
		for _, text := range []string{string(symbol), string(symbol) + "1", "a" + string(symbol)} {
			if got := Safe("é" + text); got != "é"+text || Safe(text) != text {
				t.Errorf("%q is drawn as %q, alone as %q", text, strings.TrimPrefix(got, "é"), Safe(text))
			}
		}
	}
	for _, text := range []string{"●\x1b[1m", "◆\n", "\xff●", "●\u200b"} {
		if got := Safe(text); got == text {
			t.Errorf("%q stays as it is", text)
		}
	}
}

func TestSafeTextKeepsLines(t *testing.T) {
	if got, want := SafeText("a\r\nb\x1b[2J\n\tc\rd"), "a\nb\n c d"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestSafeJSONKeepsTheValue(t *testing.T) {
	for in, want := range map[string]string{
		"Café 支付宝 😀":                `"Café 支付宝 😀"`,
		"a\x1b[2J\u009b1m\x7f":      `"a\u001b[2J\u009b1m\u007f"`,
		"a\u202eb\u2066\u200b":      `"a\u202eb\u2066\u200b"`,
		"a\u2028b\u0085c\u00a0d":    `"a\u2028b\u0085c\u00a0d"`,
		"a\u115f\u3164\ufe0fb":      `"a\u115f\u3164\ufe0fb"`,
		"tag \U000e0041 \U0010ffff": `"tag \udb40\udc41 \udbff\udfff"`,
	} {
		document, err := json.Marshal(in)
		if err != nil {
			t.Fatal(err)
		}
		got := SafeJSON(document)
		if string(got) != want {
			t.Errorf("%q: got %s, want %s", in, got, want)
		}
		var back string
		if err := json.Unmarshal(got, &back); err != nil || back != in {
			t.Errorf("%q came back as %q, %v", in, back, err)
		}
	}
}

func FuzzSafeJSON(f *testing.F) {
	for _, s := range []string{"", "abc", "\u202e\u009b\x7f", "\U000e0041", "\\u202e\"", "\xff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		document, err := json.MarshalIndent(map[string]string{"text": s}, "", "  ")
		if err != nil {
			t.Fatal(err)
		}
		safe := SafeJSON(document)
		for _, r := range string(safe) {
			if r != '\n' && r != ' ' && (!unicode.IsPrint(r) ||
				unicode.In(r, unicode.Cc, unicode.Cf, unicode.Z, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector)) {
				t.Fatalf("%q gives %s with %U", s, safe, r)
			}
		}
		var back map[string]string
		if err := json.Unmarshal(safe, &back); err != nil || back["text"] != strings.ToValidUTF8(s, "\uFFFD") && utf8.ValidString(s) {
			t.Fatalf("%q came back as %q, %v", s, back, err)
		}
	})
}

func FuzzSafe(f *testing.F) {
	for _, s := range []string{"", "abc", "\x1b[31m", "\u009b2J", "a\u202Eb", "👨\u200D👩", "🇩🇪", "e\u0301\u0301\u0301\u0301\u0301",
		"\x1b]52;c;eA==\a",
		"क्षि", "\u1100\u1161", "1\uFE0F\u20E3", "\xff", "\u115F\u1160", "#\uFE0E", "\u200D\u200D", "a\r\nb"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		safe := Safe(s)
		if !utf8.ValidString(safe) {
			t.Fatalf("not UTF-8: %q", safe)
		}
		marks := 0
		for _, r := range safe {
			if r != ' ' && !unicode.IsPrint(r) && r != utf8.RuneError || unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp) {
				t.Fatalf("%q gives %q with %U", s, safe, r)
			}
			if !unicode.Is(unicode.M, r) {
				marks = 0
			} else if marks++; marks > maxMarks {
				t.Fatalf("%q gives %q with more than %d marks", s, safe, maxMarks)
			}
		}
		if again := Safe(safe); again != safe {
			t.Fatalf("not the same again: %q, then %q", safe, again)
		}
		if w, wc := ansi.StringWidth(safe), ansi.StringWidthWc(safe); w != wc {
			t.Fatalf("%q takes %d cells by clusters and %d by characters", safe, w, wc)
		}
		text := SafeText(s)
		if strings.ContainsFunc(text, func(r rune) bool { return r != '\n' && unicode.IsControl(r) }) || SafeText(text) != text {
			t.Fatalf("SafeText(%q) = %q", s, text)
		}
	})
}
