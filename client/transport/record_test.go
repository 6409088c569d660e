package transport

import (
	"bytes"
	"encoding/json"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"testing"

	"cardwallet/client"
)

type entry struct {
	ID      ID     `json:"id" read:"id"`
	Status  string `json:"status" read:"status"`
	Amount  Amount `json:"amount" read:"amount"`
	Remark  string `json:"remark"`
	Support []string
	Inner   *struct {
		A Amount `json:"a"`
		B string `json:"b"`
	} `json:"inner" read:"inner"`
	Secret Bytes `json:"secret"`
	terms
}

type terms struct {
	Fee   Amount `json:"fee" read:"fee"`
	Least Amount `json:"least"`
}

// Each record is read by itself and each member of it, so that the one that cannot be read takes nothing with it.
func TestRecordsAreReadMemberByMember(t *testing.T) {
	const good = `{"id":"9","status":"s","amount":1,"remark":"r","support":["x"],"inner":{"a":2,"b":"b"},"fee":3,"least":4,"secret":"shh"}`
	for member, want := range map[string]struct {
		odd   client.Unreadable
		forms string
	}{
		`"remark":12`:                  {"", "remark is a number of 2 characters"},
		`"remark":{"a":1}`:             {"", "remark is an object of 1"},
		`"support":"Visa"`:             {"", "support is a text of 4 bytes"},
		`"least":"1,234.50"`:           {"", "least is a text of 8 bytes"},
		`"status":7`:                   {"status", "status is a number of 1 characters"},
		`"status":true`:                {"status", "status is true or false"},
		`"STATUS":7`:                   {"status", "STATUS is a number of 1 characters"},
		`"amount":"1,234.50"`:          {"amount", "amount is a text of 8 bytes"},
		`"amount":"$1"`:                {"amount", "amount is a text of 2 bytes"},
		`"amount":[1]`:                 {"amount", "amount is a list of 1"},
		`"id":{}`:                      {"id", "id is an object of 0"},
		`"fee":"--"`:                   {"fee", "fee is a text of 2 bytes"},
		`"inner":{"a":"x","b":"kept"}`: {"inner", "inner is an object of 2"},
		`"amount":"x","status":1,"fee":"y"`: {"amount, fee, status",
			"amount is a text of 1 bytes; fee is a text of 1 bytes; status is a number of 1 characters"},
		`"amount":" 23.00 "`:              {"", ""},
		`"status":null,"inner":null`:      {"", ""},
		`"4111111111111111":1,"status":7`: {"status", "status is a number of 1 characters"},
	} {
		var list Records[entry]
		odd := `{"id":"1","secret":"shh",` + member + `}`
		if strings.Contains(member, `"id"`) {
			odd = `{"secret":"shh",` + member + `}`
		}
		if err := Decode([]byte(`[`+good+`,`+odd+`,`+good+`]`), &list); err != nil || len(list) != 3 {
			t.Fatalf("%s: %d, %v", member, len(list), err)
		}
		for _, i := range []int{0, 2} {
			v := list[i].Value
			if list[i].Odd != "" || v.ID != "9" || v.Status != "s" || !v.Amount.Set || v.Remark != "r" || len(v.Support) != 1 ||
				v.Inner.B != "b" || !v.Fee.Set || !v.Least.Set {
				t.Errorf("%s hides a part of another: %+v", member, list[i])
			}
		}
		r := list[1]
		if r.Odd != want.odd || strings.Join(r.OddForms(), "; ") != want.forms || string(r.Value.Secret) != "shh" || r.Place != 2 ||
			want.odd != "id" && r.Value.ID != "1" {
			t.Errorf("%s: %+v, forms %q", member, r, r.OddForms())
		}
		if want.odd == "inner" && r.Value.Inner != nil {
			t.Errorf("%s: the half that was read is kept", member)
		}
	}
}

