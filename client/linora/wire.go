package linora

import (
	"bytes"
	"cmp"
	"encoding/json"
	"time"

	"github.com/shopspring/decimal"

	"cardwallet/client/dashboard"
	"cardwallet/client/transport"
)

// wireCard is a card; the list may leave out number, expiry and CVV. The documents name cardId and describe the rest (Linora cards
// page): the other names are inferred.
type wireCard struct {
	CardID     transport.ID                    `json:"cardId" read:"id"`
	CardName   string                          `json:"cardName"`
	Balance    transport.Amount                `json:"balance" read:"balance"`
	Currency   string                          `json:"currency" read:"currency"`
	Status     string                          `json:"status" read:"status"`
	CardNumber transport.Bytes                 `json:"cardNumber" read:"number"`
	ExpiryDate transport.Bytes                 `json:"expiryDate" read:"expiry"`
	CVV        transport.Bytes                 `json:"cvv" read:"cvv"`
	CreatedAt  transport.Loose[transport.Time] `json:"createdAt"`
	wireTerms
}

func (w wireCard) means() dashboard.Card {
	return dashboard.Card{ID: w.CardID, Name: w.CardName, Balance: w.Balance, Currency: w.Currency, Status: w.Status,
		Number: w.CardNumber, Expiry: w.ExpiryDate, CVV: w.CVV, CreatedAt: w.CreatedAt.Value, Figures: w.wireTerms.means()}
}

// wireTerms is what answers may say of limits and fees. Linora documents that answers have them (cards page), but not their names and
// places. These are inferred: the likely names, beside the card's own fields or in objects of their own. A figure that is missing, or that
// cannot be read, is not known: no default takes its place.
type wireTerms struct {
	wireLimits
	wireRates
	Limits         transport.Loose[wireLimits] `json:"limits"`
	FeeSchedule    transport.Loose[wireRates]  `json:"feeSchedule"`
	TopUpSupported transport.Loose[*bool]      `json:"topUpSupported"`
}

// figure is an amount under a name that is inferred, which may be another thing than an amount.
type figure = transport.Loose[transport.Amount]

type wireLimits struct {
	MinBalance figure `json:"minBalance"`
	MinTopUp   figure `json:"minTopUp"`
	MaxTopUp   figure `json:"maxTopUp"`
	MaxBalance figure `json:"maxBalance"`
}

type wireRates struct {
	IssuanceFee    figure `json:"issuanceFee"`
	ServiceFeeRate figure `json:"serviceFeeRate"` // a fraction, as Aurex's ourFeeRate
	ServiceFee     figure `json:"serviceFee"`     // fixed
}

func (w wireTerms) means() dashboard.Figures {
	limits, fees, supported := w.Limits.Value, w.FeeSchedule.Value, w.TopUpSupported.Value
	return dashboard.Figures{
		MinBalance:     first(w.MinBalance, limits.MinBalance),
		MaxBalance:     first(w.MaxBalance, limits.MaxBalance),
		MinTopUp:       first(w.MinTopUp, limits.MinTopUp),
		MaxTopUp:       first(w.MaxTopUp, limits.MaxTopUp),
		IssuanceFee:    first(w.IssuanceFee, fees.IssuanceFee),
		ServiceFeeRate: first(w.ServiceFeeRate, fees.ServiceFeeRate),
		ServiceFee:     first(w.ServiceFee, fees.ServiceFee),
		NoTopUps:       supported != nil && !*supported,
	}
}

func first(figures ...figure) transport.Amount {
	for _, f := range figures {
		if f.Value.Set {
			return f.Value
		}
	}
	return transport.Amount{}
}

// wireCode is inferred. Documented are the password, an expiration time and the card's id (Linora cards page), but no names, and not
// whether the time is absolute.
type wireCode struct {
	OTP            transport.Bytes    `json:"otp"`
	Code           transport.Bytes    `json:"code"`
	OTPCode        transport.Bytes    `json:"otpCode"`
	CardID         transport.ID       `json:"cardId"`
	ExpiresIn      transport.Lifetime `json:"expiresIn"`
	ExpiresAt      moment             `json:"expiresAt"`
	ExpirationTime moment             `json:"expirationTime"`
}

func (w wireCode) means() dashboard.Code {
	code := dashboard.Code{CardID: w.CardID, Left: w.ExpiresIn}
	for _, value := range []transport.Bytes{w.OTP, w.Code, w.OTPCode} {
		if len(value) > 0 {
			code.Value = value
			break
		}
	}
	for _, m := range []moment{w.ExpiresAt, w.ExpirationTime} {
		if m.in.Left > 0 { // zero and less are a way to say "none" where a time is expected
			code.Left = m.in
			break
		}
		if !m.at.IsZero() {
			code.Until = m.at
			break
		}
	}
	return code
}

// moment is an expiration time, absolute or from now: the documents do not say. What cannot be read is not given.
type moment struct {
	at time.Time
	in transport.Lifetime
}

// fewSeconds is the number from which on it counts from 1970: ten days of seconds, or the twelfth of January of that year.
var fewSeconds = decimal.NewFromInt(1_000_000)

// UnmarshalJSON refuses nothing: a code is worth showing even if it is not known how long it lives.
func (m *moment) UnmarshalJSON(data []byte) error {
	*m = moment{}
	var number transport.Amount
	var at transport.Time
	switch {
	case number.UnmarshalJSON(data) == nil && number.Set && number.Decimal.LessThan(fewSeconds):
		m.in = transport.LifetimeOf(number.Decimal)
	case at.UnmarshalJSON(data) == nil:
		m.at = at.Time
	}
	return nil
}

