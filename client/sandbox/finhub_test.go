package sandbox

import (
	"crypto"
	"crypto/rsa"
	"encoding/json"
	"fmt"
	"math/big"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"
)

// at walks into decoded JSON: "a.b", and "a[].b" for the first element of a list. The bool tells whether it is there.
func at(v any, path string) (any, bool) {
	if path == "" {
		return v, true
	}
	name, rest, _ := strings.Cut(path, ".")
	name, list := strings.CutSuffix(name, "[]")
	object, ok := v.(map[string]any)
	if !ok {
		return nil, false
	}
	inner, ok := object[name]
	if list && ok {
		l, isList := inner.([]any)
		if !isList || len(l) == 0 {
			return nil, false
		}
		inner = l[0]
	}
	if !ok {
		return nil, false
	}
	return at(inner, rest)
}

// The fields of the FinHub cards page, table by table, with the JSON type that each has on the wire.
var cardTypeFields = map[string]string{
	"cardTypeId": "number", "organization": "string", "country": "string", "mode": "string", "bankCardBin": "string", "type": "string",
	"category": "string",
	"cardName": "string", "cardDesc": "string", "cardPrice": "string", "cardPriceCurrency": "string", "support": "list", "risk": "list",
	"needCardHolder":     "bool",
	"supportHolderRegin": "list", "supportHolderAreaCode": "list", "needDepositForActiveCard": "bool",
	"depositAmountMinQuotaForActiveCard": "string",
	"depositAmountMaxQuotaForActiveCard": "string", "fiatCurrency": "string", "balanceRetentionQuota": "number", "status": "string",
	"rechargeCurrency": "string",
	"rechargeMinQuota": "number", "rechargeMaxQuota": "number", "rechargeFeeRate": "number", "rechargeFixedFee": "number",
	"rechargeDigital":  "number",
	"enableActiveCard": "bool", "enableDeposit": "bool", "enableFreeze": "bool", "enableUnFreeze": "bool",
	"metadata.cardHolderMaxCardLimit": "number",
	"metadata.cardHolderModel":        "string", "metadata.spendingControls[]": "object", "metadata.supportSettingMcc": "bool",
}

var orderFields = map[string]string{
	"orderNo": "string", "merchantOrderNo": "string", "cardNo": "string", "currency": "string", "amount": "number", "fee": "number",
	"receivedAmount":   "number",
	"receivedCurrency": "string", "type": "string", "status": "string", "description": "null", "transactionTime": "number",
}

var infoFields = map[string]string{
	"cardTypeId": "number", "holderId": "number", "cardNo": "string", "status": "string", "blocked": "bool", "bindTime": "number",
	"balanceInfo.cardNo": "string",
	"balanceInfo.amount": "number", "balanceInfo.usedAmount": "number", "balanceInfo.currency": "string", "noPinPaymentAmount": "string",
	"spendingControls[].interval": "string",
	"riskControls.allowedMcc":     "list", "holderInfo.firstName": "string", "cardBankBin": "string", "customCategory": "string",
	"remark": "string",
}

func kindOf(v any) string {
	switch v.(type) {
	case nil:
		return "null"
	case json.Number:
		return "number"
	case string:
		return "string"
	case bool:
		return "bool"
	case []any:
		return "list"
	}
	return "object"
}

func checkFields(t *testing.T, where string, v any, fields map[string]string) {
	t.Helper()
	for path, kind := range fields {
		if got, there := at(v, path); !there || kindOf(got) != kind {
			t.Errorf("%s: %s is %v (%s), want a %s", where, path, got, kindOf(got), kind)
		}
	}
}

