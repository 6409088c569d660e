package finhub

import (
	"cmp"
	"context"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"cardwallet/client"
	"cardwallet/client/transport"
)

// physicalType marks cards of plastic (FinHub cards page).
const physicalType = "Physical"

// wireType is a card type (FinHub cards page; supportHolderNationality and the no-PIN figures from the platform under FinHub).
type wireType struct {
	CardTypeID        transport.ID                   `json:"cardTypeId" read:"id"`
	Organization      string                         `json:"organization"`
	Country           string                         `json:"country"`
	Mode              string                         `json:"mode"`
	BankCardBin       transport.ID                   `json:"bankCardBin"`
	Type              string                         `json:"type"`
	Category          string                         `json:"category"`
	CardName          string                         `json:"cardName"`
	CardDesc          string                         `json:"cardDesc"`
	CardPrice         transport.Amount               `json:"cardPrice"`
	CardPriceCurrency string                         `json:"cardPriceCurrency"`
	Support           []string                       `json:"support"`
	Risk              []string                       `json:"risk"`
	NeedCardHolder    bool                           `json:"needCardHolder"`
	HolderRegions     []string                       `json:"supportHolderRegin"` // spelled so
	HolderNationality []string                       `json:"supportHolderNationality"`
	HolderAreaCode    []string                       `json:"supportHolderAreaCode"`
	NeedDeposit       *bool                          `json:"needDepositForActiveCard"`
	OpenMin           transport.Amount               `json:"depositAmountMinQuotaForActiveCard"`
	OpenMax           transport.Amount               `json:"depositAmountMaxQuotaForActiveCard"`
	FiatCurrency      string                         `json:"fiatCurrency"`
	Retention         transport.Amount               `json:"balanceRetentionQuota"`
	Status            string                         `json:"status" read:"status"`
	RechargeCurrency  string                         `json:"rechargeCurrency"`
	RechargeMin       transport.Amount               `json:"rechargeMinQuota"`
	RechargeMax       transport.Amount               `json:"rechargeMaxQuota"`
	RechargeFeeRate   transport.Amount               `json:"rechargeFeeRate" read:"fee"` // 1 is 1 %
	RechargeFixedFee  transport.Amount               `json:"rechargeFixedFee" read:"fee"`
	RechargeDigital   transport.Amount               `json:"rechargeDigital"` // decimals of a deposit
	EnableActiveCard  bool                           `json:"enableActiveCard"`
	EnableDeposit     *bool                          `json:"enableDeposit"`
	EnableFreeze      *bool                          `json:"enableFreeze"`
	EnableUnFreeze    *bool                          `json:"enableUnFreeze"`
	Metadata          transport.Record[wireMetadata] `json:"metadata"`
}

type wireMetadata struct {
	MaxCards         transport.Amount `json:"cardHolderMaxCardLimit"`
	HolderModel      string           `json:"cardHolderModel"`
	SupportMCC       bool             `json:"supportSettingMcc"`
	SupportNoPIN     *bool            `json:"supportSettingNoPinPaymentAmount"`
	NoPINDefault     transport.Amount `json:"defaultNoPinPaymentAmount"`
	NoPINMin         transport.Amount `json:"noPinPaymentAmountMinQuota"`
	NoPINMax         transport.Amount `json:"noPinPaymentAmountMaxQuota"`
	SpendingControls []wireControl    `json:"spendingControls"`
}

// CardTypes reads the card types on offer.
func (d *Driver) CardTypes(ctx context.Context) ([]client.CardType, error) {
	const op = "read card types"
	var wire transport.Records[wireType]
	if err := d.read(ctx, op, "card/v2/cardTypes", map[string]any{}, &wire); err != nil {
		return nil, err
	}
	types, err := transport.Named(d.api, op, "card type", wire, func(t client.CardType) string { return t.ID }, d.cardType)
	d.types.keep(types, d.options.Now())
	return types, err
}

