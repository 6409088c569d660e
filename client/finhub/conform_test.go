package finhub_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"cardwallet/client"
	"cardwallet/client/finhub"
	"cardwallet/client/issuertest"
	"cardwallet/crypto"
)

// TestConformance: what every driver has to hold.
func TestConformance(t *testing.T) {
	answer := func(data string) string { return `{"success":true,"code":200,"msg":"Success","data":` + data + `}` }
	issuertest.Run(t, issuertest.Script{
		Connect: func(t *testing.T, address string, secret func(context.Context) (crypto.Secret, error)) issuertest.Driver {
			d, err := finhub.New(finhub.Options{Profile: "p", BaseURL: address, TenantID: t.Name(), Token: secret})
			if err != nil {
				t.Fatal(err)
			}
			return d
		},
		Read: func(path string, cards []issuertest.Card) string {
			if path != "/card/list" {
				return answer("[]")
			}
			var list []string
			for _, c := range cards {
				list = append(list, fmt.Sprintf(`{"cardNo":%q,"status":"Normal","balanceInfo":{"amount":%s,"currency":"USD"}}`, c.ID, c.Balance))
			}
			return answer(fmt.Sprintf(`{"total":%d,"pageNum":1,"pageSize":100,"records":[%s]}`, len(cards), strings.Join(list, ",")))
		},
		Moved: func(o client.Order) string {
			return answer(fmt.Sprintf(`{"merchantOrderNo":%q,"cardNo":%q,"amount":2500.07,"currency":"USD","status":"success"}`, o.ID, o.CardID))
		},
		Refused:       func(text string) string { return fmt.Sprintf(`{"success":false,"code":-1,"msg":%q}`, text) },
		RefusedStatus: 200,
		New:           client.NewCard{TypeID: "111001"},
	})
}
