package finhub_test

import (
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"cardwallet/client"
	"cardwallet/client/finhub"
	"cardwallet/client/sandbox"
	"cardwallet/client/statement"
)

// records reads a whole list, page by page.
func records(t *testing.T, d *finhub.Driver, q client.RecordQuery) (all []client.Record, pages int) {
	t.Helper()
	for q.Page = 1; ; q.Page++ {
		p, err := d.Records(t.Context(), q)
		if err != nil {
			t.Fatalf("%+v: %v", q, err)
		}
		all = append(all, p.Records...)
		if pages++; !p.More {
			return all, pages
		}
		if pages > 500 {
			t.Fatalf("%+v: no end", q)
		}
	}
}

func allKinds(t *testing.T, d *finhub.Driver) []client.RecordKind {
	t.Helper()
	kinds, needsCard := d.RecordKinds()
	if needsCard || len(kinds) != 6 {
		t.Fatalf("%v, %v", kinds, needsCard)
	}
	return kinds
}

// withEveryRecord is a sandbox with records in each of FinHub's lists.
func withEveryRecord(t *testing.T, o sandbox.Options) (*finhub.Driver, *sandbox.Sandbox, *clock) {
	t.Helper()
	now := newClock()
	o.Seed, o.Now = 2, now.Now
	d, box := start(t, o)
	// A card that spends all it has cannot pay the fees.
	for _, place := range []int{normalCard, holderCard} {
		card := truth(t, box, cardID(box, place))
		if _, err := box.Purchase(sandbox.Purchase{Issuer: "finhub", CardID: card.CardID, Amount: card.Balance}); err != nil {
			t.Fatal(err)
		}
		now.Add(time.Minute)
	}
	if _, err := d.Send(t.Context(),
		client.Order{Kind: client.MoveTopUp, ID: orderID, CardID: cardID(box, normalCard), Amount: money("50", "USD")}); err != nil {
		t.Fatal(err)
	}
	now.Add(time.Minute)
	return d, box, now
}

func TestRecordsOfTheSandbox(t *testing.T) {
	for _, o := range []sandbox.Options{{}, {OldestFirst: true},
		{Faults: []sandbox.Fault{{Issuer: "finhub", Path: "*", Kind: sandbox.FaultDialect}}}} {
		d, box, _ := withEveryRecord(t, o)
		for _, kind := range allKinds(t, d) {
			all, _ := records(t, d, client.RecordQuery{Kind: kind})
			paged, pages := records(t, d, client.RecordQuery{Kind: kind, Size: 3})
			keys := map[string]bool{}
			for _, r := range all {
				if r.Profile != "fin" || r.Kind != kind || r.ID == "" || r.At.IsZero() || kind != client.RecordPurchases && r.Type == "" ||
					kind != client.Record3DS && (r.Status == "" || !r.Amount.Known()) {
					t.Errorf("%s: incomplete: %+v", kind, r)
				}
				if _, ok := box.Truth(r.CardID); !ok && kind != client.RecordPurchases && (kind != client.RecordOperationsV1 || r.Type != "create") {
					t.Errorf("%s: no card %q", kind, r.CardID)
				}
				keys[r.Key()] = true
			}
			if len(all) == 0 || len(keys) != len(all) || pages != max(1, (len(all)+2)/3) {
				t.Errorf("%s: %d records, %d keys, %d pages of 3", kind, len(all), len(keys), pages)
			}
			byKey := func(a, b client.Record) int { return strings.Compare(a.Key(), b.Key()) }
			slices.SortFunc(all, byKey)
			slices.SortFunc(paged, byKey)
			if !slices.EqualFunc(all, paged, func(a, b client.Record) bool { return a.Key() == b.Key() }) {
				t.Errorf("%s: pages of 3 hold something else", kind)
			}
		}
	}
}

