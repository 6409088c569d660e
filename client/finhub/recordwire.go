package finhub

import (
	"cmp"
	"time"

	"cardwallet/client"
	"cardwallet/client/finhub/meaning"
	"cardwallet/client/transport"
)

// looseTime is a time that nothing depends on.
type looseTime = transport.Loose[transport.Time]

// wireEntry is what the records of authorizations, purchases and fees have in common.
type wireEntry struct {
	CardNo          transport.ID `json:"cardNo" read:"card"` // of purchases not documented, and taken where it comes
	CardID          transport.ID `json:"cardId" read:"card"`
	Currency        string       `json:"currency" read:"currency"`
	Status          string       `json:"status" read:"status"`
	Description     string       `json:"description"`
	Remark          string       `json:"remark"`
	TransactionTime looseTime    `json:"transactionTime"`
}

// common is the part of a record that they all have.
func (w wireEntry) common() client.Record {
	return client.Record{CardID: string(cmp.Or(w.CardNo, w.CardID)), Status: w.Status, At: w.TransactionTime.Value.Time,
		Description: w.Description, Remark: w.Remark}
}

// wireAuthorization is a payment, refund, verification, reversal or maintenance fee. The cards page names its types and statuses, the
// webhooks page and the platform under FinHub its fields: amount is the merchant's, authorizedAmount the card's.
type wireAuthorization struct {
	wireEntry
	TradeNo               transport.ID                   `json:"tradeNo" read:"id"`
	OriginTradeNo         transport.ID                   `json:"originTradeNo"`
	Amount                transport.Amount               `json:"amount" read:"amount"`
	AuthorizedAmount      transport.Amount               `json:"authorizedAmount" read:"card amount"`
	AuthorizedCurrency    string                         `json:"authorizedCurrency" read:"currency"`
	Fee                   transport.Amount               `json:"fee"`
	FeeCurrency           string                         `json:"feeCurrency"`
	CrossBoardFee         transport.Amount               `json:"crossBoardFee"` // spelled so
	CrossBoardFeeCurrency string                         `json:"crossBoardFeeCurrency"`
	SettleAmount          transport.Amount               `json:"settleAmount"`
	SettleCurrency        string                         `json:"settleCurrency"`
	SettleDate            looseTime                      `json:"settleDate"`
	AuthorizationCode     transport.ID                   `json:"authorizationCode"`
	MerchantName          string                         `json:"merchantName"`
	MerchantData          transport.Record[wireMerchant] `json:"merchantData"`
	Type                  string                         `json:"type" read:"type"`
}

type wireMerchant struct {
	Name         string       `json:"name"`
	CategoryCode transport.ID `json:"categoryCode"`
	Category     string       `json:"category"`
	Country      string       `json:"country"`
	State        string       `json:"state"`
	City         string       `json:"city"`
	ZipCode      transport.ID `json:"zipCode"`
	MID          transport.ID `json:"mid"`
	WalletType   string       `json:"walletType"`
}

func (w wireAuthorization) record(*Driver) client.Record {
	m := w.MerchantData.Value
	r := w.common()
	r.ID, r.OriginID, r.Type = string(w.TradeNo), string(w.OriginTradeNo), w.Type
	r.Amount = w.Amount.Money(w.Currency)
	r.CardAmount = w.AuthorizedAmount.Money(w.AuthorizedCurrency)
	r.Fee = w.Fee.Money(w.FeeCurrency)
	r.CrossBorder = w.CrossBoardFee.Money(w.CrossBoardFeeCurrency)
	r.Settled, r.SettledAt = w.SettleAmount.Money(w.SettleCurrency), w.SettleDate.Value.Time
	r.AuthorizationCode = string(w.AuthorizationCode)
	r.Merchant = client.Merchant{Name: cmp.Or(w.MerchantName, m.Name), MCC: string(m.CategoryCode), Category: m.Category, Country: m.Country,
		State: m.State, City: m.City, ZIP: string(m.ZipCode), ID: string(m.MID), WalletType: m.WalletType}
	return r
}

