package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/shopspring/decimal"

	"cardwallet/client"
	"cardwallet/client/holder"
	"cardwallet/cmd/internal/run"
	"cardwallet/config"
	"cardwallet/crypto"
)

// documented is one endpoint of an issuer's cards page with every field that the page names.
type documented struct {
	issuer, path string
	request      []string // fields that must be sent
	answer       string   // one answer's data with every documented field; empty where the path itself is not asked
	paged        bool     // the answer is a page with one record
	whole        bool     // the data is a list with one element
	call         func(context.Context, client.Issuer) (any, error)
}

const coveredOrder = "CWCOVERAGE000000000000001"

func order(kind client.MovementKind, edit ...func(*client.Order)) client.Order {
	o := client.Order{ID: coveredOrder, Kind: kind, CardID: "c1"}
	if !kind.IsChange() {
		o.Amount = client.NewMoney(decimal.NewFromInt(20), "USD")
	}
	for _, f := range edit {
		f(&o)
	}
	return o
}

func operation(o func() client.Order) func(context.Context, client.Issuer) (any, error) {
	return func(ctx context.Context, i client.Issuer) (any, error) { return i.(client.Mover).Send(ctx, o()) }
}

func readRecords(kind client.RecordKind, cardID, filter string) func(context.Context, client.Issuer) (any, error) {
	return func(ctx context.Context, i client.Issuer) (any, error) {
		return i.(client.Recorder).Records(ctx, client.RecordQuery{Kind: kind, CardID: cardID, Type: filter})
	}
}

// orderAnswer is the common answer of operations (FinHub cards page).
func orderAnswer(kind string) string {
	return `{"orderNo":"1852379830190366720","merchantOrderNo":"` + coveredOrder + `","cardNo":"c1","currency":"USD","amount":20,"fee":1.5,
		"receivedAmount":20,"receivedCurrency":"USD","type":"` + kind + `","status":"success","description":"Deposit",
		"transactionTime":1730476742000}`
}

