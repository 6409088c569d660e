package sandbox

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"
)

func TestDashboardFields(t *testing.T) {
	w := start(t, Options{Seed: 5})
	for _, e := range []Endpoint{w.Aurex(), w.Linora()} {
		user := "/users/" + e.UserID
		ask := func(method, path, body string) got {
			t.Helper()
			g := w.keyed(e, method, path, body)
			if g.status != http.StatusOK || g.body["success"] != true {
				t.Fatalf("%s: %s %s: %d %s", e.Issuer, method, path, g.status, g.raw)
			}
			return g
		}
		card := "/users/" + e.UserID + "/cards/" + w.CardIDs(e.Issuer)[0]
		truth := w.mustTruth(w.CardIDs(e.Issuer)[0])
		checkFields(t, "wallet", ask("GET", user+"/wallet", "").data(),
			map[string]string{"userId": "string", "balance": "number", "pendingBalance": "number", "inCardsBalance": "number", "currency": "string"})
		list := ask("GET", user+"/cards", "").list()
		checkFields(t, "cards", list[0], map[string]string{"cardId": "string", "cardName": "string", "balance": "number", "status": "string"})
		for _, secret := range []string{"cardNumber", "cvv", "expiryDate"} {
			if _, there := at(list[0], secret); there {
				t.Errorf("%s: the list shows %s", e.Issuer, secret)
			}
		}
		cardFields := map[string]string{"cardId": "string", "cardName": "string", "cardNumber": "string", "expiryDate": "string",
			"cvv": "string", "balance": "number", "status": "string"}
		details := ask("GET", card, "").data()
		checkFields(t, "card", details, cardFields)
		if strings.ReplaceAll(details["cardNumber"].(string), " ", "") != truth.PAN || strings.Count(details["cardNumber"].(string), " ") != 3 {
			t.Errorf("%s: number %v", e.Issuer, details["cardNumber"])
		}
		if _, err := time.Parse("01/06", details["expiryDate"].(string)); err != nil {
			t.Error(err)
		}
		_, said := details["minBalance"]
		if said != (e.Issuer == IssuerLinora) {
			t.Errorf("%s: limits in the answer: %v", e.Issuer, said)
		}
		topUp := ask("POST", card+"/topup", `{"amount":100.01}`).data()
		checkFields(t, "topup", topUp,
			map[string]string{"cardId": "string", "newBalance": "number", "rechargeAmount": "number", "fees": "number"})
		if got := money(t, topUp["newBalance"]).Sub(truth.Balance); got.String() != "100.01" {
			t.Errorf("%s: the card gained %s", e.Issuer, got)
		}
		if want := map[string]string{IssuerAurex: "3.01", IssuerLinora: "2.01"}[e.Issuer]; fmt.Sprint(topUp["fees"]) != want {
			t.Errorf("%s: fee %v, want %s, up to the cent", e.Issuer, topUp["fees"], want)
		}
		made := ask("POST", user+"/cards", `{"cardName":"New","initialBalance":100}`).data()
		checkFields(t, "create", made, cardFields)
		checkFields(t, "create fees", made["fees"], map[string]string{"depositAmount": "number", "ourFee": "number", "ourFeeRate": "number",
			"cardIssueFee": "number", "totalFees": "number", "cardBalance": "number"})
		if got := money(t, made["fees"].(map[string]any)["depositAmount"]); e.Issuer == IssuerAurex && got.String() != "124" {
			t.Errorf("a card of 100 costs %s, want 124", got)
		}
		checkFields(t, "transactions", ask("GET", card+"/transactions", "").list()[0],
			map[string]string{"transactionId": "string", "amount": "number", "currency": "string", "status": "string", "createdAt": "string"})
		w.audit()
	}
}

