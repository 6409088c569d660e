package aurex

import (
	"bytes"
	"encoding/json"

	"cardwallet/client/dashboard"
	"cardwallet/client/transport"
)

// wireCard is a card in the list, which has no number, expiry or CVV, and by itself, which has them in the clear.
type wireCard struct {
	CardID     transport.ID                    `json:"cardId" read:"id"`
	CardName   string                          `json:"cardName"`
	Balance    transport.Amount                `json:"balance" read:"balance"`
	Currency   string                          `json:"currency" read:"currency"`
	Status     string                          `json:"status" read:"status"`
	CardNumber transport.Bytes                 `json:"cardNumber" read:"number"` // in groups of four
	ExpiryDate transport.Bytes                 `json:"expiryDate" read:"expiry"` // MM/YY
	CVV        transport.Bytes                 `json:"cvv" read:"cvv"`
	CreatedAt  transport.Loose[transport.Time] `json:"createdAt"`
}

func (w wireCard) means() dashboard.Card {
	return dashboard.Card{ID: w.CardID, Name: w.CardName, Balance: w.Balance, Currency: w.Currency, Status: w.Status,
		Number: w.CardNumber, Expiry: w.ExpiryDate, CVV: w.CVV, CreatedAt: w.CreatedAt.Value}
}

// wireCode has the seconds that are left of the code.
type wireCode struct {
	OTP       transport.Bytes    `json:"otp"`
	ExpiresIn transport.Lifetime `json:"expiresIn"`
	CardID    transport.ID       `json:"cardId"`
}

func (w wireCode) means() dashboard.Code {
	return dashboard.Code{Value: w.OTP, CardID: w.CardID, Left: w.ExpiresIn}
}

type wireWallet struct {
	UserID         transport.ID     `json:"userId"`
	Balance        transport.Amount `json:"balance" read:"balance"`
	PendingBalance transport.Amount `json:"pendingBalance"`
	InCardsBalance transport.Amount `json:"inCardsBalance"`
	Currency       string           `json:"currency" read:"currency"`
}

func (w wireWallet) means() dashboard.Wallet { return dashboard.Wallet(w) }

// wireTransaction is an entry of a card's history (the vendor's own client documentation). Its sign and order are not documented.
type wireTransaction struct {
	TransactionID transport.ID     `json:"transactionId" read:"id"`
	Amount        transport.Amount `json:"amount" read:"amount"`
	Currency      string           `json:"currency" read:"currency"`
	Status        string           `json:"status" read:"status"`
	CreatedAt     transport.Time   `json:"createdAt"`
}

func (w wireTransaction) means() dashboard.Transaction {
	return dashboard.Transaction{ID: w.TransactionID, Amount: w.Amount, Currency: w.Currency, Status: w.Status, At: w.CreatedAt}
}

// wireDeposit is a deposit; lists have less of it (Aurex users page).
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

// wireCreated is the answer to a creation, as far as it is read: number, expiry and CVV come along in the clear, and are left where the
// transport wipes them.
type wireCreated struct {
	CardID   transport.ID `json:"cardId" read:"card"`
	Currency string       `json:"currency"`
	Fees     wireFees     `json:"fees"`
}

func (w wireCreated) means() dashboard.Receipt {
	return dashboard.Receipt{CardID: w.CardID, Amount: w.Fees.CardBalance, Fee: w.Fees.Amount, Currency: w.Currency}
}

// wireFees is a number after a top-up and an object after creating a card, which also says what the card was given.
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
		TotalFees    transport.Amount `json:"totalFees"`
		OurFee       transport.Amount `json:"ourFee"`
		CardIssueFee transport.Amount `json:"cardIssueFee"`
	}
	err := json.Unmarshal(data, &object)
	f.Amount, f.CardBalance = object.TotalFees, object.CardBalance
	if !f.Set && object.OurFee.Set && object.CardIssueFee.Set {
		f.Amount = transport.Amount{Decimal: object.OurFee.Decimal.Add(object.CardIssueFee.Decimal), Set: true}
	}
	return err
}