// issuersPages are the cards pages of the issuers.
var issuersPages = []documented{
	{issuer: "finhub", path: "/card/v2/cardTypes", whole: true, answer: `{"cardTypeId":111001,"organization":"Visa","country":"US",
		"mode":"PREPAID_CARD","bankCardBin":"531993","type":"Virtual","category":"PURCHASE","cardName":"N","cardDesc":"D","cardPrice":"10",
		"cardPriceCurrency":"USD","support":["A"],"risk":["B"],"needCardHolder":false,"supportHolderRegin":["US"],"supportHolderAreaCode":["+1"],
		"needDepositForActiveCard":true,"depositAmountMinQuotaForActiveCard":"10","depositAmountMaxQuotaForActiveCard":"100",
		"fiatCurrency":"USD","balanceRetentionQuota":5,"status":"online","rechargeCurrency":"USD","rechargeMinQuota":20,"rechargeMaxQuota":100,
		"rechargeFeeRate":1,"rechargeFixedFee":2,"rechargeDigital":2,"enableActiveCard":true,"enableDeposit":true,"enableFreeze":true,
		"enableUnFreeze":true,"metadata":{"cardHolderMaxCardLimit":500,"cardHolderModel":"B2B","spendingControls":[{"interval":"PER_TRANSACTION",
		"amount":10,"supportSetting":true}],"supportSettingMcc":true}}`,
		call: func(ctx context.Context, i client.Issuer) (any, error) { return i.(client.Catalog).CardTypes(ctx) }},
	{issuer: "finhub", path: "/card/v2/openCard", answer: orderAnswer("create"),
		request: []string{"merchantOrderNo", "holderId", "cardTypeId", "amount", "cardNumber", "accountId"},
		call: operation(func() client.Order {
			return order(client.MoveCreate, func(o *client.Order) {
				o.CardID, o.New = "", client.NewCard{TypeID: "111001", HolderID: "7", AccountID: "8", CardNumber: "4111111111111111"}
			})
		})},
	{issuer: "finhub", path: "/card/holder/v2/create", answer: `{"holderId":7,"merchantOrderNo":"` + coveredOrder + `","cardTypeId":111001,
		"statusFlowLocation":"admin","status":"wait_audit","description":"D","respMsg":"R"}`,
		request: []string{"merchantOrderNo", "cardHolderModel", "cardTypeId", "areaCode", "mobile", "email", "firstName", "lastName",
			"birthday", "country", "town", "address", "postCode", "nationality", "gender", "occupation", "annualSalary", "accountPurpose",
			"expectedMonthlyVolume", "idType", "idNumber", "issueDate", "idNoExpiryDate", "idFrontId", "idBackId"},
		call: operation(func() client.Order {
			return order(client.MoveHolder, func(o *client.Order) {
				o.CardID, o.Change.Holder = "", holder.Person{TypeID: "111001", Model: "B2C"}
				for _, field := range holder.Fields() {
					o.Change.Holder.Set(field, "a "+string(field))
				}
			})
		})},
	{issuer: "finhub", path: "/card/info", request: []string{"cardNo", "onlySimpleInfo"},
		answer: `{"cardTypeId":111001,"holderId":62119,"cardNo":"c1","status":"Normal","blocked":false,"bindTime":1770702301000,
		"balanceInfo":{"cardNo":"c1","amount":"23","usedAmount":"1","currency":"USD"},"noPinPaymentAmount":"100",
		"spendingControls":[{"interval":"PER_TRANSACTION","amount":"10"}],"riskControls":{"allowedMcc":["7311"]}}`,
		call: func(ctx context.Context, i client.Issuer) (any, error) { return i.Card(ctx, "c1") }},
	{issuer: "finhub", path: "/card/info/sensitive", request: []string{"cardNo"},
		answer: `{"cardNumber":"NUM","cvv":"CVV","expireDate":"EXP","activateUrl":"URL"}`,
		call:   func(ctx context.Context, i client.Issuer) (any, error) { return i.Details(ctx, "c1") }},
	{issuer: "finhub", path: "/card/balance", request: []string{"cardNo"},
		answer: `{"cardNo":"c1","amount":"23","usedAmount":"1","currency":"USD"}`,
		call:   func(ctx context.Context, i client.Issuer) (any, error) { return i.Card(ctx, "c1") }},
	{issuer: "finhub", path: "/card/deposit", answer: orderAnswer("deposit"),
		request: []string{"cardNo", "merchantOrderNo", "amount", "clientRemark"},
		call:    operation(func() client.Order { return order(client.MoveTopUp, func(o *client.Order) { o.Remark = "r" }) })},
	{issuer: "finhub", path: "/card/withdraw", answer: orderAnswer("withdraw"),
		request: []string{"cardNo", "merchantOrderNo", "amount", "clientRemark"},
		call:    operation(func() client.Order { return order(client.MoveWithdraw, func(o *client.Order) { o.Remark = "r" }) })},
	changePage("/card/v2/freeze", "Freeze", client.MoveFreeze, nil),
	changePage("/card/v2/unfreeze", "UnFreeze", client.MoveUnfreeze, nil),
	changePage("/card/cancel", "cancel", client.MoveCancel, nil),
	changePage("/card/v2/update", "card_update", client.MoveLimits, func(o *client.Order) {
		o.Change.Limits = client.Limits{NoPINAmount: client.NewMoney(decimal.NewFromInt(1), "USD"), AllowedMCC: []string{"5812"},
			Controls: []client.SpendingControl{{Interval: "PER_TRANSACTION", Amount: client.NewMoney(decimal.NewFromInt(1), "USD")}}}
	}, "noPinPaymentAmount", "spendingControls", "riskControls", "allowedMcc"),
	changePage("/card/v2/update", "card_update", client.MoveLimits,
		func(o *client.Order) { o.Change.Limits = client.Limits{BlockedMCC: []string{}} }, "riskControls", "blockedMcc"),
	changePage("/card/updatePin", "update_pin", client.MovePIN, func(o *client.Order) { o.Change.PIN = crypto.SecretFromString("294716") },
		"pin"),
	{issuer: "finhub", path: "/card/activate", request: []string{"merchantOrderNo", "cardNo", "pin", "activeCode", "noPinPaymentAmount"},
		answer: `{"merchantOrderNo":"` + coveredOrder + `","cardNo":"c1","type":"card_activated","status":"success","remark":"done"}`,
		call: operation(func() client.Order {
			return order(client.MoveActivate, func(o *client.Order) {
				o.Change = client.Change{PIN: crypto.SecretFromString("294716"), ActivationCode: crypto.SecretFromString("20834698"),
					Limits: client.Limits{NoPINAmount: client.NewMoney(decimal.NewFromInt(1), "USD")}}
			})
		})},
	{issuer: "finhub", path: "/card/purchase/transaction", paged: true, request: []string{"pageNum", "pageSize"},
		answer: `{"orderNo":"1","merchantOrderNo":"m","cardTypeId":111001,"cardType":"Virtual","organization":"Visa","bankCardBin":"531993",
		"currency":"USD","cardFee":10,"depositAmount":20,"status":"success","transactionTime":1730476742000}`,
		call: readRecords(client.RecordPurchases, "", "")},
	{issuer: "finhub", path: "/card/transaction", paged: true, request: []string{"pageNum", "pageSize", "type"},
		answer: orderAnswer("deposit"), call: readRecords(client.RecordOperationsV1, "", "deposit")},
	{issuer: "finhub", path: "/card/v2/transaction", paged: true, request: []string{"pageNum", "pageSize", "type"},
		answer: orderAnswer("deposit"), call: readRecords(client.RecordOperations, "", "deposit")},
	{issuer: "finhub", path: "/card/authorize/transaction", paged: true, request: []string{"pageNum", "pageSize", "type"},
		answer: `{"cardNo":"c1","tradeNo":"t1","originTradeNo":"t0","currency":"SGD","amount":16.96,"authorizedAmount":2.45,
		"authorizedCurrency":"USD","fee":0.3,"feeCurrency":"USD","crossBoardFee":0.2,"crossBoardFeeCurrency":"USD","settleAmount":2,
		"settleCurrency":"USD","settleDate":1729422898000,"authorizationCode":"478198","merchantName":"M","merchantData":{"name":"M2",
		"categoryCode":"5811","category":"food","country":"ARE","state":"S","city":"C","zipCode":"Z","mid":213028402482045,
		"walletType":"ApplePay"},"type":"auth","status":"authorized","description":"Auth","transactionTime":1729422898000}`,
		call: readRecords(client.RecordAuthorizations, "", "auth")},
	{issuer: "finhub", path: "/card/auth/fee/transaction", paged: true, request: []string{"pageNum", "pageSize", "tradeType"},
		answer: `{"cardNo":"c1","tradeNo":"t2","originTradeNo":"t1","currency":"USD","amount":1,"type":"card_patch_fee",
		"deductionSourceFunds":"wallet","status":"success","transactionTime":1729422898000}`, call: readRecords(client.RecordFees, "",
			"card_patch_fee")},
	{issuer: "finhub", path: "/card/3ds/transaction", paged: true, request: []string{"pageNum", "pageSize", "type"},
		answer: `{"cardNo":"c1","tradeNo":"t1","originTradeNo":"t0","currency":"CNY","amount":"16.96","merchantName":"M","values":"SEALED",
		"type":"third_3ds_otp","transactionTime":1729422898000,"description":"d","expirationTime":1729422999000}`,
		call: func(ctx context.Context, i client.Issuer) (any, error) {
			codes, err := i.(client.CodeFeed).AllCodes(ctx)
			page, recordsErr := i.(client.Recorder).Records(ctx, client.RecordQuery{Kind: client.Record3DS, Type: string(client.CodeOTP)})
			return []any{codes, page}, errors.Join(err, recordsErr)
		}},

	{issuer: "aurex", path: "/users/u1/cards", request: []string{"cardName", "initialBalance"},
		answer: `{"cardId":"c2","cardName":"N","balance":20,"cardNumber":"4111 1111 1111 1234","expiryDate":"12/28","cvv":"123",
		"status":"active","fees":{"depositAmount":41,"ourFee":1,"ourFeeRate":0.05,"cardIssueFee":19,"totalFees":20,"cardBalance":20}}`,
		call: operation(func() client.Order {
			return order(client.MoveCreate, func(o *client.Order) { o.CardID, o.New = "", client.NewCard{Name: "N"} })
		})},
	{issuer: "aurex", path: "/users/u1/cards", whole: true, answer: `{"cardId":"c1","cardName":"N","balance":100,"status":"active"}`,
		call: func(ctx context.Context, i client.Issuer) (any, error) { return client.CollectCards(ctx, i.Cards) }},
	{issuer: "aurex", path: "/users/u1/cards/c1",
		answer: `{"cardId":"c1","cardName":"N","cardNumber":"4111 1111 1111 1234","expiryDate":"12/28","cvv":"123","balance":100,
		"status":"active"}`,
		call: func(ctx context.Context, i client.Issuer) (any, error) {
			card, err := i.Card(ctx, "c1")
			details, detailsErr := i.Details(ctx, "c1")
			return []any{card, details}, errors.Join(err, detailsErr)
		}},
	{issuer: "aurex", path: "/users/u1/cards/c1/topup", request: []string{"amount"},
		answer: `{"cardId":"c1","newBalance":120,"rechargeAmount":20,"fees":0.6}`,
		call:   operation(func() client.Order { return order(client.MoveTopUp) })},
	{issuer: "aurex", path: "/users/u1/cards/c1/transactions", whole: true,
		answer: `{"transactionId":"t1","amount":25.50,"currency":"USD","status":"completed","createdAt":"2026-01-31T12:00:00Z"}`,
		call:   readRecords(client.RecordHistory, "c1", "")},
	{issuer: "aurex", path: "/users/u1/otp", answer: `{"otp":"123456","expiresIn":300,"cardId":"c1"}`,
		call: func(ctx context.Context, i client.Issuer) (any, error) { return i.Codes(ctx, "c1") }},

	// Linora documents what there is, but no names: the ones here are inferred.
	{issuer: "linora", path: "/users/u1/cards", request: []string{"cardName", "initialBalance"},
		answer: `{"cardId":"c2","cardName":"N","balance":20,"status":"active","fees":{"cardIssueFee":19,"totalFees":20,"cardBalance":20}}`,
		call: operation(func() client.Order {
			return order(client.MoveCreate, func(o *client.Order) { o.CardID, o.New = "", client.NewCard{Name: "N"} })
		})},
	{issuer: "linora", path: "/users/u1/cards", whole: true, answer: `{"cardId":"c1","cardName":"N","balance":100,"status":"active"}`,
		call: func(ctx context.Context, i client.Issuer) (any, error) { return client.CollectCards(ctx, i.Cards) }},
	{issuer: "linora", path: "/users/u1/cards/c1",
		answer: `{"cardId":"c1","cardName":"N","cardNumber":"4111 1111 1111 1234","expiryDate":"12/28","cvv":"123","balance":100,
		"status":"active"}`,
		call: func(ctx context.Context, i client.Issuer) (any, error) {
			card, err := i.Card(ctx, "c1")
			details, detailsErr := i.Details(ctx, "c1")
			return []any{card, details}, errors.Join(err, detailsErr)
		}},
	{issuer: "linora", path: "/users/u1/cards/c1/topup", request: []string{"amount"},
		answer: `{"cardId":"c1","newBalance":120,"rechargeAmount":20,"fees":0.6}`,
		call:   operation(func() client.Order { return order(client.MoveTopUp) })},
	{issuer: "linora", path: "/users/u1/cards/c1/transactions", whole: true,
		answer: `{"transactionId":"t1","amount":25.50,"status":"completed","createdAt":"2026-01-31T12:00:00Z"}`,
		call:   readRecords(client.RecordHistory, "c1", "")},
	{issuer: "linora", path: "/users/u1/otp", answer: `{"otp":"123456","expiresAt":"2026-01-31T12:05:00Z","cardId":"c1"}`,
		call: func(ctx context.Context, i client.Issuer) (any, error) { return i.Codes(ctx, "c1") }},
}