func TestDeposits(t *testing.T) {
	w := start(t, Options{})
	e := w.Aurex()
	path := "/users/" + e.UserID + "/deposits"
	before := w.Ledger(IssuerAurex).Wallets[0].Available
	made := w.keyed(e, "POST", path, `{"amount":100,"currency":"USDC"}`).data()
	checkFields(t, "deposit", made, map[string]string{"depositId": "string", "amount": "number", "netAmount": "number",
		"currency": "string", "depositAddress": "string", "status": "string",
		"fees.platformFeePercent": "number", "fees.platformFeeUsd": "number", "fees.merchantCommissionPercent": "number",
		"fees.merchantCommissionUsd": "number", "fees.totalCollected": "number", "expiresAt": "string"})
	if pending := w.get(e, "/users/"+e.UserID+"/wallet").data()["pendingBalance"]; fmt.Sprint(pending) != "95" || made["status"] != "waiting" {
		t.Errorf("pending %v, status %v", pending, made["status"])
	}
	w.clock.Add(time.Minute)
	list := w.get(e, path).list()
	checkFields(t, "deposits", list[0],
		map[string]string{"depositId": "string", "amount": "number", "currency": "string", "status": "string", "createdAt": "string"})
	if status, _ := at(list[0], "status"); status != "confirmed" {
		t.Errorf("status %v", status)
	}
	if got := w.Ledger(IssuerAurex).Wallets[0].Available.Sub(before); got.String() != "95" {
		t.Errorf("the wallet gained %s, want 95", got)
	}
	for range 11 {
		w.keyed(e, "POST", path, `{"amount":1,"currency":"SOL"}`)
	}
	for query, want := range map[string]int{"": 10, "?limit=5": 5, "?limit=100": 12, "?offset=10": 2, "?limit=3&offset=11": 1,
		"?offset=99": 0} {
		if n := len(w.get(e, path+query).list()); n != want {
			t.Errorf("%s: %d deposits, want %d", query, n, want)
		}
	}
	w.clock.Add(time.Minute)
	w.audit()
}

// The amount is in dollars whatever the coin is, and nothing in an answer says how many coins.
func TestDepositsAreInDollars(t *testing.T) {
	for _, coin := range []string{"SOL", "USDT", "USDC"} {
		w := start(t, Options{})
		e := w.Aurex()
		path := "/users/" + e.UserID + "/deposits"
		made := w.keyed(e, "POST", path, `{"amount":100,"currency":"`+coin+`"}`).data()
		fees, _ := made["fees"].(map[string]any)
		if fmt.Sprintf("%v %v %v %v %v", made["amount"], made["netAmount"], made["currency"], fees["platformFeePercent"],
			fees["platformFeeUsd"]) != "100 95 "+coin+" 5 5" {
			t.Errorf("%s: %v", coin, made)
		}
		before := w.Ledger(IssuerAurex).Wallets[0].Available
		w.clock.Add(time.Minute)
		w.get(e, path)
		if got := w.Ledger(IssuerAurex).Wallets[0].Available.Sub(before); got.String() != "95" {
			t.Errorf("%s: the wallet gained %s, want 95", coin, got)
		}
	}
}