// Each filter is compared with selecting from all records, with a FinHub that keeps to its filters and with one that ignores them all.
func TestRecordFilters(t *testing.T) {
	d, box, _ := withEveryRecord(t, sandbox.Options{})
	normal := cardID(box, normalCard)
	created, _ := records(t, d, client.RecordQuery{Kind: client.RecordOperations, Type: "CREATE", CardID: normal})
	if len(created) != 1 {
		t.Fatalf("created %v", created)
	}
	for _, kind := range allKinds(t, d) {
		all, _ := records(t, d, client.RecordQuery{Kind: kind})
		if len(all) < 2 {
			t.Fatalf("%s: %d records are too few", kind, len(all))
		}
		first, last := all[0], all[len(all)-1]
		queries := map[string]client.RecordQuery{
			"type":  {Type: strings.ToUpper(first.Type)},
			"id":    {ID: last.ID},
			"since": {Since: first.At},
			"until": {Until: first.At},
			"span":  {Since: last.At, Until: last.At.Add(time.Millisecond)},
			"empty": {Since: first.At, Until: first.At},
			"card":  {CardID: normal},
		}
		if i := slices.IndexFunc(all, func(r client.Record) bool { return r.OriginID != "" }); i >= 0 {
			queries["origin"] = client.RecordQuery{OriginID: all[i].OriginID}
		} else if kind == client.RecordAuthorizations || kind == client.RecordFees {
			t.Errorf("%s: no record belongs to another", kind)
		}
		for name, q := range queries {
			q.Kind = kind
			got, _ := records(t, d, q)
			var want []client.Record
			for _, r := range all {
				if kind == client.RecordPurchases && name == "card" {
					if r.ID == created[0].ID {
						r.CardID = normal
						want = append(want, r)
					}
				} else if r.Selected(q) && (name != "card" || r.CardID == normal) {
					want = append(want, r)
				}
			}
			if diff := cmp.Diff(want, got, cmp.Comparer(sameRecord)); diff != "" {
				t.Errorf("%s by %s (-want +got):\n%s", kind, name, diff)
			}
			if len(want) == 0 && name != "empty" && name != "until" && name != "card" {
				t.Errorf("%s by %s: nothing was to be found", kind, name)
			}
		}
	}
}

func sameRecord(a, b client.Record) bool {
	a.Value, b.Value = client.Field{}, client.Field{}
	return cmp.Equal(a, b, cmp.AllowUnexported(client.Field{}))
}

func TestRecordsOf3DSOpen(t *testing.T) {
	d, box := start(t, sandbox.Options{Seed: 1})
	link, err := box.Purchase(sandbox.Purchase{Issuer: "finhub", Kind: sandbox.CodeAuthURL, Confirm: -1})
	if err != nil {
		t.Fatal(err)
	}
	got, _ := records(t, d, client.RecordQuery{Kind: client.Record3DS, ID: link.TradeNo})
	if len(got) != 1 || open(t, got[0].Value) != link.Value || got[0].CardID != link.CardID ||
		!got[0].ExpiresAt.Equal(link.Expires.Truncate(time.Millisecond)) {
		t.Errorf("%+v", got)
	}
	activation := truth(t, box, cardID(box, inactiveCard))
	got, _ = records(t, d, client.RecordQuery{Kind: client.Record3DS, Type: "activation_code", CardID: activation.CardID})
	if len(got) != 1 || open(t, got[0].Value) != activation.ActiveCode {
		t.Errorf("%+v", got)
	}
}

// Of two activation codes of one second and under one number, the newer one is to be used: the first of a list that does not run forwards
// in time, the last of one that does.
func TestActivationCodesOfOneMoment(t *testing.T) {
	entry := func(trade, code, at string) string {
		return `{"cardNo":"c1","tradeNo":"` + trade + `","values":"` + code + `","type":"activation_code","transactionTime":` + at + `}`
	}
	one, two := entry("X", "11111111", "1729422898000"), entry("X", "22222222", "1729422898000")
	older := entry("W", "33333333", "1729422890000")
	for _, tt := range []struct{ listed, want []string }{
		{[]string{one, two}, []string{"11111111", "22222222"}},
		{[]string{one, two, older}, []string{"11111111", "22222222", "33333333"}},
		{[]string{older, one, two}, []string{"22222222", "11111111", "33333333"}},
	} {
		d := scripted(t, answers(map[string]string{
			"/card/3ds/transaction": fmt.Sprintf(`{"total":%d,"records":[%s]}`, len(tt.listed), strings.Join(tt.listed, ","))}))
		codes, err := statement.ActivationCodes(t.Context(), d, "c1")
		var got []string
		for _, c := range codes {
			got = append(got, open(t, c.Value))
		}
		if err != nil || !slices.Equal(got, tt.want) {
			t.Errorf("%q, want %q: %v", got, tt.want, err)
		}
	}
}

