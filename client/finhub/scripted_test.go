package finhub_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"cardwallet/client"
	"cardwallet/client/finhub"
)

// fields reads a request body.
func fields(t *testing.T, r *http.Request) map[string]any {
	t.Helper()
	var out map[string]any
	d := json.NewDecoder(r.Body)
	d.UseNumber()
	if err := d.Decode(&out); err != nil {
		t.Errorf("%s: %v", r.URL.Path, err)
	}
	return out
}

func number(t *testing.T, fields map[string]any, name string) int {
	t.Helper()
	n, ok := fields[name].(json.Number)
	if !ok {
		t.Errorf("%s is not a number: %v", name, fields[name])
	}
	i, _ := n.Int64()
	return int(i)
}

func success(w io.Writer, data string) {
	_, _ = fmt.Fprintf(w, `{"success":true,"code":200,"msg":"Success","data":%s}`, data)
}

// answers serves fixed data by path; others are refused.
func answers(byPath map[string]string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if data, ok := byPath[r.URL.Path]; ok {
			success(w, data)
			return
		}
		_, _ = w.Write([]byte(`{"success":false,"code":-1,"msg":"not here"}`))
	}
}

const oneType = `[{"cardTypeId":9007199254740993,"organization":"Visa","country":"US","mode":"PREPAID_CARD","bankCardBin":"531993",
	"type":"Virtual","category":"SUBSCRIPTION",
"cardName":"531993","cardDesc":"d","cardPrice":"10","cardPriceCurrency":"USD","support":["a"],"risk":null,"needCardHolder":true,
	"supportHolderRegin":["US"],"supportHolderAreaCode":["+1"],
"needDepositForActiveCard":true,"depositAmountMinQuotaForActiveCard":"10","depositAmountMaxQuotaForActiveCard":100000,
	"fiatCurrency":"usd","balanceRetentionQuota":5,"status":"online",
"rechargeCurrency":"USD","rechargeMinQuota":20,"rechargeMaxQuota":"1000.50","rechargeFeeRate":1.5,"rechargeFixedFee":"0.3",
	"rechargeDigital":1,"enableActiveCard":true,"enableDeposit":true,
"enableFreeze":true,"enableUnFreeze":true,"metadata":{"cardHolderMaxCardLimit":500,"cardHolderModel":"B2B","supportSettingMcc":true,
	"defaultNoPinPaymentAmount":500,"noPinPaymentAmountMinQuota":0,
"noPinPaymentAmountMaxQuota":"2000","spendingControls":[{"interval":"PER_TRANSACTION","amount":"10","supportSetting":true}]}}]`