func TestFinHubFields(t *testing.T) {
	w := start(t, Options{Seed: 9})
	plastic := w.card(plasticCard)
	w.ok("/card/v2/update", fmt.Sprintf(`{"cardNo":%q,"merchantOrderNo":%q,"clientRemark":"limits","noPinPaymentAmount":100,
		"spendingControls":[{"interval":"PER_TRANSACTION","amount":80}],"riskControls":{"allowedMcc":["5411","7311"]}}`, plastic, w.order()))
	w.ok("/card/v2/updateNote", `{"cardNo":"`+plastic+`","clientRemark":"front desk"}`)
	w.clock.Add(time.Minute)

	types := w.ok("/card/v2/cardTypes", `{}`).list()
	if len(types) != 8 {
		t.Errorf("%d card types", len(types))
	}
	checkFields(t, "cardTypes", types[4], cardTypeFields)
	seen := map[string]bool{}
	for _, v := range types {
		for _, name := range []string{"organization", "mode", "type", "category", "status", "fiatCurrency"} {
			value, _ := at(v, name)
			seen[fmt.Sprint(value)] = true
		}
	}
	for _, want := range []string{"Visa", "MasterCard", "Discover", modePrepaid, modeBudget, "Virtual", "Physical", categoryGift,
		categoryPurchase,
		categorySubscription, categoryPhysical, "online", "offline", "EUR", "USD"} {
		if !seen[want] {
			t.Errorf("no card type is %s", want)
		}
	}

	info := w.ok("/card/info", `{"cardNo":"`+plastic+`","onlySimpleInfo":false}`).data()
	checkFields(t, "info", info, infoFields)
	if holder, _ := info["holderId"].(json.Number); len(holder) != 19 {
		t.Errorf("holderId %s has not 19 digits", holder)
	}
	if simple := w.ok("/card/info", `{"cardNo":"`+plastic+`"}`).data(); simple["balanceInfo"] != nil {
		t.Error("info gives the balance without being asked")
	}
	checkFields(t, "balance", w.ok("/card/balance", `{"cardNo":"`+plastic+`"}`).data(),
		map[string]string{"cardNo": "string", "amount": "number", "usedAmount": "number", "currency": "string"})
	checkFields(t, "balance of a type without used amount", w.ok("/card/balance", `{"cardNo":"`+w.card(wholeCard)+`"}`).data(),
		map[string]string{"usedAmount": "null"})
	checkFields(t, "sensitive", w.ok("/card/info/sensitive", `{"cardNo":"`+plastic+`"}`).data(),
		map[string]string{"cardNumber": "string", "cvv": "string", "expireDate": "string"})
	listed := w.ok("/card/list", `{"pageNum":1,"pageSize":1,"cardNo":"`+w.card(normalCard)+`"}`).list()[0]
	checkFields(t, "list", listed,
		map[string]string{"balanceInfo.amount": "string", "balanceInfo.usedAmount": "string", "holderId": "null", "holderInfo": "null",
			"spendingControls": "null", "riskControls": "null", "remark": "null", "cardNo": "string"})

	paths := map[string]string{"/card/deposit": `,"amount":25`, "/card/withdraw": `,"amount":1.25`, "/card/v2/update": "",
		"/card/updatePin": `,"pin":"482915"`, "/card/v2/freeze": "", "/card/v2/unfreeze": "", "/card/cancel": ""}
	kinds := map[string]string{"/card/deposit": kindDeposit, "/card/withdraw": kindWithdraw, "/card/v2/update": kindUpdate,
		"/card/updatePin": kindPIN,
		"/card/v2/freeze": kindFreeze, "/card/v2/unfreeze": kindUnFreeze, "/card/cancel": kindCancel}
	for _, path := range []string{"/card/deposit", "/card/withdraw", "/card/v2/update", "/card/updatePin", "/card/v2/freeze",
		"/card/v2/unfreeze", "/card/cancel"} {
		made := w.ok(path, fmt.Sprintf(`{"cardNo":%q,"merchantOrderNo":%q,"clientRemark":"r"%s}`, plastic, w.order(), paths[path])).data()
		checkFields(t, path, made, orderFields)
		if made["type"] != kinds[path] || made["status"] != "wait_process" || made["cardNo"] != plastic {
			t.Errorf("%s: %v", path, made)
		}
		w.clock.Add(time.Minute)
	}
	if truth := w.mustTruth(plastic); truth.Status != statusCancel || !truth.Balance.IsZero() {
		t.Errorf("after cancel: %+v", truth)
	}
	inactive := w.mustTruth(w.card(inactiveCard))
	activated := w.ok("/card/activate",
		fmt.Sprintf(`{"merchantOrderNo":%q,"cardNo":%q,"pin":"482915","activeCode":%q,"noPinPaymentAmount":100}`, w.order(), inactive.CardID,
			inactive.ActiveCode)).data()
	checkFields(t, "activate", activated,
		map[string]string{"merchantOrderNo": "string", "cardNo": "string", "type": "string", "status": "string", "remark": "null"})
	w.clock.Add(time.Minute)
	if truth := w.mustTruth(inactive.CardID); truth.Status != statusNormal || truth.PIN != "482915" {
		t.Errorf("after activation: %+v", truth)
	}
	w.audit()
}