func TestEntriesThatAreNoRecords(t *testing.T) {
	var list Records[entry]
	if err := Decode([]byte(`[null,{"id":"1"},7,"x",[],true]`), &list); err != nil || len(list) != 6 {
		t.Fatal(list, err)
	}
	for i, r := range list {
		if want := i != 1; (r.Odd == client.NoRecord) != want || r.Place != i+1 {
			t.Errorf("%d: %+v", i, r)
		}
	}
	if list[0].Key("") == list[2].Key("") || list[1].Key("1") != "1" {
		t.Errorf("keys %q, %q, %q", list[0].Key(""), list[2].Key(""), list[1].Key("1"))
	}
	for in, want := range map[string]string{`{}`: "not a list", `7`: "not a list", `"x"`: "not a list", `[`: "not JSON"} {
		if err := Decode([]byte(in), &list); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", in, err)
		}
	}
}

// Success without data is no empty list and no object, and a byte order mark before the answer is nothing.
func TestSuccessWithoutData(t *testing.T) {
	call := Call{Op: "list", Method: http.MethodGet, Read: true}
	for body, want := range map[string]struct{ list, object, none bool }{
		`{"success":true}`:                                        {false, false, true},
		`{"success":true,"data":null}`:                            {false, false, true},
		`{"success":true,"data":[]}`:                              {true, false, true},
		`{"success":true,"data":{}}`:                              {false, true, true},
		`{"success":true,"data":"x"}`:                             {false, false, false},
		"\xef\xbb\xbf" + `{"success":true,"data":[{"id":"1"}]}`:   {true, false, false},
		"\xef\xbb\xbf" + `{"success":true,"data":{"status":"x"}}`: {false, true, true},
	} {
		var list Records[entry]
		var record Record[entry]
		var none OrNone[Record[entry]]
		for _, out := range []struct {
			into any
			want bool
		}{{&list, want.list}, {&record, want.object}, {&none, want.none}} {
			c := serve(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(body)) })
			if err := c.Do(t.Context(), call, out.into); (err == nil) != out.want {
				t.Errorf("%q into %T: %v", body, out.into, err)
			}
		}
	}
}

func TestDebugLogTellsTheFormOfWhatCannotBeRead(t *testing.T) {
	var log bytes.Buffer
	c := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte(`{"success":true,"data":[{"id":"1"},{"id":"2","amount":"4111-secret"},null]}`))
	}, func(o *Options) { o.Debug = slog.New(slog.NewTextHandler(&log, nil)) })
	var list Records[entry]
	if err := c.Do(t.Context(), Call{Op: "list", Method: http.MethodGet, Read: true}, &list); err != nil {
		t.Fatal(err)
	}
	text := log.String()
	for _, want := range []string{`op=list`, `"2: amount is a text of 11 bytes"`, `"3: the record is null"`} {
		if !strings.Contains(text, want) {
			t.Errorf("no %s in %s", want, text)
		}
	}
	if strings.Contains(text, "4111") {
		t.Errorf("a value in %s", text)
	}
}

// FuzzRecords puts any bytes among good records: all of these are there, whatever the others are.
func FuzzRecords(f *testing.F) {
	for _, seed := range []string{`null`, `{}`, `{"id":"1","amount":"$1"}`, `{"status":{}}`, `[]`, `"x"`, `{"inner":{"a":"x"}}`,
		`{"secret":12}`, `{"a":1,"A":2}`, `{"fee":1e-300}`, `{`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if !json.Valid(data) {
			return
		}
		sent := slices.Concat([]byte(`[{"id":"a","amount":1},`), data, []byte(`,{"id":"b","status":"s"}]`))
		kept := bytes.Clone(sent)
		var list Records[entry]
		if err := Decode(sent, &list); err != nil || len(list) != 3 {
			t.Fatalf("%s: %d, %v", data, len(list), err)
		}
		if list[0].Odd+list[2].Odd != "" || list[0].Value.ID != "a" || !list[0].Value.Amount.Set || list[2].Value.Status != "s" {
			t.Fatalf("%s hides a part of another: %+v", data, list)
		}
		if !bytes.Equal(sent, kept) {
			t.Fatalf("%s: the answer was changed", data)
		}
	})
}
