package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"cardwallet/client"
	"cardwallet/client/aurex"
	"cardwallet/client/finhub"
	"cardwallet/client/linora"
	"cardwallet/client/sandbox"
	"cardwallet/crypto"
)

// oddList is a list of an issuer: how it is asked for, and which members of its records decide, with the words for them.
type oddList struct {
	issuer, path string
	decides      map[string]string
	// read gives a line for each record, by its id, and what is said to be unreadable of it.
	read func(context.Context) (rows map[string]string, odd map[string]client.Unreadable, err error)
}

// oddValues are forms in which members were seen, and others. None is a text that could be what is expected.
var oddValues = []string{`{"odd":4111}`, `["odd"]`, `[]`, `true`, `4111.5`, `"4,111.50"`, `"--"`, `null`, `5.551115123125783e-17`, `"` +
	strings.Repeat("4111 ", 60) + `"`}

// Every member of the first record of every list of every issuer comes in every odd form: no other record suffers, and the odd one stays,
// or is named. What decides is named wherever it cannot be read, and no value is repeated.
func TestAnOddMemberHidesNoOtherRecord(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)
	key, err := registered()
	if err != nil {
		t.Fatal(err)
	}
	box, err := sandbox.New(sandbox.Options{Seed: 5, FinHubKey: &key.PublicKey, RateLimit: -1, Now: func() time.Time { return at }})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = box.Close() }()
	answers := &answersSeen{}
	for _, l := range oddLists(t, box, answers) {
		t.Run(strings.Trim(l.issuer+l.path, "/"), func(t *testing.T) { l.check(t, box, answers) })
	}
}

// answersSeen keeps the newest answer to each path.
type answersSeen struct {
	mu   sync.Mutex
	body map[string][]byte
}

func (a *answersSeen) serve(t *testing.T, h http.Handler) string {
	t.Helper()
	if a.body == nil {
		a.body = map[string][]byte{}
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		recorder := httptest.NewRecorder()
		h.ServeHTTP(recorder, r)
		a.mu.Lock()
		a.body[r.URL.Path] = recorder.Body.Bytes()
		a.mu.Unlock()
		maps.Copy(w.Header(), recorder.Header())
		w.WriteHeader(recorder.Code)
		_, _ = w.Write(recorder.Body.Bytes())
	}))
	t.Cleanup(server.Close)
	return server.URL
}

// first is the first record of the newest answer to a path.
func (a *answersSeen) first(path string) map[string]any {
	a.mu.Lock()
	defer a.mu.Unlock()
	for at, body := range a.body {
		if !strings.HasSuffix(at, path) {
			continue
		}
		var whole struct{ Data json.RawMessage }
		var list []map[string]any
		var page struct{ Records []map[string]any }
		if json.Unmarshal(body, &whole) != nil {
			continue
		}
		if json.Unmarshal(whole.Data, &list) != nil && json.Unmarshal(whole.Data, &page) == nil {
			list = page.Records
		}
		if len(list) > 0 {
			return list[0]
		}
	}
	return nil
}

func (l oddList) check(t *testing.T, box *sandbox.Sandbox, answers *answersSeen) {
	t.Helper()
	box.ClearFaults()
	good, _, err := l.read(t.Context())
	if err != nil || len(good) < 1 {
		t.Fatalf("%d rows, %v", len(good), err)
	}
	members := slices.Sorted(maps.Keys(answers.first(l.path)))
	if len(members) == 0 {
		t.Fatal("no record to make odd")
	}
	for member := range l.decides {
		if !slices.Contains(members, strings.Split(member, ".")[0]) {
			members = append(members, member)
		}
	}
	for _, member := range append(members, slices.Collect(maps.Keys(l.decides))...) {
		for _, value := range oddValues {
			l.checkOne(t, box, good, member, value)
		}
	}
	box.ClearFaults()
	if err := box.SetFault(sandbox.Fault{Issuer: l.issuer, Path: "*" + l.path, Kind: sandbox.FaultNullRecord}); err != nil {
		t.Fatal(err)
	}
	rows, _, err := l.read(t.Context())
	if len(rows) != len(good)-1 || !client.OnlyOdd(err) || !strings.Contains(err.Error(), "record 1: unreadable: all of it") {
		t.Errorf("a null record: %d rows of %d, %v", len(rows), len(good), err)
	}
	box.ClearFaults()
	if err := box.SetFault(sandbox.Fault{Issuer: l.issuer, Path: "*" + l.path, Kind: sandbox.FaultNoData}); err != nil {
		t.Fatal(err)
	}
	if rows, _, err := l.read(t.Context()); len(rows) > 0 || !errors.Is(err, client.ErrGarbage) || client.OnlyOdd(err) {
		t.Errorf("no data: %d rows, %v", len(rows), err)
	}
}

