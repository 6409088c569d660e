package finhub_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"cardwallet/client"
	"cardwallet/client/finhub"
	"cardwallet/crypto"
)

// endpoint is one of FinHub's, with a call that asks it.
type endpoint struct {
	call func(context.Context, *finhub.Driver) error
	// instead are the kinds that mean something else here; a nil one means that the call goes on without the answer.
	instead map[error]error
	moves   bool // an order: nothing is known of it unless the answer is FinHub's own
}

// everyEndpoint lists all that the driver asks.
func everyEndpoint() map[string]endpoint {
	all := map[string]endpoint{}
	read := func(path string, call func(context.Context, *finhub.Driver) error) { all[path] = endpoint{call: call} }
	read("/card/v2/cardTypes", func(ctx context.Context, d *finhub.Driver) error { _, err := d.CardTypes(ctx); return err })
	read("/card/list", func(ctx context.Context, d *finhub.Driver) error {
		_, err := client.CollectCards(ctx, d.Cards)
		return err
	})
	read("/card/info", func(ctx context.Context, d *finhub.Driver) error { _, err := d.Card(ctx, "c"); return err })
	read("/card/info/sensitive", func(ctx context.Context, d *finhub.Driver) error { _, err := d.Details(ctx, "c"); return err })
	read("/card/holder/list", func(ctx context.Context, d *finhub.Driver) error { _, err := d.Holders(ctx); return err })
	read("/account/", func(ctx context.Context, d *finhub.Driver) error { _, err := d.Funds(ctx); return err })
	for kind, path := range map[client.RecordKind]string{client.RecordAuthorizations: "/card/authorize/transaction",
		client.RecordOperations:   "/card/v2/transaction",
		client.RecordOperationsV1: "/card/transaction", client.RecordPurchases: "/card/purchase/transaction",
		client.RecordFees: "/card/auth/fee/transaction",
		client.Record3DS:  "/card/3ds/transaction"} {
		read(path, func(ctx context.Context, d *finhub.Driver) error {
			_, err := d.Records(ctx, client.RecordQuery{Kind: kind})
			return err
		})
	}
	read("/card/3ds/transaction ", func(ctx context.Context, d *finhub.Driver) error { _, err := d.AllCodes(ctx); return err })
	// A card without a balance is still there.
	all["/card/balance"] = endpoint{call: all["/card/info"].call,
		instead: map[error]error{client.ErrRefused: nil, client.ErrNotFound: nil, client.ErrInsufficient: nil}}
	// A refusal of the question says nothing about the order.
	all["/card/v2/transaction "] = endpoint{call: func(ctx context.Context, d *finhub.Driver) error {
		_, err := d.ReadOrder(ctx, orderID)
		return err
	},
		instead: map[error]error{client.ErrRefused: client.ErrGarbage, client.ErrNotFound: client.ErrGarbage,
			client.ErrInsufficient: client.ErrGarbage}}

	all["/card/holder/list "] = endpoint{instead: all["/card/v2/transaction "].instead,
		call: func(ctx context.Context, d *finhub.Driver) error {
			_, err := d.ReadHolderOrder(ctx, orderID)
			return err
		}}
	read("/card/holder/list  ", func(ctx context.Context, d *finhub.Driver) error { _, err := d.Holder(ctx, "7"); return err })

	change := client.Change{PIN: crypto.SecretFromString(goodPIN), ActivationCode: crypto.SecretFromString("20834698"),
		Holder: someone()}
	order := client.Order{ID: orderID, CardID: "c", Amount: money("20", "USD"), New: client.NewCard{TypeID: "1"}, Change: change}
	for path, kind := range map[string]client.MovementKind{
		"/card/deposit": client.MoveTopUp, "/card/withdraw": client.MoveWithdraw, "/card/v2/openCard": client.MoveCreate,
		"/card/v2/freeze": client.MoveFreeze, "/card/v2/unfreeze": client.MoveUnfreeze, "/card/cancel": client.MoveCancel,
		"/card/updatePin": client.MovePIN, "/card/v2/update": client.MoveLimits, "/card/activate": client.MoveActivate,
		"/card/holder/v2/create": client.MoveHolder,
	} {
		order := order
		order.Kind = kind
		all[path] = endpoint{moves: true, call: func(ctx context.Context, d *finhub.Driver) error {
			_, err := d.Send(ctx, order)
			return err
		}}
	}
	return all
}

