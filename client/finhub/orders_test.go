package finhub_test

import (
	"errors"
	"net/http"
	"testing"

	"cardwallet/client"
)

// That an order is not there must be proven: the journal takes a movement for failed then, and a person makes it again.
func TestOnlyAWholeListProvesThatAnOrderIsNotThere(t *testing.T) {
	const good = `{"success":true,"code":200,"msg":"Success","data":`
	for body, want := range map[string]error{
		good + `{"total":0,"records":[]}}`:     client.ErrNotFound,
		good + `{"total":"0","records":null}}`: client.ErrNotFound,
		good + `{"total":1,"records":[{"merchantOrderNo":"OTHER0000000000000000","status":"success"}]}}`: client.ErrNotFound,
		good + `{"total":1,"records":[{"merchantOrderNo":"` + orderID + `","status":"success"}]}}`:       nil,
		good + `null}`:                                                client.ErrGarbage,
		good + `{}}`:                                                  client.ErrGarbage,
		good + `{"records":[]}}`:                                      client.ErrGarbage,
		good + `{"total":null,"records":[]}}`:                         client.ErrGarbage,
		good + `{"total":"many","records":[]}}`:                       client.ErrGarbage,
		good + `{"total":-1,"records":[]}}`:                           client.ErrGarbage,
		good + `{"total":1,"records":[]}}`:                            client.ErrGarbage,
		good + `{"total":0,"records":[{"merchantOrderNo":"OTHER"}]}}`: client.ErrGarbage,
		good + `{"total":1,"records":[null]}}`:                        client.ErrGarbage,
		good + `{"total":1,"records":[{"cardId":"c","operationType":"FREEZE","operationStatus":"COMPLETED",
			"transactionId":"9"}]}}`: client.ErrGarbage,
		good + `[]}`: client.ErrGarbage,
		`{"success":false,"code":404,"msg":"No such endpoint"}`:       client.ErrGarbage,
		`{"success":false,"code":-1,"msg":"Merchant does not exist"}`: client.ErrGarbage,
		`{"success":false,"code":-1,"msg":"pageSize is wrong"}`:       client.ErrGarbage,
		`{"success":false,"code":-1,"msg":"Insufficient balance"}`:    client.ErrGarbage,
	} {
		_, err := scripted(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(body)) }).ReadOrder(t.Context(), orderID)
		if want == nil && err == nil {
			continue
		}
		if e := issuerError(t, err); e.Kind != want {
			t.Errorf("%s: got %v, want %v", body, err, want)
		}
	}
	_, err := scripted(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNotFound) }).ReadOrder(t.Context(), orderID)
	if !errors.Is(err, client.ErrGarbage) || errors.Is(err, client.ErrNotFound) {
		t.Errorf("no such page: %v", err)
	}
}

func TestAListThatChangesProvesNothing(t *testing.T) {
	d := scripted(t, func(w http.ResponseWriter, r *http.Request) {
		if number(t, fields(t, r), "pageNum") == 1 {
			success(w, `{"total":3,"records":[{"merchantOrderNo":"OTHER1"},{"merchantOrderNo":"OTHER2"}]}`)
			return
		}
		success(w, `{"total":2,"records":[{"merchantOrderNo":"OTHER2"}]}`)
	})
	if _, err := d.ReadOrder(t.Context(), orderID); !errors.Is(err, client.ErrGarbage) {
		t.Errorf("got %v", err)
	}
}
