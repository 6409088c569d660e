package dashboard_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"cardwallet/client"
	"cardwallet/client/sandbox"
)

func TestPreviewIsWhatIsSent(t *testing.T) {
	each(t, func(t *testing.T, x dialect) {
		d, box := x.start(t, sandbox.Options{Seed: 1})
		for _, order := range x.orders(box) {
			before := len(box.Requests())
			wire, err := d.Preview(order)
			if err != nil || len(box.Requests()) != before {
				t.Fatalf("%s: %v, %d requests", order.Kind, err, len(box.Requests())-before)
			}
			if _, err := d.Send(t.Context(), order); err != nil {
				t.Fatalf("%s: %v", order.Kind, err)
			}
			got := box.Requests()[before]
			if wire.Method != got.Method || wire.URL != x.endpoint(box).BaseURL+got.Path || got.Query != "" {
				t.Errorf("%s %s was %s %s", wire.Method, wire.URL, got.Method, got.Path)
			}
			var body any
			decoder := json.NewDecoder(strings.NewReader(string(wire.Body)))
			decoder.UseNumber()
			if err := decoder.Decode(&body); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(got.Body, body); diff != "" {
				t.Errorf("%s (-sent +preview):\n%s", order.Kind, diff)
			}
			if text := wire.URL + string(wire.Body); strings.Contains(text, x.endpoint(box).APIKey) {
				t.Errorf("the key shows in %s", text)
			}
		}
		for name, order := range map[string]client.Order{
			"withdraw":     {Kind: client.MoveWithdraw, CardID: "c", Amount: usd("20")},
			"no kind":      {CardID: "c", Amount: usd("20")},
			"lines":        {Kind: client.MoveCreate, Amount: usd("50"), New: client.NewCard{Name: "a\nb"}},
			"type":         {Kind: client.MoveCreate, Amount: usd("50"), New: client.NewCard{Name: "n", TypeID: "1"}},
			"no card":      {Kind: client.MoveTopUp, Amount: usd("20")},
			"no name":      {Kind: client.MoveCreate, Amount: usd("50")},
			"control name": {Kind: client.MoveCreate, Amount: usd("50"), New: client.NewCard{Name: "a\x1b[2J"}},
		} {
			if _, err := d.Preview(order); !client.NotSent(err) {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

func TestTopUpAnswers(t *testing.T) {
	each(t, func(t *testing.T, x dialect) {
		tests := []struct {
			status int
			body   string
			want   error
			only   string // the dialect of which it holds; empty: of each
		}{
			{200, `{"success":true,"data":{"cardId":"c","newBalance":200,"rechargeAmount":100,"fees":3}}`, nil, ""},
			{200, `{"success":true,"data":{"cardId":"c","newBalance":"200","rechargeAmount":"100","fees":{"totalFees":"3","ourFee":3}}}`, nil, ""},
			// words decide nothing
			{200, `{"success":true,"error":{},"message":5,"data":{"cardId":"c","newBalance":200,"rechargeAmount":100,"fees":3}}`, nil, ""},
			{200, `{"success":true,"data":{"cardId":"other","newBalance":200}}`, client.ErrGarbage, ""},
			{200, `{"success":true,"data":{}}`, client.ErrGarbage, ""},
			{200, `{"success":true,"data":{"cardId":"c","rechargeAmount":100,"RechargeAmount":1}}`, client.ErrGarbage, ""},
			{200, `{"success":false,"error":"no"}`, client.ErrRefused, ""},
			{400, `{"success":false,"error":"invalid"}`, client.ErrRefused, ""},
			{401, `{"success":false,"error":"key"}`, client.ErrNotAllowed, ""},
			{402, `{"success":false,"error":"x"}`, client.ErrInsufficient, ""},
			{404, `{"success":false,"error":"x"}`, client.ErrNotFound, ""},
			{409, `{"success":false,"error":"Insufficient balance"}`, client.ErrInsufficient, ""},
			{409, `{"success":false}`, client.ErrRefused, "aurex"}, // which of its two meanings it has is not said
			{422, `{"success":false}`, client.ErrRefused, ""},
			{409, `{"success":false,"error":"balance is being updated"}`, client.ErrRefused, ""},
			{409, `{"success":false,"error":"operation in progress"}`, client.ErrRefused, ""},
			{422, `{"success":false,"error":"not enough"}`, client.ErrInsufficient, ""},
			{429, `{"success":false,"error":"slow down"}`, client.ErrRateLimited, ""},
			{500, `{"success":false,"error":"x"}`, client.ErrUnreachable, ""},
			{502, `<html>`, client.ErrUnreachable, ""},
			{200, `<html>`, client.ErrGarbage, ""},
		}
		for _, tt := range tests {
			if tt.only != "" && tt.only != x.name {
				continue
			}
			d := x.scripted(t, func(w http.ResponseWriter, r *http.Request) {
				body, _ := io.ReadAll(r.Body)
				if r.Method != http.MethodPost || r.URL.Path != "/users/u1/cards/c/topup" || string(body) != `{"amount":100}` ||
					r.Header.Get("Authorization") != "Bearer key" {
					t.Errorf("sent %s %s %s", r.Method, r.URL, body)
				}
				answer(tt.status, tt.body)(w, r)
			})
			got, err := d.Send(t.Context(), client.Order{Kind: client.MoveTopUp, ID: "o", CardID: "c", Amount: usd("100.00")})
			if tt.want == nil {
				if err != nil || got.Fee.String() != "3.00 USD" {
					t.Errorf("%s: %+v, %v", tt.body, got, err)
				}
				continue
			}
			if !errors.Is(err, tt.want) || tt.want == client.ErrRefused && errors.Is(err, client.ErrInsufficient) {
				t.Errorf("%d %s: %v", tt.status, tt.body, err)
			}
			if client.NotSent(err) { // it left, whatever the answer says
				t.Errorf("%d %s: not sent %v", tt.status, tt.body, client.NotSent(err))
			}
		}
	})
}

func TestCreateAnswers(t *testing.T) {
	each(t, func(t *testing.T, x dialect) {
		const number, cvv = "4111 1111 1111 1234", "987"
		tests := []struct {
			status int
			body   string
			want   error
			facts  string
			only   string // the dialect of which it holds; empty: of each
		}{
			{200, `{"success":true,"data":{"cardId":"card_abc123","cardName":"n","balance":100,"cardNumber":"` + number + `","expiryDate":"12/28",
				"cvv":"` + cvv + `","status":"active",
				"fees":{"depositAmount":124,"ourFee":5,"ourFeeRate":0.05,"cardIssueFee":19,"totalFees":24,
				"cardBalance":100}}}`, nil, "card_abc123 100.00 USD fee 24.00 USD", ""},
			{200, `{"success":true,"data":{"cardId":1852379830190366720,"balance":"100","fees":{"ourFee":"5","cardIssueFee":19.5}}}`, nil,
				"1852379830190366720 unknown fee 24.50 USD", ""},
			{200, `{"success":true,"data":{"cardId":"c","fees":{"ourFee":5,"totalFees":null}}}`, nil, "c unknown fee unknown", ""},
			{200, `{"success":true,"data":{"cardId":"c","fees":24}}`, nil, "c unknown fee 24.00 USD", ""},
			{200, `{"success":true,"data":{"cardId":"c","fees":null,"balance":null}}`, nil, "c unknown fee unknown", ""},
			{200, `{"success":true,"data":{"cardId":null,"balance":100}}`, client.ErrGarbage, "", ""},
			{200, `{"success":true,"data":{}}`, client.ErrGarbage, "", ""},
			{200, `{"success":true,"data":{"cardId":"c","cardId":"d"}}`, client.ErrGarbage, "", ""},
			{200, `{"success":false,"error":"no"}`, client.ErrRefused, "", ""},
			{400, `{"success":false,"error":"initialBalance must be between 25 and 100000"}`, client.ErrRefused, "", ""},
			{401, `{"success":false,"error":"key"}`, client.ErrNotAllowed, "", ""},
			{404, `{"success":false,"error":"User not found"}`, client.ErrNotFound, "", ""},
			{409, `{"success":false,"error":"Insufficient balance"}`, client.ErrInsufficient, "", ""},
			{429, `{"success":false,"error":"slow down"}`, client.ErrRateLimited, "", ""},
			{500, `{"success":false,"error":"x"}`, client.ErrUnreachable, "", ""},
			{200, `{"success":true,"data":{"cardId":"c","currency":"EUR","fees":3}}`, nil, "c unknown fee 3.00 EUR", ""},
			{200, `{"success":true,"data":null}`, client.ErrGarbage, "", ""},
			{200, `{"success":true,"data":{"cardId":9007199254740993,"fees":{"issuanceFee":"7","serviceFee":2}}}`, nil,
				"9007199254740993 unknown fee 9.00 USD", "linora"},
			{200, `{"success":true,"data":{"cardId":"c","fees":{"issuanceFee":7}}}`, nil, "c unknown fee unknown", ""},
			{502, `<html>`, client.ErrUnreachable, "", ""},
		}
		for _, tt := range tests {
			if tt.only != "" && tt.only != x.name {
				continue
			}
			d := x.scripted(t, func(w http.ResponseWriter, r *http.Request) {
				body, _ := io.ReadAll(r.Body)
				if r.Method != http.MethodPost || r.URL.Path != "/users/u1/cards" || string(body) != `{"cardName":"n","initialBalance":100}` {
					t.Errorf("sent %s %s %s", r.Method, r.URL, body)
				}
				answer(tt.status, tt.body)(w, r)
			})
			got, err := d.Send(t.Context(), client.Order{Kind: client.MoveCreate, ID: "o", Amount: usd("100.00"), New: client.NewCard{Name: " n "}})
			if facts := fmt.Sprintf("%s %s fee %s", got.CardID, got.Amount, got.Fee); tt.want == nil && (err != nil || facts != tt.facts) {
				t.Errorf("%s: %s, %v", tt.body, facts, err)
			}
			if tt.want != nil && !errors.Is(err, tt.want) {
				t.Errorf("%d %s: %v", tt.status, tt.body, err)
			}
			if client.NotSent(err) { // it left, whatever the answer says
				t.Errorf("%d %s: not sent %v", tt.status, tt.body, client.NotSent(err))
			}
			got.At = time.Time{} // its digits may be those of the CVV
			if text := fmt.Sprintf("%+v %v", got, err); strings.Contains(text, number) || strings.Contains(text, cvv) {
				t.Errorf("card data shows: %s", text)
			}
		}
	})
}

func TestFaultsOnEveryMovement(t *testing.T) {
	each(t, func(t *testing.T, x dialect) {
		for _, tt := range []struct {
			fault   sandbox.Fault
			kind    error
			applied bool
		}{
			{sandbox.Fault{Kind: sandbox.FaultDropBefore}, client.ErrUnreachable, false},
			{sandbox.Fault{Kind: sandbox.FaultDropAfter}, client.ErrUnreachable, true},
			{sandbox.Fault{Kind: sandbox.FaultStatus, Status: 401}, client.ErrNotAllowed, false},
			{sandbox.Fault{Kind: sandbox.FaultStatus, Status: 500}, client.ErrUnreachable, false},
			{sandbox.Fault{Kind: sandbox.FaultStatusAfter, Status: 503}, client.ErrUnreachable, true},
			{sandbox.Fault{Kind: sandbox.FaultTooMany, Delay: time.Second}, client.ErrRateLimited, false},
			{sandbox.Fault{Kind: sandbox.FaultTooManyDate, Delay: time.Second}, client.ErrRateLimited, false},
			{sandbox.Fault{Kind: sandbox.FaultRedirect}, client.ErrGarbage, false},
			{sandbox.Fault{Kind: sandbox.FaultHTML}, client.ErrUnreachable, false},
			{sandbox.Fault{Kind: sandbox.FaultGarbage}, client.ErrGarbage, true},
			{sandbox.Fault{Kind: sandbox.FaultTruncated}, client.ErrGarbage, true},
			{sandbox.Fault{Kind: sandbox.FaultHuge}, client.ErrGarbage, true},
			{sandbox.Fault{Kind: sandbox.FaultFail}, client.ErrUnreachable, false},
			{sandbox.Fault{Kind: sandbox.FaultContentType}, nil, true},
		} {
			d, box := x.start(t, sandbox.Options{Seed: 1})
			for _, order := range x.orders(box) {
				tt.fault.Issuer, tt.fault.Path, tt.fault.Count = x.name, "/cards", 1
				if order.Kind == client.MoveTopUp {
					tt.fault.Path = "/topup"
				}
				if err := box.SetFault(tt.fault); err != nil {
					t.Fatal(err)
				}
				before := box.Ledger(x.name)
				_, err := d.Send(t.Context(), order)
				if tt.kind == nil && err != nil || tt.kind != nil && !errors.Is(err, tt.kind) || client.NotSent(err) {
					t.Errorf("%s, %s: %v, not sent %v", order.Kind, tt.fault.Kind, err, client.NotSent(err))
				}
				after := box.Ledger(x.name)
				want := len(before.Movements)
				if tt.applied {
					want++
				}
				if len(after.Movements) != want || after.Wallets[0].Available.Equal(before.Wallets[0].Available) == tt.applied {
					t.Errorf("%s, %s: %d movements, before %d", order.Kind, tt.fault.Kind, len(after.Movements), len(before.Movements))
				}
				if err := box.Audit(); err != nil {
					t.Error(err)
				}
			}
		}
	})
}