func changePage(path, kind string, as client.MovementKind, edit func(*client.Order), more ...string) documented {
	return documented{issuer: "finhub", path: path, answer: orderAnswer(kind),
		request: append([]string{"cardNo", "merchantOrderNo", "clientRemark"}, more...),
		call: operation(func() client.Order {
			o := order(as, func(o *client.Order) { o.Remark = "r" })
			if edit != nil {
				edit(&o)
			}
			return o
		})}
}

// unread are fields that are read in none of the ways that a changed value would show, each with the reason.
var unread = map[string]string{
	"finhub /card/info balanceInfo.cardNo":                 "the id of the card itself, which is checked, counts",
	"finhub /card/holder/v2/create cardTypeId":             "the type that was asked for",
	"finhub /card/holder/v2/create statusFlowLocation":     "the status says how far the review is",
	"finhub /card/cancel amount":                           "what comes back is not part of the order; the card is read again",
	"finhub /card/authorize/transaction merchantData.name": "merchantName says the same and is read; this one only where that is missing",
	"aurex /users/u1/cards create fees.depositAmount":      "the total: the journal adds up amount and fees itself",
	"aurex /users/u1/cards create fees.ourFee":             "part of totalFees, which is read",
	"aurex /users/u1/cards create fees.ourFeeRate":         "totalFees is read instead",
	"aurex /users/u1/cards create fees.cardIssueFee":       "part of totalFees, which is read",
	"aurex /users/u1/cards create cardName":                "the name that was asked for; the list tells it",
	"aurex /users/u1/cards create status":                  "the card is read again afterwards",
	"aurex /users/u1/cards create cardNumber":              "never taken from the answer to a creation: reveal asks for it",
	"aurex /users/u1/cards create expiryDate":              "never taken from the answer to a creation: reveal asks for it",
	"aurex /users/u1/cards create cvv":                     "never taken from the answer to a creation: reveal asks for it",
	"linora /users/u1/cards create cardName":               "the name that was asked for; the list tells it",
	"linora /users/u1/cards create status":                 "the card is read again afterwards",
	"linora /users/u1/cards create fees.cardIssueFee":      "part of totalFees, which is read",
	"aurex /users/u1/cards create balance":                 "the card is read again afterwards",
	"linora /users/u1/cards create balance":                "the card is read again afterwards",
	"aurex /users/u1/cards/c1/topup newBalance":            "the card is read again afterwards",
	"linora /users/u1/cards/c1/topup newBalance":           "the card is read again afterwards",
}