func TestFinHubRecords(t *testing.T) {
	w := start(t, Options{Seed: 9})
	page := func(extra string) string { return `{"pageNum":1,"pageSize":100` + extra + `}` }
	for path, fields := range map[string]map[string]string{
		"/card/purchase/transaction": {"orderNo": "string", "cardTypeId": "number", "cardType": "string", "organization": "string",
			"bankCardBin": "string", "currency": "string",
			"cardFee": "number", "depositAmount": "number", "status": "string", "transactionTime": "number"},
		"/card/v2/transaction": {"orderNo": "string", "cardNo": "string", "amount": "number", "type": "string", "status": "string"},
		"/card/transaction":    {"orderNo": "string", "amount": "number", "type": "string", "status": "string"},
		"/card/authorize/transaction": {"cardNo": "string", "tradeNo": "string", "currency": "string", "amount": "number",
			"authorizedAmount": "number", "authorizedCurrency": "string",
			"fee": "number", "feeCurrency": "string", "crossBoardFee": "number", "crossBoardFeeCurrency": "string", "settleAmount": "number",
			"settleCurrency": "string", "settleDate": "number",
			"authorizationCode": "string", "merchantName": "string", "merchantData.categoryCode": "string", "merchantData.mid": "number",
			"type": "string", "status": "string", "transactionTime": "number"},
		"/card/3ds/transaction": {"cardNo": "string", "tradeNo": "string", "amount": "string", "values": "string", "type": "string",
			"transactionTime": "number"},
	} {
		g := w.ok(path, page(""))
		if len(g.list()) == 0 {
			t.Errorf("%s: nothing there from the start", path)
			continue
		}
		checkFields(t, path, g.list()[0], fields)
		last := int64(1 << 62)
		for _, r := range g.list() {
			v, _ := at(r, "transactionTime")
			n, err := v.(json.Number).Int64()
			if err != nil || n > last {
				t.Errorf("%s: %d comes after %d: %v", path, n, last, err)
			}
			last = n
		}
	}
	kinds := map[any]bool{}
	for _, r := range w.ok("/card/authorize/transaction", page("")).list() {
		kind, _ := at(r, "type")
		kinds[kind] = true
	}
	for _, kind := range spendKinds {
		if !kinds[kind] {
			t.Errorf("no authorization of type %s", kind)
		}
		for _, r := range w.ok("/card/authorize/transaction", page(`,"type":"`+kind+`"`)).list() {
			if got, _ := at(r, "type"); got != kind {
				t.Errorf("asked for %s, got %v", kind, got)
			}
		}
	}
	first := w.ok("/card/transaction", page(`,"type":"create","cardNo":"`+w.card(pendingCard)+`"`)).list()[0].(map[string]any)
	second := w.ok("/card/v2/transaction", page(`,"type":"create","cardNo":"`+w.card(pendingCard)+`"`)).list()[0].(map[string]any)
	if first["cardNo"] != nil || second["cardNo"] != w.card(pendingCard) || money(t, first["amount"]).String() != "5" {
		t.Errorf("V1 %v, V2 %v", first, second)
	}
	oldest := start(t, Options{Seed: 9, OldestFirst: true}).ok("/card/v2/transaction", page("")).list()
	newest := w.ok("/card/v2/transaction", page("")).list()
	slices.Reverse(oldest)
	if fmt.Sprint(oldest) != fmt.Sprint(newest) {
		t.Error("OldestFirst is not the reverse")
	}
}

func TestAuthorizationFeesThatTheCardCannotPay(t *testing.T) {
	w := start(t, Options{Seed: 2})
	card := w.mustTruth(w.card(normalCard))
	if _, err := w.Purchase(Purchase{Issuer: IssuerFinHub, CardID: card.CardID, Amount: card.Balance}); err != nil {
		t.Fatal(err)
	}
	w.clock.Add(time.Minute)
	w.audit()
	g := w.ok("/card/auth/fee/transaction", `{"pageNum":1,"pageSize":10,"tradeType":"card_patch_fee"}`)
	if len(g.list()) != 1 {
		t.Fatalf("%s", g.raw)
	}
	checkFields(t, "fee", g.list()[0], map[string]string{"cardNo": "string", "tradeNo": "string", "originTradeNo": "string",
		"currency": "string", "amount": "number", "type": "string",
		"deductionSourceFunds": "string", "status": "string", "transactionTime": "number"})
	if truth := w.mustTruth(card.CardID); !truth.Balance.IsZero() {
		t.Errorf("%s left on the card", truth.Balance)
	}
}