func (l oddList) checkOne(t *testing.T, box *sandbox.Sandbox, good map[string]string, member, value string) {
	t.Helper()
	box.ClearFaults()
	if err := box.SetFault(sandbox.Fault{Issuer: l.issuer, Path: "*" + l.path, Kind: sandbox.FaultOdd, Member: member,
		JSON: value}); err != nil {
		t.Fatal(err)
	}
	rows, odd, err := l.read(t.Context())
	name := member + ":" + value[:min(len(value), 30)]
	changed := 0
	for id, row := range good {
		if rows[id] != row {
			changed++
		}
	}
	var said *client.OddRecords
	switch {
	case changed > 1 || len(rows) < len(good)-1:
		t.Errorf("%s: %d of %d rows are others, %v", name, changed, len(good), err)
	case err != nil && !errors.As(err, &said):
		t.Errorf("%s: %v", name, err)
	case err != nil && (len(said.Records) != 1 || said.Profile == "" || said.Op == ""):
		t.Errorf("%s: %v", name, err)
	case err == nil && len(rows) != len(good):
		t.Errorf("%s: a record is gone, and nobody says so", name)
	case err != nil && strings.Contains(strings.Join(strings.Fields(err.Error()), ""), "4111"):
		t.Errorf("%s: the value is repeated: %v", name, err)
	case len(odd) > 1 || len(odd) == 1 && err == nil:
		t.Errorf("%s: unreadable are %v, and the error is %v", name, odd, err)
	}
	word, decides := l.decides[member]
	if value != oddValues[0] || !decides {
		return
	}
	if err == nil || !strings.Contains(err.Error(), "unreadable: "+word) {
		t.Errorf("%s decides, and what is said is %v", name, err)
	}
	if word != "id" && (len(rows) != len(good) || len(odd) != 1) {
		t.Errorf("%s: the odd record is not in its list: %d of %d, %v", name, len(rows), len(good), odd)
	}
}

// rowsOf gives the rows of a list as oddList.read does.
func rowsOf[T any](list []T, err error, of func(T) (id string, odd client.Unreadable)) (map[string]string, map[string]client.Unreadable,
	error) {
	rows, odd := map[string]string{}, map[string]client.Unreadable{}
	for i, one := range list {
		id, unreadable := of(one)
		line, wrong := json.Marshal(one)
		if wrong != nil {
			return nil, nil, wrong
		}
		key := id
		if _, twice := rows[key]; twice || key == "" {
			key = fmt.Sprintf("%s #%d", id, i)
		}
		if rows[key] = string(line); unreadable != "" {
			odd[key] = unreadable
		}
	}
	return rows, odd, err
}

