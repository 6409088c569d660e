package sandbox

import (
	"bytes"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"
)

// sealedValue is what differs from run to run: RSA padding is random.
var sealedValue = regexp.MustCompile(`"(cardNumber|cvv|expireDate|values|activateUrl)":"[A-Za-z0-9+/]{100,}={0,2}"`)

// session asks all issuers a bit of everything and returns all that came back.
func session(t *testing.T, seed uint64) []byte {
	w := start(t, Options{Seed: seed, PurchaseEvery: 20 * time.Second})
	var all bytes.Buffer
	keep := func(g got) {
		fmt.Fprintf(&all, "%d %s %s %s\n", g.status, g.header.Get("Date"), g.header.Get("X-Request-Id"),
			sealedValue.ReplaceAll(g.raw, []byte(`"$1":"sealed"`)))
	}
	page := `{"pageNum":1,"pageSize":100}`
	for i := range 3 {
		w.clock.Add(37 * time.Second)
		for _, path := range []string{"/card/list", "/card/v2/transaction", "/card/transaction", "/card/authorize/transaction",
			"/card/3ds/transaction", "/card/auth/fee/transaction",
			"/card/purchase/transaction", "/card/holder/list"} {
			keep(w.ok(path, page))
		}
		keep(w.ok("/card/v2/cardTypes", "{}"))
		keep(w.ok("/account/info", "{}"))
		keep(w.ok("/card/info/sensitive", `{"cardNo":"`+w.card(normalCard)+`"}`))
		keep(w.deposit(w.card(normalCard), "30"))
		keep(w.post("/card/v2/openCard", fmt.Sprintf(`{"merchantOrderNo":%q,"cardTypeId":111001,"amount":20}`, w.order())))
		for _, e := range []Endpoint{w.Aurex(), w.Linora()} {
			user := "/users/" + e.UserID
			keep(w.get(e, user+"/cards"))
			keep(w.get(e, user+"/wallet"))
			for _, no := range w.CardIDs(e.Issuer) {
				keep(w.get(e, user+"/cards/"+no))
				keep(w.get(e, user+"/cards/"+no+"/transactions"))
				keep(w.get(e, user+"/otp?cardId="+no))
			}
			keep(w.keyed(e, http.MethodPost, user+"/cards", fmt.Sprintf(`{"cardName":"n%d","initialBalance":50}`, i)))
		}
	}
	w.audit()
	return all.Bytes()
}

func TestSameSeedSameBytes(t *testing.T) {
	first, second := session(t, 42), session(t, 42)
	if !bytes.Equal(first, second) {
		a, b := strings.Split(string(first), "\n"), strings.Split(string(second), "\n")
		for i := range a {
			if a[i] != b[i] {
				t.Fatalf("answer %d differs:\n%.500s\n%.500s", i, a[i], b[i])
			}
		}
	}
	if bytes.Equal(first, session(t, 43)) {
		t.Error("another seed gives the same world")
	}
}

func TestPurchasesByThemselves(t *testing.T) {
	w := start(t, Options{Seed: 11, PurchaseEvery: 20 * time.Second})
	spent := func() string {
		var out []string
		for _, issuer := range Issuers {
			out = append(out, w.Ledger(issuer).Spent["USD"].String())
		}
		return strings.Join(out, " ")
	}
	before := spent()
	codes := func() []any { return w.ok("/card/3ds/transaction", `{"pageNum":1,"pageSize":100}`).list() }
	old := len(codes())
	kinds := map[any]int{}
	dated := map[bool]int{}
	for range 60 {
		w.clock.Add(20 * time.Second)
		w.audit()
	}
	fresh := codes()
	fresh = fresh[:len(fresh)-old]
	if len(fresh) != 20 {
		t.Errorf("%d codes at FinHub in 20 minutes, want 20", len(fresh))
	}
	for _, r := range fresh {
		record := r.(map[string]any)
		kinds[record["type"]]++
		_, has := record["expirationTime"]
		if record["type"] == CodeAuthURL && !has {
			t.Error("a link without its end")
		}
		if record["type"] == CodeOTP {
			dated[has]++
		}
	}
	if kinds[CodeOTP] == 0 || kinds[CodeAuthURL] == 0 || dated[true] == 0 || dated[false] == 0 {
		t.Errorf("kinds %v, dated %v", kinds, dated)
	}
	if now := spent(); now == before {
		t.Errorf("nothing was spent: %s", now)
	}
	for _, issuer := range Issuers {
		live := 0
		for _, id := range w.CardIDs(issuer) {
			live += len(w.mustTruth(id).Codes)
		}
		if live == 0 {
			t.Errorf("%s: no code is live", issuer)
		}
	}
}

