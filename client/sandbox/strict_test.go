package sandbox

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"
)

func TestFinHubHeaders(t *testing.T) {
	w := start(t, Options{})
	url := w.FinHub().BaseURL + "/account/info"
	for _, name := range contextHeaders {
		h := w.headers()
		h.Del(name)
		g, err := w.send(http.MethodPost, url, "{}", h)
		if err != nil {
			t.Fatal(err)
		}
		status := http.StatusBadRequest
		if name == "Content-Type" {
			status = http.StatusUnsupportedMediaType
		}
		if g.status != status || name != "Content-Type" &&
			(fmt.Sprint(g.body["code"]) != "500" || !strings.Contains(fmt.Sprint(g.body["msg"]), "Missing required header(s): "+name)) {
			t.Errorf("without %s: %d %s", name, g.status, g.raw)
		}
	}
	for _, c := range []struct {
		name, value string
		status      int
	}{
		{"Authorization", "Bearer nonsense", 401},
		{"Authorization", w.token, 401},
		{"X-Tenant-ID", "tenant_other", 401},
		{"X-Forwarded-For", "not-an-ip", 400},
		{"platform", "toaster", 400},
		{"Content-Type", "text/plain", 415},
		{"Content-Type", "application/json; charset=latin1", 415},
		{"Idempotency-Key", "abc", 400},
		{"X-Idempotency-Key", "abc", 400},
		{"Content-Type", "application/json; charset=utf-8", 200},
		{"X-Forwarded-For", "2001:db8::1, 203.0.113.9", 200},
	} {
		h := w.headers()
		h.Set(c.name, c.value)
		g, err := w.send(http.MethodPost, url, "{}", h)
		if err != nil {
			t.Fatal(err)
		}
		if g.status != c.status || g.body == nil || (g.body["success"] == true) != (c.status == 200) {
			t.Errorf("%s: %s: %d %s, want %d", c.name, c.value, g.status, g.raw, c.status)
		}
		if g.header.Get("X-Request-Id") == "" {
			t.Errorf("%s: %s: no X-Request-Id", c.name, c.value)
		}
	}
	for _, c := range []struct {
		method, path, body string
		status             int
	}{
		{"GET", "/account/info", "", 405}, {"PUT", "/account/info", "{}", 405}, {"POST", "/account/info?x=1", "{}", 400},
		{"POST", "/account/nothing", "{}", 404},
		{"POST", "", "{}", 404}, {"POST", "/account/info", "{}" + strings.Repeat(" ", maxRequest), 413},
	} {
		g, err := w.send(c.method, w.FinHub().BaseURL+c.path, c.body, w.headers())
		if err != nil {
			t.Fatal(err)
		}
		if g.status != c.status {
			t.Errorf("%s %s: %d, want %d", c.method, c.path, g.status, c.status)
		}
	}
}

func TestParseObject(t *testing.T) {
	for _, body := range []string{
		"", " ", "null", "[]", `"x"`, "1", "{", `{"a":1`, `{"a":1}x`, `{"a":1}{}`, `{"a":1,"a":2}`, `{"a":{"b":1,"b":1}}`,
		`{"a":[{"b":1,"b":1}]}`,
		"{\"a\":\"\xff\"}", strings.Repeat(`{"a":`, 9) + "1" + strings.Repeat("}", 9), strings.Repeat("[", 100_000), `{a:1}`, `{"a":01}`,
		`{"a":1,}`,
	} {
		if v, err := parseObject([]byte(body)); err == nil {
			t.Errorf("%.40q is taken as %v", body, v)
		}
	}
	v, err := parseObject([]byte(` {"n":9007199254740993,"d":0.10,"s":"é","l":[1,[2]],"o":{"x":null},"b":true} `))
	if err != nil {
		t.Fatal(err)
	}
	if v["n"] != json.Number("9007199254740993") || v["d"] != json.Number("0.10") || v["s"] != "é" || v["b"] != true {
		t.Errorf("got %v", v)
	}
}

func FuzzParseObject(f *testing.F) {
	for _, seed := range []string{"{}", `{"a":[1,{"b":null}],"c":1e5}`, `{"a":1,"a":1}`, "{\"a\":\"\xff\"}", `{"a":"\ud800"}`, "[[[["} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		object, err := parseObject(raw)
		if err != nil {
			return
		}
		// What is taken is JSON to the standard library too, with the same content.
		if !json.Valid(raw) {
			t.Fatalf("%q is taken", raw)
		}
		again, err := parseObject(encode(object))
		if err != nil || string(encode(again)) != string(encode(object)) {
			t.Fatalf("%q reads as %v, then as %v: %v", raw, object, again, err)
		}
	})
}