func oddLists(t *testing.T, box *sandbox.Sandbox, answers *answersSeen) []oddList {
	t.Helper()
	secret := func(text string) func(context.Context) (crypto.Secret, error) {
		return func(context.Context) (crypto.Secret, error) { return crypto.SecretFromString(text), nil }
	}
	now := func() time.Time { return time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC) }
	e := box.FinHub()
	root := answers.serve(t, box.Handler(sandbox.IssuerFinHub))
	fin, err := finhub.New(finhub.Options{Profile: "fin", BaseURL: root + e.BaseURL, LoginURL: root + e.LoginURL, TenantID: e.TenantID,
		Email:    e.Email,
		Password: secret(e.Password), Now: now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(fin.Close)
	if _, err := box.Purchase(sandbox.Purchase{Issuer: sandbox.IssuerFinHub, CardID: box.CardIDs(sandbox.IssuerFinHub)[0]}); err != nil {
		t.Fatal(err)
	}
	lists := []oddList{
		{sandbox.IssuerFinHub, "/card/list",
			map[string]string{"cardNo": "id", "status": "status", "blocked": "blocked", "balanceInfo.amount": "balance"},
			func(ctx context.Context) (map[string]string, map[string]client.Unreadable, error) {
				cards, err := client.CollectCards(ctx, fin.Cards)
				return rowsOf(cards, err, func(c client.Card) (string, client.Unreadable) { return c.ID, c.Unreadable })
			}},
		{sandbox.IssuerFinHub, "/card/v2/cardTypes",
			map[string]string{"cardTypeId": "id", "status": "status", "rechargeFeeRate": "fee", "rechargeFixedFee": "fee"},
			func(ctx context.Context) (map[string]string, map[string]client.Unreadable, error) {
				types, err := fin.CardTypes(ctx)
				return rowsOf(types, err, func(c client.CardType) (string, client.Unreadable) { return c.ID, c.Unreadable })
			}},
		{sandbox.IssuerFinHub, "/card/holder/list", map[string]string{"holderId": "id", "status": "status"},
			func(ctx context.Context) (map[string]string, map[string]client.Unreadable, error) {
				holders, err := fin.Holders(ctx)
				return rowsOf(holders, err, func(h client.Holder) (string, client.Unreadable) { return h.ID, h.Unreadable })
			}},
		{sandbox.IssuerFinHub, "/account/list", map[string]string{"availableBalance": "balance", "accountType": "type", "currency": "currency"},
			func(ctx context.Context) (map[string]string, map[string]client.Unreadable, error) {
				funds, err := fin.Funds(ctx)
				return rowsOf(funds, err, func(f client.Funds) (string, client.Unreadable) { return cmp.Or(f.ID, f.Name), f.Unreadable })
			}},
	}
	for kind, decides := range map[client.RecordKind]map[string]string{
		client.RecordAuthorizations: {"amount": "amount", "authorizedAmount": "card amount", "status": "status", "type": "type"},
		client.RecordOperations:     {"amount": "amount", "status": "status", "type": "type", "merchantOrderNo": "order"},
		client.RecordOperationsV1:   {"amount": "amount", "status": "status"},
		client.RecordPurchases:      {"cardFee": "price", "depositAmount": "amount", "status": "status"},
		client.Record3DS:            {"values": "value", "cardNo": "card"},
	} {
		path := map[client.RecordKind]string{client.RecordAuthorizations: "/card/authorize/transaction",
			client.RecordOperations:   "/card/v2/transaction",
			client.RecordOperationsV1: "/card/transaction", client.RecordPurchases: "/card/purchase/transaction",
			client.Record3DS: "/card/3ds/transaction"}[kind]
		lists = append(lists, oddList{sandbox.IssuerFinHub, path, decides, recordsOfKind(fin, client.RecordQuery{Kind: kind})})
	}
	for name, kind := range map[string]string{sandbox.IssuerAurex: "ads", sandbox.IssuerLinora: "team"} {
		e := box.Aurex()
		if name == sandbox.IssuerLinora {
			e = box.Linora()
		}
		address := answers.serve(t, box.Handler(name)) + e.BaseURL
		var issuer interface {
			client.Issuer
			client.Recorder
			client.Depositor
		}
		if name == sandbox.IssuerAurex {
			issuer, err = aurex.New(aurex.Options{Profile: kind, BaseURL: address, UserID: e.UserID, APIKey: secret(e.APIKey), RatePerMinute: -1,
				Now: now})
		} else {
			issuer, err = linora.New(linora.Options{Profile: kind, BaseURL: address, UserID: e.UserID, APIKey: secret(e.APIKey),
				RatePerMinute: -1, Now: now})
		}
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(issuer.(client.Session).Close)
		for range 2 {
			if _, err := issuer.RequestDeposit(t.Context(), client.NewMoney(decimal.NewFromInt(100), "USD"), "USDC"); err != nil {
				t.Fatal(err)
			}
		}
		lists = append(lists,
			oddList{name, "/cards", map[string]string{"cardId": "id", "status": "status", "balance": "balance"},
				func(ctx context.Context) (map[string]string, map[string]client.Unreadable, error) {
					cards, err := client.CollectCards(ctx, issuer.Cards)
					return rowsOf(cards, err, func(c client.Card) (string, client.Unreadable) { return c.ID, c.Unreadable })
				}},
			oddList{name, "/deposits", map[string]string{"depositId": "id", "status": "status", "amount": "amount"},
				func(ctx context.Context) (map[string]string, map[string]client.Unreadable, error) {
					deposits, err := issuer.Deposits(ctx)
					return rowsOf(deposits, err, func(d client.Deposit) (string, client.Unreadable) { return d.ID, d.Unreadable })
				}},
			oddList{name, "/transactions", map[string]string{"amount": "amount", "status": "status"},
				recordsOfKind(issuer, client.RecordQuery{Kind: client.RecordHistory, CardID: box.CardIDs(name)[0]})})
	}
	return lists
}

func recordsOfKind(recorder client.Recorder,
	q client.RecordQuery) func(context.Context) (map[string]string, map[string]client.Unreadable, error) {
	return func(ctx context.Context) (map[string]string, map[string]client.Unreadable, error) {
		page, err := recorder.Records(ctx, q)
		for i := range page.Records {
			page.Records[i].Value = client.Field{}
		}
		return rowsOf(page.Records, err, func(r client.Record) (string, client.Unreadable) { return r.ID, r.Unreadable })
	}
}

// A code is shown whatever the amount, the merchant, or another record looks like.
func TestAnOddRecordHidesNoCode(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)
	now := func() time.Time { return at }
	key, err := registered()
	if err != nil {
		t.Fatal(err)
	}
	box, err := sandbox.New(sandbox.Options{Seed: 5, FinHubKey: &key.PublicKey, Now: now})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = box.Close() }()
	e := box.FinHub()
	server := httptest.NewServer(box.Handler(sandbox.IssuerFinHub))
	defer server.Close()
	password := func(context.Context) (crypto.Secret, error) { return crypto.SecretFromString(e.Password), nil }
	d, err := finhub.New(finhub.Options{Profile: "fin", BaseURL: server.URL + e.BaseURL, LoginURL: server.URL + e.LoginURL,
		TenantID: e.TenantID, Email: e.Email, Password: password, Now: now})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	for i := range 3 {
		if _, err := box.Purchase(sandbox.Purchase{Issuer: sandbox.IssuerFinHub, CardID: box.CardIDs(sandbox.IssuerFinHub)[i%2]}); err != nil {
			t.Fatal(err)
		}
	}
	good, err := d.AllCodes(t.Context())
	if err != nil || len(good) < 3 {
		t.Fatalf("%d codes, %v", len(good), err)
	}
	for _, c := range []struct {
		fault string
		codes int
		says  string
	}{
		{`odd=amount:"--"`, 0, ""}, {`odd=merchantName:{}`, 0, ""}, {`odd=currency:7`, 0, ""}, {`odd=description:[]`, 0, ""},
		{`odd=type:null`, 0, ""},
		{`total=0`, 0, ""}, {`total="x"`, 0, ""}, {`bom`, 0, ""},
		{`odd=values:{}`, -1, "unreadable: value"}, {`odd=cardNo:{}`, -1, "unreadable: card"},
		{`null-record`, -1, "record 1: unreadable: all of it"},
	} {
		box.ClearFaults()
		f, err := sandbox.ParseFault("finhub:/card/3ds/transaction:" + c.fault)
		if err != nil {
			t.Fatal(err)
		}
		if err := box.SetFault(f); err != nil {
			t.Fatal(err)
		}
		got, err := d.AllCodes(t.Context())
		if len(got) != len(good)+c.codes || (err == nil) != (c.says == "") || err != nil &&
			(!client.OnlyOdd(err) || !strings.Contains(err.Error(), c.says)) {
			t.Errorf("%s: %d codes of %d, %v", c.fault, len(got), len(good), err)
		}
	}
}
