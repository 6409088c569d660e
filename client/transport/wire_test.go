package transport

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
)

func TestAmount(t *testing.T) {
	tests := []struct{ in, want string }{
		{`15`, "15"}, {`"16.96"`, "16.96"}, {`0.1`, "0.1"}, {`-3.50`, "-3.5"}, {`"0"`, "0"}, {`0E-8`, "0"}, {`1e2`, "100"},
		{`90071992547409.93`, "90071992547409.93"}, {`"12345678901234567890.12345678"`, "12345678901234567890.12345678"},
		{`null`, "not set"}, {`""`, "not set"},
		{`"1,000"`, "refused"}, {`"+1"`, "refused"}, {`".5"`, "refused"}, {`"5."`, "refused"}, {`"NaN"`, "refused"}, {`1e10000000`, "refused"},
		{`" 23.00 "`, "23"}, {`"\t1"`, "refused"}, {`"1 000"`, "refused"}, {`"1.234,50"`, "refused"}, {`"1,234.50"`, "refused"},
		{`"--"`, "refused"}, {`"$1"`, "refused"},
		// What binary floats become: the residue goes, all else stays.
		{`5.551115123125783e-17`, "0"}, {`-5.551115123125783e-17`, "0"}, {`5e-324`, "0"}, {`1e-99`, "0"}, {`75.30000000000001`, "75.3"},
		{`"0.30000000000000004"`, "0.3"},
		{`0.1000000000000000055511151231257827021181583404541015625`, "0.1"}, {`1234567.8900000001`, "1234567.89"},
		{`0.123456789`, "0.123456789"}, {`1E+2`, "100"},
		{`0.00000001`, "0.00000001"}, {`99999999999999.99`, "99999999999999.99"}, {`1e-1000`, "refused"},
		{`1e99`, "refused"}, {`true`, "refused"}, {`{}`, "refused"}, {`[1]`, "refused"}, {`"0x10"`, "refused"},
		{`123456789012345678901`, "refused"},
	}
	for _, tt := range tests {
		var a Amount
		got := ""
		switch err := json.Unmarshal([]byte(tt.in), &a); {
		case errors.Is(err, errValue):
			got = "refused"
		case err != nil:
			t.Errorf("%s: %v", tt.in, err)
		case !a.Set:
			got = "not set"
		default:
			got = a.Decimal.String()
		}
		if got != tt.want {
			t.Errorf("%s: got %s, want %s", tt.in, got, tt.want)
		}
	}
}

func TestNumber(t *testing.T) {
	for _, text := range []string{"100", "25.5", "0.01", "123456789012345.12345678"} {
		body, err := json.Marshal(map[string]any{"amount": Number(decimal.RequireFromString(text))})
		if err != nil || string(body) != `{"amount":`+text+`}` {
			t.Errorf("got %s, %v", body, err)
		}
	}
}

func TestID(t *testing.T) {
	for in, want := range map[string]string{
		`9223372036854775807`:                "9223372036854775807",
		`"38928421021320391244"`:             "38928421021320391244",
		`38928421021320391244`:               "38928421021320391244",
		`"card_abc"`:                         "card_abc",
		`null`:                               "",
		`1.5`:                                "refused",
		`1e3`:                                "refused",
		`true`:                               "refused",
		`{}`:                                 "refused",
		`"` + strings.Repeat("x", 201) + `"`: "refused",
	} {
		var id ID
		got := ""
		if err := json.Unmarshal([]byte(in), &id); err != nil {
			got = "refused"
		} else {
			got = string(id)
		}
		if got != want {
			t.Errorf("%s: got %q, want %q", in, got, want)
		}
	}
}

func TestBytes(t *testing.T) {
	for in, want := range map[string]string{`"https:\/\/a\/b"`: "https://a/b", `"a\\/b\/c"`: `a\/b/c`, `"\u0061\/"`: "a/",
		`"012345"`: "012345", `12345`: "12345", `"a\"b"`: `a"b`, `null`: "", `""`: "", `{}`: "refused", `1.5`: "refused"} {
		var b Bytes
		got := ""
		if err := json.Unmarshal([]byte(in), &b); err != nil {
			got = "refused"
		} else {
			got = string(b)
		}
		if got != want {
			t.Errorf("%s: got %q, want %q", in, got, want)
		}
	}
}

