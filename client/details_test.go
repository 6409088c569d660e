package client

import (
	"errors"
	"strings"
	"testing"

	"cardwallet/crypto"
)

// What came in an unforeseen form is shown as it is, with a word; what cannot be the right thing at all is refused.
func TestFieldsInEveryForm(t *testing.T) {
	for _, c := range []struct {
		kind          FieldKind
		in, want, odd string // want empty: refused
	}{
		{FieldPAN, "4111111111111111", "4111111111111111", ""},
		{FieldPAN, "4111 1111 1111 1111", "4111111111111111", ""},
		{FieldPAN, "4111-1111-1111-1111\n", "4111111111111111", ""},
		{FieldPAN, "\ufeff 4111\u00a01111\u20091111\u20111111\r\n\x00", "4111111111111111", ""},
		{FieldPAN, "4111 1111 1111 1234", "4111111111111234", "fails its check digit"}, // Aurex cards page
		{FieldPAN, "41111111111", "41111111111", "11 digits, not 12 to 19"},
		{FieldPAN, "41111111111111111111", "41111111111111111111", "20 digits, not 12 to 19"},
		{FieldPAN, "411111******1111", "411111******1111", "not only digits"},
		{FieldPAN, "4111x11111111111", "4111x11111111111", "not only digits"},
		{FieldPAN, "none", "", ""},
		{FieldPAN, "4111\x011111", "", ""},
		{FieldPAN, strings.Repeat("4", 65), "", ""},
		{FieldCVV, "123", "123", ""},
		{FieldCVV, "0123", "0123", ""},
		{FieldCVV, " 123\n", "123", ""},
		{FieldCVV, "12", "12", "not 3 or 4 digits"},
		{FieldCVV, "12a", "12a", "not 3 or 4 digits"},
		{FieldCVV, "abc", "", ""},
		{FieldCVV, "\x9f\x021", "", ""},
		{FieldExpiry, "12/2028", "12/28", ""},
		{FieldExpiry, "12/28\n", "12/28", ""},
		{FieldExpiry, "0130", "01/30", ""},
		{FieldExpiry, "2031-07", "07/31", ""},
		{FieldExpiry, "9/31", "09/31", ""},
		{FieldExpiry, "09-31", "09/31", ""},
		{FieldExpiry, "13/28", "13/28", "not a month and year"},
		{FieldExpiry, "2031-09-30T00:00:00Z", "2031-09-30T00:00:00Z", "not a month and year"},
		{FieldExpiry, "Sep 2031", "Sep 2031", "not a month and year"},
		{FieldExpiry, "soon", "", ""},
		{FieldCode, "004566", "004566", ""},
		{FieldCode, "20834698", "20834698", ""},
		{FieldCode, "12", "12", ""},
		{FieldCode, "482 913", "482 913", ""},
		{FieldCode, "482-913 ", "482-913", ""},
		{FieldCode, "482\u00a0913\n", "482 913", ""},
		{FieldCode, "A7K-9QX", "A7K-9QX", ""},
		{FieldCode, "approve", "approve", ""},
		{FieldCode, "--", "", ""},
		{FieldCode, "4829\x1b[2J13", "", ""},
		{FieldCode, "4829\x8013", "", ""},
		{FieldCode, "482\u202e913", "", ""},
		{FieldCode, strings.Repeat("4", 65), "", ""},
		{FieldURL, "https://example.com/r?x=1", "https://example.com/r?x=1", ""},
		{FieldURL, " HTTPS://example.com/r\n", "HTTPS://example.com/r", ""},
		{FieldURL, "https://example.com/a b", "", ""},
		{FieldURL, "https://example.com/\u2013", "", ""},
		{FieldURL, "javascript:alert(1)", "", ""},
		{FieldURL, "https://example.com/\x1b[2J", "", ""},
		{FieldURL, "https:///nohost", "", ""},
		{FieldCVV, " \r\n", "", ""},
	} {
		for refused, field := range map[error]Field{
			ErrForm:    SealedField(c.kind, "sealed", fixedOpener{text: c.in}),
			ErrGarbage: PlainField(c.kind, crypto.SecretFromString(c.in)),
		} {
			got, odd, err := field.Read(t.Context())
			if c.want == "" {
				if !errors.Is(err, refused) || !got.IsZero() || odd != "" {
					t.Errorf("%s %q was taken: %v", c.kind, c.in, err)
				}
				// In the clear there is no key to blame.
				if err != nil && (strings.Contains(err.Error(), c.in) || strings.Contains(err.Error(), "private_key") != (refused == ErrForm)) {
					t.Errorf("%s %q: the wrong words: %v", c.kind, c.in, err)
				}
				continue
			}
			if err != nil || got.RevealString() != c.want || odd != c.odd {
				t.Errorf("%s %q is %q, %q, %v; want %q, %q", c.kind, c.in, got.RevealString(), odd, err, c.want, c.odd)
			}
			if field.sealed == "" && !field.Present() {
				t.Errorf("%s %q: reading it wiped it", c.kind, c.in)
			}
		}
	}
}

func TestCodesArePastedWithoutBlanksWhereTheRestIsDigits(t *testing.T) {
	for in, want := range map[string]string{
		"482913": "482913", "482 913": "482913", "48-29-13": "482913", "A7K-9QX": "A7K-9QX", "ab 12": "ab 12", "--": "--", "": "",
	} {
		value := crypto.SecretFromString(in)
		pasted := FieldCode.ToPaste(value)
		if got := pasted.RevealString(); got != want {
			t.Errorf("%q is pasted as %q", in, got)
		}
		if pasted.Wipe(); value.RevealString() != in {
			t.Errorf("%q: wiping what was pasted wiped the value", in)
		}
	}
	if got := FieldPAN.ToPaste(crypto.SecretFromString("4111 11")); got.RevealString() != "4111 11" {
		t.Error("only codes change")
	}
}

func TestSameFields(t *testing.T) {
	sealed := func(text string) Field { return SealedField(FieldCode, text, fixedOpener{}) }
	plain := func(text string) Field { return PlainField(FieldCode, crypto.SecretFromString(text)) }
	for _, c := range []struct {
		a, b Field
		want bool
	}{
		{sealed("a"), sealed("a"), true}, {sealed("a"), sealed("b"), false}, {plain("a"), plain("a"), true}, {plain("a"), plain("b"), false},
		{sealed("a"), plain("a"), false}, {Field{}, sealed("a"), false}, {sealed("a"), SealedField(FieldURL, "a", nil), false},
	} {
		if c.a.Same(c.b) != c.want || c.b.Same(c.a) != c.want {
			t.Errorf("%v and %v: want %v", c.a.sealed, c.b.sealed, c.want)
		}
	}
}
