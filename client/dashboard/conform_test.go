package dashboard_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"cardwallet/client"
	"cardwallet/client/dashboard"
	"cardwallet/client/issuertest"
	"cardwallet/crypto"
)

// TestConformance: what every driver has to hold.
func TestConformance(t *testing.T) {
	each(t, func(t *testing.T, x dialect) {
		issuertest.Run(t, issuertest.Script{
			Connect: func(t *testing.T, address string, secret func(context.Context) (crypto.Secret, error)) issuertest.Driver {
				return x.driver(t, dashboard.Options{Profile: "p", BaseURL: address, UserID: "u1", APIKey: secret, RatePerMinute: -1})
			},
			Record: func(c issuertest.Card) string {
				return fmt.Sprintf(`{"cardId":%q,"balance":%s,"currency":"USD","status":"active"}`, c.ID, c.Balance)
			},
			Cards: func(_ string, records []string) string {
				return `{"success":true,"data":[` + strings.Join(records, ",") + `]}`
			},
			Moved: func(o client.Order) string {
				return fmt.Sprintf(`{"success":true,"data":{"cardId":%q,"newBalance":1,"rechargeAmount":%s,"fees":1}}`, o.CardID, o.Amount.Amount)
			},
			Refused:       func(text string) string { return fmt.Sprintf(`{"success":false,"error":%q}`, text) },
			RefusedStatus: 400,
			Proving: []string{
				"amount must be between 10 and 10000", "amount is less than the minimum", "amount is below the minimum",
				"amount is above the maximum", "amount exceeds the maximum", "amount may not exceed 10000", "Card not found",
				"Card does not exist", "Card not exist", "Missing required parameter", "amount is required", "Invalid parameters",
				"amount must be a number", "cardName must be a string", "amount must be positive", "amount must have at most 2 decimals",
				"Its status does not allow this operation", "Top-up is not enabled for this card", "Top-up is not supported for this card",
				"Top-ups are not supported for this card", "Card is frozen", "Card is blocked", "Card is expired",
			},
			New: client.NewCard{Name: "Team"},
		})
	})
}