// refusals are requests that FinHub must refuse: malformed ones with HTTP 400 and code 500, others as business errors.
func TestFinHubRefuses(t *testing.T) {
	w := start(t, Options{Seed: 3})
	card := func(i int) string { return w.card(i) }
	order := func() string { return w.order() }
	used := order()
	w.ok("/card/deposit", fmt.Sprintf(`{"cardNo":%q,"merchantOrderNo":%q,"amount":20}`, card(normalCard), used))
	const malformed, business = "500", "-1"
	op := func(no, extra string) string {
		return fmt.Sprintf(`{"cardNo":%q,"merchantOrderNo":%q%s}`, no, order(), extra)
	}
	open := func(kind int, amount, extra string) string {
		return fmt.Sprintf(`{"merchantOrderNo":%q,"cardTypeId":%d,"amount":%s%s}`, order(), kind, amount, extra)
	}
	page := func(extra string) string { return `{"pageNum":1,"pageSize":10` + extra + `}` }
	holderOf := func(i int) string { return fmt.Sprint(w.finhub.holders[i].id) }
	const makeHolder = "/card/holder/v2/create"
	person := func(other string) string { return w.person(order(), other) }
	margin, euro := w.finhub.wallets[2].id, w.finhub.wallets[1].id
	for _, c := range []struct{ name, path, body, code, says string }{
		{"unknown field", "/account/info", `{"x":1}`, malformed, "unknown field x"},
		{"field twice", "/card/info", `{"cardNo":"a","cardNo":"a"}`, malformed, "twice"},
		{"no field", "/card/info", `{}`, malformed, "cardNo is required"},
		{"null field", "/card/info", `{"cardNo":null}`, malformed, "cardNo is required"},
		{"wrong type", "/card/info", `{"cardNo":5}`, malformed, "must be a string"},
		{"boolean as text", "/card/info", `{"cardNo":"a","onlySimpleInfo":"false"}`, malformed, "true or false"},
		{"no body", "/card/info", ``, malformed, "too early"},
		{"unknown card", "/card/info", `{"cardNo":"nothing"}`, business, "Card not found"},
		{"amount as text", "/card/deposit", op(card(normalCard), `,"amount":"25"`), malformed, "must be a number"},
		{"amount with exponent", "/card/deposit", op(card(normalCard), `,"amount":1e2`), malformed, "plain"},
		{"negative amount", "/card/deposit", op(card(normalCard), `,"amount":-25`), malformed, "plain"},
		{"huge amount", "/card/deposit", op(card(normalCard), `,"amount":1234567890123456`), malformed, "plain"},
		{"no amount", "/card/deposit", op(card(normalCard), ``), malformed, "amount is required"},
		{"id as text", "/card/v2/openCard", fmt.Sprintf(`{"merchantOrderNo":%q,"cardTypeId":"111001","amount":20}`, order()), malformed,
			"must be a number"},
		{"id with a point", "/card/v2/openCard", fmt.Sprintf(`{"merchantOrderNo":%q,"cardTypeId":111001.0,"amount":20}`, order()), malformed,
			"whole"},
		{"id too large", "/card/v2/openCard", open(111001, "20", `,"holderId":92233720368547758080`), malformed, "64 bits"},

		{"short order number", "/card/deposit", fmt.Sprintf(`{"cardNo":%q,"merchantOrderNo":"short","amount":20}`, card(normalCard)), business,
			"20 to 40"},
		{"long order number", "/card/deposit",
			fmt.Sprintf(`{"cardNo":%q,"merchantOrderNo":%q,"amount":20}`, card(normalCard), strings.Repeat("a", 41)), business, "20 to 40"},
		{"order number twice", "/card/deposit", fmt.Sprintf(`{"cardNo":%q,"merchantOrderNo":%q,"amount":20}`, card(normalCard), used),
			business, "Duplicate order"},
		{"order number of another kind", "/card/v2/freeze", fmt.Sprintf(`{"cardNo":%q,"merchantOrderNo":%q}`, card(normalCard), used),
			business, "Duplicate order"},
		{"long remark", "/card/deposit", op(card(normalCard), `,"amount":20,"clientRemark":"`+strings.Repeat("é", 51)+`"`), business,
			"50 characters"},
		{"below the least", "/card/deposit", op(card(normalCard), `,"amount":19.99`), business, "between 20 and 100000"},
		{"above the most", "/card/deposit", op(card(normalCard), `,"amount":100000.01`), business, "between 20 and 100000"},
		{"too many decimals", "/card/deposit", op(card(normalCard), `,"amount":20.005`), business, "2 decimals"},
		{"decimals on whole dollars", "/card/deposit", op(card(wholeCard), `,"amount":60.5`), business, "0 decimals"},
		{"more than the wallet", "/card/deposit", op(card(normalCard), `,"amount":99999`), business, "Insufficient balance"},
		{"deposit on a gift card", "/card/deposit", op(card(giftCard), `,"amount":20`), business, "not enabled"},
		{"deposit on a budget card", "/card/deposit", op(card(budgetCard), `,"amount":20`), business, "not enabled"},
		{"deposit on a frozen card", "/card/deposit", op(card(frozenCard), `,"amount":20`), business, "status Freeze"},
		{"deposit on a blocked card", "/card/deposit", op(card(blockedCard), `,"amount":20`), business, "blocked"},
		{"deposit on a pending card", "/card/deposit", op(card(pendingCard), `,"amount":20`), business, "status pending"},
		{"deposit on a canceled card", "/card/deposit", op(card(canceledCard), `,"amount":20`), business, "status cancel"},
		{"withdraw nothing", "/card/withdraw", op(card(normalCard), `,"amount":0`), business, "0.01"},
		{"withdraw a part of a cent", "/card/withdraw", op(card(normalCard), `,"amount":1.005`), business, "2 decimals"},
		{"withdraw what must stay", "/card/withdraw", op(card(normalCard), `,"amount":`+w.mustTruth(card(normalCard)).Balance.String()),
			business, "must stay"},
		{"withdraw from a gift card", "/card/withdraw", op(card(giftCard), `,"amount":1`), business, "not enabled"},
		{"amount on a freeze", "/card/v2/freeze", op(card(normalCard), `,"amount":1`), malformed, "unknown field amount"},
		{"freeze twice", "/card/v2/freeze", op(card(frozenCard), ``), business, "status Freeze"},
		{"unfreeze a normal one", "/card/v2/unfreeze", op(card(normalCard), ``), business, "status Normal"},
		{"freeze where it is off", "/card/v2/freeze", op(card(wholeCard), ``), business, "not enabled"},
		{"cancel twice", "/card/cancel", op(card(canceledCard), ``), business, "status cancel"},
		{"cancel while busy", "/card/cancel", op(card(normalCard), ``), business, "in process"},

		{"unknown type", "/card/v2/openCard", open(999, "20", ""), business, "type not found"},
		{"offline type", "/card/v2/openCard", open(111008, "20", ""), business, "offline"},
		{"opening below the least", "/card/v2/openCard", open(111001, "9.99", ""), business, "between 10 and 100000"},
		{"opening with decimals", "/card/v2/openCard", open(111003, "50.5", ""), business, "0 decimals"},
		{"no holder", "/card/v2/openCard", open(111002, "20", ""), business, "holderId is required"},
		{"unknown holder", "/card/v2/openCard", open(111002, "20", `,"holderId":5`), business, "not found"},
		{"holder under review", "/card/v2/openCard", open(111002, "20", `,"holderId":`+holderOf(2)), business, "under_review"},
		{"no number", "/card/v2/openCard", open(111005, "20", `,"holderId":`+holderOf(0)), business, "cardNumber"},
		{"wrong number", "/card/v2/openCard", open(111005, "20", `,"cardNumber":"4242424242424241","holderId":`+holderOf(0)), business,
			"cardNumber"},
		{"number on a virtual one", "/card/v2/openCard", open(111001, "20", `,"cardNumber":"4242424242424242"`), business, "physical"},
		{"no account", "/card/v2/openCard", open(111006, "0", ""), business, "accountId is required"},
		{"unknown account", "/card/v2/openCard", open(111006, "0", `,"accountId":7`), business, "Account not found"},
		{"margin account", "/card/v2/openCard", open(111006, "0", `,"accountId":`+margin), business, "cannot pay"},
		{"euro account", "/card/v2/openCard", open(111006, "0", `,"accountId":`+euro), business, "cannot pay"},
		{"opening beyond the wallet", "/card/v2/openCard", open(111001, "99000", ""), business, "Insufficient"},

		{"both MCC lists", "/card/v2/update", op(card(normalCard), `,"riskControls":{"allowedMcc":["5411"],"blockedMcc":["7311"]}`), business,
			"Only one"},
		{"both MCC lists, empty", "/card/v2/update", op(card(normalCard), `,"riskControls":{"allowedMcc":[],"blockedMcc":[]}`), business,
			"Only one"},
		{"bad MCC", "/card/v2/update", op(card(normalCard), `,"riskControls":{"allowedMcc":["541"]}`), business, "4 digits"},
		{"MCC as a number", "/card/v2/update", op(card(normalCard), `,"riskControls":{"allowedMcc":[5411]}`), business, "4 digits"},
		{"MCC where unsupported", "/card/v2/update", op(card(holderCard), `,"riskControls":{"allowedMcc":["5411"]}`), business, "not supported"},
		{"unknown risk field", "/card/v2/update", op(card(normalCard), `,"riskControls":{"x":[]}`), malformed, "unknown field riskControls.x"},
		{"controls where unsupported", "/card/v2/update", op(card(holderCard), `,"spendingControls":[]`), business, "not supported"},
		{"unknown interval", "/card/v2/update", op(card(normalCard), `,"spendingControls":[{"interval":"HOURLY","amount":5}]`), business,
			"Unknown interval"},
		{"interval twice", "/card/v2/update", op(card(normalCard),
			`,"spendingControls":[{"interval":"PER_TRANSACTION","amount":5},{"interval":"PER_TRANSACTION","amount":6}]`), business, "twice"},
		{"control of nothing", "/card/v2/update", op(card(normalCard), `,"spendingControls":[{"interval":"PER_TRANSACTION","amount":0}]`),
			business, "positive"},
		{"control without amount", "/card/v2/update", op(card(normalCard), `,"spendingControls":[{"interval":"PER_TRANSACTION"}]`), malformed,
			"spendingControls[].amount is required"},
		{"control as text", "/card/v2/update", op(card(normalCard), `,"spendingControls":["x"]`), malformed, "must be an object"},
		{"PIN-free on a virtual one", "/card/v2/update", op(card(normalCard), `,"noPinPaymentAmount":5`), business, "physical"},
		{"PIN-free too high", "/card/v2/update", op(card(plasticCard), `,"noPinPaymentAmount":2000.01`), business, "2000"},
		{"long note", "/card/v2/updateNote", `{"cardNo":"` + card(normalCard) + `","clientRemark":"` + strings.Repeat("x", 51) + `"}`,
			business, "50"},
		{"PIN on a virtual one", "/card/updatePin", op(card(normalCard), `,"pin":"482915"`), business, "physical"},
		{"activate an active one", "/card/activate", op(card(plasticCard), `,"pin":"482915","activeCode":"1"`), business, "status Normal"},
		{"wrong activation code", "/card/activate", op(card(inactiveCard), `,"pin":"482915","activeCode":"1"`), business, "code is wrong"},
		{"PIN-free too high at activation", "/card/activate",
			op(card(inactiveCard), `,"pin":"482915","activeCode":"1","noPinPaymentAmount":2001`), business, "2000"},

		{"holder without a model", makeHolder, person(`"cardHolderModel":null`), malformed, "cardHolderModel is required"},
		{"holder without a name", makeHolder, person(`"firstName":""`), malformed, "firstName is required"},
		{"holder of no type", makeHolder, person(`"cardTypeId":5`), business, "type not found"},
		{"type of a holder as text", makeHolder, person(`"cardTypeId":"111002"`), malformed, "must be a number"},
		{"holder of another model", makeHolder, person(`"cardTypeId":111001`), business, "must be B2B"},
		{"B2C without a document", makeHolder, person(`"idNumber":null`), malformed, "idNumber is required"},
		{"B2B with a document", makeHolder, person(`"cardHolderModel":"B2B"`), malformed, "unknown field accountPurpose"},
		{"used order number", makeHolder, person(fmt.Sprintf(`"merchantOrderNo":%q`, used)), business, "Duplicate order"},
		{"name with an accent", makeHolder, person(`"lastName":"Ros\u00e9"`), business, "Latin letters"},
		{"names too long", makeHolder, person(`"lastName":"` + strings.Repeat("a", 30) + `"`), business, "32 characters together"},
		{"phone code elsewhere", makeHolder, person(`"areaCode":"+49"`), business, "not supported"},
		{"phone with blanks", makeHolder, person(`"mobile":"12 34 56"`), business, "digits only"},
		{"short phone", makeHolder, person(`"mobile":"1234"`), business, "5 to 20"},
		{"e-mail", makeHolder, person(`"email":"nobody"`), business, "email is invalid"},
		{"country elsewhere", makeHolder, person(`"country":"Brazil"`), business, "two letters"},
		{"nationality elsewhere", makeHolder, person(`"nationality":"DE"`), business, "not supported"},
		{"name of one letter", makeHolder, person(`"lastName":"R"`), business, "Latin letters"},
		{"name of 33 letters", makeHolder, person(`"lastName":"` + strings.Repeat("a", 33) + `"`), business, "Latin letters"},
		{"street of 41 letters", makeHolder, person(`"address":"` + strings.Repeat("a", 41) + `"`), business, "hyphens"},
		{"street with a comma", makeHolder, person(`"address":"1, Street"`), business, "hyphens"},
		{"long post code", makeHolder, person(`"postCode":"1234567890123456"`), business, "2 to 15"},
		{"born tomorrow", makeHolder, person(`"birthday":"2999-01-01"`), business, "in the past"},
		{"born on no day", makeHolder, person(`"birthday":"1990-02-30"`), business, "yyyy-MM-dd"},
		{"gender", makeHolder, person(`"gender":"X"`), business, "M or F"},
		{"kind of document", makeHolder, person(`"idType":"LETTER"`), business, "not known"},
		{"document of tomorrow", makeHolder, person(`"issueDate":"2999-01-01"`), business, "in the past"},
		{"expired document", makeHolder, person(`"idNoExpiryDate":"2001-01-01"`), business, "in the future"},
		{"holder id as text", "/card/holder/list", page(`,"cardholderId":"5"`), malformed, "must be a number"},

		{"no page", "/card/list", `{}`, malformed, "pageNum is required"},
		{"page 0", "/card/list", `{"pageNum":0,"pageSize":10}`, business, "pageNum"},
		{"page of 101", "/card/list", `{"pageNum":1,"pageSize":101}`, business, "between 1 and 100"},
		{"page of 0", "/card/v2/transaction", `{"pageNum":1,"pageSize":0}`, business, "between 1 and 100"},
		{"account page of 11", "/account/list", `{"pageNum":1,"pageSize":11}`, business, "between 1 and 10"},
		{"unknown operation type", "/card/v2/transaction", page(`,"type":"freeze"`), business, "Unknown type"},
		{"unknown spend type", "/card/authorize/transaction", page(`,"type":"void"`), business, "Unknown type"},
		{"unknown fee type", "/card/auth/fee/transaction", page(`,"tradeType":"x"`), business, "Unknown type"},
		{"unknown code type", "/card/3ds/transaction", page(`,"type":"otp"`), business, "Unknown type"},
		{"filter of another list", "/card/3ds/transaction", page(`,"merchantOrderNo":"x"`), malformed, "unknown field"},
		{"time turned around", "/card/list", page(`,"startTime":5,"endTime":4`), business, "startTime"},
		{"time as text", "/card/list", page(`,"startTime":"2026-01-01"`), malformed, "must be a number"},
	} {
		ledger := w.Ledger(IssuerFinHub)
		g := w.post(c.path, c.body)
		status := http.StatusOK
		if c.code == malformed {
			status = http.StatusBadRequest
		}
		if g.status != status || g.body["success"] != false || fmt.Sprint(g.body["code"]) != c.code ||
			!strings.Contains(fmt.Sprint(g.body["msg"]), c.says) {
			t.Errorf("%s: %d %s\nwant code %s and %q", c.name, g.status, g.raw, c.code, c.says)
		}
		if after := w.Ledger(IssuerFinHub); len(after.Movements) != len(ledger.Movements) ||
			!after.Wallets[0].Available.Equal(ledger.Wallets[0].Available) {
			t.Errorf("%s: moved money", c.name)
		}
	}
	w.audit()
}

