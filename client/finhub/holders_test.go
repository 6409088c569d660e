package finhub_test

import (
	"errors"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cardwallet/client"
	"cardwallet/client/finhub"
	"cardwallet/client/sandbox"
)

func TestHoldersOfTheSandbox(t *testing.T) {
	for _, faults := range [][]sandbox.Fault{nil, {{Issuer: "finhub", Path: "*", Kind: sandbox.FaultDialect}}} {
		d, _ := start(t, sandbox.Options{Seed: 1, Faults: faults}, func(o *finhub.Options, _ sandbox.Endpoint) { o.PageSize = 2 })
		holders, err := d.Holders(t.Context())
		if err != nil || len(holders) != 5 {
			t.Fatalf("%d holders, %v", len(holders), err)
		}
		approved, used := 0, someHolder(t, d)
		known := false
		for _, h := range holders {
			if h.Profile != "fin" || h.ID == "" || h.FirstName == "" || h.LastName == "" || h.Email == "" || h.AreaCode == "" || h.Mobile == "" ||
				len(h.Country) != 2 || h.Type == "" || h.Status == "" {
				t.Errorf("incomplete: %+v", h)
			}
			if h.Approved() {
				approved++
			}
			known = known || h.ID == used
		}
		if approved != 2 || !known {
			t.Errorf("%d approved, the holder of a card is listed: %v", approved, known)
		}
	}
}

func TestHolderFields(t *testing.T) {
	want := []client.Holder{{Profile: "fin", ID: "1852379830190366721", FirstName: "Ana", LastName: "Souza", Email: "a@example.com",
		AreaCode: "+55", Mobile: "81999", Country: "BR",
		Type: "B2C", Status: "pass_audit"}}
	for _, wire := range []string{
		`{"cardholderId":1852379830190366721,"cardholderType":"B2C","cardholderStatus":"pass_audit","email":"a@example.com","areaCode":"+55",
			"mobile":81999,
			"personalInfo":{"firstName":"Ana","lastName":"Souza","nationality":"PT"},"residentialAddress":{"country":"BR"}}`,
		`{"holderId":"1852379830190366721","cardHolderModel":"B2C","status":"pass_audit","firstName":"Ana","lastName":"Souza","country":"BR",
			"personalInfo":null,"residentialAddress":[],
			"email":"a@example.com","areaCode":"+55","mobile":"81999"}`,
		`{"holderId":1852379830190366721,"cardholderType":"B2C","status":"pass_audit","personalInfo":{"firstName":"Ana","lastName":"Souza",
			"nationality":"BR","email":"a@example.com","areaCode":"+55","mobile":"81999"}}`,
	} {
		d := scripted(t, func(w http.ResponseWriter, _ *http.Request) {
			success(w, `{"total":1,"pageNum":1,"pageSize":100,"records":[`+wire+`]}`)
		})
		got, err := d.Holders(t.Context())
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("%v\n%s", err, diff)
		}
	}
	d := scripted(t, func(w http.ResponseWriter, _ *http.Request) {
		success(w, `{"total":1,"records":[{"firstName":"Ana"}]}`)
	})
	if _, err := d.Holders(t.Context()); !errors.Is(err, client.ErrGarbage) {
		t.Errorf("a holder without an id: %v", err)
	}
}

// An account of another type than the documented two keeps its word.
func TestFundKinds(t *testing.T) {
	d := scripted(t, answers(map[string]string{"/account/list": `{"total":3,"records":[{"accountId":1,"accountName":"shared",
		"accountType":"BUDGET","currency":"USD","totalBalance":"10","availableBalance":7,"frozenBalance":"3"},
		{"accountId":"2","accountType":"WALLET","currency":"USD","totalBalance":1},{"accountId":"3","accountType":"Reserve",
			"currency":"EUR"}]}`}))
	funds, err := d.Funds(t.Context())
	want := []client.Funds{
		{ID: "1", Name: "shared", Kind: "budget", Total: money("10", "USD"), Available: money("7", "USD"), Frozen: money("3", "USD")},
		{ID: "2", Kind: client.FundsWallet, Total: money("1", "USD")},
		{ID: "3", Kind: "reserve"},
	}
	if diff := cmp.Diff(want, funds); err != nil || diff != "" {
		t.Errorf("%v\n%s", err, diff)
	}
}