func TestCardTypesHaveEveryField(t *testing.T) {
	d := scripted(t, answers(map[string]string{"/card/v2/cardTypes": oneType}))
	got, err := d.CardTypes(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	usd := func(s string) client.Money { return client.NewMoney(decimal.RequireFromString(s), "USD") }
	null := func(s string) decimal.NullDecimal { return decimal.NewNullDecimal(decimal.RequireFromString(s)) }
	want := []client.CardType{{
		Profile: "fin", ID: "9007199254740993", Name: "531993", Description: "d", Organization: "Visa", Country: "US", Mode: "PREPAID_CARD",
		BIN: "531993", Type: "Virtual", Category: "SUBSCRIPTION", Online: true, Price: usd("10"), Currency: "USD",
		OpenMin: usd("10"), OpenMax: usd("100000"), OpenNeedsDeposit: true, Retention: usd("5"),
		TopUp: client.Terms{Currency: "USD", Min: null("20"), Max: null("1000.50"), Decimals: 1, Rate: decimal.RequireFromString("0.015"),
			Fixed: decimal.RequireFromString("0.3"), Estimated: true},
		CanOpen: true, CanFreeze: true, CanUnfreeze: true, NeedsHolder: true, HolderRegions: []string{"US"}, HolderAreaCodes: []string{"+1"},
		HolderModel: "B2B", MaxCardsPerHolder: 500, SupportsMCC: true, Supported: []string{"a"},
		SpendingControls: []client.SpendingControl{{Interval: "PER_TRANSACTION", Amount: usd("10"), Settable: true}},
		NoPINAmountMin:   usd("0"), NoPINAmountMax: usd("2000"), NoPINAmountDefault: usd("500"),
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	fee := got[0].TopUp.Quote(usd("100.1"))
	if fee.Fee.String() != "1.80 USD" || fee.Total.String() != "101.90 USD" {
		t.Errorf("quote %+v", fee)
	}
}

func TestTerms(t *testing.T) {
	for name, tt := range map[string]struct {
		types, status string
		want          string
	}{
		"offered": {oneType, "Normal", ""},
		"frozen":  {oneType, "Freeze", "the card is frozen"},
		"no deposits": {strings.Replace(oneType, `"enableDeposit":true`, `"enableDeposit":false`, 1), "Normal",
			"this type of card takes no deposits"},
		"another type":  {`[]`, "Normal", ""},
		"not said":      {strings.Replace(oneType, `"enableDeposit":true,`, ``, 1), "Normal", ""},
		"blocked":       {oneType, "blocked", "the card is blocked"},
		"of type 20 to": {oneType, "ACTIVE", ""},
		"new word":      {oneType, "Enabled", ""},
	} {
		d := scripted(t, answers(map[string]string{
			"/card/v2/cardTypes": tt.types,
			"/card/info": `{"cardNo":"c1","cardTypeId":9007199254740993,"status":"` + tt.status +
				`","balanceInfo":{"amount":1,"currency":"USD"}}`,
		}))
		// Without its type at hand the card is asked for.
		terms, err := d.Terms(t.Context(), client.Intent{Kind: client.MoveTopUp, Card: client.Card{ID: "c1"}})
		if err != nil || terms.Refusal != tt.want || terms.Currency != "USD" {
			t.Errorf("%s: %+v, %v", name, terms, err)
		}
		if name == "another type" && !terms.FeeUnknown {
			t.Errorf("%s: the fee is made up: %+v", name, terms)
		}
	}
}

func TestCardFields(t *testing.T) {
	const full = `{"cardTypeId":111039,"cardBankBin":"493724","holderId":1234567890123456789,"cardNo":"WB202602102021097685055463424",
		"status":"Normal","blocked":false,
		"bindTime":1770702301000,"remark":null,"noPinPaymentAmount":"0","balanceInfo":{"cardNo":"WB202602102021097685055463424","amount":"23",
			"usedAmount":1,"currency":"USD"},
		"customCategory":"SUBSCRIPTION","holderInfo":null,"spendingControls":null,"riskControls":null}`
	usd := func(s string) client.Money { return client.NewMoney(decimal.RequireFromString(s), "USD") }
	at := time.UnixMilli(1770702301000).UTC()
	tests := []struct {
		name, wire string
		want       client.Card
	}{
		{"narrative", full, client.Card{ID: "WB202602102021097685055463424", Name: "493724 SUBSCRIPTION", Status: client.CardActive,
			IssuerStatus: "Normal",
			Balance:      usd("23"), MayShare: true, Used: usd("1"), TypeID: "111039", BIN: "493724", Category: "SUBSCRIPTION",
			Form: client.FormVirtual, HolderID: "1234567890123456789", CreatedAt: at}},
		{"generated", `{"cardId":38928421021320391244,"cardToken":"t","maskedCardNumber":"**** **** **** 4242","expiryDate":"12/25",
			"cardStatus":"ACTIVE","cardType":"GIFT","brand":"VISA",
			"currency":"USD","accountId":"1","cardholderId":"77","cardName":"Team","availableBalance":"5.5","currentBalance":9,"blockedAmount":0,
				"createTime":1770702301000}`,
			client.Card{ID: "38928421021320391244", Name: "Team", Status: client.CardActive, IssuerStatus: "ACTIVE", Balance: usd("5.5"),
				Last4:    "4242",
				Category: "GIFT", Form: client.FormLink, HolderID: "77", CreatedAt: at}},
		{"almost nothing", `{"cardNo":"FC2024123456","status":"weird","balanceInfo":null,"holderId":null,"remark":""}`,
			client.Card{ID: "FC2024123456", Name: "card 123456", Status: client.CardUnknown, IssuerStatus: "weird"}},
		{"remark", `{"cardNo":"FC1","status":"FROZEN","remark":" Ads ","cardBankBin":531993}`,
			client.Card{ID: "FC1", Name: "Ads", Status: client.CardFrozen, IssuerStatus: "FROZEN", BIN: "531993"}},
		{"type by name", `{"cardNo":"FC2","status":"normal","cardTypeId":5}`,
			client.Card{ID: "FC2", Name: "Gold", Status: client.CardActive, IssuerStatus: "normal", TypeID: "5", BIN: "400000",
				Category: "PURCHASE", Form: client.FormVirtual}},
		{"limits", `{"cardNo":"FC5","status":"Normal","cardTypeId":6,"noPinPaymentAmount":"0","balanceInfo":{"amount":1,"currency":"usd"},
			"spendingControls":[{"interval":"PER_TRANSACTION","amount":"10"}],"riskControls":{"allowedMcc":["7311"],"blockedMcc":[]}}`,
			client.Card{ID: "FC5", Name: "Plastic", Status: client.CardActive, IssuerStatus: "Normal", Balance: usd("1"), TypeID: "6",
				Limits: &client.Limits{NoPINAmount: usd("0"),
					Controls: []client.SpendingControl{{Interval: "PER_TRANSACTION", Amount: usd("10")}}, AllowedMCC: []string{"7311"}}}},
		{"odd limits", `{"cardNo":"FC6","status":"Normal","noPinPaymentAmount":"many","spendingControls":{},"riskControls":[]}`,
			client.Card{ID: "FC6", Name: "card FC6", Status: client.CardActive, IssuerStatus: "Normal"}},
		{"odd time", `{"cardNo":"FC1","status":"normal","bindTime":"yesterday","createTime":1770702301000}`,
			client.Card{ID: "FC1", Name: "card FC1", Status: client.CardActive, IssuerStatus: "normal", CreatedAt: at}},
		{"blocked", `{"cardNo":"FC3","status":"Normal","blocked":true}`,
			client.Card{ID: "FC3", Name: "card FC3", Status: client.CardBlocked, IssuerStatus: "Normal"}},
		{"budget", `{"cardNo":"FC7","status":"Normal","cardTypeId":7,"balanceInfo":{"amount":9,"currency":"USD"}}`,
			client.Card{ID: "FC7", Name: "Budget", Status: client.CardActive, IssuerStatus: "Normal", Balance: usd("9"), Shared: true,
				TypeID: "7"}},
		{"canceled", `{"cardNo":"FC4","status":"cancel","blocked":true}`,
			client.Card{ID: "FC4", Name: "card FC4", Status: client.CardCanceled, IssuerStatus: "cancel"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := scripted(t, answers(map[string]string{
				"/card/v2/cardTypes": `[{"cardTypeId":"5","cardName":"Gold","bankCardBin":"400000","category":"PURCHASE"},{"cardTypeId":6,
				"cardName":"Plastic","type":"Physical","fiatCurrency":"usd"},{"cardTypeId":7,"cardName":"Budget","mode":"BUDGET_CARD"}]`,
				"/card/list": `{"total":"1","records":[` + tt.wire + `]}`,
			}))
			got, err := client.CollectCards(t.Context(), d.Cards)
			tt.want.Profile, tt.want.Issuer = "fin", "finhub"
			if diff := cmp.Diff([]client.Card{tt.want}, got); err != nil || diff != "" {
				t.Errorf("%v\n%s", err, diff)
			}
		})
	}
}

// TestCardsWhoseTypeIsNotKnown: without the types nothing says whose money a balance is, and it is not taken for the card's own.
func TestCardsWhoseTypeIsNotKnown(t *testing.T) {
	d := scripted(t, answers(map[string]string{"/card/list": `{"total":"2","records":[
		{"cardNo":"FC7","status":"Normal","cardTypeId":7,"balanceInfo":{"amount":13000,"currency":"USD"}},
		{"cardNo":"FC8","status":"Normal","balanceInfo":{"amount":9,"currency":"USD"}}]}`}))
	got, err := client.CollectCards(t.Context(), d.Cards)
	if err != nil || len(got) != 2 {
		t.Fatal(got, err)
	}
	if c := got[0]; !c.MayShare || c.Shared || c.Own().Known() || c.Balance.String() != "13,000.00 USD" {
		t.Errorf("of a type that is not known: %+v", c)
	}
	if c := got[1]; c.MayShare || c.Own().String() != "9.00 USD" {
		t.Errorf("without a type: %+v", c)
	}
}

func TestStatusWords(t *testing.T) {
	for word, want := range map[string]client.CardStatus{
		"pending": client.CardPending, "un_activated": client.CardInactive, "Normal": client.CardActive, "Freeze": client.CardFrozen,
		"Freezing": client.CardFreezing, "UnFreezing": client.CardUnfreezing, "canceling": client.CardCanceling, "cancel": client.CardCanceled,
		"fail": client.CardFailed, "EXPIRED": client.CardExpired, "blocked": client.CardBlocked, "": client.CardUnknown,
	} {
		d := scripted(t, answers(map[string]string{"/card/info": `{"cardNo":"c","status":"` + word +
			`","balanceInfo":{"amount":0,"currency":"USD"}}`}))
		got, err := d.Card(t.Context(), "c")
		if err != nil || got.Status != want {
			t.Errorf("%q: got %s, %v", word, got.Status, err)
		}
	}
}

func TestBalanceIsAskedForWhenTheCardLacksIt(t *testing.T) {
	for balance, want := range map[string]string{
		`{"cardNo":"c","amount":"7","usedAmount":null,"currency":"USD"}`: "7.00 USD",
		`{"cardId":"c","availableBalance":7,"currency":"USD"}`:           "7.00 USD",
		`{"cardNo":"other","amount":"7","currency":"USD"}`:               "error",
		`{"cardNo":"c","amount":"7","Amount":"900","currency":"USD"}`:    "error",
		`{"cardNo":"c","amount":"seven","currency":"USD"}`:               "error",
		``: "unknown", // refused: a card without a balance
	} {
		byPath := map[string]string{"/card/info": `{"cardNo":"c","status":"Normal","balanceInfo":null}`}
		if balance != "" {
			byPath["/card/balance"] = balance
		}
		got, err := scripted(t, answers(byPath)).Card(t.Context(), "c")
		text := got.Balance.String()
		if errors.Is(err, client.ErrGarbage) {
			text = "error"
		}
		if text != want {
			t.Errorf("%s: got %s, %v", balance, text, err)
		}
	}
}

func TestAnswersAboutAnotherCardAreRefused(t *testing.T) {
	d := scripted(t, answers(map[string]string{
		"/card/info":           `{"cardNo":"other","status":"Normal"}`,
		"/card/info/sensitive": `{"cardNo":"other","cvv":"x"}`,
		"/card/deposit":        `{"cardNo":"other","merchantOrderNo":"` + orderID + `","status":"success"}`,
	}))
	if _, err := d.Card(t.Context(), "c"); !errors.Is(err, client.ErrGarbage) {
		t.Errorf("card: %v", err)
	}
	if _, err := d.Details(t.Context(), "c"); !errors.Is(err, client.ErrGarbage) {
		t.Errorf("details: %v", err)
	}
	if _, err := d.Send(t.Context(), client.Order{Kind: client.MoveTopUp, ID: orderID, CardID: "c"}); !errors.Is(err, client.ErrGarbage) ||
		client.NotSent(err) {
		t.Errorf("top-up: %v", err)
	}
}

// list serves n cards in pages of at most most, and says total.
func list(t *testing.T, n, most int, total func(request int) int) http.HandlerFunc {
	var requests atomic.Int32
	return func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/card/list" {
			success(w, "[]")
			return
		}
		in := fields(t, r)
		num, size := number(t, in, "pageNum"), min(number(t, in, "pageSize"), most)
		var records []string
		for i := (num - 1) * size; i < min(num*size, n); i++ {
			records = append(records, fmt.Sprintf(`{"cardNo":"c%05d","status":"Normal"}`, i))
		}
		success(w, fmt.Sprintf(`{"total":%d,"records":[%s]}`, total(int(requests.Add(1))), strings.Join(records, ",")))
	}
}

func TestPaging(t *testing.T) {
	constant := func(n int) func(int) int { return func(int) int { return n } }
	tests := []struct {
		name  string
		n     int
		most  int
		total func(int) int
	}{
		{"none", 0, 100, constant(0)},
		{"one page", 100, 100, constant(100)},
		{"many pages", 1234, 100, constant(1234)},
		{"cut down silently", 95, 10, constant(95)},
		{"a total that is missing", 50, 100, constant(0)},
		{"no total beside full pages", 250, 100, constant(0)},
		{"no total beside pages that are full at the end", 300, 100, constant(0)},
		{"no total and cut down silently", 250, 10, constant(0)},
		{"a total below zero", 250, 100, constant(-1)},
		{"the total of a page", 250, 100, constant(100)},
		{"a total that stops short", 250, 100, constant(200)},
		{"a total that grows", 250, 100, func(i int) int { return 150 + 100*min(i-1, 1) }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := scripted(t, list(t, tt.n, tt.most, tt.total))
			cards, err := client.CollectCards(t.Context(), d.Cards)
			if err != nil || len(cards) != tt.n {
				t.Errorf("%d cards of %d, %v", len(cards), tt.n, err)
			}
			ids := map[string]bool{}
			for _, c := range cards {
				ids[c.ID] = true
			}
			if len(ids) != len(cards) {
				t.Errorf("%d cards, %d of them different", len(cards), len(ids))
			}
		})
	}
}