func TestDashboardRefuses(t *testing.T) {
	w := start(t, Options{RateLimit: -1})
	a, l := w.Aurex(), w.Linora()
	user := "/users/" + a.UserID
	aurex := func(i int) string { return user + "/cards/" + w.CardIDs(IssuerAurex)[i] }
	linora := func(i int) string { return "/users/" + l.UserID + "/cards/" + w.CardIDs(IssuerLinora)[i] }
	for _, c := range []struct {
		name         string
		at           Endpoint
		method, path string
		body         string
		status       int
		says         string
	}{
		{"wrong key", Endpoint{BaseURL: a.BaseURL, APIKey: "wrong"}, "GET", user + "/wallet", "", 401, "API key"},
		{"key of the other issuer", Endpoint{BaseURL: a.BaseURL, APIKey: l.APIKey}, "GET", user + "/wallet", "", 401, "API key"},
		{"unknown user", a, "GET", "/users/507f1f77bcf86cd799439011/wallet", "", 404, "User not found"},
		{"unknown endpoint", a, "GET", "/cards", "", 404, "No such endpoint"},
		{"unknown endpoint of a card", a, "GET", aurex(0) + "/freeze", "", 404, "No such endpoint"},
		{"unknown card", a, "GET", user + "/cards/card_x", "", 404, "Card not found"},
		{"another issuer's card", a, "GET", user + "/cards/" + w.CardIDs(IssuerLinora)[0], "", 404, "Card not found"},
		{"wrong method", a, "DELETE", aurex(0), "", 405, "Method"},
		{"post to a list", a, "POST", aurex(0) + "/transactions", "{}", 405, "Method"},
		{"get of a top-up", a, "GET", aurex(0) + "/topup", "", 405, "Method"},
		{"body on GET", a, "GET", user + "/cards", "{}", 400, "no body"},
		{"unknown parameter", a, "GET", user + "/cards?page=1", "", 400, "parameter page"},
		{"limit too high", a, "GET", user + "/cards?limit=101", "", 400, "limit"},
		{"limit that is none", a, "GET", user + "/cards?limit=x", "", 400, "limit"},
		{"negative offset", a, "GET", user + "/cards?offset=-1", "", 400, "offset"},
		{"parameter twice", a, "GET", user + "/cards?limit=1&limit=2", "", 400, "repeated"},
		{"malformed query", a, "GET", user + "/cards?%zz", "", 400, "query"},
		{"no cardId", a, "GET", user + "/otp", "", 400, "cardId"},
		{"code of an unknown card", a, "GET", user + "/otp?cardId=x", "", 404, "Card not found"},
		{"amount as text", a, "POST", aurex(0) + "/topup", `{"amount":"100"}`, 400, "must be a number"},
		{"no amount", a, "POST", aurex(0) + "/topup", `{}`, 400, "required"},
		{"unknown field", a, "POST", aurex(0) + "/topup", `{"amount":100,"note":"x"}`, 400, "unknown field note"},
		{"field twice", a, "POST", aurex(0) + "/topup", `{"amount":100,"amount":10}`, 400, "twice"},
		{"below the least", a, "POST", aurex(0) + "/topup", `{"amount":9.99}`, 400, "between 10 and 10000"},
		{"above the most", a, "POST", aurex(0) + "/topup", `{"amount":10000.01}`, 400, "between 10 and 10000"},
		{"a part of a cent", a, "POST", aurex(0) + "/topup", `{"amount":10.005}`, 400, "2 decimals"},
		{"more than the wallet", a, "POST", aurex(0) + "/topup", `{"amount":10000}`, 409, "Insufficient balance"},
		{"frozen card", a, "POST", aurex(2) + "/topup", `{"amount":10}`, 400, "frozen"},
		{"expired card", a, "POST", aurex(3) + "/topup", `{"amount":10}`, 400, "expired"},
		{"card without a name", a, "POST", user + "/cards", `{"cardName":"","initialBalance":25}`, 400, "cardName is required"},
		{"card too small", a, "POST", user + "/cards", `{"cardName":"x","initialBalance":24.99}`, 400, "between 25 and 100000"},
		{"card too dear", a, "POST", user + "/cards", `{"cardName":"x","initialBalance":99999}`, 409, "Insufficient"},
		{"unknown coin", a, "POST", user + "/deposits", `{"amount":1,"currency":"BTC"}`, 400, "currency"},
		{"deposit of nothing", a, "POST", user + "/deposits", `{"amount":0,"currency":"SOL"}`, 400, "positive"},
		{"parameters on POST", a, "POST", user + "/deposits?x=1", `{"amount":1,"currency":"SOL"}`, 400, "body"},
		{"top-up that the product has not", l, "POST", linora(1) + "/topup", `{"amount":10}`, 400, "not supported"},
		{"more than the card may hold", l, "POST", linora(0) + "/topup", `{"amount":1990}`, 400, "may not exceed"},
		{"frozen Linora card", l, "POST", linora(2) + "/topup", `{"amount":10}`, 400, "frozen"},
	} {
		issuers := []Ledger{w.Ledger(IssuerAurex), w.Ledger(IssuerLinora)}
		g := w.keyed(c.at, c.method, c.path, c.body)
		if g.status != c.status || g.body["success"] != false || !strings.Contains(fmt.Sprint(g.body["error"]), c.says) || g.body["data"] != nil {
			t.Errorf("%s: %d %s\nwant %d and %q", c.name, g.status, g.raw, c.status, c.says)
		}
		for i, name := range []string{IssuerAurex, IssuerLinora} {
			if after := w.Ledger(name); len(after.Movements) != len(issuers[i].Movements) {
				t.Errorf("%s: moved money at %s", c.name, name)
			}
		}
	}
	h := http.Header{"Authorization": {"Bearer " + a.APIKey}}
	if g, err := w.send("POST", a.BaseURL+aurex(0)+"/topup", `{"amount":10}`, h); err != nil || g.status != 415 {
		t.Errorf("without Content-Type: %d, %v", g.status, err)
	}
	w.audit()
}

func TestRateLimit(t *testing.T) {
	w := start(t, Options{})
	e := w.Aurex()
	path := "/users/" + e.UserID + "/wallet"
	for i := range 60 {
		if g := w.get(e, path); g.status != 200 {
			t.Fatalf("request %d: %d", i+1, g.status)
		}
		w.clock.Add(500 * time.Millisecond)
	}
	if g := w.get(e, path); g.status != 429 || g.body["success"] != false || g.header.Get("Retry-After") != "" {
		t.Errorf("request 61: %d %s", g.status, g.raw)
	}
	if g := w.get(w.Linora(), "/users/"+w.Linora().UserID+"/wallet"); g.status != 200 {
		t.Errorf("another issuer's key is limited too: %d", g.status)
	}
	w.clock.Add(30 * time.Second) // the first request is a minute old
	if g := w.get(e, path); g.status != 200 {
		t.Errorf("a minute after the first: %d", g.status)
	}
}