func TestTime(t *testing.T) {
	for in, want := range map[string]string{
		`1729422898000`:                 "2024-10-20T11:14:58Z",
		`"1729422898123"`:               "2024-10-20T11:14:58.123Z",
		`1729422898`:                    "2024-10-20T11:14:58Z",
		`"2026-01-31T12:00:00Z"`:        "2026-01-31T12:00:00Z",
		`"2026-01-31T13:00:00.5+01:00"`: "2026-01-31T12:00:00.5Z",
		`"2026-01-31 12:00:00"`:         "2026-01-31T12:00:00Z",
		`0`:                             "0001-01-01T00:00:00Z",
		`null`:                          "0001-01-01T00:00:00Z",
		`""`:                            "0001-01-01T00:00:00Z",
		`-1`:                            "0001-01-01T00:00:00Z",
		`9223372036854775807`:           "refused",
		`"tomorrow"`:                    "refused",
		`99999999999999999999`:          "refused",
		`"99999999999999999999.5"`:      "refused",
		`"5m"`:                          "refused",
		`0.0001`:                        "0001-01-01T00:00:00Z",
		`1769860860.75`:                 "2026-01-31T12:01:00.75Z",
		`1.76986086E9`:                  "2026-01-31T12:01:00Z",
		`1769860860000.9`:               "2026-01-31T12:01:00Z",
		`"2026-01-31T12:00:00+0000"`:    "2026-01-31T12:00:00Z",
		`"2026-01-31T12:00:00.5-0130"`:  "2026-01-31T13:30:00.5Z",
		`"2026-01-31T12:00:00+01"`:      "2026-01-31T11:00:00Z",
		`"2026-01-31 12:00:00+00:00"`:   "2026-01-31T12:00:00Z",
		`"2026-01-31T12:00:00.25"`:      "2026-01-31T12:00:00.25Z",
	} {
		var at Time
		got := ""
		if err := json.Unmarshal([]byte(in), &at); err != nil {
			got = "refused"
		} else {
			got = at.Format(time.RFC3339Nano)
		}
		if got != want {
			t.Errorf("%s: got %s, want %s", in, got, want)
		}
	}
}

func TestCheckNames(t *testing.T) {
	for in, want := range map[string]bool{
		`{"a":1,"b":{"a":1},"c":[{"a":1},{"a":2}]}`: true,
		`[]`:                           true,
		`"a"`:                          true,
		`{"a":"x","b":"a"}`:            true,
		`{"a":["b","c"],"b":1}`:        true,
		`{"a\"b":1,"a\\":2}`:           true,
		`{"a":1,"a":1}`:                false,
		`{"amount":1,"AMOUNT":9}`:      false,
		`{"amount":1,"\u0061mount":9}`: false,
		`{"x":[{"k":1,"\u212A":2}]}`:   false, // the Kelvin sign is a k to encoding/json
		`{"s":1,"ſ":2}`:                false,
		`{"a":{"b":1},"A":1}`:          false,
		`{"a":[1,{"b":1}],"A":1}`:      false,
	} {
		if err := checkNames([]byte(in)); (err == nil) != want {
			t.Errorf("%s: got %v", in, err)
		}
	}
}

func TestDecodeErrorsHoldNoValues(t *testing.T) {
	const canary = "4929123412341234"
	for _, in := range []string{`{"n":"` + canary + `"}`, `{"a":"` + canary + `x"}`, `{"i":{"` + canary + `":1}}`, `{"n":` + canary +
		canary + `}`} {
		var out struct {
			N int
			A Amount
			I ID
		}
		if err := Decode([]byte(in), &out); err == nil || strings.Contains(err.Error(), canary) {
			t.Errorf("%s: got %v", in, err)
		}
	}
}

func TestDepthIsBounded(t *testing.T) {
	for _, tt := range []struct {
		open, end string
	}{{`{"a":`, `}`}, {`[`, `]`}, {`{"a":[`, `]}`}} {
		levels := strings.Count(tt.open, "{") + strings.Count(tt.open, "[")
		fits := 64 / levels
		if err := checkNames([]byte(strings.Repeat(tt.open, fits) + "1" + strings.Repeat(tt.end, fits))); err != nil {
			t.Errorf("%d %s: %v", fits, tt.open, err)
		}
		if err := checkNames([]byte(strings.Repeat(tt.open, fits+1) + "1" + strings.Repeat(tt.end, fits+1))); !errors.Is(err, errDeep) {
			t.Errorf("%d %s: %v", fits+1, tt.open, err)
		}
	}
	hostile := bytes.Repeat([]byte("{"), maxBody)
	if n := testing.AllocsPerRun(1, func() { _ = checkNames(hostile) }); n > 100 {
		t.Errorf("%.0f allocations for a body of open braces", n)
	}
}