// A list that is shorter than it says is not one with fewer cards: what is missing could be the other card of a name.
func TestListsThatAreCut(t *testing.T) {
	for _, c := range []struct{ n, total int }{{250, math.MaxInt}, {250, 251}, {0, 1}, {99, 100}, {100, 101}} {
		d := scripted(t, list(t, c.n, 100, func(int) int { return c.total }))
		if cards, err := client.CollectCards(t.Context(), d.Cards); !errors.Is(err, client.ErrGarbage) || len(cards) != 0 ||
			!strings.Contains(err.Error(), "says that it has") {
			t.Errorf("%d of %d: %d cards, %v", c.n, c.total, len(cards), err)
		}
	}
}

// A card that is made while the pages are read moves all others down by one.
func TestPagingWhileCardsAppear(t *testing.T) {
	const size = 10
	var mu sync.Mutex
	ids := []string{}
	for i := range 55 {
		ids = append(ids, fmt.Sprintf("c%02d", i))
	}
	requests := 0
	d := scripted(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/card/list" {
			success(w, "[]")
			return
		}
		in := fields(t, r)
		num := number(t, in, "pageNum")
		mu.Lock()
		defer mu.Unlock()
		if requests++; requests == 2 {
			ids = append([]string{"new"}, ids...)
		}
		var records []string
		for _, id := range ids[min((num-1)*size, len(ids)):min(num*size, len(ids))] {
			records = append(records, `{"cardNo":"`+id+`","status":"Normal"}`)
		}
		success(w, fmt.Sprintf(`{"total":%d,"records":[%s]}`, len(ids), strings.Join(records, ",")))
	}, func(o *finhub.Options) { o.PageSize = size })
	cards, err := client.CollectCards(t.Context(), d.Cards)
	if err != nil || len(cards) != 56 {
		t.Errorf("%d cards, %v", len(cards), err)
	}
}

