package finhub_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cardwallet/client/finhub"
)

func TestPasswordsArriveAsTheyAre(t *testing.T) {
	for _, password := range []string{"plain", `quote " and \ backslash`, "tab\tline\nnul\x00", "ümläut € 𝄞 </script>", strings.Repeat("\x01", 300)} {
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