// What an order's answer says was credited is not kept either: the card is read again, and the record of the order has it.
func init() {
	for _, path := range []string{"/card/v2/openCard", "/card/deposit", "/card/withdraw", "/card/v2/freeze", "/card/v2/unfreeze",
		"/card/cancel",
		"/card/v2/update", "/card/updatePin"} {
		unread["finhub "+path+" receivedAmount"] = "the card is read again afterwards"
		unread["finhub "+path+" receivedCurrency"] = "the card is read again afterwards"
	}
}

// TestEveryDocumentedFieldCounts changes one field after the other in an answer that has them all: what the wallet makes of the answer must
// change too, else the field is decoded nowhere. It also wants every request field to be sent.
func TestEveryDocumentedFieldCounts(t *testing.T) {
	t.Parallel()
	for _, page := range issuersPages {
		t.Run(page.issuer+page.path, func(t *testing.T) {
			var base map[string]any
			if err := json.Unmarshal([]byte(page.answer), &base); err != nil {
				t.Fatal(err)
			}
			want, wantErr, sent := ask(t, page, base)
			if wantErr != "" {
				t.Fatalf("the answer as it is documented is refused: %s", wantErr)
			}
			if again, _, _ := ask(t, page, base); !cmp.Equal(want, again, looseAboutSecrets...) {
				t.Fatalf("the same answer is made into something else each time, so that every change would count:\n"+
					"%s", cmp.Diff(want, again, looseAboutSecrets...))
			}
			for _, field := range page.request {
				if !strings.Contains(sent, `"`+field+`"`) {
					t.Errorf("%s is not sent: %s", field, sent)
				}
			}
			for _, field := range leaves(base, "") {
				got, gotErr, _ := ask(t, page, changed(base, strings.Split(field, ".")))
				counts := gotErr != wantErr || !cmp.Equal(want, got, looseAboutSecrets...)
				_, excused := unread[page.named()+" "+field]
				if counts == excused {
					t.Errorf("field %s: it counts: %v, said to be unread: %v", field, counts, excused)
				}
			}
		})
	}
}