func TestAccountsWithoutAnID(t *testing.T) {
	d := scripted(t, func(w http.ResponseWriter, r *http.Request) {
		switch number(t, fields(t, r), "pageNum") {
		case 1:
			success(w, `{"total":3,"records":[{"accountName":"a","availableBalance":1,"currency":"USD"},{"accountName":"b","availableBalance":2,
				"currency":"USD"}]}`)
		default:
			success(w, `{"total":3,"records":[{"accountId":null,"accountName":"c","availableBalance":3,"currency":"USD"}]}`)
		}
	})
	funds, err := d.Funds(t.Context())
	if err != nil || len(funds) != 3 {
		t.Errorf("got %+v, %v", funds, err)
	}
}

// As many pages as may be are under way at once, and never more.
func TestPagesAreAskedForTogether(t *testing.T) {
	for perMinute, want := range map[int]int32{0: 24, 100_000: 12} {
		var inFlight, most atomic.Int32
		together, reached := make(chan struct{}), sync.Once{}
		serve := list(t, 6000, 100, func(int) int { return 6000 })
		d := scripted(t, func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/card/list" {
				n := inFlight.Add(1)
				defer inFlight.Add(-1)
				for old := most.Load(); n > old && !most.CompareAndSwap(old, n); old = most.Load() {
				}
				body, _ := io.ReadAll(r.Body)
				r.Body = io.NopCloser(bytes.NewReader(body))
				if n == want {
					reached.Do(func() { close(together) })
				}
				if !bytes.Contains(body, []byte(`"pageNum":1,`)) {
					select {
					case <-together:
					case <-r.Context().Done():
					}
				}
			}
			serve(w, r)
		}, func(o *finhub.Options) { o.RatePerMinute = perMinute })
		if _, err := client.CollectCards(t.Context(), d.Cards); err != nil {
			t.Fatal(err)
		}
		if n := most.Load(); n != want {
			t.Errorf("%d pages at once of %d", n, want)
		}
	}
}

