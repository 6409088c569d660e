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
			Read: func(_ string, cards []issuertest.Card) string {
				var list []string
				for _, c := range cards {
					list = append(list, fmt.Sprintf(`{"cardId":%q,"balance":%s,"currency":"USD","status":"active"}`, c.ID, c.Balance))
				}
				return `{"success":true,"data":[` + strings.Join(list, ",") + `]}`
			},
			Moved: func(o client.Order) string {
				return fmt.Sprintf(`{"success":true,"data":{"cardId":%q,"newBalance":1,"rechargeAmount":2500.07,"fees":1}}`, o.CardID)
			},
			Refused:       func(text string) string { return fmt.Sprintf(`{"success":false,"error":%q}`, text) },
			RefusedStatus: 400,
			New:           client.NewCard{Name: "Team"},
		})
	})
}