func TestPurchaseOnRequest(t *testing.T) {
	w := start(t, Options{Seed: 1})
	no := w.card(normalCard)
	before := w.mustTruth(no).Balance
	code, err := w.Purchase(Purchase{Issuer: IssuerFinHub, CardID: no, Amount: whole(7), Merchant: "ACME", NoExpiry: true, TTL: time.Minute,
		Confirm: 10 * time.Second})
	if err != nil {
		t.Fatal(err)
	}
	record := w.ok("/card/3ds/transaction", `{"pageNum":1,"pageSize":1,"tradeNo":"`+code.TradeNo+`"}`).list()[0].(map[string]any)
	if _, has := record["expirationTime"]; has || record["merchantName"] != "ACME" || record["amount"] != "7" ||
		code.Expires.Sub(code.At) != time.Minute {
		t.Errorf("%v of %+v", record, code)
	}
	if live := w.mustTruth(no).Codes; len(live) != 1 || live[0] != code {
		t.Errorf("live codes %+v", live)
	}
	w.clock.Add(10 * time.Second)
	spends := w.ok("/card/authorize/transaction", `{"pageNum":1,"pageSize":1,"tradeNo":"`+code.TradeNo+`"}`).list()
	if status, _ := at(spends[0], "status"); status != spendAuthorized {
		t.Errorf("status %v", status)
	}
	if took := before.Sub(w.mustTruth(no).Balance); took.LessThan(whole(7)) || took.GreaterThan(whole(8)) {
		t.Errorf("a purchase of 7 took %s", took)
	}
	w.clock.Add(settleAfter)
	settled := w.ok("/card/authorize/transaction", `{"pageNum":1,"pageSize":1,"tradeNo":"`+code.TradeNo+`"}`).list()[0].(map[string]any)
	if settled["status"] != spendSucceeded || settled["settleDate"] == nil {
		t.Errorf("%v", settled)
	}
	if len(w.mustTruth(no).Codes) != 0 {
		t.Error("the code outlives its minute")
	}
	// More than the card has is declined, and so is a card that was frozen in between.
	dear, err := w.Purchase(Purchase{Issuer: IssuerFinHub, CardID: no, Amount: whole(90_000)})
	if err != nil {
		t.Fatal(err)
	}
	w.clock.Add(time.Minute)
	declined := w.ok("/card/authorize/transaction", `{"pageNum":1,"pageSize":1,"tradeNo":"`+dear.TradeNo+`"}`).list()[0].(map[string]any)
	if declined["status"] != spendFailed || declined["description"] != "Insufficient balance" {
		t.Errorf("%v", declined)
	}
	w.audit()
	for name, p := range map[string]Purchase{
		"nobody": {Issuer: "nobody"}, "unknown card": {Issuer: IssuerAurex, CardID: "x"},
		"gift card":     {Issuer: IssuerFinHub, CardID: w.card(giftCard)},
		"link at Aurex": {Issuer: IssuerAurex, Kind: CodeAuthURL}, "unknown kind": {Issuer: IssuerFinHub, Kind: "x"},
		"activation of a virtual card": {Issuer: IssuerFinHub, CardID: no, Kind: CodeActivation},
		"negative":                     {Issuer: IssuerFinHub, Amount: whole(-1)},
	} {
		if got, err := w.Purchase(p); err == nil {
			t.Errorf("%s: %+v", name, got)
		}
	}
	if _, ok := w.Truth("nothing"); ok {
		t.Error("the truth about nothing")
	}
}