func (w *world) mustTruth(cardID string) Truth {
	w.t.Helper()
	truth, ok := w.Truth(cardID)
	if !ok {
		w.t.Fatalf("no card %s", cardID)
	}
	return truth
}

func TestPINRules(t *testing.T) {
	w := start(t, Options{})
	for pin, says := range map[string]string{
		"12345": "6 digits", "1234567": "6 digits", "48291x": "6 digits", "٤٨٢٩١٥": "6 digits",
		"111582": "3 times", "581112": "3 times", "158222": "3 times",
		"123456": "ascending", "135789": "ascending", "987654": "descending",
		"123123": "segment", "121258": "segment", "581258": "segment", "127912": "segment",
		"482915": "", "110220": "", "135790": "",
	} {
		g := w.post("/card/updatePin", fmt.Sprintf(`{"cardNo":%q,"merchantOrderNo":%q,"pin":%q}`, w.card(plasticCard), w.order(), pin))
		msg := fmt.Sprint(g.body["msg"])
		if (says == "") != (g.body["success"] == true) || says != "" && !strings.Contains(msg, says) {
			t.Errorf("%s: %s, want %q", pin, g.raw, says)
		}
		w.clock.Add(time.Minute)
		if truth := w.mustTruth(w.card(plasticCard)); (truth.PIN == pin) != (says == "") {
			t.Errorf("after %s the PIN is %s", pin, truth.PIN)
		}
	}
}