func TestPageSizeThatIsRefused(t *testing.T) {
	var sizes []int
	serve := list(t, 25, 10, func(int) int { return 25 })
	d := scripted(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/card/list" {
			body, _ := io.ReadAll(r.Body)
			r.Body = io.NopCloser(bytes.NewReader(body))
			if bytes.Contains(body, []byte(`"pageSize":100`)) {
				sizes = append(sizes, 100)
				_, _ = w.Write([]byte(`{"success":false,"code":-1,"msg":"pageSize too large"}`))
				return
			}
		}
		serve(w, r)
	})
	for range 2 {
		if cards, err := client.CollectCards(t.Context(), d.Cards); err != nil || len(cards) != 25 {
			t.Errorf("%d cards, %v", len(cards), err)
		}
	}
	if len(sizes) != 1 {
		t.Errorf("100 was asked for %d times", len(sizes))
	}
}

func TestAnswersThatHoldNothing(t *testing.T) {
	for _, data := range []string{`null`, `{}`, `{"cardNo":null,"status":null}`, `{"cardNumber":"","cvv":null}`} {
		d := scripted(t, answers(map[string]string{"/card/info": data, "/card/info/sensitive": data, "/card/balance": data,
			"/card/v2/cardTypes": "[]"}))
		if card, err := d.Card(t.Context(), "c"); !errors.Is(err, client.ErrNotFound) {
			t.Errorf("%s: a card out of nothing: %+v, %v", data, card, err)
		}
		if details, err := d.Details(t.Context(), "c"); !errors.Is(err, client.ErrNotFound) {
			t.Errorf("%s: details out of nothing: %+v, %v", data, details, err)
		}
	}
	// A card that only lacks its id is one all the same.
	for _, data := range []string{`{"status":"Normal"}`, `{"cardTypeId":5}`, `{"availableBalance":1,"currency":"USD"}`} {
		d := scripted(t, answers(map[string]string{"/card/info": data, "/card/v2/cardTypes": "[]"}))
		if card, err := d.Card(t.Context(), "c"); err != nil || card.ID != "c" {
			t.Errorf("%s: %+v, %v", data, card, err)
		}
	}
}

func TestFinHubWithoutACardList(t *testing.T) {
	for _, missing := range []string{``, `{"success":false,"code":404,"msg":"No such endpoint"}`} {
		withoutACardList(t, missing)
	}
	d := scripted(t, answers(map[string]string{"/card/v2/cardTypes": "[]"}), func(o *finhub.Options) { o.CardIDs = []string{"WB1"} })
	if _, err := client.CollectCards(t.Context(), d.Cards); !errors.Is(err, client.ErrRefused) {
		t.Errorf("a list that is refused is not one that is missing: %v", err)
	}
}

// withoutACardList serves missing for the list, under 404 where it is empty.
func withoutACardList(t *testing.T, missing string) {
	t.Helper()
	serve := func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/card/info":
			id, _ := fields(t, r)["cardNo"].(string)
			success(w, `{"cardNo":"`+id+`","status":"Normal","balanceInfo":{"amount":1,"currency":"USD"}}`)
		case "/card/v2/cardTypes":
			success(w, "[]")
		default:
			if missing == "" {
				w.WriteHeader(http.StatusNotFound)
			}
			_, _ = w.Write([]byte(missing))
		}
	}
	var done []int
	d := scripted(t, serve, func(o *finhub.Options) { o.CardIDs = []string{"WB1", "WB2", "WB3"} })
	var cards []client.Card
	err := d.Cards(t.Context(), func(p client.CardsPage) { cards, done = append(cards, p.Cards...), append(done, p.Done) })
	if err != nil || len(cards) != 3 || cards[2].ID != "WB3" || !slices.Equal(done, []int{1, 2, 3}) {
		t.Errorf("got %+v, %v, reported %v", cards, err, done)
	}
	_, err = client.CollectCards(t.Context(), scripted(t, serve).Cards)
	if !errors.Is(err, client.ErrUnsupported) || !strings.Contains(err.Error(), "card_ids") {
		t.Errorf("without ids: %v", err)
	}
}