func TestHostileNames(t *testing.T) {
	w := start(t, Options{Hostile: true})
	found := map[string]bool{}
	for _, r := range w.ok("/card/authorize/transaction", `{"pageNum":1,"pageSize":100}`).list() {
		name, _ := at(r, "merchantName")
		found[name.(string)] = true
	}
	for _, r := range w.get(w.Aurex(), "/users/"+w.Aurex().UserID+"/cards").list() {
		name, _ := at(r, "cardName")
		found["card "+name.(string)] = true
	}
	if !found[hostile] || !found["card "+hostile] {
		t.Errorf("names %+q", fmt.Sprint(found))
	}
	for _, dangerous := range []string{"\x1b", "\u202e", "\r", "\u009b", "\u200b", "\a"} {
		if !strings.Contains(hostile, dangerous) {
			t.Errorf("the hostile name lacks %q", dangerous)
		}
	}
}

func TestClockThatGoesBack(t *testing.T) {
	w := start(t, Options{PurchaseEvery: time.Second})
	w.clock.Add(time.Minute)
	n := len(w.ok("/card/3ds/transaction", `{"pageNum":1,"pageSize":100}`).list())
	w.clock.Add(-time.Hour)
	w.token = w.IssueToken()
	if again := len(w.ok("/card/3ds/transaction", `{"pageNum":1,"pageSize":100}`).list()); again != n {
		t.Errorf("%d codes, then %d", n, again)
	}
	w.audit()
}

func TestRequestsAreKept(t *testing.T) {
	w := start(t, Options{})
	w.deposit(w.card(normalCard), "25.50")
	w.get(w.Aurex(), "/users/x?limit=5")
	if err := w.SetFault(Fault{Issuer: IssuerFinHub, Path: "/account/info", Kind: FaultDropAfter}); err != nil {
		t.Fatal(err)
	}
	if _, err := w.send(http.MethodPost, w.FinHub().BaseURL+"/account/info", "{}", w.headers()); err == nil {
		t.Error("the connection was not dropped")
	}
	all := w.Requests()
	if len(all) != 3 {
		t.Fatalf("%+v", all)
	}
	body, _ := all[0].Body.(map[string]any)
	if all[0].Path != "/card/deposit" || fmt.Sprint(body["amount"]) != "25.50" || all[0].Status != 200 ||
		all[0].Header.Get("X-Tenant-ID") == "" {
		t.Errorf("%+v", all[0])
	}
	if strings.Contains(fmt.Sprint(all), w.token) || strings.Contains(fmt.Sprint(all), w.Aurex().APIKey) {
		t.Error("a credential is kept")
	}
	if all[1].Issuer != IssuerAurex || all[1].Query != "limit=5" || all[1].Status != 404 {
		t.Errorf("%+v", all[1])
	}
	if all[2].Status != 0 || len(all[2].Faults) != 1 || all[2].Faults[0] != FaultDropAfter {
		t.Errorf("%+v", all[2])
	}
	log := &requestLog{}
	for range maxReceived + 1 {
		log.add(IssuerAurex, &call{}, &http.Request{URL: &url.URL{}})
	}
	if n := len(log.all); n != maxReceived/2+1 || log.all[n-1].Seq != maxReceived+1 {
		t.Errorf("%d are kept, the last is %d", n, log.all[n-1].Seq)
	}
	log.setStatus(1, 200) // forgotten meanwhile
	log.setStatus(maxReceived+1, 201)
	if got := log.all[len(log.all)-1].Status; got != 201 {
		t.Errorf("status %d", got)
	}
}