// Each issuer counts what it answers, the logins too, and says when it answers again.
func TestRateOfEachIssuer(t *testing.T) {
	w := start(t, Options{Rate: 3})
	f := w.FinHub()
	ask := func(e Endpoint) got {
		if e.Issuer == IssuerFinHub {
			g, err := w.send("POST", f.LoginURL, `{}`, http.Header{"Content-Type": {"application/json"}})
			if err != nil {
				t.Fatal(err)
			}
			return g
		}
		return w.get(e, "/users/"+e.UserID+"/wallet")
	}
	for _, e := range []Endpoint{f, w.Aurex(), w.Linora()} {
		for range 3 {
			if g := ask(e); g.status == 429 {
				t.Errorf("%s: within the rate: %d", e.Issuer, g.status)
			}
			w.clock.Add(1500 * time.Millisecond)
		}
		if g := ask(e); g.status != 429 || g.header.Get("Retry-After") != "56" || g.body["success"] != false {
			t.Errorf("%s: above the rate: %d, Retry-After %q, %s", e.Issuer, g.status, g.header.Get("Retry-After"), g.raw)
		}
		w.clock.Add(56 * time.Second)
		if g := ask(e); g.status == 429 {
			t.Errorf("%s: after the time that it named: %d", e.Issuer, g.status)
		}
	}
}

func TestOneTimePasswords(t *testing.T) {
	epoch := func(v any) int64 { n, _ := v.(json.Number).Int64(); return n }
	for _, c := range []struct {
		issuer        string
		form          CodeForm
		value, expiry string
		read          func(v any, now time.Time) time.Time
	}{
		{IssuerAurex, LinoraISO, "otp", "expiresIn",
			func(v any, now time.Time) time.Time { return now.Add(time.Duration(epoch(v)) * time.Second) }},
		{IssuerLinora, LinoraISO, "code", "expiresAt", func(v any, _ time.Time) time.Time {
			at, err := time.Parse(time.RFC3339, v.(string))
			if err != nil {
				t.Error(err)
			}
			return at
		}},
		{IssuerLinora, LinoraEpochSeconds, "code", "expiresAt", func(v any, _ time.Time) time.Time { return time.Unix(epoch(v), 0) }},
		{IssuerLinora, LinoraEpochMillis, "otpCode", "expirationTime", func(v any, _ time.Time) time.Time { return time.UnixMilli(epoch(v)) }},
		{IssuerLinora, LinoraRelative, "otp", "expiresIn",
			func(v any, now time.Time) time.Time { return now.Add(time.Duration(epoch(v)) * time.Second) }},
	} {
		w := start(t, Options{LinoraCode: c.form})
		e := map[string]Endpoint{IssuerAurex: w.Aurex(), IssuerLinora: w.Linora()}[c.issuer]
		no := w.CardIDs(c.issuer)[0]
		path := "/users/" + e.UserID + "/otp?cardId=" + no
		none := w.get(e, path)
		if v, there := none.data()[c.value]; none.status != 200 || !there || v != nil {
			t.Errorf("%s: before any purchase: %d %s", c.issuer, none.status, none.raw)
		}
		code, err := w.Purchase(Purchase{Issuer: c.issuer, CardID: no})
		if err != nil {
			t.Fatal(err)
		}
		w.clock.Add(10 * time.Second)
		data := w.get(e, path).data()
		if data[c.value] != code.Value || len(code.Value) != 6 || data["cardId"] != no {
			t.Errorf("%s: %v, want %s", c.issuer, data, code.Value)
		}
		if off := code.Expires.Sub(c.read(data[c.expiry], w.clock.Now())); off < 0 || off >= time.Second {
			t.Errorf("%s form %d: expiry %v is off by %s", c.issuer, c.form, data[c.expiry], off)
		}
		newer, err := w.Purchase(Purchase{Issuer: c.issuer, CardID: no, TTL: 20 * time.Second})
		if err != nil {
			t.Fatal(err)
		}
		if got := w.get(e, path).data()[c.value]; got != newer.Value {
			t.Errorf("%s: %v, want the newer %s", c.issuer, got, newer.Value)
		}
		w.clock.Add(20 * time.Second) // the newer one ends first
		if got := w.get(e, path).data()[c.value]; got != code.Value {
			t.Errorf("%s: %v, want the older %s", c.issuer, got, code.Value)
		}
		w.clock.Add(5 * time.Minute)
		if got := w.get(e, path).data()[c.value]; got != nil {
			t.Errorf("%s: %v is still there", c.issuer, got)
		}
	}
	w := start(t, Options{NoCode404: true})
	if g := w.get(w.Aurex(), "/users/"+w.Aurex().UserID+"/otp?cardId="+w.CardIDs(IssuerAurex)[0]); g.status != 404 ||
		fmt.Sprint(g.body["error"]) != "No OTP available" {
		t.Errorf("none yet: %d %s", g.status, g.raw)
	}
}