func TestRecordFields(t *testing.T) {
	at := func(ms int64) time.Time { return time.UnixMilli(ms).UTC() }
	number := decimal.RequireFromString
	of := func(s, currency string) client.Money { return client.NewMoney(number(s), currency) }
	for name, tt := range map[string]struct {
		kind client.RecordKind
		wire string
		want client.Record
	}{
		"authorization": {client.RecordAuthorizations, `{"cardNo":"1242352328671924231","tradeNo":"trans1232435363435463432",
			"originTradeNo":"trans1","currency":"SGD","amount":16.96,"authorizedAmount":"2.45",
			"authorizedCurrency":"USD","fee":0.3,"feeCurrency":"USD","crossBoardFee":0.2,"crossBoardFeeCurrency":"EUR","settleAmount":2.44,
				"settleCurrency":"USD","settleDate":1729422999000,
			"authorizationCode":"478198","merchantName":"NOODLES","merchantData":{"name":"x","categoryCode":"5811","category":"food",
				"country":"ARE","state":"DU","city":"Dubai","zipCode":"00000",
			"mid":213028402482045,"walletType":"ApplePay"},"type":"auth","status":"authorized","description":"Auth",
				"transactionTime":1729422898000}`,
			client.Record{ID: "trans1232435363435463432", OriginID: "trans1", CardID: "1242352328671924231", Type: "auth", Status: "authorized",
				At: at(1729422898000), Amount: of("16.96", "SGD"),
				CardAmount: of("2.45", "USD"), Fee: of("0.3", "USD"), CrossBorder: of("0.2", "EUR"), Settled: of("2.44", "USD"),
				SettledAt: at(1729422999000), AuthorizationCode: "478198",
				Merchant: client.Merchant{Name: "NOODLES", MCC: "5811", Category: "food", Country: "ARE", State: "DU", City: "Dubai", ZIP: "00000",
					ID: "213028402482045", WalletType: "ApplePay"}, Description: "Auth"}},
		"authorization of nulls": {client.RecordAuthorizations, `{"cardId":7,"tradeNo":5,"originTradeNo":null,"currency":null,"amount":null,
			"settleAmount":0,"settleCurrency":null,"settleDate":null,"fee":null,
			"merchantName":null,"merchantData":[],"type":"Void","status":"succeed","description":null,"transactionTime":"2024-10-20T11:14:58Z"}`,
			client.Record{ID: "5", CardID: "7", Type: "Void", Status: "succeed", Means: client.MeansRefunded, Stage: client.StageDone,
				At: at(1729422898000)}},
		"merchant within": {client.RecordAuthorizations,
			`{"tradeNo":"t","merchantData":{"name":"INSIDE","categoryCode":742,"mid":"m"},"transactionTime":"soon"}`,
			client.Record{ID: "t", Means: client.MeansNothing, Merchant: client.Merchant{Name: "INSIDE", MCC: "742", ID: "m"}}},
		"operation": {client.RecordOperations, `{"orderNo":"1852379830190366720","merchantOrderNo":"T1852379826671345664",
			"cardNo":"38928421021320391244","currency":"USD","amount":15,"fee":"1.5","receivedAmount":15,
			"receivedCurrency":"EUR","type":"deposit","status":"success","description":"Deposit","remark":"Card Deposit",
				"transactionTime":1730476742000}`,
			client.Record{ID: "1852379830190366720", OrderID: "T1852379826671345664", CardID: "38928421021320391244", Type: "deposit",
				Status: "success", Means: client.MeansLoaded, Moves: client.MoveTopUp, Stage: client.StageDone, At: at(1730476742000),
				Amount: of("15", "USD"),
				Fee:    of("1.5", "USD"), Received: of("15", "EUR"), Description: "Deposit", Remark: "Card Deposit"}},
		"operation under way": {client.RecordOperationsV1,
			`{"orderNo":"1","merchantOrderNo":null,"cardNo":null,"currency":"USD","amount":10,"fee":0,"receivedAmount":0,"receivedCurrency":"USD",
				"type":"create","status":"processing","transactionTime":1730476742000}`,
			client.Record{ID: "1", Type: "create", Status: "processing", Means: client.MeansNothing, Stage: client.StageUnderWay,
				At: at(1730476742000), Amount: of("10", "USD"), Fee: of("0", "USD")}},
		"operation, other dialect": {client.RecordOperations,
			`{"cardId":"c","operationType":"FREEZE","operationStatus":"COMPLETED","transactionId":99,"operationTime":1730476742000,
				"newCardStatus":"FROZEN","previousCardStatus":"ACTIVE","reason":"asked"}`,
			client.Record{ID: "99", CardID: "c", Type: "FREEZE", Status: "COMPLETED", Means: client.MeansNothing, Stage: client.StageDone,
				At: at(1730476742000), Description: "asked"}},
		"purchase": {client.RecordPurchases,
			`{"orderNo":"1","merchantOrderNo":"M","cardTypeId":9007199254740993,"cardType":"Virtual","organization":"Visa","bankCardBin":531993,
				"currency":"USD","cardFee":"10","depositAmount":20.5,"status":"success","transactionTime":1730476742000}`,
			client.Record{ID: "1", OrderID: "M", Status: "success", Means: client.MeansTaken, Stage: client.StageDone, At: at(1730476742000),
				Amount: of("20.5", "USD"), Fee: of("10", "USD"), TypeID: "9007199254740993", CardType: "Virtual", Organization: "Visa", BIN: "531993"}},
		"fee": {client.RecordFees,
			`{"cardNo":"c","tradeNo":"f1","originTradeNo":"t1","currency":"USD","amount":0.3,"type":"card_patch_fee",
				"deductionSourceFunds":"wallet","status":"success","transactionTime":1730476742000}`,
			client.Record{ID: "f1", OriginID: "t1", CardID: "c", Type: "card_patch_fee", Status: "success", Stage: client.StageDone,
				At: at(1730476742000), Amount: of("0.3", "USD"), PaidFrom: "wallet"}},
		"3ds": {client.Record3DS,
			`{"cardNo":"c","tradeNo":"t1","originTradeNo":"t0","currency":"CNY","amount":"16.96","merchantName":"ULTRA","values":"x",
				"type":"third_3ds_otp","transactionTime":1730476742000,"description":"d","expirationTime":1730476799000}`,
			client.Record{ID: "t1", OriginID: "t0", CardID: "c", Type: "third_3ds_otp", Means: client.MeansNothing, At: at(1730476742000),
				Amount: of("16.96", "CNY"), Merchant: client.Merchant{Name: "ULTRA"}, Description: "d", ExpiresAt: at(1730476799000)}},
		"no id": {client.RecordFees, `{"amount":0.30,"currency":"USD","type":"card_patch_fee","transactionTime":1730476742000}`,
			client.Record{ID: "1730476742000 card_patch_fee 0.30", Type: "card_patch_fee", At: at(1730476742000), Amount: of("0.3", "USD")}},
	} {
		d := scripted(t, func(w http.ResponseWriter, _ *http.Request) { success(w, `{"total":"1","records":[`+tt.wire+`]}`) })
		page, err := d.Records(t.Context(), client.RecordQuery{Kind: tt.kind})
		if err != nil || page.Total != 1 || page.More || len(page.Records) != 1 {
			t.Errorf("%s: %+v, %v", name, page, err)
			continue
		}
		tt.want.Profile, tt.want.Kind = "fin", tt.kind
		if diff := cmp.Diff(tt.want, page.Records[0], cmp.Comparer(sameRecord)); diff != "" ||
			page.Records[0].Value.Present() != (tt.kind == client.Record3DS) {
			t.Errorf("%s:\n%s", name, diff)
		}
	}
}

