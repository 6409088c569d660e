package statement_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"cardwallet/client"
	"cardwallet/client/statement"
)

func pushed(id, kind, status string, minute int, amount string) client.Record {
	r := spend(kind, status, dollars(amount))
	r.Profile, r.ID, r.At = "fin", id, time.Date(2026, 1, 10, 12, minute, 0, 0, time.UTC)
	return r
}

// totals are the figures of some records in a few words: out, in and counted records by currency.
func totals(records []client.Record) string {
	var words []string
	for _, t := range statement.Totals(records) {
		words = append(words,
			fmt.Sprintf("%s -%s +%s fees %s %d/%d", t.Currency, t.Out.Digits(), t.In.Digits(), t.Fees.Digits(), t.Records, t.NotCounted))
	}
	return strings.Join(words, ", ")
}

func TestPurchasesCountOnce(t *testing.T) {
	withFee := func(r client.Record, fee string) client.Record {
		r.Fee = dollars(fee)
		return r
	}
	second := pushed("a #2", "auth", "succeed", 5, "9")
	second.Trade = "a" // as a driver tells two of a page apart
	for name, tt := range map[string]struct {
		records []client.Record
		want    string
	}{
		"settled": {[]client.Record{pushed("a", "auth", "authorized", 1, "10"), pushed("a", "auth", "succeed", 5, "9")},
			"USD -9.00 +0.00 fees 0.00 1/0"},
		"on one page": {[]client.Record{pushed("a", "auth", "authorized", 1, "10"), second}, "USD -9.00 +0.00 fees 0.00 1/0"},
		"at one time": {[]client.Record{pushed("a", "auth", "authorized", 1, "10"), pushed("a", "auth", "succeed", 1, "9")},
			"USD -9.00 +0.00 fees 0.00 1/0"},
		"time of authorizing": {[]client.Record{pushed("a", "auth", "authorized", 2, "10"), pushed("a", "auth", "succeed", 1, "9")},
			"USD -9.00 +0.00 fees 0.00 1/0"},
		"raised": {[]client.Record{pushed("a", "auth", "authorized", 1, "10"), pushed("a", "auth", "authorized", 2, "12")},
			"USD -12.00 +0.00 fees 0.00 1/0"},
		"failed in the end": {[]client.Record{pushed("a", "auth", "authorized", 1, "10"), pushed("a", "auth", "failed", 2, "10")},
			"USD -0.00 +0.00 fees 0.00 0/1"},
		"fees once": {[]client.Record{withFee(pushed("a", "auth", "authorized", 1, "10"), "1"),
			withFee(pushed("a", "auth", "succeed", 2, "10"), "2")}, "USD -10.00 +0.00 fees 2.00 1/0"},
		"two purchases": {[]client.Record{pushed("a", "auth", "succeed", 1, "10"), pushed("b", "auth", "succeed", 1, "10")},
			"USD -20.00 +0.00 fees 0.00 2/0"},
		"refund of one name": {[]client.Record{pushed("a", "auth", "succeed", 1, "10"), pushed("a", "refund", "succeed", 2, "4")},
			"USD -10.00 +4.00 fees 0.00 2/0"},
		"refund below zero": {[]client.Record{pushed("a", "auth", "succeed", 1, "25"), pushed("b", "refund", "succeed", 2, "-10")},
			"USD -25.00 +10.00 fees 0.00 2/0"},
		"refund above zero": {[]client.Record{pushed("a", "auth", "succeed", 1, "25"), pushed("b", "refund", "succeed", 2, "10")},
			"USD -25.00 +10.00 fees 0.00 2/0"},
		"void below zero": {[]client.Record{pushed("a", "auth", "succeed", 1, "25"), pushed("b", "Void", "succeed", 2, "-25")},
			"USD -25.00 +25.00 fees 0.00 2/0"},
		"reversal below zero": {[]client.Record{pushed("a", "auth", "succeed", 1, "25"), pushed("b", "Reversal", "succeed", 2, "-25")},
			"USD -25.00 +25.00 fees 0.00 2/0"},
		"the same twice": {[]client.Record{pushed("a", "auth", "succeed", 1, "10"), pushed("a", "auth", "succeed", 1, "10")},
			"USD -10.00 +0.00 fees 0.00 1/0"},
		"without a name twice": {[]client.Record{pushed("", "auth", "succeed", 1, "10"), pushed("", "auth", "succeed", 1, "10")},
			"USD -20.00 +0.00 fees 0.00 2/0"},
	} {
		if got := totals(tt.records); got != tt.want {
			t.Errorf("%s: %s, want %s", name, got, tt.want)
		}
		slices.Reverse(tt.records)
		if got := totals(tt.records); got != tt.want {
			t.Errorf("%s, the other way round: %s, want %s", name, got, tt.want)
		}
	}
	back := []client.Record{pushed("a", "auth", "succeed", 1, "25"), pushed("b", "refund", "succeed", 2, "-10")}
	day := back[0].At
	if spent := statement.SpentByDay(back, "USD", day, day); len(spent) != 1 || spent[0].Amount.String() != "15.00 USD" {
		t.Errorf("by day %v", spent)
	}
	charts := statement.Charts{Since: day, Until: day}
	charts.Add(back)
	if spent := charts.ByCurrency[0].Merchants(); len(spent) != 1 || spent[0].Amount.String() != "15.00 USD" {
		t.Errorf("by merchant %v", spent)
	}
}

