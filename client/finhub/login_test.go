package finhub_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cardwallet/client"
	"cardwallet/client/finhub"
)

func TestPasswordsArriveAsTheyAre(t *testing.T) {
	for _, password := range []string{"plain", `quote " and \ backslash`, "tab\tline\n" +
		"nul\x00", "ümläut € 𝄞 </script>", strings.Repeat("\x01", 300)} {
		for _, session := range []bool{false, true} {
			want := map[string]any{"email": `e"@example.com`, "password": password, "tenantId": "t"}
			var got map[string]any
			d := scripted(t, func(w http.ResponseWriter, r *http.Request) {
				if r.URL.Path == "/login" {
					got = fields(t, r)
					_, _ = w.Write([]byte(`{"accessToken":"a","expiresIn":3600}`))
					return
				}
				success(w, "[]")
			}, func(o *finhub.Options) {
				o.Token, o.Password, o.Email, o.LoginURL = nil, secret(password), `e"@example.com`, o.BaseURL+"/login"
				if session {
					o.SessionURL, want = o.LoginURL, map[string]any{"username": o.Email, "password": password}
				}
			})
			if _, err := d.CardTypes(t.Context()); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		}
	}
	d := scripted(t, func(http.ResponseWriter, *http.Request) { t.Error("a request went out") }, func(o *finhub.Options) {
		o.Token, o.Password, o.Email = nil, secret("\xff"), "e"
	})
	if _, err := d.CardTypes(t.Context()); err == nil || !strings.Contains(err.Error(), "UTF-8") {
		t.Errorf("a password that is no text: %v", err)
	}
}

// TestLoginsThatFailPointToTheCause: what a login answers is told in its own words, and an address where there is none is not taken for a
// missing list or card.
func TestLoginsThatFailPointToTheCause(t *testing.T) {
	for name, tt := range map[string]struct {
		status int
		body   string
		kind   error
		want   []string
	}{
		"general form": {401, `{"code":401,"message":"Wrong tenant","data":{"error":"UNAUTHORIZED","details":"x"}}`,
			client.ErrNotAllowed, []string{`the issuer says "Wrong tenant"`, "credentials"}},
		"general form, 403": {403, `{"code":403,"message":"Tenant access denied","data":null}`, client.ErrNotAllowed,
			[]string{`the issuer says "Tenant access denied"`}},
		"general form, 422": {422, `{"code":422,"message":"tenantId is required","data":{"field":"tenantId"}}`, client.ErrRefused,
			[]string{"tenantId is required"}},
		"general form, 200": {200, `{"code":401,"message":"Wrong password"}`, client.ErrNotAllowed,
			[]string{`the issuer says "Wrong password"`, "credentials"}},
		"overloaded, 200": {200, `{"code":503,"message":"Maintenance"}`, client.ErrUnreachable, []string{"Maintenance"}},
		"too often, 200":  {200, `{"code":"429","message":"Slow down"}`, client.ErrRateLimited, []string{"Slow down"}},
		"envelope":        {200, `{"success":false,"code":-1,"msg":"Account locked"}`, client.ErrNotAllowed, []string{"Account locked"}},
		"odd data": {200, `{"success":false,"code":-1,"msg":"Account locked","data":"x"}`, client.ErrNotAllowed,
			[]string{"Account locked"}},
		"no token": {200, `{"success":true,"code":200,"msg":"Success","data":{}}`, client.ErrGarbage,
			[]string{"no token in the answer"}},
		"no login there": {404, `{"code":404,"message":"Not Found"}`, client.ErrUnreachable,
			[]string{"log in: unreachable: there is no login at this address (http 404)", "check login_url"}},
		"no login there, page": {404, "<html>", client.ErrUnreachable, []string{"there is no login at this address", "check login_url"}},
		"a firewall": {403, "<html>", client.ErrUnreachable,
			[]string{"a proxy or gateway on the way answered", "its proxy or firewall"}},
		"a proxy": {407, "", client.ErrUnreachable, []string{"a proxy or gateway on the way answered", "HTTPS_PROXY"}},
	} {
		d := scripted(t, func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path != "/login" {
				t.Errorf("%s: asked for %s", name, r.URL.Path)
			}
			w.WriteHeader(tt.status)
			_, _ = w.Write([]byte(tt.body))
		}, func(o *finhub.Options) {
			o.Token, o.Password, o.Email, o.LoginURL = nil, secret("p"), "e", o.BaseURL+"/login"
		})
		for what, call := range map[string]func() error{
			"list": func() error { _, err := client.CollectCards(t.Context(), d.Cards); return err },
			"card": func() error { _, err := d.Card(t.Context(), "c1"); return err },
		} {
			err := call()
			if !errors.Is(err, tt.kind) || errors.Is(err, client.ErrNotFound) || errors.Is(err, client.ErrUnsupported) {
				t.Errorf("%s, %s: %v", name, what, err)
				continue
			}
			for _, want := range tt.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("%s, %s: %v, want %q", name, what, err, want)
				}
			}
		}
	}
}
