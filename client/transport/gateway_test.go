package transport

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"cardwallet/client"
)

// TestGatewaysAreToldFromIssuers: a page under each status, and what is no page. What a gateway says is never said to be about credentials.
func TestGatewaysAreToldFromIssuers(t *testing.T) {
	const page, refusal = "<html><body>Request blocked</body></html>", `{"success":false,"error":"no"}`
	for _, tt := range []struct {
		status     int
		kind, body string
		gateway    bool
		read, move error
	}{
		{200, "text/html", page, true, client.ErrGarbage, client.ErrGarbage},
		{200, "application/json", page, true, client.ErrGarbage, client.ErrGarbage},
		{200, "text/html", `{"success":true,"data":{}}`, false, nil, nil},
		{200, "application/json", `nope`, false, client.ErrGarbage, client.ErrGarbage},
		{400, "text/html", page, true, client.ErrGarbage, client.ErrGarbage},
		{401, "text/html", page, true, client.ErrNotAllowed, client.ErrNotAllowed},
		{401, "application/json", refusal, false, client.ErrNotAllowed, client.ErrNotAllowed},
		{402, "text/html", page, true, client.ErrGarbage, client.ErrGarbage},
		{403, "text/html", page, true, client.ErrUnreachable, client.ErrGarbage},
		{403, "text/html; charset=utf-8", "Access denied", true, client.ErrUnreachable, client.ErrGarbage},
		{403, "text/plain", "\n <!DOCTYPE html>", true, client.ErrUnreachable, client.ErrGarbage},
		{403, "text/html", refusal, false, client.ErrNotAllowed, client.ErrNotAllowed},
		{403, "application/json", refusal, false, client.ErrNotAllowed, client.ErrNotAllowed},
		{404, "text/html", page, false, client.ErrNotFound, client.ErrGarbage},
		{407, "text/html", page, true, client.ErrUnreachable, client.ErrGarbage},
		{407, "", "", true, client.ErrUnreachable, client.ErrGarbage},
		{429, "text/html", page, false, client.ErrRateLimited, client.ErrRateLimited},
		{501, "text/html", page, true, client.ErrUnreachable, client.ErrUnreachable},
		{511, "text/html", page, true, client.ErrUnreachable, client.ErrUnreachable},
		{501, "application/json", refusal, false, client.ErrUnreachable, client.ErrUnreachable},
	} {
		for _, read := range []bool{true, false} {
			c := serve(t, func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", tt.kind)
				w.Header().Set("Retry-After", "60")
				w.WriteHeader(tt.status)
				_, _ = w.Write([]byte(tt.body))
			})
			call, want := movement("topup"), tt.move
			if call.Read = read; read {
				want = tt.read
			}
			err := c.Do(t.Context(), call, nil)
			if want == nil {
				if err != nil {
					t.Errorf("%d %s, read %v: %v", tt.status, tt.body, read, err)
				}
				continue
			}
			e := issuerError(t, err)
			if e.Kind != want || e.Gateway != tt.gateway || e.Untouched {
				t.Errorf("%d %s %s, read %v: %v, gateway %v", tt.status, tt.kind, tt.body, read, e.Kind, e.Gateway)
			}
			if said := strings.Contains(err.Error(), "a proxy or gateway on the way answered, not the issuer"); said != tt.gateway {
				t.Errorf("%d %s: %v", tt.status, tt.body, err)
			}
			if tt.gateway && client.BadCredentials(err) {
				t.Errorf("%d %s: bad credentials", tt.status, tt.body)
			}
		}
	}
}

func TestProxyThatRefusesTheConnection(t *testing.T) {
	for text, want := range map[string]string{
		"Proxy Authentication Required": "the proxy on the way refused the connection: Proxy Authentication Required (http 407)",
		"Forbidden":                     "the proxy on the way refused the connection: Forbidden (http 403)",
		"no such host":                  "no such host",
	} {
		err := cause(t.Context(), t.Context(), 0, &url.Error{Op: "Post", URL: "https://x/", Err: errors.New(text)})
		if err.Error() != want {
			t.Errorf("%s: %v", text, err)
		}
	}
}
