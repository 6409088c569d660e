package finhub_test

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"cardwallet/client"
)

// A gateway that tries again may have both tries recorded under one order number: records that disagree decide nothing.
func TestRecordsOfOneOrderThatDisagreeDecideNothing(t *testing.T) {
	record := func(status, amount string) string {
		return fmt.Sprintf(`{"merchantOrderNo":%q,"orderNo":"1","cardNo":"c","amount":%s,"currency":"USD","type":"deposit","status":%q}`,
			orderID, amount, status)
	}
	for name, tt := range map[string]struct {
		records []string
		want    client.OperationStatus // empty: nothing is known
	}{
		"one":                          {[]string{record("fail", "10")}, client.OperationFailed},
		"failed, then done":            {[]string{record("success", "10"), record("fail", "10")}, ""},
		"done, then failed":            {[]string{record("fail", "10"), record("success", "10")}, ""},
		"the same twice":               {[]string{record("success", "10"), record("success", "10.00000001")}, client.OperationSucceeded},
		"another amount":               {[]string{record("success", "10"), record("success", "11")}, ""},
		"under way, then done":         {[]string{record("success", "10"), record("processing", "10")}, client.OperationSucceeded},
		"the other way round":          {[]string{record("processing", "10"), record("success", "10")}, client.OperationSucceeded},
		"one with a status of its own": {[]string{record("success", "10"), record("maybe", "10")}, ""},
	} {
		d := scripted(t, func(w http.ResponseWriter, _ *http.Request) {
			success(w, fmt.Sprintf(`{"total":%d,"records":[%s]}`, len(tt.records), strings.Join(tt.records, ",")))
		})
		got, err := d.ReadOrder(t.Context(), orderID)
		if got.Status != tt.want || (err == nil) != (tt.want != "") || err != nil && !errors.Is(err, client.ErrGarbage) {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
}
