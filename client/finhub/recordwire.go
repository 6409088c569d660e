package finhub

import (
	"cmp"
	"time"

	"cardwallet/client"
	"cardwallet/client/transport"
)

// looseTime is a time that nothing depends on.
type looseTime = transport.Loose[transport.Time]

// wireAuthorization is a payment, refund, verification, reversal or maintenance fee. The cards page names its types and statuses, the
// webhooks page and the platform under FinHub its fields: amount is the merchant's, authorizedAmount the card's.
type wireAuthorization struct {
	CardNo                transport.ID                   `json:"cardNo" read:"card"`
	CardID                transport.ID                   `json:"cardId" read:"card"`
	TradeNo               transport.ID                   `json:"tradeNo" read:"id"`
	OriginTradeNo         transport.ID                   `json:"originTradeNo"`
	Currency              string                         `json:"currency" read:"currency"`
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
	Status                string                         `json:"status" read:"status"`
	Description           string                         `json:"description"`
	Remark                string                         `json:"remark"`
	TransactionTime       looseTime                      `json:"transactionTime"`
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
	return client.Record{
		ID:                string(w.TradeNo),
		OriginID:          string(w.OriginTradeNo),
		CardID:            string(cmp.Or(w.CardNo, w.CardID)),
		Type:              w.Type,
		Status:            w.Status,
		At:                w.TransactionTime.Value.Time,
		Amount:            w.Amount.Money(w.Currency),
		CardAmount:        w.AuthorizedAmount.Money(w.AuthorizedCurrency),
		Fee:               w.Fee.Money(w.FeeCurrency),
		CrossBorder:       w.CrossBoardFee.Money(w.CrossBoardFeeCurrency),
		Settled:           w.SettleAmount.Money(w.SettleCurrency),
		SettledAt:         w.SettleDate.Value.Time,
		AuthorizationCode: string(w.AuthorizationCode),
		Merchant: client.Merchant{Name: cmp.Or(w.MerchantName, m.Name), MCC: string(m.CategoryCode), Category: m.Category, Country: m.Country,
			State: m.State, City: m.City, ZIP: string(m.ZipCode), ID: string(m.MID), WalletType: m.WalletType},
		Description: w.Description,
		Remark:      w.Remark,
	}
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
	if stageOf(r.Status) == client.StageDone {
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
	OrderNo         transport.ID     `json:"orderNo" read:"id"`
	MerchantOrderNo transport.ID     `json:"merchantOrderNo"`
	CardNo          transport.ID     `json:"cardNo" read:"card"` // not documented, and taken where it comes
	CardID          transport.ID     `json:"cardId" read:"card"`
	CardTypeID      transport.ID     `json:"cardTypeId"`
	CardType        string           `json:"cardType"`
	Organization    string           `json:"organization"`
	BankCardBin     transport.ID     `json:"bankCardBin"`
	Currency        string           `json:"currency" read:"currency"`
	CardFee         transport.Amount `json:"cardFee" read:"price"`
	DepositAmount   transport.Amount `json:"depositAmount" read:"amount"`
	Status          string           `json:"status" read:"status"`
	Description     string           `json:"description"`
	Remark          string           `json:"remark"`
	TransactionTime looseTime        `json:"transactionTime"`
}

func (w wirePurchase) record(*Driver) client.Record {
	return client.Record{
		ID:           string(w.OrderNo),
		OrderID:      string(w.MerchantOrderNo),
		CardID:       string(cmp.Or(w.CardNo, w.CardID)),
		Status:       w.Status,
		At:           w.TransactionTime.Value.Time,
		Amount:       w.DepositAmount.Money(w.Currency),
		Fee:          w.CardFee.Money(w.Currency),
		Description:  w.Description,
		Remark:       w.Remark,
		TypeID:       string(w.CardTypeID),
		CardType:     w.CardType,
		Organization: w.Organization,
		BIN:          string(w.BankCardBin),
	}
}

// wireFee is a fee of an authorization that the card could not pay (FinHub cards page; its fields from the platform under FinHub).
type wireFee struct {
	CardNo               transport.ID     `json:"cardNo" read:"card"`
	CardID               transport.ID     `json:"cardId" read:"card"`
	TradeNo              transport.ID     `json:"tradeNo" read:"id"`
	OriginTradeNo        transport.ID     `json:"originTradeNo"`
	Currency             string           `json:"currency" read:"currency"`
	Amount               transport.Amount `json:"amount" read:"amount"`
	Type                 string           `json:"type" read:"type"`
	TradeType            string           `json:"tradeType" read:"type"` // its name as a filter
	DeductionSourceFunds string           `json:"deductionSourceFunds"`
	Status               string           `json:"status" read:"status"`
	Description          string           `json:"description"`
	Remark               string           `json:"remark"`
	TransactionTime      looseTime        `json:"transactionTime"`
}

func (w wireFee) record(*Driver) client.Record {
	return client.Record{
		ID:          string(w.TradeNo),
		OriginID:    string(w.OriginTradeNo),
		CardID:      string(cmp.Or(w.CardNo, w.CardID)),
		Type:        cmp.Or(w.Type, w.TradeType),
		Status:      w.Status,
		At:          w.TransactionTime.Value.Time,
		Amount:      w.Amount.Money(w.Currency),
		Description: w.Description,
		Remark:      w.Remark,
		PaidFrom:    w.DeductionSourceFunds,
	}
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