// ofACard are the endpoints where not found may mean that the card is not there.
var ofACard = map[string]bool{"/card/info": true, "/card/info/sensitive": true, "/card/balance": true, "/card/deposit": true,
	"/card/withdraw":  true,
	"/card/v2/freeze": true, "/card/v2/unfreeze": true, "/card/cancel": true, "/card/updatePin": true, "/card/v2/update": true,
	"/card/activate": true}

func TestEveryEndpointMapsEveryFault(t *testing.T) {
	const page = "<html><body>no</body></html>"
	says := func(code int, text string) string {
		return fmt.Sprintf(`{"success":false,"code":%d,"msg":%q,"data":null}`, code, text)
	}
	faults := []struct {
		status     int
		body       string
		read, move error
		untouched  bool // of a movement
	}{
		{400, says(500, "Missing required header(s)"), client.ErrRefused, client.ErrRefused, true},
		{400, page, client.ErrGarbage, client.ErrGarbage, false},
		{401, says(401, "Token expired"), client.ErrNotAllowed, client.ErrNotAllowed, false},
		{401, page, client.ErrNotAllowed, client.ErrNotAllowed, false},
		{403, says(403, "Forbidden"), client.ErrNotAllowed, client.ErrNotAllowed, false},
		{403, page, client.ErrUnreachable, client.ErrGarbage, false},
		{407, page, client.ErrUnreachable, client.ErrGarbage, false}, // a proxy's word proves nothing about an order
		{404, says(404, "No such endpoint"), client.ErrNotFound, client.ErrNotFound, false},
		{404, page, client.ErrNotFound, client.ErrGarbage, false},
		{409, says(409, "Card has an operation in process"), client.ErrRefused, client.ErrRefused, false},
		{409, says(409, "Insufficient balance"), client.ErrInsufficient, client.ErrInsufficient, true},
		{409, `{"code":409,"message":"Duplicate resource, state conflict","data":{"error":"CONFLICT"}}`, client.ErrRefused, client.ErrUnknown,
			false},
		{409, `{"code":409,"message":"State conflict","data":null}`, client.ErrRefused, client.ErrRefused, false},
		{422, `{"code":422,"message":"Insufficient balance","data":{"field":"amount"}}`, client.ErrInsufficient, client.ErrInsufficient, true},
		{404, `{"code":404,"message":"Order not found"}`, client.ErrNotFound, client.ErrNotFound, false},
		{400, `{"code":400,"message":{"text":"x"}}`, client.ErrRefused, client.ErrRefused, false},
		{200, says(-1, "Read timed out"), client.ErrRefused, client.ErrRefused, false},
		{200, says(-1, "System busy, please try again later"), client.ErrRefused, client.ErrRefused, false},
		{200, says(-1, "Insufficient balance, the transaction is being processed"), client.ErrInsufficient, client.ErrInsufficient, false},
		{409, says(409, "Duplicate order"), client.ErrRefused, client.ErrUnknown, false},
		{429, says(429, "Rate limit exceeded"), client.ErrRateLimited, client.ErrRateLimited, false},
		{429, page, client.ErrRateLimited, client.ErrRateLimited, false},
		{500, says(500, "Server error"), client.ErrUnreachable, client.ErrUnreachable, false},
		{502, page, client.ErrUnreachable, client.ErrUnreachable, false},
		{503, "", client.ErrUnreachable, client.ErrUnreachable, false},
		{504, page, client.ErrUnreachable, client.ErrUnreachable, false},
		{307, "", client.ErrGarbage, client.ErrGarbage, false},
		{200, says(-1, "Card not found"), client.ErrNotFound, client.ErrNotFound, true},
		{200, says(-1, "Insufficient balance"), client.ErrInsufficient, client.ErrInsufficient, true},
		{200, says(-1, "Card status Freeze does not allow this operation"), client.ErrRefused, client.ErrRefused, true},
		{200, says(-1, "Duplicate order"), client.ErrRefused, client.ErrUnknown, false},
		{200, says(401, "x"), client.ErrNotAllowed, client.ErrNotAllowed, false},
		{200, says(429, "x"), client.ErrRateLimited, client.ErrRateLimited, false},
		{200, says(500, "x"), client.ErrUnreachable, client.ErrUnreachable, false},
		{200, page, client.ErrGarbage, client.ErrGarbage, false},
		{200, `{"success":true,"code":200,"msg":"Success","data":"x"}`, client.ErrGarbage, client.ErrGarbage, false},
		{200, `{"success":true,"code":200,"msg":"Success","data":{"total":1,"records":7,"status":{},"amount":"x","cvv":{}}}`,
			client.ErrGarbage, client.ErrGarbage, false},
		{200, `{"success":true,"code":500,"msg":"x","data":{}}`, client.ErrGarbage, client.ErrGarbage, false},
		{200, `{"data":{}}`, client.ErrGarbage, client.ErrGarbage, false},
		{200, "", client.ErrGarbage, client.ErrGarbage, false},
	}
	for path, e := range everyEndpoint() {
		t.Run(strings.Trim(path, "/"), func(t *testing.T) {
			var status int
			var body string
			asked := 0
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				switch at := strings.TrimSpace(path); {
				case r.URL.Path == at || strings.HasSuffix(at, "/") && strings.HasPrefix(r.URL.Path, at):
					asked++
					w.Header().Set("Location", "/elsewhere")
					w.Header().Set("Retry-After", "60") // longer than a read waits by itself
					w.WriteHeader(status)
					_, _ = w.Write([]byte(body))
				case r.URL.Path == "/card/info":
					success(w, `{"cardNo":"c","status":"Normal"}`)
				default:
					success(w, "[]")
				}
			}))
			defer server.Close()
			for i, f := range faults {
				status, body, asked = f.status, f.body, 0
				tenant := fmt.Sprint(t.Name(), i) // after 429 everybody keeps quiet who counts as the same
				d := newDriver(t, finhub.Options{Profile: "fin", BaseURL: server.URL, TenantID: tenant, Token: secret("ready")})
				want, name := f.read, fmt.Sprintf("%d %.60s", f.status, f.body)
				if e.moves {
					want = f.move
				}
				if other, ok := e.instead[want]; ok {
					want = other
				}
				if path == "/card/list" && f.status == 404 {
					want = client.ErrUnsupported // and says what to do without it
				}
				err := e.call(t.Context(), d)
				d.Close()
				if asked == 0 || e.moves && asked != 1 {
					t.Errorf("%s: asked %d times", name, asked)
				}
				if want == nil {
					if err != nil {
						t.Errorf("%s: %v", name, err)
					}
					continue
				}
				got := issuerError(t, err)
				if got.Kind != want || got.Profile != "fin" || got.Op == "" || got.Status != 0 && got.Status != f.status {
					t.Errorf("%s: got %v, want %v", name, err, want)
				}
				if got.Duplicate != strings.Contains(f.body, "Duplicate") {
					t.Errorf("%s: duplicate: %t", name, got.Duplicate)
				}
				if _, hint, _ := strings.Cut(err.Error(), "\n"); hint == "" && want != client.ErrUnknown {
					t.Errorf("%s: no hint: %v", name, err)
				} else if got.Kind == client.ErrNotFound && strings.HasSuffix(hint, "cardwallet cards") != ofACard[strings.TrimSpace(path)] {
					t.Errorf("%s: the hint is %q", name, hint)
				}
				if got.NotSent || got.Untouched != (e.moves && f.untouched) {
					t.Errorf("%s: not sent %v, untouched %v", name, got.NotSent, got.Untouched)
				}
				if got.Kind == client.ErrRateLimited && f.status == 429 && got.RetryAfter != time.Minute {
					t.Errorf("%s: to be tried again after %v", name, got.RetryAfter)
				}
				if got.Kind == client.ErrUnreachable && errors.Is(err, client.ErrRefused) {
					t.Errorf("%s: a server's trouble is taken for a refusal", name)
				}
			}
		})
	}
}