func TestRecordQuestions(t *testing.T) {
	since, until := time.UnixMilli(1000).Add(time.Microsecond), time.UnixMilli(2000)
	full := client.RecordQuery{CardID: "c", Type: "VOID", OriginID: "o", ID: "i", Since: since, Until: until, Page: 2, Size: 7}
	for kind, want := range map[client.RecordKind]string{
		client.RecordAuthorizations: `/card/authorize/transaction map[cardNo:c endTime:1999 pageNum:2 pageSize:7 startTime:1001 tradeNo:i ` +
			`type:Void]`,
		client.RecordOperations:   `/card/v2/transaction map[cardNo:c endTime:1999 orderNo:i pageNum:2 pageSize:7 startTime:1001 type:VOID]`,
		client.RecordOperationsV1: `/card/transaction map[cardNo:c endTime:1999 orderNo:i pageNum:2 pageSize:7 startTime:1001 type:VOID]`,
		client.RecordFees: `/card/auth/fee/transaction map[cardNo:c endTime:1999 originTradeNo:o pageNum:2 pageSize:7 ` +
			`startTime:1001 tradeNo:i tradeType:VOID]`,
		client.Record3DS:       `/card/3ds/transaction map[cardNo:c endTime:1999 pageNum:2 pageSize:7 startTime:1001 tradeNo:i type:VOID]`,
		client.RecordPurchases: `/card/purchase/transaction map[endTime:1999 orderNo:i pageNum:2 pageSize:7 startTime:1001]`,
	} {
		asked := ""
		d := scripted(t, func(w http.ResponseWriter, r *http.Request) {
			asked = fmt.Sprint(r.URL.Path, " ", fields(t, r))
			success(w, `{"total":0,"records":[]}`)
		})
		q := full
		q.Kind = kind
		if kind == client.RecordPurchases { // which are found by their card in another way
			q.CardID = ""
		}
		if _, err := d.Records(t.Context(), q); err != nil {
			t.Errorf("%s: %v", kind, err)
		}
		if asked != want {
			t.Errorf("%s: asked %s, want %s", kind, asked, want)
		}
	}
	d := scripted(t, func(http.ResponseWriter, *http.Request) { t.Error("a request went out") })
	if _, err := d.Records(t.Context(), client.RecordQuery{Kind: client.RecordHistory}); !errors.Is(err, client.ErrUnsupported) {
		t.Errorf("a kind that FinHub does not keep: %v", err)
	}
}

