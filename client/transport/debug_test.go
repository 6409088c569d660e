package transport

import (
	"bytes"
	"log/slog"
	"net/http"
	"strings"
	"testing"
)

func TestDebugLogHoldsNoValues(t *testing.T) {
	const canary = "4929123412341234"
	var log bytes.Buffer
	c := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Set-Cookie", "s="+canary)
		w.Header().Set("X-Request-Id", "req-7")
		_, _ = w.Write([]byte(`{"success":true,"data":{"cardNumber":"` + canary + `","values":["` + canary + `"],"` + canary + `":1,"otp":` +
			canary + `}}`))
	}, func(o *Options) {
		o.Auth = staticKey(canary)
		o.Header = http.Header{"X-Tenant-ID": {canary}}
		o.Debug = slog.New(slog.NewJSONHandler(&log, nil))
	})
	call := read("cards")
	call.Method = http.MethodPost
	call.Body = map[string]any{"password": canary, "pin": canary}
	call.Query = map[string][]string{"apikey": {canary}}
	if err := c.Do(t.Context(), call, nil); err != nil {
		t.Fatal(err)
	}
	text := log.String()
	if strings.Contains(text, canary) {
		t.Errorf("the log holds a value: %s", text)
	}
	for _, want := range []string{`"path":"/cards"`, `"status":200`, `"request_id":"req-7"`, `password pin`, `data.cardNumber`,
		`"query":"apikey"`} {
		if !strings.Contains(text, want) {
			t.Errorf("the log lacks %s: %s", want, text)
		}
	}
}