func (d *Driver) cardType(record transport.Record[wireType]) client.CardType {
	w, meta := record.Value, record.Value.Metadata.Value
	out := client.CardType{
		Profile:            d.options.Profile,
		ID:                 string(w.CardTypeID),
		Name:               w.CardName,
		Description:        w.CardDesc,
		Organization:       w.Organization,
		Country:            w.Country,
		Mode:               w.Mode,
		BIN:                string(w.BankCardBin),
		Type:               w.Type,
		Category:           w.Category,
		Online:             strings.EqualFold(w.Status, "online"),
		Price:              w.CardPrice.Money(cmp.Or(w.CardPriceCurrency, w.FiatCurrency)),
		Currency:           strings.ToUpper(w.FiatCurrency),
		OpenMin:            w.OpenMin.Money(w.FiatCurrency),
		OpenMax:            w.OpenMax.Money(w.FiatCurrency),
		OpenNeedsDeposit:   w.NeedDeposit != nil && *w.NeedDeposit,
		Retention:          w.Retention.Money(w.FiatCurrency),
		TopUp:              topUpTerms(w, record.Odd.Has("fee")),
		CanOpen:            w.EnableActiveCard && strings.EqualFold(w.Status, "online"),
		CanFreeze:          notDenied(w.EnableFreeze),
		CanUnfreeze:        notDenied(w.EnableUnFreeze),
		NeedsHolder:        w.NeedCardHolder,
		HolderRegions:      w.HolderRegions,
		HolderAreaCodes:    w.HolderAreaCode,
		HolderModel:        meta.HolderModel,
		MaxCardsPerHolder:  count(meta.MaxCards),
		SupportsMCC:        meta.SupportMCC,
		SupportsNoPIN:      strings.EqualFold(w.Type, physicalType) && notDenied(meta.SupportNoPIN),
		Supported:          w.Support,
		Risky:              w.Risk,
		SpendingControls:   spendingControls(meta.SpendingControls, w.FiatCurrency),
		NoPINAmountMin:     meta.NoPINMin.Money(w.FiatCurrency),
		NoPINAmountMax:     meta.NoPINMax.Money(w.FiatCurrency),
		NoPINAmountDefault: meta.NoPINDefault.Money(w.FiatCurrency),
		Unreadable:         record.Odd,
	}
	if w.NeedDeposit != nil && !*w.NeedDeposit { // then it is not supported, whatever the bounds are (cards page of the platform under FinHub)
		none := client.NewMoney(decimal.Zero, w.FiatCurrency)
		out.OpenMin, out.OpenMax = none, none
	}
	if len(out.HolderRegions) == 0 {
		out.HolderRegions = w.HolderNationality
	}
	return out
}

// topUpTerms gives no figures of the fee where a part of it cannot be read.
func topUpTerms(w wireType, oddFee bool) client.Terms {
	currency := strings.ToUpper(cmp.Or(w.RechargeCurrency, w.FiatCurrency))
	terms := client.Terms{
		Currency:  currency,
		Min:       w.RechargeMin.Null(),
		Max:       w.RechargeMax.Null(),
		Decimals:  client.CurrencyDecimals(currency),
		Rate:      w.RechargeFeeRate.Decimal.Shift(-2),
		Fixed:     w.RechargeFixedFee.Decimal,
		Estimated: true,
	}
	if w.RechargeDigital.Set {
		terms.Decimals = int32(min(count(w.RechargeDigital), 8))
	}
	terms.FeeUnknown = oddFee || !w.RechargeFeeRate.Set && !w.RechargeFixedFee.Set
	if terms.FeeUnknown || terms.Rate.IsNegative() || terms.Fixed.IsNegative() { // no fee is below zero: it is not known what is meant
		terms.Rate, terms.Fixed, terms.FeeUnknown = decimal.Zero, decimal.Zero, true
	}
	if !terms.Max.Decimal.IsPositive() {
		terms.Max = decimal.NullDecimal{} // FinHub has no use for a type that takes at most nothing: enableDeposit says that
	}
	if !notDenied(w.EnableDeposit) {
		terms.Refusal, terms.ByType = "this type of card takes no deposits", true
	}
	return terms
}

// notDenied reports whether a type can do something. If the type does not say, it can: FinHub refuses by itself.
func notDenied(flag *bool) bool { return flag == nil || *flag }

// count reads a small whole number, 0 for anything else.
func count(a transport.Amount) int {
	if !a.Decimal.IsInteger() || a.Decimal.IsNegative() || a.Decimal.GreaterThan(decimal.NewFromInt(1_000_000)) {
		return 0
	}
	return int(a.Decimal.IntPart())
}

// typesFor is how long card types are taken from memory, for terms and names.
const typesFor = 5 * time.Minute
