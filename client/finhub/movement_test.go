package finhub_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
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
)

func money(text, currency string) client.Money {
	return client.NewMoney(decimal.RequireFromString(text), currency)
}

// orders are one order of each kind that the sandbox accepts, with the path that each takes.
func orders(t *testing.T, d *finhub.Driver, box *sandbox.Sandbox) map[string]client.Order {
	t.Helper()
	card, _ := usable(t, d)
	all := changes(t, box)
	maps.Copy(all, map[string]client.Order{
		"/card/deposit":     {ID: orderID, Kind: client.MoveTopUp, CardID: card.ID, Amount: money("50", "USD")},
		"/card/withdraw":    {ID: orderID, Kind: client.MoveWithdraw, CardID: card.ID, Amount: money("10.5", "USD")},
		"/card/v2/openCard": {ID: orderID, Kind: client.MoveCreate, Amount: money("25.25", "USD"), New: client.NewCard{TypeID: "111001"}},
	})
	return all
}

// orderPaths are the endpoints that an order can go to.
var orderPaths = []string{"/card/deposit", "/card/withdraw", "/card/v2/openCard", "/card/v2/freeze", "/card/v2/unfreeze", "/card/cancel",
	"/card/updatePin",
	"/card/v2/update", "/card/activate"}

func TestPreviewIsWhatIsSent(t *testing.T) {
	for _, path := range orderPaths {
		d, box := start(t, sandbox.Options{Seed: 1})
		order := orders(t, d, box)[path]
		if path == "/card/v2/openCard" { // with every part that there is
			funds, err := d.Funds(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			order.New = client.NewCard{TypeID: "111005", HolderID: someHolder(t, d), AccountID: funds[0].ID, CardNumber: "4242420000000000"}
		}
		before := len(box.Requests())
		wire, err := d.Preview(order)
		if err != nil || len(box.Requests()) != before {
			t.Fatalf("%s: %v, %d requests", path, err, len(box.Requests())-before)
		}
		if _, err := d.Send(t.Context(), order); err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		got := box.Requests()[before]
		if wire.Method != got.Method || wire.URL != box.FinHub().BaseURL+got.Path || got.Path != path {
			t.Errorf("%s %s was %s %s", wire.Method, wire.URL, got.Method, got.Path)
		}
		var body any
		decoder := json.NewDecoder(strings.NewReader(string(wire.Body)))
		decoder.UseNumber()
		if err := decoder.Decode(&body); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(got.Body, body); diff != "" {
			t.Errorf("%s (-sent +preview):\n%s", path, diff)
		}
		if got.Header.Get("Idempotency-Key") != "" {
			t.Errorf("%s: an Idempotency-Key, with which net/http sends again", path)
		}
	}
}

// someHolder finds one that may hold cards: one who does.
func someHolder(t *testing.T, d *finhub.Driver) string {
	t.Helper()
	cards, err := client.CollectCards(t.Context(), d.Cards)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range cards {
		if c.HolderID != "" {
			return c.HolderID
		}
	}
	t.Fatal("no card has a holder")
	return ""
}

func TestOrdersThatAreNotSent(t *testing.T) {
	asked := 0
	d := scripted(t, func(w http.ResponseWriter, _ *http.Request) { asked++; success(w, "{}") })
	ten := money("10", "USD")
	for name, tt := range map[string]struct {
		order client.Order
		want  error
	}{
		"order number": {client.Order{ID: "short", Kind: client.MoveWithdraw, CardID: "c", Amount: ten}, client.ErrRefused},
		"no type":      {client.Order{ID: orderID, Kind: client.MoveCreate, Amount: ten}, client.ErrRefused},
		"type":         {client.Order{ID: orderID, Kind: client.MoveCreate, Amount: ten, New: client.NewCard{TypeID: "1e3"}}, client.ErrRefused},
		"type is 0":    {client.Order{ID: orderID, Kind: client.MoveCreate, Amount: ten, New: client.NewCard{TypeID: "0"}}, client.ErrRefused},
		"holder": {client.Order{ID: orderID, Kind: client.MoveCreate, Amount: ten, New: client.NewCard{TypeID: "1", HolderID: "01"}},
			client.ErrRefused},
		"account": {client.Order{ID: orderID, Kind: client.MoveCreate, Amount: ten,
			New: client.NewCard{TypeID: "1", AccountID: "99999999999999999999"}}, client.ErrRefused},
	} {
		_, err := d.Send(t.Context(), tt.order)
		if !errors.Is(err, tt.want) || !client.NotSent(err) {
			t.Errorf("%s: %v", name, err)
		}
		if _, again := d.Preview(tt.order); again == nil || again.Error() != err.Error() {
			t.Errorf("%s: the preview says %v, sending %v", name, again, err)
		}
	}
	if _, err := d.Preview(client.Order{ID: orderID, Kind: "transfer", Amount: ten}); !errors.Is(err, client.ErrUnsupported) {
		t.Errorf("another kind: %v", err)
	}
	if asked != 0 {
		t.Errorf("%d requests were sent", asked)
	}
}

func TestLongIDsAreSentDigitByDigit(t *testing.T) {
	var body string
	d := scripted(t, func(w http.ResponseWriter, r *http.Request) {
		all, _ := io.ReadAll(r.Body)
		body = string(all)
		success(w, `{"merchantOrderNo":"`+orderID+`","status":"wait_process"}`)
	})
	_, err := d.Send(t.Context(), client.Order{Kind: client.MoveCreate, ID: orderID, Amount: money("20.10", "USD"),
		New: client.NewCard{TypeID: "9007199254740993", HolderID: "1852379830190366721", AccountID: "9223372036854775807",
			CardNumber: "0012 34"}})
	want := `{"accountId":9223372036854775807,"amount":20.1,"cardNumber":"0012 34","cardTypeId":9007199254740993,` +
		`"holderId":1852379830190366721,"merchantOrderNo":"` + orderID + `"}`
	if err != nil || body != want {
		t.Errorf("sent %s, %v", body, err)
	}
}

func TestAnswersToMovements(t *testing.T) {
	own := `"merchantOrderNo":"` + orderID + `",`
	for data, want := range map[string]string{
		`{` + own + `"orderNo":1852379830190366720,"cardNo":"c1","currency":"USD","amount":20,"fee":0.1,"receivedAmount":0,"type":"create",
			"status":"wait_process"}`: "topup processing c1 20.00 USD fee 0.10 USD|withdraw processing c1 20.00 USD fee 0.10 USD|create " +
			"processing c1 20.00 USD fee 0.10 USD",
		`{` + own + `"orderNo":"1","cardNo":"c1","currency":"USD","amount":20,"fee":0,"receivedAmount":0,
			"status":"processing"}`: "topup processing c1 20.00 USD fee unknown|withdraw processing c1 20.00 USD fee unknown|create " +
			"processing c1 20.00 USD fee unknown",
		`{` + own + `"cardNo":"c1","currency":"USD","amount":20,"fee":0,
			"status":"success"}`: "topup success c1 20.00 USD fee 0.00 USD|withdraw success c1 20.00 USD fee 0.00 USD|create success c1 20.00 " +
			"USD fee 0.00 USD",
		`{` + own + `"cardNo":null,"status":"processing","description":null,
			"remark":null}`: "topup processing c1 unknown fee unknown|withdraw processing c1 unknown fee unknown|create processing  unknown " +
			"fee unknown",
		`{"cardId":"c1","operationType":"FREEZE","operationStatus":"COMPLETED",
			"transactionId":"9"}`: "topup success c1 unknown fee unknown|withdraw success c1 unknown fee unknown|create success c1 unknown " +
			"fee unknown",
		`{"cardId":"c1","cardToken":"t","maskedCardNumber":"**** **** **** 4242","cardStatus":"ACTIVE","currency":"USD","availableBalance":20,
			"createTime":1730476741729}`: "topup processing c1 unknown fee unknown|withdraw processing c1 unknown fee unknown|create " +
			"processing c1 unknown fee unknown",
		`{` + own + `"cardNo":"c2",
			"status":"success"}`: "topup garbage|withdraw garbage|create success c2 unknown fee unknown",
		`{"merchantOrderNo":"another","cardNo":"c1",
			"status":"fail"}`: "topup garbage|withdraw garbage|create garbage",
		`{` + own + `"cardNo":"c1","status":"fail","amount":"20",
			"currency":"usd"}`: "topup failed c1 20.00 USD fee unknown|withdraw failed c1 20.00 USD fee unknown|create failed c1 20.00 USD " +
			"fee unknown",
		`{` + own + `"cardNo":"c1",
			"status":"maybe"}`: "topup garbage|withdraw garbage|create garbage",
		`{}`:   "topup garbage|withdraw garbage|create garbage",
		`null`: "topup garbage|withdraw garbage|create garbage",
	} {
		d := scripted(t, func(w http.ResponseWriter, _ *http.Request) { success(w, data) })
		var got []string
		for _, kind := range slices.DeleteFunc(client.Kinds(), client.MovementKind.IsChange) {
			order := client.Order{ID: orderID, Kind: kind, CardID: "c1", Amount: money("20", "USD"), New: client.NewCard{TypeID: "1"}}
			if kind == client.MoveCreate {
				order.CardID = ""
			}
			switch o, err := d.Send(t.Context(), order); {
			case errors.Is(err, client.ErrGarbage):
				got = append(got, string(kind)+" garbage")
			case err != nil:
				t.Errorf("%s, %s: %v", kind, data, err)
			case o.OrderID != orderID:
				t.Errorf("%s, %s: order %q", kind, data, o.OrderID)
			default:
				got = append(got, fmt.Sprintf("%s %s %s %s fee %s", kind, o.Status, o.CardID, o.Amount, o.Fee))
			}
		}
		if joined := strings.Join(got, "|"); joined != want {
			t.Errorf("%s:\ngot  %s\nwant %s", data, joined, want)
		}
	}
}

// What an answer says in words decides nothing, so that no form of it makes a movement unknown that succeeded.
func TestWordsInAnyFormHideNoAnswer(t *testing.T) {
	for _, msg := range []string{`null`, `5`, `["Success"]`, `{"en":"Success"}`, `true`} {
		d := scripted(t, func(w http.ResponseWriter, _ *http.Request) {
			fmt.Fprintf(w, `{"success":true,"code":200,"msg":%s,"message":%s,"data":{"merchantOrderNo":%q,"cardNo":"c1","status":"success"}}`,
				msg, msg, orderID)
		})
		o, err := d.Send(t.Context(), client.Order{ID: orderID, Kind: client.MoveTopUp, CardID: "c1", Amount: money("20", "USD")})
		if err != nil || o.Status != client.OperationSucceeded {
			t.Errorf("%s: %+v, %v", msg, o, err)
		}
	}
}

func TestFaultsOnEveryMovement(t *testing.T) {
	tests := []struct {
		fault   sandbox.FaultKind
		status  int
		kind    error
		limited bool
		applied int
	}{
		{sandbox.FaultDropBefore, 0, client.ErrUnreachable, false, 0},
		{sandbox.FaultDropAfter, 0, client.ErrUnreachable, false, 1},
		{sandbox.FaultStatus, 401, client.ErrNotAllowed, false, 0},
		{sandbox.FaultStatusAfter, 401, client.ErrNotAllowed, false, 1}, // renewed for the question below
		{sandbox.FaultStatus, 403, client.ErrNotAllowed, false, 0},
		{sandbox.FaultStatus, 500, client.ErrUnreachable, false, 0},
		{sandbox.FaultStatusAfter, 500, client.ErrUnreachable, false, 1},
		{sandbox.FaultStatusAfter, 503, client.ErrUnreachable, false, 1},
		{sandbox.FaultTooMany, 0, client.ErrRateLimited, true, 0},
		{sandbox.FaultTooManyDate, 0, client.ErrRateLimited, true, 0},
		{sandbox.FaultRedirect, 0, client.ErrGarbage, false, 0},
		{sandbox.FaultHTML, 0, client.ErrUnreachable, false, 0},
		{sandbox.FaultGarbage, 0, client.ErrGarbage, false, 1},
		{sandbox.FaultTruncated, 0, client.ErrGarbage, false, 1},
		{sandbox.FaultHuge, 0, client.ErrGarbage, false, 1},
		{sandbox.FaultContentType, 0, nil, false, 1},
		{sandbox.FaultDialect, 0, nil, false, 1},
		{sandbox.FaultFail, 0, nil, false, 0},
	}
	for _, path := range orderPaths {
		for _, tt := range tests {
			t.Run(fmt.Sprint(path[1:], " ", tt.fault, tt.status), func(t *testing.T) {
				now := newClock()
				d, box := start(t, sandbox.Options{Seed: 1, Now: now.Now, ListActivations: true})
				order := orders(t, d, box)[path]
				fault := sandbox.Fault{Issuer: "finhub", Path: path, Kind: tt.fault, Status: tt.status, Count: 1}
				if tt.limited {
					fault.Delay = 30 * time.Second
				}
				if err := box.SetFault(fault); err != nil {
					t.Fatal(err)
				}
				_, err := d.Send(t.Context(), order)
				if tt.kind == nil && err != nil || tt.kind != nil && !errors.Is(err, tt.kind) || client.NotSent(err) {
					t.Errorf("got %v, not sent %v", err, client.NotSent(err))
				}
				if tt.limited {
					if e := issuerError(t, err); e.RetryAfter != 30*time.Second {
						t.Errorf("Retry-After %v", e.RetryAfter)
					}
				}
				now.Add(time.Minute)
				if applied := applied(box); applied != tt.applied {
					t.Errorf("applied %d times", applied)
				}
				if !tt.limited { // after 429 the driver keeps quiet for a while
					checkOrder(t, d, box, order, tt.fault == sandbox.FaultFail || tt.applied > 0)
				}
			})
		}
	}
}

// operations are all that the sandbox has been asked to do, and what it began with.
func operations(box *sandbox.Sandbox) []sandbox.Movement {
	books := box.Ledger("finhub")
	return slices.Concat(books.Movements, books.Changes)
}

func applied(box *sandbox.Sandbox) (n int) {
	for _, m := range operations(box) {
		if m.Order == orderID {
			n += m.Applied
		}
	}
	return n
}

// checkOrder compares what the driver reads about an order with the sandbox's books.
func checkOrder(t *testing.T, d *finhub.Driver, box *sandbox.Sandbox, order client.Order, arrived bool) {
	t.Helper()
	got, err := d.ReadOrder(t.Context(), orderID)
	if !arrived {
		if !errors.Is(err, client.ErrNotFound) {
			t.Errorf("an order that never arrived: %+v, %v", got, err)
		}
		return
	}
	for _, truth := range operations(box) {
		if truth.Order != orderID {
			continue
		}
		want := client.OperationStatus(truth.Status)
		if truth.Status == "fail" {
			want = client.OperationFailed
		}
		if err != nil || got.Status != want || got.CardID != truth.CardID || got.Kind != truth.Kind ||
			!got.Amount.Amount.Equal(order.Amount.Amount) || !got.Fee.Amount.Equal(truth.Fee) {
			t.Errorf("got %+v, %v, truth %+v", got, err, truth)
		}
	}
	if err := box.Audit(); err != nil {
		t.Error(err)
	}
}

// A connection that is refused is proof that nothing was sent.
func TestNothingListens(t *testing.T) {
	d, box := start(t, sandbox.Options{Seed: 1})
	all := orders(t, d, box)
	if err := box.Close(); err != nil {
		t.Fatal(err)
	}
	for path, order := range all {
		if _, err := d.Send(t.Context(), order); !errors.Is(err, client.ErrUnreachable) || !client.NotSent(err) {
			t.Errorf("%s: %v", path, err)
		}
	}
}