// People read these errors: they name what JSON has, not what this program made of it.
func TestDecodeErrorsNameJSONKinds(t *testing.T) {
	var object struct {
		Text string `json:"text"`
		Yes  bool   `json:"yes"`
		Sub  struct {
			List []int `json:"list"`
		} `json:"sub"`
	}
	for in, want := range map[string]string{
		`[]`:                    "the answer is not an object",
		`{"text":1}`:            `field "text" is not a text`,
		`{"yes":"yes"}`:         `field "yes" is not true or false`,
		`{"sub":[]}`:            `field "sub" is not an object`,
		`{"sub":{"list":{}}}`:   `field "sub.list" is not a list`,
		`{"sub":{"list":[""]}}`: `field "sub.list" is not a number`,
	} {
		if err := Decode([]byte(in), &object); err == nil || err.Error() != want {
			t.Errorf("%s: got %v, want %s", in, err, want)
		}
	}
	var list []struct{}
	if err := Decode([]byte(`{}`), &list); err == nil || err.Error() != "the answer is not a list" {
		t.Errorf("got %v", err)
	}
}

func TestSuccessEnvelope(t *testing.T) {
	for in, want := range map[string]Answer{
		`{"success":true,"data":[1]}`:                    {OK: true, Data: json.RawMessage(`[1]`)},
		`{"success":true}`:                               {OK: true, Data: json.RawMessage(`null`)},
		`{"success":false,"error":"no","message":"why"}`: {Message: "no", Data: json.RawMessage(`null`)},
		`{"success":false,"error":null,"message":"why"}`: {Message: "why", Data: json.RawMessage(`null`)},
	} {
		got, err := SuccessEnvelope(200, []byte(in))
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("%s: %v\n%s", in, err, diff)
		}
	}
	for _, in := range []string{`{}`, `{"success":null}`, `{"success":"yes"}`, `[]`, `null`} {
		if got, err := SuccessEnvelope(200, []byte(in)); err == nil {
			t.Errorf("%s: got %+v", in, got)
		}
	}
}

// What passes the check of names means the same to a decoder that takes the first of two as to one that takes the last.
func FuzzCheckNames(f *testing.F) {
	for _, seed := range []string{`{"a":1,"b":[{"a":2}]}`, `{"a":1,"A":2}`, `{"\u0061":1}`, `["{\"a\":1}"]`, `{"":1}`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var value any
		valid := json.Unmarshal(data, &value) == nil
		err := checkNames(data)
		if valid && err == nil && members(value) != strings.Count(colons(data), ":") {
			t.Fatalf("%q loses members", data)
		}
	})
}

func members(value any) (n int) {
	switch v := value.(type) {
	case []any:
		for _, item := range v {
			n += members(item)
		}
	case map[string]any:
		for _, item := range v {
			n += 1 + members(item)
		}
	}
	return n
}

// colons blanks out strings, so that each remaining colon is one member.
func colons(data []byte) string {
	var out strings.Builder
	for i := 0; i < len(data); i++ {
		if data[i] == '"' {
			i = stringEnd(data, i)
			continue
		}
		out.WriteByte(data[i])
	}
	return out.String()
}

func TestLoose(t *testing.T) {
	for in, want := range map[string]string{`{"n":5}`: "5", `{"n":"5"}`: "5", `{"n":"5m"}`: "", `{"n":[]}`: "", `{"n":{"a":1}}`: "",
		`{"n":null}`: "", `{}`: ""} {
		var out struct{ N Loose[Amount] }
		err := Decode([]byte(in), &out)
		got := ""
		if out.N.Value.Set {
			got = out.N.Value.Decimal.String()
		}
		if err != nil || got != want {
			t.Errorf("%s: %q, %v", in, got, err)
		}
	}
	var half struct{ N Loose[struct{ A, B Amount }] }
	if err := Decode([]byte(`{"n":{"a":1,"b":"x"}}`), &half); err != nil || half.N.Value.A.Set {
		t.Errorf("the half that was read is kept: %+v, %v", half, err)
	}
}

func TestOrNone(t *testing.T) {
	for in, want := range map[string]string{`{"a":"x"}`: "x", `[]`: "", ` [ ] `: "", `null`: "", `{}`: "", `["x"]`: "error", `[`: "error",
		`"x"`: "error", `[[]]`: "error"} {
		var out OrNone[struct{ A string }]
		got := "error"
		if Decode([]byte(in), &out) == nil {
			got = out.Value.A
		}
		if got != want {
			t.Errorf("%s: got %q, want %q", in, got, want)
		}
	}
}