// wireWallet is inferred.
type wireWallet struct {
	UserID         transport.ID     `json:"userId"`
	Balance        transport.Amount `json:"balance" read:"balance"`
	PendingBalance transport.Amount `json:"pendingBalance"`
	InCardsBalance transport.Amount `json:"inCardsBalance"`
	Currency       string           `json:"currency" read:"currency"`
}

func (w wireWallet) means() dashboard.Wallet { return dashboard.Wallet(w) }

// wireTransaction is an entry of a card's history. Documented are amount, timestamp and status (Linora cards page), but no names and no
// id: the names are inferred.
type wireTransaction struct {
	TransactionID transport.ID     `json:"transactionId" read:"id"`
	ID            transport.ID     `json:"id" read:"id"`
	Amount        transport.Amount `json:"amount" read:"amount"`
	Currency      string           `json:"currency" read:"currency"`
	Status        string           `json:"status" read:"status"`
	CreatedAt     transport.Time   `json:"createdAt"`
	Timestamp     transport.Time   `json:"timestamp"`
}

func (w wireTransaction) means() dashboard.Transaction {
	at := w.CreatedAt
	if at.IsZero() {
		at = w.Timestamp
	}
	return dashboard.Transaction{ID: cmp.Or(w.TransactionID, w.ID), Amount: w.Amount, Currency: w.Currency, Status: w.Status, At: at}
}

// wireDeposit is a deposit. That there are deposits is documented (Linora users page); names are inferred.
type wireDeposit struct {
	DepositID      transport.ID     `json:"depositId" read:"id"`
	Amount         transport.Amount `json:"amount" read:"amount"`
	NetAmount      transport.Amount `json:"netAmount"`
	Currency       string           `json:"currency" read:"asset"`
	DepositAddress string           `json:"depositAddress" read:"address"`
	Status         string           `json:"status" read:"status"`
	Fees           wireDepositFees  `json:"fees"`
	ExpiresAt      transport.Time   `json:"expiresAt"`
	CreatedAt      transport.Time   `json:"createdAt"`
}

type wireDepositFees struct {
	PlatformPercent transport.Amount `json:"platformFeePercent"`
	PlatformUSD     transport.Amount `json:"platformFeeUsd"`
	MerchantPercent transport.Amount `json:"merchantCommissionPercent"`
	MerchantUSD     transport.Amount `json:"merchantCommissionUsd"`
	Total           transport.Amount `json:"totalCollected"`
}

func (w wireDeposit) means() dashboard.Deposit {
	return dashboard.Deposit{ID: w.DepositID, Amount: w.Amount, Net: w.NetAmount, Asset: w.Currency, Address: w.DepositAddress,
		Status: w.Status, Fees: dashboard.DepositFees(w.Fees), ExpiresAt: w.ExpiresAt, Created: w.CreatedAt}
}

// wireToppedUp is inferred.
type wireToppedUp struct {
	CardID         transport.ID     `json:"cardId" read:"card"`
	NewBalance     transport.Amount `json:"newBalance"`
	RechargeAmount transport.Amount `json:"rechargeAmount" read:"amount"`
	Currency       string           `json:"currency" read:"currency"`
	Fees           wireFees         `json:"fees"`
}

func (w wireToppedUp) means() dashboard.Receipt {
	return dashboard.Receipt{CardID: w.CardID, Topped: w.NewBalance.Set, Amount: w.RechargeAmount, Fee: w.Fees.Amount, Currency: w.Currency}
}

// wireCreated is the answer to a creation, as far as it is read: number, expiry and CVV may come along, and are left where the transport
// wipes them. All names but cardId are inferred.
type wireCreated struct {
	CardID   transport.ID `json:"cardId" read:"card"`
	Currency string       `json:"currency"`
	Fees     wireFees     `json:"fees"`
}

func (w wireCreated) means() dashboard.Receipt {
	return dashboard.Receipt{CardID: w.CardID, Amount: w.Fees.CardBalance, Fee: w.Fees.Amount, Currency: w.Currency}
}

// wireFees is a number, or an object, which after a creation also says what the card was given. The names in it are inferred: those of
// Aurex, and those that answers would have for issuance and service fee.
type wireFees struct {
	transport.Amount
	CardBalance transport.Amount
}

// UnmarshalJSON takes both; of the object it is totalFees, or the sum of its two parts.
func (f *wireFees) UnmarshalJSON(data []byte) error {
	if data = bytes.TrimSpace(data); len(data) == 0 || data[0] != '{' {
		f.CardBalance = transport.Amount{}
		return f.Amount.UnmarshalJSON(data)
	}
	var object struct {
		CardBalance  transport.Amount `json:"cardBalance"`
		TotalFees    figure           `json:"totalFees"`
		OurFee       figure           `json:"ourFee"`
		ServiceFee   figure           `json:"serviceFee"`
		CardIssueFee figure           `json:"cardIssueFee"`
		IssuanceFee  figure           `json:"issuanceFee"`
	}
	err := json.Unmarshal(data, &object)
	f.Amount, f.CardBalance = object.TotalFees.Value, object.CardBalance
	service, issuance := first(object.OurFee, object.ServiceFee), first(object.CardIssueFee, object.IssuanceFee)
	if !f.Set && service.Set && issuance.Set {
		f.Amount = transport.Amount{Decimal: service.Decimal.Add(issuance.Decimal), Set: true}
	}
	return err
}
