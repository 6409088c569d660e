// Package linora speaks to Linora, by inference. Linora documents what its cards API does, but no base URL, path, header or body. Its
// documents share tree, vocabulary and errors with those of Aurex, so this driver takes the wire format to be Aurex's, with the base
// URL mandatory, every path replaceable, and answers read tolerantly. What follows from that alone is marked "inferred". The flow is that
// of package dashboard; here is what Linora is taken to write.
package linora

import (
	"encoding/json"
	"errors"

	"cardwallet/client"
	"cardwallet/client/dashboard"
)

// currency is inferred: what amounts are in unless an answer says otherwise.
const currency = "USD"

// Options are what an account at Linora needs. Inferred: the header of the key, the rate limit of 60, and that card data is plain.
type Options = dashboard.Options

// Driver is one account at Linora. It is safe for concurrent use.
type Driver = dashboard.Driver

// New checks the options. Nothing is sent and no secret is asked for before the first call.
func New(o Options) (*Driver, error) {
	if o.BaseURL == "" {
		return nil, errors.New("base_url is missing\nLinora publishes no address: ask Linora for yours")
	}
	return dashboard.New(o, dialect)
}

// dialect is inferred, paths and names: those of Aurex.
var dialect = dashboard.Dialect{
	Issuer:   "linora",
	Currency: currency,
	Paths: map[string]string{
		dashboard.PathWallet:       "/users/{userId}/wallet",
		dashboard.PathCards:        "/users/{userId}/cards",
		dashboard.PathCard:         "/users/{userId}/cards/{cardId}",
		dashboard.PathTopUp:        "/users/{userId}/cards/{cardId}/topup",
		dashboard.PathTransactions: "/users/{userId}/cards/{cardId}/transactions",
		dashboard.PathCodes:        "/users/{userId}/otp?cardId={cardId}",
		dashboard.PathDeposits:     "/users/{userId}/deposits",
	},
	Assets:   []string{"USDC", "USDT", "SOL"},
	Unwrap:   unwrap,
	Classify: classify,
	Proving:  provingWords,
	// Aurex's words, inferred, and the usual ones beside them: a Standard card "becomes inactive" when it is spent (Linora fees page).
	Statuses: map[string]client.CardStatus{
		"active":    client.CardActive,
		"inactive":  client.CardInactive,
		"pending":   client.CardPending,
		"frozen":    client.CardFrozen,
		"blocked":   client.CardBlocked,
		"expired":   client.CardExpired,
		"canceled":  client.CardCanceled,
		"cancelled": client.CardCanceled,
	},
	Stages: map[string]client.Stage{ // inferred: Aurex's
		"processing": client.StageUnderWay,
		"completed":  client.StageDone,
		"success":    client.StageDone,
		"succeed":    client.StageDone,
		"declined":   client.StageFailed,
		"failed":     client.StageFailed,
		"fail":       client.StageFailed,
	},
	DepositStages: map[string]client.Stage{ // inferred: Aurex's
		"confirmed": client.StageDone, "failed": client.StageFailed, "expired": client.StageFailed,
	},
	RemarkRefusal: "Linora is not known to take a remark",
	IDOptional:    true, // the documents do not show the answer about one card (Linora cards page)
	MaySeal:       true, // that card data comes in the clear is inferred

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

// provingWords tell that nothing was done: parameters or the card are invalid, a limit forbids it, or the card takes no top-ups (Linora
// cards and fees pages). The texts are inferred.
var provingWords = []string{
	"must be between", "less than the minimum", "below the minimum", "above the maximum", "exceeds the maximum", "may not exceed",
	"card not found", "card does not exist", "card not exist", "missing required", "is required", "invalid param", "must be a number",
	"must be a string", "must be positive", "must have at most", "does not allow this operation", "is not enabled for this card",
	"is not supported for this card", "are not supported for this card", "card is frozen", "card is blocked", "card is expired",
}