func TestRefusalsAreTold(t *testing.T) {
	tests := []struct {
		status int
		body   string
		want   error
	}{
		{200, `{"success":false,"code":-1,"msg":"Card not found"}`, client.ErrNotFound},
		{200, `{"success":false,"code":-1,"msg":"card does not exist"}`, client.ErrNotFound},
		{200, `{"success":false,"code":-1,"msg":"Insufficient balance"}`, client.ErrInsufficient},
		{200, `{"success":false,"code":-1,"msg":"Card is frozen"}`, client.ErrRefused},
		{200, `{"success":false,"code":-1,"msg":null}`, client.ErrRefused},
		{200, `{"success":false,"code":401,"msg":"x"}`, client.ErrNotAllowed},
		{200, `{"success":false,"code":-1,"msg":"Invalid token"}`, client.ErrNotAllowed},
		{200, `{"success":false,"code":500,"msg":"x"}`, client.ErrUnreachable},
		{200, `{"success":false,"code":599,"msg":"x"}`, client.ErrUnreachable},
		{200, `{"success":false,"code":1001,"msg":"Insufficient balance"}`, client.ErrInsufficient}, // a business code, not one of HTTP
		{200, `{"success":false,"code":600,"msg":"Card is frozen"}`, client.ErrRefused},
		{200, `{"success":false,"code":-1,"msg":"duplicate order"}`, client.ErrUnknown},
		{200, `{"success":false,"code":-1,"msg":"Repeated order number"}`, client.ErrUnknown},
		{200, `{"success":false,"code":-1,"msg":"merchantOrderNo already exists"}`, client.ErrUnknown},
		{200, `{"success":false,"code":-1,"msg":"Repeated request, slow down"}`, client.ErrRefused},
		{200, `{"success":false,"code":-1,"msg":"PIN has repeated digits"}`, client.ErrRefused},
		{200, `{"success":false,"code":-1,"msg":"Insufficient permissions"}`, client.ErrNotAllowed},
		{400, `{"success":false,"code":500,"msg":"Missing required header(s)"}`, client.ErrRefused},
		{401, `{"success":false,"code":401,"msg":"x"}`, client.ErrNotAllowed},
		{404, `{"success":false,"code":404,"msg":"x"}`, client.ErrNotFound},
		{500, `{"success":false,"code":500,"msg":"x"}`, client.ErrUnreachable},
		{200, `{"success":true,"code":-1,"msg":"x","data":{}}`, client.ErrGarbage},
		{200, `{"msg":"x"}`, client.ErrGarbage},
		{200, `{"success":true,"code":0,"msg":null,"data":{"orderNo":"1"}}`, client.ErrGarbage},                // no status
		{200, `{"success":true,"code":200,"data":{"status":"success","status":"fail"}}`, client.ErrGarbage},    // twice
		{200, `{"success":true,"code":200,"data":{"status":"approved","cardNo":"c"}}`, client.ErrGarbage},      // not documented
		{200, `{"success":true,"code":0,"msg":null,"data":{"status":"wait_process","cardNo":"c"}}`, nil},       // an integrator's code
		{200, `{"code":200,"data":{"operationStatus":"COMPLETED","transactionId":12345678901234567890}}`, nil}, // the other dialect
	}
	for _, tt := range tests {
		d := scripted(t, func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(tt.status)
			_, _ = w.Write([]byte(tt.body))
		})
		got, err := d.Send(t.Context(),
			client.Order{Kind: client.MoveTopUp, ID: orderID, CardID: "c", Amount: client.NewMoney(decimal.NewFromInt(20), "USD")})
		if tt.want == nil {
			if err != nil || got.OrderID != orderID || got.CardID != "c" || got.Status == "" {
				t.Errorf("%s: %+v, %v", tt.body, got, err)
			}
			continue
		}
		e := issuerError(t, err)
		if e.Kind != tt.want || e.Status != 0 && e.Status != tt.status {
			t.Errorf("%s: got %v", tt.body, err)
		}
		if e.NotSent {
			t.Errorf("%s: it left, whatever the answer says", tt.body)
		}
	}
}

// A question moves no money, whatever words refuse it.
func TestRefusedReadsAreNotUnknownOutcomes(t *testing.T) {
	for _, text := range []string{"duplicate order", "Repeated request, slow down", "order already exists"} {
		d := scripted(t, func(w http.ResponseWriter, _ *http.Request) {
			_, _ = w.Write([]byte(`{"success":false,"code":-1,"msg":"` + text + `"}`))
		})
		if _, err := d.CardTypes(t.Context()); !errors.Is(err, client.ErrRefused) || errors.Is(err, client.ErrUnknown) {
			t.Errorf("%s: %v", text, err)
		}
	}
}

