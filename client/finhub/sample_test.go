package finhub_test

import (
	"errors"
	"net/http"
	"testing"

	"cardwallet/client"
	"cardwallet/client/finhub"
)

func TestSampleCard(t *testing.T) {
	for name, tc := range map[string]struct {
		list, missing string
		ids           []string
		want          string
		fails         error
	}{
		"an active one": {list: `[{"cardNo":"WB1","status":"Cancel"},{"cardNo":"WB2","status":"Normal"},{"cardNo":"WB3","status":"Normal"}]`,
			want: "WB2"},
		"none is active":  {list: `[{"cardNo":"WB1","status":"Freeze"},{"cardNo":"WB2","status":"Pending"}]`, want: "WB1"},
		"blocked":         {list: `[{"cardNo":"WB1","status":"Normal","blocked":true},{"cardNo":"WB2","status":"Normal"}]`, want: "WB2"},
		"no cards":        {list: `[]`, fails: client.ErrNotFound},
		"no list":         {ids: []string{"WB7", "WB8"}, want: "WB7"},
		"no list, no ids": {fails: client.ErrNotFound},
	} {
		t.Run(name, func(t *testing.T) {
			d := scripted(t, func(w http.ResponseWriter, _ *http.Request) {
				if tc.list == "" {
					w.WriteHeader(http.StatusNotFound)
					return
				}
				success(w, `{"total":3,"records":`+tc.list+`}`)
			}, func(o *finhub.Options) { o.CardIDs = tc.ids })
			got, err := d.SampleCard(t.Context())
			if got != tc.want || !errors.Is(err, tc.fails) {
				t.Errorf("got %q (%v), want %q", got, err, tc.want)
			}
		})
	}
}