func TestAccountsAndHolders(t *testing.T) {
	w := start(t, Options{})
	fields := map[string]string{"accountId": "string", "accountName": "string", "accountType": "string", "currency": "string",
		"totalBalance":     "number",
		"availableBalance": "number", "frozenBalance": "number", "digital": "number"}
	all := w.ok("/account/info", "{}").list()
	checkFields(t, "info", all[0], fields)
	id, _ := at(all[1], "accountId")
	fields["availableBalance"], fields["totalBalance"], fields["frozenBalance"] = "string", "string", "string"
	listed := w.ok("/account/list", `{"pageNum":1,"pageSize":10}`)
	checkFields(t, "list", listed.list()[0], fields)
	if len(listed.list()) != len(all) || len(fmt.Sprint(id)) != 19 {
		t.Errorf("%s", listed.raw)
	}
	margin := 0
	for _, account := range listed.list() {
		if kind, _ := at(account, "accountType"); kind == "MARGIN" {
			margin++
		}
	}
	if margin != 1 {
		t.Errorf("%d margin accounts", margin)
	}
	holders := w.ok("/card/holder/list", `{"pageNum":1,"pageSize":2}`)
	checkFields(t, "holders", holders.data(), map[string]string{"pageNum": "number", "pageSize": "number", "total": "number"})
	if len(holders.list()) != 2 || fmt.Sprint(holders.data()["total"]) != "5" {
		t.Errorf("%s", holders.raw)
	}
	passed := 0
	for _, holder := range w.ok("/card/holder/list", `{"pageNum":1,"pageSize":10}`).list() {
		if status, _ := at(holder, "cardholderStatus"); status == "pass_audit" {
			passed++
		}
	}
	if passed != 2 {
		t.Errorf("%d holders have passed", passed)
	}

	// While a deposit is under way its money is frozen, and afterwards gone.
	before := w.Ledger(IssuerFinHub).Wallets[0]
	w.deposit(w.card(normalCard), "100")
	during := w.ok("/account/info", "{}").list()[0].(map[string]any)
	if got := money(t, during["frozenBalance"]).Sub(before.Frozen); got.String() != "101" ||
		!money(t, during["totalBalance"]).Equal(before.Available.Add(before.Frozen)) {
		t.Errorf("while a deposit of 100 runs: %v", during)
	}
	w.clock.Add(time.Minute)
	if after := w.ok("/account/info", "{}").list()[0].(map[string]any); !money(t, after["frozenBalance"]).Equal(before.Frozen) ||
		!money(t, after["availableBalance"]).Equal(before.Available.Sub(whole(101))) {
		t.Errorf("afterwards: %v", after)
	}
}

func TestEveryStatusAndKindOfCard(t *testing.T) {
	w := start(t, Options{Seed: 4})
	want := map[string]bool{statusPending: true, statusUnActivated: true, statusNormal: true, statusFreeze: true, statusCancel: true}
	ids := map[string]bool{}
	for _, r := range w.ok("/card/list", `{"pageNum":1,"pageSize":100}`).list() {
		card := r.(map[string]any)
		delete(want, card["status"].(string))
		ids[card["cardNo"].(string)] = true
		truth := w.mustTruth(card["cardNo"].(string))
		if !luhn(truth.PAN) || !strings.HasPrefix(truth.PAN, card["cardBankBin"].(string)) || len(truth.PAN) != 16 || len(truth.CVV) != 3 {
			t.Errorf("card data %+v", truth)
		}
		if _, err := time.Parse("01/2006", truth.Expiry); err != nil {
			t.Error(err)
		}
	}
	if len(want) != 0 || len(ids) != 12 {
		t.Errorf("no card is %v; %d ids", want, len(ids))
	}
	for status, path := range map[string]string{statusFreezing: "/card/v2/freeze", statusCanceling: "/card/cancel"} {
		no := map[string]string{statusFreezing: w.card(normalCard), statusCanceling: w.card(holderCard)}[status]
		w.ok(path, fmt.Sprintf(`{"cardNo":%q,"merchantOrderNo":%q}`, no, w.order()))
		if got := w.ok("/card/info", `{"cardNo":"`+no+`"}`).data()["status"]; got != status {
			t.Errorf("%s: status %v, want %s", path, got, status)
		}
	}
	w.ok("/card/v2/unfreeze", fmt.Sprintf(`{"cardNo":%q,"merchantOrderNo":%q}`, w.card(frozenCard), w.order()))
	if got := w.ok("/card/info", `{"cardNo":"`+w.card(frozenCard)+`"}`).data()["status"]; got != statusUnFreezing {
		t.Errorf("unfreezing: %v", got)
	}
}

