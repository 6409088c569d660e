package sandbox

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// codesNow are the codes of the newest purchase as they come: each value and how old it is said to be, and what was sealed of it.
func codesNow(t *testing.T, w *world, tradeNo string) (values string, sealed string) {
	t.Helper()
	var all, texts []string
	for _, r := range w.ok("/card/3ds/transaction", `{"pageNum":1,"pageSize":100}`).list() {
		record := r.(map[string]any)
		if record["tradeNo"] != tradeNo {
			continue
		}
		text := record["values"].(string)
		age := "untimed"
		if ms, err := record["transactionTime"].(json.Number).Int64(); err != nil {
			t.Fatal(err)
		} else if ms != 0 {
			age = w.clock.Now().Sub(time.UnixMilli(ms)).Round(time.Second).String()
		} else if _, has := record["expirationTime"]; has {
			t.Error("an untimed record has its end")
		}
		all, texts = append(all, fmt.Sprintf("%q %s", opened(t, testKey(), nil, text), age)), append(texts, text)
	}
	return strings.Join(all, ", "), strings.Join(texts, " ")
}

func TestCodeFaults(t *testing.T) {
	for fault, want := range map[string]struct {
		first, later string // of an answer at once, and of one 30 s later; V is the value and W another one
		same         bool   // what is sealed
	}{
		"":                                 {`"V" 0s`, `"V" 30s`, true},
		"finhub:*:reseal":                  {`"V" 0s`, `"V" 30s`, false},
		"finhub:*:second-code":             {`"W" 0s, "V" 0s`, `"W" 30s, "V" 30s`, true},
		"finhub:*:replace=25s":             {`"V" 0s`, `"W" 30s`, false},
		"finhub:*:untimed":                 {`"V" untimed`, `"V" untimed`, true},
		`finhub:*:sealed=values:482 913\n`: {`"482 913\n" 0s`, `"482 913\n" 30s`, true},
		`finhub:*:sealed=cvv:12`:           {`"V" 0s`, `"V" 30s`, true},
		"finhub:/card/3ds/transaction:replace=1h": {`"V" 0s`, `"V" 30s`, true},
	} {
		w := start(t, Options{Seed: 1})
		raised, err := w.Purchase(Purchase{Issuer: IssuerFinHub, CardID: w.card(normalCard), Confirm: -1})
		if err != nil {
			t.Fatal(err)
		}
		if fault != "" {
			f, err := ParseFault(fault)
			if err != nil {
				t.Fatal(err)
			}
			if err := w.SetFault(f); err != nil {
				t.Fatal(err)
			}
		}
		filled := func(text string) string {
			return strings.NewReplacer("V", raised.Value, "W", another(raised.Value)).Replace(text)
		}
		first, before := codesNow(t, w, raised.TradeNo)
		w.clock.Add(30 * time.Second)
		later, after := codesNow(t, w, raised.TradeNo)
		if diff := cmp.Diff([]any{filled(want.first), filled(want.later), want.same}, []any{first, later, before == after}); diff != "" {
			t.Errorf("%s:\n%s", fault, diff)
		}
	}
}

func TestSealedDetailsHoldWhatIsAskedFor(t *testing.T) {
	w := start(t, Options{Seed: 1})
	for _, text := range []string{`finhub:*:sealed=expireDate:9/31`, `finhub:*:sealed=cardNumber:4111 1111\x01`} {
		f, err := ParseFault(text)
		if err != nil {
			t.Fatal(err)
		}
		if err := w.SetFault(f); err != nil {
			t.Fatal(err)
		}
	}
	no := w.card(normalCard)
	data := w.ok("/card/info/sensitive", `{"cardNo":"`+no+`"}`).data()
	got := map[string]string{}
	for name, sealed := range data {
		got[name] = opened(t, testKey(), nil, sealed)
	}
	if diff := cmp.Diff(map[string]string{"expireDate": "9/31", "cardNumber": "4111 1111\x01", "cvv": w.mustTruth(no).CVV}, got); diff != "" {
		t.Error(diff)
	}
}