// A FinHub that ignores every filter: what was not asked for is dropped, and how much there is in all is not known.
func TestRecordsOfAFinHubThatIgnoresFilters(t *testing.T) {
	d := scripted(t, func(w http.ResponseWriter, r *http.Request) {
		in := fields(t, r)
		num, size := number(t, in, "pageNum"), number(t, in, "pageSize")
		var page []string
		for i := (num - 1) * size; i < min(num*size, 25); i++ {
			page = append(page, fmt.Sprintf(`{"orderNo":"o%d","merchantOrderNo":"m%d","cardNo":"c%d","tradeNo":"t%d","originTradeNo":"t%d",
				"type":"%s","transactionTime":%d}`,
				i, i, i%5, i, i%2, []string{"create", "auth"}[i%2], 1730476742000+i))
		}
		success(w, fmt.Sprintf(`{"total":25,"records":[%s]}`, strings.Join(page, ",")))
	})
	for name, tt := range map[string]struct {
		q    client.RecordQuery
		want []string
	}{
		"card":   {client.RecordQuery{Kind: client.RecordOperations, CardID: "c3"}, []string{"o23", "o18", "o13", "o8", "o3"}},
		"type":   {client.RecordQuery{Kind: client.RecordAuthorizations, Type: "Auth", CardID: "c1"}, []string{"t21", "t11", "t1"}},
		"id":     {client.RecordQuery{Kind: client.RecordAuthorizations, ID: "t7"}, []string{"t7"}},
		"origin": {client.RecordQuery{Kind: client.RecordFees, OriginID: "t1", CardID: "c0"}, []string{"t15", "t5"}},
		"time": {client.RecordQuery{Kind: client.RecordOperations, Since: time.UnixMilli(1730476742003),
			Until: time.UnixMilli(1730476742005)}, []string{"o4", "o3"}},
		// The order that created the card has one purchase; the others are not of this card.
		"purchase": {client.RecordQuery{Kind: client.RecordPurchases, CardID: "c2"}, []string{"o22"}},
	} {
		for _, size := range []int{0, 10} {
			tt.q.Size = size
			tt.q.Page = 1
			first, err := d.Records(t.Context(), tt.q)
			if err != nil || first.Total != -1 || first.More != (size == 10) {
				t.Errorf("%s, pages of %d: %d in all, more %v, %v", name, size, first.Total, first.More, err)
			}
			all, _ := records(t, d, tt.q)
			client.SortRecords(all)
			var got []string
			for _, r := range all {
				got = append(got, r.ID)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("%s, pages of %d:\n%s", name, size, diff)
			}
		}
	}
}

