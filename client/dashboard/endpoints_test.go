package dashboard_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"cardwallet/client"
	"cardwallet/client/dashboard"
)

func TestEveryEndpointMapsEveryFault(t *testing.T) {
	each(t, func(t *testing.T, x dialect) {
		const page = "<html><body>no</body></html>"
		says := func(text string) string { return fmt.Sprintf(`{"success":false,"error":%q}`, text) }
		faults := []struct {
			status     int
			body       string
			read, move error
			untouched  bool // of a movement
		}{
			{400, says("Invalid request parameters"), client.ErrRefused, client.ErrRefused, false},
			{400, page, client.ErrGarbage, client.ErrGarbage, false},
			{401, says("Invalid API key"), client.ErrNotAllowed, client.ErrNotAllowed, false},
			{404, says("Resource not found"), client.ErrNotFound, client.ErrNotFound, false},
			{403, page, client.ErrUnreachable, client.ErrGarbage, false},
			{407, page, client.ErrUnreachable, client.ErrGarbage, false},
			{404, page, client.ErrNotFound, client.ErrGarbage, false}, // a proxy's word proves nothing about an order
			{409, says("Insufficient balance"), client.ErrInsufficient, client.ErrInsufficient, true},
			{409, says("Card is frozen"), client.ErrRefused, client.ErrRefused, true},
			{404, says("Card not found"), client.ErrNotFound, client.ErrNotFound, true},
			{400, says("Top-up is not supported for this card"), client.ErrRefused, client.ErrRefused, true},
			{400, says("Top-ups are not supported for this card"), client.ErrRefused, client.ErrRefused, true},
			{400, says("Top-up is not enabled for this card"), client.ErrRefused, client.ErrRefused, true},
			{400, says("Top-up is not enabled for this card, try again"), client.ErrRefused, client.ErrRefused, false},
			{409, says("Card name already exists"), client.ErrRefused, client.ErrRefused, false},
			{408, says("Card not found"), client.ErrUnreachable, client.ErrUnreachable, false},
			{429, says("Rate limit exceeded"), client.ErrRateLimited, client.ErrRateLimited, false},
			{429, page, client.ErrRateLimited, client.ErrRateLimited, false},
			{500, says("Server error"), client.ErrUnreachable, client.ErrUnreachable, false},
			{502, page, client.ErrUnreachable, client.ErrUnreachable, false},
			{503, "", client.ErrUnreachable, client.ErrUnreachable, false},
			{307, "", client.ErrGarbage, client.ErrGarbage, false},
			{200, says("No"), client.ErrRefused, client.ErrRefused, false},
			{200, page, client.ErrGarbage, client.ErrGarbage, false},
			{200, `{"success":true,"data":"x"}`, client.ErrGarbage, client.ErrGarbage, false},
			{200, "", client.ErrGarbage, client.ErrGarbage, false},
		}
		amount := client.NewMoney(decimal.NewFromInt(20), "USD")
		for name, e := range map[string]struct {
			call  func(context.Context, *dashboard.Driver) error
			card  bool // it is of one card
			moves bool
		}{
			"GET cards": {call: func(ctx context.Context, d *dashboard.Driver) error {
				_, err := client.CollectCards(ctx, d.Cards)
				return err
			}},
			"GET card": {card: true, call: func(ctx context.Context, d *dashboard.Driver) error { _, err := d.Card(ctx, "c"); return err }},
			"details":  {card: true, call: func(ctx context.Context, d *dashboard.Driver) error { _, err := d.Details(ctx, "c"); return err }},
			"otp":      {card: true, call: func(ctx context.Context, d *dashboard.Driver) error { _, err := d.Codes(ctx, "c"); return err }},
			"wallet":   {call: func(ctx context.Context, d *dashboard.Driver) error { _, err := d.Funds(ctx); return err }},
			"deposits": {call: func(ctx context.Context, d *dashboard.Driver) error { _, err := d.Deposits(ctx); return err }},
			"transactions": {card: true, call: func(ctx context.Context, d *dashboard.Driver) error {
				_, err := d.Records(ctx, client.RecordQuery{Kind: client.RecordHistory, CardID: "c"})
				return err
			}},
			"topup": {card: true, moves: true, call: func(ctx context.Context, d *dashboard.Driver) error {
				_, err := d.Send(ctx, client.Order{Kind: client.MoveTopUp, CardID: "c", Amount: amount})
				return err
			}},
			"POST cards": {moves: true, call: func(ctx context.Context, d *dashboard.Driver) error {
				_, err := d.Send(ctx, client.Order{Kind: client.MoveCreate, Amount: amount, New: client.NewCard{Name: "n"}})
				return err
			}},
			"POST deposits": {moves: true, call: func(ctx context.Context, d *dashboard.Driver) error {
				_, err := d.RequestDeposit(ctx, client.NewMoney(decimal.NewFromInt(20), "USD"), "USDC")
				return err
			}},
		} {
			for i, f := range faults {
				asked := 0
				server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
					asked++
					w.Header().Set("Retry-After", "60") // longer than a read waits by itself
					w.Header().Set("Location", "/elsewhere")
					w.WriteHeader(f.status)
					_, _ = w.Write([]byte(f.body))
				}))
				d := x.driver(t, dashboard.Options{Profile: "p", BaseURL: server.URL, UserID: "u1", APIKey: secret(fmt.Sprint(name, i)),
					RatePerMinute: -1})
				want := f.read
				if e.moves {
					want = f.move
				}
				if name == "otp" && want == client.ErrNotFound {
					want = nil // there is no code
				}
				err := e.call(t.Context(), d)
				d.Close()
				server.Close()
				at := fmt.Sprintf("%s, %d %.50s", name, f.status, f.body)
				if asked == 0 || e.moves && asked != 1 {
					t.Errorf("%s: asked %d times", at, asked)
				}
				var got *client.Error
				switch {
				case want == nil:
					if err != nil {
						t.Errorf("%s: %v", at, err)
					}
					continue
				case !errors.As(err, &got) || got.Kind != want || got.Profile != "p" || got.Op == "" || got.Status != f.status:
					t.Errorf("%s: got %v, want %v", at, err, want)
					continue
				case got.Kind == client.ErrRateLimited && got.RetryAfter != time.Minute:
					t.Errorf("%s: to be tried again after %v", at, got.RetryAfter)
				}
				if got.NotSent || got.Untouched != (e.moves && f.untouched) || got.Duplicate != strings.Contains(f.body, "already") {
					t.Errorf("%s: not sent %v, untouched %v, duplicate %v", at, got.NotSent, got.Untouched, got.Duplicate)
				}
				_, hint, _ := strings.Cut(err.Error(), "\n")
				if hint == "" || got.Kind == client.ErrNotFound && strings.HasSuffix(hint, "cardwallet cards") != e.card {
					t.Errorf("%s: the hint is %q", at, hint)
				}
			}
		}
	})
}