// A card's history has names of its own: those of two cards may be equal.
func TestHistoriesOfTwoCardsAreTwo(t *testing.T) {
	of := func(card string) client.Record {
		return client.Record{Profile: "ads", Kind: client.RecordHistory, ID: "txn_1", CardID: card, Status: "completed", Amount: dollars("4")}
	}
	if got := totals([]client.Record{of("c1"), of("c2"), of("c1")}); got != "USD -8.00 +0.00 fees 0.00 2/0" {
		t.Error(got)
	}
}

func TestRecordSieveKeepsEachState(t *testing.T) {
	a, b := pushed("a", "auth", "authorized", 1, "10"), pushed("a", "auth", "succeed", 1, "10")
	twin := pushed("a #2", "auth", "succeed", 1, "10")
	twin.Trade = "a"
	other := pushed("o", "auth", "succeed", 1, "3")
	for name, tt := range map[string]struct {
		pages [][]client.Record
		want  string
	}{
		"across the border":   {[][]client.Record{{other, b}, {a}}, "o b[succeed] a"},
		"on one page":         {[][]client.Record{{a, twin}}, "a a #2[succeed]"},
		"moved by new ones":   {[][]client.Record{{other, a}, {a, b}}, "o a a #2[succeed]"},
		"moved, named anew":   {[][]client.Record{{a, twin}, {b, other}}, "a a #2[succeed] o"},
		"twice the same":      {[][]client.Record{{other, other}, {other}}, "o o #2"},
		"without a name":      {[][]client.Record{{pushed("", "auth", "succeed", 1, "1")}, {pushed("", "auth", "succeed", 1, "1")}}, " "},
		"the page once again": {[][]client.Record{{a, b}, {a, b}}, "a a #2[succeed]"},
	} {
		var sieve statement.Sieve
		var got []string
		keys := map[string]bool{}
		for _, page := range tt.pages {
			for _, r := range sieve.Fresh(page) {
				word := r.ID
				if r.Status == "succeed" && (r.ID == "a" || r.Trade == "a") {
					word += "[succeed]"
				}
				if got = append(got, word); r.ID != "" && keys[r.Key()] {
					t.Errorf("%s: two are called %s", name, r.Key())
				}
				keys[r.Key()] = true
			}
		}
		want := strings.ReplaceAll(tt.want, "b[succeed] a", "a[succeed] a #2")
		if words := strings.Join(got, " "); words != want {
			t.Errorf("%s: %q, want %q", name, words, want)
		}
	}
}

// TestOrderAndPagesChangeNoTotals: in whichever order and on however many pages records come, also with some twice, what they come to is
// the same, computed at once or as they come.
func TestOrderAndPagesChangeNoTotals(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var records []client.Record
		out, in := decimal.Zero, decimal.Zero
		for n := range rapid.IntRange(0, 12).Draw(t, "purchases") {
			id, kind := fmt.Sprint("t", n), rapid.SampledFrom([]string{"auth", "auth", "refund", "Void"}).Draw(t, "type")
			amount := rapid.IntRange(1, 9999).Draw(t, "cents")
			last := rapid.SampledFrom([]string{"authorized", "succeed", "failed"}).Draw(t, "status")
			states := rapid.IntRange(1, 4).Draw(t, "states")
			for state := range states {
				status := "authorized"
				if state == states-1 {
					status = last
				}
				figure := decimal.New(int64(amount+state), -2)
				r := pushed(id, kind, status, n+state, figure.String())
				if kind != "auth" && rapid.Bool().Draw(t, "negative") {
					r.Amount.Amount = figure.Neg()
				}
				records = append(records, r)
				switch {
				case state != states-1 || last == "failed":
				case kind == "auth":
					out = out.Add(figure)
				default:
					in = in.Add(figure)
				}
			}
		}
		records = append(records, records[:rapid.IntRange(0, len(records)).Draw(t, "again")]...)
		var sieve statement.Sieve
		var all []client.Record
		var sums statement.Sums
		first := time.Date(2026, 1, 10, 0, 0, 0, 0, time.UTC)
		charts := statement.Charts{Since: first, Until: first}
		for shuffled := rapid.Permutation(records).Draw(t, "order"); len(shuffled) > 0; {
			size := rapid.IntRange(1, len(shuffled)).Draw(t, "page")
			fresh := sieve.Fresh(shuffled[:size])
			shuffled, all = shuffled[size:], append(all, fresh...)
			for _, r := range fresh {
				sums.Add(r)
			}
			charts.Add(fresh)
		}
		for _, records := range [][]client.Record{records, all} {
			gotOut, gotIn := decimal.Zero, decimal.Zero
			for _, total := range statement.Totals(records) {
				gotOut, gotIn = gotOut.Add(total.Out.Amount), gotIn.Add(total.In.Amount)
			}
			if !gotOut.Equal(out) || !gotIn.Equal(in) {
				t.Fatalf("out %s, in %s, want %s and %s", gotOut, gotIn, out, in)
			}
		}
		if diff := cmp.Diff(statement.Totals(all), sums.Totals()); diff != "" {
			t.Fatal("at once (-) and as they come (+):\n", diff)
		}
		spent := decimal.Zero
		for _, chart := range charts.ByCurrency {
			spent = spent.Add(chart.Total.Amount)
		}
		if !spent.Equal(out.Sub(in)) {
			t.Fatalf("charts have %s, want %s", spent, out.Sub(in))
		}
	})
}