// Pages fall back to 10 where FinHub refuses more, or gives less without a word; none is skipped by that.
func TestRecordPageSizes(t *testing.T) {
	for name, strict := range map[string]bool{"refused": true, "cut down": false} {
		sizes := map[int]int{}
		d := scripted(t, func(w http.ResponseWriter, r *http.Request) {
			in := fields(t, r)
			num, size := number(t, in, "pageNum"), number(t, in, "pageSize")
			sizes[size]++
			if size > 10 && strict {
				_, _ = w.Write([]byte(`{"success":false,"code":-1,"msg":"pageSize must be between 1 and 10"}`))
				return
			}
			size = min(size, 10)
			var page []string
			for i := (num - 1) * size; i < min(num*size, 34); i++ {
				page = append(page, fmt.Sprintf(`{"tradeNo":"t%d","cardNo":"c"}`, i))
			}
			success(w, fmt.Sprintf(`{"total":34,"records":[%s]}`, strings.Join(page, ",")))
		})
		all, pages := records(t, d, client.RecordQuery{Kind: client.RecordAuthorizations, Size: 100})
		ids := map[string]bool{}
		for _, r := range all {
			ids[r.ID] = true
		}
		if len(ids) != 34 || len(all) != 34 || pages != 4 || sizes[100] != 1 {
			t.Errorf("%s: %d records, %d ids, %d pages, sizes %v", name, len(all), len(ids), pages, slices.Sorted(maps.Keys(sizes)))
		}
	}
}

func TestRecordsWithoutATotal(t *testing.T) {
	for _, total := range []string{`null`, `"many"`, `-1`} {
		d := scripted(t, func(w http.ResponseWriter, r *http.Request) {
			n := 3
			if number(t, fields(t, r), "pageNum") == 2 {
				n = 1
			}
			success(w, `{"total":`+total+`,"records":[`+strings.Repeat(`{"tradeNo":"same"},`, n-1)+`{"tradeNo":"same"}]}`)
		})
		first, err := d.Records(t.Context(), client.RecordQuery{Kind: client.RecordAuthorizations, Size: 3})
		second, err2 := d.Records(t.Context(), client.RecordQuery{Kind: client.RecordAuthorizations, Size: 3, Page: 2})
		if err != nil || err2 != nil || first.Total != -1 || !first.More || second.More {
			t.Errorf("%s: %+v, %+v, %v, %v", total, first, second, err, err2)
		}
		if len(first.Records) != 3 || first.Records[0].ID != "same" || first.Records[2].ID != "same #3" {
			t.Errorf("%s: alike: %+v", total, first.Records)
		}
	}
}

