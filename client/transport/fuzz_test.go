package transport

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"cardwallet/client"
)

// Whatever stands for a value on the wire: each type takes it within its range or refuses it without repeating it.
func FuzzValues(f *testing.F) {
	for _, seed := range []string{`15`, `"16.96"`, `null`, `""`, `-0.0`, `1e19`, `"1e-20"`, `1e10000000`, `"\u0031"`, `1729422898000`,
		`"2026-01-31T12:00:00Z"`, `0`, `1769860860.75`, `"2026-01-31T12:00:00+0000"`,
		`9007199254740993`, `"a\\/b"`, `"https:\/\/x"`, `[]`, ` [ ] `, `{"a":1}`, `"\ud800"`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		checkAmount(t, data)
		var at Time
		if json.Unmarshal(data, &at) == nil && (at.Year() > 9999 || !at.IsZero() && at.Location() != time.UTC) {
			t.Fatalf("%s is the year %d in %s", data, at.Year(), at.Location())
		}
		var id ID
		if json.Unmarshal(data, &id) == nil && len(id) > 200 {
			t.Fatalf("%s is an id of %d bytes", data, len(id))
		}
		var text string
		if json.Unmarshal(data, &text) == nil && !bytes.Equal(bytes.TrimSpace(data), []byte("null")) && len(text) <= 200 && text != string(id) {
			t.Fatalf("%s is the text %q and the id %q", data, text, id)
		}
		sent := bytes.Clone(data)
		var held Bytes
		if err := json.Unmarshal(data, &held); err == nil && text != "" && string([]rune(string(held))) != text {
			t.Fatalf("%s is the text %q and the bytes %q", data, text, held)
		}
		clear(held)
		if !bytes.Equal(data, sent) {
			t.Fatalf("wiping the value wipes the answer: %q", data)
		}
		var loose struct{ V Loose[Amount] }
		if json.Valid(data) && json.Unmarshal(fmt.Appendf(nil, `{"v":%s}`, data), &loose) != nil {
			t.Fatalf("%s makes the answer unreadable", data)
		}
		var none OrNone[struct{ A ID }]
		if err := json.Unmarshal(data, &none); err != nil && none.Value.A != "" {
			t.Fatalf("%s is refused, and the half that was read is kept", data)
		}
	})
}

func checkAmount(t *testing.T, data []byte) {
	t.Helper()
	var a, again Amount
	if json.Unmarshal(data, &a) != nil {
		if a.Set {
			t.Fatalf("%s is refused and set", data)
		}
		return
	}
	if !a.Set {
		return
	}
	if limit := decimal.New(1, maxDigits); a.Decimal.Abs().GreaterThanOrEqual(limit) || a.Decimal.Exponent() < -maxDigits {
		t.Fatalf("%s became %s", data, a.Decimal)
	}
	if err := json.Unmarshal([]byte(Number(a.Decimal)), &again); err != nil {
		t.Fatalf("%s became %s, which is refused", data, Number(a.Decimal))
	}
	if !again.Decimal.Equal(a.Decimal) {
		t.Fatalf("%s became %s", a.Decimal, again.Decimal)
	}
}

// Whatever an answer looks like around a value, no error repeats the value, and headers ask for no wait longer than a day.
func FuzzAnswer(f *testing.F) {
	const canary = "c4n4ryS3cret"
	f.Add(200, `{"success":true,"data":"`, `"}`, "120", "Sat, 31 Jan 2026 12:00:00 GMT")
	f.Add(200, `{"success":true,"data":{"n":"`, `"}}`, "Sat, 31 Jan 2026 12:00:10 GMT", "")
	f.Add(429, `{"success":false,"data":`, `,"error":"slow down"}`, "Fri, 31 Dec 9999 23:59:59 GMT", "Sat, 31 Jan 2026 12:00:00 GMT")
	f.Add(302, "<html>", "</html>", "-1", "x")
	f.Add(409, `{"success":false,"error":{"a":"`, `"}}`, "99999999999", "")
	base, err := ParseBase("https://issuer.example/v1")
	if err != nil {
		f.Fatal(err)
	}
	c := New(Options{Profile: "ads", BaseURL: base, Auth: staticKey("key"), Unwrap: SuccessEnvelope})
	f.Cleanup(c.Close)
	f.Fuzz(func(t *testing.T, status int, before, after, wait, date string) {
		if strings.Contains(before+after, canary) || status < 100 || status > 599 {
			return
		}
		h := http.Header{"Retry-After": {wait}, "Date": {date}}
		if d := retryAfter(h, historyStart); d < 0 || d > 24*time.Hour {
			t.Fatalf("Retry-After %q at %q is %v", wait, date, d)
		}
		var clock Clock
		for range clockSamples {
			clock.observe(h, on(historyStart), on(historyStart.Add(time.Second)))
		}
		if offset := clock.Offset(on(historyStart)); offset != 0 && offset.Abs() < dateStep {
			t.Fatalf("Date %q is %v off", date, offset)
		}
		var out struct{ N Amount }
		body := []byte(before + canary + after)
		var value any
		if json.Unmarshal(body, &value) == nil && !names(value, canary) && strings.Contains(fieldNames(body), canary) {
			t.Fatalf("%q: the log has the value: %s", body, fieldNames(body))
		}
		err := c.decode(Call{Op: "read", Read: true}, &Response{Status: status, Header: h, Body: body}, SuccessEnvelope, &out)
		message, isText := "", false
		var wire struct{ Error, Message *string }
		if json.Unmarshal([]byte(before+canary+after), &wire) == nil { // an issuer's message is shown: it is meant to be
			isText = wire.Error != nil && strings.Contains(*wire.Error, canary) || wire.Message != nil && strings.Contains(*wire.Message, canary)
		}
		if err != nil {
			message = err.Error()
		}
		if strings.Contains(message, canary) && !isText {
			t.Fatalf("%d %q: the message repeats the value: %s", status, before+canary+after, message)
		}
		if err == nil && status/100 != 2 {
			t.Fatalf("%d is taken for a success", status)
		}
		if bytes.Contains(body, []byte(canary)) {
			t.Fatal("the answer stays in memory")
		}
	})
}