func TestPagesOfManyCards(t *testing.T) {
	w := start(t, Options{Cards: 345})
	seen := map[any]bool{}
	for page, want := range map[int]int{1: 100, 2: 100, 3: 100, 4: 45, 5: 0} {
		g := w.ok("/card/list", fmt.Sprintf(`{"pageNum":%d,"pageSize":100}`, page))
		if len(g.list()) != want || fmt.Sprint(g.data()["total"]) != "345" {
			t.Errorf("page %d: %d cards of %v", page, len(g.list()), g.data()["total"])
		}
		for _, r := range g.list() {
			no, _ := at(r, "cardNo")
			seen[no] = true
		}
	}
	if len(seen) != 345 {
		t.Errorf("%d different cards", len(seen))
	}
	if g := w.ok("/card/list", `{"pageNum":9223372036854775807,"pageSize":100}`); len(g.list()) != 0 {
		t.Errorf("a page far away: %s", g.raw)
	}
	if n := len(w.get(w.Aurex(), "/users/"+w.Aurex().UserID+"/cards").list()); n != 345 {
		t.Errorf("%d Aurex cards", n)
	}
	w.audit()
}

func TestTokens(t *testing.T) {
	w := start(t, Options{})
	e := w.FinHub()
	login := func(url, body string) got {
		h := w.headers()
		h.Del("Authorization")
		g, err := w.send(http.MethodPost, url, body, h)
		if err != nil {
			t.Fatal(err)
		}
		return g
	}
	body := fmt.Sprintf(`{"email":%q,"password":%q,"tenantId":%q}`, e.Email, e.Password, e.TenantID)
	g := login(e.LoginURL, body)
	if g.body["tokenType"] != "Bearer" || fmt.Sprint(g.body["expiresIn"]) != "3600" || g.body["success"] != nil {
		t.Fatalf("%s", g.raw)
	}
	w.token = g.body["accessToken"].(string)
	w.ok("/account/info", "{}")
	w.clock.Add(time.Hour)
	if g := w.post("/account/info", "{}"); g.status != 401 || fmt.Sprint(g.body["code"]) != "401" {
		t.Errorf("an old token: %d %s", g.status, g.raw)
	}
	g = login(e.SessionURL, fmt.Sprintf(`{"username":%q,"password":%q}`, e.Email, e.Password))
	w.token = g.data()["accessToken"].(string)
	w.ok("/account/info", "{}")
	w.RevokeTokens()
	if g := w.post("/account/info", "{}"); g.status != 401 {
		t.Errorf("a revoked token: %d", g.status)
	}
	for _, wrong := range []struct {
		url, body string
		status    int
	}{
		{e.LoginURL, strings.Replace(body, e.Password, "no", 1), 401}, {e.LoginURL, strings.Replace(body, e.Email, "a@b", 1), 401},
		{e.LoginURL, "{}", 400},
		{e.LoginURL, strings.Replace(body, e.TenantID, "other", 1), 401}, {e.SessionURL, `{"username":"x","password":"y"}`, 401},
		{e.SessionURL, body, 400},
	} {
		if g := login(wrong.url, wrong.body); g.status != wrong.status || strings.Contains(string(g.raw), "accessToken") {
			t.Errorf("%s %s: %d %s", wrong.url, wrong.body, g.status, g.raw)
		}
	}
}