// named tells the pages of one path apart.
func (d documented) named() string {
	name := d.issuer + " " + d.path
	if slices.Contains(d.request, "initialBalance") {
		name += " create"
	}
	return name
}

var looseAboutSecrets = []cmp.Option{
	cmp.AllowUnexported(client.Field{}),
	cmpopts.IgnoreFields(client.Code{}, "ID"), // made here for Aurex and Linora, another one each time; FinHub's tradeNo is a record's ID too
	cmp.Comparer(func(a, b crypto.Secret) bool { return a.RevealString() == b.RevealString() }),
	cmp.Comparer(func(_, _ client.Opener) bool { return true }),
}

// covered is when all of it happens.
func covered() time.Time { return time.Date(2026, 1, 31, 12, 0, 0, 0, time.UTC) }

// ask lets the driver of the page's issuer make its call against a server that gives this data, and gives also what was sent.
func ask(t *testing.T, page documented, data map[string]any) (got any, failure, sent string) {
	t.Helper()
	var mu sync.Mutex
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		w.Header().Set("Date", "Sat, 31 Jan 2026 12:00:00 GMT")
		var answer any
		switch {
		case r.URL.Path == page.path:
			mu.Lock()
			sent += string(body)
			mu.Unlock()
			answer = data
			if page.whole {
				answer = []any{data}
			}
			if page.paged {
				answer = map[string]any{"total": 1, "records": []any{data}}
			}
		case r.URL.Path == "/card/info": // a card whose balance has to be asked for
			answer = map[string]any{"cardNo": "c1", "cardTypeId": 111001, "status": "Normal"}
		case strings.HasSuffix(r.URL.Path, "cardTypes"):
			answer = []any{}
		default:
			w.WriteHeader(http.StatusNotFound)
			answer = nil
		}
		_ = json.NewEncoder(w).Encode(map[string]any{"success": true, "code": 200, "msg": "Success", "data": answer})
	}))
	defer server.Close()
	issuer := covering(t, page.issuer, server.URL)
	defer issuer.Close()
	value, err := page.call(t.Context(), issuer)
	if err != nil {
		failure = err.Error()
	}
	return value, failure, sent
}