// names reports whether a member's name holds the text.
func names(value any, text string) bool {
	switch v := value.(type) {
	case []any:
		return slices.ContainsFunc(v, func(item any) bool { return names(item, text) })
	case map[string]any:
		for name, member := range v {
			if strings.Contains(name, text) || names(member, text) {
				return true
			}
		}
	}
	return false
}

// Whatever values and templates are: the address stays below the base, and each value within one element of the path or one parameter.
func FuzzAddress(f *testing.F) {
	f.Add("https://aurex.cash/api%2Fv1/", "/users/{userId}/otp?cardId={cardId}&v=1", "u/1", "c&x={userId}")
	f.Add("http://[::1]:8080", "cards/{cardId}/", "..", "../../x")
	f.Add("https://h/a%2F", "cards/{cardId}", "", "a/../b")
	f.Add("https://h/%2e%2e/", "{userId}{cardId}", ".", ".")
	f.Add("https://h//x//", "a//b?{cardId}", "\x00", "%2e%2e%2f")
	f.Fuzz(func(t *testing.T, baseText, template, user, card string) {
		base, err := ParseBase(baseText)
		if err != nil {
			return
		}
		if base.User != nil || base.RawQuery != "" || base.Fragment != "" || base.Scheme != "https" && !loopback(base.Hostname()) {
			t.Fatalf("%q is taken", baseText)
		}
		call, err := Expand(template, map[string]string{"userId": user, "cardId": card})
		if err != nil {
			return
		}
		u, err := join(base, call.Path, call.Slash)
		if err != nil {
			return
		}
		u.RawQuery = url.Values(call.Query).Encode()
		root := strings.TrimRight(base.EscapedPath(), "/")
		sent, err := url.Parse(u.String())
		if err != nil || sent.Host != base.Host || !strings.HasPrefix(sent.EscapedPath(), root+"/") {
			t.Fatalf("base %q and path %q go to %v (%v)", baseText, call.Path, sent, err)
		}
		var elements []string
		for element := range strings.SplitSeq(strings.TrimPrefix(sent.EscapedPath(), root+"/"), "/") {
			plain, err := url.PathUnescape(element)
			if err != nil {
				t.Fatal(err)
			}
			elements = append(elements, plain)
		}
		if call.Slash {
			elements = elements[:len(elements)-1]
		}
		if !slices.Equal(elements, call.Path) {
			t.Fatalf("path %q is sent as %q, which reads as %q", call.Path, sent.EscapedPath(), elements)
		}
		for name, values := range call.Query {
			if !slices.Equal(sent.Query()[name], values) {
				t.Fatalf("query %q is sent as %q", call.Query, sent.RawQuery)
			}
		}
	})
}

// Whatever pages an issuer makes of whatever history: reading it ends, and what comes back is the newest, each once.
func FuzzHistory(f *testing.F) {
	f.Add([]byte{1, 2, 3, 4, 5}, uint8(10), uint8(0))
	f.Add(bytes.Repeat([]byte{7, 3, 250}, 80), uint8(3), uint8(1))
	f.Add(bytes.Repeat([]byte{0}, 120), uint8(255), uint8(2))
	base, err := ParseBase("https://issuer.example/v1")
	if err != nil {
		f.Fatal(err)
	}
	c := New(Options{Profile: "ads", BaseURL: base, Auth: staticKey("key"), Unwrap: SuccessEnvelope})
	f.Cleanup(c.Close)
	f.Fuzz(func(t *testing.T, times []byte, cut, manner uint8) {
		all := make([]client.Transaction, min(len(times), 2000))
		for i := range all {
			all[i] = client.Transaction{At: historyStart.Add(time.Duration(times[i]) * time.Minute),
				Amount: client.NewMoney(decimal.NewFromInt(int64(i%3)), "USD")}
			if manner&1 == 0 {
				all[i].ID = fmt.Sprint("t", i)
			}
		}
		asked := 0
		got, err := c.History(func(limit, offset int) ([]client.Transaction, error) {
			asked++
			if limit == 0 || manner&2 != 0 && offset == 0 && limit > int(cut) { // refuses to be asked for a part
				if manner&2 != 0 && limit > 0 {
					return nil, &client.Error{Kind: client.ErrRefused, Status: http.StatusBadRequest}
				}
				return slices.Clone(all), nil
			}
			from := min(offset, len(all))
			if manner&4 != 0 {
				from = 0 // knows no offset
			}
			return slices.Clone(all[from:min(from+min(limit, max(1, int(cut))), len(all))]), nil
		})
		if asked > historyPages+2 {
			t.Fatalf("asked %d times", asked)
		}
		if err != nil {
			return
		}
		if len(got) > historyKept || len(got) > len(all) {
			t.Fatalf("%d of %d", len(got), len(all))
		}
		seen := map[string]bool{}
		for i, tx := range got {
			if tx.ID == "" || seen[tx.ID] || i > 0 && tx.At.After(got[i-1].At) {
				t.Fatalf("number %d of %v", i, got)
			}
			seen[tx.ID] = true
		}
	})
}
