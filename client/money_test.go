package client

import (
	"errors"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"
)

func TestParseMoneyTakesWhatPeopleType(t *testing.T) {
	for text, want := range map[string]string{
		"25": "25.00 USD", "25.5": "25.50 USD", "25.00 USD": "25.00 USD", " 25.00  usd ": "25.00 USD", "0.01": "0.01 USD",
		"25.125": "25.125 USD", "999999999999999.99": "999,999,999,999,999.99 USD",
	} {
		m, err := ParseMoney(text, "USD")
		if err != nil || m.String() != want {
			t.Errorf("ParseMoney(%q) = %v, %v; want %s", text, m, err, want)
		}
	}
}

func TestParseMoneyRefusesWhatIsNotPlain(t *testing.T) {
	for _, text := range []string{
		"", " ", "1,000", "1e3", "1E3", "-5", "+5", "0", "0.00", ".5", "5.", "1.2.3", "0x10", "NaN", "Inf", "٢٥", "1_000", "25 EUR",
		"25 USD extra",
		"1000000000000000", "1.123456789", strings.Repeat("9", 400), "25USD", "$25", "25\x00",
	} {
		m, err := ParseMoney(text, "USD")
		if !errors.Is(err, ErrAmount) {
			t.Errorf("ParseMoney(%q) = %v, %v; want ErrAmount", text, m, err)
		}
		if m.Known() {
			t.Errorf("ParseMoney(%q) refused it and still gave %v", text, m)
		}
	}
}

func TestZeroIsForCreationsOnly(t *testing.T) {
	if m, err := ParseMoneyOrZero("0.00", "USD"); err != nil || m.String() != "0.00 USD" {
		t.Errorf("zero is %v, %v", m, err)
	}
	if _, err := ParseMoneyOrZero("-0", "USD"); !errors.Is(err, ErrAmount) {
		t.Errorf("a signed zero: %v", err)
	}
}

func TestMoneyKeepsUnknownApartFromZero(t *testing.T) {
	zero := NewMoney(decimal.Zero, "usd")
	if zero.String() != "0.00 USD" || !zero.Known() {
		t.Errorf("zero is %s", zero)
	}
	if got := (Money{}).String(); got != "unknown" {
		t.Errorf("the zero Money is %q", got)
	}
	if sum := zero.Add(NewMoney(decimal.NewFromInt(1), "EUR")); sum.Known() {
		t.Errorf("adding two currencies gave %s", sum)
	}
	if sum := (Money{}).Add(Money{}); sum.Known() {
		t.Errorf("adding two unknowns gave %s", sum)
	}
}

func TestMoneyIsWrittenWithTheCurrencysDecimals(t *testing.T) {
	for _, c := range []struct{ amount, currency, want string }{
		{"100", "USD", "100.00 USD"}, {"100.1", "USD", "100.10 USD"}, {"100.123", "USD", "100.123 USD"}, {"100.1200", "USD", "100.12 USD"},
		{"100", "JPY", "100 JPY"}, {"1.5", "KWD", "1.500 KWD"}, {"-3.5", "USD", "−3.50 USD"}, {"1E2", "USD", "100.00 USD"},
	} {
		if got := NewMoney(decimal.RequireFromString(c.amount), c.currency).String(); got != c.want {
			t.Errorf("%s %s is written %q, want %q", c.amount, c.currency, got, c.want)
		}
	}
}

func TestMoneyForPeople(t *testing.T) {
	for amount, want := range map[string]string{
		"13981.2": "13,981.20 USD", "-13981.2": "−13,981.20 USD", "0": "0.00 USD", "999.99": "999.99 USD", "-1000": "−1,000.00 USD",
		"1234567": "1,234,567.00 USD", "1000.00001": "1,000.00001 USD", "-0.5": "−0.50 USD",
	} {
		m := NewMoney(decimal.RequireFromString(amount), "USD")
		if m.String() != want || m.Figures()+" USD" != want {
			t.Errorf("%s: got %q and %q, want %q", amount, m.String(), m.Figures(), want)
		}
		if plain := strings.NewReplacer(",", "", "−", "-").Replace(m.String()); m.Plain() != plain || m.Plain() != m.Digits()+" USD" {
			t.Errorf("%s is kept as %q", amount, m.Plain())
		}
	}
	if m := (Money{}); m.Figures() != "" || m.Plain() != "unknown" {
		t.Errorf("what is not known is %q, %q", m.Figures(), m.Plain())
	}
}

func TestMoneyIsRoundedWhereItIsNear(t *testing.T) {
	for _, c := range []struct{ amount, currency, want string }{
		{"75.30000305175781", "USD", "75.30 USD"}, {"24.99999999", "USD", "25.00 USD"}, {"-0.0000003", "USD", "0.00 USD"},
		{"25.0001", "USD", "25.00 USD"},
		{"25.00011", "USD", "25.00011 USD"}, {"25.005", "USD", "25.005 USD"}, {"100.00003", "JPY", "100 JPY"}, {"100.5", "JPY", "100.5 JPY"},
		{"1.50004", "KWD", "1.500 KWD"}, {"1.5004", "KWD", "1.5004 KWD"},
	} {
		if got := NewMoney(decimal.RequireFromString(c.amount), c.currency).Rounded().String(); got != c.want {
			t.Errorf("%s %s is %q, want %q", c.amount, c.currency, got, c.want)
		}
	}
	if (Money{}).Rounded().Known() {
		t.Error("what is not known is known once rounded")
	}
	for _, c := range []struct {
		a, b string
		want bool
	}{{"25", "25.0000003", true}, {"25", "25.0001", true}, {"25", "25.00011", false}, {"-25", "25", false}, {"25", "25.01", false}} {
		if got := Near(decimal.RequireFromString(c.a), decimal.RequireFromString(c.b)); got != c.want {
			t.Errorf("%s and %s are near: %v", c.a, c.b, got)
		}
	}
}

func TestWhatIsTypedComesBackExactly(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cents := rapid.Int64Range(1, 1<<50).Draw(t, "cents")
		want := NewMoney(decimal.New(cents, -2), "USD")
		got, err := ParseMoney(want.Plain(), "USD")
		if err != nil || !got.Amount.Equal(want.Amount) {
			t.Fatalf("%s came back as %v, %v", want, got, err)
		}
	})
}

func FuzzParseMoney(f *testing.F) {
	for _, s := range []string{"25", "25.00 USD", "1e10000000", "1,000", "-1", "0.00000001", "\x00", "25 usd"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		m, err := ParseMoney(text, "USD")
		if err != nil {
			if !errors.Is(err, ErrAmount) {
				t.Fatalf("%q: %v is no ErrAmount", text, err)
			}
			return
		}
		if !m.Amount.IsPositive() || m.Currency != "USD" {
			t.Fatalf("%q was taken as %s", text, m)
		}
		if again, err := ParseMoney(m.String(), "USD"); err != nil || !again.Amount.Equal(m.Amount) {
			t.Fatalf("%q is %s, which comes back as %v, %v", text, m, again, err)
		}
	})
}

func TestSumsAddNoCurrencies(t *testing.T) {
	money := func(amount, currency string) Money { return NewMoney(decimal.RequireFromString(amount), currency) }
	got := Sums(money("1.50", "USD"), Money{}, money("2", "EUR"), money("3", "USD"), money("-2", "EUR"))
	if len(got) != 2 || got[0].String() != "4.50 USD" || got[1].String() != "0.00 EUR" {
		t.Errorf("got %v", got)
	}
	if got := Sums(Money{}); len(got) != 0 {
		t.Errorf("of nothing known: %v", got)
	}
}
