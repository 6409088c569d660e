package sandbox

import (
	"bytes"
	"encoding/json"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestOddAnswers(t *testing.T) {
	const list, page = `{"success":true,"data":[{"a":1,"b":{"c":2},"d":[{"e":3}]},{"a":4}]}`,
		`{"success":true,"data":{"total":2,"records":[{"a":1},{"a":4}]}}`
	const object, login = `{"success":true,"data":{"a":1}}`, `{"accessToken":"x"}`
	for _, c := range []struct{ fault, body, want string }{
		{`*:*:odd=a:"$1"`, list, `{"success":true,"data":[{"a":"$1","b":{"c":2},"d":[{"e":3}]},{"a":4}]}`},
		{`*:*:odd=b.c:5.551115123125783e-17`, list, `{"success":true,"data":[{"a":1,"b":{"c":5.551115123125783e-17},"d":[{"e":3}]},{"a":4}]}`},
		{`*:*:odd=d.e:null`, list, `{"success":true,"data":[{"a":1,"b":{"c":2},"d":[{"e":null}]},{"a":4}]}`},
		{`*:*:odd=f.g:0`, list, `{"success":true,"data":[{"a":1,"b":{"c":2},"d":[{"e":3}],"f":{"g":0}},{"a":4}]}`},
		{`*:*:odd=a:[]`, page, `{"success":true,"data":{"total":2,"records":[{"a":[]},{"a":4}]}}`},
		{`*:*:odd=a:{}`, object, `{"success":true,"data":{"a":{}}}`},
		{`*:*:odd=expiresIn:"1h"`, login, `{"accessToken":"x","expiresIn":"1h"}`},
		{`*:*:null-record`, list, `{"success":true,"data":[null,{"a":4}]}`},
		{`*:*:null-record`, page, `{"success":true,"data":{"total":2,"records":[null,{"a":4}]}}`},
		{`*:*:null-record`, object, object},
		{`*:*:cut=1`, list, `{"success":true,"data":[{"a":1,"b":{"c":2},"d":[{"e":3}]}]}`},
		{`*:*:cut=0`, page, `{"success":true,"data":{"total":2,"records":[]}}`},
		{`*:*:cut`, page, page},
		{`finhub:*:total="9"`, page, `{"success":true,"data":{"total":"9","records":[{"a":1},{"a":4}]}}`},
		{`finhub:*:total=9`, object, object},
		{`*:*:no-data`, list, `{"success":true}`},
		{`*:*:no-data`, page, `{"success":true}`},
		{`*:*:odd=a:1`, `{"success":true,"data":[]}`, `{"success":true,"data":[]}`},
		{`*:*:odd=a:1`, `{"success":true,"data":null}`, `{"success":true,"data":null}`},
		{`*:*:odd=a:1`, `{"success":false,"error":"no"}`, `{"success":false,"error":"no"}`},
		{`*:*:odd=a:1`, "not JSON", "not JSON"},
		{`*:*:bom`, object, "\xef\xbb\xbf" + object},
	} {
		f, err := ParseFault(c.fault)
		if err != nil {
			t.Fatal(err)
		}
		out := answer{body: []byte(c.body)}
		f.odd(&out)
		got, want := out.body, []byte(c.want)
		if !bytes.Equal(got, want) && !sameJSON(got, want) {
			t.Errorf("%s on %s: %s, want %s", c.fault, c.body, got, want)
		}
	}
}

func sameJSON(a, b []byte) bool {
	var x, y any
	numbers := func(data []byte, into *any) error {
		d := json.NewDecoder(bytes.NewReader(data))
		d.UseNumber()
		return d.Decode(into)
	}
	return numbers(a, &x) == nil && numbers(b, &y) == nil && cmp.Equal(x, y)
}

// A fault reaches lists and objects of all issuers, and the movement behind an odd answer is made.
func TestOddAnswersOfAllIssuers(t *testing.T) {
	w := start(t, Options{Seed: 1})
	for _, text := range []string{`*:*:odd=status:7`, `finhub:/card/list:total=0`} {
		f, err := ParseFault(text)
		if err != nil {
			t.Fatal(err)
		}
		if err := w.SetFault(f); err != nil {
			t.Fatal(err)
		}
	}
	first := w.ok("/card/list", `{"pageNum":1,"pageSize":2}`)
	if got := first.list()[0].(map[string]any)["status"]; fmt.Sprint(got) != "7" {
		t.Errorf("finhub: status %v", got)
	}
	if got := first.data()["total"]; fmt.Sprint(got) != "0" {
		t.Errorf("finhub: total %v", got)
	}
	before := len(w.Ledger(IssuerFinHub).Movements)
	if got := w.deposit(w.card(normalCard), "50").data()["status"]; fmt.Sprint(got) != "7" ||
		len(w.Ledger(IssuerFinHub).Movements) != before+1 {
		t.Errorf("deposit: status %v, movements %d", got, len(w.Ledger(IssuerFinHub).Movements)-before)
	}
	for _, e := range []Endpoint{w.Aurex(), w.Linora()} {
		if got := w.get(e, "/users/"+e.UserID+"/cards").body["data"].([]any)[0].(map[string]any)["status"]; fmt.Sprint(got) != "7" {
			t.Errorf("%s: status %v", e.Issuer, got)
		}
	}
	w.audit()
}