func TestOpenCard(t *testing.T) {
	w := start(t, Options{})
	holder := w.finhub.holders[0].id
	open := func(body string) Truth {
		t.Helper()
		data := w.ok("/card/v2/openCard", fmt.Sprintf(body, w.order())).data()
		checkFields(t, "openCard", data, orderFields)
		no := data["cardNo"].(string)
		if truth := w.mustTruth(no); truth.Status != statusPending || !w.Ledger(IssuerFinHub).Cards[no].IsZero() {
			t.Errorf("at first: %+v", truth)
		}
		w.clock.Add(time.Minute)
		w.audit()
		return w.mustTruth(no)
	}
	if c := open(`{"merchantOrderNo":%q,"cardTypeId":111001,"amount":20.5}`); c.Status != statusNormal || c.Balance.String() != "20.5" {
		t.Errorf("%+v", c)
	}
	if c := open(`{"merchantOrderNo":%q,"cardTypeId":111002,"amount":20,"holderId":` + fmt.Sprint(holder) + `}`); c.Status != statusNormal {
		t.Errorf("%+v", c)
	}
	if c := open(`{"merchantOrderNo":%q,"cardTypeId":111006,"amount":0,"accountId":` + w.finhub.wallets[0].id +
		`}`); c.Status != statusNormal || !c.Balance.Equal(w.Ledger(IssuerFinHub).Wallets[0].Available) {
		t.Errorf("%+v", c)
	}
	c := open(`{"merchantOrderNo":%q,"cardTypeId":111005,"amount":20,"cardNumber":"4242424242424242","holderId":` + fmt.Sprint(holder) + `}`)
	if c.Status != statusUnActivated || c.PAN != "4242424242424242" || len(c.ActiveCode) != 8 {
		t.Errorf("%+v", c)
	}
	records := w.ok("/card/3ds/transaction", `{"pageNum":1,"pageSize":9,"type":"activation_code","cardNo":"`+c.CardID+`"}`).list()
	checkFields(t, "activation code", records[0], map[string]string{"currency": "null", "merchantName": "null", "amount": "string"})
	value, _ := at(records[0], "values")
	if got := opened(t, testKey(), nil, value); got != c.ActiveCode {
		t.Errorf("activation code %s, want %s", got, c.ActiveCode)
	}
}

func TestSealing(t *testing.T) {
	for _, c := range []struct {
		bits    int
		padding Padding
	}{{1024, PKCS1v15}, {2048, OAEPSHA1}, {2048, OAEPSHA256}, {1024, OAEPSHA256MGF1SHA1}} {
		key := newKey(c.bits)
		w := start(t, Options{FinHubKey: &key.PublicKey, Padding: c.padding})
		options := map[Padding]any{PKCS1v15: nil, OAEPSHA1: &rsa.OAEPOptions{Hash: crypto.SHA1},
			OAEPSHA256:         &rsa.OAEPOptions{Hash: crypto.SHA256},
			OAEPSHA256MGF1SHA1: &rsa.OAEPOptions{Hash: crypto.SHA256, MGFHash: crypto.SHA1}}[c.padding]
		gift := w.mustTruth(w.card(giftCard))
		data := w.ok("/card/info/sensitive", `{"cardNo":"`+gift.CardID+`"}`).data()
		if got := opened(t, key, options, data["activateUrl"]); got != gift.ActivateURL || len(data) != 1 || len(got) <= key.Size() {
			t.Errorf("padding %d: %d fields, link %q, want %q", c.padding, len(data), got, gift.ActivateURL)
		}
	}
	plain := start(t, Options{PlainActivateURL: true})
	gift := plain.mustTruth(plain.card(giftCard))
	if data := plain.ok("/card/info/sensitive", `{"cardNo":"`+gift.CardID+`"}`).data(); data["activateUrl"] != gift.ActivateURL {
		t.Errorf("%v", data)
	}
	bare, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := bare.finhub.seal("x"); err == nil || !strings.Contains(err.Error(), "No RSA public key") {
		t.Errorf("without a key: %v", err)
	}
	asked := 0
	late, err := New(Options{FinHubKeyFrom: func() *rsa.PublicKey { asked++; return &testKey().PublicKey }})
	if err != nil || asked != 0 {
		t.Errorf("asked %d times for the key at the start: %v", asked, err)
	}
	for range 2 {
		sealed, err := late.finhub.seal("x")
		if err != nil || opened(t, testKey(), nil, sealed) != "x" || asked != 1 {
			t.Errorf("with a key that comes late, asked for %d times: %v", asked, err)
		}
	}
	weak := rsa.PublicKey{N: new(big.Int).Rsh(testKey().N, 1500), E: testKey().E}
	if _, err := New(Options{FinHubKey: &weak}); err == nil {
		t.Error("takes a key of 548 bits")
	}
}