// covering is the driver for a kind of issuer at that address.
func covering(t *testing.T, kind, base string) run.Driver {
	t.Helper()
	file := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(file, []byte("key"), 0o600); err != nil {
		t.Fatal(err)
	}
	secret, err := config.ParseRef("file:" + file)
	if err != nil {
		t.Fatal(err)
	}
	p := config.NewProfile("p", kind)
	p.BaseURL, p.TenantID, p.Token, p.UserID, p.APIKey, p.RatePerMinute = base, "t", secret, "u1", secret, 0
	issuer, err := run.Connectors[kind](&run.App{Now: covered}, p, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	return issuer
}

// leaves names every value in the data, with dots between the names of objects.
func leaves(data map[string]any, prefix string) []string {
	var names []string
	for _, name := range slices.Sorted(maps.Keys(data)) {
		switch value := data[name].(type) {
		case map[string]any:
			names = append(names, leaves(value, prefix+name+".")...)
		case []any:
			if object, ok := value[0].(map[string]any); ok {
				names = append(names, leaves(object, prefix+name+".")...)
			} else {
				names = append(names, prefix+name)
			}
		default:
			names = append(names, prefix+name)
		}
	}
	return names
}

// other are values of the same kind that mean something else, where a word is one of a few.
var other = map[string]any{"Normal": "Freeze", "success": "processing", "online": "offline", "active": "frozen", "12/28": "11/29",
	"USD": "EUR", "SGD": "EUR", "CNY": "EUR",
	"2026-01-31T12:00:00Z": "2026-01-30T12:00:00Z", "2026-01-31T12:05:00Z": "2026-01-31T12:03:00Z", "third_3ds_otp": "auth_url",
	"123456": "654321", "123": "321",
	"4111 1111 1111 1234": "4111 1111 1111 4321"}

// changed is a deep copy of the data with one value replaced by another of its kind.
func changed(data map[string]any, path []string) map[string]any {
	text, err := json.Marshal(data)
	if err != nil {
		panic(err)
	}
	var copied map[string]any
	if err := json.Unmarshal(text, &copied); err != nil {
		panic(err)
	}
	at := copied
	for _, name := range path[:len(path)-1] {
		switch inner := at[name].(type) {
		case map[string]any:
			at = inner
		case []any:
			at = inner[0].(map[string]any)
		}
	}
	name := path[len(path)-1]
	switch value := at[name].(type) {
	case string:
		if replacement, ok := other[value]; ok {
			at[name] = replacement
		} else if _, err := decimal.NewFromString(value); err == nil {
			at[name] = value + "1"
		} else {
			at[name] = value + "x"
		}
	case float64:
		at[name] = value + 1000
	case bool:
		at[name] = !value
	case []any:
		at[name] = []any{fmt.Sprint(value[0]) + "9"}
	}
	return copied
}

// TestCoverageTable holds docs/coverage.md to the code: each endpoint has its row, and what a row names is there.
func TestCoverageTable(t *testing.T) {
	t.Parallel()
	root := filepath.Join("..", "..")
	text, err := os.ReadFile(filepath.Join(root, "docs", "coverage.md"))
	if err != nil {
		t.Fatal(err)
	}
	methods, tests := declared(t, root)
	commands := commandPaths()
	row := regexp.MustCompile("(?m)^\\| `((?:finhub|aurex|linora) /[^`]+)` \\|(.*)\\|$")
	seen := map[string]string{}
	for _, m := range row.FindAllStringSubmatch(string(text), -1) {
		cells := strings.Split(m[2], "|")
		if len(cells) != 5 {
			t.Errorf("row %s has %d cells", m[1], len(cells)+1)
			continue
		}
		seen[m[1]] += m[2]
		for _, name := range quoted(cells[1]) {
			if !methods[name] {
				t.Errorf("%s: no driver has a method %s", m[1], name)
			}
		}
		for _, name := range quoted(cells[2]) {
			if !slices.ContainsFunc(commands, func(path string) bool { return name == path || strings.HasPrefix(name, path+" --") }) {
				t.Errorf("%s: there is no command %s", m[1], name)
			}
		}
		for _, name := range quoted(cells[4]) {
			if !tests[name] {
				t.Errorf("%s: there is no test %s", m[1], name)
			}
		}
	}
	_, excused, _ := strings.Cut(string(text), "\n| field | why |\n")
	for field := range unread {
		if name := field[strings.LastIndexAny(field, " .")+1:]; !strings.Contains(excused, "`"+name+"`") &&
			!strings.Contains(excused, "."+name+"`") {
			t.Errorf("%s is left alone, and the table does not say why", field)
		}
	}
	for _, page := range issuersPages {
		path := page.issuer + " " + strings.NewReplacer("u1", "{userId}", "c1", "{cardId}").Replace(page.path)
		cells, ok := seen[path]
		if !ok {
			t.Errorf("%s has no row", path)
			continue
		}
		var base map[string]any
		_ = json.Unmarshal([]byte(page.answer), &base)
		for _, field := range append(leaves(base, ""), page.request...) {
			name := field[strings.LastIndex(field, ".")+1:]
			if !strings.Contains(cells, "`"+name+"`") && !strings.Contains(cells, "`"+field+"`") {
				t.Errorf("%s: field %s is not in its row", path, name)
			}
		}
	}
}

func quoted(cell string) []string {
	var names []string
	for _, m := range regexp.MustCompile("`([^`]+)`").FindAllStringSubmatch(cell, -1) {
		names = append(names, m[1])
	}
	return names
}

// declared are the methods of the drivers, and the tests and scripts of the module.
func declared(t *testing.T, root string) (methods, tests map[string]bool) {
	t.Helper()
	methods, tests = map[string]bool{}, map[string]bool{}
	err := filepath.WalkDir(root, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		if filepath.Ext(path) == ".txtar" {
			tests[filepath.Base(path)] = true
		}
		if filepath.Ext(path) != ".go" {
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		for _, decl := range file.Decls {
			f, ok := decl.(*ast.FuncDecl)
			switch {
			case !ok:
			case strings.HasSuffix(path, "_test.go"):
				tests[f.Name.Name] = true
			case f.Recv != nil && strings.Contains(filepath.ToSlash(path), "/client/"):
				methods[f.Name.Name] = true
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return methods, tests
}

// commandPaths are the commands without the program's name.
func commandPaths() []string {
	var paths []string
	root := newRoot(&run.App{})
	todo := root.Commands()
	for len(todo) > 0 {
		cmd := todo[0]
		todo = append(todo[1:], cmd.Commands()...)
		paths = append(paths, strings.TrimPrefix(cmd.CommandPath(), "cardwallet "))
	}
	return paths
}