func TestRecordsThatAreRefused(t *testing.T) {
	d, _ := start(t, sandbox.Options{Seed: 1})
	for kind, says := range map[client.RecordKind]string{client.RecordAuthorizations: "Unknown type",
		client.RecordOperations: "Unknown type", client.RecordOperationsV1: "Unknown type",
		client.RecordFees: "Unknown type", client.Record3DS: "Unknown type"} {
		_, err := d.Records(t.Context(), client.RecordQuery{Kind: kind, Type: "nonsense"})
		if e := issuerError(t, err); e.Kind != client.ErrRefused || e.Status != http.StatusOK || !strings.Contains(e.Message, says) {
			t.Errorf("%s: %v", kind, err)
		}
		page, err := d.Records(t.Context(), client.RecordQuery{Kind: kind, CardID: "FC0", Page: 1000})
		if err != nil || len(page.Records) != 0 || page.More {
			t.Errorf("%s of no card, far away: %+v, %v", kind, page, err)
		}
	}
}

// TestPurchaseListedTwice: a purchase that FinHub lists as it was authorized and as it settled stands there twice and counts once, whatever
// the size of a page.
func TestPurchaseListedTwice(t *testing.T) {
	d, box, _ := withEveryRecord(t, sandbox.Options{})
	once, _ := records(t, d, client.RecordQuery{Kind: client.RecordAuthorizations})
	want := fmt.Sprint(statement.Totals(once))
	settled := 0
	for _, r := range once {
		if !r.SettledAt.IsZero() {
			settled++
		}
	}
	if settled == 0 {
		t.Fatal("nothing is settled")
	}
	if err := box.SetFault(sandbox.Fault{Issuer: "finhub", Path: "*", Kind: sandbox.FaultTwice}); err != nil {
		t.Fatal(err)
	}
	for _, size := range []int{1, 2, 3, 7, 100} {
		var all []client.Record
		var sieve statement.Sieve
		for q := (client.RecordQuery{Kind: client.RecordAuthorizations, Page: 1, Size: size}); ; q.Page++ {
			page, err := d.Records(t.Context(), q)
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, sieve.Fresh(page.Records)...)
			if !page.More {
				break
			}
		}
		if got := fmt.Sprint(statement.Totals(all)); got != want || len(all) != len(once)+settled {
			t.Errorf("pages of %d: %d records, %s, want %d and %s", size, len(all), got, len(once)+settled, want)
		}
	}
}

// TestPageSizeRefusedWithAnyCode: where 100 on a page are refused, 10 are asked for, also where the refusal has the platform's code 500.
func TestPageSizeRefusedWithAnyCode(t *testing.T) {
	for _, code := range []string{"-1", "400", "500"} {
		for what, read := range map[string]func(d *finhub.Driver) error{
			"cards": func(d *finhub.Driver) error { _, err := client.CollectCards(t.Context(), d.Cards); return err },
			"records": func(d *finhub.Driver) error {
				_, err := d.Records(t.Context(), client.RecordQuery{Kind: client.RecordAuthorizations})
				return err
			},
		} {
			var sizes []int
			d := scripted(t, func(w http.ResponseWriter, r *http.Request) {
				if r.URL.Path != "/card/list" && r.URL.Path != "/card/authorize/transaction" {
					success(w, "[]")
					return
				}
				size := number(t, fields(t, r), "pageSize")
				if sizes = append(sizes, size); size != 10 {
					_, _ = w.Write([]byte(`{"success":false,"code":` + code + `,"msg":"pageSize is too large","data":null}`))
					return
				}
				success(w, `{"total":0,"records":[]}`)
			})
			if err := read(d); err != nil || !slices.Equal(sizes, []int{100, 10}) {
				t.Errorf("%s, code %s: asked for %v, %v", what, code, sizes, err)
			}
		}
	}
}