// record is an operation of either version. In the first, a new card has no cardNo until it is there, and its price as the amount (change
// log of the platform under FinHub). What was credited counts after success only.
func (w wireOrder) record(*Driver) client.Record {
	r := client.Record{
		ID:          string(cmp.Or(w.OrderNo, w.TransactionID)),
		OrderID:     string(w.MerchantOrderNo),
		CardID:      string(cmp.Or(w.CardNo, w.CardID)),
		Type:        cmp.Or(w.Type, w.OperationType),
		Status:      cmp.Or(w.Status, w.OperationStatus),
		At:          laterOf(w.TransactionTime, w.OperationTime),
		Amount:      w.Amount.Money(w.Currency),
		Fee:         w.Fee.Money(w.Currency),
		Description: cmp.Or(w.Description, w.Reason),
		Remark:      w.Remark,
	}
	if meaning.Stage(r.Status) == client.StageDone {
		r.Received = w.ReceivedAmount.Money(cmp.Or(w.ReceivedCurrency, w.Currency))
	}
	return r
}

// laterOf is the one of two times that is there.
func laterOf(a, b transport.Time) time.Time {
	if b.After(a.Time) {
		return b.Time
	}
	return a.Time
}

// wirePurchase is what a card cost (FinHub cards page; its fields from the platform under FinHub).
type wirePurchase struct {
	wireEntry
	OrderNo         transport.ID     `json:"orderNo" read:"id"`
	MerchantOrderNo transport.ID     `json:"merchantOrderNo"`
	CardTypeID      transport.ID     `json:"cardTypeId"`
	CardType        string           `json:"cardType"`
	Organization    string           `json:"organization"`
	BankCardBin     transport.ID     `json:"bankCardBin"`
	CardFee         transport.Amount `json:"cardFee" read:"price"`
	DepositAmount   transport.Amount `json:"depositAmount" read:"amount"`
}

func (w wirePurchase) record(*Driver) client.Record {
	r := w.common()
	r.ID, r.OrderID = string(w.OrderNo), string(w.MerchantOrderNo)
	r.Amount, r.Fee = w.DepositAmount.Money(w.Currency), w.CardFee.Money(w.Currency)
	r.TypeID, r.CardType, r.Organization, r.BIN = string(w.CardTypeID), w.CardType, w.Organization, string(w.BankCardBin)
	return r
}

// wireFee is a fee of an authorization that the card could not pay (FinHub cards page; its fields from the platform under FinHub).
type wireFee struct {
	wireEntry
	TradeNo              transport.ID     `json:"tradeNo" read:"id"`
	OriginTradeNo        transport.ID     `json:"originTradeNo"`
	Amount               transport.Amount `json:"amount" read:"amount"`
	Type                 string           `json:"type" read:"type"`
	TradeType            string           `json:"tradeType" read:"type"` // its name as a filter
	DeductionSourceFunds string           `json:"deductionSourceFunds"`
}

func (w wireFee) record(*Driver) client.Record {
	r := w.common()
	r.ID, r.OriginID, r.Type = string(w.TradeNo), string(w.OriginTradeNo), cmp.Or(w.Type, w.TradeType)
	r.Amount = w.Amount.Money(w.Currency)
	r.PaidFrom = w.DeductionSourceFunds
	return r
}

// record is a 3DS record as it is; its value stays sealed.
func (w wireCode) record(d *Driver) client.Record {
	return client.Record{
		ID:          string(w.TradeNo),
		OriginID:    string(w.OriginTradeNo),
		CardID:      string(cmp.Or(w.CardNo, w.CardID)),
		Type:        w.Type,
		At:          w.TransactionTime.Value.Time,
		Amount:      w.Amount.Value.Money(w.Currency),
		Merchant:    client.Merchant{Name: w.MerchantName},
		Description: w.Description,
		Value:       d.codeValue(w),
		ExpiresAt:   w.ExpirationTime.Value.Time,
	}
}
