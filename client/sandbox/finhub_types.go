package sandbox

// wireType is one of the card types (FinHub cards page; noPin* and supportHolderNationality from the platform under it).
type wireType struct {
	CardTypeID                         int64        `json:"cardTypeId"`
	Organization                       string       `json:"organization"`
	Country                            string       `json:"country"`
	Mode                               string       `json:"mode"`
	BankCardBin                        string       `json:"bankCardBin"`
	Type                               string       `json:"type"`
	Category                           string       `json:"category"`
	CardName                           string       `json:"cardName"`
	CardDesc                           string       `json:"cardDesc"`
	CardPrice                          text         `json:"cardPrice"`
	CardPriceCurrency                  string       `json:"cardPriceCurrency"`
	Support                            []string     `json:"support"`
	Risk                               []string     `json:"risk"`
	NeedCardHolder                     bool         `json:"needCardHolder"`
	SupportHolderRegin                 []string     `json:"supportHolderRegin"`
	SupportHolderNationality           []string     `json:"supportHolderNationality"`
	SupportHolderAreaCode              []string     `json:"supportHolderAreaCode"`
	NeedDepositForActiveCard           bool         `json:"needDepositForActiveCard"`
	DepositAmountMinQuotaForActiveCard text         `json:"depositAmountMinQuotaForActiveCard"`
	DepositAmountMaxQuotaForActiveCard text         `json:"depositAmountMaxQuotaForActiveCard"`
	FiatCurrency                       string       `json:"fiatCurrency"`
	BalanceRetentionQuota              number       `json:"balanceRetentionQuota"`
	Status                             string       `json:"status"`
	RechargeCurrency                   string       `json:"rechargeCurrency"`
	RechargeMinQuota                   number       `json:"rechargeMinQuota"`
	RechargeMaxQuota                   number       `json:"rechargeMaxQuota"`
	RechargeFeeRate                    number       `json:"rechargeFeeRate"`
	RechargeFixedFee                   number       `json:"rechargeFixedFee"`
	RechargeDigital                    int32        `json:"rechargeDigital"`
	EnableActiveCard                   bool         `json:"enableActiveCard"`
	EnableDeposit                      bool         `json:"enableDeposit"`
	EnableFreeze                       bool         `json:"enableFreeze"`
	EnableUnFreeze                     bool         `json:"enableUnFreeze"`
	Metadata                           wireMetadata `json:"metadata"`
}

type wireMetadata struct {
	CardHolderMaxCardLimit          int           `json:"cardHolderMaxCardLimit"`
	CardHolderModel                 string        `json:"cardHolderModel"`
	SpendingControls                []wireControl `json:"spendingControls"`
	SupportSettingMcc               bool          `json:"supportSettingMcc"`
	SupportSettingNoPinPayment      bool          `json:"supportSettingNoPinPaymentAmount"`
	DefaultNoPinPaymentAmount       *number       `json:"defaultNoPinPaymentAmount"`
	NoPinPaymentAmountMinQuota      *number       `json:"noPinPaymentAmountMinQuota"`
	NoPinPaymentAmountMaxQuota      *number       `json:"noPinPaymentAmountMaxQuota"`
	SupportUpdateCardHolderEmailWSB bool          `json:"supportUpdateCardHolerEmail"` // spelled so
}

func wireTypeOf(t *cardType) wireType {
	out := wireType{
		CardTypeID: t.id, Organization: t.organization, Country: "US", Mode: t.mode, BankCardBin: t.bin, Type: "Virtual", Category: t.category,
		CardName: t.name, CardDesc: t.name + " for online payments", CardPrice: text(t.price), CardPriceCurrency: t.currency,
		Support: []string{"Google", "Amazon"}, Risk: []string{"Gambling"}, NeedCardHolder: t.needHolder,
		NeedDepositForActiveCard: t.mode == modePrepaid, DepositAmountMinQuotaForActiveCard: text(t.openMin),
		DepositAmountMaxQuotaForActiveCard: text(t.openMax),
		FiatCurrency:                       t.currency, BalanceRetentionQuota: number(t.retention), Status: "online",
		RechargeCurrency: t.currency,
		RechargeMinQuota: number(t.depositMin), RechargeMaxQuota: number(t.depositMax), RechargeFeeRate: number(t.feeRate),
		RechargeFixedFee: number(t.fixedFee), RechargeDigital: t.decimals,
		EnableActiveCard: !t.offline, EnableDeposit: !t.noDeposit, EnableFreeze: !t.noFreeze, EnableUnFreeze: !t.noFreeze,
		Metadata: wireMetadata{CardHolderMaxCardLimit: maxCardsPerHolder, CardHolderModel: t.holderModel, SupportSettingMcc: t.mcc},
	}
	if t.offline {
		out.Status = "offline"
	}
	if t.needHolder {
		out.SupportHolderRegin = []string{"US", "BR", "DK", "GB", "FR"}
		out.SupportHolderNationality = out.SupportHolderRegin
		out.SupportHolderAreaCode = []string{"+1", "+55", "+45", "+44", "+33"}
	}
	if t.controls {
		out.Metadata.SpendingControls = []wireControl{{Interval: perTransaction, Amount: text(whole(1000)), SupportSetting: new(true)}}
	}
	if t.physical() {
		out.Type = "Physical"
		out.Metadata.SupportSettingNoPinPayment = true
		out.Metadata.DefaultNoPinPaymentAmount = new(number(whole(500)))
		out.Metadata.NoPinPaymentAmountMinQuota, out.Metadata.NoPinPaymentAmountMaxQuota = new(number(whole(0))), new(number(whole(2000)))
	}
	return out
}