func TestDepositIsSentAsDocumented(t *testing.T) {
	d := scripted(t, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		if want := `{"amount":25.5,"cardNo":"c","merchantOrderNo":"` + orderID + `"}`; string(body) != want {
			t.Errorf("got %s", body)
		}
		want := map[string]string{"Authorization": "Bearer ready", "Content-Type": "application/json", "X-Tenant-Id": "t",
			"X-Forwarded-For":  "127.0.0.1",
			"X-Forwarded-From": "cardwallet", "Platform": "web", "Deviceid": "cardwallet"}
		for name, value := range want {
			if got := r.Header.Values(name); !slices.Equal(got, []string{value}) {
				t.Errorf("header %s: %v", name, got)
			}
		}
		success(w, `{"orderNo":"1852379830190366720","merchantOrderNo":"`+orderID+`","cardNo":"c","currency":"USD","amount":25.5,"fee":"0.25",
			"receivedAmount":25.5,
			"receivedCurrency":"USD","type":"deposit","status":"success","description":"Deposit","remark":null,"transactionTime":1730476742000}`)
	})
	got, err := d.Send(t.Context(),
		client.Order{Kind: client.MoveTopUp, ID: orderID, CardID: "c", Amount: client.NewMoney(decimal.RequireFromString("25.50"), "USD")})
	usd := func(s string) client.Money { return client.NewMoney(decimal.RequireFromString(s), "USD") }
	want := client.Operation{OrderID: orderID, IssuerOrderID: "1852379830190366720", CardID: "c", Kind: "deposit",
		Status: client.OperationSucceeded,
		Amount: usd("25.5"), Fee: usd("0.25"), Description: "Deposit", At: time.UnixMilli(1730476742000).UTC()}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("%v\n%s", err, diff)
	}
}

func TestReadOrderAtAFinHubThatIgnoresTheFilter(t *testing.T) {
	records := func(n, at int) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			in := fields(t, r)
			num, size := number(t, in, "pageNum"), number(t, in, "pageSize")
			var page []string
			for i := (num - 1) * size; i < min(num*size, n); i++ {
				id := fmt.Sprintf("OTHER%020d", i)
				if i == at {
					id = orderID
				}
				page = append(page, fmt.Sprintf(`{"merchantOrderNo":%q,"status":"success","cardNo":"c%d"}`, id, i))
			}
			success(w, fmt.Sprintf(`{"total":%d,"records":[%s]}`, n, strings.Join(page, ",")))
		}
	}
	if got, err := scripted(t, records(350, 320)).ReadOrder(t.Context(), orderID); err != nil || got.CardID != "c320" {
		t.Errorf("on the last page: %+v, %v", got, err)
	}
	if _, err := scripted(t, records(350, -1)).ReadOrder(t.Context(), orderID); !errors.Is(err, client.ErrNotFound) {
		t.Errorf("nowhere: %v", err)
	}
	// "not found" would let a movement be made again: what has not been looked through is not "not found".
	if _, err := scripted(t, records(100_000, -1)).ReadOrder(t.Context(), orderID); err == nil || errors.Is(err, client.ErrNotFound) {
		t.Errorf("too many: %v", err)
	}
}

