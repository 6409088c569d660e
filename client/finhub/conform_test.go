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
		Record: func(c issuertest.Card) string {
			return fmt.Sprintf(`{"cardNo":%q,"status":"Normal","balanceInfo":{"amount":%s,"currency":"USD"}}`, c.ID, c.Balance)
		},
		Cards: func(path string, records []string) string {
			if path != "/card/list" {
				return answer("[]")
			}
			return answer(fmt.Sprintf(`{"total":%d,"pageNum":1,"pageSize":100,"records":[%s]}`, len(records), strings.Join(records, ",")))
		},
		Moved: func(o client.Order) string {
			if o.Kind == client.MoveHolder {
				return answer(fmt.Sprintf(`{"holderId":1852379830190366721,"merchantOrderNo":%q,"cardTypeId":111002,"status":"wait_audit"}`, o.ID))
			}
			return answer(fmt.Sprintf(`{"merchantOrderNo":%q,"cardNo":%q,"amount":%s,"currency":"USD","status":"success"}`,
				o.ID, o.CardID, o.Amount.Amount))
		},
		Numbered:      true,
		Refused:       func(text string) string { return fmt.Sprintf(`{"success":false,"code":-1,"msg":%q}`, text) },
		RefusedStatus: 200,
		Proving: []string{
			"amount must be between 20 and 100000", "amount is less than the minimum", "amount is below the minimum",
			"amount is above the maximum", "amount exceeds the maximum", "amount may not exceed 100000", "Card not found",
			"Card does not exist", "Card not exist", "Card type not found", "Cardholder not found", "Missing required header(s): deviceId",
			"amount is required", "Invalid parameter", "amount must be a number", "cardNo must be a string", "amount must be positive",
			"amount must have at most 2 decimals", "PIN must not ascend", "Card status Freeze does not allow this operation",
			"Deposit is not enabled for this card type", "It is not supported for this card", "riskControls are not supported for this card",
			"Card is frozen", "Card is blocked", "Card is expired", "Activation code is wrong", "Invalid activation code",
		},
		New:    client.NewCard{TypeID: "111001"},
		Holder: someone(),
	})
}
