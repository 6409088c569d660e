// Package aurex speaks the wire format of Aurex: cards below a user, bearer key, card data in the clear. The flow is that of
// package dashboard; here is what Aurex writes, and its figures.
package aurex

import (
	"cmp"
	"encoding/json"
	"net/http"

	"cardwallet/client"
	"cardwallet/client/dashboard"
	"cardwallet/client/transport"
)

// DefaultBaseURL is the production host; there is no sandbox (Aurex API overview).
const DefaultBaseURL = "https://aurex.cash/api/dashboard"

// currency is what amounts are in unless an answer says otherwise (the vendor's own client documentation).
const currency = "USD"

// onlyType is the id that CardTypes gives to the one kind of card.
const onlyType = "card"

// Options are what an account at Aurex needs; BaseURL is DefaultBaseURL where it is empty. The rate limit of 60 is documented (Aurex API
// overview).
type Options = dashboard.Options

// Driver is one account at Aurex. It is safe for concurrent use.
type Driver struct{ *dashboard.Driver }

var _ client.Catalog = (*Driver)(nil) // beside what every Driver of package dashboard is

// New checks the options. Nothing is sent and no secret is asked for before the first call.
func New(o Options) (*Driver, error) {
	o.BaseURL = cmp.Or(o.BaseURL, DefaultBaseURL)
	d, err := dashboard.New(o, dialect)
	if err != nil {
		return nil, err
	}
	return &Driver{d}, nil
}

var dialect = dashboard.Dialect{
	Issuer:   "aurex",
	Currency: currency,
	Paths: map[string]string{ // Aurex cards and users pages; of the codes: the vendor's own client
		dashboard.PathWallet:       "/users/{userId}/wallet",
		dashboard.PathCards:        "/users/{userId}/cards",
		dashboard.PathCard:         "/users/{userId}/cards/{cardId}",
		dashboard.PathTopUp:        "/users/{userId}/cards/{cardId}/topup",
		dashboard.PathTransactions: "/users/{userId}/cards/{cardId}/transactions",
		dashboard.PathCodes:        "/users/{userId}/otp?cardId={cardId}",
		dashboard.PathDeposits:     "/users/{userId}/deposits",
	},
	Assets:   []string{"USDC", "USDT", "SOL"}, // Aurex users page
	Unwrap:   transport.SuccessEnvelope,
	Classify: classify,
	Proving:  provingWords,
	Statuses: map[string]client.CardStatus{ // the four documented words (Aurex cards page)
		"active":  client.CardActive,
		"frozen":  client.CardFrozen,
		"blocked": client.CardBlocked,
		"expired": client.CardExpired,
	},
	// Completed, declined and failed are documented (Aurex cards page); the other words are FinHub's, and would mean the same.
	Stages: map[string]client.Stage{
		"processing": client.StageUnderWay,
		"completed":  client.StageDone,
		"success":    client.StageDone,
		"succeed":    client.StageDone,
		"declined":   client.StageFailed,
		"failed":     client.StageFailed,
		"fail":       client.StageFailed,
	},
	DepositStages: map[string]client.Stage{ // waiting is the fourth (Aurex users page)
		"confirmed": client.StageDone, "failed": client.StageFailed, "expired": client.StageFailed,
	},
	OneType:       onlyType,
	RemarkRefusal: "Aurex takes no remark",

	TopUpTerms:  topUpTerms,
	CreateTerms: createTerms,

	TopUpBody: func(amount json.Number) any { return map[string]any{"amount": amount} },
	CreateBody: func(name string, balance json.Number) any {
		return map[string]any{"cardName": name, "initialBalance": balance}
	},
	DepositBody: func(amount json.Number, asset string) any { return map[string]any{"amount": amount, "currency": asset} },

	Card:        dashboard.FormOf(wireCard.means),
	Code:        dashboard.FormOf(wireCode.means),
	Wallet:      dashboard.FormOf(wireWallet.means),
	Transaction: dashboard.FormOf(wireTransaction.means),
	Deposit:     dashboard.FormOf(wireDeposit.means),
	ToppedUp:    dashboard.FormOf(wireToppedUp.means),
	Created:     dashboard.FormOf(wireCreated.means),
}

// provingWords tell that nothing was done: parameters are invalid, nothing is there, a limit or the card forbids it (Aurex API
// overview and cards page). The texts are not documented.
var provingWords = []string{
	"must be between", "less than the minimum", "below the minimum", "above the maximum", "exceeds the maximum", "may not exceed",
	"card not found", "card does not exist", "card not exist", "missing required", "is required", "invalid param", "must be a number",
	"must be a string", "must be positive", "must have at most", "does not allow this operation", "is not enabled for this card",
	"is not supported for this card", "are not supported for this card", "card is frozen", "card is blocked", "card is expired",
}

// classify tells insufficient balance from other conflicts: both are HTTP 409 (Aurex API overview), and some sources say 422. Only the
// text tells which.
func classify(_ transport.Call, status int, a transport.Answer) error {
	if (status == http.StatusConflict || status == http.StatusUnprocessableEntity) && transport.SaysInsufficient(a.Message) {
		return client.ErrInsufficient
	}
	return nil
}