func TestCodeFields(t *testing.T) {
	now := time.Now().UTC().Truncate(time.Second)
	ms := now.Add(-time.Minute).UnixMilli()
	record := func(text string) string { return strings.ReplaceAll(text, "NOW", fmt.Sprint(ms)) }
	d := scripted(t, answers(map[string]string{"/card/3ds/transaction": record(`{"total":7,"records":[
		{"cardNo":"1242352328671924231","tradeNo":"t1","originTradeNo":null,"currency":"CNY","amount":"16.96","merchantName":"ULTRA",
			"values":"c2VhbGVk","type":"THIRD_3DS_OTP","transactionTime":NOW,"description":null},
		{"cardId":1242352328671924231,"tradeNo":"t2","currency":null,"amount":"0","merchantName":null,"values":"c2VhbGVk",
			"type":"activation_code","transactionTime":"NOW","expirationTime":0},
		{"cardNo":"1242352328671924231","tradeNo":"t3","values":"https://bank.example/3ds","type":"auth_url","transactionTime":NOW,
			"expirationTime":` + fmt.Sprint(now.Add(time.Minute).UnixMilli()) + `},
		{"cardNo":"1242352328671924231","tradeNo":"t4","values":"","type":"third_3ds_otp","transactionTime":NOW},
		{"cardNo":"1242352328671924231","tradeNo":"t5","values":"x","type":"brand_new","transactionTime":NOW},
		{"cardNo":"1242352328671924231","tradeNo":"t1","values":"c2VhbGVk","type":"third_3ds_otp","transactionTime":NOW},
		{"cardNo":"other","tradeNo":"t6","values":"x","type":"third_3ds_otp","transactionTime":NOW}]}`)}))
	codes, err := d.Codes(t.Context(), "1242352328671924231")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, c := range codes {
		got = append(got, fmt.Sprintf("%s %s %q %s %s %v", c.ID[:2], c.Type, c.Merchant, c.Amount, c.Value.Kind(), c.ExpiryAssumed))
	}
	want := []string{
		`t1 third_3ds_otp "ULTRA" 16.96 CNY code true`,
		`t2 activation_code "" unknown code true`,
		`t3 auth_url "" unknown url false`,
		`t5 brand_new "" unknown code true`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if len(codes) > 2 && open(t, codes[2].Value) != "https://bank.example/3ds" {
		t.Error("a plain link does not open")
	}
}

// The documented expiry decides how long a code is good, not its age.
func TestCodesThatAreGoodForLong(t *testing.T) {
	now := time.Now()
	ms := func(d time.Duration) int64 { return now.Add(d).UnixMilli() }
	record := func(trade string, at, until int64) string {
		return fmt.Sprintf(`{"cardNo":"c","tradeNo":%q,"values":"https://bank.example/3ds","type":"auth_url","transactionTime":%d,
			"expirationTime":%d}`, trade, at, until)
	}
	var asked time.Time
	d := scripted(t, func(w http.ResponseWriter, r *http.Request) {
		asked = time.UnixMilli(int64(number(t, fields(t, r), "startTime")))
		success(w, `{"total":4,"records":[`+strings.Join([]string{
			record("good", ms(-2*time.Hour), ms(time.Hour)),
			record("old", ms(-2*time.Hour), ms(-time.Hour)),
			record("over", ms(-20*time.Minute), ms(-10*time.Minute)),
			record("ttl", ms(-2*time.Hour), 0),
		}, ",")+`]}`)
	}, func(o *finhub.Options) { o.OTPTTL = 3 * time.Hour })
	codes, err := d.Codes(t.Context(), "c")
	var got []string
	for _, c := range codes {
		trade, _, _ := strings.Cut(c.ID, "-")
		got = append(got, trade)
	}
	if diff := cmp.Diff([]string{"over", "good", "ttl"}, got); err != nil || diff != "" {
		t.Errorf("%v\n%s", err, diff)
	}
	if back := now.Sub(asked); back < 23*time.Hour || back > 25*time.Hour {
		t.Errorf("asked %v back", back)
	}
}

// The newest codes are found wherever a FinHub that does not keep to startTime puts them.
func TestNewestCodesAreFoundInLongLists(t *testing.T) {
	now := time.Now()
	for name, age := range map[string]func(i, n int) int{
		"newest first": func(i, _ int) int { return i },
		"oldest first": func(i, n int) int { return n - 1 - i },
	} {
		const n = 5000
		requests := 0
		d := scripted(t, func(w http.ResponseWriter, r *http.Request) {
			requests++
			in := fields(t, r)
			num, size := number(t, in, "pageNum"), number(t, in, "pageSize")
			var page []string
			for i := (num - 1) * size; i < min(num*size, n); i++ {
				at := now.Add(-time.Duration(age(i, n)) * time.Minute)
				page = append(page, fmt.Sprintf(`{"cardNo":"c","tradeNo":"t%d","values":"x","type":"third_3ds_otp","transactionTime":%d}`, age(i, n),
					at.UnixMilli()))
			}
			success(w, fmt.Sprintf(`{"total":%d,"records":[%s]}`, n, strings.Join(page, ",")))
		})
		codes, err := d.AllCodes(t.Context())
		if err != nil || len(codes) < 29 || len(codes) > 31 || !strings.HasPrefix(codes[0].ID, "t0-") || requests > 5 {
			t.Errorf("%s: %d codes after %d requests, %v", name, len(codes), requests, err)
		}
	}
}

func TestDebugLogHoldsNoSecrets(t *testing.T) {
	const canary = "4929123412341234"
	var log bytes.Buffer
	d := scripted(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/login" {
			_, _ = w.Write([]byte(`{"accessToken":"` + canary + `","expiresIn":3600}`))
			return
		}
		success(w, `{"cardNumber":"`+canary+`","cvv":"`+canary+`","expireDate":"`+canary+`","activateUrl":"http://x/`+canary+`"}`)
	}, func(o *finhub.Options) {
		o.Debug = slog.New(slog.NewTextHandler(&log, nil))
		o.Token, o.Password, o.Email, o.LoginURL = nil, secret(canary), "e@example.com", o.BaseURL+"/login"
	})
	details, err := d.Details(t.Context(), "c")
	if err != nil {
		t.Fatal(err)
	}
	if text := log.String() + fmt.Sprintf("%v %+v %#v", details.ActivateURL, details.ActivateURL, d); strings.Contains(text, canary) {
		t.Errorf("a secret shows: %s", text)
	}
	if !strings.Contains(log.String(), "path=/login") || !strings.Contains(log.String(), "data.cvv") {
		t.Errorf("the log says too little: %s", log.String())
	}
}
